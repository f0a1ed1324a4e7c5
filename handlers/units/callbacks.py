"""What the buttons about handling units carry. Data from outside: always checked against the case as it is now."""

from aiogram.filters.callback_data import CallbackData

from storage.vocabulary import Action, Outcome, Role


class OpenReferred(CallbackData, prefix="uo"):
    """An officer opens what is, or was, with their unit."""

    opinion: int


class ReferredPage(CallbackData, prefix="up"):
    """A page of a unit's inbox, from 0; `past`: of what has left it."""

    past: bool
    page: int


class ReferredFiles(CallbackData, prefix="uf"):
    """An officer looks at what is attached."""

    opinion: int


class UnitAct(CallbackData, prefix="ua"):
    """An officer does something with a case that stands at `version`."""

    opinion: int
    version: int
    action: Action


class ListUnits(CallbackData, prefix="ul"):
    """All units to refer to, page by page, from 0; `by`: as what one refers it."""

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
    """Why is this unit suggested?"""

    opinion: int
    version: int
    by: Role


class ReferTo(CallbackData, prefix="ut"):
    """Refer to this unit."""

    opinion: int
    version: int
    by: Role
    unit: int


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


class AskOutcome(CallbackData, prefix="uc"):
    """Choose what came of it anew."""

    opinion: int


class Result(CallbackData, prefix="ue"):
    """What came of it."""

    opinion: int
    outcome: Outcome


class PlanFor(CallbackData, prefix="ud"):
    """It will be done by this day, ISO."""

    opinion: int
    day: str
