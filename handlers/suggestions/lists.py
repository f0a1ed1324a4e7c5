"""Lists of suggestions: what waits, all, by session, state, unit and representative; searched, taken out as a book."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation, paging
from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen, column
from handlers.conversation.state import remember
from handlers.conversation.texts import N_, Html, Translator, bold, dotted, join, shortened
from handlers.core.suggestions import access
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar
from handlers.presentation.callbacks import OpenSuggestion
from handlers.presentation.status_icon import light
from handlers.presentation.suggestions import names
from handlers.suggestions.callbacks import BeginSuggestion, EnterSession, GroupPage, SuggestionPage, TakeBook
from handlers.suggestions.cards import LAST, LIST
from storage.models.directory import HandlingUnit, Representative
from storage.models.suggestions import CongressSession
from storage.queries import directory, referrals
from storage.queries import suggestions as kept
from storage.queries.suggestions import Listed, Narrowed
from storage.suggestion_vocabulary import SuggestionStage
from storage.vocabulary import Role

router = Router(name="suggestions.lists")
router.message.filter(HasRole(Role.REPRESENTATIVE, Role.UNIT, Role.STAFF))
router.callback_query.filter(HasRole(Role.REPRESENTATIVE, Role.UNIT, Role.STAFF))

GROUPS = "suggestions-by"
WAITING, ALL = 0, 1
SESSION, STAGE, UNIT, LEAD = range(1, 5)
"""What a list can be narrowed to; each has so many numbers for its lists."""
ROOM = 1_000_000_000
PAGE = 6
BY = {SESSION: N_("🗓 Session"), STAGE: N_("🚦 State"), UNIT: N_("🏢 Unit"), LEAD: N_("👤 Lead")}
_STAGES = tuple(SuggestionStage)


def number_of(by: int, what: int) -> int:
    """Number of the list that is narrowed to one of these."""
    return by * ROOM + what


async def narrowed(ctx: Context, of: int) -> tuple[Narrowed, str]:
    """What the list of this number is narrowed to, and its title; what is no longer known shows all."""
    t, (by, what) = ctx.t, divmod(of, ROOM)
    match by:
        case 0 if what == WAITING:
            return Narrowed(waiting=True), t("📜 Suggestions that wait for you")
        case 1:
            session = await ctx.session.get(CongressSession, what)
            return Narrowed(session_id=what), "🗓 " + (session.name if session is not None else t("out of session"))
        case 2 if what < len(_STAGES):
            return Narrowed(stage=_STAGES[what]), "🚦 " + t(names.STAGES[_STAGES[what]]).plain
        case 3:
            return Narrowed(unit_id=what), "🏢 " + t.named(await ctx.session.get(HandlingUnit, what))
        case 4:
            return Narrowed(lead_id=what), "👤 " + t.named(await ctx.session.get(Representative, what))
    return Narrowed(), t("📜 All suggestions")


def label(t: Translator, one: Listed, days: Calendar, ctx: Context) -> str:
    """A line of a list."""
    sign = names.SIGNS.get(one.stage) or light(one.due_at, ctx.now, days)
    title = one.title or t("(no title yet)").plain
    return shortened(dotted(f"{sign} {shortened(title, 40)}", one.lead, one.reference), LONGEST_LABEL)


@router.message(Command("suggestions"))
async def suggestions_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """List the suggestions that wait for them, or all."""
    await show_list(ctx, state, words="")


@router.callback_query(Go.filter(F.to == "suggestions"))
async def go(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """The same by a key."""
    await show_list(ctx, state, words="")


@router.callback_query(SuggestionPage.filter())
async def turn_page(query: CallbackQuery, callback_data: SuggestionPage, ctx: Context, state: FSMContext) -> None:
    """A page of a list."""
    await state.set_state(None)
    await _list(ctx, paging.reading(ctx.conversation, LIST, callback_data.page, of=callback_data.of))


@opens(navigation.LIST + LIST)
async def show_list(ctx: Context, state: FSMContext, *, of: int = WAITING, words: str | None = None) -> None:
    """A list as they left it, or what says these words."""
    await state.set_state(None)
    await _list(ctx, paging.reading(ctx.conversation, LIST, words=words, of=of))


async def _list(ctx: Context, where: paging.Reading) -> None:
    ctx.actor.require(Role.REPRESENTATIVE, Role.UNIT, Role.STAFF)
    t, days, reach = ctx.t, await calendar(ctx.out), access.scope(ctx.actor)
    remember(ctx.conversation, **{LAST: where.of})
    by, title = await narrowed(ctx, where.of)
    by = by._replace(words=where.words)
    page = where.page(await kept.count(ctx.session, reach, by), PAGE)
    found = await kept.listed(ctx.session, reach, by, PAGE, page.skip)
    text = where.title(t, page, bold(title))
    if not found and not where.words:
        text = join([text, t("Nothing is here now.")], "\n\n")
    open_keys = [Button(label(t, one, days, ctx), OpenSuggestion(suggestion=one.id)) for one in found]
    turning = page.turning(lambda number: SuggestionPage(of=where.of, page=number))
    groups = [Button(t(name), GroupPage(by=number, page=0)) for number, name in BY.items()]
    last = [Button(t("📜 All"), SuggestionPage(of=ALL, page=0)), Button(t("🏠 Home"), Go(to="home"))]
    if where.of != WAITING:
        last[0] = Button(t("⏳ What waits"), SuggestionPage(of=WAITING, page=0))
    if (group := where.of // ROOM) in BY:
        last.insert(0, Button(t("⬅️ Back"), GroupPage(by=group, page=-1)))
    rows = [*column(open_keys), turning, where.keys(t, page, more=where.of == ALL), groups, _ways(ctx, where.of), last]
    ctx.show(Screen(text, rows))


def _ways(ctx: Context, of: int) -> list[Button]:
    t, keys = ctx.t, []
    for one in ctx.representatives[:2]:
        name = t("✍️ Begin one") if len(ctx.representatives) == 1 else t("✍️ As {name}", name=t.named(one))
        keys.append(Button(name, BeginSuggestion(representative=one.id)))
    if access.scope(ctx.actor).of_county:
        keys.append(Button(t("🗓 Sessions"), EnterSession(session=-1)))
        keys.append(Button(t("📊 Workbook"), TakeBook(of=of)))
    return keys


@router.callback_query(GroupPage.filter())
async def turn_group(query: CallbackQuery, callback_data: GroupPage, ctx: Context, state: FSMContext) -> None:
    """What a list can be narrowed to."""
    await state.set_state(None)
    await _groups(ctx, paging.reading(ctx.conversation, GROUPS, callback_data.page, of=callback_data.by))


@opens(navigation.LIST + GROUPS)
async def show_groups(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """The same as they left it, or what is called so."""
    await state.set_state(None)
    await _groups(ctx, paging.reading(ctx.conversation, GROUPS, words=words, of=of))


async def _groups(ctx: Context, where: paging.Reading) -> None:
    ctx.actor.require(Role.REPRESENTATIVE, Role.UNIT, Role.STAFF)
    t, by = ctx.t, where.of if where.of in BY else STAGE
    entries = await _entries(ctx, by)
    page, found = where.cut(entries, lambda one: one[1])
    keys = [
        Button(t.counted(Html(shortened(name, LONGEST_LABEL - 8)), n), SuggestionPage(of=number_of(by, what), page=0))
        for what, name, n in found
    ]
    text = where.title(t, page, bold(t("Which ones?"))) if entries else t("Nothing is here now.")
    turning = page.turning(lambda number: GroupPage(by=by, page=number))
    back = [Button(t("📜 All"), SuggestionPage(of=ALL, page=-1)), Button(t("🏠 Home"), Go(to="home"))]
    ctx.show(Screen(text, [*column(keys), turning, where.keys(t, page), back]))


async def _entries(ctx: Context, by: int) -> list[tuple[int, str, int]]:
    """(number, name, how many) of each that a list can be narrowed to; none of which there is nothing."""
    t, reach = ctx.t, access.scope(ctx.actor)
    if by == SESSION:
        many = await kept.by_session(ctx.session, reach)
        known = [(one.id, one.name) for one in await kept.sessions(ctx.session)]
        every = [*known, (0, t("out of session").plain)]
        return [(number, name, many[number or None]) for number, name in every if many.get(number or None)]
    if by == STAGE:
        at = await kept.by_stage(ctx.session, reach)
        return [(n, t(names.STAGES[one]).plain, at[one]) for n, one in enumerate(_STAGES) if at.get(one)]
    if by == UNIT:
        of = await kept.by_unit(ctx.session, reach)
        return [(one.id, t.named(one), of[one.id]) for one in await referrals.units(ctx.session) if of.get(one.id)]
    leads = await kept.by_lead(ctx.session, reach)
    every_lead = await directory.representatives(ctx.session, list(leads))
    return sorted(((one.id, t.named(one), leads[one.id]) for one in every_lead), key=lambda one: (-one[2], one[1]))
