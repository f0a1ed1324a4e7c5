"""Words on the policy that the chat and the desk share: kinds of case, clocks, numbers of days."""

from handlers.conversation.texts import N_, Html, Translator
from handlers.core.casework.policy import Interval, Row, Unit, table
from storage.vocabulary import CaseKind

KINDS = {CaseKind.OPINION: N_("Opinions"), CaseKind.SUGGESTION: N_("Formal suggestions")}


def amount(t: Translator, row: Row, days: int) -> Html:
    """So many of what the row counts."""
    if row.unit is Unit.YES_NO:
        return Html(t("yes") if days else t("no"))
    if row.unit is Unit.TIMES:
        return t.plural("{n} time", "{n} times", days)
    if row.unit is Unit.WORKING:
        return t.plural("{n} working day", "{n} working days", days)
    return t.plural("{n} day", "{n} days", days)


def name(t: Translator, interval: Interval) -> str:
    """The interval as the table names it."""
    return table()[interval].name[t.language]
