"""The ledger of a notice: who is to get it, written down in pieces, and what became of it for each."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple

import orjson
from sqlalchemy import (
    ColumnElement,
    Select,
    TextClause,
    and_,
    case,
    delete,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.directory import Area, Representative, Station
from storage.models.notices import AMBIGUOUS, PROMISED, WAITING, MutedColumn, Notice, NoticeRecipient
from storage.models.people import Grant, Person
from storage.models.traffic import PENDING, OutboxCall
from storage.vocabulary import CallState, Lane, NoticeColumn, NoticeState, RecipientState, Role

QUIETLY = {"synchronize_session": False}


class Who(NamedTuple):
    """People a notice is for: one of each kind that is named must fit, and the station it is bound to."""

    bound_to: int | None
    areas: Sequence[int]
    stations: Sequence[int]
    roles: Sequence[Role]
    languages: Sequence[str]
    column: NoticeColumn | None
    """Column of the notice: people who muted it are left out; None: nobody is."""


def _fits(who: Who) -> ColumnElement[bool]:
    """True if a person is one of them; somebody without an account never is."""
    conditions: list[ColumnElement[bool]] = [Person.chat_id.is_not(None)]
    if who.bound_to is not None:
        conditions.append(_of_stations([who.bound_to]))
    if who.areas:
        conditions.append(_lives_in(select(Area.id).where(Area.id.in_(who.areas))))
    if who.stations:
        conditions.append(_of_stations(who.stations))
    if who.roles:
        conditions.append(or_(*(_holds(role) for role in who.roles)))
    if who.languages:
        conditions.append(Person.language.in_(who.languages))
    return and_(*conditions)


def _lives_in(roots: Select[int]) -> ColumnElement[bool]:
    """In one of these areas or below."""
    below = roots.cte(recursive=True)
    below = below.union(select(Area.id).join(below, Area.parent_id == below.c.id))
    return Person.area_id.in_(select(below.c.id))


def _of_stations(stations: Sequence[int]) -> ColumnElement[bool]:
    """True if a person lives where these stations serve, or holds an office at one of them."""
    theirs = select(Representative.id).where(Representative.station_id.in_(stations))
    office = or_(Grant.station_id.in_(stations), Grant.representative_id.in_(theirs))
    return or_(_lives_in(select(Station.area_id.label("id")).where(Station.id.in_(stations))), _granted(office))


def _holds(role: Role) -> ColumnElement[bool]:
    """`constituent`: who holds no office here."""
    return ~_granted(~false()) if role is Role.CONSTITUENT else _granted(Grant.role == role)


def _granted(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    held = select(Grant.id).where(Grant.person_id == Person.id, Grant.revoked_at.is_(None), condition)
    return held.correlate(Person).exists()


def _muted(column: NoticeColumn | None) -> ColumnElement[bool]:
    if column is None:
        return false()
    mute = select(MutedColumn.person_id).where(MutedColumn.person_id == Person.id, MutedColumn.column == column)
    return mute.correlate(Person).exists()


async def next_stop(session: AsyncSession, after: int, until: int, people: int) -> int:
    """The id of the last of the next so many people; `until` if there are no more."""
    ahead = select(Person.id).where(Person.id > after, Person.id <= until).order_by(Person.id).limit(people).subquery()
    stop = await session.scalar(select(func.max(ahead.c.id)).having(func.count() == people))
    return stop if stop is not None else until


class Tally(NamedTuple):
    """Number of people of a language a notice is for, and of those among them who do not get it."""

    language: str
    people: int
    unreachable: int
    muted: int
    """Of those who can be reached."""

    @property
    def reached(self) -> int:
        """Number of people who get it."""
        return self.people - self.unreachable - self.muted


async def tally(session: AsyncSession, who: Who, after: int, up_to: int) -> list[Tally]:
    """The people with ids in (after, up_to], a row a language."""
    gone, muted = ~Person.reachable, _muted(who.column)
    found = (
        select(
            Person.language,
            func.count(),
            func.coalesce(func.sum(case((gone, 1), else_=0)), 0),
            func.coalesce(func.sum(case((and_(Person.reachable, muted), 1), else_=0)), 0),
        )
        .where(Person.id > after, Person.id <= up_to, _fits(who))
        .group_by(Person.language)
    )
    return [Tally(*row) for row in await session.execute(found)]


async def reach(session: AsyncSession, notice_id: int, after: int, up_to: int, tallies: Sequence[Tally]) -> bool:
    """Note that the people with ids in (after, up_to] are written down, and how many; False if that is not the next
    piece, or none is asked for any more."""
    moved = await session.execute(
        update(Notice)
        .where(Notice.id == notice_id, Notice.state == NoticeState.FIXING, Notice.fixed_up_to == after)
        .values(
            fixed_up_to=up_to,
            recipients=Notice.recipients + sum(tally.reached for tally in tallies),
            left_unreachable=Notice.left_unreachable + sum(tally.unreachable for tally in tallies),
            left_muted=Notice.left_muted + sum(tally.muted for tally in tallies),
        )
        .returning(Notice.id),
        execution_options=QUIETLY,
    )
    return moved.first() is not None


async def fix(session: AsyncSession, notice_id: int, who: Who, after: int, up_to: int) -> None:
    """Write down those of the people with ids in (after, up_to] who get it; doing it again changes nothing."""
    there = select(NoticeRecipient.person_id).where(
        NoticeRecipient.notice_id == notice_id, NoticeRecipient.person_id == Person.id
    )
    theirs = (
        select(literal(notice_id), Person.id, literal(RecipientState.WAITING.value))
        .where(Person.id > after, Person.id <= up_to, Person.reachable, ~_muted(who.column), _fits(who))
        .where(~there.correlate(Person).exists())
        .order_by(Person.id)
    )
    await session.execute(insert(NoticeRecipient).from_select(["notice_id", "person_id", "state"], theirs))


class Next(NamedTuple):
    """A person a notice goes to now, as they are now."""

    person_id: int
    chat_id: int | None
    """None: they erased what is theirs."""
    language: str
    reachable: bool
    muted: bool


async def waiting(session: AsyncSession, notice_id: int, column: NoticeColumn, limit: int) -> list[Next]:
    """The next at most `limit` who are to get it. Index: `ix_notice_recipient_waiting`."""
    found = (
        select(Person.id, Person.chat_id, Person.language, Person.reachable, _muted(column))
        .join(NoticeRecipient, NoticeRecipient.person_id == Person.id)
        .where(WAITING, NoticeRecipient.notice_id == notice_id)
        .order_by(NoticeRecipient.person_id)
        .limit(limit)
    )
    return [Next(row[0], row[1], row[2], row[3], bool(row[4])) for row in await session.execute(found)]


async def any_waiting(session: AsyncSession, notice_id: int) -> bool:
    """True if somebody is still to get it."""
    found = select(NoticeRecipient.person_id).where(WAITING, NoticeRecipient.notice_id == notice_id).limit(1)
    return (await session.execute(found)).first() is not None


async def in_the_outbox(session: AsyncSession, notice_id: int) -> int:
    """Count the recipients that are promised and not ended. Index: `ix_notice_recipient_promised`."""
    found = select(func.count()).select_from(NoticeRecipient).where(PROMISED, NoticeRecipient.notice_id == notice_id)
    return (await session.execute(found)).scalar_one()


async def promised(session: AsyncSession, notice_id: int, calls: Sequence[tuple[int, int]]) -> None:
    """(person, outbox call): on its way to them."""
    rows = [(person_id, RecipientState.PROMISED, call_id) for person_id, call_id in calls]
    await _set(session, notice_id, (("state", "smallint"), ("call_id", "bigint")), rows)


class Ended(NamedTuple):
    """Outcome of a notice for one person."""

    person_id: int
    state: RecipientState
    at: datetime
    reason: str | None = None


async def end(session: AsyncSession, notice_id: int, ended: Sequence[Ended]) -> None:
    """Write down what became of it."""
    rows = [(one.person_id, one.state, int(one.at.timestamp()), one.reason) for one in ended]
    await _set(session, notice_id, (("state", "smallint"), ("at", "bigint"), ("reason", "varchar")), rows)


async def _set(
    session: AsyncSession, notice_id: int, columns: tuple[tuple[str, str], ...], rows: Sequence[tuple[object, ...]]
) -> None:
    """Set these columns (name and PostgreSQL type) for each person (the first of a row).

    One statement for all, the rows as one JSON parameter: a fifth of the time of a statement for each. The notice is
    in each row, else SQLite would look through all its lines for each of them.
    """
    if rows:
        statement = _setting(columns, sqlite=session.get_bind().dialect.name == "sqlite")
        await session.execute(statement, {"rows": orjson.dumps([(notice_id, *row) for row in rows]).decode()})


@cache
def _setting(columns: tuple[tuple[str, str], ...], *, sqlite: bool) -> TextClause:
    named = (("notice_id", "integer"), ("person_id", "integer"), *columns)
    if sqlite:
        parts = [f"json_extract(value, '$[{at}]') AS {name}" for at, (name, _) in enumerate(named)]
        source = "json_each(:rows)"
    else:
        parts = [f"CAST(value->>{at} AS {kind}) AS {name}" for at, (name, kind) in enumerate(named)]
        source = "json_array_elements(CAST(:rows AS json))"
    assignments = ", ".join(f"{name} = new.{name}" for name, _ in columns)
    return text(
        f"UPDATE notice_recipient SET {assignments} FROM (SELECT {', '.join(parts)} FROM {source}) AS new "  # noqa: S608
        "WHERE notice_recipient.notice_id = new.notice_id AND notice_recipient.person_id = new.person_id"
    )


OUTCOMES = {
    CallState.SENT: RecipientState.SENT,
    CallState.UNREACHABLE: RecipientState.UNREACHABLE,
    CallState.REPLACED: RecipientState.UNREACHABLE,  # they erased what is theirs while it waited
    CallState.DEAD: RecipientState.FAILED,
    CallState.AMBIGUOUS: RecipientState.AMBIGUOUS,
}


async def take_outcomes(session: AsyncSession, notice_id: int, now: datetime) -> list[Ended]:
    """Outcomes the outbox knows by now, written into the ledger; ended calls leave the outbox.

    One whose call the outbox has lost is ambiguous.
    """
    over = or_(
        OutboxCall.id.is_(None),
        OutboxCall.state.in_([state for state in OUTCOMES if state is not CallState.AMBIGUOUS]),
        and_(OutboxCall.state == CallState.AMBIGUOUS, OutboxCall.payload == ""),  # with its payload it is under way
    )
    found = (
        select(
            NoticeRecipient.person_id,
            NoticeRecipient.call_id,
            OutboxCall.state,
            OutboxCall.done_at,
            OutboxCall.error,
        )
        .outerjoin(OutboxCall, OutboxCall.id == NoticeRecipient.call_id)
        .where(PROMISED, NoticeRecipient.notice_id == notice_id, over)
    )
    rows = (await session.execute(found)).all()
    ended = [
        Ended(row.person_id, OUTCOMES[row.state or CallState.AMBIGUOUS], row.done_at or now, row.error) for row in rows
    ]
    await end(session, notice_id, ended)
    if rows:
        gone = delete(OutboxCall).where(OutboxCall.id.in_([row.call_id for row in rows]))
        await session.execute(gone, execution_options=QUIETLY)
    return ended


async def recall(session: AsyncSession, notice_id: int) -> int:
    """Take back what stands in the outbox and was not claimed for sending; how many."""
    theirs = select(NoticeRecipient.call_id).where(PROMISED, NoticeRecipient.notice_id == notice_id)
    taken = await session.scalars(
        delete(OutboxCall).where(PENDING, OutboxCall.id.in_(theirs)).returning(OutboxCall.id),
        execution_options=QUIETLY,
    )
    calls = taken.all()
    if calls:
        await session.execute(
            update(NoticeRecipient)
            .where(PROMISED, NoticeRecipient.notice_id == notice_id, NoticeRecipient.call_id.in_(calls))
            .values(state=RecipientState.WAITING, call_id=None),
            execution_options=QUIETLY,
        )
    return len(calls)


async def again(session: AsyncSession, notice_id: int) -> int:
    """Let those whose fate is unknown, and nobody else, get it once more; how many."""
    unknown = await session.scalars(
        update(NoticeRecipient)
        .where(AMBIGUOUS, NoticeRecipient.notice_id == notice_id)
        .values(state=RecipientState.WAITING, call_id=None, at=None, reason=None)
        .returning(NoticeRecipient.person_id),
        execution_options=QUIETLY,
    )
    return len(unknown.all())


async def break_off(session: AsyncSession, now: datetime) -> int:
    """Nobody sends any more: notices that were claimed for sending and not settled are ambiguous; how many."""
    theirs = select(NoticeRecipient.call_id).where(PROMISED)
    broken = await session.scalars(
        update(OutboxCall)
        .where(
            OutboxCall.id.in_(theirs),
            OutboxCall.lane == Lane.NOTICE,
            OutboxCall.state == CallState.AMBIGUOUS,
            OutboxCall.payload != "",
        )
        .values(payload="", error="the process ended while it was sent", done_at=now)
        .returning(OutboxCall.id),
        execution_options=QUIETLY,
    )
    return len(broken.all())


class Line(NamedTuple):
    """One recipient in a report: where they live and what became of it, not who they are."""

    person_id: int
    area_id: int | None
    state: RecipientState
    at: int | None
    """Seconds since 1970."""
    reason: str | None


async def lines(session: AsyncSession, notice_id: int, after: int, limit: int) -> list[Line]:
    """The ledger from the person after `after` on."""
    found = (
        select(
            NoticeRecipient.person_id,
            Person.area_id,
            NoticeRecipient.state,
            NoticeRecipient.at,
            NoticeRecipient.reason,
        )
        .outerjoin(Person, Person.id == NoticeRecipient.person_id)
        .where(NoticeRecipient.notice_id == notice_id, NoticeRecipient.person_id > after)
        .order_by(NoticeRecipient.person_id)
        .limit(limit)
    )
    return [Line(*row) for row in await session.execute(found)]


async def prune(session: AsyncSession, before: datetime, limit: int) -> int:
    """Forget at most `limit` lines of notices that ended before then; how many. The notices keep their numbers."""
    old = select(NoticeRecipient.notice_id).where(NoticeRecipient.notice_id == Notice.id).exists()
    notice_id = await session.scalar(select(Notice.id).where(Notice.ended_at < before, old).limit(1))
    if notice_id is None:
        return 0
    ids = select(NoticeRecipient.person_id).where(NoticeRecipient.notice_id == notice_id).limit(limit)
    gone = await session.scalars(
        delete(NoticeRecipient)
        .where(NoticeRecipient.notice_id == notice_id, NoticeRecipient.person_id.in_(ids))
        .returning(NoticeRecipient.person_id),
        execution_options=QUIETLY,
    )
    return len(gone.all())
