"""Templates of pages: everything a person wrote is escaped."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from handlers.conversation.texts import Html


def _plain(value: object) -> object:
    """A text for chats as plain text, which the template escapes like everything."""
    return value.plain if isinstance(value, Html) else value


def environment(folder: Path) -> Environment:
    """The templates of a folder."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_plain,
        trim_blocks=True,
        lstrip_blocks=True,
    )
