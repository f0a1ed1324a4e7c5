"""Screens of supervision: what was asked, what came, what is due, with traffic lights."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from aiogram.filters.callback_data import CallbackData

from handlers.conversation.callbacks import Go
from handlers.conversation.paging import Page, Reading
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen, column
from handlers.conversation.texts import N_, Html, Translator, bold, dotted, join, quote, shortened
from handlers.core.supervision.proposals import Proposal, Why
from handlers.core.workdays.rules import Calendar, end_of
from handlers.presentation import rounds
from handlers.presentation.callbacks import OpenScreening, OpenSupervision
from handlers.presentation.due_days import due_day
from handlers.presentation.names import STAGE_NAMES
from handlers.presentation.status_icon import light
from handlers.presentation.supervision import kind_name, steps
from handlers.supervision.callbacks import (
    KEY,
    OF_UNIT,
    OPEN,
    PROPOSED,
    UNITS,
    MoveDay,
    NameSupervisor,
    PickSupervisor,
    ReleaseSupervisor,
    ShowMinutes,
    SupervisionPage,
    WriteMinutes,
    WriteResult,
)
from storage.models.opinions import Entry, Event
from storage.models.people import Person
from storage.models.supervision import Supervision
from storage.queries.supervision import Counted

TITLES = {
    OPEN: N_("👁 Under supervision, earliest due first"),
    KEY: N_("🔑 Key items under supervision"),
    PROPOSED: N_("💡 These should be supervised"),
    UNITS: N_("🏢 Units with cases under supervision"),
}
EMPTY = {
    OPEN: N_("Nothing is under supervision. Open a case and press “👁 Supervise”, or look at what is proposed."),
    KEY: N_("No key item is under supervision."),
    PROPOSED: N_("Nothing proposes itself: no case is very late, in its third handling, or promised anew twice. 🎉"),
    UNITS: N_("No unit has a case under supervision."),
}
OTHERS = {OPEN: N_("👁 All"), KEY: N_("🔑 Key items"), PROPOSED: N_("💡 Proposed"), UNITS: N_("🏢 By unit")}
WHY = {
    Why.VERY_LATE: N_("very late"),
    Why.MOVED: N_("promise moved twice"),
}
EXCERPT = 60
"""Characters of what was asked, and of what came, in a unit's list of cases."""


def sign(one: Supervision, now: datetime, days: Calendar) -> str:
    """Light of what is expected, by its day."""
    return light(end_of(one.due_on, days.zone), now, days)


def label(t: Translator, one: Supervision, now: datetime, days: Calendar) -> str:
    """A line of the list."""
    head = f"{sign(one, now, days)} {one.opinion.reference}"
    return shortened(dotted(head, kind_name(t, one.kind), one.opinion.summary), LONGEST_LABEL)


def reasons(t: Translator, one: Proposal) -> str:
    """A line of what proposes itself, with why."""
    named = (t(WHY[why]) if why in WHY else rounds.handling(t, one.round or rounds.FIRST) for why in one.why)
    return shortened(dotted(one.reference, *(words.plain for words in named)), LONGEST_LABEL)


def unit_label(t: Translator, one: Counted) -> str:
    """A line of the units, with how many cases of theirs are supervised."""
    return t.counted(Html(shortened(t.named(one.unit), LONGEST_LABEL - 8)), one.cases)


def listed(t: Translator, where: Reading, page: Page, keys: Sequence[Button], of: int) -> Screen:
    """A page of a list, with the ways to the others."""
    text = where.title(t, page, bold(t(TITLES[of]))) if keys or where.words else t(EMPTY[of])
    others = [Button(t(name), SupervisionPage(of=other, page=0)) for other, name in OTHERS.items() if other != of]
    turning = page.turning(lambda number: SupervisionPage(of=of, page=number))
    return Screen(
        text, [*column(list(keys)), turning, where.keys(t, page), others, [Button(t("🏠 Home"), Go(to="home"))]]
    )


class View(NamedTuple):
    """All that a card shows."""

    one: Supervision
    came: Entry | None
    minutes: Sequence[Entry]
    steps: Sequence[Event]
    days: Calendar
    unit_id: int | None
    may_open: bool
    """True if the case itself is of their stations."""


def card(t: Translator, view: View, now: datetime, head: Html | str = "") -> Screen:
    """A supervision: who, what is expected by when, what came, the newest minutes."""
    one, opinion = view.one, view.one.opinion
    running = one.ended_at is None
    mark = sign(one, now, view.days) if running else "🗂"
    lines: list[str] = [
        head,
        Html(f"{mark} {bold(opinion.reference)} · {kind_name(t, one.kind)}"),
        t("Supervised by: {names}", names=t.listed(person.name or t("Staff").plain for person in one.supervisors)),
        join([t("Expected by {day}:", day=due_day(t, one.due_on, view.days)), quote(shortened(one.expected, 300))]),
        join([t("Asked:"), quote(shortened(opinion.summary, 200))]) if opinion.summary else "",
        t("Where it stands: {stage}", stage=t(STAGE_NAMES[opinion.stage])),
        t("With: {name}", name=t.named(opinion.representative)) if opinion.representative is not None else "",
        t("Unit: {unit}", unit=t.named(opinion.unit)) if opinion.unit is not None else "",
        _came(t, view.came, 200),
        _minutes(t, view.minutes),
        *steps(t, view.steps, by_staff=False),
    ]
    return Screen(join(lines), _ways(t, view))


