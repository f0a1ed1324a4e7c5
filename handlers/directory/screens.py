"""Screens of the directory, for county staff: how much is kept, what a file would change, what is wrong with it."""

from collections.abc import Mapping

from aiogram.filters.callback_data import CallbackData

from handlers.conversation.callbacks import Go
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator, bold, join
from handlers.core.directory.book import Kind, Problem
from handlers.core.directory.rules import Counts, Plan
from handlers.directory.callbacks import TurnHistory
from handlers.presentation import directory as presented
from handlers.presentation.directory import KIND_NAMES, counted, wrong

SHOWN_PROBLEMS = 12
"""So many fit on a phone's screen; once they are mended the rest is shown."""


def overview(t: Translator, sizes: Mapping[Kind, int]) -> Screen:
    """Number of each kind, and the ways in and out."""
    lines: list[str] = [
        bold(t("📚 Directory")),
        join([t("• {kind}: {n}", kind=t(KIND_NAMES[kind]), n=n) for kind, n in sizes.items()]),
        t(
            "To bring it up to date, send me a workbook (.xlsx), or one kind as .csv. I first show what would change; "
            "sending it again never doubles anybody."
        ),
    ]
    return Screen(join(lines, "\n\n"), _ways(t))


def _ways(t: Translator) -> list[list[Button]]:
    return [
        [
            Button(t("📊 Composition"), Go(to="directory-composition")),
            Button(t("🕰 Left and by-elected"), TurnHistory()),
        ],
        [Button(t("📄 Template"), Go(to="directory-template")), Button(t("💾 Export"), Go(to="directory-export"))],
        [Button(t("🏠 Home"), Go(to="home"))],
    ]


def again(t: Translator, text: Html) -> Screen:
    """Something is wrong with the file as a whole."""
    return Screen(text, [[Button(t("📚 Directory"), Go(to="directory"))], *_ways(t)])


def too_costly(t: Translator, name: str) -> Screen:
    """The file would take more time or memory than one file may."""
    return again(t, presented.too_costly(t, name))


def dry_run(t: Translator, name: str, plan: Plan, ok: CallbackData) -> Screen:
    """Changes that importing would make, or why it cannot be imported."""
    parts: list[str] = [bold(f"📚 {name}")]
    parts += [
        t("The sheet “{title}” is not read: it is hidden, or lists nothing I know.", title=title)
        for title in plan.ignored
    ]
    if plan.problems:
        parts += [_problems(t, plan.problems)]
        return Screen(join(parts, "\n\n"), [[Button(t("📚 Directory"), Go(to="directory"))], *_ways(t)])
    parts.append(counted(t, plan.counts))
    if not plan.changes:
        parts.append(t("Everything is already as in the file."))
        return Screen(join(parts, "\n\n"), [[Button(t("📚 Directory"), Go(to="directory"))]])
    parts.append(t("Nothing is changed yet."))
    rows = [
        [Button(t.plural("✅ Import {n} record", "✅ Import {n} records", plan.changes), ok)],
        [Button(t("Leave it"), Go(to="directory"))],
    ]
    return Screen(join(parts, "\n\n"), rows)


def _problems(t: Translator, problems: tuple[Problem, ...]) -> Html:
    n = len(problems)
    lines: list[str] = [
        t.plural(
            "🔴 {n} thing is to be mended; until then nothing is imported:",
            "🔴 {n} things are to be mended; until then nothing is imported:",
            n,
        ),
        *(wrong(t, problem) for problem in problems[:SHOWN_PROBLEMS]),
    ]
    if n > SHOWN_PROBLEMS:
        lines.append(t("… and {n} more.", n=n - SHOWN_PROBLEMS))
    return join(lines)


def imported(t: Translator, counts: Mapping[Kind, Counts]) -> Screen:
    """Changes that an import made."""
    text = join([bold(t("✅ Imported")), counted(t, counts)], "\n\n")
    return Screen(text, [[Button(t("📚 Directory"), Go(to="directory")), Button(t("🏠 Home"), Go(to="home"))]])
