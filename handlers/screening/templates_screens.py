"""The reasons for declining as staff see them."""

from collections.abc import Sequence

from handlers.conversation.callbacks import Go
from handlers.conversation.paging import Page, Reading
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import LANGUAGE_LABELS, Html, Translator, bold, join, quote
from handlers.core.languages import LANGUAGES
from handlers.screening.templates_callbacks import OpenTemplate, TemplatesPage
from storage.models.opinions import DeclineTemplate


def in_language(words: dict[str, str], language: str) -> str:
    """In this language, else in the one there is."""
    return words.get(language) or next(iter(words.values()))


def name_of(language: str) -> str:
    """The language in its own words."""
    return LANGUAGE_LABELS[language]


def listed(t: Translator, where: Reading, page: Page, found: Sequence[DeclineTemplate], shelved: int) -> Screen:
    """Those that are offered (or archived), in their order."""
    archived = bool(where.of)
    rows = column([Button(in_language(one.title, t.language), OpenTemplate(template=one.id)) for one in found])
    rows += [page.turning(lambda number: TemplatesPage(archived=archived, page=number)), where.keys(t, page)]
    if archived:
        text = where.title(t, page, t("🗄 Reasons that are no longer offered"))
        return Screen(text, [*rows, [Button(t("⬅️ Back"), Go(to="templates"))]])
    rows.append([Button(t("➕ A new reason"), Go(to="template-new"))])
    if shelved:
        rows.append([Button(t.counted(t("🗄 Archived"), shelved), Go(to="templates-archived"))])
    text = t("Reasons for declining, in the order in which staff are offered them. Open one to change it.")
    text = where.title(t, page, text)
    if not found and not where.words:
        text = t("There are no reasons for declining yet; staff write their own words. Add the ones you need often.")
    return Screen(text, [*rows, [Button(t("🏠 Home"), Go(to="home"))]])


def one(t: Translator, template: DeclineTemplate, rows: list[list[Button]]) -> Screen:
    """A reason in each language."""
    parts: list[Html] = [t("🗄 No longer offered")] if template.archived else []
    for language in LANGUAGES:
        title, text = template.title.get(language), template.text.get(language)
        words = quote(text) if text else t("Not written yet: who reads this language gets the other one.")
        parts.append(join([bold(t("{kind}: {what}", kind=name_of(language), what=title or "–")), words]))
    to = "templates-archived" if template.archived else "templates"
    return Screen(join(list(parts), "\n\n"), [*rows, [Button(t("⬅️ Back"), Go(to=to))]])


def ask_title(t: Translator, language: str, rows: list[list[Button]], back: Button) -> Screen:
    """Question for the title by which staff choose it."""
    text = t("{language}: type a short title. Staff choose the reason by it.", language=name_of(language))
    return Screen(text, [*rows, [back]])


def ask_text(t: Translator, language: str, now: str | None, back: Button) -> Screen:
    """Question for the text that the constituent reads."""
    text = t(
        "{language}: now type what the constituent reads: why, and which door is the right one.",
        language=name_of(language),
    )
    return Screen(join([text, join([t("So far:"), quote(now)]) if now else ""]), [[back]])


def preview(t: Translator, title: str, text: str, rows: list[list[Button]]) -> Screen:
    """As it will be."""
    parts: list[str] = [
        t("Staff choose it by: {title}", title=bold(title)),
        t("The constituent reads:"),
        quote(text),
        t("To change the words, just write them again."),
    ]
    return Screen(join(parts), rows)
