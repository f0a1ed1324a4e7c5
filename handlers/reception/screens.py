"""Screens of planning reception days, for staff."""

from collections.abc import Mapping, Sequence
from datetime import date

from aiogram.filters.callback_data import CallbackData

from handlers.conversation.callbacks import Go
from handlers.conversation.paging import Page, Reading
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import Html, Translator, bold, join
from handlers.core.directory.sitting import HasNames
from handlers.core.reception.rosters import Seated
from handlers.core.workdays.rules import Calendar
from handlers.notifications.reception import note, when
from handlers.presentation.callbacks import ManageDay
from handlers.presentation.month import next_month, week_rows
from handlers.presentation.names import attendance_line, both_names
from handlers.presentation.reception import NTH, WEEKDAYS, as_rule, rule_words, untold
from handlers.reception.callbacks import (
    Change,
    ChangeDay,
    DaysPage,
    EndRule,
    NewDay,
    NewRule,
    PickDate,
    StationDays,
    StationRules,
)
from storage.models.directory import Station
from storage.models.reception import ReceptionDay, ReceptionRule
from storage.vocabulary import Recurrence

NAMED = 2
"""Names in a day's line, so that it stays one; the others are counted."""


def station(
    t: Translator,
    one: Station,
    where: Reading,
    page: Page,
    listed: Sequence[ReceptionDay],
    days: Calendar,
    today: date,
    seated: Mapping[int, Sequence[HasNames]],
    back: CallbackData,
) -> Screen:
    """A page of the days of a station, those that are over first."""
    text = where.title(t, page, t("🪑 Reception days at {station}", station=bold(t.named(one))))
    if not where.words and all(day.day < today for day in listed):
        none = t("None is planned. A rule makes them by itself; single days are added one by one.")
        text = join([text, none], "\n\n")
    rows = column([Button(_key(t, day, days, today, seated), ManageDay(day=day.id)) for day in listed])
    rows += [page.turning(lambda number: DaysPage(station=one.id, page=number)), where.keys(t, page)]
    rows.append([Button(t("🔁 Rules"), StationRules(station=one.id)), Button(t("➕ A day"), NewDay(station=one.id))])
    rows.append([Button(t("⬅️ Back"), back), Button(t("🏠 Home"), Go(to="home"))])
    return Screen(text, rows)


def _key(
    t: Translator, day: ReceptionDay, days: Calendar, today: date, seated: Mapping[int, Sequence[HasNames]]
) -> str:
    return ("◽️ " if day.day < today else "") + label(t, day, days, seated)


def label(t: Translator, day: ReceptionDay, days: Calendar, seated: Mapping[int, Sequence[HasNames]]) -> str:
    """A day in one line, told apart from others at the same time by who sits there, else by its place.

    `seated`: names by day, as `storage.queries.reception.names_on` gives them.
    """
    names = [t.named(one) for one in seated.get(day.id, ())]
    more = f" +{len(names) - NAMED}" if len(names) > NAMED else ""
    return f"{when(t, day, days).plain} · {t.listed(names[:NAMED]).plain + more if names else day.place}"


def sought(t: Translator, day: ReceptionDay, days: Calendar, seated: Mapping[int, Sequence[HasNames]]) -> str:
    """What a day is found by: its time, its place and who sits there."""
    return " · ".join([when(t, day, days).plain, day.place, *map(both_names, seated.get(day.id, ()))])


def rules_of(t: Translator, one: Station, rules: Sequence[ReceptionRule]) -> Screen:
    """Rules by which the days of a station come back, and the ways to set them anew."""
    lines = [bold(t("🔁 Rules of {station}", station=t.named(one)))]
    lines += [t("{n}. {rule}", n=n, rule=rule_words(t, as_rule(rule), rule)) for n, rule in enumerate(rules, 1)]
    lines += [] if rules else [t("There is no rule yet. How often shall there be a reception day?")]
    rows = [[Button(t("🗑 End rule {n}", n=n), EndRule(rule=rule.id))] for n, rule in enumerate(rules, 1)]
    rows += [
        [Button(t("➕ Each month, on a day"), NewRule(station=one.id, recurrence=Recurrence.MONTHLY, every=1))],
        [Button(t("➕ Each month, on a weekday"), NewRule(station=one.id, recurrence=Recurrence.NTH_WEEKDAY))],
        [Button(t("➕ Each week, or every second"), NewRule(station=one.id, recurrence=Recurrence.WEEKLY))],
        [Button(t("⬅️ Back"), StationDays(station=one.id))],
    ]
    return Screen(join(list(lines)), rows)


