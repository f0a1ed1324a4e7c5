"""Promises of units as people read them: the day, the steps, how far it is, whether it was really done."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.conversation.screen import Button
from handlers.conversation.texts import N_, Html, Translator, bold, join, quote
from handlers.core.casework.commitments import of
from handlers.core.workdays.rules import Calendar, end_of
from handlers.presentation.callbacks import Judge, OpenReferred, OpenSuggestion
from handlers.presentation.status_icon import light
from storage.models.commitments import Commitment, CommitmentReport
from storage.models.opinions import Opinion
from storage.queries import commitments
from storage.queries.commitments import Promised
from storage.vocabulary import CommitmentState, Done

DONE_LABELS = {
    Done.YES: N_("✅ Yes, it is done"),
    Done.PARTLY: N_("🟡 Partly"),
    Done.NO: N_("❌ No"),
}
STATES = {
    CommitmentState.OPEN: N_("being carried out"),
    CommitmentState.REPORTED: N_("its author is asked whether it is done"),
    CommitmentState.CONFIRMED: N_("✅ done, confirmed by its author"),
    CommitmentState.UNCONFIRMED: N_("☑️ reported done, not confirmed"),
    CommitmentState.REFUTED: N_("❌ not done, as its author says"),
    CommitmentState.DROPPED: N_("nobody waits for it any longer"),
}
OF_SUGGESTION = {
    **STATES,
    CommitmentState.REPORTED: N_("those who signed are asked whether it is done"),
    CommitmentState.CONFIRMED: N_("✅ done, confirmed by those who signed"),
    CommitmentState.REFUTED: N_("❌ not done, as those who signed say"),
    CommitmentState.DROPPED: N_("replied anew"),
}
"""The same of what was promised with the reply to a suggestion."""
BAR = 10
"""Parts of a drawn bar."""


def is_late(promise: Commitment, today: date) -> bool:
    """True if it should have been kept by now; never once it is reported done or over, nor while staff are asked."""
    waits = promise.state is CommitmentState.OPEN and promise.ended_at is None and promise.asked_at is None
    return waits and promise.due_on < today


def sign(promise: Commitment, now: datetime, days: Calendar) -> str:
    """Light of a promise for its unit: how soon it is to be kept, or that others have the word."""
    if promise.state is not CommitmentState.OPEN:
        return "🏁"
    return waiting_sign(promise.due_on, promise.asked_at, now, days)


def waiting_sign(due_on: date, asked_at: datetime | None, now: datetime, days: Calendar) -> str:
    """Light of a promise that is still to be kept: how soon, or that staff are asked for another day."""
    return "⏳" if asked_at is not None else light(end_of(due_on, days.zone), now, days)


def opens(one: Promised) -> OpenReferred | OpenSuggestion:
    """Key's data that leads its unit to what a promise was made about."""
    if one.suggestion_id is not None:
        return OpenSuggestion(suggestion=one.suggestion_id)
    return OpenReferred(opinion=one.opinion_id or 0)


def how_often_moved(t: Translator, promise: Commitment) -> Html:
    """Number of times that its day was moved, and the first one; empty if it never was."""
    if not promise.moves:
        return Html()
    return t.plural(
        "The day was moved once; at first it was {first}.",
        "The day was moved {n} times; at first it was {first}.",
        promise.moves,
        first=t.day(promise.first_due_on),
    )


def reported(t: Translator, promise: Commitment, days: Calendar) -> Html:
    """Day on which it was reported done, and how long after the promised one that was; empty if it was not."""
    if promise.reported_at is None:
        return Html()
    after = (days.day_of(promise.reported_at) - promise.due_on).days
    if after <= 0:
        return t("🏁 Reported done on {day}, in time.", day=t.day(promise.reported_at))
    return t.plural(
        "🏁 Reported done on {day}, {n} day after the promised day.",
        "🏁 Reported done on {day}, {n} days after the promised day.",
        after,
        day=t.day(promise.reported_at),
    )


