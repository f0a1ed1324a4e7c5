"""The pages that stand in the head of the desk, by role. A new area is entered here."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from handlers.conversation.texts import N_
from storage.vocabulary import Role


class Page(NamedTuple):
    """A page that the head leads to."""

    name: str
    """As templates say where they stand (`here`)."""
    path: str
    label: str
    """Still to be translated."""
    of_county: bool = False
    """True if it is for staff of the county office only."""
    rare: bool = False
    """True if it stands under "More": a head of ten pages is a wall on a phone."""


PAGES: Mapping[Role, Sequence[Page]] = {
    Role.STAFF: (
        Page("queue", "/staff/queue", N_("To screen")),
        Page("staff", "/staff/cases", N_("Cases")),
        Page("take", "/staff/new", N_("Take down")),
        Page("suggestions-staff", "/staff/suggestions", N_("Suggestions"), of_county=True),
        Page("reception", "/staff/reception", N_("Reception days")),
        Page("notices", "/staff/notices", N_("Notices")),
        Page("figures", "/staff/figures", N_("Figures")),
        Page("people", "/staff/people", N_("People"), rare=True),
        Page("directory", "/staff/directory", N_("Directory"), of_county=True, rare=True),
        Page("settings", "/staff/settings/calendar", N_("Settings"), rare=True),
        Page("keys", "/staff/keys", N_("Other programs"), of_county=True, rare=True),
    ),
    Role.REPRESENTATIVE: (
        Page("representative", "/representative/cases", N_("My cases")),
        Page("record", "/representative/record", N_("My record")),
        Page("receiving", "/representative/reception", N_("My reception days")),
        Page("suggestions-representative", "/representative/suggestions", N_("My suggestions")),
    ),
    Role.UNIT: (
        Page("unit", "/unit/cases", N_("Cases of my unit")),
        Page("templates", "/unit/templates", N_("Reply templates")),
        Page("promised", "/unit/promises", N_("Our promises")),
        Page("suggestions-unit", "/unit/suggestions", N_("Suggestions of my unit")),
    ),
}
"""The first of a role is where its desk begins."""
