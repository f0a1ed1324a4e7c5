"""Collects every text a person reads into both catalogues, for translators and for the tests."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from handlers.conversation.texts import DOMAIN, LOCALES
from handlers.core.languages import LANGUAGES

KEYWORDS = {"t": None, "N_": None, "say": None, "plural": (1, 2)}


def path_of(language: str) -> Path:
    """The source of a catalogue."""
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def texts_in_code(root: Path = LOCALES.parent) -> set[str | tuple[str, ...]]:
    """Every text marked for translation below `root`; a pair where it has a plural."""
    found = extract_from_dir(root, keywords=KEYWORDS, method_map=[("**.py", "python"), ("**.html", "jinja2")])
    return {tuple(message) if isinstance(message, (tuple, list)) else message for _, _, message, _, _ in found}


def read(language: str) -> Catalog:
    """The catalogue as it stands; an empty one if there is none."""
    if not path_of(language).exists():
        return Catalog(locale=language)
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def collect(language: str) -> list[str]:
    """Bring a catalogue up to date with the code; the texts that still lack a translation."""
    known = read(language)
    fresh = Catalog(locale=language, header_comment="# Texts of Huiyin.")
    missing = []
    for text in sorted(texts_in_code(), key=str):
        one = text if isinstance(text, str) else text[0]
        message = known.get(one)
        translated = message.string if message is not None else ""
        if language == "en":
            translated = text
        if not any(translated or ""):
            missing.append(one)
        fresh.add(text, translated, flags=())
    write(language, fresh)
    return missing


def write(language: str, catalogue: Catalog) -> None:
    """Write a catalogue, sorted, without dates, so that it only changes where its texts do."""
    path_of(language).parent.mkdir(parents=True, exist_ok=True)
    lines = [f'"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: {language}\\n"\n']
    lines.append(f'"Plural-Forms: {catalogue.plural_forms}\\n"\n')
    with path_of(language).open("wb") as file:
        file.write(('msgid ""\nmsgstr ""\n' + "".join(lines) + "\n").encode())
        write_po(file, catalogue, omit_header=True, sort_output=True, width=0)


def texts() -> None:
    """Collect all texts into the catalogues and say what lacks a translation."""
    for language in LANGUAGES:
        missing = collect(language)
        print(f"{language}: {len(missing)} without translation", *missing, sep="\n  ")


if __name__ == "__main__":
    texts()
