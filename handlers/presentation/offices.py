"""Roles in words."""

from handlers.conversation.texts import Html, Translator, bold
from handlers.core.people.rules import Office, Stays
from handlers.presentation.names import level_name, person_name
from storage.models.directory import HandlingUnit, Station
from storage.models.people import Grant, Person


def office(t: Translator, role: Office) -> Html:
    """`representative Wang (township)`, `officer of Water Bureau`, `staff of the county office`."""
    if role.representative is not None:
        one = role.representative
        return t("representative {name} ({level})", name=t.named(one), level=level_name(t, one))
    if role.unit is not None and role.chief:
        return t("chief of {unit}", unit=t.named(role.unit))
    return officer_of(t, role.unit) if role.unit is not None else staff_of(t, role.station)


def officer_of(t: Translator, unit: HandlingUnit) -> Html:
    """An officer of a handling unit."""
    return t("officer of {unit}", unit=t.named(unit))


def staff_of(t: Translator, station: Station | None) -> Html:
    """The staff of a station; of the county office for None."""
    if station is None:
        return t("staff of the county office")
    return t("staff of {station}", station=t.named(station))


def stays(t: Translator, person: Person, why: Stays) -> Html:
    """Reason why a role of the county office cannot be ended, and what to do first."""
    name = bold(person_name(t, person))
    if why is Stays.BY_SETTINGS:
        return t(
            "{name} is staff of the county office by the operator's settings, so I cannot end that: it would be back "
            "with their next message. Ask the operator to take their number out of ADMIN_IDS first.",
            name=name,
        )
    return t(
        "{name} is the last one in the county office: nobody would be left to invite anybody. "
        "Invite somebody else to the county office first.",
        name=name,
    )


def what_ends(t: Translator, grant: Grant) -> list[Html]:
    """Consequences of a role that ends, for who decides it."""
    if grant.representative is not None:
        name = t.named(grant.representative)
        first = t("They can then no longer read or answer the cases of {name}.", name=name)
    elif grant.unit is not None:
        first = t("They can then no longer read or reply to what is with {unit}.", unit=t.named(grant.unit))
    else:
        first = t("They can then no longer screen, assign or invite; their open invitations are called off.")
    return [
        first,
        t("What they did stays on record, and they are told. You can invite them again at any time."),
    ]
