"""Nobody reaches what is somebody else's by any action: the list of actions, times actors, times others' things."""

import inspect
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import registry
from handlers.core.actions import ACTIONS, ActionInfo
from handlers.core.actor import Actor
from handlers.core.casework.content import NewOpinion, Said
from handlers.core.casework.policy import Interval
from handlers.core.casework.promises import Planned
from handlers.core.directory.book import Book
from handlers.core.errors import NotAllowed, OpinionNotFound, Refusal
from handlers.core.matters.errors import MatterNotFound
from handlers.core.notices.content import Content
from handlers.core.notices.errors import NoticeNotFound
from handlers.core.notices.rules import AudienceKind
from handlers.core.people.errors import NotAmongPeople
from handlers.core.reception.rules import Rule, TimeAndPlace
from handlers.core.suggestions.errors import SuggestionNotFound
from handlers.core.suggestions.paper import Paper
from handlers.notifications.dispatch import notify
from storage.matter_vocabulary import MatterNewsKind
from storage.models.opinions import Entry
from storage.models.people import Person
from storage.queries.people import newcomer
from storage.suggestion_vocabulary import SuggestionKind, SuggestionPart
from storage.vocabulary import (
    Action,
    CaseKind,
    Channel,
    Done,
    EntryKind,
    NoticeColumn,
    Outcome,
    Ranked,
    Recurrence,
    Role,
    Satisfaction,
    Stage,
)
from tests.guards.rows import Kept, Rows, written, wrongs
from tests.guards.somebody import OTHERS, OWN, RIGHTFUL, STRANGER, Somebody, build
from tests.guards.trying import Undisturbed
from tests.town import MONDAY, Town

assert registry  # the list is filled as features are imported

EVERY_OPINION = range(1, len(Stage) + 5)
VERSION = 3
"""Of everything in somebody's house."""
SAID = [Said("I was here")]
CONTENT = Content({"text": "Come all"}, source=7)
NEW = NewOpinion("stranger:1", SAID, None, None, None, None, anonymous=False)

