"""Every text a person reads is in both catalogues, with the same placeholders; the drawing is the table's."""

import re
from pathlib import Path

import pytest

from bot.cli.texts import read, texts_in_code
from handlers.core.casework.diagram import page
from handlers.core.languages import LANGUAGES

PLACEHOLDER = re.compile(r"\{\w*\}")


def _forms(value: object) -> list[str]:
    return [str(form) for form in value] if isinstance(value, (tuple, list)) else [str(value or "")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_every_text(language: str) -> None:
    catalogue = read(language)
    missing = []
    for text in texts_in_code():
        message = catalogue.get(_forms(text)[0])
        if message is None or not all(_forms(message.string)):
            missing.append(text)
    assert not missing, "run `python -m bot.cli.texts` and translate what it names"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_fills_in_what_the_text_fills_in(language: str) -> None:
    for message in read(language):
        if not message.id:
            continue
        wanted = set(PLACEHOLDER.findall(_forms(message.id)[-1]))
        one, *others = _forms(message.string)
        for form in others or [one]:
            assert set(PLACEHOLDER.findall(form)) == wanted, message.id
        once = wanted - {"{n}"} if others else wanted
        assert set(PLACEHOLDER.findall(one)) in (wanted, once), message.id


def test_the_drawing_shows_the_table_of_moves() -> None:
    assert Path("docs/life-of-an-opinion.md").read_text(encoding="utf-8") == page(), (
        "run `python -m handlers.core.casework.diagram > docs/life-of-an-opinion.md`"
    )
