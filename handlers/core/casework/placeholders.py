"""Placeholders in templates of replies: `{reference}`, `{place}`, `{date}`, `{name or "Sir or Madam"}`. Pure.

The author's name is filled in where they, or who may see it, read the reply: a unit never learns it.
"""

import re
from collections.abc import Mapping

PLAIN = ("reference", "place", "date")
EXAMPLES = ("{reference}", '{name or "Sir or Madam"}', "{place}", "{date}")
"""All there are, as they are written."""
_ANY = re.compile(r"\{[^{}]*\}")
_NAME = re.compile(r"""\{\s*name\s+or\s+["“”'‘’]([^"“”{}]{1,40})["“”'‘’]\s*\}""")


def fault(text: str) -> str | None:
    """The first thing that is no placeholder: in its braces, or a brace alone; None if all is well."""
    for found in _ANY.findall(text):
        if found[1:-1].strip() not in PLAIN and not _NAME.fullmatch(found):
            return str(found)
    left = re.search(r"[{}]", _ANY.sub("", text))
    return left.group() if left is not None else None


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The text with all but the name filled in, by `PLAIN`."""
    return _ANY.sub(lambda found: facts.get(found.group()[1:-1].strip(), found.group()), text)


def named(text: str, name: str | None) -> str:
    """The text with the name filled in, or without one the words that stand for it."""
    return _NAME.sub(lambda found: name or found.group(1), text)
