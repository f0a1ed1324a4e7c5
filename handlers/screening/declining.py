"""Staff decline an opinion, with a reason that names the right door."""

import secrets
from typing import Any

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation.filters import HasRole
from handlers.conversation.refusals import Unusable
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import Html, Translator, bold, join, quote
from handlers.conversation.turn import Turn
from handlers.conversation.words import not_translated
from handlers.opinions import cases, news
from handlers.opinions.callbacks import ConstituentAct, StaffAct
from handlers.opinions.cases import Step
from handlers.screening import screening
from handlers.screening import screening_screens as screens
from handlers.screening.screening_callbacks import DeclineBecause, SendDecline
from handlers.screening.templates_screens import in_language
from storage.models import Opinion
from storage.queries import merging, templates
from storage.vocabulary import Action, Role

router = Router(name="screening.declining")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))

LONGEST = 3_000
"""Characters of a reason: it goes out in one message, with the reference and what one can do."""


class Declining(StatesGroup):
    """Writing why."""

    why = State()


@router.callback_query(StaffAct.filter(F.action == Action.DECLINE))
async def ask_why(query: CallbackQuery, callback_data: StaffAct, turn: Turn, state: FSMContext) -> None:
    """Why: one of the reasons that are kept, or own words."""
    opinion = await screening.as_shown(turn, callback_data.opinion, callback_data.version)
    if opinion is not None:
        await _ask(turn, state, opinion)


async def _ask(turn: Turn, state: FSMContext, opinion: Opinion) -> None:
    t, here = turn.t, {"opinion": opinion.id, "version": opinion.version}
    await state.set_state(Declining.why)
    await state.update_data(declining=here)
    text = t("Why is {reference} declined, and which door is the right one? Choose a reason, or write your own words. "
             "The constituent reads this.", reference=opinion.reference)  # fmt: skip
    offered = await templates.listed(turn.session)
    rows = column(
        [Button(in_language(one.title, t.language), DeclineBecause(template=one.id, **here)) for one in offered]
    )
    turn.show(Screen(text, [*rows, [screens.back(t, opinion)]]))


@router.callback_query(DeclineBecause.filter())
async def because(query: CallbackQuery, callback_data: DeclineBecause, turn: Turn, state: FSMContext) -> None:
    """A reason that is kept, in the language of who reads it."""
    opinion = await screening.as_shown(turn, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    template = await templates.by_id(turn.session, callback_data.template)
    if template is None or template.archived:
        turn.toast(turn.t("That reason is no longer offered. Here are those that are."), alert=True)
        await _ask(turn, state, opinion)
        return
    await state.set_state(Declining.why)
    await _preview(turn, state, opinion, in_language(template.text, opinion.constituent.language))


@router.message(StateFilter(Declining.why), F.text, ~F.text.startswith("/"))
async def own_words(message: Message, turn: Turn, state: FSMContext) -> None:
    """A reason in the staff's own words."""
    asked: dict[str, Any] = (await state.get_data())["declining"]
    opinion = await screening.as_shown(turn, asked["opinion"], asked["version"])
    if opinion is None:
        await state.set_state(None)
        return
    why = (message.text or "").strip()
    if len(why) > LONGEST:
        raise Unusable(turn.t("That is more than {n} characters. Please say it more shortly.", n=LONGEST))
    await _preview(turn, state, opinion, why)


async def _preview(turn: Turn, state: FSMContext, opinion: Opinion, why: str) -> None:
    """What the constituent will read, before it goes out."""
    t, draft = turn.t, secrets.token_hex(3)
    here = {"opinion": opinion.id, "version": opinion.version}
    await state.update_data(declining={**here, "why": why, "draft": draft})
    lines: list[str] = [t("{reference} will be declined with these words:", reference=opinion.reference), quote(why)]
    if along := await merging.count_merged(turn.session, opinion.id):
        lines.append(
            t.plural(
                "{n} opinion merged into it comes back to screening.",
                "{n} opinions merged into it come back to screening.",
                along,
            )
        )
    lines += [not_translated(t, why, opinion.constituent.language), t("To say it otherwise, just write it.")]
    rows = [
        [Button(t("🚫 Decline and tell them"), SendDecline(draft=draft, **here))],
        [Button(t("⬅️ Back"), StaffAct(action=Action.DECLINE, **here))],
    ]
    turn.show(Screen(join(lines), rows))


@router.callback_query(SendDecline.filter())
async def decline(query: CallbackQuery, callback_data: SendDecline, turn: Turn, state: FSMContext) -> None:
    """Declined; the constituent is told why and that they may appeal once."""
    opinion = await screening.as_shown(turn, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    kept: dict[str, Any] = (await state.get_data()).get("declining") or {}
    if kept.get("draft") != callback_data.draft:
        turn.toast(turn.t("You have written something else since. Please choose again."), alert=True)
        await _ask(turn, state, opinion)
        return
    await state.set_state(None)
    await state.update_data(declining=None)
    why, before = kept["why"], opinion.representative_id
    await cases.move(turn.post, opinion, Action.DECLINE, Step(turn.me, Role.STAFF, why=why))
    await screening.noted(turn, "opinion.decline", opinion)
    news.to_constituent(turn.post, opinion, _told(opinion, why), _appeal(turn, opinion))
    if before is not None:
        await screening.tell_the_one_before(turn, opinion, before, _no_longer(opinion))
    text = turn.t("🚫 {reference} is declined.", reference=opinion.reference)
    await screening.finish(turn, opinion, join([text, screening.author_told(turn.t, opinion)]))


def _appeal(turn: Turn, opinion: Opinion) -> list[Button]:
    if opinion.appealed:
        return []
    label = turn.post.t(opinion.constituent)("⚖️ Appeal")
    return [Button(label, ConstituentAct(opinion=opinion.id, version=opinion.version, action=Action.APPEAL))]


def _told(opinion: Opinion, why: str) -> news.Words:
    def words(t: Translator) -> Html:
        return join(
            [
                t("{reference} cannot be taken up here:", reference=bold(opinion.reference)),
                quote(why),
                t("Your appeal was looked at, so this stands. A new opinion is always welcome.")
                if opinion.appealed
                else t("If you see it otherwise, you may appeal once."),
            ]
        )

    return words


def _no_longer(opinion: Opinion) -> news.Words:
    def words(t: Translator) -> Html:
        return t("{reference} was declined by staff; you need not do anything more about it.",
                 reference=opinion.reference)  # fmt: skip

    return words
