"""Promises of units as people read them: the day, the steps, how far it is, whether it was really done."""

from datetime import date, datetime

from handlers.conversation.screen import Button
from handlers.conversation.texts import N_, Html, Translator, bold, join
from handlers.core.workdays.rules import Calendar, end_of
from handlers.presentation.callbacks import Judge
from handlers.presentation.status_icon import light
from storage.models.commitments import Commitment
from storage.models.opinions import Opinion
from storage.vocabulary import CommitmentState, Done

DONE_LABELS = {
    Done.YES: N_("✅ Yes, it is done"),
    Done.PARTLY: N_("🟡 Partly"),
    Done.NO: N_("❌ No"),
}
STATES = {
    CommitmentState.OPEN: N_("being carried out"),
    CommitmentState.REPORTED: N_("reported done; its author is asked"),
    CommitmentState.CONFIRMED: N_("✅ done, confirmed by its author"),
    CommitmentState.UNCONFIRMED: N_("☑️ reported done, not confirmed"),
    CommitmentState.REFUTED: N_("❌ not done, as its author says"),
    CommitmentState.DROPPED: N_("nobody waits for it any longer"),
}


def is_late(promise: Commitment, today: date) -> bool:
    """True if it should have been kept by now; never once it is reported done or over."""
    return promise.state is CommitmentState.OPEN and promise.ended_at is None and promise.due_on < today


def sign(promise: Commitment, now: datetime, days: Calendar) -> str:
    """Light of a promise for its unit: how soon it is to be kept, or that others have the word."""
    if promise.state is not CommitmentState.OPEN:
        return "🏁"
    return light(end_of(promise.due_on, days.zone), now, days)


def standing(t: Translator, promise: Commitment, today: date) -> Html:
    """Standing of a promise: by whom, by when, how far, its steps."""
    late = is_late(promise, today)
    head = t("🤝 {unit} promised this by {day}.", unit=t.named(promise.unit), day=bold(t.day(promise.due_on)))
    moved = (
        t.plural(
            "The day was moved {n} time; at first it was {first}.",
            "The day was moved {n} times; at first it was {first}.",
            promise.moves,
            first=t.day(promise.first_due_on),
        )
        if promise.moves
        else ""
    )
    return join(
        [
            head,
            t("🔴 That day has passed.") if late else "",
            moved,
            t("Done so far: {percent} %", percent=promise.percent) if promise.percent is not None else "",
            *(step_line(t, one.what, one.due_on, done=one.done_at is not None) for one in promise.steps),
            t("It stands: {state}", state=t(STATES[promise.state]))
            if promise.state is not CommitmentState.OPEN
            else "",
        ]
    )


def step_line(t: Translator, what: str, day: date, *, done: bool) -> Html:
    """`▫️ dig the trench · Mon 6 Apr 2026`."""
    return t("{mark} {what} · {day}", mark="✅" if done else "▫️", what=what, day=t.day(day))


def verdict_rows(t: Translator, opinion: Opinion) -> list[list[Button]]:
    """One tap: yes, partly, no."""
    keys = [
        Button(t(label), Judge(opinion=opinion.id, version=opinion.version, done=done))
        for done, label in DONE_LABELS.items()
    ]
    return [keys[:1], keys[1:]]
