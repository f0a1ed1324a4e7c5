"""All that is kept of one person, and forgetting it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.opinions import Due, Entry, Event, Opinion, Rating
from storage.models.people import Address, Person
from storage.models.reminders import Reminder
from storage.models.traffic import PENDING, CaseMessage, InboxUpdate, OutboxCall, StandingMessage
from storage.queries import desk, endorsing, matters, people, similar
from storage.queries import files as kept_files
from storage.vocabulary import INTERNAL, INTERNAL_STEPS, Action, CallState, InboxState, Role


async def all_opinions(session: AsyncSession, person_id: int) -> list[Opinion]:
    """Every opinion of a person, locked, oldest first."""
    found = select(Opinion).where(Opinion.constituent_id == person_id).order_by(Opinion.id).with_for_update(of=Opinion)
    return list((await session.scalars(found)).all())


async def opinions_in_full(session: AsyncSession, person_id: int) -> list[dict[str, Any]]:
    """Every opinion of a person with what was said in it and how it was rated, as plain data."""
    opinions = await session.scalars(select(Opinion).where(Opinion.constituent_id == person_id).order_by(Opinion.id))
    return [await _in_full(session, opinion) for opinion in opinions.all()]


async def _in_full(session: AsyncSession, opinion: Opinion) -> dict[str, Any]:
    said = and_(Entry.opinion_id == opinion.id, Entry.kind.not_in(INTERNAL))
    entries = (await session.scalars(select(Entry).where(said).order_by(Entry.id))).all()
    ratings = (await session.scalars(select(Rating).where(Rating.opinion_id == opinion.id))).all()
    events = (await session.scalars(select(Event).where(Event.opinion_id == opinion.id).order_by(Event.id))).all()
    return {
        "reference": opinion.reference,
        "submitted_at": opinion.submitted_at,
        "stage": opinion.stage,
        "anonymous": opinion.anonymous,
        "outcome": opinion.outcome,
        "planned_for": opinion.planned_for,
        "entries": [
            {
                "kind": entry.kind,
                "round": entry.round,
                "by": entry.author_role,
                "at": entry.at,
                "text": entry.text,
                "attachments": [{"kind": one.kind, "name": one.name} for one in entry.attachments],
            }
            for entry in entries
        ],
        "ratings": [
            {"round": one.round, "satisfaction": one.satisfaction, "why": one.why, "at": one.rated_at}
            for one in ratings
        ],
        "steps": [
            {"at": event.at, "by": event.actor_role, "what": event.action, "why": _told_why(event)}
            for event in events
            if event.action not in INTERNAL_STEPS
        ],
    }


async def voices_in_full(session: AsyncSession, person_id: int) -> list[dict[str, Any]]:
    """Every voice that a person added to a matter, with what they said, as plain data."""
    return [
        {
            "matter": voice.matter.title if voice.matter.released_at is not None else "",
            "at": voice.at,
            "follows": voice.follows,
            "done": voice.done,
            "said": [
                {
                    "at": word.at,
                    "text": word.text,
                    "attachments": []
                    if word.file is None and word.latitude is None
                    else [{"kind": word.kind, "name": word.name}],
                }
                for word in await matters.words_of(session, voice.id)
            ],
        }
        for voice in await matters.voices_of(session, person_id)
    ]


def _told_why(event: Event) -> str | None:
    """The reason that the person gave or was given; what others settle among themselves is not told."""
    told = event.action is Action.DECLINE or event.actor_role is Role.CONSTITUENT
    return event.why if told else None


async def forget(session: AsyncSession, person: Person, files: Sequence[str]) -> None:
    """Delete what a person wrote and who they are. Opinions stay as counts: reference, topic, dates, answers.

    `files`: SHA-256 of files of ours that are to be forgotten too. What still waits to be sent about their opinions, to
    whomever, never is.
    """
    mine = Opinion.constituent_id == person.id
    opinions = select(Opinion.id).where(mine).scalar_subquery()
    theirs = select(Entry.id).where(Entry.opinion_id.in_(opinions), Entry.author_role == Role.CONSTITUENT)
    chats = [one.chat_id for one in await people.addresses(session, person.id)]
    quiet = {"synchronize_session": False}
    await kept_files.detach(session, theirs)
    await session.execute(
        update(Entry).where(Entry.id.in_(theirs)).values(text="", chat_id=None, message_id=None),
        execution_options=quiet,
    )
    await session.execute(
        update(Event).where(Event.opinion_id.in_(opinions), Event.actor_role == Role.CONSTITUENT).values(why=None),
        execution_options=quiet,
    )
    await session.execute(
        update(Rating).where(Rating.opinion_id.in_(opinions)).values(why=None), execution_options=quiet
    )
    await session.execute(
        update(Opinion).where(mine).values(summary="", area_id=None, anonymous=True),
        execution_options=quiet,
    )
    await session.execute(
        delete(Due).where(Due.opinion_id.in_(opinions), Due.done_at.is_(None)), execution_options=quiet
    )
    await endorsing.forget(session, person.id)
    await similar.forget(session, (await session.scalars(select(Opinion.id).where(mine))).all())
    await desk.forget_of(session, person.id)
    await session.execute(delete(Reminder).where(Reminder.person_id == person.id), execution_options=quiet)
    await _forget_traffic(session, chats, opinions)
    await kept_files.forget_contents(session, files)
    await session.execute(delete(Address).where(Address.person_id == person.id), execution_options=quiet)
    person.chat_id, person.name, person.area, person.area_id, person.reachable = None, None, None, None, False
    await session.flush()
    session.info.pop("people", None)


async def _forget_traffic(session: AsyncSession, chats: Sequence[int], opinions: Any) -> None:
    """What was shown in their chats, and what waits to be sent or to be tried again."""
    quiet = {"synchronize_session": False}
    for table in (CaseMessage, StandingMessage):
        await session.execute(delete(table).where(table.chat_id.in_(chats)), execution_options=quiet)
    await session.execute(
        update(OutboxCall)
        .where(PENDING, or_(OutboxCall.chat_id.in_(chats), OutboxCall.opinion_id.in_(opinions)))
        .values(state=CallState.REPLACED, payload=""),
        execution_options=quiet,
    )
    await session.execute(
        delete(InboxUpdate).where(InboxUpdate.chat_id.in_(chats), InboxUpdate.state == InboxState.QUARANTINED),
        execution_options=quiet,
    )
