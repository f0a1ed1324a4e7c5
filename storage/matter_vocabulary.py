"""The words of matters and of the public board, as they are kept. Chinese terms: docs/glossary.md."""

from enum import StrEnum


class MatterState(StrEnum):
    """State of a matter that groups opinions."""

    DRAFT = "draft"
    TO_CHECK = "to_check"
    """Waits for a second person's look at what will be public."""
    RELEASED = "released"
    """Constituents see its title, summary and answer, and may add their voice."""
    WITHDRAWN = "withdrawn"
    """Public no longer; it can be written anew."""


class BoardState(StrEnum):
    """State of a matter on the public board."""

    ASKED = "asked"
    """Its authors are asked whether it may stand there."""
    SHOWN = "shown"
    GONE = "gone"
    """Taken off: its address says so, and no longer what it was about."""


class MatterNewsKind(StrEnum):
    """Kind of what those who follow a matter are told."""

    ANSWER = "answer"
    PROMISE = "promise"
    MOVED = "moved"
    """Another day is promised."""
    DONE = "done"
    """It is reported done: some of them are asked whether it really is."""
