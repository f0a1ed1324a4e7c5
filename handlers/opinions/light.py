"""How soon somebody must act, as a coloured light."""

from datetime import datetime, timedelta

SOON = timedelta(hours=36)
"""Before the end of tomorrow: due instants are ends of days."""


def light(due_at: datetime | None, now: datetime) -> str:
    """🔴 overdue, 🟡 due today or tomorrow, 🟢 later, ⚪ nobody has to act."""
    if due_at is None:
        return "⚪"
    if due_at < now:
        return "🔴"
    return "🟡" if due_at - now < SOON else "🟢"
