"""The way of an opinion as its author sees it: what happened, when, and what comes next."""

from collections.abc import Sequence
from datetime import datetime

from handlers.conversation.texts import N_, Html, Translator, join, quote
from handlers.core.workdays.rules import Calendar
from handlers.presentation.due_days import moving, note, promised
from handlers.presentation.names import supervisors
from handlers.presentation.rounds import handling
from handlers.presentation.status_icon import light
from storage.models.opinions import Event, Opinion
from storage.stages import PROMISED
from storage.vocabulary import Action, Role, Stage

STEPS = {
    Action.SUBMIT: N_("received"),
    Action.ASSIGN: N_("with {name}"),
    Action.HAND_OVER: N_("handed over to {name}"),
    Action.ASK: N_("{name} asked you something"),
    Action.RESUME: N_("you answered the question"),
    Action.RETRACT: N_("you took the answer back"),
    Action.REPLY: N_("{name} answered"),
    Action.REFER: N_("passed to {unit}"),
    Action.ASK_SUPPORT: N_("{unit} supports it"),
    Action.TAKE_BACK: N_("{name} took it back from {unit}"),
    Action.PASS_ON: N_("{name} answered, with the reply of {unit}"),
    Action.GRANT_EXTENSION: N_("it was given more time"),
    Action.EXTEND: N_("it was given more time"),
    Action.RATE: N_("you rated the answer"),
    Action.ENTRUST: N_("{unit} keeps the promise from now on"),
    Action.HOLD_TO: N_("{unit} carries out what it promised"),
    Action.CONFIRM: N_("you confirmed that it is done"),
    Action.PARTLY: N_("you said that it is partly done"),
    Action.REFUTE: N_("you said that it is not done: the {handling} begins"),
    Action.CLOSE: N_("closed"),
    Action.REOPEN: N_("you were not satisfied: the {handling} begins"),
    Action.SUPERVISE: N_("you were not satisfied: {office} takes it in hand"),
    Action.BEGIN_SUPERVISION: N_("{office} watches over it, so that it gets done"),
    Action.DECLINE: N_("declined"),
    Action.APPEAL: N_("you appealed"),
    Action.MERGE: N_("joined with one like it"),
    Action.SEPARATE: N_("goes on by itself again"),
    Action.WITHDRAW: N_("you withdrew it"),
    Action.ADD: N_("you added something"),
    Action.EDIT: N_("you changed it"),
}
"""Steps for the author."""
BY_STAFF = {
    Action.REOPEN: N_("{office} had it taken up anew: the {handling} begins"),
    Action.SUPERVISE: N_("{office} takes it in hand"),
    Action.ASK: N_("{office} asked you something"),
    Action.REPLY: N_("{office} told you the result"),
}
"""The same by staff."""
BY_UNIT = {
    Action.RETURN: N_("{unit} says it is not theirs"),
    Action.ASK_SUPPORT: N_("{unit} supports it"),
    Action.REPORT: N_("{unit} reported progress"),
    Action.PLAN: N_("{unit} planned the steps"),
    Action.MOVE_DATE: N_("{unit} moved the promised day"),
    Action.REPORT_DONE: N_("{unit} says it is done"),
}
"""The same by a unit. No step is what others settle among themselves (a proposal to decline, a checked reply)."""
BY = {Role.UNIT: BY_UNIT, Role.STAFF: {**STEPS, **BY_STAFF}}

NEXT = {
    Stage.SUBMITTED: N_("staff look at it by {day}"),
    Stage.ASSIGNED: N_("answer due {day}"),
    Stage.WAITING: N_("your answer is awaited until {day}"),
    Stage.REFERRED: N_("{unit} works on it; next step due {day}"),
    Stage.REPLIED: N_("{name} checks the reply of {unit} until {day}"),
    Stage.ANSWERED: N_("your rating: one tap"),
    Stage.SUPERVISED: N_("{office} tells you the result by {day}"),
    Stage.IMPLEMENTING: N_("{unit} promised it by {day}"),
    Stage.MERGED: N_("the answer comes with the other one's"),
}
"""Next thing that is expected, by stage."""
REPORTED = N_("your word whether it is really done: one tap")
"""The same where what was promised is reported done."""
LATE = {
    Stage.SUBMITTED: N_("staff should have looked at it by {day}; they are reminded"),
    Stage.ASSIGNED: N_("the answer was due {day}; they are reminded"),
    Stage.WAITING: N_("your answer was awaited until {day}; it still counts"),
    Stage.REFERRED: N_("{unit} works on it; their next step was due {day}, they are reminded"),
    Stage.IMPLEMENTING: N_("{unit} had promised it by {day}; they are reminded"),
    Stage.REPLIED: N_("{name} should have checked the reply of {unit} by {day}; they are reminded"),
    Stage.SUPERVISED: N_("{office} should have told you the result by {day}; they are reminded"),
}
"""The same where the day has passed."""


def timeline(
    t: Translator, opinion: Opinion, events: Sequence[Event], days: Calendar, now: datetime, *, ends: bool = False
) -> Html:
    """A line a step, `✅ with Wang · 4 Mar`, then what is expected; the same thing twice a day is one step.

    `ends`: nothing is expected, the answer has its rating, or it is said elsewhere.
    """
    lines: list[str] = []
    for event in events:
        words = _step(t, event, opinion)
        if words is not None:
            sign = "🚫" if event.action is Action.DECLINE else "✅"
            line = Html(f"{sign} {words} · {t.day(event.at)}")
            if line not in lines[-1:]:
                lines.append(line)
            if event.action is Action.DECLINE and event.why:
                lines.append(quote(event.why))
    return join([*lines, *([] if ends else _next(t, opinion, days, now))])


def _step(t: Translator, event: Event, opinion: Opinion) -> Html | None:
    if event.action is Action.RESUME and event.actor_role is Role.SYSTEM:
        return t("no answer to the question came in time")
    office = supervisors(t, opinion.station)
    words = BY.get(event.actor_role, STEPS).get(event.action)
    if words is None:
        return None
    name = t.named(event.representative)
    return t(words, name=name, handling=handling(t, event.round), unit=_unit(t, event), office=office)


def _unit(t: Translator, of: Opinion | Event) -> str:
    return t.named(of.unit) if of.unit is not None else ""


def _next(t: Translator, opinion: Opinion, days: Calendar, now: datetime) -> list[Html]:
    reported = opinion.stage in PROMISED and opinion.due_at is None
    words = REPORTED if reported else NEXT.get(opinion.stage)
    if words is None:
        return []
    late = opinion.due_at is not None and opinion.due_at < now
    mark = light(opinion.due_at, now, days) if late else "⏳"
    name = t.named(opinion.representative)
    facts = {"name": name, "unit": _unit(t, opinion), "office": supervisors(t, opinion.station)}
    listed = moving(opinion.stage, days)
    said = promised(t, opinion.due_at, listed, now, words, LATE.get(opinion.stage, words), **facts)
    return [Html(f"{mark} {said}"), note(t, opinion.due_at, listed)]
