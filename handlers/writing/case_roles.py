"""Screens of a case in each role that handles cases: registered by the folder that talks with it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.texts import Html
from handlers.core.errors import NotAllowed
from handlers.presentation.callbacks import RepresentativeAct, StaffAct, UnitAct
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

_KEYS: dict[Role, type[RepresentativeAct | StaffAct | UnitAct]] = {
    Role.REPRESENTATIVE: RepresentativeAct,
    Role.STAFF: StaffAct,
    Role.UNIT: UnitAct,
}
Beginning = Callable[[Context, FSMContext, int, int, Role], Awaitable[None]]
"""Takes the case and the version at which its key was shown, and the role in which it was pressed."""


def begins(router: Router, acts: Mapping[Role, Action], begin: Beginning) -> None:
    """Let each of these roles begin with its key of a case what is the same for all of them."""
    for role, act in acts.items():
        router.callback_query.register(_pressed(begin, role), HasRole(role), _KEYS[role].filter(F.action == act))


def _pressed(begin: Beginning, role: Role) -> Callable[..., Awaitable[None]]:
    async def press(
        query: CallbackQuery,
        callback_data: RepresentativeAct | StaffAct | UnitAct,
        ctx: Context,
        state: FSMContext,
    ) -> None:
        await begin(ctx, state, callback_data.opinion, callback_data.version, role)

    return press


async def as_shown(
    ctx: Context, state: FSMContext, opinion_id: int, version: int, by: Role, acts: Mapping[Role, Action]
) -> Opinion | None:
    """The case, locked, if it stands as when the button was shown and they can do this; else they see where it stands.

    Raises `NotAllowed` in a role that is none of `acts`, or not theirs.
    """
    if by not in acts or not ctx.has(by):
        raise NotAllowed
    return await CASE_ROLES[by].as_shown(ctx, state, opinion_id, version, acts[by])
