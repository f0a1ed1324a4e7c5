"""Questions about opinions."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVarTuple, cast

from sqlalchemy import Select, Table, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.opinions import TO_DECIDE, TO_SCREEN, Attachment, Entry, Event, Opinion, Rating, ReferenceCounter
from storage.models.traffic import CaseMessage
from storage.upsert import inserts_by_dialect
from storage.vocabulary import INTERNAL, OPINING, UNIT_ONLY, Action, EntryKind, Role, Stage

Columns = TypeVarTuple("Columns")
COUNTED = 1_000
"""So far a queue is counted; who reads "999+" needs no better number."""
_COUNTER = cast("Table", ReferenceCounter.__table__)
_NEXT_NUMBER = {
    name: insert.on_conflict_do_update(index_elements=["year"], set_={"last": _COUNTER.c.last + 1}).returning(
        _COUNTER.c.last
    )
    for name, insert in inserts_by_dialect(ReferenceCounter)
}


async def next_number(session: AsyncSession, year: int) -> int:
    """The next number of references in a year, from 1; unique even when two submit at once."""
    counted = _NEXT_NUMBER[session.get_bind().dialect.name]
    number: int = (await session.execute(counted, {"year": year, "last": 1})).scalar_one()
    return number


def _locked(found: Select[Opinion]) -> Select[Opinion]:
    # `populate_existing`: what waited for the lock must see what the holder of it changed.
    return found.with_for_update(of=Opinion).execution_options(populate_existing=True)


_OPINION = cast("Table", Opinion.__table__)
_OF_SUBMISSION = select(_OPINION.c.id).where(_OPINION.c.submission == bindparam("submission"))


async def of_submission(session: AsyncSession, submission: str) -> Opinion | None:
    """The opinion that this draft became."""
    found = await session.scalar(_OF_SUBMISSION, {"submission": submission})
    return None if found is None else await session.get(Opinion, found)


async def any_of(session: AsyncSession, opinion_id: int) -> Opinion | None:
    """The opinion, whosever it is, locked. Only for sweeps and for what concerns an opinion found through another."""
    return await session.scalar(_locked(select(Opinion).where(Opinion.id == opinion_id)))


async def of_constituent(session: AsyncSession, opinion_id: int, person_id: int) -> Opinion | None:
    """The opinion if it is this constituent's, locked."""
    found = select(Opinion).where(Opinion.id == opinion_id, Opinion.constituent_id == person_id)
    return await session.scalar(_locked(found))


async def of_representatives(session: AsyncSession, opinion_id: int, representatives: Sequence[int]) -> Opinion | None:
    """The opinion if one of these representatives has it, locked."""
    found = select(Opinion).where(Opinion.id == opinion_id, Opinion.representative_id.in_(representatives))
    return await session.scalar(_locked(found))


async def of_stations(session: AsyncSession, opinion_id: int, stations: Sequence[int] | None) -> Opinion | None:
    """The opinion if it belongs to one of these stations (None: to any), locked."""
    found = select(Opinion).where(Opinion.id == opinion_id)
    if stations is not None:
        found = found.where(Opinion.station_id.in_(stations))
    return await session.scalar(_locked(found))


async def of_message(session: AsyncSession, chat_id: int, message_id: int) -> int | None:
    """The opinion that a message in a chat is about: one we sent, or one of the constituent's own."""
    ours = await session.scalar(
        select(CaseMessage.opinion_id).where(CaseMessage.chat_id == chat_id, CaseMessage.message_id == message_id)
    )
    if ours is not None:
        return ours
    theirs = select(Entry.opinion_id).where(Entry.chat_id == chat_id, Entry.message_id == message_id).limit(1)
    return await session.scalar(theirs)


async def entries(session: AsyncSession, opinion_id: int) -> list[Entry]:
    """All that was said in an opinion, in order, attachments loaded; nothing that a unit's chief has not released."""
    found = select(Entry).where(Entry.opinion_id == opinion_id, Entry.kind.not_in(UNIT_ONLY))
    return list((await session.scalars(found.order_by(Entry.id))).all())


async def last_answer(session: AsyncSession, opinion_id: int) -> tuple[list[Entry], bool]:
    """The messages of the newest answer to a question, and whether nothing but additions has come since."""
    happened = [
        event for event in await events(session, opinion_id) if event.action not in (Action.ADD, Action.CLASSIFY)
    ]
    answered = [event for event in happened if (event.action, event.actor_role) == (Action.RESUME, Role.CONSTITUENT)]
    if not answered:
        return [], False
    said = await entries(session, opinion_id)
    answer = [entry for entry in said if entry.kind is EntryKind.ANSWER and entry.at >= answered[-1].at]
    return answer, happened[-1] is answered[-1]


