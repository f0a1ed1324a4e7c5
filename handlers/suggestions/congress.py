"""County staff enter the sessions of the congress: name, days, the last day for handing in."""

from datetime import date

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.filters import AboutOpinion, OfCounty
from handlers.conversation.reading import read_day
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen, column
from handlers.conversation.texts import N_, Html, bold, join, shortened
from handlers.core.errors import check_length
from handlers.core.suggestions.actions import office
from handlers.core.suggestions.errors import SessionDays, SessionNotFound
from handlers.core.workdays.days import calendar
from handlers.presentation.common_texts import typed_words, unread
from handlers.presentation.common_texts import words as words_of
from handlers.suggestions.callbacks import NOBODY, EnterSession, KeepSession, SuggestionPage
from storage.models.suggestions import CongressSession
from storage.queries import suggestions as kept

router = Router(name="suggestions.congress")
router.message.filter(OfCounty())
router.callback_query.filter(OfCounty())

LIST_ALL = -1
"""In place of a session's id: all of them."""
SHOWN = 8
"""So many, the newest, have a key."""
ASKED = (
    N_("🗓 On which day does it begin?"),
    N_("🗓 On which day does it end?"),
    N_("🗓 What is the last day for handing in? What comes later is made out of session."),
)


class EnteringSession(StatesGroup):
    """Typing the name, or a day, of the session in the data as `congress_session`: its id, name, days so far."""

    name = State()
    day = State()


@router.callback_query(EnterSession.filter())
async def enter(query: CallbackQuery, callback_data: EnterSession, ctx: Context, state: FSMContext) -> None:
    """All sessions; or the name of one is asked for."""
    number = callback_data.session
    if number == LIST_ALL:
        await _list(ctx, state)
        return
    known = await ctx.session.get(CongressSession, number) if number != NOBODY else None
    if known is None and number != NOBODY:
        raise SessionNotFound
    await state.set_state(EnteringSession.name)
    await state.update_data(congress_session=[number, known.name if known is not None else "", []])
    t = ctx.t
    lines: list[str] = [t("🗓 What is the session called? For example: Third session of the nineteenth congress")]
    rows = []
    if known is not None:
        lines.insert(0, join([bold(known.name), _days(ctx, known.begins_on, known.ends_on, known.hand_in_by)]))
        lines.append(t("Write the name, or keep it and go on to its days."))
        rows.append([Button(t("➡️ Keep the name"), KeepSession(session=number))])
    ctx.show(Screen(join(lines, "\n\n"), [*rows, _back(ctx)]))


def _back(ctx: Context) -> list[Button]:
    return [Button(ctx.t("⬅️ Back"), EnterSession(session=LIST_ALL)), Button(ctx.t("🏠 Home"), Go(to="home"))]


def _days(ctx: Context, begins: date, ends: date, by: date) -> Html:
    t = ctx.t
    return t("{begins} to {ends}, hand in by {by}", begins=t.day(begins), ends=t.day(ends), by=t.day(by))


async def _list(ctx: Context, state: FSMContext, above: Html | str = "") -> None:
    ctx.actor.require_county()
    await state.set_state(None)
    t, every = ctx.t, await kept.sessions(ctx.session)
    lines = [
        join([bold(each.name), _days(ctx, each.begins_on, each.ends_on, each.hand_in_by)]) for each in every[:SHOWN]
    ]
    if not every:
        lines = [t("None is entered yet: all suggestions are made out of session.")]
    offered = [Button(shortened(f"✏️ {each.name}", LONGEST_LABEL), EnterSession(session=each.id)) for each in every]
    new = Button(t("➕ Enter a session"), EnterSession(session=NOBODY))
    text = join([above, bold(t("🗓 Sessions of the congress")), *lines], "\n\n")
    back = [Button(t("📜 Suggestions"), SuggestionPage(of=0, page=-1)), Button(t("🏠 Home"), Go(to="home"))]
    ctx.show(Screen(text, [*column(offered[:SHOWN]), [new], back]))


@router.message(EnteringSession.name, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed_name(message: Message, ctx: Context, state: FSMContext) -> None:
    """What it is called; then its days."""
    name = typed_words(ctx.t, message.text, lambda text: check_length(text, office.LONGEST_NAME), [_back(ctx)])
    if isinstance(name, Screen):
        ctx.show(name)
        return
    number, _, _ = (await state.get_data())["congress_session"]
    await state.update_data(congress_session=[number, name, []])
    await _ask_day(ctx, state)


async def _ask_day(ctx: Context, state: FSMContext, fault: Html | str = "") -> None:
    _, name, days = (await state.get_data())["congress_session"]
    await state.set_state(EnteringSession.day)
    t, today = ctx.t, (await calendar(ctx.out)).day_of(ctx.now)
    how = t("Write a day like {example}.", example=t.typed(today))
    ctx.show(Screen(join([fault, bold(name), join([t(ASKED[len(days)]), how], " ")]), [_back(ctx)]))


@router.message(EnteringSession.day, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed_day(message: Message, ctx: Context, state: FSMContext) -> None:
    """One of its days; after the last, all of it is shown."""
    t = ctx.t
    number, name, days = (await state.get_data())["congress_session"]
    day = read_day(message.text or "", (await calendar(ctx.out)).day_of(ctx.now), t.language)
    if day is None or len(days) >= len(ASKED):
        await state.update_data(congress_session=[number, name, days[: len(ASKED) - 1]])
        await _ask_day(ctx, state, unread(t, message.text))
        return
    days = [*days, day.isoformat()]
    await state.update_data(congress_session=[number, name, days])
    if len(days) < len(ASKED):
        await _ask_day(ctx, state)
        return
    begins, ends, by = (date.fromisoformat(one) for one in days)
    text = join([bold(name), _days(ctx, begins, ends, by)])
    ctx.show(Screen(text, [[Button(t("✅ Keep it"), KeepSession(session=number))], _back(ctx)]))


@router.callback_query(KeepSession.filter())
async def keep(query: CallbackQuery, callback_data: KeepSession, ctx: Context, state: FSMContext) -> None:
    """It is kept; with its name only so far, its days are asked for."""
    number, name, days = (await state.get_data()).get("congress_session") or (LIST_ALL, "", [])
    if number != callback_data.session or not name:
        ctx.toast(ctx.t("This has changed since that preview. Please look it over again."), alert=True)
        await _list(ctx, state)
        return
    if len(days) < len(ASKED):
        await _ask_day(ctx, state)
        return
    begins, ends, by = (date.fromisoformat(one) for one in days)
    try:
        await office.set_congress_session(ctx.out, ctx.actor, number or None, name, begins, ends, by)
    except SessionDays as wrong:
        await state.update_data(congress_session=[number, name, []])
        await _ask_day(ctx, state, words_of(wrong, ctx.t))
        return
    await state.update_data(congress_session=None)
    await _list(ctx, state, ctx.t("✅ It is kept. What is handed in in time belongs to it."))
