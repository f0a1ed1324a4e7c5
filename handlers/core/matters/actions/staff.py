"""Actions of staff on matters: what is in them, what is public of them, what those who follow them are told."""

from collections.abc import Sequence
from datetime import date, timedelta

from handlers.core import audit
from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.casework import access as cases
from handlers.core.casework import grouping, policy, wording
from handlers.core.errors import DayOutOfRange, check_length
from handlers.core.matters import access, rules
from handlers.core.matters.errors import (
    DayMissing,
    InMatterAlready,
    MatterMovedOn,
    NobodyChecks,
    NotInMatter,
    SecondNeeded,
    TellsWho,
)
from handlers.core.matters.events import MatterGivenBack, MatterHandedOver, MatterReleased, MatterTold
from handlers.core.matters.rules import Found, MatterAction
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from storage.matter_vocabulary import MatterNewsKind, MatterState
from storage.models.matters import Matter, MatterNews
from storage.models.opinions import Opinion
from storage.queries import matters
from storage.vocabulary import Role

NAMES = 200
"""Of so many of the newest opinions it is looked whether their authors are named: our own choice."""
FARTHEST = timedelta(days=366 * 5)
"""So far ahead something may be promised: our own choice."""


@action(Role.STAFF)
async def open_(work: UnitOfWork, actor: Actor, opinion_id: int, title: str) -> Matter:
    """Open a matter with an opinion in it; nothing of it is public yet.

    Raises `OpinionNotFound`, `InMatterAlready`, `TextTooLong`.
    """
    opinion = await cases.find(work, actor, Role.STAFF, opinion_id)
    await _not_in_one(work, opinion)
    check_title(title)
    opened = Matter(
        title=title,
        summary="",
        words=_words(title),
        topic_id=opinion.topic_id,
        station_id=opinion.station_id,
        state=MatterState.DRAFT,
        version=1,
        opinions=0,
        endorsements=0,
        people=0,
        created_at=work.now,
        written_by_id=actor.person_id,
    )
    work.session.add(opened)
    await work.session.flush()
    await audit.note(work, actor, "matter.open", f"matter:{opened.id}", f"opinion:{opinion.id}")
    await grouping.take_in(work, opened, opinion, actor.person_id)
    return opened


@action(Role.STAFF)
async def add(work: UnitOfWork, actor: Actor, matter_id: int, opinion_id: int) -> Matter:
    """Put an opinion into a matter, and with it those merged into it.

    Raises `MatterNotFound`, `OpinionNotFound`, `InMatterAlready`.
    """
    found = await access.kept(work, actor, matter_id)
    opinion = await cases.find(work, actor, Role.STAFF, opinion_id)
    await _not_in_one(work, opinion)
    await audit.note(work, actor, "matter.add", f"matter:{found.id}", f"opinion:{opinion.id}")
    await grouping.take_in(work, found, opinion, actor.person_id)
    return found


async def _not_in_one(work: UnitOfWork, opinion: Opinion) -> None:
    other = await matters.of_opinion(work.session, opinion.id)
    if other is not None:
        raise InMatterAlready(other.title)


@action(Role.STAFF)
async def take_out(work: UnitOfWork, actor: Actor, matter_id: int, opinion_id: int) -> Matter:
    """An opinion is in the matter no longer, nor what came in along with it. Raises `MatterNotFound`, `NotInMatter`."""
    found = await access.kept(work, actor, matter_id)
    if not await grouping.leave(work, found, opinion_id):
        raise NotInMatter
    await audit.note(work, actor, "matter.take_out", f"matter:{found.id}", f"opinion:{opinion_id}")
    return found


def check_title(text: str) -> None:
    """Raises `TextTooLong`."""
    check_length(text, rules.LONGEST_TITLE)


def check_summary(text: str) -> None:
    """Raises `TextTooLong`."""
    check_length(text, rules.LONGEST_SUMMARY)


def check_news(text: str) -> None:
    """Raises `TextTooLong`."""
    check_length(text, rules.LONGEST_NEWS)


@action(Role.STAFF)
async def write(work: UnitOfWork, actor: Actor, matter_id: int, version: int, title: str, summary: str) -> Matter:
    """Write what will be public of it, in the staff's own words. Raises `TextTooLong`, `MatterMovedOn`."""
    check_title(title)
    check_summary(summary)
    found = await _moved(work, actor, matter_id, version, MatterAction.WRITE)
    found.title, found.summary, found.written_by_id = title, summary, actor.person_id
    found.words = _words(f"{title}\n{summary}")
    await work.session.flush()
    return found


def _words(text: str) -> str:
    return " ".join(wording.words(text))


async def looked_over(work: UnitOfWork, matter: Matter, text: str) -> list[Found]:
    """What in a text may tell who somebody is; of the authors' names only those that were given."""
    names = await matters.open_authors(work.session, matter.id, NAMES)
    parts = [part for name in names for part in (name, *name.split()) if not part.isascii() or len(part) > 2]
    return rules.personal(text, parts)


