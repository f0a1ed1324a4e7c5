"""Questions about what is referred to handling units."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.models.commitments import Commitment, Concern
from storage.models.directory import HandlingUnit
from storage.models.opinions import Entry, Event, Opinion, Rating, Referral
from storage.queries.opinions import Listed, count_some, listed, saying
from storage.vocabulary import INTERNAL, Action, CommitmentState, EntryKind, Outcome, Role, Satisfaction, Stage


async def of_units(session: AsyncSession, opinion_id: int, units: Sequence[int]) -> Opinion | None:
    """The opinion if one of these units has it, locked."""
    found = select(Opinion).where(Opinion.id == opinion_id, Opinion.unit_id.in_(units))
    return await session.scalar(found.with_for_update(of=Opinion).execution_options(populate_existing=True))


async def once_referred(session: AsyncSession, opinion_id: int, units: Sequence[int]) -> Referral | None:
    """The last time this opinion was with one of these units; None if it never was.

    One that was handled with another opinion waits for what was promised about that: it was with the unit through it.
    """
    found = select(Referral).where(Referral.opinion_id == opinion_id, Referral.unit_id.in_(units))
    referral = await session.scalar(found.order_by(Referral.id.desc()).limit(1))
    if referral is not None:
        return referral
    promised = select(Referral).join(Commitment, Commitment.referral_id == Referral.id)
    promised = promised.join(Concern, Concern.commitment_id == Commitment.id)
    promised = promised.where(Concern.opinion_id == opinion_id, Commitment.unit_id.in_(units))
    return await session.scalar(promised.order_by(Referral.id.desc()).limit(1))


async def current(session: AsyncSession, opinion_id: int) -> Referral | None:
    """The referral that has not ended."""
    found = select(Referral).where(Referral.opinion_id == opinion_id, Referral.ended_at.is_(None))
    return await session.scalar(found.execution_options(populate_existing=True))


async def last(session: AsyncSession, opinion_id: int) -> Referral | None:
    """The newest referral, ended or not."""
    found = select(Referral).where(Referral.opinion_id == opinion_id).order_by(Referral.id.desc()).limit(1)
    return await session.scalar(found)


async def returned_by(session: AsyncSession, opinion_id: int, round_: int) -> Sequence[Referral]:
    """The referrals of this round that came back as "not ours", in order."""
    found = select(Referral).where(
        Referral.opinion_id == opinion_id, Referral.round == round_, Referral.returned_at.is_not(None)
    )
    return (await session.scalars(found.order_by(Referral.id))).all()


async def goes_to_staff(session: AsyncSession, opinion_id: int, round_: int) -> bool:
    """True if staff decide on what was returned: they had chosen the unit, or the last two of the round returned it."""
    referrer = select(Event.actor_role).where(Event.opinion_id == opinion_id, Event.action == Action.REFER)
    if await session.scalar(referrer.order_by(Event.id.desc()).limit(1)) is Role.STAFF:
        return True
    returned = select(Referral.returned_at).where(Referral.opinion_id == opinion_id, Referral.round == round_)
    last = (await session.scalars(returned.order_by(Referral.id.desc()).limit(2))).all()
    return len(last) > 1 and None not in last


async def reply_of(session: AsyncSession, referral_id: int) -> list[Entry]:
    """Entries of the unit's reply, attachments loaded. Index: `ix_entry_referral_id`."""
    kinds = (EntryKind.UNIT_REPLY, EntryKind.PASSED_ON)
    found = select(Entry).where(Entry.referral_id == referral_id, Entry.kind.in_(kinds)).order_by(Entry.id)
    return list((await session.scalars(found)).all())


async def held(session: AsyncSession, referral: Referral) -> list[Entry]:
    """Entries of the reply that waits for the chief's release, attachments loaded."""
    found = select(Entry).where(Entry.referral_id == referral.id, Entry.kind == EntryKind.HELD)
    return list((await session.scalars(found.order_by(Entry.id))).all())


async def pass_on(session: AsyncSession, referral_id: int) -> None:
    """Its reply is the constituent's to read from now on."""
    await session.execute(
        update(Entry)
        .where(Entry.referral_id == referral_id, Entry.kind == EntryKind.UNIT_REPLY)
        .values(kind=EntryKind.PASSED_ON)
    )


async def entries_for(
    session: AsyncSession, opinion_id: int, units: Sequence[int], until: datetime | None
) -> list[Entry]:
    """Entries for officers of these units: what its author reads, and what was said between them and those who refer.

    `until`: when it left them; what was said after that is not theirs.
    """
    theirs = select(Referral.id).where(Referral.opinion_id == opinion_id, Referral.unit_id.in_(units))
    found = select(Entry).where(
        Entry.opinion_id == opinion_id, or_(Entry.kind.not_in(INTERNAL), Entry.referral_id.in_(theirs))
    )
    if until is not None:
        found = found.where(Entry.at <= until)
    return list((await session.scalars(found.order_by(Entry.id))).all())


async def why(session: AsyncSession, opinion_id: int, action: Action, unit_id: int) -> str | None:
    """The reason given last for this action between a unit and those who refer to it."""
    found = select(Event.why).where(Event.opinion_id == opinion_id, Event.action == action, Event.unit_id == unit_id)
    return await session.scalar(found.order_by(Event.id.desc()).limit(1))


def _with(units: Sequence[int], stages: Sequence[Stage], words: str = "") -> Select[Opinion]:
    return saying(select(Opinion).where(Opinion.unit_id.in_(units), Opinion.stage.in_(stages)), words)