def ask_every(t: Translator, asked: NewRule) -> Screen:
    """Question which of the month, or every how many weeks."""
    back = [Button(t("⬅️ Back"), StationRules(station=asked.station))]
    if asked.recurrence is Recurrence.NTH_WEEKDAY:
        rows = column([Button(t(word), asked.model_copy(update={"every": n})) for n, word in NTH.items()])
        return Screen(t("Which one of the month?"), [*rows, back])
    labels = {1: t("each week"), 2: t("every second week")}
    rows = column([Button(label, asked.model_copy(update={"every": n})) for n, label in labels.items()])
    return Screen(t("How often?"), [*rows, back])


def ask_day(t: Translator, asked: NewRule) -> Screen:
    """Question which weekday, or which day of the month."""
    back = [Button(t("⬅️ Back"), StationRules(station=asked.station))]
    if asked.recurrence is Recurrence.MONTHLY:
        keys = [Button(str(n), asked.model_copy(update={"day": n})) for n in range(1, 32)]
        rows = [keys[start : start + 7] for start in range(0, 31, 7)]
        text = t(
            "On which day of the month? A shorter month has it on its last; a day off moves it to the next working day."
        )
        return Screen(text, [*rows, back])
    keys = [Button(t(name), asked.model_copy(update={"day": n})) for n, name in enumerate(WEEKDAYS)]
    rows = [keys[:3], keys[3:5], keys[5:]]
    return Screen(t("On which weekday? A day off moves it to the next working day."), [*rows, back])


def ask_date(t: Translator, days: Calendar, first: date, today: date, back: Button) -> Screen:
    """A key a day of a month; days that are over are left out, days off are marked."""
    rows = week_rows(first, t.language, lambda day: _date(days, day) if day >= today else None)
    turning = [_turn(t, next_month(first, 1), "{} ▶︎")]
    if first > today:
        turning.insert(0, _turn(t, next_month(first, -1), "◀︎ {}"))
    text = t(
        "On which day of {month}? Choose, or write it like {example}. · marks days off.",
        month=bold(t.month(first)),
        example=t.typed(max(first, today)),
    )
    return Screen(text, [*rows, turning, [back]])


def _turn(t: Translator, first: date, label: str) -> Button:
    return Button(label.format(t.month(first)), PickDate(date=first.isoformat(), month=True))


def _date(days: Calendar, day: date) -> Button:
    return Button(str(day.day) if days.is_working(day) else f"·{day.day}·", PickDate(date=day.isoformat()))


def managed(
    t: Translator,
    one: ReceptionDay,
    seated: Sequence[Seated],
    keys: list[list[Button]],
    days: Calendar,
    *,
    over: bool,
    headline: Html | None,
) -> Screen:
    """A day, its roster or who came, and what can be done; `keys`: for those who sit there."""
    lines: list[str] = [
        headline or "",
        join([bold(t("🪑 {when}", when=when(t, one, days))), t.named(one.station), one.place, note(t, one, days)]),
        join([attendance_line(t, who) for who in seated]) if seated else t("Nobody is on the roster yet."),
        untold(t, one, seated),
        t("✖️ Does not take place: {reason}", reason=one.reason or "") if one.cancelled_at else "",
    ]
    rows = list(keys)
    if not over and one.cancelled_at is None:
        here = {"day": one.id, "sequence": one.sequence}
        rows += [
            [Button(t("👥 Roster"), ChangeDay(change=Change.ROSTER, **here))],
            [
                Button(t("🗓 Move"), ChangeDay(change=Change.MOVE, **here)),
                Button(t("✖️ Cancel it"), ChangeDay(change=Change.CANCEL, **here)),
            ],
        ]
    rows.append([Button(t("⬅️ Back"), StationDays(station=one.station_id))])
    return Screen(join(lines, "\n\n"), rows)
