"""Callback data of writing about cases. Data from outside: always checked against the case as it is now."""

from aiogram.filters.callback_data import CallbackData

from handlers.conversation.case_drafts import Kind
from storage.vocabulary import Action, Outcome, Role


class SendWords(CallbackData, prefix="rs"):
    """Send what was written, as previewed: `mark` stands for the words, `version` for the case."""

    opinion: int
    version: int
    kind: Kind
    mark: str


class MeantAs(CallbackData, prefix="rm"):
    """Take what was written as an answer, or as a question."""

    opinion: int
    action: Action


class IntoCase(CallbackData, prefix="ic"):
    """Put what was typed without opening a case into this one."""

    opinion: int
    kind: Kind


class TakeBack(CallbackData, prefix="rt"):
    """Without the last message."""

    opinion: int
    kind: Kind


class ThrowAway(CallbackData, prefix="rd"):
    """All that was begun."""

    opinion: int
    kind: Kind


class BringBack(CallbackData, prefix="rk"):
    """Bring back what was thrown away by mistake."""

    opinion: int
    kind: Kind


class ListUnits(CallbackData, prefix="ul"):
    """All units to refer to, page by page, from 0; `by`: as what one refers it."""

    opinion: int
    version: int
    by: Role
    page: int


class UnitsNamed(CallbackData, prefix="ufn"):
    """A page of the units called as was typed last, from 0; `by`: as what one refers it."""

    opinion: int
    version: int
    by: Role
    page: int


class AskUnit(CallbackData, prefix="un"):
    """Search a unit by name, to refer to."""

    opinion: int
    version: int
    by: Role


class WhyUnit(CallbackData, prefix="uy"):
    """Ask why this unit is suggested."""

    opinion: int
    version: int
    by: Role


class SupportUnits(CallbackData, prefix="ups"):
    """A page of the units that could support, from 0; `by`: as what one asks."""

    opinion: int
    version: int
    by: Role
    page: int


class SupportBy(CallbackData, prefix="uby"):
    """This unit is asked to support."""

    opinion: int
    version: int
    by: Role
    unit: int


class UseTemplates(CallbackData, prefix="rtl"):
    """The templates that fit a reply, a page from 0."""

    opinion: int
    page: int


class AskOutcome(CallbackData, prefix="uc"):
    """Choose what came of it anew."""

    opinion: int


class Result(CallbackData, prefix="ue"):
    """Choose what came of it."""

    opinion: int
    outcome: Outcome


class AskSteps(CallbackData, prefix="stq"):
    """Plan the steps to what is promised with a reply."""

    opinion: int


class KeepSteps(CallbackData, prefix="stk"):
    """Put the steps that were typed into the reply."""

    opinion: int


class TickStep(CallbackData, prefix="stt"):
    """With this report that step is done, or no longer: 0 takes it out."""

    opinion: int
    step: int


class DoneSoFar(CallbackData, prefix="pc"):
    """Say how much of what was promised is done."""

    opinion: int
    percent: int
