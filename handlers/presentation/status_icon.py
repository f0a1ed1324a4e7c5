"""Status icons: how soon somebody must act, as a coloured light."""

from datetime import datetime

from handlers.conversation.texts import Html, Translator
from handlers.core.workdays.rules import Calendar, soon, very_late
from storage.models.opinions import Opinion
from storage.queries.opinions import Listed
from storage.vocabulary import Stage


def light(due_at: datetime | None, now: datetime, days: Calendar) -> str:
    """🔴 overdue, 🟡 due by the next working day, 🟢 later, ⚪ nobody has to act."""
    if due_at is None:
        return "⚪"
    if due_at < now:
        return "🔴"
    return "🟡" if due_at <= soon(now, days) else "🟢"


SIGNS = {Stage.WAITING: "⏸", Stage.SUPERVISED: "🛟"}
"""Lights of what somebody else than a representative or a unit has."""


def case_light(stage: Stage, due_at: datetime | None, now: datetime, days: Calendar) -> str:
    """The light of a case for its representative: whose turn it is, 🏢 while a unit is in time, else how soon."""
    if stage in SIGNS:
        return SIGNS[stage]
    shown = light(due_at, now, days)
    return "🏢" if stage is Stage.REFERRED and shown != "🔴" else shown


def lateness(t: Translator, one: Opinion | Listed, now: datetime, days: Calendar) -> Html:
    """Late, or very late once twice the time has passed; empty where nobody is. Computed, never stored."""
    if one.due_at is None or one.due_at >= now or one.stage is Stage.WAITING:
        return Html()
    since = one.since if isinstance(one, Listed) else one.stage_since
    return t("very late") if now > very_late(since, one.due_at, days) else t("late")


def counted_late(t: Translator, late: int) -> Html:
    """Number of those whose day has passed; empty if there is none."""
    return t.plural("🔴 {n} is overdue", "🔴 {n} are overdue", late) if late else Html()