async def size(session: AsyncSession, opinion_id: int, kind: EntryKind, round_: int) -> tuple[int, int]:
    """Numbers of characters and of files in what was said in an opinion as one kind in a round.

    Indexes: `ix_entry_opinion_id`, `ix_attachment_entry_id`.
    """
    where = (Entry.opinion_id == opinion_id, Entry.kind == kind, Entry.round == round_)
    characters = await session.scalar(select(func.coalesce(func.sum(func.length(Entry.text)), 0)).where(*where))
    attached = select(func.count(Attachment.id)).join(Entry, Entry.id == Attachment.entry_id).where(*where)
    return int(characters or 0), int(await session.scalar(attached) or 0)


async def last_words(session: AsyncSession, opinion_id: int) -> str:
    """The words said last in an opinion. Index: `ix_entry_opinion_id`."""
    found = select(Entry.text).where(Entry.opinion_id == opinion_id).order_by(Entry.id.desc()).limit(1)
    return await session.scalar(found) or ""


async def openings(session: AsyncSession, ids: Collection[int], longest: int) -> dict[int, str]:
    """Words of the constituents in these opinions, no more than `longest` characters a message."""
    found = (
        select(Entry.opinion_id, func.substr(Entry.text, 1, longest))
        .where(Entry.opinion_id.in_(ids), Entry.kind.in_(OPINING))
        .order_by(Entry.id)
    )
    texts: dict[int, list[str]] = {one: [] for one in ids}
    for opinion_id, text in await session.execute(found):
        texts[opinion_id].append(text)
    return {one: "\n".join(filter(None, written)) for one, written in texts.items()}


async def public_entries(session: AsyncSession, opinion_id: int) -> list[Entry]:
    """Entries of an opinion that its author may read: without what those who handle it say to each other."""
    return [entry for entry in await entries(session, opinion_id) if entry.kind not in INTERNAL]


async def events(session: AsyncSession, opinion_id: int) -> list[Event]:
    """All that happened to an opinion, in order."""
    return list((await session.scalars(select(Event).where(Event.opinion_id == opinion_id).order_by(Event.id))).all())


async def opening(session: AsyncSession, opinion: Opinion) -> Event | None:
    """What opened the round in which an opinion is; None in the first. Index: `ix_event_opinion_id`."""
    if opinion.round == 1:
        return None
    found = select(Event).where(Event.opinion_id == opinion.id, Event.round == opinion.round)
    return await session.scalar(found.order_by(Event.id).limit(1))


async def rating(session: AsyncSession, opinion_id: int, round_: int) -> Rating | None:
    """The rating asked for in a round."""
    return await session.scalar(select(Rating).where(Rating.opinion_id == opinion_id, Rating.round == round_))


async def merged_into(session: AsyncSession, opinion_id: int) -> list[Opinion]:
    """The opinions that are handled together with this one and wait for its answer, locked, oldest first."""
    found = select(Opinion).where(Opinion.merged_into_id == opinion_id).order_by(Opinion.id)
    return list((await session.scalars(_locked(found))).all())


class Listed(NamedTuple):
    """An opinion in a list."""

    id: int
    reference: str
    summary: str
    stage: Stage
    due_at: datetime | None
    submitted_at: datetime
    round: int
    since: datetime
    """Instant at which it came to its stage; what is due is counted from there."""


def listed(found: Select[Opinion]) -> Select[int, str, str, Stage, datetime | None, datetime, int, datetime]:
    """The same opinions as rows for `Listed`."""
    return found.with_only_columns(
        Opinion.id,
        Opinion.reference,
        Opinion.summary,
        Opinion.stage,
        Opinion.due_at,
        Opinion.submitted_at,
        Opinion.round,
        Opinion.stage_since,
    )


def saying(found: Select[*Columns], words: str) -> Select[*Columns]:
    """Those of them whose reference or first words hold these words; all of them without words."""
    if not words:
        return found
    return found.where(or_(*(one.icontains(words, autoescape=True) for one in (Opinion.reference, Opinion.summary))))


