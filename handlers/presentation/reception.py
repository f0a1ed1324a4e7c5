"""Words on reception days that the chat and the desk share: rules, usual hours, who cannot be told."""

from collections.abc import Sequence

from handlers.conversation.texts import N_, Html, Translator
from handlers.core.reception.rosters import Seated
from handlers.core.reception.rules import LAST, Attendance, Reach, Rule
from storage.models.reception import ReceptionDay, ReceptionRule
from storage.vocabulary import Recurrence

WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
NTH = {1: N_("first"), 2: N_("second"), 3: N_("third"), 4: N_("fourth"), LAST: N_("last")}
USUAL_HOURS = ("09:00-11:00", "14:30-16:30")


def as_rule(rule: ReceptionRule) -> Rule:
    """A rule that is kept, as the core counts with it."""
    return Rule(rule.recurrence, rule.day, rule.every, rule.since)


def rule_words(t: Translator, rule: Rule, hours: ReceptionRule | None = None) -> Html:
    """`the second Thursday of each month, 09:00–11:00, Village hall`."""
    match rule.recurrence:
        case Recurrence.MONTHLY:
            text = t("day {n} of each month", n=rule.day)
        case Recurrence.NTH_WEEKDAY:
            text = t("the {nth} {weekday} of each month", nth=t(NTH[rule.every]), weekday=t(WEEKDAYS[rule.day]))
        case Recurrence.WEEKLY if rule.every == 1:
            text = t("each {weekday}", weekday=t(WEEKDAYS[rule.day]))
        case _:
            text = t("every {n} weeks on {weekday}", n=rule.every, weekday=t(WEEKDAYS[rule.day]))
    if hours is None:
        return text
    return t.phrases(text, f"{hours.starts:%H:%M}–{hours.ends:%H:%M}", hours.place)


def untold(t: Translator, one: ReceptionDay, seated: Sequence[Seated]) -> Html:
    """Line about those who are awaited and cannot be told; empty where there are none."""
    some = any(who.attendance is Attendance.AWAITED and who.reach is not Reach.TOLD for who in seated)
    if one.cancelled_at is not None or not some:
        return Html("")
    return t("Whoever I cannot reach hears nothing of this day: invite them, or call.")
