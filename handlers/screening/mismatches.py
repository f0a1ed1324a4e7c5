"""Staff look at ratings that disagree: have it handled again, ask its author back, or let it stand."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation, paging
from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.filters import AboutOpinion, HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.screen import Screen
from handlers.conversation.texts import Html, join
from handlers.core.casework import mismatches as rules
from handlers.core.casework.actions import mismatches
from handlers.core.casework.content import Said
from handlers.core.errors import AskedBackAlready, MoveRefused, NoMismatch
from handlers.presentation.callbacks import OpenMismatch
from handlers.presentation.common_texts import typed_words
from handlers.presentation.common_texts import words as words_of
from handlers.presentation.mismatches import DONE, How
from handlers.screening import mismatches_screens as screens
from handlers.screening.callbacks import MISMATCHES, DoSettle, MismatchPage, Settle
from storage.models.directory import Representative
from storage.queries import mismatches as kept
from storage.queries import opinions
from storage.vocabulary import EntryKind, Role

router = Router(name="screening.mismatches")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))


class Settling(StatesGroup):
    """Writing about the rating in the data as `settling`: its number, and how."""

    words = State()


@router.message(Command("mismatch"))
async def mismatch_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """List ratings that disagree."""
    await show_list(ctx, state, words="")


@router.callback_query(Go.filter(F.to == "mismatch"))
async def go_mismatch(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """List ratings that disagree: the page they left."""
    await show_list(ctx, state)


@router.callback_query(MismatchPage.filter())
async def turn_page(query: CallbackQuery, callback_data: MismatchPage, ctx: Context, state: FSMContext) -> None:
    """A page of them."""
    await state.set_state(None)
    ctx.show(await _list(ctx, paging.reading(ctx.conversation, MISMATCHES, callback_data.page)))


@opens(navigation.LIST + MISMATCHES)
async def show_list(ctx: Context, state: FSMContext, *, of: int = 0, words: str | None = None) -> None:
    """The list as they left it, or what says these words."""
    await state.set_state(None)
    ctx.show(await _list(ctx, paging.reading(ctx.conversation, MISMATCHES, words=words)))


async def _list(ctx: Context, where: paging.Reading) -> Screen:
    ctx.actor.require(Role.STAFF)
    page = where.page(await kept.count(ctx.session, ctx.stations, where.words), screens.PAGE)
    found = await kept.listed(ctx.session, ctx.stations, page.size, page.skip, where.words)
    return screens.listed(ctx.t, where, page, found)


@router.callback_query(OpenMismatch.filter())
async def open_one(query: CallbackQuery, callback_data: OpenMismatch, ctx: Context, state: FSMContext) -> None:
    """One of them; the list, if it is settled by now."""
    await state.set_state(None)
    await _show(ctx, callback_data.rating)


async def _show(ctx: Context, rating_id: int, head: Html | str = "") -> None:
    try:
        opinion, rating = await mismatches.find(ctx.out, ctx.actor, rating_id)
    except NoMismatch as refusal:
        await _show_rest(ctx, words_of(refusal, ctx.t))
        return
    by = await ctx.session.get(Representative, rating.representative_id) if rating.representative_id else None
    answer = ""
    if rating.asked_back_at is not None:
        said = await opinions.entries(ctx.session, opinion.id)
        since = [one for one in said if one.kind is EntryKind.ANSWER and one.at >= rating.asked_back_at]
        answer = "\n".join(one.text for one in since if one.text)
    again, may_ask = await rules.way_again(ctx.out, opinion, rating), rules.may_ask(opinion, rating)
    view = screens.View(opinion, rating, ctx.t.named(by), again, may_ask, answer)
    paging.enters(ctx.conversation, [opinion.id], MISMATCHES, 0)
    ctx.show(screens.card(ctx.t, view, head), opinion_id=opinion.id)


async def _show_rest(ctx: Context, head: Html) -> None:
    """What was done, or why it cannot be, above what is left."""
    rest = await _list(ctx, paging.reading(ctx.conversation, MISMATCHES))
    ctx.show(Screen(join([head, rest.text], "\n\n"), rest.rows))


@router.callback_query(Settle.filter(F.how.in_(tuple(How))))
async def begin(query: CallbackQuery, callback_data: Settle, ctx: Context, state: FSMContext) -> None:
    """Ask for the words."""
    try:
        await mismatches.find(ctx.out, ctx.actor, callback_data.rating)
    except NoMismatch as refusal:
        await _show_rest(ctx, words_of(refusal, ctx.t))
        return
    how = How(callback_data.how)
    await state.set_state(Settling.words)
    await state.update_data(settling=[callback_data.rating, how, ""])
    ctx.show(screens.prompt(ctx.t, callback_data.rating, how))


@router.message(Settling.words, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed(message: Message, ctx: Context, state: FSMContext) -> None:
    """The words, as they will be read."""
    rating_id, how, _ = (await state.get_data())["settling"]
    asked = screens.prompt(ctx.t, rating_id, How(how))
    text = typed_words(ctx.t, message.text, mismatches.check_words, asked.rows)
    if isinstance(text, Screen):
        ctx.show(text)
        return
    await state.update_data(settling=[rating_id, how, text])
    ctx.show(screens.preview(ctx.t, rating_id, How(how), text))


@router.callback_query(DoSettle.filter(F.how.in_(tuple(How))))
async def settle(query: CallbackQuery, callback_data: DoSettle, ctx: Context, state: FSMContext) -> None:
    """It is done with the words as previewed; what is left to look at follows."""
    rating_id, how, text = (await state.get_data()).get("settling") or (0, "", "")
    if (rating_id, how) != (callback_data.rating, callback_data.how) or not text:
        ctx.toast(ctx.t("This has changed since that preview. Please look it over again."), alert=True)
        await _show(ctx, callback_data.rating)
        return
    try:
        reference = await _settled(ctx, rating_id, How(how), text)
    except (NoMismatch, AskedBackAlready, MoveRefused) as refusal:
        await state.set_state(None)
        ctx.toast(words_of(refusal, ctx.t), alert=True)
        await _show(ctx, rating_id)
        return
    await state.set_state(None)
    await state.update_data(settling=None)
    await _show_rest(ctx, ctx.t(DONE[How(how)], reference=reference))


async def _settled(ctx: Context, rating_id: int, how: How, text: str) -> str:
    match how:
        case How.REOPEN:
            return (await mismatches.reopen(ctx.out, ctx.actor, rating_id, text)).opinion.reference
        case How.ASK:
            return (await mismatches.ask_back(ctx.out, ctx.actor, rating_id, [Said(text)])).opinion.reference
        case How.STAND:
            return (await mismatches.let_stand(ctx.out, ctx.actor, rating_id, text)).reference
