"""Placeholders in templates of replies: `{reference}`, `{place}`, `{date}`, `{name or "Sir or Madam"}`. Pure.

The author's name is filled in where they, or who may see it, read the reply: a unit never learns it.
"""

import re
from collections.abc import Mapping

PLAIN = {
    "reference": "reference",
    "编号": "reference",
    "place": "place",
    "地点": "place",
    "date": "date",
    "日期": "date",
}
"""Names of what is filled in for every reader, by how they may be written."""
_EXAMPLES = ('{reference} {name or "Sir or Madam"} {place} {date}', "{编号} {姓名或“您”} {地点} {日期}")
_ANY = re.compile(r"\{[^{}]*\}")
_NAME = re.compile(r"""\{\s*(?:name\s+or\s+|姓名\s*或\s*)["“”'‘’]([^"“”{}]{1,40})["“”'‘’]\s*\}""")


def examples(language: str) -> str:
    """All there are, as who reads this language writes them; each may be written in either way."""
    return _EXAMPLES[language.startswith("zh")]


def fault(text: str) -> str | None:
    """The first thing that is no placeholder: in its braces, or a brace alone; None if all is well."""
    for found in _ANY.findall(text):
        if found[1:-1].strip() not in PLAIN and not _NAME.fullmatch(found):
            return str(found)
    left = re.search(r"[{}]", _ANY.sub("", text))
    return left.group() if left is not None else None


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The text with all but the name filled in; `facts` by what is meant in `PLAIN`."""
    return _ANY.sub(lambda found: facts.get(PLAIN.get(found.group()[1:-1].strip(), ""), found.group()), text)


def named(text: str, name: str | None) -> str:
    """The text with the name filled in, or without one the words that stand for it."""
    return _NAME.sub(lambda found: name or found.group(1), text)
