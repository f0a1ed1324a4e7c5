"""Representatives in lists to choose from: their lines, and the keys that lead to those of a level."""

from collections.abc import Sequence

from handlers.conversation.screen import LONGEST_LABEL, Button
from handlers.conversation.texts import Html, Translator, bold, dotted, escape, join, shortened
from handlers.presentation.callbacks import ListLevel
from handlers.presentation.names import LEVEL_NAMES
from storage.models.directory import Representative
from storage.queries.directory import Seat
from storage.queries.topics import Offered
from storage.vocabulary import Level

LONGEST_CARE = 60
"""Characters of what one takes care of, in a list of several: our own choice."""


def seat_label(t: Translator, one: Seat, *, with_level: bool = True) -> str:
    """Name, level and constituency: on a key, or below a picture. `with_level`: where the heading does not say it."""
    level = t(LEVEL_NAMES[one.level.value]) if with_level else ""
    return shortened(join([t.named(one), level, one.constituency], " · ").plain, LONGEST_LABEL)


def cares_for(t: Translator, one: Representative, topics: Sequence[Offered]) -> Html:
    """Line of the topics that a representative takes care of, of those offered; empty where the list names none."""
    theirs = [t.named(topic) for topic in topics if topic.code in one.topics]
    return t("Takes care of: {topics}", topics=dotted(*theirs)) if theirs else Html()


def care_lines(t: Translator, shown: Sequence[Seat], topics: Sequence[Offered]) -> Html:
    """Lines of what those on the keys below take care of, of the topics offered; empty where the list names none."""
    lines: list[str] = []
    for one in shown:
        theirs = [t.named(topic) for topic in topics if topic.code in one.topics]
        if theirs:
            cared_for = escape(shortened(dotted(*theirs), LONGEST_CARE))
            lines.append(t("{name}: {topics}", name=bold(t.named(one)), topics=cared_for))
    return join([t("What they take care of:"), *lines]) if lines else Html()


def level_keys(t: Translator, levels: list[tuple[Level, int]], *, draft: bool) -> list[Button]:
    """A key to all who sit at each of these levels, with their number."""
    return [
        Button(t.counted(level_title(t, level), n) + " ›", ListLevel(level=level, page=0, draft=draft))
        for level, n in levels
    ]


def level_title(t: Translator, level: Level) -> Html:
    """`At county level`."""
    return t("At {level} level", level=t(LEVEL_NAMES[level.value]))
