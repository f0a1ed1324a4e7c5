"""Callback data about people. Data from outside: always looked up among the people of one's own stations."""

from aiogram.filters.callback_data import CallbackData

from handlers.core.people.links import LinkTo
from storage.vocabulary import Role

MISSING = "missing"
"""The name of the list of representatives for whom nobody has joined."""


class ListHolders(CallbackData, prefix="phl"):
    """Holders of a role."""

    role: Role
    page: int


class ListMissing(CallbackData, prefix="phm"):
    """Representatives for whom nobody has joined."""

    page: int


class ListInvitations(CallbackData, prefix="phi"):
    """Invitations that can still be used."""

    page: int


class OfficesPage(CallbackData, prefix="phs"):
    """A page, from 0, of a list of stations or units to which one can be invited."""

    list: str
    page: int


class AskEnd(CallbackData, prefix="phq"):
    """Ask if this role is to end, and say what that means."""

    grant: int


class EndRole(CallbackData, prefix="phe"):
    """End this role."""

    grant: int


class OpenRepresentative(CallbackData, prefix="phr"):
    """A representative, as staff see them."""

    representative: int


class AskPicture(CallbackData, prefix="php"):
    """A picture of this representative comes next."""

    representative: int


class RestorePicture(CallbackData, prefix="phb"):
    """The picture was removed by mistake: show it again."""

    representative: int


class RemovePicture(CallbackData, prefix="phx"):
    """Show no picture of this representative."""

    representative: int


class InviteRepresentative(CallbackData, prefix="pir"):
    """Make a link; `last` is the newest invitation for them when the button was shown, 0 for none."""

    representative: int
    last: int


class InviteStaff(CallbackData, prefix="pis"):
    """Make a link to the staff of a station, 0: of the county office; `last` as for representatives."""

    station: int
    last: int


class InviteOfficer(CallbackData, prefix="piu"):
    """Make a link to a handling unit; `last` as for representatives."""

    unit: int
    last: int


class OpenInvitation(CallbackData, prefix="pio"):
    """An invitation that can still be used."""

    invitation: int


class Revoke(CallbackData, prefix="pix"):
    """Call an invitation off."""

    invitation: int


class Join(CallbackData, prefix="pij"):
    """Yes to the invitation with this token: whoever knows it was given the link."""

    token: str


class NotNow(CallbackData, prefix="pin"):
    """No to it; the link stays good."""

    token: str


class ListLinks(CallbackData, prefix="pll"):
    """The links one may have."""

    page: int


class ShowLink(CallbackData, prefix="pls"):
    """The public link to a representative or a station."""

    to: LinkTo
    number: int


class PrintLink(CallbackData, prefix="plp"):
    """The same on a sheet to print."""

    to: LinkTo
    number: int


class OpenChief(CallbackData, prefix="pco"):
    """A unit's chief, and whether its replies wait for them."""

    unit: int


class SetRelease(CallbackData, prefix="pcr"):
    """A unit's replies wait for its chief, or leave at once."""

    unit: int
    needed: bool


class InviteChief(CallbackData, prefix="pci"):
    """Make a link to the chief's role; `last` as for representatives."""

    unit: int
    last: int
