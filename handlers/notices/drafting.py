"""Staff write a notice: its text in one language or both, looked over as it arrives."""

from typing import Any

from aiogram import F, Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation, paging
from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.errors import Unusable
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import Translator, bold, join
from handlers.core.directory.pinyin import has_chinese
from handlers.core.languages import LANGUAGES
from handlers.core.notices import access
from handlers.core.notices.actions import counting, drafting
from handlers.core.notices.content import Content
from handlers.notices import contents, screens
from handlers.notices.callbacks import NewNotice, NoticePage
from handlers.notifications.file_keeping import keep_shown
from handlers.presentation.notices.callbacks import DraftAct, OpenNotice, Part, WriteText
from handlers.presentation.notices.names import LANGUAGE_NAMES
from storage.models.directory import Station
from storage.models.notices import Notice
from storage.queries import notices
from storage.vocabulary import AttachmentKind, NoticeState, Role

router = Router(name="notices.drafting")
router.message.filter(HasRole(Role.STAFF))
router.edited_message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))

LISTED = 7
"""Notices on a page."""
NOTICES = "notices"
"""The list's name."""


class Noticing(StatesGroup):
    """Messages that staff send for a notice."""

    text = State()


@router.message(Command("notice"))
async def notice_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """Show what waits for release, what is begun, under way and over, and the way to a new one."""
    await show_all(ctx, state, words="")


