"""Consequences of supervision: who handles the case hears what is expected by when, its author that it is watched."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from handlers.conversation.callbacks import Go
from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator, bold, join, quote
from handlers.core.events import DomainEvent
from handlers.core.supervision.events import (
    SupervisionBegun,
    SupervisionEnded,
    SupervisionMoved,
    SupervisorNamed,
    SupervisorReleased,
)
from handlers.core.workdays.days import calendar
from handlers.notifications.readers import to_constituent, to_representative, to_unit
from handlers.presentation.callbacks import OpenSupervision
from handlers.presentation.due_days import due_day
from handlers.presentation.supervision import kind_name
from storage.models.supervision import Supervision
from storage.vocabulary import Lane


async def begun(out: Outgoing, event: SupervisionBegun) -> None:
    """Tell the unit and the representative what is expected by when, and the author one kind sentence."""
    one, days = event.supervision, await calendar(out)

    def expected(t: Translator) -> Html:
        facts = {"reference": bold(one.opinion.reference), "kind": kind_name(t, one.kind)}
        head = t("👁 {reference} is under supervision now ({kind}). By {day} is expected:", **facts, day=bold(
            due_day(t, one.due_on, days).plain))  # fmt: skip
        return join([head, quote(one.expected)])

    await _to_those_who_handle_it(out, one, expected)
    to_constituent(
        out,
        one.opinion,
        lambda t: t(
            "👁 {reference} is being watched over by the staff, so that it gets done; you need not do anything.",
            reference=bold(one.opinion.reference),
        ),
    )


async def moved(out: Outgoing, event: SupervisionMoved) -> None:
    """Tell the unit and the representative the other day and why; its author was told no day."""
    one, days = event.supervision, await calendar(out)

    def expected(t: Translator) -> Html:
        head = t(
            "📅 {reference}: what is expected under supervision is due by {day} now, instead of {before}. Why:",
            reference=bold(one.opinion.reference),
            day=bold(due_day(t, one.due_on, days).plain),
            before=due_day(t, event.before, days),
        )
        return join([head, quote(event.why)])

    await _to_those_who_handle_it(out, one, expected)


async def ended(out: Outgoing, event: SupervisionEnded) -> None:
    """Tell those who handle the case, and who supervised it, how it ended."""
    one = event.supervision

    def result(t: Translator) -> Html:
        head = t("👁 The supervision of {reference} has come to its result:", reference=bold(one.opinion.reference))
        return join([head, quote(one.result or "")])

    await _to_those_who_handle_it(out, one, result)


async def named(out: Outgoing, event: SupervisorNamed) -> None:
    """Tell who supervises a case from now on; not who named themselves."""
    one, days = event.supervision, await calendar(out)
    if event.person.id == event.by.id:
        return
    t = out.t(event.person)
    head = t(
        "👁 You supervise {reference} from now on ({kind}). By {day} is expected:",
        reference=bold(one.opinion.reference),
        kind=kind_name(t, one.kind),
        day=due_day(t, one.due_on, days),
    )
    screen = Screen(join([head, quote(one.expected)]), [[Button(t("Open"), OpenSupervision(supervision=one.id))]])
    out.tell(event.person, screen, lane=Lane.STAFF)


async def released(out: Outgoing, event: SupervisorReleased) -> None:
    """Tell who supervises a case no longer; not who took themselves away."""
    if event.person.id == event.by.id:
        return
    t = out.t(event.person)
    text = t(
        "👁 You no longer supervise {reference}; others see to it. Nothing is expected of you.",
        reference=bold(event.supervision.opinion.reference),
    )
    out.tell(event.person, Screen(text, [[Button(t("🏠 Home"), Go(to="home"))]]), lane=Lane.STAFF)


async def _to_those_who_handle_it(out: Outgoing, one: Supervision, words: Callable[[Translator], Html]) -> None:
    if one.opinion.representative_id is not None:
        await to_representative(out, one.opinion, words)
    if one.opinion.unit_id is not None:
        await to_unit(out, one.opinion, one.opinion.unit_id, words)


TOLD: Mapping[type[DomainEvent], Callable[[Outgoing, Any], Awaitable[None]]] = {
    SupervisionBegun: begun,
    SupervisorNamed: named,
    SupervisorReleased: released,
    SupervisionMoved: moved,
    SupervisionEnded: ended,
}