async def listed_with(
    session: AsyncSession, units: Sequence[int], stages: Sequence[Stage], limit: int, skip: int = 0, words: str = ""
) -> list[Listed]:
    """Opinions these units have at these stages that say these words, earliest due first.

    Index: `ix_opinion_unit_id_stage_due_at`.
    """
    found = listed(_with(units, stages, words).order_by(Opinion.due_at, Opinion.id))
    return [Listed(*row) for row in await session.execute(found.limit(limit).offset(skip))]


async def count_with(session: AsyncSession, units: Sequence[int], stages: Sequence[Stage], words: str = "") -> int:
    """Count the opinions `listed_with` finds, no further than to `COUNTED`."""
    return await count_some(session, _with(units, stages, words).with_only_columns(Opinion.id))


async def count_overdue(session: AsyncSession, units: Sequence[int], now: datetime) -> int:
    """Count the opinions these units should have taken or replied to by now, no further than to `COUNTED`."""
    return await count_some(
        session, _with(units, [Stage.REFERRED]).where(Opinion.due_at < now).with_only_columns(Opinion.id)
    )


async def current_of(session: AsyncSession, opinion_ids: Sequence[int]) -> dict[int, Referral]:
    """The referrals of these opinions that have not ended, by opinion."""
    found = select(Referral).where(Referral.opinion_id.in_(opinion_ids), Referral.ended_at.is_(None))
    return {one.opinion_id: one for one in await session.scalars(found)}


class Past(NamedTuple):
    """A referral that is over for its unit."""

    opinion_id: int
    reference: str
    summary: str
    ended_at: datetime | None
    outcome: Outcome | None
    returned_at: datetime | None
    passed_on_at: datetime | None
    satisfaction: Satisfaction | None
    """Its author's rating of the answer of that round, if the unit's reply was passed on."""
    promise: CommitmentState | None
    """What became of what was promised with it; None: nothing was."""


def _over(units: Sequence[int]) -> Select[Referral]:
    # One that was sent back is with the unit again or over by another row; what it promised is to be kept first.
    over = Referral.unit_id.in_(units), Referral.ended_at.is_not(None), _last_of_its_way(), ~_to_be_kept().exists()
    return select(Referral).where(*over)


def _to_be_kept() -> Select[int]:
    kept = aliased(Commitment)
    own = kept.referral_id == Referral.id, kept.unit_id == Referral.unit_id
    return select(kept.id).where(*own, kept.ended_at.is_(None))


def _last_of_its_way() -> ColumnElement[bool]:
    later = aliased(Referral)
    followed = select(later.id).where(
        later.opinion_id == Referral.opinion_id, later.id > Referral.id, later.unit_id == Referral.unit_id
    )
    return ~followed.exists()


async def past(session: AsyncSession, units: Sequence[int], limit: int, skip: int = 0, words: str = "") -> list[Past]:
    """Referrals over for these units that say these words, the latest first, each opinion once a unit.

    Index: `ix_referral_unit_id_ended_at`.
    """
    rated = (
        (Rating.opinion_id == Referral.opinion_id)
        & (Rating.round == Referral.round)
        & (Rating.unit_id == Referral.unit_id)
    )
    found = (
        _over(units)
        .join(Opinion, Opinion.id == Referral.opinion_id)
        .outerjoin(Rating, rated & Referral.passed_on_at.is_not(None))
        .outerjoin(Commitment, Commitment.referral_id == Referral.id)
        .with_only_columns(
            Opinion.id,
            Opinion.reference,
            Opinion.summary,
            Referral.ended_at,
            Referral.outcome,
            Referral.returned_at,
            Referral.passed_on_at,
            Rating.satisfaction,
            Commitment.state,
        )
        .order_by(Referral.ended_at.desc(), Referral.id.desc())
    )
    rows = await session.execute(saying(found, words).limit(limit).offset(skip))
    return [Past(*row[:9]) for row in rows]  # type: ignore[arg-type]


async def count_past(session: AsyncSession, units: Sequence[int], words: str = "") -> int:
    """Count the referrals `past` finds, no further than to `COUNTED`."""
    found = _over(units).with_only_columns(Referral.id).order_by(Referral.ended_at.desc())
    if words:
        found = saying(found.join(Opinion, Opinion.id == Referral.opinion_id), words)
    return await count_some(session, found)


async def units_named(session: AsyncSession, typed: str) -> Sequence[HandlingUnit]:
    """Units with this in their name, in either language; the shortest name first."""
    alike = [name.icontains(typed, autoescape=True) for name in (HandlingUnit.name, HandlingUnit.name_en)]
    found = select(HandlingUnit).where(or_(*alike))
    return (await session.scalars(found.order_by(func.length(HandlingUnit.name), HandlingUnit.id))).all()


async def units(session: AsyncSession, limit: int | None = None, skip: int = 0) -> Sequence[HandlingUnit]:
    """All units, as they stand in the directory."""
    found = select(HandlingUnit).order_by(HandlingUnit.id)
    return (await session.scalars(found if limit is None else found.limit(limit).offset(skip))).all()


async def loads(session: AsyncSession, unit_ids: Sequence[int]) -> dict[int, int]:
    """Number of opinions each of these units has to reply to; who has none is not in it."""
    counted = _with(unit_ids, [Stage.REFERRED]).with_only_columns(Opinion.unit_id, func.count(Opinion.id))
    rows = await session.execute(counted.group_by(Opinion.unit_id))
    return {unit_id: count for unit_id, count in rows if unit_id is not None}
