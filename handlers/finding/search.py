"""Staff find any opinion of their stations, representatives any case of theirs: by reference or by words."""

import secrets
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import paging
from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen, column
from handlers.conversation.texts import N_, Html, Translator, bold, dotted, join, shortened
from handlers.core.casework import references
from handlers.core.directory.pinyin import has_chinese
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar
from handlers.presentation.callbacks import OpenCase, OpenScreening
from handlers.presentation.common_texts import words_needed
from handlers.presentation.names import STAGE_NAMES
from handlers.presentation.rounds import mark
from handlers.presentation.status_icon import light
from handlers.writing.case_roles import CASE_ROLES
from storage.models.directory import Topic
from storage.queries import directory
from storage.queries import finding as queries
from storage.queries.finding import Horizon, Scope
from storage.queries.opinions import Listed
from storage.vocabulary import Role

router = Router(name="finding.search")
router.message.filter(HasRole(Role.STAFF, Role.REPRESENTATIVE))
router.callback_query.filter(HasRole(Role.STAFF, Role.REPRESENTATIVE))

PAGE = 8
LEAST = 2
"""Characters: a single letter stands in every text. A single Chinese character is a word."""
MOST_WORDS = 5
LONGEST = 60
"""Characters that are searched for."""
AS = {Role.STAFF: N_("🔎 All of my stations"), Role.REPRESENTATIVE: N_("🔎 My own cases")}
"""Roles in which one may search; who holds both can change over."""


class Finding(StatesGroup):
    """Typing what to look for."""

    words = State()


class FindPage(CallbackData, prefix="fp"):
    """Show what a search finds below an opinion; 0: from the newest on."""

    search: str
    """Mark of the search: a newer one in the same chat has other words."""
    role: Role
    open_only: bool = False
    before: int = 0


@router.message(Command("find"))
async def find_command(message: Message, command: CommandObject, ctx: Context, state: FSMContext) -> None:
    """`/find words` searches at once, `/find` asks for them."""
    if command.args:
        await _search(ctx, state, command.args)
    else:
        await _ask(ctx, state)


