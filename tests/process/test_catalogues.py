"""Catalogues are made from the code: nothing translated is lost, what lacks a translation is named."""

import shutil
from pathlib import Path

import pytest

from bot.cli import texts
from handlers.conversation.texts import LOCALES
from handlers.core.languages import LANGUAGES


@pytest.fixture
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the catalogues, in which whatever is written goes."""
    shutil.copytree(LOCALES, tmp_path / "locales")
    monkeypatch.setattr(texts, "LOCALES", tmp_path / "locales")
    return tmp_path / "locales"


def test_catalogues_that_are_up_to_date_stay_as_they_are(catalogues: Path) -> None:
    before = {language: texts.path_of(language).read_bytes() for language in LANGUAGES}
    assert [texts.collect(language) for language in LANGUAGES] == [[] for _ in LANGUAGES]
    assert {language: texts.path_of(language).read_bytes() for language in LANGUAGES} == before


def test_what_lacks_a_translation_is_named_and_what_is_unused_goes(
    catalogues: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue = texts.read("zh_Hans")
    catalogue.delete("🏠 Home")
    catalogue.add("Nobody says this any more", "没有人再这样说")
    texts.write("zh_Hans", catalogue)
    texts.texts()
    assert "zh_Hans: 1 without translation\n  🏠 Home\n" in capsys.readouterr().out
    assert texts.read("zh_Hans").get("Nobody says this any more") is None
    assert texts.read("zh_Hans").get("⬅️ Back") is not None


def test_a_language_begins_with_everything_untranslated(catalogues: Path) -> None:
    shutil.rmtree(catalogues / "zh_Hans")
    assert "🏠 Home" in texts.collect("zh_Hans")
    assert texts.path_of("zh_Hans").exists()
