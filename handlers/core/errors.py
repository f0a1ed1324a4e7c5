"""Refusals: raised with facts, turned into words in one place (`handlers.presentation.refusals`)."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from storage.vocabulary import Action, Role, Stage


class Refusal(Exception):
    """Base of all refusals: what somebody asked for cannot be done. Nothing of it is kept; they are told why."""

    opinion_id: int | None = None
    """The opinion they meant to act on, where it is theirs to see: they are shown how it stands now ..."""
    role: Role | None = None
    """... as they see it in this role."""
    stays: bool = False
    """True if the screen on which it was asked stays: something else can be chosen there."""


class OpinionNotFound(Refusal):
    """There is no such opinion, or it is not theirs to see: the same answer for both."""


class OutdatedButton(Refusal):
    """The opinion moved on since this button was shown."""

    def __init__(self, opinion_id: int, role: Role | None = None) -> None:
        super().__init__(f"opinion {opinion_id} moved on")
        self.opinion_id, self.role = opinion_id, role


class MoveRefused(Refusal):
    """The opinion stands at a stage from which this person cannot do that."""

    def __init__(
        self,
        reference: str,
        stage: Stage,
        action: Action,
        possible: Sequence[Action],
        *,
        opinion_id: int | None = None,
        role: Role | None = None,
    ) -> None:
        super().__init__(f"cannot {action} at {stage}, only {', '.join(possible) or 'wait'}")
        self.reference, self.stage, self.action, self.possible = reference, stage, action, possible
        self.opinion_id, self.role = opinion_id, role


class NotAllowed(Refusal):
    """The person does not hold the role this needs."""


class TimeGivenAlready(Refusal):
    """More time was given as often as it can be."""


class DaysOutOfRange(Refusal):
    """A number of days that the policy does not allow for this clock."""

    stays = True

    def __init__(self, least: int, most: int) -> None:
        super().__init__(f"{least} to {most} days")
        self.least, self.most = least, most


class NotInOffice(Refusal):
    """The chosen representative has left office, or there is none."""

    stays = True


class HasItAlready(Refusal):
    """The case is with that representative already."""

    stays = True

    def __init__(self, name: str) -> None:
        super().__init__("has it already")
        self.name = name


class NoSuchUnit(Refusal):
    """There is no such handling unit (any more)."""

    stays = True


class StaffDecideUnit(Refusal):
    """Two units returned it, or the one staff chose: staff decide which one has it next."""


class UnitStillHasTime(Refusal):
    """The unit is not so late that the case could be taken back from it; from `day` on it is."""

    def __init__(self, day: date) -> None:
        super().__init__(f"not before {day}")
        self.day = day


class PlaceOfOthers(Refusal):
    """There is no such place, or it belongs to another station."""

    stays = True


class ReplyTemplateNotFound(Refusal):
    """There is no such template of theirs (any more)."""

    stays = True


class TooManyReplyTemplates(Refusal):
    """A unit keeps `n` templates, as many as can be."""

    stays = True

    def __init__(self, n: int) -> None:
        super().__init__(f"{n} templates already")
        self.n = n


class NoPlaceholder(Refusal):
    """Something in braces is none of the placeholders, or a brace stands alone."""

    stays = True

    def __init__(self, found: str, known: str) -> None:
        super().__init__("no placeholder")
        self.found, self.known = found, known


class ReplyWaits(Refusal):
    """A reply of the unit waits for its chief's release already."""


class NothingHeld(Refusal):
    """No reply waits for the chief's release (any longer)."""


class NotAnOfficer(Refusal):
    """The person is no officer of the unit (any more)."""

    stays = True


class SupportsAlready(Refusal):
    """This unit leads or supports already."""

    stays = True


class TooManySupporting(Refusal):
    """`n` units support the lead, as many as can be."""

    def __init__(self, n: int) -> None:
        super().__init__(f"{n} support already")
        self.n = n


class NoSuchPlace(Refusal):
    """The place is no longer in the list."""


class NoSuchTopic(Refusal):
    """The topic is no longer offered."""

    stays = True


class NotRateable(Refusal):
    """The answer is rated already, or belongs to an earlier round."""


class NoHandling(Refusal):
    """No unit's handling can be rated: none replied in this round, or something else has begun since."""


class NoMismatch(Refusal):
    """The ratings do not disagree (any longer), or staff have settled it."""


class AskedBackAlready(Refusal):
    """A question of staff waits for its author already."""


class NothingPromised(Refusal):
    """Nothing was promised with the answer, so that it cannot be half done."""


