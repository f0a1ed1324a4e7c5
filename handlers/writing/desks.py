"""How each role that handles opinions finds a case, opens it, and says where it is when it is theirs no more."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiogram.fsm.context import FSMContext

from handlers.conversation.context import Context
from handlers.conversation.screen import Button
from handlers.conversation.texts import Html, Translator
from handlers.core.casework import rules, transitions
from handlers.notifications.casework import STAGE_NAMES
from handlers.presentation.callbacks import OpenCase, OpenScreening
from handlers.representatives import inbox as representative_inbox
from handlers.representatives import screens as representative_screens
from handlers.screening import queue
from handlers.screening import screens as screening_screens
from handlers.units import inbox as unit_inbox
from handlers.units import screens as unit_screens
from handlers.units.callbacks import OpenReferred
from storage.models import Opinion
from storage.vocabulary import Action, Role

Opens = type[OpenCase] | type[OpenScreening] | type[OpenReferred]


async def _stands_elsewhere(ctx: Context, opinion: Opinion) -> Html:
    facts = {"reference": opinion.reference, "stage": ctx.t(STAGE_NAMES[opinion.stage])}
    return ctx.t("{reference}: {stage}. This is not possible now.", **facts)


async def _as_staff(ctx: Context, opinion: Opinion) -> list[Action]:
    found = rules.actions(rules.possible(opinion.stage, Role.STAFF))
    return [action for action in found if not rules.is_idle(action, asked=opinion.extension_asked)]


@dataclass(frozen=True, slots=True)
class Desk:
    """A role's way with cases."""

    load: Callable[[Context, int], Awaitable[Opinion]]
    """The case, locked. Raises `OpinionNotFound` if it is not theirs."""
    had: Callable[[Context, int], Awaitable[Opinion | None]]
    """The case if it was theirs once, not locked."""
    possible: Callable[[Context, Opinion], Awaitable[list[Action]]]
    show: Callable[[Context, FSMContext, int], Awaitable[None]]
    """The case as it stands; nothing is being written any more."""
    opens: Opens
    ways: Callable[[Translator], list[Button]]
    elsewhere: Callable[[Translator, Opinion], Html]
    """Where a case is that they had."""
    why_not: Callable[[Context, Opinion], Awaitable[Html]] = _stands_elsewhere
    """Why what they wrote comes too late."""


DESKS: Mapping[Role, Desk] = {
    Role.REPRESENTATIVE: Desk(
        load=transitions.entrusted,
        had=representative_inbox.had,
        possible=representative_inbox.possible,
        show=representative_inbox.show_case,
        opens=OpenCase,
        ways=representative_screens.ways,
        elsewhere=representative_screens.elsewhere,
    ),
    Role.STAFF: Desk(
        load=transitions.supervised,
        had=queue.had,
        possible=_as_staff,
        show=queue.show_opinion,
        opens=OpenScreening,
        ways=screening_screens.ways,
        elsewhere=representative_screens.elsewhere,
    ),
    Role.UNIT: Desk(
        load=transitions.of_unit,
        had=unit_inbox.had,
        possible=unit_inbox.possible,
        show=unit_inbox.show_case,
        opens=OpenReferred,
        ways=unit_screens.ways,
        elsewhere=unit_screens.elsewhere,
        why_not=unit_inbox.why_not,
    ),
}
