"""Somebody else's house: an author's opinions at every stage, and people to whom none of it belongs.

What belongs to others has small row ids, what belongs to the people who try has row ids from `OWN` on.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy
from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import (
    Attachment,
    Base,
    CaseMessage,
    Due,
    Entry,
    Event,
    Grant,
    Opinion,
    Person,
    Rating,
    ReferenceCounter,
    Representative,
    Station,
)
from storage.types import Json
from storage.vocabulary import Action, AttachmentKind, EntryKind, Level, Role, Satisfaction, Stage
from storage.words import Word, WordNumber
from tests.furniture import furnish
from tests.town import MONDAY

OWN = 101
AUTHOR_CHAT = 9001
SECRET = "quillwort"
"""Stands in everything that was said, attached or noted in an opinion."""
AUTHOR = "Zebulon Quist"
SECRETS = f"{SECRET}|zebulon|quist|TC-2026-0000(0[1-9]|1[01])"
"""A pattern for what nobody else may see; who tries makes opinions with higher numbers."""
FIRST_ASSIGNED = [*Stage].index(Stage.ASSIGNED) + 1
"""The number of the opinion that the representative has."""
UNTOLD = {"inbox", "outbox", "conversation", "standing_message", "blob", "sent_file", "lease", "audit"}
"""Tables in which nothing of anybody need stand."""


@dataclass(frozen=True)
class Somebody:
    """Who speaks."""

    name: str
    chat: int
    role: Role


LI = Somebody(AUTHOR, AUTHOR_CHAT, Role.CONSTITUENT)
WANG = Somebody("Wang", 9002, Role.REPRESENTATIVE)
CHEN = Somebody("Chen", 9003, Role.STAFF)
RIGHTFUL = (LI, WANG, CHEN)
"""The author of the opinions, the representative who has them, the county's clerk."""

HAN = Somebody("Han", 9101, Role.CONSTITUENT)
"""Acted for the representative and for the county once."""
ZHAO = Somebody("Zhao", 9102, Role.REPRESENTATIVE)
MA = Somebody("Ma", 9103, Role.STAFF)
STRANGER = Somebody("Stranger", 9104, Role.CONSTITUENT)
OTHERS = {
    "another constituent": HAN,
    "a representative without the case": ZHAO,
    "staff of another station": MA,
    "a stranger": STRANGER,
}
"""To whom nothing here belongs. The stranger never wrote before; the others have old messages about the opinions."""


async def build(session: AsyncSession) -> list[Opinion]:
    """Keep all of it in an empty database; the opinions, one at each stage and three odd ones."""
    furniture = await furnish(session)
    area = furniture.areas["Jiufang"]
    session.add_all(
        [
            Station(id=OWN, code="S-own", area_id=furniture.areas["Ditian"], name="别处联络站", name_en="Elsewhere"),
            Representative(
                id=OWN, code="R-own", name="Zhao", sound="zhao", level=Level.COUNTY, constituency="9", station_id=OWN
            ),
        ]
    )
    await session.flush()
    for number, one in enumerate(RIGHTFUL, start=1):
        session.add(_person(number, one, area))
    for number, one in enumerate([HAN, ZHAO, MA], start=OWN):
        session.add(_person(number, one, furniture.areas["Daguo"]))
    await session.flush()
    wang = furniture.representatives["Wang"]
    session.add_all(
        [
            Grant(id=1, person_id=2, role=Role.REPRESENTATIVE, representative_id=wang, granted_at=MONDAY),
            Grant(id=2, person_id=3, role=Role.STAFF, granted_at=MONDAY),
            Grant(id=OWN, person_id=102, role=Role.REPRESENTATIVE, representative_id=OWN, granted_at=MONDAY),
            Grant(id=102, person_id=103, role=Role.STAFF, station_id=OWN, granted_at=MONDAY),
            *(
                Grant(id=id_, person_id=OWN, role=role, representative_id=who, granted_at=MONDAY, revoked_at=MONDAY)
                for id_, role, who in ((103, Role.REPRESENTATIVE, wang), (104, Role.STAFF, None))
            ),
        ]
    )
    opinions = [await _opinion(session, stage, area, furniture.stations["Maishi"], wang) for stage in Stage]
    for stage, changes in (
        (Stage.ASSIGNED, {"anonymous": True}),
        (Stage.ASSIGNED, {"decline_proposed": True}),
        (Stage.SUBMITTED, {"station_id": None}),
    ):
        opinions.append(await _opinion(session, stage, area, furniture.stations["Maishi"], wang, **changes))
    session.add(ReferenceCounter(year=MONDAY.year, last=len(opinions)))
    await session.flush()
    for table in Base.metadata.sorted_tables:
        if table.name not in UNTOLD and not (await session.execute(sqlalchemy.select(table).limit(1))).first():
            await session.execute(table.insert().values(made_up(table)))
    return opinions