async def possible(work: UnitOfWork, actor: Actor, matter: Matter) -> list[MatterAction]:
    """What they may do now with what is public of it."""
    return rules.possible(
        matter.state,
        wrote_it=matter.written_by_id == actor.person_id,
        written=bool(matter.title and matter.summary),
        needs_second=await policy.matter_needs_second(work),
    )


async def _moved(work: UnitOfWork, actor: Actor, matter_id: int, version: int, move: MatterAction) -> Matter:
    """The matter, where the action leaves it. Raises `MatterMovedOn`, `SecondNeeded`."""
    found = await access.kept(work, actor, matter_id, version)
    if move not in await possible(work, actor, found):
        if move is MatterAction.RELEASE and found.state in (MatterState.DRAFT, MatterState.TO_CHECK):
            raise SecondNeeded(found.id)
        raise MatterMovedOn(found.id)
    found.state = rules.MOVES[found.state, move]
    found.version += 1
    await work.session.flush()
    await audit.note(work, actor, f"matter.{move}", f"matter:{found.id}")
    return found


@action(Role.STAFF)
async def hand_over(work: UnitOfWork, actor: Actor, matter_id: int, version: int) -> Matter:
    """Ask a second person to check what will be public. Raises `NobodyChecks`, `MatterMovedOn`."""
    found = await _moved(work, actor, matter_id, version, MatterAction.HAND_OVER)
    if not await matters.checkers(work.session, found, actor.person_id):
        raise NobodyChecks
    work.record(MatterHandedOver(found, actor.person))
    return found


@action(Role.STAFF)
async def give_back(work: UnitOfWork, actor: Actor, matter_id: int, version: int, why: str) -> Matter:
    """It is to be written better; who wrote it reads why. Raises `TextTooLong`, `MatterMovedOn`."""
    check_summary(why)
    found = await _moved(work, actor, matter_id, version, MatterAction.GIVE_BACK)
    work.record(MatterGivenBack(found, actor.person, why))
    return found


@action(Role.STAFF)
async def release(work: UnitOfWork, actor: Actor, matter_id: int, version: int, *, sure: bool = False) -> Matter:
    """Constituents see title and summary from now on. `sure`: though they may tell who somebody is.

    Raises `TellsWho`, `SecondNeeded`, `MatterMovedOn`.
    """
    found = await _moved(work, actor, matter_id, version, MatterAction.RELEASE)
    personal = await looked_over(work, found, f"{found.title}\n{found.summary}")
    if personal and not sure:
        raise TellsWho(personal)
    found.released_at = found.released_at or work.now
    work.record(MatterReleased(found, actor.person))
    return found


@action(Role.STAFF)
async def withdraw(work: UnitOfWork, actor: Actor, matter_id: int, version: int) -> Matter:
    """Constituents see it no longer; voices stay, and who follows it is told what staff tell them. `MatterMovedOn`."""
    return await _moved(work, actor, matter_id, version, MatterAction.WITHDRAW)


@action(Role.STAFF)
async def tell(
    work: UnitOfWork,
    actor: Actor,
    matter_id: int,
    version: int,
    news_kind: MatterNewsKind,
    text: str,
    promised_for: date | None,
    *,
    sure: bool = False,
) -> MatterNews:
    """Tell those who follow a released matter, in words of the staff's own. What is reported done is asked about.

    Raises `DayMissing`, `DayOutOfRange`, `TextTooLong`, `TellsWho`, `MatterMovedOn`.
    """
    found = await access.kept(work, actor, matter_id, version)
    if found.state is not MatterState.RELEASED:
        raise MatterMovedOn(found.id)
    check_news(text)
    day = await _checked_day(work, news_kind, promised_for)
    personal = await looked_over(work, found, text)
    if personal and not sure:
        raise TellsWho(personal)
    told = MatterNews(
        matter=found, kind=news_kind, text=text, promised_for=day, at=work.now, by_id=actor.person_id, told_up_to=0
    )
    work.session.add(told)
    found.version += 1
    if news_kind is MatterNewsKind.ANSWER:
        found.answer, found.answered_at = text, work.now
    if day is not None:
        found.promised_for = day
    await work.session.flush()
    if news_kind is MatterNewsKind.DONE:
        asked = rules.to_ask(*await matters.askable(work.session, found.id, rules.ASKED))
        await matters.ask(work.session, asked, work.now)
    work.record(MatterTold(told))
    await audit.note(work, actor, "matter.tell", f"matter:{found.id}", news_kind)
    return told


PROMISES: Sequence[MatterNewsKind] = (MatterNewsKind.PROMISE, MatterNewsKind.MOVED)
"""What is told of these says by when."""


async def _checked_day(work: UnitOfWork, kind: MatterNewsKind, day: date | None) -> date | None:
    if kind not in PROMISES:
        return None
    if day is None:
        raise DayMissing
    await check_day(work, day)
    return day


async def check_day(work: UnitOfWork, day: date) -> None:
    """Raises `DayOutOfRange` for a day that is over, or too far ahead."""
    today = (await calendar(work)).day_of(work.now)
    if not today < day <= today + FARTHEST:
        raise DayOutOfRange(today, today + FARTHEST)
