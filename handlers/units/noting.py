"""Things of a unit's own about a case: notes nobody else reads, questions for its author, what it replied before."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import case_drafts as drafts
from handlers.conversation import paging
from handlers.conversation.case_drafts import Kind
from handlers.conversation.contents import written
from handlers.conversation.context import Context
from handlers.conversation.filters import AboutOpinion, HasRole
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, bold, join, quote, shortened
from handlers.core.casework.actions import unit
from handlers.core.casework.placeholders import named
from handlers.core.errors import OpinionNotFound
from handlers.presentation import outcomes
from handlers.presentation.callbacks import OpenReferred, UnitAct
from handlers.presentation.common_texts import typed_words
from handlers.units import inbox, screens
from handlers.units.callbacks import EARLIER, EarlierReplies, NotesPage, WriteNote
from handlers.writing import writing
from storage.models.opinions import Opinion
from storage.queries import referrals, supporting, unit_work
from storage.vocabulary import Action, Role

A_PAGE = 8
"""Notes on a page."""
SHOWN = 250
"""Characters of a note or an earlier reply that a list shows."""

router = Router(name="units.noting")
router.message.filter(HasRole(Role.UNIT))
router.callback_query.filter(HasRole(Role.UNIT))


class Noting(StatesGroup):
    """Typing a note. The case is in the data as `noting`."""

    words = State()


async def _theirs(ctx: Context, opinion_id: int) -> Opinion:
    """A case that a unit of theirs has, had or supports. Raises `OpinionNotFound`."""
    units = inbox.serving(ctx)
    once = await referrals.once_referred(ctx.session, opinion_id, units)
    if once is None and await supporting.last_of(ctx.session, opinion_id, units) is None:
        raise OpinionNotFound
    return await ctx.session.get_one(Opinion, opinion_id)


def _back(ctx: Context, opinion_id: int) -> list[Button]:
    return [Button(ctx.t("⬅️ Back"), OpenReferred(opinion=opinion_id))]


@router.callback_query(UnitAct.filter(F.action == Action.ASK))
async def ask(query: CallbackQuery, callback_data: UnitAct, ctx: Context, state: FSMContext) -> None:
    """Begin a question that the representative is to ask the author, or go on with it."""
    asked = callback_data
    opinion = await inbox.as_shown(ctx, state, asked.opinion, asked.version, asked.action)
    if opinion is not None:
        await writing.show(ctx, opinion, drafts.of(ctx.conversation, opinion.id, Kind.UNIT_QUESTION), anew=True)


@router.callback_query(WriteNote.filter())
async def begin(query: CallbackQuery, callback_data: WriteNote, ctx: Context, state: FSMContext) -> None:
    """Words are typed next."""
    opinion = await _theirs(ctx, callback_data.opinion)
    await state.set_state(Noting.words)
    await state.update_data(noting=opinion.id)
    text = ctx.t("🗒 {reference}: write your note. Only your unit reads it.", reference=bold(opinion.reference))
    ctx.show(Screen(text, [_back(ctx, opinion.id)]), opinion_id=opinion.id)


@router.message(Command("cancel"), Noting.words)
async def cancel(message: Message, ctx: Context, state: FSMContext) -> None:
    """Leave it."""
    opinion_id = (await state.get_data())["noting"]
    await state.set_state(None)
    ctx.show(Screen(ctx.t("Left."), [[Button(ctx.t("Open"), OpenReferred(opinion=opinion_id))]]))


@router.message(Noting.words, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed(message: Message, ctx: Context, state: FSMContext) -> None:
    """Kept with the case; a picture is not, and goes nowhere else either: what was asked for stays in the unit."""
    opinion_id = (await state.get_data())["noting"]
    words = written(message) if message.text else None
    text = typed_words(ctx.t, words, unit.check_note, [_back(ctx, opinion_id)])
    if isinstance(text, Screen):
        ctx.show(text)
        return
    await unit.note(ctx.out, ctx.actor, opinion_id, text)
    await inbox.show_case(ctx, state, opinion_id)


@router.callback_query(NotesPage.filter())
async def turn_page(query: CallbackQuery, callback_data: NotesPage, ctx: Context) -> None:
    """A page of all notes, the newest first."""
    t, opinion, units = ctx.t, await _theirs(ctx, callback_data.opinion), inbox.serving(ctx)
    page = paging.page(callback_data.page, await unit_work.count_notes(ctx.session, opinion.id, units), A_PAGE)
    found = await unit_work.notes(ctx.session, opinion.id, units, page.size, page.skip)
    head = page.title(t, bold(t("🗒 Notes, read by your unit only:")))
    lines = [screens.note_line(t, one, SHOWN) for one in found]
    turning = page.turning(lambda number: NotesPage(opinion=opinion.id, page=number))
    ctx.show(Screen(join([head, *lines], "\n\n"), [turning, _back(ctx, opinion.id)]), opinion_id=opinion.id)


@router.callback_query(EarlierReplies.filter())
async def earlier(query: CallbackQuery, callback_data: EarlierReplies, ctx: Context) -> None:
    """What the unit replied before on the same topic and place."""
    t, opinion = ctx.t, await _theirs(ctx, callback_data.opinion)
    found = await unit_work.earlier_replies(ctx.session, opinion, inbox.serving(ctx), EARLIER)
    parts: list[Html] = [bold(t("📚 What your unit replied on this topic in this place, the latest first"))]
    for one, words in found:
        result = outcomes.named(t, one.outcome) if one.outcome is not None else ""
        facts = join([bold(one.reference), t.day(one.at) if one.at is not None else "", result], " · ")
        parts.append(join([facts, quote(shortened(named(words, None), SHOWN)) if words else ""]))
    if not found:
        parts = [t("Your unit has not replied on this topic in this place before.")]
    ctx.show(Screen(join(list(parts), "\n\n"), [_back(ctx, opinion.id)]), opinion_id=opinion.id)
