"""Callback data of handling units. Data from outside: always checked against the case as it is now."""

from aiogram.filters.callback_data import CallbackData

INBOX = "unit-inbox"
"""The name of the list of cases."""
WAITING, PAST = 0, 1
"""Parts of it: what waits, and what has left the unit."""


SUPPORTED = "supported"
"""The name of the list of parts that are owed to others."""


class SupportedPage(CallbackData, prefix="usp"):
    """A page of the parts that are owed, from 0."""

    page: int


PROMISED = "unit-promises"
"""The name of the list of promises."""


class PromisedPage(CallbackData, prefix="upl"):
    """A page of what the unit promised, from 0."""

    page: int


class SupportedFiles(CallbackData, prefix="usf"):
    """An officer looks at what is attached to a case that their unit supports."""

    opinion: int


class WritePart(CallbackData, prefix="uwp"):
    """An officer writes their unit's part."""

    opinion: int


EARLIER = 5
"""Earlier replies that are shown, the newest."""


class ReleaseReply(CallbackData, prefix="url"):
    """The chief lets the reply that waits leave the unit."""

    opinion: int
    version: int


class Officers(CallbackData, prefix="uof"):
    """A page of the officers who could be in charge, from 0."""

    opinion: int
    version: int
    page: int


class PutInCharge(CallbackData, prefix="upc"):
    """This officer is in charge from now on."""

    opinion: int
    version: int
    officer: int


class WriteNote(CallbackData, prefix="unw"):
    """An officer writes a note for their unit."""

    opinion: int


class NotesPage(CallbackData, prefix="unp"):
    """A page of all notes of the unit on a case, from 0."""

    opinion: int
    page: int


class EarlierReplies(CallbackData, prefix="uer"):
    """An officer looks at what their unit replied on the same topic and place."""

    opinion: int


class ReferredFiles(CallbackData, prefix="uf"):
    """An officer looks at what is attached."""

    opinion: int


class RightUnit(CallbackData, prefix="ur"):
    """It belongs to this unit, as the one that returns it thinks; 0: they do not know."""

    opinion: int
    version: int
    unit: int


class RightUnits(CallbackData, prefix="us"):
    """A page of the units it may belong to, from 0."""

    opinion: int
    version: int
    page: int


class PlanFor(CallbackData, prefix="ud"):
    """It will be done by this day, ISO."""

    opinion: int
    day: str
