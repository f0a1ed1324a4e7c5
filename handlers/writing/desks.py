"""How each role that handles opinions finds a case, opens it, and says where it is when it is theirs no more."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiogram.fsm.context import FSMContext

from handlers.conversation.screen import Button
from handlers.conversation.texts import Html, Translator
from handlers.conversation.turn import Turn
from handlers.opinions import cases, rules
from handlers.opinions.callbacks import OpenCase, OpenScreening
from handlers.opinions.news import STAGE_NAMES
from handlers.representatives import representative, representative_screens
from handlers.screening import screening, screening_screens
from handlers.units import officer, officer_screens
from handlers.units.callbacks import OpenReferred
from storage.models import Opinion
from storage.vocabulary import Action, Role

Opens = type[OpenCase] | type[OpenScreening] | type[OpenReferred]


async def _stands_elsewhere(turn: Turn, opinion: Opinion) -> Html:
    facts = {"reference": opinion.reference, "stage": turn.t(STAGE_NAMES[opinion.stage])}
    return turn.t("{reference}: {stage}. This is not possible now.", **facts)


async def _as_staff(turn: Turn, opinion: Opinion) -> list[Action]:
    found = rules.actions(rules.possible(opinion.stage, Role.STAFF))
    return [action for action in found if not rules.is_idle(action, asked=opinion.extension_asked)]


@dataclass(frozen=True, slots=True)
class Desk:
    """A role's way with cases."""

    load: Callable[[Turn, int], Awaitable[Opinion]]
    """The case, locked. Raises `OpinionNotFound` if it is not theirs."""
    had: Callable[[Turn, int], Awaitable[Opinion | None]]
    """The case if it was theirs once, not locked."""
    possible: Callable[[Turn, Opinion], Awaitable[list[Action]]]
    show: Callable[[Turn, FSMContext, int], Awaitable[None]]
    """The case as it stands; nothing is being written any more."""
    opens: Opens
    ways: Callable[[Translator], list[Button]]
    elsewhere: Callable[[Translator, Opinion], Html]
    """Where a case is that they had."""
    why_not: Callable[[Turn, Opinion], Awaitable[Html]] = _stands_elsewhere
    """Why what they wrote comes too late."""


DESKS: Mapping[Role, Desk] = {
    Role.REPRESENTATIVE: Desk(
        load=cases.entrusted,
        had=representative.had,
        possible=representative.possible,
        show=representative.show_case,
        opens=OpenCase,
        ways=representative_screens.ways,
        elsewhere=representative_screens.elsewhere,
    ),
    Role.STAFF: Desk(
        load=cases.supervised,
        had=screening.had,
        possible=_as_staff,
        show=screening.show_opinion,
        opens=OpenScreening,
        ways=screening_screens.ways,
        elsewhere=representative_screens.elsewhere,
    ),
    Role.UNIT: Desk(
        load=cases.of_unit,
        had=officer.had,
        possible=officer.possible,
        show=officer.show_case,
        opens=OpenReferred,
        ways=officer_screens.ways,
        elsewhere=officer_screens.elsewhere,
        why_not=officer.why_not,
    ),
}
