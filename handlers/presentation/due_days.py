"""Due days as people read them: marked, while the official list of their year is not out yet."""

from datetime import date, datetime

from handlers.conversation.texts import Html, Translator
from handlers.core.workdays.rules import Calendar
from storage.stages import PROMISED
from storage.vocabulary import Stage

MARK = "≈"


def moving(stage: Stage, days: Calendar) -> Calendar | None:
    """Calendar whose lists may still move what is due at this stage; None for a promise: that day is a unit's word."""
    return None if stage in PROMISED else days


def due_day(t: Translator, due: datetime | date | None, days: Calendar | None) -> Html:
    """`Thu 31 Dec 2026`, or `≈ Mon 4 Jan 2027` while days of that year may still be moved; empty if nothing is due.

    Whatever is due is shown by this: an instant (aware), or a day of the town. `days` is None where no list moves it.
    """
    if due is None:
        return Html()
    return t.day(due) if _is_certain(due, days) else Html(f"{MARK} {t.day(due)}")


def promised(
    t: Translator, due: datetime | None, days: Calendar | None, now: datetime, said: str, late: str, **facts: object
) -> Html:
    """`said` with its {day}, or `late` where that day has passed when it is said: nobody is promised the past."""
    return t(late if due is not None and due < now else said, day=due_day(t, due, days), **facts)


def note(t: Translator, due: datetime | date | None, days: Calendar | None) -> Html:
    """Line that says what the mark means; empty where there is none."""
    if due is None or days is None or _is_certain(due, days):
        return Html()
    year = _day(due, days).year
    return t("≈: the official list of working days of {year} is not out yet; the date may move.", year=year)


def _is_certain(due: datetime | date, days: Calendar | None) -> bool:
    return days is None or days.is_certain(_day(due, days).year)


def _day(due: datetime | date, days: Calendar) -> date:
    return days.day_of(due) if isinstance(due, datetime) else due
