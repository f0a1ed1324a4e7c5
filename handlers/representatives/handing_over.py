"""A representative hands a case over to a colleague: chosen from those nearby, or searched by name."""

from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import case_drafts as drafts
from handlers.conversation import paging
from handlers.conversation.case_drafts import Kind
from handlers.conversation.context import Context
from handlers.conversation.errors import Unusable
from handlers.conversation.filters import AboutOpinion, HasRole
from handlers.conversation.paging import Page
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator, join, shortened
from handlers.core.casework import candidates
from handlers.core.casework.candidates import Candidate
from handlers.presentation.callbacks import OpenCase, RepresentativeAct
from handlers.presentation.choices import representative_label
from handlers.presentation.labels import ways
from handlers.representatives import inbox
from handlers.representatives.callbacks import AskColleague, ColleaguePage, HandTo
from handlers.writing import writing
from storage.models.directory import Representative
from storage.models.opinions import Opinion
from storage.vocabulary import Action, Role

router = Router(name="representatives.handing_over")
router.message.filter(HasRole(Role.REPRESENTATIVE))
router.callback_query.filter(HasRole(Role.REPRESENTATIVE))

SHOWN = 40
"""Characters of a searched name that the answer repeats."""


class HandingOver(StatesGroup):
    """Typing a colleague's name."""

    name = State()


@router.callback_query(RepresentativeAct.filter(F.action == Action.HAND_OVER))
async def choose(query: CallbackQuery, callback_data: RepresentativeAct, ctx: Context, state: FSMContext) -> None:
    """Show who could take it; a remark begun before is kept for whom they choose."""
    opinion = await _shown(ctx, state, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    await _await_name(state, opinion)
    await _offer(ctx, opinion, "", 0)


async def _offer(ctx: Context, opinion: Opinion, typed: str, wanted: int) -> None:
    """Show a page of those nearby, or of those who are called as was typed."""
    t, text = ctx.t, ctx.t("To whom? 💤 has not joined yet.")
    if typed:
        named = await candidates.named(ctx.session, typed, opinion)
        found = [one for one in named if one.representative.id != opinion.representative_id]
        none = t("No representative in office is called “{name}”. Try a part of the name.", name=typed)
        text = join([text, t.plural("{n} with “{words}”", "{n} with “{words}”", len(found), words=typed)], " ")
    else:
        found = await candidates.colleagues(ctx.session, opinion)
        none = t("Nobody else represents this place. Search for a colleague by name.")
    page = paging.page(wanted, len(found))
    ctx.show(_offers(t, opinion, found, text if found else none, page, named=bool(typed)), opinion_id=opinion.id)


@router.callback_query(ColleaguePage.filter())
async def leaf(query: CallbackQuery, callback_data: ColleaguePage, ctx: Context, state: FSMContext) -> None:
    """Another page of them; a name may be typed as before."""
    asked = callback_data
    opinion = await _shown(ctx, state, asked.opinion, asked.version)
    if opinion is None:
        return
    kept = (await state.get_data()).get("handing") or []
    typed = str(kept[2]) if asked.named and len(kept) > 2 else ""
    await _await_name(state, opinion, typed)
    await _offer(ctx, opinion, typed, asked.page)


async def _shown(ctx: Context, state: FSMContext, opinion_id: int, version: int) -> Opinion | None:
    return await inbox.as_shown(ctx, state, opinion_id, version, Action.HAND_OVER)


def _offers(t: Translator, opinion: Opinion, found: list[Candidate], text: Html, page: Page, *, named: bool) -> Screen:
    here = {"opinion": opinion.id, "version": opinion.version}
    shown = page.of(found)
    rows = [
        [Button(representative_label(t, one, found), HandTo(representative=one.representative.id, **here))]
        for one in shown
    ]
    rows.append(page.turning(lambda number: ColleaguePage(page=number, named=named, **here)))
    rows.append([Button(t("🔤 Search by name"), AskColleague(**here))])
    return Screen(page.title(t, text), [*rows, [Button(t("⬅️ Back"), OpenCase(opinion=opinion.id))]])


@router.callback_query(AskColleague.filter())
async def ask_name(query: CallbackQuery, callback_data: AskColleague, ctx: Context, state: FSMContext) -> None:
    """A name is typed next."""
    opinion = await _shown(ctx, state, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    await _await_name(state, opinion)
    _ask_name(ctx, opinion)


async def _await_name(state: FSMContext, opinion: Opinion, typed: str = "") -> None:
    """Expect a name: what is typed at the list is one, without asking first."""
    await state.set_state(HandingOver.name)
    await state.update_data(handing=[opinion.id, opinion.version, typed])


def _ask_name(ctx: Context, opinion: Opinion) -> None:
    t, back = ctx.t, [Button(ctx.t("⬅️ Back"), OpenCase(opinion=opinion.id))]
    text = t("Type the representative's name, in characters or pinyin, or a part of it.")
    ctx.show(Screen(text, [back]), opinion_id=opinion.id)


@router.message(Command("cancel"), HandingOver.name)
async def cancel(message: Message, ctx: Context, state: FSMContext) -> None:
    """Leave it: the case stays."""
    await state.set_state(None)
    ctx.show(Screen(ctx.t("Left."), [ways(ctx.t, Role.REPRESENTATIVE)]))


@router.message(HandingOver.name, ~AboutOpinion(), ~F.text.startswith("/"))
async def search_name(message: Message, ctx: Context, state: FSMContext) -> None:
    """Look for the name that was typed."""
    asked: list[Any] = (await state.get_data())["handing"]
    opinion = await _shown(ctx, state, asked[0], asked[1])
    if opinion is None:
        await state.set_state(None)
        return
    typed = shortened((message.text or "").strip(), SHOWN)
    if not typed:
        _ask_name(ctx, opinion)
        return
    await _await_name(state, opinion, typed)
    await _offer(ctx, opinion, typed, 0)


@router.callback_query(HandTo.filter())
async def pick(query: CallbackQuery, callback_data: HandTo, ctx: Context, state: FSMContext) -> None:
    """Chosen: a remark may be written before it is handed over."""
    opinion = await _shown(ctx, state, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    chosen = await in_office(ctx, callback_data.representative)
    if chosen.id == opinion.representative_id:
        raise Unusable(ctx.t("{name} has it already.", name=ctx.t.named(chosen)))
    draft = drafts.of(ctx.conversation, opinion.id, Kind.HANDING)
    draft.whom = chosen.id
    await writing.show(ctx, opinion, draft, anew=True)


async def in_office(ctx: Context, representative_id: int | None) -> Representative:
    """The representative, if they may take a case. Raises `Unusable`."""
    chosen = await ctx.session.get(Representative, representative_id)
    if chosen is None or not chosen.active:
        raise Unusable(ctx.t("They are no longer in office. Please choose somebody else."))
    return chosen
