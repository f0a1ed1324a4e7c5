"""Staff tell those who follow a matter what came of it, and read what these said with their voices."""

from datetime import date
from typing import Any

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation, paging
from handlers.conversation.context import Context
from handlers.conversation.filters import AboutOpinion, HasRole
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import N_, Html, bold, join, quote, shortened
from handlers.core.matters import access
from handlers.core.matters.actions import staff
from handlers.core.matters.errors import MatterMovedOn
from handlers.matters import screens
from handlers.matters.callbacks import SaidFiles, SaidPage, SendNews, TellFollowers, TellKind
from handlers.presentation import matters as words
from handlers.presentation.common_texts import typed_words
from handlers.presentation.history import counted, show_attachments
from handlers.writing import days
from storage.matter_vocabulary import MatterNewsKind, MatterState
from storage.models.matters import EndorsementWord, Matter
from storage.queries import matters as queries
from storage.vocabulary import Role

router = Router(name="matters.telling")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))

WANTED = {
    MatterNewsKind.ANSWER: N_(
        "Write the answer in your own words. It stays public with the matter: whoever writes about the same within a "
        "year reads it first."
    ),
    MatterNewsKind.PROMISE: N_("Write what is promised, in your own words."),
    MatterNewsKind.MOVED: N_("Write why it takes longer, in your own words."),
    MatterNewsKind.DONE: N_("Write what was done, in your own words."),
}
A_PAGE, EXCERPT = 5, 300
"""Messages on a page, and characters of each: our own choice."""


class Telling(StatesGroup):
    """Choosing a day, typing words. In the data as `matter_news`: matter, version, kind, day, words."""

    day = State()
    words = State()


@router.callback_query(TellFollowers.filter())
async def ask_kind(query: CallbackQuery, callback_data: TellFollowers, ctx: Context, state: FSMContext) -> None:
    """What kind of news?"""
    t, one = ctx.t, await access.kept(ctx.out, ctx.actor, callback_data.matter)
    if one.state is not MatterState.RELEASED:
        raise MatterMovedOn(one.id)
    await state.set_state(None)
    n = await queries.count_followers(ctx.session, one.id)
    text = t.plural(
        "📣 {n} person follows {title}. What is there to tell?",
        "📣 {n} people follow {title}. What is there to tell?",
        n,
        title=bold(one.title),
    )
    keys = [Button(t(name), TellKind(matter=one.id, kind=kind)) for kind, name in words.NEWS.items()]
    ctx.show(Screen(text, [*column(keys), [screens.back(t, one.id)]]))


@router.callback_query(TellKind.filter())
async def begin(query: CallbackQuery, callback_data: TellKind, ctx: Context, state: FSMContext) -> None:
    """By when, of a promise; else the words."""
    one = await access.kept(ctx.out, ctx.actor, callback_data.matter)
    await state.update_data(matter_news=[one.id, one.version, callback_data.kind, None, None])
    if callback_data.kind in staff.PROMISES:
        await _ask_day(ctx, state)
    else:
        await _ask_words(ctx, state)


async def _kept(ctx: Context, state: FSMContext) -> tuple[Matter, list[Any]]:
    """The matter as it stood when they began, and what they chose so far. Raises `MatterMovedOn`."""
    kept: list[Any] = (await state.get_data())["matter_news"]
    return await access.kept(ctx.out, ctx.actor, kept[0], kept[1]), kept


async def _ask_day(ctx: Context, state: FSMContext, fault: Html | str = "") -> None:
    one, _ = await _kept(ctx, state)
    await state.set_state(Telling.day)
    ctx.show(await days.question(ctx, ctx.t("By when is it promised?"), fault, [screens.back(ctx.t, one.id)]))


async def _take_day(ctx: Context, state: FSMContext, day: date) -> None:
    _, kept = await _kept(ctx, state)
    await state.update_data(matter_news=[*kept[:3], day.isoformat(), None])
    await _ask_words(ctx, state)


