"""Somebody else's house: an author's opinions at every stage, and people to whom none of it belongs.

What belongs to others has small row ids, what belongs to the people who try has row ids from `OWN` on.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy
from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.casework.policy import clock_of
from storage.matter_vocabulary import MatterState
from storage.models.base import Base
from storage.models.commitments import Commitment, CommitmentStep, Concern
from storage.models.directory import HandlingUnit, Representative, Station
from storage.models.files import File, FileCopy
from storage.models.matters import Endorsement, EndorsementWord, Matter, MatterOpinion
from storage.models.notices import Notice
from storage.models.opinions import (
    Attachment,
    Due,
    Entry,
    Event,
    Extension,
    Opinion,
    Rating,
    ReferenceCounter,
    Referral,
)
from storage.models.people import Grant, Invitation
from storage.models.supporting import Supporting
from storage.models.traffic import CaseMessage
from storage.models.unit_work import UnitNote
from storage.queries.people import newcomer
from storage.stages import PROMISED, WITH_UNIT
from storage.types import Json
from storage.vocabulary import (
    INTERNAL,
    Action,
    AttachmentKind,
    Channel,
    CommitmentState,
    EntryKind,
    Level,
    NoticeState,
    Outcome,
    Role,
    Satisfaction,
    Stage,
)
from storage.words import Word, WordNumber
from tests.furniture import Furniture, furnish
from tests.guards.raised import suggestions
from tests.town import MONDAY

OWN = 101
SECRET = "quillwort"
"""Stands in everything that was said, attached or noted in an opinion."""
NOTE = f"hornbeam {SECRET}"
"""A note of the unit, and a reply its chief has not released: nobody reads them but its officers."""
AUTHOR = "Zebulon Quist"
SECRETS = f"{SECRET}|zebulon|quist|TC-2026-0000(0[1-9]|1[0-3])"
"""A pattern for what nobody else may see; who tries makes opinions with higher numbers."""
FIRST_ASSIGNED = [*Stage].index(Stage.ASSIGNED) + 1
"""The number of the opinion that the representative has."""
UNTOLD = {"inbox", "outbox", "conversation", "standing_message", "blob", "lease", "audit"}
"""Tables in which nothing of anybody need stand."""
READ_BY_ALL = {"reception_day", "calendar_day", "congress_session"}
"""Tables whose texts are announced, or read by the staff of every station: nothing secret stands in them."""


@dataclass(frozen=True)
class Somebody:
    """Who speaks."""

    name: str
    chat: int
    role: Role


LI = Somebody(AUTHOR, 9001, Role.CONSTITUENT)
WANG = Somebody("Wang", 9002, Role.REPRESENTATIVE)
CHEN = Somebody("Chen", 9003, Role.STAFF)
GAO = Somebody("Gao", 9004, Role.UNIT)
RIGHTFUL = (LI, WANG, CHEN, GAO)
"""The author of the opinions, the representative who has them, the county's clerk, an officer of their unit."""

CLERK = RIGHTFUL.index(CHEN) + 1
"""The clerk's row."""

HAN = Somebody("Han", 9101, Role.CONSTITUENT)
"""Acted for the representative, for the county and for the unit once."""
ZHAO = Somebody("Zhao", 9102, Role.REPRESENTATIVE)
MA = Somebody("Ma", 9103, Role.STAFF)
LUO = Somebody("Luo", 9105, Role.UNIT)
STRANGER = Somebody("Stranger", 9104, Role.CONSTITUENT)
OTHERS = {
    "another constituent": HAN,
    "a representative without the case": ZHAO,
    "staff of another station": MA,
    "an officer of another unit": LUO,
    "a stranger": STRANGER,
}
"""To whom nothing here belongs. The stranger never wrote before; the others have old messages about the opinions."""
ODD: dict[Stage, dict[str, Any]] = {Stage.WAITING: {"anonymous": True}, Stage.CLOSED: {"station_id": None}}
PROPOSED = {"decline_proposed": True}
ASKED = {"extension_asked": True}


