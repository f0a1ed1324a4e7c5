"""Texts in the reader's language: catalogues, translators, and text that is safe to send as HTML."""

import contextlib
import gettext
import html
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from handlers.conversation.visible import apart, is_seen, seen
from handlers.core.languages import LANGUAGES as LANGUAGES
from storage.crypto import Unreadable

LOCALES = Path(__file__).parent.parent / "locales"
LANGUAGE_LABELS: Final = {"en": "English", "zh_Hans": "中文"}
"""Each language in its own words."""
DOMAIN = "huiyin"
_TAG = re.compile(r"<[^>]*>")


class Html(str):
    """Text in Telegram's HTML whose parts from people are escaped already."""

    __slots__ = ()

    def __add__(self, other: str) -> "Html":
        return Html(str(self) + escape(other))

    @property
    def plain(self) -> str:
        """Without tags and entities, for buttons and toasts."""
        return html.unescape(_TAG.sub("", self)) if "<" in self or "&" in self else str(self)


def escape(value: object) -> Html:
    """`value` as HTML, without what cannot be seen; what is `Html` already stays as it is."""
    return value if isinstance(value, Html) else Html(html.escape(seen(str(value)), quote=False))


def join(parts: list[str], separator: str = "\n") -> Html:
    """The non-empty parts, each escaped unless it is `Html`."""
    return Html(separator.join(escape(part) for part in parts if part))


def dotted(*parts: str) -> str:
    """The parts with a dot between them, for a key; nothing stands for an empty one."""
    return " · ".join(filter(None, parts))


def bold(value: object) -> Html:
    """`value` in bold."""
    return Html(f"<b>{escape(value)}</b>")


def quote(value: object) -> Html:
    """`value` as a quotation that folds when it is long."""
    text = escape(value)
    fold = " expandable" if len(text) > 300 else ""
    return Html(f"<blockquote{fold}>{text}</blockquote>")


def shortened(text: str, longest: int) -> str:
    """No longer than `longest` characters; what was cut off shows as `…`."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def N_(message: str) -> str:  # noqa: N802 - gettext's customary name
    """Mark a text in a table for translation; translate it with `t(...)` when it is shown."""
    return message


def month_name(day: date, language: str) -> Html:
    """`December 2026` or `2026年12月`: the month a day lies in."""
    from babel.dates import format_date

    return Html(format_date(day, "MMMM y" if language == "en" else "y年M月", locale=language))


def language_of(telegram_code: str | None, default: str) -> str:
    """Our language for one of Telegram's codes: any Chinese is zh_Hans, any other known one en, none the default."""
    if telegram_code is None:
        return default
    return "zh_Hans" if telegram_code.lower().startswith("zh") else "en"


def language_of_browser(accepted: str, default: str) -> str:
    """Our language for what a browser accepts, its first choice first (`Accept-Language`, RFC 9110 12.5.4)."""
    first = accepted.partition(",")[0].partition(";")[0].strip()
    return language_of(first or None, default)


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The compiled catalogue, compiled here first if it is missing or older than its source."""
    source = LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    compiled = source.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
        return gettext.GNUTranslations(BytesIO(compiled.read_bytes()))
    if not source.exists():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    buffer = BytesIO()
    with source.open("rb") as file:
        write_mo(buffer, read_po(file, locale=language))
    with contextlib.suppress(OSError):  # an installation that cannot be written to compiles at each start
        compiled.write_bytes(buffer.getvalue())
    buffer.seek(0)
    return gettext.GNUTranslations(buffer)


class Translator:
    """`t("Hello {name}", name=...)` in one language and zone. Values are escaped unless they are `Html`."""

    def __init__(self, language: str, zone: ZoneInfo) -> None:
        self.language = language
        self.zone = zone
        self._catalogue = catalogue(language)

    def __call__(self, message: str, **values: object) -> Html:
        text = self._catalogue.gettext(message)
        return Html(text.format(**self._shown(values)) if values else text)

    def plural(self, one: str, many: str, n: int, **values: object) -> Html:
        """The form for `n`; `{n}` stands for the number."""
        text = self._catalogue.ngettext(one, many, n)
        return Html(text.format(n=n, **self._shown(values)))

    def _shown(self, values: Mapping[str, object]) -> dict[str, Html]:
        return {name: self._fact(value) for name, value in values.items()}

    def _fact(self, value: object) -> Html:
        """A value as it stands in a sentence: seen, and the sentence keeps its direction."""
        t = self
        if isinstance(value, Unreadable):
            return t("(name cannot be read)")
        if isinstance(value, Html) or not isinstance(value, str):
            return escape(value)
        if value.strip() and not is_seen(value):
            return t("(cannot be seen)")
        return escape(apart(seen(value)))

    def typed(self, day: date) -> str:
        """A day as one may type it, for an example."""
        return f"{day:%d.%m.%Y}" if self.language == "en" else f"{day:%Y-%m-%d}"

    def counted(self, label: Html, n: int | str) -> Html:
        """A key's label with the number of what is behind it; without one where nothing is."""
        t = self
        return label if n in (0, "0") else t("{label} ({n})", label=label, n=n)

    def listed(self, things: Iterable[object]) -> Html:
        """The things one after the other, in the language's own commas; empty ones are left out."""
        return join([escape(thing) for thing in things], "、" if self.language == "zh_Hans" else ", ")

    def phrases(self, *said: str) -> Html:
        """One after the other in a sentence, in the language's own commas."""
        return join(list(said), "，" if self.language == "zh_Hans" else ", ")

    def sentences(self, *said: str) -> Html:
        """One after the other in a paragraph; Chinese has no space between them."""
        return join(list(said), "" if self.language == "zh_Hans" else " ")

    def day(self, day: date | datetime) -> Html:
        """`Mon 14 Mar 2026` or `2026年3月14日 周六`; an instant is taken in the reader's zone."""
        from babel.dates import format_date

        if isinstance(day, datetime):
            day = day.astimezone(self.zone).date()
        pattern = "EEE d MMM y" if self.language == "en" else "y年M月d日 EEE"
        return Html(format_date(day, pattern, locale=self.language))

    def brief(self, day: date, year: int) -> Html:
        """`14 Mar` or `3月14日`, for a key where there is little room; in another year than this as it is typed."""
        from babel.dates import format_date

        if day.year != year:
            return Html(self.typed(day))
        return Html(format_date(day, "d MMM" if self.language == "en" else "M月d日", locale=self.language))

    def month(self, day: date) -> Html:
        """`December 2026` or `2026年12月`: the month a day lies in."""
        return month_name(day, self.language)

    def moment(self, instant: datetime) -> Html:
        """Day and time of an instant in the reader's zone."""
        return Html(f"{self.day(instant)} {instant.astimezone(self.zone):%H:%M}")

    def named(self, thing: Any) -> str:
        """A name out of the directory: English where there is one and the reader reads English. None has none."""
        if thing is None:
            return ""
        return str(thing.name_en if self.language == "en" and thing.name_en else thing.name)


@cache
def translator(language: str, zone: ZoneInfo) -> Translator:
    """The translator for a language; kept, since a catalogue is read once."""
    return Translator(language, zone)


Words = Callable[[Translator], Html]
"""A text in whatever language its reader has."""