async def list_of_constituent(
    session: AsyncSession, person_id: int, limit: int, skip: int = 0, words: str = ""
) -> list[Listed]:
    """A constituent's opinions that say these words, newest first. Index: `ix_opinion_constituent_id_id`."""
    found = saying(select(Opinion).where(Opinion.constituent_id == person_id), words).order_by(Opinion.id.desc())
    return [Listed(*row) for row in await session.execute(listed(found).limit(limit).offset(skip))]


async def count_of_constituent(session: AsyncSession, person_id: int, words: str = "") -> int:
    """Count the opinions `list_of_constituent` finds. Index: `ix_opinion_constituent_id_id`."""
    found = saying(select(func.count()).select_from(Opinion).where(Opinion.constituent_id == person_id), words)
    return (await session.execute(found)).scalar_one()


async def list_of_representatives(
    session: AsyncSession,
    representatives: Sequence[int],
    stages: Sequence[Stage],
    limit: int,
    skip: int = 0,
    words: str = "",
) -> list[Listed]:
    """Opinions these representatives have at these stages that say these words: earliest due first."""
    theirs = Opinion.representative_id.in_(representatives), Opinion.stage.in_(stages)
    found = saying(select(Opinion).where(*theirs), words).order_by(Opinion.due_at, Opinion.id)
    return [Listed(*row) for row in await session.execute(listed(found).limit(limit).offset(skip))]


def to_screen(stations: Sequence[int] | None) -> Select[Opinion]:
    """Opinions that wait for staff of these stations (None: all), in no order.

    Indexes: `ix_opinion_queue`, `ix_opinion_queue_of_station`.
    """
    found = select(Opinion).where(TO_SCREEN)
    return found if stations is None else found.where(Opinion.station_id.in_(stations))


async def count_some(session: AsyncSession, found: Select[Any]) -> int:
    """Count rows no further than to `COUNTED`, so that a long list costs no more to count."""
    return (await session.execute(select(func.count()).select_from(found.limit(COUNTED).subquery()))).scalar_one()


async def count_to_screen(
    session: AsyncSession, stations: Sequence[int] | None, words: str = "", *, late: datetime | None = None
) -> int:
    """Count what waits for these staff and says these words, no further than to `COUNTED`; with `late` only what is
    overdue at that instant."""
    found = saying(to_screen(stations), words)
    if late is not None:
        found = found.where(Opinion.due_at < late)
    return await count_some(session, found.with_only_columns(Opinion.id))


class Queue(NamedTuple):
    """Number of cases that wait for staff, by what they are to do; each counted no further than to `COUNTED`."""

    new: int
    """To be screened."""
    declines: int
    """Proposals to decline."""
    extensions: int
    """Requests for more time."""
    units: int
    """Units to decide on, as others returned it."""
    supervised: int
    """To be supervised."""


async def queue_of(session: AsyncSession, stations: Sequence[int] | None) -> Queue:
    """Number of cases that wait for these staff. Indexes: as `to_screen`, and `ix_opinion_to_decide`."""
    to_decide = select(Opinion).where(TO_DECIDE)
    if stations is not None:
        to_decide = to_decide.where(Opinion.station_id.in_(stations))
    kinds = (
        to_screen(stations).where(Opinion.stage == Stage.SUBMITTED),
        to_decide.where(Opinion.decline_proposed),
        to_decide.where(Opinion.extension_asked),
        to_decide.where(Opinion.unit_to_decide),
        to_screen(stations).where(Opinion.stage == Stage.SUPERVISED),
    )
    some = [kind.with_only_columns(Opinion.id).limit(COUNTED).subquery() for kind in kinds]
    counted = [select(func.count()).select_from(one).scalar_subquery() for one in some]
    row = (await session.execute(select(*counted))).one()
    return Queue(*row)


async def count_of_representatives(
    session: AsyncSession, representatives: Sequence[int], stages: Sequence[Stage], words: str = ""
) -> int:
    """Count the opinions these representatives have at these stages that say these words."""
    theirs = Opinion.representative_id.in_(representatives), Opinion.stage.in_(stages)
    found = saying(select(func.count()).select_from(Opinion).where(*theirs), words)
    return (await session.execute(found)).scalar_one()


async def counts_of_constituent(session: AsyncSession, person_id: int) -> dict[Stage, int]:
    """Number of opinions a constituent has at each stage. Index: `ix_opinion_constituent_id_id`."""
    found = select(Opinion.stage, func.count()).where(Opinion.constituent_id == person_id).group_by(Opinion.stage)
    return {row[0]: row[1] for row in await session.execute(found)}
