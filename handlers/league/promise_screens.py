"""Screens of the year's promises: a page of the list with its counts, a card with the history of one."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from handlers.conversation.callbacks import Go
from handlers.conversation.paging import Page, Reading
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen, column
from handlers.conversation.texts import N_, Html, Translator, bold, dotted, join, quote, shortened
from handlers.core.workdays.rules import Calendar
from handlers.league.callbacks import OpenPromise, PromisesPage
from handlers.presentation.callbacks import OpenScreening, OpenSuggestion
from handlers.presentation.names import capped
from handlers.presentation.promises import OF_SUGGESTION, STATES, standing
from storage.models.commitments import Commitment, CommitmentReport
from storage.models.opinions import Opinion
from storage.models.suggestions import Suggestion
from storage.queries.yearly_promises import Kept, Promise
from storage.vocabulary import CommitmentState

A_PAGE = 6
"""Promises on a page."""
REPORTS, EXCERPT = 5, 120
"""Newest reports on a card, and characters of each."""
EARLIEST = 2000
NAMES: Mapping[Kept, str] = {
    Kept.OPEN: N_("🤝 open"),
    Kept.LATE: N_("🔴 late"),
    Kept.REPORTED: N_("🏁 said to be done"),
    Kept.CONFIRMED: N_("✅ confirmed"),
    Kept.UNCONFIRMED: N_("☑️ not confirmed"),
    Kept.REFUTED: N_("❌ not kept"),
}
CARRIED = "↪️"
"""Sign of what an earlier year left unkept."""
SIGNS = {
    CommitmentState.REPORTED: "🏁",
    CommitmentState.CONFIRMED: "✅",
    CommitmentState.UNCONFIRMED: "☑️",
    CommitmentState.REFUTED: "❌",
}


class View(NamedTuple):
    """A page of the list."""

    year: int
    kept: Kept
    where: Reading
    page: Page
    found: Sequence[Promise]
    counts: Mapping[Kept, int]
    this_year: int


def is_carried(first_due_on: date, year: int) -> bool:
    """True if it was promised for an earlier year at first, and that year left it unkept."""
    return first_due_on.year < year


def label(t: Translator, one: Promise, year: int) -> str:
    """A line of the list."""
    sign = "🔴" if one.late else SIGNS.get(one.state, "🤝")
    carried = f" {CARRIED}" if is_carried(one.first_due_on, year) else ""
    day = t("by {day}", day=t.brief(one.due_on, year)).plain
    return shortened(dotted(f"{sign}{carried} {one.reference}", day, t.named(one.unit)), LONGEST_LABEL)


def listed(t: Translator, view: View) -> Screen:
    """A page, with the counts of all kinds as keys to them."""
    year = view.year
    title = t("🤝 Promises of {year}: {which}", year=year, which=t(NAMES[view.kept]))
    text: list[str] = [
        view.where.title(t, view.page, bold(title)),
        t.phrases(*(t("{what} {n}", what=t(NAMES[one]), n=capped(view.counts[one])) for one in Kept)),
        _hint(t, view),
    ]
    keys = [Button(label(t, one, year), OpenPromise(year=year, kept=view.kept, promise=one.id)) for one in view.found]
    kinds = [
        Button(t.counted(t(NAMES[one]), capped(view.counts[one])), PromisesPage(year=year, kept=one, page=-1))
        for one in Kept
        if one is not view.kept
    ]
    years = [Button(f"🗓 {other}", PromisesPage(year=other, kept=view.kept, page=-1)) for other in _beside(view)]
    turning = view.page.turning(lambda page: PromisesPage(year=year, kept=view.kept, page=page))
    rows = [
        *column(keys),
        [*turning, *view.where.keys(t, view.page)],
        kinds[:2],
        kinds[2:],
        [*years, Button(t("🏠 Home"), Go(to="home"))],
    ]
    return Screen(join(text, "\n\n"), rows)


def _beside(view: View) -> list[int]:
    return [year for year in (view.year - 1, view.year + 1) if EARLIEST <= year <= view.this_year]


def _hint(t: Translator, view: View) -> Html:
    if view.found:
        carried = any(is_carried(one.first_due_on, view.year) for one in view.found)
        return t("↪️ carried over: an earlier year left it unkept.") if carried else Html()
    if view.where.words:
        return t("No promise here says so. Look for something else, or show all.")
    return t("None in this list. The keys below lead to the others.")


class Card(NamedTuple):
    """All that a card shows."""

    promise: Commitment
    about: Opinion | Suggestion
    reports: Sequence[CommitmentReport]
    days: Calendar
    now: datetime
    year: int
    kept: Kept


def card(t: Translator, view: Card) -> Screen:
    """A promise: what, by whom, by when, how often moved, what was reported; the case it is about."""
    promise, about = view.promise, view.about
    formal = promise.suggestion_id is not None
    carried = (
        t(
            "↪️ Carried over from {year}: at first it was promised by {day}.",
            year=promise.first_due_on.year,
            day=t.day(promise.first_due_on),
        )
        if is_carried(promise.first_due_on, view.year)
        else ""
    )
    parts: list[str] = [
        bold(about.reference),
        carried,
        standing(t, promise, view.days, view.days.day_of(view.now), states=OF_SUGGESTION if formal else STATES),
        join([t("Promised on {day}:", day=t.day(promise.made_at)), quote(shortened(promise.what, 2 * EXCERPT))]),
        _reports(t, view),
    ]
    rows = [
        [
            Button(t("📜 To the suggestion"), OpenSuggestion(suggestion=about.id))
            if formal
            else Button(t("Open the case"), OpenScreening(opinion=about.id))
        ],
        [
            Button(t("⬅️ Back"), PromisesPage(year=view.year, kept=view.kept, page=-1)),
            Button(t("🏠 Home"), Go(to="home")),
        ],
    ]
    return Screen(join(parts, "\n\n"), rows)


def _reports(t: Translator, view: Card) -> Html:
    """The newest reports and moves, the oldest of them first."""
    if not view.reports:
        return t("Nothing was reported yet.")
    head = t.plural("{n} report, the newest last:", "{n} reports, the newest last:", len(view.reports))
    return join([head, *(_report(t, one) for one in view.reports[-REPORTS:])])


def _report(t: Translator, one: CommitmentReport) -> Html:
    if one.due_before is not None and one.due_on is not None:
        what = t("moved from {before} to {day}", before=t.day(one.due_before), day=t.day(one.due_on))
    elif one.percent is not None:
        what = t("{percent} % done", percent=one.percent)
    else:
        what = t("progress")
    said = quote(shortened(one.text, EXCERPT)) if one.text else Html()
    return join([t("• {day}: {what}", day=t.day(one.at), what=what), said])