async def build(session: AsyncSession) -> list[Opinion]:
    """Keep all of it in an empty database; the opinions, one at each stage and some more; some are odd."""
    furniture = await furnish(session)
    await _people(session, furniture)
    stages = [*((stage, ODD.get(stage, {})) for stage in Stage), (Stage.ASSIGNED, PROPOSED)]
    stages += [(Stage.ASSIGNED, ASKED), (Stage.REFERRED, ASKED), (Stage.IMPLEMENTING, {})]
    opinions = [await _opinion(session, furniture, stage, **changes) for stage, changes in stages]
    session.add_all(_extension(one) for one in opinions if one.extension_asked)
    session.add(_supporting(furniture))
    for number, one in enumerate((one for one in opinions if one.stage in PROMISED), start=1):
        session.add(_promise(number, one, reported=one is opinions[-1]))
        await session.flush()
        session.add(Concern(commitment_id=number, opinion_id=one.id))
    session.add_all(
        Entry(
            opinion_id=one.id,
            round=1,
            kind=EntryKind.HELD,
            author_role=Role.UNIT,
            author_id=4,
            text=NOTE,
            at=MONDAY,
            referral_id=one.id,
        )
        for one in opinions
        if one.stage is Stage.REFERRED
    )
    session.add_all(
        UnitNote(opinion_id=one.id, unit_id=furniture.units["Power"], by_id=4, at=MONDAY, text=NOTE) for one in opinions
    )
    _notices(session, furniture)
    await _matters(session, furniture)
    session.add_all(suggestions(furniture.representatives["Wang"], furniture.units["Power"], SECRET))
    session.add(_invitation(furniture))
    session.add(ReferenceCounter(year=MONDAY.year, last=len(opinions)))
    await session.flush()
    for table in Base.metadata.sorted_tables:
        if table.name not in UNTOLD and not (await session.execute(sqlalchemy.select(table).limit(1))).first():
            await session.execute(table.insert().values(made_up(table)))
    return opinions


async def _people(session: AsyncSession, furniture: Furniture) -> None:
    """Everybody who has been here, with their roles; the other constituent's have ended."""
    own = {"id": OWN, "code": "own"}
    session.add(HandlingUnit(**own, name="别处单位", name_en="Elsewhere Bureau"))
    session.add(Station(**own, area_id=furniture.areas["Ditian"], name="别处联络站", name_en="Elsewhere"))
    office = {"level": Level.COUNTY, "constituency": "9", "station_id": furniture.stations["Tanghu"]}
    session.add(Representative(**own, **office, name="Ai", sound="ai"))
    for first, people, place in ((1, RIGHTFUL, "Jiufang"), (OWN, (HAN, ZHAO, MA, LUO), "Daguo")):
        for number, one in enumerate(people, start=first):
            area = furniture.areas[place]
            session.add(
                newcomer(
                    Channel.TELEGRAM,
                    str(one.chat),
                    one.chat,
                    id=number,
                    name=one.name,
                    language="en",
                    area_id=area,
                    created_at=MONDAY,
                )
            )
    await session.flush()
    wang, power = {"representative_id": furniture.representatives["Wang"]}, {"unit_id": furniture.units["Power"]}
    for number, person, role, at, ended in (
        (1, 2, Role.REPRESENTATIVE, wang, None),
        (2, CLERK, Role.STAFF, {}, None),
        (3, 4, Role.UNIT, {**power, "chief": True}, None),
        (OWN, OWN + 1, Role.REPRESENTATIVE, {"representative_id": OWN}, None),
        (OWN + 1, OWN + 2, Role.STAFF, {"station_id": OWN}, None),
        (OWN + 2, OWN + 3, Role.UNIT, {"unit_id": OWN}, None),
        (OWN + 3, OWN, Role.REPRESENTATIVE, wang, MONDAY),
        (OWN + 4, OWN, Role.STAFF, {}, MONDAY),
        (OWN + 5, OWN, Role.UNIT, power, MONDAY),
    ):
        session.add(Grant(id=number, person_id=person, role=role, granted_at=MONDAY, revoked_at=ended, **at))
    await session.flush()


