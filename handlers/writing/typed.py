"""Words that somebody in office typed without opening a case: they may be for one of the cases that are with them."""

from datetime import datetime
from typing import NamedTuple

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation import case_drafts, opinion_drafts
from handlers.conversation.case_drafts import Kind
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.screen import LONGEST_LABEL, Button, column
from handlers.conversation.texts import Html, dotted, shortened
from handlers.core.casework.rules import KEPT_BY_UNIT
from handlers.core.errors import NotAllowed
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import end_of
from handlers.writing import screens, writing
from handlers.writing.callbacks import IntoCase
from storage.queries import commitments, opinions, referrals
from storage.queries.opinions import Listed
from storage.stages import TO_DO
from storage.vocabulary import Role, Stage

router = Router(name="writing.typed")
router.callback_query.filter(HasRole(Role.REPRESENTATIVE, Role.UNIT))

KINDS = (Kind.LETTER, Kind.PASSING, Kind.UNIT_REPLY, Kind.PROGRESS)
OFFERED = 5
"""So many cases are offered, those due first; the rest is a list away."""


class Offer(NamedTuple):
    """Case that words may be for, the kind they become in it, and its sign."""

    due_at: datetime | None
    id: int
    reference: str
    summary: str
    sign: str
    kind: Kind


async def offers(ctx: Context) -> list[list[Button]]:
    """Keys of the cases that wait for the person who speaks, the earliest due first."""
    found: list[Offer] = []
    if ids := [one.id for one in ctx.representatives]:
        theirs = await opinions.list_of_representatives(ctx.session, ids, list(TO_DO), OFFERED)
        found += [_offer(one, *_of_representative(one.stage)) for one in theirs]
    if ids := [one.id for one in ctx.units]:
        with_them = await referrals.listed_with(ctx.session, ids, [Stage.REFERRED], OFFERED)
        found += [_offer(one, "🏢", Kind.UNIT_REPLY) for one in with_them]
        found += await _promised(ctx, ids)
    found.sort(key=lambda one: (one.due_at is None, one.due_at, one.id))
    return column(
        [
            Button(
                shortened(dotted(f"{one.sign} {one.reference}", one.summary), LONGEST_LABEL),
                IntoCase(opinion=one.id, kind=one.kind),
            )
            for one in found[:OFFERED]
        ]
    )


def _of_representative(stage: Stage) -> tuple[str, Kind]:
    return ("📨", Kind.PASSING) if stage is Stage.REPLIED else ("💬", Kind.LETTER)


def _offer(one: Listed, sign: str, kind: Kind) -> Offer:
    return Offer(one.due_at, one.id, one.reference, one.summary, sign, kind)


async def _promised(ctx: Context, units: list[int]) -> list[Offer]:
    """What these units promised: words about it are a report."""
    zone = (await calendar(ctx.out)).zone
    return [
        Offer(end_of(one.due_on, zone), one.opinion_id, one.reference, one.what, "📌", Kind.PROGRESS)
        for one in await commitments.kept_by(ctx.session, units, KEPT_BY_UNIT, OFFERED)
        if one.opinion_id is not None
    ]


@router.callback_query(IntoCase.filter())
async def into_case(query: CallbackQuery, callback_data: IntoCase, ctx: Context, state: FSMContext) -> None:
    """Begin something about this case with what was typed, or go on with it; what does not fit stays kept aside."""
    held = opinion_drafts.of(ctx.conversation, "held")
    draft = case_drafts.of(ctx.conversation, callback_data.opinion, callback_data.kind)
    if callback_data.kind not in KINDS:
        raise NotAllowed
    ctx.actor.require(draft.form.by)
    if not held.parts:
        await writing.show_gone(ctx, state, callback_data.opinion, callback_data.kind)
        return
    opinion = await writing.still_theirs(ctx, draft)
    if opinion is None:
        return
    note = Html()
    while held.parts and not (note := screens.not_taken(ctx.t, draft, held.said[0])):
        draft.take(held.said[0])
        del held.parts[0]
    if held.parts:
        opinion_drafts.keep(ctx.conversation, held, "held")
    else:
        opinion_drafts.drop(ctx.conversation, "held")
    await writing.show(ctx, opinion, draft, note=note)