class NoPromise(Refusal):
    """The opinion waits for no promise (any longer)."""

    def __init__(self, opinion_id: int, role: Role | None = None) -> None:
        super().__init__(f"opinion {opinion_id} waits for no promise")
        self.opinion_id, self.role = opinion_id, role


class StaffDecide(Refusal):
    """The promised day was moved as often as a unit may by itself: another day is asked of staff."""

    def __init__(self, opinion_id: int, role: Role | None = None) -> None:
        super().__init__("staff decide on another day")
        self.opinion_id, self.role = opinion_id, role


class DayOutOfRange(Refusal):
    """A day that may not be chosen; only days after `after`, up to `last`, may."""

    stays = True

    def __init__(self, after: date, last: date) -> None:
        super().__init__(f"only after {after}, up to {last}")
        self.after, self.last = after, last


class SameDay(Refusal):
    """The day that is to be moved is this one already."""

    stays = True

    def __init__(self, day: date) -> None:
        super().__init__(f"it is {day} already")
        self.day = day


class TooManySteps(Refusal):
    """So many steps at most lead to what is promised."""

    stays = True

    def __init__(self, n: int) -> None:
        super().__init__(f"at most {n} steps")
        self.n = n


class StepDayOutOfRange(Refusal):
    """A step that is not after today, or after the promised day."""

    stays = True

    def __init__(self, what: str, after: date, last: date) -> None:
        super().__init__(f"only after {after}, up to {last}")
        self.what, self.after, self.last = what, after, last


class NothingAsked(Refusal):
    """Nobody asks for more time (any longer)."""


class Hindrance(StrEnum):
    """Reasons why an opinion cannot be merged into another one."""

    ITSELF = "itself"
    MERGED_ITSELF = "merged_itself"
    """The other one is merged into a third."""
    NO_ANSWER_TO_COME = "no_answer_to_come"
    FULL = "full"
    """As many are merged into it as can be."""


class CannotMerge(Refusal):
    """Two opinions that cannot be handled together, with the reason."""

    stays = True

    def __init__(
        self, hindrance: Hindrance, main: str, *, target: str = "", stage: Stage | None = None, already: int = 0
    ) -> None:
        super().__init__(f"cannot be merged: {hindrance}")
        self.hindrance, self.main, self.target, self.stage, self.already = hindrance, main, target, stage, already


class ReceptionDayNotFound(Refusal):
    """There is no such reception day."""

    stays = True


class ReceptionDayChanged(Refusal):
    """The reception day was moved or cancelled since it was shown."""

    stays = True


class RosterClosed(Refusal):
    """The reception day is over or cancelled: its roster stays as it was."""

    stays = True


class CheckInClosed(Refusal):
    """The doors of the reception day are not open yet, or not any more."""

    stays = True


class TooEarlyToRecord(Refusal):
    """The doors of the reception day are not open yet: nobody can have come."""

    stays = True


class DayIsOver(Refusal):
    """The day is over, or too far ahead."""

    stays = True


class DayOff(Refusal):
    """Nobody works on this day; it is taken only if that is meant."""

    stays = True

    def __init__(self, day: date) -> None:
        super().__init__(f"{day} is a day off")
        self.day = day


class CalendarDayNotFound(Refusal):
    """The calendar does not reach to this day."""

    stays = True


class DigestTimeNotFound(Refusal):
    """A digest does not come at this hour."""

    stays = True


class TextTooLong(Refusal):
    """More than the `n` characters that fit."""

    stays = True

    def __init__(self, n: int) -> None:
        super().__init__(f"more than {n} characters")
        self.n = n


def check_length(text: str, most: int) -> None:
    """A text has at most so many characters. Raises `TextTooLong`."""
    if len(text) > most:
        raise TextTooLong(most)


class TooMuchSaid(Refusal):
    """With this more than `n` characters would be said into an opinion at a time."""

    stays = True

    def __init__(self, n: int) -> None:
        super().__init__(f"more than {n} characters")
        self.n = n


class TooManyFiles(Refusal):
    """With this more than `n` files would be attached to an opinion at a time."""

    stays = True

    def __init__(self, n: int) -> None:
        super().__init__(f"more than {n} files")
        self.n = n


class TemplateNotFound(Refusal):
    """There is no such reason for declining."""

    stays = True


class TooManyTemplates(Refusal):
    """`n` reasons for declining are offered, as many as can be."""

    stays = True

    def __init__(self, n: int) -> None:
        super().__init__(f"{n} templates already")
        self.n = n