VALUES: Mapping[str, tuple[Any, ...]] = {
    "opinion_id": tuple(EVERY_OPINION),
    "main_id": (2,),
    "version": (VERSION,),
    "representative_id": (1, OWN),
    "unit_id": (1, OWN),
    "suggested_unit_id": (None,),
    "chief": (False,),
    "key_id": (1,),
    "needed": (True,),
    "per_day": (7,),
    "officer_id": (4, OWN + 3),
    "topic_id": (1,),
    "said": (SAID,),
    "why": ("because",),
    "remark": ("",),
    "day": ((MONDAY + timedelta(days=7)).date(),),
    "planned_for": (date(2027, 1, 1),),
    "steps": ([Planned("I was here", (MONDAY + timedelta(days=7)).date())],),
    "outcome": tuple(Outcome)[:2],
    "round_": (1,),
    "satisfaction": (Satisfaction.DISSATISFIED,),
    "kind": (EntryKind.ADDITION,),
    "action": (Action.ADD, Action.RESUME, Action.REOPEN, Action.APPEAL),
    "new": (NEW,),
    "last": (0,),
    "invitation_id": (1,),
    "token": ("nobody's",),
    "grant_id": (1, 2, 3),
    "picture": ("nobody's",),
    "piece": ("where",),
    "language": ("zh_Hans",),
    "book": (Book(()),),
    "sha256": ("",),
    "template_id": (1,),
    "title": ("I was here",),
    "text": ("I was here",),
    "by": (1,),
    "day_id": (1,),
    "station_id": (1,),
    "rule_id": (1,),
    "sequence": (1,),
    "time_and_place": (TimeAndPlace(time(9), time(11), "Hall"),),
    "rule": (Rule(Recurrence.MONTHLY, 9, 1, MONDAY.date()),),
    "reason": ("because",),
    "on_day_off": (True,),
    "working": (False,),
    "came": (True,),
    "year": (2027,),
    "digest_at": (None,),
    "told": (True, False),
    "notice_id": (1, 2),
    "percent": (50,),
    "step_id": (None,),
    "done": tuple(Done)[:1],
    "column": (NoticeColumn.POLICY,),
    "anew": (True,),
    "at_once": (True,),
    "area_id": (1,),
    "files": ((),),
    "interval": (Interval.UNIT_REPLY,),
    "supervision_kind": ("meeting",),
    "expected": ("I was here",),
    "supervision_id": (1,),
    "person_id": (1, 3),
    "result": ("I was here",),
    "rating_id": tuple(EVERY_OPINION),
    "days": (9,),
    "ranked": tuple(Ranked),
    "period_code": ("2026",),
    "bodies": ({"en": {"text": "Come all"}},),
    "roles": ((Role.UNIT,),),
    "header": (["Name"],),
    "rows": ([],),
    "words": ("I was here",),
    "matter_id": (1, OWN),
    "summary": ("I was here",),
    "sure": (True,),
    "news_kind": (MatterNewsKind.ANSWER,),
    "promised_for": (None,),
    "name": ("I was here",),
    "phone": ("",),
    "anonymous": (False,),
    "consents": (True,),
    "session_id": (1,),
    "code": ("I was here",),
    "suggestion_id": (1, 2),
    "congress_session_id": (1,),
    "session_name": ("I was here",),
    "begins_on": (MONDAY.date(),),
    "ends_on": (MONDAY.date(),),
    "hand_in_by": (MONDAY.date(),),
    "part": (SuggestionPart.TITLE,),
    "what": (SuggestionKind.MOTION,),
    "edition": (1,),
    "supporting": ((),),
    "attached": ((),),
    "suggestion_file_id": (1,),
    "paper": (Paper("", "I was here", (), (), (), ""),),
}
"""Values of the parameters of actions, by name. What belongs to others has small numbers."""
OTHERWISE: Mapping[str, Mapping[str, tuple[Any, ...]]] = {
    "supervision.minute": {"said": (SAID[0],)},
    "casework.clocks.change": {"kind": (CaseKind.OPINION,)},
    "casework.clocks.withdraw": {"kind": (CaseKind.OPINION,)},
    "casework.reply_templates.add": {"unit_id": (1,)},
    "suggestions.writing.begin": {"representative_id": (1,)},
    "people.links.link_to_representative": {"representative_id": (1,)},
    "people.invite_staff": {"station_id": (1, None)},
    "casework.constituent.say_further": {"said": (SAID[0],)},
    "casework.constituent.rewrite": {"said": (SAID[0],)},
    "notices.drafting.create": {"said": (CONTENT,)},
    "notices.drafting.write": {"said": (CONTENT,)},
    "notices.drafting.rewrite": {"said": (CONTENT,)},
    "notices.drafting.set_time": {"at": (None,)},
    "notices.drafting.toggle_audience": {"kind": (AudienceKind.LANGUAGES,), "one": ("en",)},
    "notices.releasing.send_back": {"remark": ("no",)},
}
"""The same for one action."""
NOT_FOUND = (OpinionNotFound, NoticeNotFound, MatterNotFound, SuggestionNotFound, NotAmongPeople, NotAllowed)
OWN_ONLY = {
    "casework.constituent.submit",
    "desk.ask_in",
    "desk.export_figures",
    "league.export",
    "matters.constituent.endorse",
    "notices.muting.mute",
    "notices.muting.unmute",
    "people.choose_language",
    "people.personal.erase",
    "people.personal.settle",
    "reception.subscribe",
    "reminders.set_digest",
    "reminders.set_figures",
}
"""Actions that make or change something of the actor's own, out of nothing of anybody's or of what is public."""


def by_people() -> list[ActionInfo]:
    """Actions that people do; what time does reaches everything."""
    return [one for one in ACTIONS.values() if one.roles - {Role.SYSTEM}]


def arguments(one: ActionInfo) -> Iterator[dict[str, Any]]:
    """All combinations of values for an action's parameters. Raises `KeyError` for one that has none here."""
    names = [name for name in inspect.signature(one.run).parameters if name not in ("work", "actor", "entry")]
    values = {**VALUES, **OTHERWISE.get(one.name, {})}
    for chosen in product(*(values[name] for name in names)):
        yield dict(zip(names, chosen, strict=True))


