"""The morning digest: one a person and day at most, computed at the moment it is sent."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from handlers.conversation.callbacks import Go
from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen, in_pairs
from handlers.conversation.texts import Html, Translator, bold, join
from handlers.core.actor import Actor
from handlers.core.casework import policy, unit_load
from handlers.core.casework.rules import KEPT_BY_UNIT
from handlers.core.reminders import planning, rules
from handlers.core.roles import stations_of
from handlers.core.suggestions import access
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar, soon
from handlers.notifications import deduplication, screening_reminder, supervised
from handlers.notifications.deduplication import About
from handlers.notifications.reception import when as reception_when
from handlers.presentation.callbacks import OpenCase, OpenReferred, OpenScreening, OpenSuggestion
from handlers.presentation.due_days import due_day
from handlers.presentation.names import SATISFACTION_LABELS, capped, in_queue
from handlers.presentation.promises import opens
from storage.models.opinions import Due
from storage.models.people import Person
from storage.queries import commitments, opinions, reminders, suggestions, supporting, undelivered
from storage.queries import reception as kept
from storage.queries.reminders import Late, Open, Rated
from storage.queries.suggestions import Narrowed
from storage.stages import IN_HAND
from storage.vocabulary import Role

LISTED = 6
"""So many of a kind are named."""
READ = 60
"""So many are read of a list, to be sorted and counted; who has more reads "60+"."""
STILL_RATED = timedelta(days=policy.table()[policy.Interval.RATING_WINDOW].most + 15)
"""Age beyond which an answered case is closed, whatever the policy says, days off included, and rated no more."""
RECEPTION_AHEAD = timedelta(days=7)
"""A reception day is named from here on; it has reminders of its own, and is no reason for a digest by itself."""


async def send(out: Outgoing, thing: Due) -> None:
    """Send what waits for a person now, if anything does, and plan the next morning's.

    Out of hours after an outage it waits for the next morning; of several days' only one is sent.
    """
    person = await out.session.get(Person, thing.subject_id, populate_existing=True)
    if person is None or person.digest_at is None or not person.grants:
        return
    days = await calendar(out)
    if rules.is_time(out.now, days) and not await deduplication.had(out, person, about(out, days)):
        screen = await compose(out, person, days)
        if screen is not None:
            await deduplication.remind(out, person, about(out, days), screen)
    deduplication.again(thing, rules.next_morning(out.now, days, person.digest_at))


def about(out: Outgoing, days: Calendar) -> About:
    """The ledger's words for this morning's."""
    return About(planning.DIGEST, "", days.day_of(out.now).isoformat())


class Part(NamedTuple):
    """Part of a digest: what one role has to do."""

    text: Html
    keys: list[list[Button]]


NOTHING = Part(Html(""), [])


async def compose(out: Outgoing, person: Person, days: Calendar) -> Screen | None:
    """A part for each role with anything to say; None: nothing is."""
    t = out.t(person)
    acting = [await _as_representative(out, person, days), await _as_officer(out, person, days)]
    staff, suggested = await _as_staff(out, person, days), await _suggested(out, person)
    texts = [part.text for part in (*acting, staff, suggested)]
    texts.append(await supervised.weekly(out, t, person, days))
    if not any(texts):
        return None
    head = bold(t("☀️ Good morning! What waits for you, {day}", day=t.day(days.day_of(out.now))))
    last = t("Another hour, or none: /reminders")
    rows = [row for part in acting for row in part.keys]
    if any(part.text for part in acting):
        rows.append([Button(t.counted(t("📥 Inbox"), await _listed(out, person)), Go(to="inbox"))])
    return Screen(join([head, *texts, last], "\n\n"), [*rows, *staff.keys, *suggested.keys])


async def _suggested(out: Outgoing, person: Person) -> Part:
    """Formal suggestions that wait for them, in whichever role."""
    n = await suggestions.count(out.session, access.scope(Actor(person)), Narrowed(waiting=True))
    if not n:
        return NOTHING
    t = out.t(person)
    text = t.plural("📜 {n} formal suggestion waits for you", "📜 {n} formal suggestions wait for you", n)
    return Part(text, [[Button(t.counted(t("📜 Suggestions"), n), Go(to="suggestions"))]])


async def _listed(out: Outgoing, person: Person) -> int:
    """Number of cases in the inbox: a representative's, else a unit's, with what it promised."""
    represented = [grant.representative_id for grant in person.grants if grant.representative_id is not None]
    if represented:
        return await opinions.count_of_representatives(out.session, represented, IN_HAND)
    served = [grant.unit_id for grant in person.grants if grant.unit_id is not None]
    return await unit_load.in_hand(out.session, served)


async def _as_representative(out: Outgoing, person: Person, days: Calendar) -> Part:
    ids = [grant.representative_id for grant in person.grants if grant.representative_id is not None]
    if not ids:
        return NOTHING
    t, since = out.t(person), await _since(out, person)
    waiting = await reminders.entrusted(out.session, ids, READ)
    more = _rated(t, await reminders.rated_since(out.session, ids, since, LISTED))
    part = _by_due(out, t, waiting, since, days, OpenCase, more)
    if not part.text:
        return NOTHING
    return part._replace(text=join([part.text, await _next_reception(out, t, ids, days)], "\n\n"))


def _rated(t: Translator, rated: list[Rated]) -> Html:
    """Ratings of answers; empty if none was rated."""
    stars = [Html(f"{bold(one.reference)} · {t(SATISFACTION_LABELS[one.satisfaction])}") for one in rated]
    return join([t("⭐ Rated:"), *stars]) if stars else Html("")


async def _as_officer(out: Outgoing, person: Person, days: Calendar) -> Part:
    """Part of a unit's officer: what waits, and ratings; whose opinions they are is not said."""
    ids = [grant.unit_id for grant in person.grants if grant.unit_id is not None]
    if not ids:
        return NOTHING
    t, since = out.t(person), await _since(out, person)
    waiting = await reminders.referred(out.session, ids, READ)
    rated = await reminders.rated_replies_since(out.session, ids, since, since - STILL_RATED, LISTED)
    promised = [
        Owed(one.reference, opens(one), one.due_on)
        for one in await commitments.kept_by(out.session, ids, KEPT_BY_UNIT, READ)
        if one.asked_at is None
    ]
    parts = [
        Owed(one.reference, OpenReferred(opinion=one.opinion_id), days.day_of(one.due_at))
        for one in await supporting.listed(out.session, ids, READ, 0)
    ]
    owed = [_owed(t, promised, PROMISES, out, days), _owed(t, parts, PARTS, out, days)]
    more = join([*(part.text for part in owed), _rated(t, rated)], "\n\n")
    part = _by_due(out, t, waiting, since, days, OpenReferred, more)
    rows = [row for each in owed for row in each.keys]
    return part._replace(keys=[*part.keys, *rows][: LISTED // 2])


class Owed(NamedTuple):
    """What a unit owes beside its cases: a promise, or its part of another unit's reply."""

    reference: str
    opens: OpenReferred | OpenSuggestion
    day: date


Headline = Callable[[Translator, int], Html]
PROMISES: tuple[Headline, Headline] = (
    lambda t, n: t.plural("🔴 {n} promise overdue:", "🔴 {n} promises overdue:", n),
    lambda t, n: t.plural("🟡 {n} promise due soon:", "🟡 {n} promises due soon:", n),
)
PARTS: tuple[Headline, Headline] = (
    lambda t, n: t.plural(
        "🔴 {n} part owed to another unit, overdue:", "🔴 {n} parts owed to other units, overdue:", n
    ),
    lambda t, n: t.plural("🟡 {n} part owed to another unit soon:", "🟡 {n} parts owed to other units soon:", n),
)
"""Above what is late, and above what is due by the next working day."""


def _owed(t: Translator, ones: list[Owed], heads: tuple[Headline, Headline], out: Outgoing, days: Calendar) -> Part:
    """What is late, or due by the next working day, and a key for each."""
    today, by = days.day_of(out.now), days.day_of(soon(out.now, days))
    late = [one for one in ones if one.day < today]
    near = [one for one in ones if today <= one.day <= by]
    parts: list[str] = []
    for head, found in zip(heads, (late, near), strict=True):
        if found:
            lines = [
                Html(f"{bold(one.reference)} · {t('due {day}', day=due_day(t, one.day, days))}")
                for one in found[:LISTED]
            ]
            parts.append(join([head(t, len(found)), *lines, "…" if len(found) > LISTED else ""]))
    keys = [
        Button(f"{sign} {one.reference}", one.opens) for sign, found in (("🔴", late), ("🟡", near)) for one in found
    ]
    return Part(join(parts, "\n\n"), in_pairs(keys[:LISTED]))


def _by_due(
    out: Outgoing,
    t: Translator,
    waiting: list[Open],
    since: datetime,
    days: Calendar,
    opens: type[OpenCase] | type[OpenReferred],
    more: Html = NOTHING.text,
) -> Part:
    """Cases overdue, due soon, and new since the last digest, and `more`; a key for what presses."""
    by = soon(out.now, days)
    late = [one for one in waiting if one.due_at is not None and one.due_at < out.now]
    near = [one for one in waiting if one.due_at is not None and out.now <= one.due_at <= by]
    new = [one for one in waiting if one.stage_since >= since and one not in late and one not in near]
    parts = [
        _cases(t, t.plural("🔴 {n} overdue:", "🔴 {n} overdue:", len(late)), late, out, days),
        _cases(t, t.plural("🟡 {n} due soon:", "🟡 {n} due soon:", len(near)), near, out, days),
        _cases(t, t.plural("📥 {n} new:", "📥 {n} new:", len(new)), new, out, days),
        more,
    ]
    keys = [
        Button(f"{sign} {one.reference}", opens(opinion=one.id))
        for sign, cases in (("🔴", late), ("🟡", near))
        for one in cases
    ]
    return Part(join(list(parts), "\n\n"), in_pairs(keys[:LISTED]))


def _cases(t: Translator, head: Html, cases: list[Open], out: Outgoing, days: Calendar) -> Html:
    """Named with how late they are, or by when they are due."""
    if not cases:
        return Html("")
    lines = [Html(f"{bold(one.reference)} · {screening_reminder.when(t, one, out, days)}") for one in cases[:LISTED]]
    return join([head, *lines, "…" if len(cases) > LISTED else ""])


async def _since(out: Outgoing, person: Person) -> datetime:
    """Since the last digest; before the first one, since the person holds a role."""
    last = await reminders.last(out.session, person.id, planning.DIGEST, out.now)
    return last.at if last is not None else min(grant.granted_at for grant in person.grants)


async def _next_reception(out: Outgoing, t: Translator, ids: list[int], days: Calendar) -> Html:
    today = days.day_of(out.now)
    found = await kept.days_of_representatives(out.session, ids, today, 1)
    if not found or found[0].day > today + RECEPTION_AHEAD:
        return Html("")
    return t(
        "🪑 Your next reception day: {when}, {place}", when=reception_when(t, found[0], days), place=found[0].place
    )


async def _as_staff(out: Outgoing, person: Person, days: Calendar) -> Part:
    """Part of staff: what waits to be screened, what is overdue with others, and who is very late.

    What must be screened by tomorrow is named here, unless the reminder of this morning has named it already; else
    that one is left out.
    """
    if all(grant.role is not Role.STAFF for grant in person.grants):
        return NOTHING
    t, stations = out.t(person), stations_of(person.grants)
    queue = await opinions.queue_of(out.session, stations)
    waiting = await opinions.count_to_screen(out.session, stations)
    late = await reminders.count_late(out.session, stations, out.now)
    missed = await _undelivered(out, person, t, stations)
    if not waiting and not late and not missed.text:
        return NOTHING
    named, rows = await _to_screen(out, person, days)
    lines = [
        *in_queue(t, queue),
        t.plural(
            "🔴 {count} case is overdue with its representative or unit",
            "🔴 {count} cases are overdue with their representatives or units",
            late,
            count=capped(late),
        )
        if late
        else "",
    ]
    if waiting:
        rows.append([Button(t.counted(t("🔎 To screen"), capped(waiting)), Go(to="screen"))])
    overdue = await _overdue(out, t, stations, days) if late else NOTHING
    return Part(
        join([join(list(lines)), named, overdue.text, missed.text], "\n\n"), [*overdue.keys, *missed.keys, *rows]
    )


async def _undelivered(out: Outgoing, person: Person, t: Translator, stations: list[int] | None) -> Part:
    """Cases of which something did not get through since the last digest, a key for each."""
    found = await undelivered.since(out.session, stations, await _since(out, person), LISTED)
    if not found:
        return NOTHING
    lines = [bold(one.reference) for one in found]
    keys = [Button(f"⚠️ {one.reference}", OpenScreening(opinion=one.id)) for one in found]
    head = t("⚠️ Telegram did not let something through; please see that they learn it another way:")
    return Part(join([head, *lines]), in_pairs(keys))


async def _to_screen(out: Outgoing, person: Person, days: Calendar) -> tuple[Html, list[list[Button]]]:
    found = await screening_reminder.fallen_due(out, person)
    if not found or not await deduplication.enter(out, person, screening_reminder.about(out, days)):
        return Html(""), []
    return screening_reminder.listed(out.t(person), found, out, days)


async def _overdue(out: Outgoing, t: Translator, stations: list[int] | None, days: Calendar) -> Part:
    """Cases longest due, who has had twice the time first; a key for each that is named."""
    found = await reminders.latest(out.session, stations, out.now, READ)
    very = [one for one in found if rules.is_very_late(one.stage_since, one.due_at, days, out.now)]
    late = [one for one in found if one not in very]
    parts, keys, room = [], [], LISTED
    heads = (("🚨", t("🚨 Very late, twice the time has passed:")), ("🔴", t("🔴 Late:")))
    for (sign, head), ones in zip(heads, (very, late), strict=True):
        named, room = ones[:room], max(0, room - len(ones))
        if named:
            lines = [_late_line(t, one, out, days) for one in named]
            parts.append(join([head, *lines, "…" if len(ones) > len(named) else ""]))
        keys += [Button(f"{sign} {one.reference}", OpenScreening(opinion=one.id)) for one in named]
    return Part(join(list(parts), "\n\n"), in_pairs(keys))


def _late_line(t: Translator, one: Late, out: Outgoing, days: Calendar) -> Html:
    late = screening_reminder.when(t, Open(one.id, one.reference, one.due_at, one.stage_since), out, days)
    name = t.named(one.unit or one)
    return Html(f"{bold(one.reference)} · ") + name + Html(f" · {late}")