async def _opinion(session: AsyncSession, furniture: Furniture, stage: Stage, **changes: Any) -> Opinion:
    """An opinion that came to this stage, with something of everything in it."""
    representative, unit = furniture.representatives["Wang"], furniture.units["Power"]
    number = (await session.scalar(sqlalchemy.select(sqlalchemy.func.count()).select_from(Opinion)) or 0) + 1
    fields = {
        "anonymous": False,
        "station_id": furniture.stations["Maishi"],
        "representative_id": None if stage is Stage.SUBMITTED else representative,
        "merged_into_id": FIRST_ASSIGNED if stage is Stage.MERGED else None,
        "unit_id": unit if stage in (*WITH_UNIT, *PROMISED) else None,
        "due_at": MONDAY + timedelta(days=3) if stage in clock_of() else None,
    }
    opinion = Opinion(
        id=number,
        reference=f"TC-2026-{number:06d}",
        submission=f"1:draft{number}",
        constituent_id=1,
        summary=f"{SECRET} on East Street",
        area_id=furniture.areas["Jiufang"],
        stage=stage,
        version=3,
        submitted_at=MONDAY,
        stage_since=MONDAY,
        **{**fields, **changes},
    )
    session.add(opinion)
    await session.flush()
    session.add(_referral(number, stage, unit))
    await session.flush()
    for kind, role, author in (
        (EntryKind.OPINION, Role.CONSTITUENT, 1),
        (EntryKind.QUESTION, Role.REPRESENTATIVE, 2),
        (EntryKind.REFERRAL, Role.REPRESENTATIVE, 2),
        (EntryKind.UNIT_REPLY, Role.UNIT, 4),
        (EntryKind.REPLY, Role.REPRESENTATIVE, 2),
    ):
        entry = _entry(number, kind, role, author)
        session.add(entry)
        await session.flush()
        session.add(_event(number, stage, role, author, entry.id, representative))
    session.add_all(_beside(opinion, representative, unit))
    await session.flush()
    return opinion


def _referral(opinion: int, stage: Stage, unit: int) -> Referral:
    """It is with the unit, if it stands so; else it has left it with a reply."""
    replied = None if stage is Stage.REFERRED else MONDAY
    return Referral(
        id=opinion,
        opinion_id=opinion,
        round=1,
        unit_id=unit,
        at=MONDAY,
        accept_due_at=MONDAY + timedelta(days=7),
        reply_due_at=MONDAY + timedelta(days=21),
        replied_at=replied,
        outcome=Outcome.A if replied else None,
        ended_at=None if stage in WITH_UNIT else MONDAY,
    )


def _supporting(furniture: Furniture) -> Supporting:
    """A part that the unit owes to another one."""
    return Supporting(
        opinion_id=[*Stage].index(Stage.REFERRED) + 1,
        unit_id=furniture.units["Power"],
        lead_id=furniture.units["Water"],
        asked=SECRET,
        by_role=Role.REPRESENTATIVE,
        by_id=2,
        at=MONDAY,
        due_at=MONDAY + timedelta(days=7),
    )


def _promise(number: int, opinion: Opinion, *, reported: bool) -> Commitment:
    """The unit promised something, and says of the last one that it is done."""
    day = (MONDAY + timedelta(days=40)).date()
    return Commitment(
        id=number,
        referral_id=opinion.id,
        opinion_id=opinion.id,
        round=1,
        unit_id=opinion.unit_id,
        station_id=opinion.station_id,
        what=SECRET,
        due_on=day,
        first_due_on=day,
        state=CommitmentState.REPORTED if reported else CommitmentState.OPEN,
        made_at=MONDAY,
        steps=[CommitmentStep(what=SECRET, due_on=day)],
    )


def _extension(opinion: Opinion) -> Extension:
    """Who has it asked for more time."""
    unit = opinion.stage is Stage.REFERRED
    return Extension(
        opinion_id=opinion.id,
        by_role=Role.UNIT if unit else Role.REPRESENTATIVE,
        by_id=4 if unit else 2,
        asked_at=MONDAY,
        due_before=MONDAY + timedelta(days=3),
        until=MONDAY + timedelta(days=9),
        why=SECRET,
    )


def _entry(opinion: int, kind: EntryKind, role: Role, author: int) -> Entry:
    return Entry(
        opinion_id=opinion,
        round=1,
        kind=kind,
        author_role=role,
        author_id=author,
        text=f"{SECRET}: {kind}",
        at=MONDAY,
        chat_id=(LI if role is Role.CONSTITUENT else WANG).chat,
        message_id=opinion,
        referral_id=opinion if kind in INTERNAL else None,
        attachments=[Attachment(file=_photo(f"{SECRET}-{opinion}-{kind}"))],
    )


