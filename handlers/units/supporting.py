"""What a unit supports: the parts it owes, each with what was written, and writing one for the unit that leads."""

from collections.abc import Sequence
from typing import Any

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.conversation import case_drafts as drafts
from handlers.conversation import navigation, paging
from handlers.conversation.callbacks import Go
from handlers.conversation.case_drafts import Kind
from handlers.conversation.context import Context
from handlers.conversation.filters import AboutOpinion, HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.screen import Button, Screen, in_pairs
from handlers.conversation.texts import Html, Translator, bold, join
from handlers.core.casework import access
from handlers.core.errors import OpinionNotFound
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar
from handlers.presentation.callbacks import OpenReferred
from handlers.presentation.due_days import due_day
from handlers.presentation.history import show_attachments, story_key, told
from handlers.presentation.labels import ways
from handlers.presentation.letters import somebody
from handlers.presentation.referred import supported
from handlers.presentation.status_icon import light
from handlers.units import screens
from handlers.units.callbacks import SUPPORTED, SupportedFiles, SupportedPage, WritePart
from handlers.writing import writing
from storage.models.opinions import Entry, Opinion
from storage.models.supporting import Supporting
from storage.models.unit_work import UnitNote
from storage.queries import supporting, unit_work
from storage.queries.supporting import Asked
from storage.vocabulary import Action, Role

PAGE = 6
"""Cases on a page, two lines each."""

router = Router(name="units.supporting")
router.message.filter(HasRole(Role.UNIT))
router.callback_query.filter(HasRole(Role.UNIT))


class AboutSupported(AboutOpinion):
    """The message replies to one about a case to which a unit of the officer owes a part; gives `opinion_id`."""

    async def __call__(self, message: Message, ctx: Context) -> bool | dict[str, Any]:
        found = await super().__call__(message, ctx)
        if not isinstance(found, dict) or not ctx.units:
            return False
        owed = await supporting.waiting_of(ctx.session, found["opinion_id"], _serving(ctx))
        return found if owed is not None else False


def _serving(ctx: Context) -> list[int]:
    return [unit.id for unit in ctx.units]


@router.callback_query(SupportedPage.filter())
async def turn_page(query: CallbackQuery, callback_data: SupportedPage, ctx: Context, state: FSMContext) -> None:
    """A page of the parts that are owed."""
    await state.set_state(None)
    await _list(ctx, callback_data.page)


