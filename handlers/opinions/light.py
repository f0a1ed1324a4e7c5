"""How soon somebody must act, as a coloured light."""

from datetime import datetime, timedelta

from storage.vocabulary import Stage

SOON = timedelta(days=2)
"""Due instants are ends of days: less than two days ahead is today or tomorrow."""


def light(due_at: datetime | None, now: datetime) -> str:
    """🔴 overdue, 🟡 due today or tomorrow, 🟢 later, ⚪ nobody has to act."""
    if due_at is None:
        return "⚪"
    if due_at < now:
        return "🔴"
    return "🟡" if due_at - now < SOON else "🟢"


def case_light(stage: Stage, due_at: datetime | None, now: datetime) -> str:
    """The light of a case for its representative: ⏸ while it waits for the constituent."""
    return "⏸" if stage is Stage.WAITING else light(due_at, now)