class _Undo(Exception):
    """Nothing of the transaction is to be kept."""


class Tried:
    """What came of an action."""

    def __init__(self) -> None:
        self.refusal: Refusal | None = None
        self.wrongs: list[str] = []


async def tries(town: Town, rows: Rows, who: Somebody, one: ActionInfo, values: dict[str, Any]) -> Tried:
    """The action, done by somebody, and undone."""
    tried = Tried()
    try:
        async with town.database.writing() as session:
            out = Undisturbed(session, town.place, town.clock.now())
            actor, before = Actor(await _person(session, who)), await written(session)
            if "entry" in inspect.signature(one.run).parameters:
                found = select(Entry).where(Entry.opinion_id == values["opinion_id"]).limit(1)
                values = {**values, "entry": (await session.scalars(found)).one()}
            await one.run(out, actor, **values)
            await notify(out)
            await session.flush()
            if await written(session) != before:
                tried.wrongs = [*wrongs(rows, await Kept().rows(session), who.chat)]
            told = {call.chat_id for call in out.calls} - {who.chat}
            if told and one.name not in OWN_ONLY:
                tried.wrongs.append(f"tells {told} about it")
            raise _Undo
    except (_Undo, IntegrityError):  # the house's made-up rows may be in the way of one that was let in
        pass
    except Refusal as refusal:
        tried.refusal = refusal
    return tried


async def _person(session: AsyncSession, who: Somebody) -> Person:
    found = (await session.scalars(select(Person).where(Person.chat_id == who.chat))).first()
    if found is None:
        found = newcomer(Channel.TELEGRAM, str(who.chat), who.chat, name=who.name, language="en", created_at=MONDAY)
        session.add(found)
        await session.flush()
        await session.refresh(found)
    return found


@pytest.fixture
async def house(town: Town) -> tuple[Town, Rows]:
    """Somebody's house, and the rows in it."""
    async with town.database.writing() as session:
        await build(session)
    async with town.database.reading() as session:
        return town, await Kept().rows(session)


def test_there_are_values_for_every_parameter() -> None:
    names = {name for one in by_people() for name in inspect.signature(one.run).parameters}
    unknown = names - set(VALUES) - {"work", "actor", "entry"} - {name for of in OTHERWISE.values() for name in of}
    assert not unknown, f"{unknown}: put values of others' things into VALUES"


@pytest.mark.parametrize("name", OTHERS)
async def test_nobody_reaches_others_things_by_any_action(house: tuple[Town, Rows], name: str) -> None:
    town, rows = house
    who, found = OTHERS[name], []
    for one in by_people():
        for values in arguments(one):
            tried = await tries(town, rows, who, one, values)
            if tried.refusal is None and one.name not in OWN_ONLY:
                found.append(f"{one.name} {values} is not refused")
            found += [f"{one.name} {values}: {wrong}" for wrong in tried.wrongs]
    assert not found, f"{name} does {len(found)} things that should be refused:\n" + "\n".join(found[:20])


async def test_those_whose_things_they_are_get_past_the_door(house: tuple[Town, Rows]) -> None:
    """Else the guard above guards nothing: each action finds its thing for somebody."""
    town, rows = house
    shut = []
    for one in by_people():
        doors = (
            await tries(town, rows, who, one, values)
            for who in RIGHTFUL
            if one.roles & {who.role, Role.CONSTITUENT}
            for values in arguments(one)
        )
        async for tried in doors:
            if not isinstance(tried.refusal, NOT_FOUND):
                break
        else:
            shut.append(one.name)
    assert not shut, f"{shut}: nobody gets in"


async def test_every_action_asks_for_its_role(house: tuple[Town, Rows]) -> None:
    town, rows = house
    for one in by_people():
        if Role.CONSTITUENT not in one.roles:
            tried = await tries(town, rows, STRANGER, one, next(arguments(one)))
            assert isinstance(tried.refusal, NotAllowed), one.name
