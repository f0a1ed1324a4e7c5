"""Names of the kinds of supervision."""

from handlers.conversation.texts import Translator
from handlers.core.supervision.kinds import kinds


def kind_name(t: Translator, key: str) -> str:
    """Name of a kind with its sign; the key itself for one that is no longer known."""
    kind = kinds().get(key)
    return f"{kind.sign} {kind.name[t.language]}" if kind is not None else key
