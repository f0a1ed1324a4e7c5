"""Staff decline an opinion, with a reason that names the right door."""

import secrets
from typing import Any

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation, paging
from handlers.conversation.contents import written
from handlers.conversation.context import Context
from handlers.conversation.errors import Unusable
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import join, quote
from handlers.core.casework import access
from handlers.core.casework.actions import staff
from handlers.presentation.callbacks import StaffAct
from handlers.presentation.common_texts import not_translated
from handlers.screening import queue, screens
from handlers.screening.callbacks import DeclineBecause, ReasonsPage, SendDecline
from handlers.screening.templates_screens import in_language
from storage.models.opinions import Opinion
from storage.queries import decline_templates, merging
from storage.vocabulary import Action, Role

router = Router(name="screening.declining")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))

REASONS = "reasons"
"""The list's name; for an opinion."""
LONGEST = 3_000
"""Characters of a reason: it goes out in one message, with the reference and what one can do."""


class Declining(StatesGroup):
    """Writing why."""

    why = State()


@router.callback_query(StaffAct.filter(F.action == Action.DECLINE))
async def ask_why(query: CallbackQuery, callback_data: StaffAct, ctx: Context, state: FSMContext) -> None:
    """Ask why: one of the reasons that are kept, or own words."""
    opinion = await queue.as_shown(ctx, callback_data.opinion, callback_data.version)
    if opinion is not None:
        await _ask(ctx, state, opinion)


@router.callback_query(ReasonsPage.filter())
async def turn_page(query: CallbackQuery, callback_data: ReasonsPage, ctx: Context, state: FSMContext) -> None:
    """Further reasons."""
    opinion = await queue.as_shown(ctx, callback_data.opinion, callback_data.version)
    if opinion is not None:
        await _ask(ctx, state, opinion, callback_data.page)


@opens(navigation.LIST + REASONS)
async def show_reasons(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """Reasons as they left them, or those in whose title these words stand."""
    opinion = await access.supervised(ctx.out, ctx.actor, of)
    await _ask(ctx, state, opinion, words=words)


async def _ask(
    ctx: Context, state: FSMContext, opinion: Opinion, wanted: int | None = None, words: str | None = None
) -> None:
    t, here = ctx.t, {"opinion": opinion.id, "version": opinion.version}
    await state.set_state(Declining.why)
    await state.update_data(declining=here)
    text = t("Why is {reference} declined, and which door is the right one? Choose a reason, or write your own words. "
             "The constituent reads this.", reference=opinion.reference)  # fmt: skip
    where = paging.reading(ctx.conversation, REASONS, wanted, words, of=opinion.id)
    page, offered = where.cut(
        await decline_templates.listed(ctx.session), lambda one: in_language(one.title, t.language)
    )
    rows = column(
        [Button(in_language(one.title, t.language), DeclineBecause(template=one.id, **here)) for one in offered]
    )
    rows += [page.turning(lambda number: ReasonsPage(page=number, **here)), where.keys(t, page)]
    ctx.show(Screen(where.title(t, page, text), [*rows, [screens.back(t, opinion)]]))


@router.callback_query(DeclineBecause.filter())
async def because(query: CallbackQuery, callback_data: DeclineBecause, ctx: Context, state: FSMContext) -> None:
    """A reason that is kept, in the language of who reads it."""
    opinion = await queue.as_shown(ctx, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    template = await decline_templates.by_id(ctx.session, callback_data.template)
    if template is None or template.archived:
        ctx.toast(ctx.t("That reason is no longer offered. Here are those that are."), alert=True)
        await _ask(ctx, state, opinion)
        return
    await state.set_state(Declining.why)
    await _preview(ctx, state, opinion, in_language(template.text, opinion.constituent.language))


@router.message(StateFilter(Declining.why), F.text, ~F.text.startswith("/"))
async def own_words(message: Message, ctx: Context, state: FSMContext) -> None:
    """A reason in the staff's own words."""
    asked: dict[str, Any] = (await state.get_data())["declining"]
    opinion = await queue.as_shown(ctx, asked["opinion"], asked["version"])
    if opinion is None:
        await state.set_state(None)
        return
    why = written(message).strip()
    if len(why) > LONGEST:
        raise Unusable(ctx.t("That is more than {n} characters. Please say it more shortly.", n=LONGEST))
    await _preview(ctx, state, opinion, why)


async def _preview(ctx: Context, state: FSMContext, opinion: Opinion, why: str) -> None:
    """Preview of what the constituent will read."""
    t, draft = ctx.t, secrets.token_hex(3)
    here = {"opinion": opinion.id, "version": opinion.version}
    await state.update_data(declining={**here, "why": why, "draft": draft})
    lines: list[str] = [t("{reference} will be declined with these words:", reference=opinion.reference), quote(why)]
    if along := await merging.count_merged(ctx.session, opinion.id):
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
    ctx.show(Screen(join(lines), rows))


@router.callback_query(SendDecline.filter())
async def decline(query: CallbackQuery, callback_data: SendDecline, ctx: Context, state: FSMContext) -> None:
    """Declined; the constituent is told why and that they may appeal once."""
    opinion = await queue.as_shown(ctx, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    kept: dict[str, Any] = (await state.get_data()).get("declining") or {}
    if kept.get("draft") != callback_data.draft:
        ctx.toast(ctx.t("You have written something else since. Please choose again."), alert=True)
        await _ask(ctx, state, opinion)
        return
    await state.set_state(None)
    await state.update_data(declining=None)
    asked = callback_data
    opinion = (await staff.decline(ctx.out, ctx.actor, asked.opinion, asked.version, kept["why"])).opinion
    text = ctx.t("🚫 {reference} is declined.", reference=opinion.reference)
    await queue.finish(ctx, opinion, join([text, queue.author_told(ctx.t, opinion)]))