def _came(t: Translator, came: Entry | None, most: int) -> Html:
    if came is None:
        return t("Nothing has come yet.")
    return join([t("Came on {day}:", day=t.day(came.at)), quote(shortened(came.text or "📎", most))])


def _minutes(t: Translator, minutes: Sequence[Entry]) -> Html:
    if not minutes:
        return Html()
    last = minutes[-1]
    head = t.plural("📝 {n} part of minutes, the newest:", "📝 {n} parts of minutes, the newest:", len(minutes))
    return join([head, quote(shortened(last.text or "📎", 200))])


def _ways(t: Translator, view: View) -> list[list[Button]]:
    one, here = view.one, {"supervision": view.one.id}
    rows: list[list[Button]] = []
    if one.ended_at is None:
        rows.append([Button(t("📝 Minutes"), WriteMinutes(**here)), Button(t("✅ Result"), WriteResult(**here))])
        by_whom = Button(t("👤 Who supervises"), PickSupervisor(page=0, **here))
        rows.append([by_whom, Button(t("📅 Move the day"), MoveDay(**here))])
    if any(entry.attachments for entry in view.minutes):
        rows.append([Button(t("📎 Photos of the minutes"), ShowMinutes(**here))])
    if view.unit_id is not None:
        rows.append([Button(t("🏢 All of this unit"), SupervisionPage(of=OF_UNIT + view.unit_id, page=0))])
    if view.may_open:
        rows.append([Button(t("Open the case"), OpenScreening(opinion=one.opinion_id))])
    return [*rows, [Button(t("👁 All"), SupervisionPage(of=OPEN, page=-1)), Button(t("🏠 Home"), Go(to="home"))]]


def back(t: Translator, supervision_id: int) -> Button:
    """To the card."""
    return Button(t("⬅️ Back"), OpenSupervision(supervision=supervision_id))


class Line(NamedTuple):
    """A case of a unit."""

    one: Supervision
    came: Entry | None


def of_unit(
    t: Translator, where: Reading, page: Page, unit: str, lines: Sequence[Line], now: datetime, days: Calendar
) -> Screen:
    """A unit's supervised cases on one screen: what was asked, what came, what is due."""
    parts: list[str] = [where.title(t, page, bold(t("🏢 Supervised at {unit}", unit=unit)))]
    if not lines:
        parts.append(t("Nothing that it has is under supervision any longer."))
    for line in lines:
        one = line.one
        came = shortened(line.came.text or "📎", EXCERPT) if line.came is not None else t("nothing yet").plain
        parts.append(
            join(
                [
                    Html(f"{sign(one, now, days)} {bold(one.opinion.reference)} · {kind_name(t, one.kind)}"),
                    t("Asked: {what}", what=shortened(one.opinion.summary or "📎", EXCERPT)),
                    t("Came: {what}", what=came),
                    t("Due: {day}", day=due_day(t, one.due_on, days)),
                ]
            )
        )
    keys = [Button(line.one.opinion.reference, OpenSupervision(supervision=line.one.id)) for line in lines]
    turning = page.turning(lambda number: SupervisionPage(of=where.of, page=number))
    back = [
        Button(t(OTHERS[UNITS]), SupervisionPage(of=UNITS, page=-1)),
        Button(t("👁 All"), SupervisionPage(of=OPEN, page=-1)),
        Button(t("🏠 Home"), Go(to="home")),
    ]
    return Screen(join(parts, "\n\n"), [*column(keys), turning, where.keys(t, page), back])


def preview(
    t: Translator, reference: str, kind: str, day: date, expected: str, days: Calendar, keys: list[list[Button]]
) -> Screen:
    """What goes out when the case is taken under supervision."""
    head = t(
        "👁 {reference}: {kind}. The representative and the unit read that this is expected by {day}:",
        reference=bold(reference),
        kind=kind,
        day=due_day(t, day, days),
    )
    last = t("Its author reads that it is watched over. To change the words, just write them again.")
    return Screen(join([head, quote(expected), last], "\n\n"), keys)


def people_label(t: Translator, person: Person, chosen: set[int]) -> str:
    """A person who may supervise, or does."""
    return ("✅ " if person.id in chosen else "") + (person.name or t("Staff").plain)


def pressed(one: Supervision, person: Person, chosen: set[int]) -> CallbackData:
    """Data of a person's key: who supervises beside others can be taken away."""
    if person.id in chosen and len(chosen) > 1:
        return ReleaseSupervisor(supervision=one.id, person=person.id)
    return NameSupervisor(supervision=one.id, person=person.id)
