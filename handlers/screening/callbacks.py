"""Callback data of screening. Data from outside: always checked against the case as it is now."""

from aiogram.filters.callback_data import CallbackData

QUEUE, LATE, CANDIDATES, SIMILAR = "queue", "late", "candidates", "similar"
"""Names of the lists of what waits to be screened, of what is late with others, of whom it could be assigned to, and of
what resembles it."""


class QueuePage(CallbackData, prefix="sqp"):
    """A page of what waits to be screened, from 0."""

    page: int


class EntrustUnits(CallbackData, prefix="enu"):
    """A page of the units to which a promise could go, from 0."""

    opinion: int
    version: int
    page: int


class EntrustTo(CallbackData, prefix="ent"):
    """The promise goes to this unit."""

    opinion: int
    version: int
    unit: int


class Skip(CallbackData, prefix="sk"):
    """Leave this one where it is and show what comes after it."""

    opinion: int


class ShowFiles(CallbackData, prefix="sf"):
    """Send the attachments."""

    opinion: int


class WhyThis(CallbackData, prefix="sy"):
    """Show why this representative is suggested."""

    opinion: int


class AssignTo(CallbackData, prefix="sg"):
    """Assign to this representative."""

    opinion: int
    version: int
    representative: int


class CandidatePage(CallbackData, prefix="sgp"):
    """A page of those it could be assigned to, from 0."""

    opinion: int
    version: int
    page: int


class SendDecline(CallbackData, prefix="se"):
    """Decline with the words as previewed."""

    opinion: int
    version: int
    draft: str
    """Mark of the preview: a newer one has other words."""


class DeclineBecause(CallbackData, prefix="sb"):
    """Decline for a reason that is kept."""

    opinion: int
    version: int
    template: int


class ReasonsPage(CallbackData, prefix="spg"):
    """A page of the reasons to decline for, from 0."""

    opinion: int
    version: int
    page: int


class TopicsPage(CallbackData, prefix="stp"):
    """A page of the topics an opinion can be about, from 0."""

    opinion: int
    version: int
    page: int


class SetTopic(CallbackData, prefix="st"):
    """Set this topic."""

    opinion: int
    version: int
    topic: int


class Compare(CallbackData, prefix="sc"):
    """Show another opinion beside this one."""

    opinion: int
    version: int
    other: int


class SimilarPage(CallbackData, prefix="ssp"):
    """A page of what resembles it, from 0; below 0, the one they left."""

    opinion: int
    version: int
    page: int


class AskReference(CallbackData, prefix="sq"):
    """Type the reference of the one to compare with."""

    opinion: int
    version: int


class MergeInto(CallbackData, prefix="sm"):
    """Ask if it is to be handled together with that one; what would happen is shown first."""

    opinion: int
    version: int
    main: int


class MergeNow(CallbackData, prefix="sn"):
    """Yes, handle it together with that one."""

    opinion: int
    version: int
    main: int


MISMATCHES = "mismatches"
"""Name of the list of ratings that disagree."""


class MismatchPage(CallbackData, prefix="mmp"):
    """A page of ratings that disagree, from 0; below 0, the one they left."""

    page: int


class Settle(CallbackData, prefix="mms"):
    """Begin to write why it is handled again or stands, or what its author is asked."""

    rating: int
    how: str


class DoSettle(CallbackData, prefix="mmd"):
    """Do that, with the words as previewed."""

    rating: int
    how: str