@router.callback_query(Go.filter(F.to == "notice"))
async def go_notice(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """The same, as they left it."""
    await show_all(ctx, state)


@router.callback_query(NoticePage.filter())
async def turn_page(query: CallbackQuery, callback_data: NoticePage, ctx: Context) -> None:
    """Another page of them."""
    ctx.show(await _list(ctx, paging.reading(ctx.conversation, NOTICES, callback_data.page)))


@opens(navigation.LIST + NOTICES)
async def show_all(ctx: Context, state: FSMContext, *, of: int = 0, words: str | None = None) -> None:
    """Notices as they left the list, or those that say these words."""
    await state.set_state(None)
    ctx.show(await _list(ctx, paging.reading(ctx.conversation, NOTICES, words=words)))


async def _list(ctx: Context, where: paging.Reading) -> Screen:
    t, found = ctx.t, await notices.listed(ctx.session, ctx.stations, ctx.me.id)
    lines: list[str] = [
        bold(t("📢 Notices to many")),
        t("Write one, look it over, and it goes out once it is released."),
    ]
    waiting = [one for one in found if one.state is NoticeState.HANDED and one.author_id != ctx.me.id]
    if waiting:
        lines.append(t.plural("🙋 {n} waits for your release.", "🙋 {n} wait for your release.", len(waiting)))
    known = {one.id for one in waiting}
    found = waiting + sorted((one for one in found if one.id not in known), key=lambda one: one.state in notices.OVER)
    page, listed = where.cut(found, lambda one: screens.listed(t, one).label, LISTED)
    lines[0] = where.title(t, page, bold(t("📢 Notices to many")))
    rows = [*await _beginnings(ctx), *column([screens.listed(t, one) for one in listed])]
    rows += [page.turning(lambda number: NoticePage(page=number)), where.keys(t, page)]
    return Screen(join(lines), [*rows, [Button(t("🏠 Home"), Go(to="home"))]])


async def _beginnings(ctx: Context) -> list[list[Button]]:
    """County staff address everybody, station staff the people of one of their stations."""
    t = ctx.t
    if ctx.stations is None:
        return [[Button(t("➕ New notice"), NewNotice(station=0))]]
    rows = []
    for station_id in ctx.stations:
        station = await ctx.session.get(Station, station_id)
        if station is not None:
            label = t("➕ New notice to the people of {station}", station=t.named(station))
            rows.append([Button(label, NewNotice(station=station_id))])
    return rows


@router.callback_query(NewNotice.filter())
async def begin(query: CallbackQuery, callback_data: NewNotice, ctx: Context, state: FSMContext) -> None:
    """Ask for the text; it becomes a draft with the first message."""
    station = callback_data.station or None
    access.require_station(ctx.actor, station)
    await _ask_text(ctx, state, None, station, None)


async def _ask_text(
    ctx: Context, state: FSMContext, notice: Notice | None, station: int | None, language: str | None
) -> None:
    t = ctx.t
    await state.set_state(Noticing.text)
    await state.update_data(
        noticing={"notice": notice.id if notice else None, "station": station, "language": language}
    )
    lines: list[str] = [
        t("✏️ Send or forward what is to go out in {language}:", language=t(LANGUAGE_NAMES[language]))
        if language
        else t("✏️ Send or forward what is to go out:"),
        t("a text with its formatting, a photo, an album, a video, a document or a voice message."),
        t("It goes out as you send it, without your name. You look it over before anybody gets it."),
    ]
    way_back = screens.back(t, notice.id, notice.version) if notice else [screens.to_all(t)]
    ctx.show(Screen(join(lines), [way_back]))


@router.message(StateFilter(Noticing.text), ~F.text.startswith("/"))
async def take_text(message: Message, ctx: Context, state: FSMContext) -> None:
    """Take what is to go out; a further message takes its place, a further part of an album is added."""
    asked: dict[str, Any] = (await state.get_data())["noticing"]
    language, said = asked["language"] or _language_of(message, ctx.t), _content_of(ctx, message)
    if asked["notice"] is None:
        notice = await drafting.create(ctx.out, ctx.actor, asked["station"], language, said)
    else:
        notice = await drafting.write(ctx.out, ctx.actor, asked["notice"], language, said)
    await _keep_media(ctx, said)
    await state.update_data(noticing={**asked, "notice": notice.id, "language": language})
    await screens.show(ctx, notice, newest=True)


def _content_of(ctx: Context, message: Message) -> Content:
    """Raises `Unusable` for what cannot go out."""
    content = contents.content_of(message)
    if content is None:
        raise Unusable(
            ctx.t("I can send out texts, photos, albums, videos, documents, sound and voice messages, but not this.")
        )
    if contents.too_long(content):
        raise Unusable(
            ctx.t("Under a photo or file a bot may write 1,024 characters only. Shorten it, or send a text.")
        )
    return content


def _language_of(message: Message, t: Translator) -> str:
    """The language of the first text: Chinese if it holds Chinese; what holds no letters, its author's."""
    written = message.text or message.caption or ""
    if has_chinese(written):
        return "zh_Hans"
    return "en" if any(letter.isalpha() for letter in written) else t.language


@router.edited_message(StateFilter(Noticing.text))
async def rewrite(message: Message, ctx: Context, state: FSMContext) -> None:
    """An edited message changes the draft it became part of, unless it cannot go out as it is now."""
    asked: dict[str, Any] = (await state.get_data())["noticing"]
    said = contents.content_of(message)
    if asked["notice"] is None or said is None or contents.too_long(said):
        return
    notice = await drafting.rewrite(ctx.out, ctx.actor, asked["notice"], said)
    if notice is not None:
        await _keep_media(ctx, said)
        await screens.show(ctx, notice, newest=True)


async def _keep_media(ctx: Context, said: Content) -> None:
    """Keep its files here too, where the county wants that: an id of Telegram's may stop working."""
    for one in said.body.get("media", ()):
        kind = AttachmentKind.DOCUMENT if one["type"] == "animation" else AttachmentKind(one["type"])
        await keep_shown(ctx.out, one["media"], kind)


@router.callback_query(OpenNotice.filter())
async def open_notice(query: CallbackQuery, callback_data: OpenNotice, ctx: Context, state: FSMContext) -> None:
    """A notice as it stands; to whoever may release it, with the notice itself above."""
    await state.set_state(None)
    notice = await counting.open_notice(ctx.out, ctx.actor, callback_data.notice, anew=True)
    mine = notice.author_id == ctx.me.id
    if notice.state is NoticeState.HANDED and not mine:
        screens.show_texts(ctx, notice)
    await screens.show(ctx, notice, fresh=mine or notice.state is NoticeState.HANDED)


@router.callback_query(DraftAct.filter(F.part == Part.CARD))
async def show_card(query: CallbackQuery, callback_data: DraftAct, ctx: Context, state: FSMContext) -> None:
    """Back to the card."""
    notice = await counting.look_over(ctx.out, ctx.actor, callback_data.notice, callback_data.version)
    await state.set_state(None)
    await screens.show(ctx, notice)


@router.callback_query(WriteText.filter(F.language.in_(LANGUAGES)))
async def write(query: CallbackQuery, callback_data: WriteText, ctx: Context, state: FSMContext) -> None:
    """The text in a language is sent next; what was there is replaced."""
    notice = await counting.turn_to_part(ctx.out, ctx.actor, callback_data.notice, callback_data.version)
    await _ask_text(ctx, state, notice, notice.station_id, callback_data.language)


@router.callback_query(DraftAct.filter(F.part == Part.OTHER_LANGUAGE))
async def other_language(query: CallbackQuery, callback_data: DraftAct, ctx: Context, state: FSMContext) -> None:
    """Correct the language: what was sent is in the other one than was thought."""
    notice = await drafting.change_language(ctx.out, ctx.actor, callback_data.notice, callback_data.version)
    await state.set_state(None)
    await screens.show(ctx, notice)


@router.callback_query(DraftAct.filter(F.part == Part.PREVIEW))
async def preview(query: CallbackQuery, callback_data: DraftAct, ctx: Context, state: FSMContext) -> None:
    """Exactly as it arrives, in each language."""
    notice = await counting.look_over(ctx.out, ctx.actor, callback_data.notice, callback_data.version)
    await state.set_state(None)
    ctx.strip()
    screens.show_texts(ctx, notice)
    await screens.show(ctx, notice, fresh=True)


@router.callback_query(DraftAct.filter(F.part == Part.DROP))
async def drop(query: CallbackQuery, callback_data: DraftAct, ctx: Context, state: FSMContext) -> None:
    """Thrown away."""
    await drafting.drop(ctx.out, ctx.actor, callback_data.notice, callback_data.version)
    await state.set_state(None)
    ctx.show(Screen(ctx.t("The draft is thrown away."), [[screens.to_all(ctx.t)]]))
