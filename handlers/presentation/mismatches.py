"""Ratings that disagree, as people read them: why, what can be done about one, what came of it."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from handlers.conversation.texts import N_, Translator
from handlers.core.casework.mismatches import Mismatch


class How(StrEnum):
    """Ways to deal with a rating that disagrees."""

    REOPEN = "reopen"
    ASK = "ask"
    STAND = "stand"


WHY: Mapping[Mismatch, str] = {
    Mismatch.RESOLVED: N_("the unit calls it resolved, its author is dissatisfied"),
    Mismatch.DEFERRED: N_("the unit defers it, its author is satisfied"),
    Mismatch.HANDLED_WELL: N_("the representative finds it handled well, its author is dissatisfied"),
    Mismatch.HANDLED_BADLY: N_("the representative finds it handled badly, its author is satisfied"),
}
LABELS: Mapping[How, str] = {
    How.REOPEN: N_("🔁 Have it handled again"),
    How.ASK: N_("❓ Ask its author back"),
    How.STAND: N_("✅ Let it stand"),
}
PROMPTS: Mapping[How, str] = {
    How.REOPEN: N_("🔁 Why is it handled again? Its author, the representative and the unit read this."),
    How.ASK: N_("❓ What do you ask its author? They read it as your office's question; what they answer comes here."),
    How.STAND: N_("✅ Why does it stand? This is written into the log, and it leaves this list."),
}
PREVIEWS: Mapping[How, str] = {
    How.REOPEN: N_("It is handled again, and everybody concerned reads:"),
    How.ASK: N_("Its author is asked:"),
    How.STAND: N_("It stands, because:"),
}
DO: Mapping[How, str] = {
    How.REOPEN: N_("🔁 Have it handled again and tell them"),
    How.ASK: N_("❓ Send the question"),
    How.STAND: N_("✅ Let it stand"),
}
DONE: Mapping[How, str] = {
    How.REOPEN: N_("🔁 {reference} is handled again; everybody concerned was told."),
    How.ASK: N_("❓ {reference}: its author was asked. What they answer comes to you; it stays in this list."),
    How.STAND: N_("✅ {reference}: it stands, and that is written down with your reason."),
}


def reasons(t: Translator, found: Sequence[Mismatch]) -> str:
    """Everything that disagrees, in words."""
    return t.listed(t(WHY[one]).plain for one in found)