days.asked_at(router, Telling.day, _ask_day, _take_day, staff.check_day)


async def _ask_words(ctx: Context, state: FSMContext) -> None:
    one, kept = await _kept(ctx, state)
    await state.set_state(Telling.words)
    ctx.show(Screen(ctx.t(WANTED[MatterNewsKind(kept[2])]), [[screens.back(ctx.t, one.id)]]))


@router.message(Telling.words, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed(message: Message, ctx: Context, state: FSMContext) -> None:
    """As those who follow it will read it, with what may tell who somebody is."""
    t, (one, kept) = ctx.t, await _kept(ctx, state)
    text = typed_words(t, message.text, staff.check_news, [[screens.back(t, one.id)]])
    if isinstance(text, Screen):
        ctx.show(text)
        return
    await state.update_data(matter_news=[*kept[:4], text])
    kind, day = MatterNewsKind(kept[2]), date.fromisoformat(kept[3]) if kept[3] else None
    found = await staff.looked_over(ctx.out, one, text)
    n = await queries.count_followers(ctx.session, one.id)
    ctx.show(screens.news(t, one, kind, words.told(t, kind, one.title, text, day), found, n))


@router.callback_query(SendNews.filter())
async def send(query: CallbackQuery, callback_data: SendNews, ctx: Context, state: FSMContext) -> None:
    """They are told, in the background if they are many."""
    number, version, kind, day, text = (await state.get_data()).get("matter_news") or [0, 0, None, None, None]
    if (number, version) != (callback_data.matter, callback_data.version) or not kind or not text:
        ctx.toast(ctx.t("This has changed since that preview. Please look it over again."), alert=True)
        return
    promised = date.fromisoformat(day) if day else None
    await staff.tell(ctx.out, ctx.actor, number, version, MatterNewsKind(kind), text, promised, sure=True)
    await state.update_data(matter_news=None)
    ctx.toast(ctx.t("They are told."))
    await navigation.show("matter", ctx, state, matter_id=number)


@router.callback_query(SaidPage.filter())
async def said(query: CallbackQuery, callback_data: SaidPage, ctx: Context) -> None:
    """What those who added their voice said with it; who they are is not shown."""
    t, one = ctx.t, await access.kept(ctx.out, ctx.actor, callback_data.matter)
    page = paging.page(callback_data.page, await queries.count_said(ctx.session, one.id), A_PAGE)
    found = await queries.said(ctx.session, one.id, page.size, page.skip)
    head = page.title(t, t("🙋 What voices said to {title}, newest first", title=bold(one.title)))
    rows = [page.turning(lambda number: SaidPage(matter=one.id, page=number))]
    if n := len(_files(found)):
        rows.append([Button(t.counted(t("📎 Attachments"), n), SaidFiles(matter=one.id, page=page.number))])
    lines = [join([t.day(each.at), _shown(ctx, each)]) for each in found] or [t("Nothing was said yet.")]
    ctx.show(Screen(join([head, *lines], "\n\n"), [*rows, [screens.back(t, one.id)]]))


def _shown(ctx: Context, one: EndorsementWord) -> Html:
    files = _files([one])
    return join([quote(shortened(one.text, EXCERPT)) if one.text else "", counted(ctx.t, files) if files else ""])


def _files(found: Any) -> list[EndorsementWord]:
    return [one for one in found if one.file is not None or one.latitude is not None]


@router.callback_query(SaidFiles.filter())
async def files(query: CallbackQuery, callback_data: SaidFiles, ctx: Context) -> None:
    """The photos and files themselves."""
    one = await access.kept(ctx.out, ctx.actor, callback_data.matter)
    page = paging.page(callback_data.page, await queries.count_said(ctx.session, one.id), A_PAGE)
    found = _files(await queries.said(ctx.session, one.id, page.size, page.skip))
    show_attachments(ctx.out, ctx.chat_id, found)
