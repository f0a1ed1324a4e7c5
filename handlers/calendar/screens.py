"""Screens of the calendar, for staff."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from handlers.calendar.callbacks import AskSettled, ChooseDay, EnterDay, SettleYear, ShowDay, WithdrawDay
from handlers.conversation.callbacks import Go
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator, bold, join
from handlers.core.workdays.rules import Calendar
from handlers.presentation.callbacks import ShowMonth
from handlers.presentation.month import next_month, week_rows
from storage.models.calendar import CalendarDay


def last_of(first: date) -> date:
    """The last day of the month that begins with `first`."""
    return next_month(first, 1) - timedelta(days=1)


def month(
    t: Translator,
    days: Calendar,
    first: date,
    entries: Sequence[CalendarDay],
    photo: str,
    *,
    may_change: bool,
    headline: Html | None = None,
) -> Screen:
    """A month in a picture, what staff entered in words, and the ways on."""
    certain = days.is_certain(first.year)
    settled = certain and not days.country.is_official(first.year)
    lines: list[str] = [
        headline or bold(t("📅 Working days, {month}", month=t.month(first))),
        t("🟥 day off · 🟩 worked on a weekend · 🔵 entered by staff"),
        *(_entered(t, entry) for entry in entries),
    ]
    if not certain:
        lines.append(
            t(
                "⚠️ The official list of {year} is not known yet: days may still be moved, and due dates in it carry ≈.",
                year=first.year,
            )
        )
    elif settled:
        lines.append(t("Staff said that all of {year} is entered: its days count as certain.", year=first.year))
    rows = [
        [
            Button(f"◀︎ {t.month(next_month(first, -1))}", ShowMonth(first=next_month(first, -1).isoformat())),
            Button(f"{t.month(next_month(first, 1))} ▶︎", ShowMonth(first=next_month(first, 1).isoformat())),
        ]
    ]
    if may_change:
        rows.append([Button(t("✏️ Change a day"), ChooseDay(first=first.isoformat()))])
        if not certain:
            rows.append([Button(t("✅ All of {year} is entered", year=first.year), AskSettled(year=first.year))])
        elif settled:
            back = SettleYear(year=first.year, settled=False)
            rows.append([Button(t("↩️ Not all of {year} is entered", year=first.year), back)])
    rows.append([Button(t("🏠 Home"), Go(to="home"))])
    return Screen(join(lines), rows, photo=photo)


def ask_settled(t: Translator, year: int, entries: Sequence[CalendarDay]) -> Screen:
    """Question before a year counts as complete: what follows, and how much of it is entered."""
    n = len(entries)
    lines: list[str] = [
        bold(t("Is all of {year} entered?", year=year)),
        t.plural("{n} day of {year} is entered so far.", "{n} days of {year} are entered so far.", n, year=year)
        if n
        else t("No day of {year} is entered so far.", year=year),
        t(
            "Once you say yes, days in {year} are no longer marked ≈, and I no longer remind you of its official list. "
            "You can take it back in the calendar.",
            year=year,
        ),
    ]
    rows = [
        [Button(t("✅ Yes, all of {year} is entered", year=year), SettleYear(year=year, settled=True))],
        [Button(t("⬅️ Back"), ShowMonth(first=f"{year:04}-01-01"))],
    ]
    return Screen(join(lines, "\n\n"), rows)


def _entered(t: Translator, entry: CalendarDay) -> Html:
    facts = {"day": t.day(entry.day), "reason": entry.reason}
    return t("{day}: working day, {reason}", **facts) if entry.working else t("{day}: day off, {reason}", **facts)


def choose(t: Translator, days: Calendar, first: date, fault: str = "") -> Screen:
    """A key a day; any other is typed. `fault`: what was wrong with what was typed."""
    rows = week_rows(first, t.language, partial(_key, days))
    rows.append([Button(t("⬅️ Back"), ShowMonth(first=first.isoformat()))])
    text = t(
        "Which day of {month}? Choose, or write any like {example}. · marks days off.",
        month=t.month(first),
        example=t.typed(first),
    )
    return Screen(join([fault, text], "\n\n"), rows)


def _key(days: Calendar, day: date) -> Button:
    return Button(str(day.day) if days.is_working(day) else f"·{day.day}·", ShowDay(day=day.isoformat()))


def day(t: Translator, days: Calendar, day: date, entry: CalendarDay | None) -> Screen:
    """Card of a day: what it is, and what it could be."""
    working = days.is_working(day)
    lines: list[str] = [
        t("{day} is a working day.", day=bold(t.day(day)))
        if working
        else t("{day} is a day off.", day=bold(t.day(day))),
        t("Entered by staff: {reason}", reason=entry.reason) if entry is not None else "",
        t("What is due on a day that becomes free moves to the next working day; all else that is due keeps its day."),
    ]
    change = EnterDay(day=day.isoformat(), working=not working)
    rows = [[Button(t("Make it a day off") if working else t("Make it a working day"), change)]]
    if entry is not None:
        rows = [[Button(t("Take the entry back"), WithdrawDay(day=day.isoformat()))]]
    rows.append([Button(t("⬅️ Back"), ShowMonth(first=day.replace(day=1).isoformat()))])
    return Screen(join(lines, "\n\n"), rows)


def ask_reason(t: Translator, day: date, *, working: bool) -> Screen:
    """Question why it changes."""
    text = (
        t("Why is {day} worked? A few words; staff see them in the calendar.", day=t.day(day))
        if working
        else t("Why is {day} free? A few words; staff see them in the calendar.", day=t.day(day))
    )
    return Screen(text, [[Button(t("⬅️ Back"), ShowDay(day=day.isoformat()))]])