@router.callback_query(Go.filter(F.to == SUPPORTED))
async def from_home(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """The page they left."""
    await show_list(ctx, state)


@opens(navigation.LIST + SUPPORTED)
async def show_list(ctx: Context, state: FSMContext, *, of: int = 0, words: str | None = None) -> None:
    """The parts that are owed, as they were left, or those whose case says these words."""
    ctx.actor.require(Role.UNIT)
    await state.set_state(None)
    await _list(ctx, None, words)


async def _list(ctx: Context, wanted: int | None, words: str | None = None) -> None:
    t, units = ctx.t, _serving(ctx)
    where = paging.reading(ctx.conversation, SUPPORTED, wanted, words)
    page = where.page(await supporting.count_open(ctx.session, units, where.words), PAGE)
    found, days = (
        await supporting.listed(ctx.session, units, page.size, page.skip, where.words),
        await calendar(ctx.out),
    )
    lines = [_line(t, one, days, ctx) for one in found]
    keys = [
        Button(f"{light(one.due_at, ctx.now, days)} {one.reference}", OpenReferred(opinion=one.opinion_id))
        for one in found
    ]
    head = t("🤝 Parts that your unit owes to others, the earliest due first")
    if not found and not where.words:
        head = t("🤝 Nothing is wanted of your unit by others. What is comes here by itself.")
    text = join([where.title(t, page, bold(head)), *lines], "\n\n")
    turning = page.turning(lambda number: SupportedPage(page=number), numbered=True)
    ctx.show(Screen(text, [*in_pairs(keys), turning, where.keys(t, page), ways(t, Role.UNIT)]))


def _line(t: Translator, one: Asked, days: Calendar, ctx: Context) -> Html:
    due = t("part due {day}", day=due_day(t, one.due_at, days))
    return join([join([Html(f"{light(one.due_at, ctx.now, days)} {bold(one.reference)}"), due], " · "), one.summary])


async def show_supported(ctx: Context, opinion_id: int) -> None:
    """A case that a unit of theirs supports, or supported. Raises `OpinionNotFound`."""
    asked = await supporting.last_of(ctx.session, opinion_id, _serving(ctx))
    if asked is None:
        raise OpinionNotFound
    opinion = await ctx.session.get_one(Opinion, opinion_id)
    entries = await _readable(ctx, asked)
    notes = await unit_work.notes(ctx.session, opinion.id, _serving(ctx), screens.NOTES + 1)
    ctx.show(_card(ctx, opinion, asked, entries, notes, await calendar(ctx.out)), opinion_id=opinion.id)


async def _readable(ctx: Context, asked: Supporting) -> list[Entry]:
    return await supporting.entries_for(ctx.session, asked.opinion_id, _serving(ctx), asked.ended_at)


def _card(
    ctx: Context, opinion: Opinion, asked: Supporting, entries: list[Entry], notes: Sequence[UnitNote], days: Calendar
) -> Screen:
    t = ctx.t
    owed = asked.answered_at is None and asked.ended_at is None
    mark = light(asked.due_at, ctx.now, days) if owed else "🗂"
    lead = t.named(asked.lead)
    lines: list[str] = [
        Html(f"{mark} {bold(opinion.reference)}"),
        t("🤝 {unit} supports {lead}", unit=t.named(asked.unit), lead=lead),
        somebody(t, opinion),
        t("Topic: {topic}", topic=t.named(opinion.topic)) if opinion.topic is not None else "",
        *supported(t, asked, days),
        told(t, entries),
        screens.noted(t, notes),
    ]
    begun = drafts.find(ctx.conversation, opinion.id, Kind.PART)
    label = t("✏️ Go on with your part") if begun is not None and begun.parts else t("💬 Write our part")
    rows = [[Button(label, WritePart(opinion=opinion.id))] if owed else []]
    rows.append(story_key(t, opinion.id, Role.UNIT, entries))
    if count := sum(len(entry.attachments) for entry in entries):
        rows.append([Button(t.counted(t("📎 Attachments"), count), SupportedFiles(opinion=opinion.id))])
    rows.append(screens.note_keys(t, opinion.id, notes))
    return Screen(join(lines), [*rows, [Button(t("🤝 We support"), SupportedPage(page=0))], ways(t, Role.UNIT)])


@router.callback_query(SupportedFiles.filter())
async def show_files(query: CallbackQuery, callback_data: SupportedFiles, ctx: Context) -> None:
    """The attachments themselves."""
    asked = await supporting.last_of(ctx.session, callback_data.opinion, _serving(ctx))
    if asked is None:
        raise OpinionNotFound
    found = [one for entry in await _readable(ctx, asked) for one in entry.attachments]
    show_attachments(ctx.out, ctx.chat_id, found, asked.opinion_id)


@router.callback_query(WritePart.filter())
async def begin(query: CallbackQuery, callback_data: WritePart, ctx: Context, state: FSMContext) -> None:
    """Begin the part, or go on with what was begun; once nothing is wanted they see that."""
    if await supporting.waiting_of(ctx.session, callback_data.opinion, _serving(ctx)) is None:
        ctx.toast(ctx.t("Nothing more is wanted of your unit. Here is how it stands."), alert=True)
        await show_supported(ctx, callback_data.opinion)
        return
    opinion = await access.to_write(ctx.out, ctx.actor, Role.UNIT, callback_data.opinion, Action.SUPPORT)
    await writing.show(ctx, opinion, drafts.of(ctx.conversation, opinion.id, Kind.PART), anew=True)


@router.message(AboutSupported(), ~F.text.startswith("/"))
async def swiped(message: Message, ctx: Context, opinion_id: int) -> None:
    """A reply to any message about it begins the part, or goes on with it."""
    await writing.take_in(message, ctx, opinion_id, Kind.PART)