def _person(number: int, one: Somebody, area: int) -> Person:
    return Person(id=number, telegram_id=one.chat, name=one.name, language="en", area_id=area, created_at=MONDAY)


async def _opinion(
    session: AsyncSession, stage: Stage, area: int, station: int, representative: int, **changes: Any
) -> Opinion:
    """An opinion that came to this stage, with something of everything in it."""
    number = (await session.scalar(sqlalchemy.select(sqlalchemy.func.count()).select_from(Opinion)) or 0) + 1
    fields = {
        "anonymous": False,
        "station_id": station,
        "representative_id": None if stage is Stage.SUBMITTED else representative,
        "merged_into_id": FIRST_ASSIGNED if stage is Stage.MERGED else None,
        "due_at": MONDAY + timedelta(days=3) if stage in (Stage.SUBMITTED, Stage.ASSIGNED, Stage.WAITING) else None,
    }
    opinion = Opinion(
        id=number,
        reference=f"TC-2026-{number:06d}",
        submission=f"1:draft{number}",
        constituent_id=1,
        summary=f"{SECRET} on East Street",
        area_id=area,
        stage=stage,
        version=3,
        submitted_at=MONDAY,
        stage_since=MONDAY,
        **{**fields, **changes},
    )
    session.add(opinion)
    await session.flush()
    for kind, role, author in (
        (EntryKind.OPINION, Role.CONSTITUENT, 1),
        (EntryKind.QUESTION, Role.REPRESENTATIVE, 2),
        (EntryKind.REPLY, Role.REPRESENTATIVE, 2),
    ):
        entry = _entry(number, kind, role, author)
        session.add(entry)
        await session.flush()
        session.add(_event(number, stage, role, author, entry.id, representative))
    session.add_all(_beside(number, representative))
    await session.flush()
    return opinion


def _entry(opinion: int, kind: EntryKind, role: Role, author: int) -> Entry:
    return Entry(
        opinion_id=opinion,
        round=1,
        kind=kind,
        author_role=role,
        author_id=author,
        text=f"{SECRET}: {kind}",
        at=MONDAY,
        chat_id=AUTHOR_CHAT if role is Role.CONSTITUENT else None,
        message_id=opinion if role is Role.CONSTITUENT else None,
        attachments=[Attachment(kind=AttachmentKind.PHOTO, file_id=f"{SECRET}-{opinion}-{kind}", size=5)],
    )


def _event(opinion: int, stage: Stage, role: Role, actor: int, entry: int, representative: int) -> Event:
    return Event(
        opinion_id=opinion,
        at=MONDAY,
        actor_id=actor,
        actor_role=role,
        action=Action.PROPOSE_DECLINE if role is Role.REPRESENTATIVE else Action.SUBMIT,
        stage_before=None,
        stage_after=stage,
        round=1,
        why=SECRET,
        entry_id=entry,
        representative_id=representative,
    )


def _beside(opinion: int, representative: int) -> list[Base]:
    """What else there is about an opinion: a rated answer, something due, messages people have of it."""
    rating = Rating(
        opinion_id=opinion,
        round=1,
        representative_id=representative,
        asked_at=MONDAY,
        satisfaction=Satisfaction.MOSTLY,
        why=SECRET,
        rated_at=MONDAY,
    )
    due = Due(kind="rating.over", opinion_id=opinion, due_at=MONDAY + timedelta(days=9), once=f"rating.over:{opinion}")
    chats = [one.chat for one in (*RIGHTFUL, HAN, ZHAO, MA)]
    return [rating, due, *(CaseMessage(chat_id=chat, message_id=opinion, opinion_id=opinion) for chat in chats)]


def made_up(table: Table) -> dict[str, Any]:
    """Some row of a table that nothing was said about: everything in it points at the first row of others."""
    return {column.name: _made_up(column) for column in table.columns if not column.nullable or column.foreign_keys}


def _made_up(column: sqlalchemy.Column[Any]) -> Any:
    if column.foreign_keys or column.primary_key:
        return 1
    if isinstance(column.type, Word | WordNumber):
        return next(iter(getattr(column.type, "words", None) or column.type.numbers))
    if isinstance(column.type, Json):
        return {"en": SECRET}
    kind = getattr(column.type, "impl_instance", column.type).python_type
    return SECRET if kind is str else MONDAY if kind is datetime else kind(1)
