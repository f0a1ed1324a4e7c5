"""Staff merge an opinion into one that says the same; both authors get the answer."""

from typing import Any

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import paging
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.texts import Html, join
from handlers.core.casework import access, references
from handlers.core.casework.actions import staff
from handlers.core.casework.similar import in_common, similar
from handlers.core.casework.wording import LONGEST
from handlers.core.errors import OutdatedButton
from handlers.presentation.callbacks import StaffAct
from handlers.presentation.common_texts import why_not_merged
from handlers.screening import merging_screens as screens
from handlers.screening import queue
from handlers.screening.callbacks import SIMILAR, AskReference, Compare, MergeInto, MergeNow, SimilarPage
from storage.models.opinions import Opinion
from storage.queries import finding, opinions
from storage.queries import merging as queries
from storage.queries import similar as similarity
from storage.queries.finding import Scope
from storage.vocabulary import Action, Role

router = Router(name="screening.merging")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))


class Merging(StatesGroup):
    """States of staff who are asked to type something."""

    reference = State()


@router.callback_query(StaffAct.filter(F.action == Action.MERGE))
async def look_for(query: CallbackQuery, callback_data: StaffAct, ctx: Context, state: FSMContext) -> None:
    """Show opinions that resemble it."""
    opinion = await queue.as_shown(ctx, callback_data.opinion, callback_data.version)
    if opinion is not None:
        await _candidates(ctx, state, opinion, 0)


@router.callback_query(SimilarPage.filter())
async def turn(query: CallbackQuery, callback_data: SimilarPage, ctx: Context, state: FSMContext) -> None:
    """Another page of what resembles it, or the one they left."""
    opinion = await queue.as_shown(ctx, callback_data.opinion, callback_data.version)
    if opinion is not None:
        await _candidates(ctx, state, opinion, callback_data.page)


async def _candidates(ctx: Context, state: FSMContext, opinion: Opinion, wanted: int) -> None:
    found = await similar(ctx.session, opinion, ctx.stations)
    if not found:
        await _ask_reference(ctx, state, opinion)
        return
    await state.set_state(None)
    page = paging.reading(ctx.conversation, SIMILAR, wanted, of=opinion.id).page(len(found), screens.LISTED)
    shown = [one.opinion.id for one in page.of(found)]
    texts = await opinions.openings(ctx.session, shown, LONGEST)
    ctx.show(screens.candidates(ctx.t, opinion, page, found, await similarity.facts(ctx.session, shown), texts))


@router.callback_query(AskReference.filter())
async def ask_reference(query: CallbackQuery, callback_data: AskReference, ctx: Context, state: FSMContext) -> None:
    """A reference is typed next."""
    opinion = await queue.as_shown(ctx, callback_data.opinion, callback_data.version)
    if opinion is not None:
        await _ask_reference(ctx, state, opinion)


async def _ask_reference(ctx: Context, state: FSMContext, opinion: Opinion) -> None:
    await state.set_state(Merging.reference)
    await state.update_data(merging={"opinion": opinion.id, "version": opinion.version})
    text = ctx.t("Type the reference, or just the number, of the opinion that says the same. /find finds it by words.")
    queue.ask(ctx, opinion, text)


@router.message(Merging.reference, F.text, ~F.text.startswith("/"))
async def typed_reference(message: Message, ctx: Context, state: FSMContext) -> None:
    """The one with that reference."""
    asked: dict[str, Any] = (await state.get_data())["merging"]
    opinion = await queue.as_shown(ctx, asked["opinion"], asked["version"])
    if opinion is None:
        await state.set_state(None)
        return
    meant = references.meant(message.text or "", ctx.out.county.reference_prefix, await finding.years(ctx.session))
    found = await finding.by_references(ctx.session, Scope(stations=ctx.stations), meant)
    if not found:
        text = ctx.t("I find no opinion “{typed}” at your stations. Type its reference or number.", typed=message.text)
        queue.ask(ctx, opinion, text)
        return
    await state.set_state(None)
    await _beside(ctx, opinion, found[0].id)


@router.callback_query(Compare.filter())
async def compare(query: CallbackQuery, callback_data: Compare, ctx: Context) -> None:
    """The two texts, one under the other."""
    opinion = await queue.as_shown(ctx, callback_data.opinion, callback_data.version)
    if opinion is not None:
        await _beside(ctx, opinion, callback_data.other)


async def _beside(ctx: Context, opinion: Opinion, other_id: int) -> None:
    other = await access.supervised(ctx.out, ctx.actor, other_id)
    texts = await opinions.openings(ctx.session, [opinion.id, other.id], LONGEST * 2)
    shared = await in_common(ctx.session, opinion, other)
    ctx.show(screens.beside(ctx.t, opinion, other, texts, shared, await _hindrance(ctx, opinion, other)))


@router.callback_query(MergeInto.filter())
async def confirm(query: CallbackQuery, callback_data: MergeInto, ctx: Context) -> None:
    """Ask once more: what will happen, before it does."""
    opinion = await queue.as_shown(ctx, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    main = await access.supervised(ctx.out, ctx.actor, callback_data.main)
    if await _hindrance(ctx, opinion, main) is not None:
        await _beside(ctx, opinion, main.id)
        return
    ctx.show(screens.confirmation(ctx.t, opinion, main, await queries.count_merged(ctx.session, opinion.id)))


@router.callback_query(MergeNow.filter())
async def merge(query: CallbackQuery, callback_data: MergeNow, ctx: Context) -> None:
    """Merged; its author, and whoever has either of them, is told."""
    asked = callback_data
    try:
        moved = await staff.merge(ctx.out, ctx.actor, asked.opinion, asked.version, asked.main)
    except OutdatedButton:
        await queue.as_shown(ctx, asked.opinion, asked.version)
        return
    opinion, main = moved.opinion, moved.step.merged_into
    text = ctx.t(
        "🔗 {reference} is handled together with {main} now.",
        reference=opinion.reference,
        main=main.reference if main is not None else "",
    )
    await queue.finish(ctx, opinion, join([text, queue.author_told(ctx.t, opinion)]))


async def _hindrance(ctx: Context, opinion: Opinion, main: Opinion) -> Html | None:
    """Reason why the opinion cannot be merged into the other one; None if it can."""
    found = await staff.merge_hindrance(ctx.out, opinion, main)
    return why_not_merged(ctx.t, found) if found is not None else None


@router.callback_query(StaffAct.filter(F.action == Action.SEPARATE))
async def separate(query: CallbackQuery, callback_data: StaffAct, ctx: Context) -> None:
    """Merged by mistake: it is screened by itself again, and its author is told."""
    asked = callback_data
    if await queue.as_shown(ctx, asked.opinion, asked.version) is None:
        return
    opinion = (await staff.separate(ctx.out, ctx.actor, asked.opinion, asked.version)).opinion
    ctx.toast(ctx.t("✂️ {reference} waits for screening by itself again.", reference=opinion.reference))
    ctx.show(await queue.card(ctx, opinion))
