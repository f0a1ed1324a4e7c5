"""Much that falls due for one person on one morning is one message; single reminders are for little."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from aiogram.filters.callback_data import CallbackData
from sqlalchemy import ColumnElement

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen, in_pairs
from handlers.conversation.texts import Html, Translator, bold, join
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar
from handlers.notifications import deduplication, screening_reminder
from storage.models.people import Person
from storage.queries import reminders
from storage.queries.reminders import Fallen, Open

FEW = 3
"""Up to so many are reminders of their own, each with the keys that deal with it."""
LISTED = 6
"""So many of many are named with a key each; the list they stand in has the others."""

Occasions = Callable[[Fallen], str | None]
"""The ledger's word for the time at which one is due; None: there is nothing to say of it now."""


class Manner(NamedTuple):
    """Manner of telling somebody many at once."""

    head: Callable[[Translator, int], Html]
    opens: Callable[[int], CallbackData]
    """Opens one of them, by its row."""
    onward: Callable[[Translator], Sequence[Button]]
    """Keys to the list that has all of them."""


async def gathered(
    out: Outgoing,
    person: Person,
    kind: str,
    where: ColumnElement[bool],
    occasion: Occasions,
    manner: Manner,
    *,
    due: str | None = None,
) -> bool:
    """True if more than a few of what fell due are this person's: then one message names them, and each is entered.

    `kind`: as the ledger calls it; `where`: which opinions the person is told of; `due`: what falls due, if that is
    called otherwise.
    """
    if person.chat_id is None or not person.reachable:
        return False
    fallen = await reminders.fallen(out.session, due or kind, out.now, where)
    if len(fallen) <= FEW:
        return False
    rows = {(f"opinion:{one.id}", word): one for one in fallen if (word := occasion(one)) is not None}
    known = await reminders.entered_among(out.session, person.id, kind, [subject for subject, _ in rows])
    new = {about: one for about, one in rows.items() if about not in known}
    if len(new) <= FEW:
        return False
    await reminders.enter_all(out.session, person.id, kind, [*new], out.now)
    out.tell(person, _screen(out, person, [*new.values()], manner, await calendar(out)), lane=deduplication.LANE)
    return True


def _screen(out: Outgoing, person: Person, ones: list[Fallen], manner: Manner, days: Calendar) -> Screen:
    """The most urgent first: a line and a key each, and the way to all of them."""
    t, named = out.t(person), sorted(ones, key=lambda one: (one.due_at or out.now, one.id))[:LISTED]
    lines = [_line(t, one, out, days) for one in named]
    more = len(ones) - len(named)
    last = t.plural("… and {n} more", "… and {n} more", more) if more else Html()
    keys = [Button(f"{_sign(one, out)} {one.reference}", manner.opens(one.id)) for one in named]
    rows = [*in_pairs(keys), list(manner.onward(t))]
    return Screen(join([bold(manner.head(t, len(ones))), *lines, last]), rows)


def _sign(one: Fallen, out: Outgoing) -> str:
    return "🔴" if one.due_at is not None and one.due_at < out.now else "🟡"


def _line(t: Translator, one: Fallen, out: Outgoing, days: Calendar) -> Html:
    facts = [Html(f"{_sign(one, out)} {bold(one.reference)}")]
    if one.due_at is not None:
        facts.append(screening_reminder.when(t, Open(one.id, one.reference, one.due_at, one.stage_since), out, days))
    return join([*facts, one.summary[:SUMMARY]], " · ")


SUMMARY = 60
"""Characters of what each is about."""