@router.callback_query(Go.filter(F.to == "find"))
async def go_find(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """Ask what to look for."""
    await _ask(ctx, state)


async def _ask(ctx: Context, state: FSMContext) -> None:
    t = ctx.t
    await state.set_state(Finding.words)
    text = t("🔎 What are you looking for? Type a reference, just its number, or words: street lamp.")
    ctx.show(Screen(text, [[_home(t)]]))


@router.message(Finding.words, F.text, ~F.text.startswith("/"))
async def typed(message: Message, ctx: Context, state: FSMContext) -> None:
    """Look for it."""
    await _search(ctx, state, message.text or "")


@router.message(Finding.words, ~F.text)
async def only_words(message: Message, ctx: Context) -> None:
    """Asked for words once more."""
    ctx.show(words_needed(ctx.t))


async def _search(ctx: Context, state: FSMContext, text: str) -> None:
    role = Role.STAFF if ctx.has(Role.STAFF) else Role.REPRESENTATIVE
    meant = references.meant(text, ctx.out.county.reference_prefix, await queries.years(ctx.session))
    found = await queries.by_references(ctx.session, _scope(ctx, role), meant) if meant else []
    if found:
        await state.set_state(None)
        await state.update_data(finding={"number": text})
        await _show_referred(ctx, state, role, found)
        return
    words = " ".join(text.split())[:LONGEST]
    await state.set_state(Finding.words)
    if len(words) < LEAST and not has_chinese(words):
        ctx.show(_too_little(ctx.t, number=bool(meant)))
        return
    search = secrets.token_hex(3)
    await _show_page(ctx, state, FindPage(search=search, role=role), words)


def _too_little(t: Translator, *, number: bool) -> Screen:
    text = t("That is too short to search for. Type at least two letters, or the number of a reference.")
    if number:
        text = t("I find no opinion with that number among those you can open. Type another number, or words.")
    return Screen(text, [[_home(t)]])


@router.callback_query(Go.filter(F.to == "found"))
async def go_found(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """Back from one of those that were found: the same page as before."""
    kept: dict[str, Any] = (await state.get_data()).get("finding") or {}
    page = FindPage(**kept["page"]) if kept.get("page") else None
    if kept.get("number"):
        await _search(ctx, state, kept["number"])
    elif page is not None and ctx.has(page.role):
        await _show_page(ctx, state, page, kept["words"])
    else:
        await _ask(ctx, state)


@router.callback_query(FindPage.filter())
async def page(query: CallbackQuery, callback_data: FindPage, ctx: Context, state: FSMContext) -> None:
    """Older ones, or the same search filtered."""
    kept: dict[str, Any] = (await state.get_data()).get("finding") or {}
    if kept.get("search") != callback_data.search or not ctx.has(callback_data.role):
        ctx.toast(ctx.t("You have searched for something else since. Search again, please."), alert=True)
        await _ask(ctx, state)
        return
    await _show_page(ctx, state, callback_data, kept["words"])


def _scope(ctx: Context, role: Role) -> Scope:
    if role is Role.STAFF:
        return Scope(stations=ctx.stations)
    return Scope(representatives=[one.id for one in ctx.representatives])


async def _show_page(ctx: Context, state: FSMContext, asked: FindPage, words: str) -> None:
    """One page of what is found, and the ways on; where nothing is, other words may be typed at once."""
    scope, before = _scope(ctx, asked.role), asked.before or None
    topics = await directory.all_rows(ctx.session, Topic)
    wanted = {
        word: [one.id for one in topics if word.lower() in f"{one.name}\n{one.name_en or ''}".lower()]
        for word in words.split()[:MOST_WORDS]
    }
    horizon = await queries.horizon(ctx.session, scope, before)
    found = await queries.with_words(
        ctx.session, scope, wanted, open_only=asked.open_only, before=before, horizon=horizon, limit=PAGE + 1
    )
    await state.set_state(None if found else Finding.words)
    await state.update_data(finding={"search": asked.search, "words": words, "page": asked.model_dump(mode="json")})
    paging.found(ctx.conversation, [one.id for one in found[:PAGE]])
    ctx.show(_page(ctx, asked, words, found, horizon, await calendar(ctx.out)))


def _page(
    ctx: Context, asked: FindPage, words: str, found: list[Listed], horizon: Horizon | None, days: Calendar
) -> Screen:
    t = ctx.t
    rows = column([_line(ctx, asked.role, one, days) for one in found[:PAGE]])
    onward = [Button(t("⏮ Newest"), _changed(asked, before=0))] if asked.before else []
    if len(found) > PAGE:
        onward.append(Button(t("Older ▶"), _changed(asked, before=found[PAGE - 1].id)))
    elif horizon is not None:
        onward.append(Button(t("⏪ Look further back"), _changed(asked, before=horizon.opinion_id)))
    which = t("only open ones") if asked.open_only else t("all, closed ones too")
    lines: list[str] = [bold(t("🔎 “{words}”", words=words)), t("Newest first · {which}", which=which)]
    if len(found) <= PAGE:
        lines.append(_reached(t, asked, horizon, empty=not found))
    return Screen(join(lines), [*rows, onward, *_filters(ctx, asked)])


def _reached(t: Translator, asked: FindPage, horizon: Horizon | None, *, empty: bool) -> Html:
    """Reach of the search into the past, where that is not plain."""
    if horizon is not None:
        return t("Looked through back to {day}.", day=t.day(horizon.submitted_at))
    if not empty:
        return Html("")
    if asked.before:
        return t("Nothing further back.")
    return t("Nothing found. Try fewer words, another word for it, or the reference.")


def _filters(ctx: Context, asked: FindPage) -> list[list[Button]]:
    """Open or all; in which role, for who has both; something else."""
    t = ctx.t
    label = t("📂 Closed ones too") if asked.open_only else t("⏳ Only open ones")
    rows = [[Button(label, _changed(asked, open_only=not asked.open_only, before=0))]]
    rows += [
        [Button(t(label), _changed(asked, role=role, before=0))]
        for role, label in AS.items()
        if role is not asked.role and ctx.has(role)
    ]
    return [*rows, [Button(t("🔎 Search again"), Go(to="find")), _home(t)]]


def _changed(asked: FindPage, **fields: object) -> FindPage:
    return asked.model_copy(update=fields)


async def _show_referred(ctx: Context, state: FSMContext, role: Role, found: list[Listed]) -> None:
    """The opinion itself, or a list of those that several years gave the same number."""
    t = ctx.t
    if role is Role.STAFF and len(found) == 1:
        await CASE_ROLES[Role.STAFF].show(ctx, state, found[0].id)
        return
    days = await calendar(ctx.out)
    paging.found(ctx.conversation, [one.id for one in found])
    rows = column([_line(ctx, role, one, days) for one in found])
    rows.append([Button(t("🔎 Search again"), Go(to="find")), _home(t)])
    ctx.show(Screen(t("🔎 Found by its reference:"), rows))


def _line(ctx: Context, role: Role, one: Listed, days: Calendar) -> Button:
    sign = light(one.due_at, ctx.now, days)
    facts = mark(ctx.t, one.round), ctx.t(STAGE_NAMES[one.stage]), one.summary
    label = dotted(f"{sign} {one.reference}", *facts)
    return Button(
        shortened(label, LONGEST_LABEL),
        OpenScreening(opinion=one.id) if role is Role.STAFF else OpenCase(opinion=one.id),
    )


def _home(t: Translator) -> Button:
    return Button(t("🏠 Home"), Go(to="home"))
