"""Screens of a case in each role that handles cases: registered by the folder that talks with it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiogram.fsm.context import FSMContext

from handlers.conversation.context import Context
from handlers.conversation.texts import Html
from handlers.presentation.names import STAGE_NAMES
from storage.models.opinions import Opinion
from storage.vocabulary import Action, Role


async def _stands_elsewhere(ctx: Context, opinion: Opinion) -> Html:
    facts = {"reference": opinion.reference, "stage": ctx.t(STAGE_NAMES[opinion.stage])}
    return ctx.t("{reference}: {stage}. This is not possible now.", **facts)


@dataclass(frozen=True, slots=True)
class CaseRole:
    """The screens of cases of one role."""

    show: Callable[[Context, FSMContext, int], Awaitable[None]]
    """The case as it stands; nothing is being written any more."""
    as_shown: Callable[[Context, FSMContext, int, int, Action], Awaitable[Opinion | None]]
    """The case, locked, if it stands at this version and this can be done with it; else None, and they see why not."""
    why_not: Callable[[Context, Opinion], Awaitable[Html]] = _stands_elsewhere
    """Reason why what they wrote comes too late."""


CASE_ROLES: dict[Role, CaseRole] = {}
"""By role; filled by the folders above as they are imported."""