def _photo(called: str) -> File:
    copy = FileCopy(channel=Channel.TELEGRAM, external_id=called, kind=AttachmentKind.PHOTO)
    return File(kind=AttachmentKind.PHOTO, size=5, copies=[copy])


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


def _beside(opinion: Opinion, representative: int, unit: int) -> list[Base]:
    """What else there is about an opinion: a rated answer, something due, messages people have of it.

    The rating of the closed one disagrees with what came of it.
    """
    number, closed = opinion.id, opinion.stage is Stage.CLOSED
    rating = Rating(
        opinion_id=number,
        round=1,
        representative_id=representative,
        unit_id=unit if closed else None,
        outcome=Outcome.C if closed else None,
        station_id=opinion.station_id,
        asked_at=MONDAY,
        satisfaction=Satisfaction.SATISFIED if closed else Satisfaction.MOSTLY,
        why=SECRET,
        rated_at=MONDAY,
    )
    due = Due(kind="rating.over", opinion_id=number, due_at=MONDAY + timedelta(days=9), once=f"rating.over:{number}")
    chats = [one.chat for one in (*RIGHTFUL, HAN, ZHAO, MA, LUO)]
    return [rating, due, *(CaseMessage(chat_id=chat, message_id=number, opinion_id=number) for chat in chats)]


def _notices(session: AsyncSession, furniture: Furniture) -> None:
    """What the clerk drafts, and what waits for them to release it; both are for one station."""
    for number, author, state in ((1, CLERK, NoticeState.DRAFT), (2, 2, NoticeState.HANDED)):
        session.add(
            Notice(
                id=number,
                author_id=author,
                station_id=furniture.stations["Maishi"],
                state=state,
                version=3,
                created_at=MONDAY,
            )
        )


async def _matters(session: AsyncSession, furniture: Furniture) -> None:
    """One that the clerk drafts, with an opinion in it; one that is public, to which the author adds their voice.

    The public one has a number as what is somebody's own: anybody may add a voice to it.
    """
    for number, state, title in ((1, MatterState.DRAFT, SECRET), (OWN, MatterState.RELEASED, "Lamps on East Street")):
        session.add(
            Matter(
                id=number,
                title=title,
                summary=f"{title} are dark.",
                words="lamps east street dark",
                area_id=furniture.areas["Jiufang"],
                station_id=furniture.stations["Maishi"],
                state=state,
                version=3,
                opinions=1,
                endorsements=1,
                people=2,
                created_at=MONDAY,
                written_by_id=2 if number == 1 else CLERK,
            )
        )
    await session.flush()
    session.add(MatterOpinion(opinion_id=FIRST_ASSIGNED, matter_id=1, added_at=MONDAY, added_by_id=CLERK))
    session.add(Endorsement(id=1, matter_id=OWN, person_id=1, at=MONDAY, asked_at=MONDAY))
    await session.flush()
    session.add(EndorsementWord(endorsement_id=1, at=MONDAY, text=SECRET, file=_photo(f"{SECRET}-voice")))


def _invitation(furniture: Furniture) -> Invitation:
    """One of the clerk's that can still be used, whenever it is tried."""
    return Invitation(
        id=1,
        token_hash=SECRET,
        role=Role.REPRESENTATIVE,
        representative_id=furniture.representatives["Wang"],
        created_by_id=CLERK,
        created_at=MONDAY,
        expires_at=MONDAY + timedelta(days=365),
    )


def made_up(table: Table) -> dict[str, Any]:
    """Some row of a table that nothing was said about: it is the clerk's, and about the first of everything."""
    return {column.name: _made_up(column) for column in table.columns if not column.nullable or column.foreign_keys}


def _made_up(column: sqlalchemy.Column[Any]) -> Any:
    if column.foreign_keys:
        return CLERK if any(key.column.table.name == "person" for key in column.foreign_keys) else 1
    if isinstance(column.type, Word | WordNumber):
        return next(iter(getattr(column.type, "words", None) or column.type.numbers))
    if isinstance(column.type, Json):
        return {"en": SECRET}
    kind = getattr(column.type, "impl_instance", column.type).python_type
    moments = {datetime: MONDAY, date: MONDAY.date(), time: MONDAY.time()}
    if kind is str:
        return "Town hall" if column.table.name in READ_BY_ALL else SECRET
    return moments[kind] if kind in moments else kind(1)