def standing(
    t: Translator,
    promise: Commitment,
    days: Calendar,
    today: date,
    *,
    own: bool = False,
    states: Mapping[CommitmentState, str] = STATES,
) -> Html:
    """Standing of a promise: by whom, by when, how far, its steps. `own`: who waits for it reads this."""
    late = is_late(promise, today)
    untold = (CommitmentState.OPEN, *([CommitmentState.REPORTED] if own else []))
    facts = {"unit": t.named(promise.unit), "day": bold(t.day(promise.due_on))}
    head = t("🤝 {unit} promised this by {day}.", **facts)
    if promise.first_unit is not None:
        first = t.named(promise.first_unit)
        head = t("🤝 {unit} keeps what {first} promised, by {day}.", first=first, **facts)
    return join(
        [
            head,
            t("🔴 That day has passed.") if late else "",
            how_often_moved(t, promise),
            t("Another day is asked of staff.") if promise.asked_at is not None else "",
            Html(f"{_bar(promise.percent)} ") + t("Done so far: {percent} %", percent=promise.percent)
            if promise.percent is not None
            else "",
            *steps(t, promise, today),
            reported(t, promise, days),
            t("It stands: {state}", state=t(states[promise.state])) if promise.state not in untold else "",
        ]
    )


async def earlier_moves(session: AsyncSession, t: Translator, opinion: Opinion) -> Html:
    """Times the promised day was moved, with the reasons; empty if it was not, or nothing is promised."""
    promise = await of(session, opinion)
    if promise is None:
        return Html()
    lines = []
    for one in await commitments.reports(session, promise.id):
        if one.due_on is not None and one.due_before is not None:
            days = {"before": t.day(one.due_before), "day": t.day(one.due_on)}
            lines.append(t("📅 moved on {at}: {before} → {day}", at=t.day(one.at), **days))
            lines.append(quote(one.text) if one.text else Html())
    return join([t("It is promised, and not for the first time:"), *lines]) if lines else Html()


def _bar(percent: int) -> str:
    full = percent // (100 // BAR)
    return "▰" * full + "▱" * (BAR - full)


def steps(t: Translator, promise: Commitment, today: date) -> list[Html]:
    """Steps to it: how many are done, drawn, and a line for each; nothing where none were planned."""
    planned = sorted(promise.steps, key=lambda one: (one.due_on, one.id))
    if not planned:
        return []
    lines = []
    for one in planned:
        late = is_late(promise, today) or (one.due_on < today and promise.state is CommitmentState.OPEN)
        lines.append(step_line(t, one.what, one.done_at or one.due_on, done=one.done_at is not None, late=late))
    return [steps_drawn(t, promise), *lines]


def steps_drawn(t: Translator, promise: Commitment) -> Html:
    """`🪜 ▰▰▱ 2 of 3 steps are done`; empty where none were planned."""
    done, n = sum(one.done_at is not None for one in promise.steps), len(promise.steps)
    bar = "▰" * done + "▱" * (n - done)
    return t.plural(
        "🪜 {bar} {done} of {n} step is done", "🪜 {bar} {done} of {n} steps are done", n, bar=bar, done=done
    )


def step_line(t: Translator, what: str, day: date | datetime, *, done: bool, late: bool = False) -> Html:
    """`▫️ dig the trench · Mon 6 Apr 2026`: until when it is planned, or when it was done."""
    return t("{mark} {what} · {day}", mark="✅" if done else "🔴" if late else "▫️", what=what, day=t.day(day))


def line_of(t: Translator, promise: Commitment, report: CommitmentReport) -> Html:
    """A report as its readers see it: the day, what was done, the words."""
    step = next((one.what for one in promise.steps if one.id == report.step_id), None)
    facts = [
        bold(t.day(report.at)),
        t("{percent} % done", percent=report.percent) if report.percent is not None else "",
        t("✅ {step}", step=step) if step is not None else "",
        t("the day was moved to {day}", day=t.day(report.due_on)) if report.due_on is not None else "",
    ]
    return join([join(facts, " · "), quote(report.text) if report.text else ""])


def verdict_rows(t: Translator, opinion: Opinion) -> list[list[Button]]:
    """One tap: yes, partly, no."""
    keys = [
        Button(t(label), Judge(opinion=opinion.id, version=opinion.version, done=done))
        for done, label in DONE_LABELS.items()
    ]
    return [keys[:1], keys[1:]]
