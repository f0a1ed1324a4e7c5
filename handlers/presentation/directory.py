"""The directory in words: its kinds, what a file does to each, what is wrong with it, and why somebody left office."""

from collections.abc import Mapping

from handlers.conversation.texts import N_, Html, Translator, bold, join
from handlers.core.directory.book import Kind, Problem, Saying
from handlers.core.directory.rules import Counts
from storage.vocabulary import LeftWhy

KIND_NAMES = {
    Kind.AREAS: N_("areas"),
    Kind.STATIONS: N_("stations"),
    Kind.UNITS: N_("handling units"),
    Kind.REPRESENTATIVES: N_("representatives"),
    Kind.TOPICS: N_("topics"),
}
REASONS = {
    LeftWhy.RESIGNED: N_("resigned"),
    LeftWhy.RECALLED: N_("recalled"),
    LeftWhy.MOVED: N_("moved away"),
    LeftWhy.DIED: N_("died"),
    LeftWhy.TERM_OVER: N_("term over"),
}


def counted(t: Translator, counts: Mapping[Kind, Counts]) -> Html:
    """Lines of what a file does to each kind."""
    return join([_line(t, kind, one) for kind, one in counts.items() if any((one.new, one.changed, one.unchanged))])


def _line(t: Translator, kind: Kind, one: Counts) -> Html:
    parts = [
        t("{n} new", n=one.new) if one.new else "",
        t("{n} changed", n=one.changed) if one.changed else "",
        t("{n} as they are", n=one.unchanged) if one.unchanged else "",
        t("{n} no longer active", n=one.retired) if one.retired else "",
        t("{n} not in the file stay", n=one.left_out) if one.left_out else "",
    ]
    return t("{kind}: {what}", kind=bold(t(KIND_NAMES[kind])), what=t.phrases(*parts))


def wrong(t: Translator, problem: Problem) -> Html:
    """A line about something that is to be mended, and where it is."""
    place = [problem.sheet, t("row {n}", n=problem.row) if problem.row else "", problem.column or ""]
    return t(
        "• {place}: {wrong} (expected: {expected})",
        place=bold(t.phrases(*place)),
        wrong=words(t, problem.wrong),
        expected=words(t, problem.expected),
    )


def words(t: Translator, saying: Saying) -> Html:
    """A sentence of the directory's in the reader's language."""
    return t(saying.text, **saying.values)


def too_costly(t: Translator, name: str) -> Html:
    """The file would take more time or memory than one file may, and what to do."""
    return t(
        "{name} takes too long to read: it holds far more than its rows. Copy the rows with something in them into "
        "a new workbook, or save the sheet as “CSV UTF-8”, and send that.",
        name=name,
    )
