"""Each action on notices by itself: who may not see a notice, or saw an older one, changes nothing of it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from handlers.core.actor import Actor
from handlers.core.errors import NotAllowed, Refusal
from handlers.core.notices import errors
from handlers.core.notices.actions import counting, drafting, muting, releasing, stopping
from handlers.core.notices.content import Content
from handlers.core.notices.events import NoticeMoved
from handlers.core.notices.rules import AudienceKind, NoticeAction
from handlers.core.unit_of_work import UnitOfWork
from storage.engine import Database
from storage.models.directory import Area, Station
from storage.models.notices import Notice, NoticeText
from storage.models.people import Audit, Grant, Person
from storage.vocabulary import AreaKind, NoticeColumn, NoticeState, Role
from tests.notices.crowd import NOON, PLACE

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

VERSION = 3
DRAFT, HANDED, SENDING, DONE = 1, 2, 3, 4
AUTHOR, COLLEAGUE, ELSEWHERE, CONSTITUENT = 1, 2, 3, 4
STATES = {
    DRAFT: NoticeState.DRAFT,
    HANDED: NoticeState.HANDED,
    SENDING: NoticeState.SENDING,
    DONE: NoticeState.DONE,
}
SAID = Content({"text": "Come all"}, source=7)

Act = Callable[[UnitOfWork, Actor, int, int], Awaitable[object]]
ON_A_DRAFT: dict[str, Act] = {
    "look_over": counting.look_over,
    "turn_to_part": counting.turn_to_part,
    "change_language": drafting.change_language,
    "set_column": lambda w, a, n, v: drafting.set_column(w, a, n, v, NoticeColumn.POLICY),
    "toggle_audience": lambda w, a, n, v: drafting.toggle_audience(w, a, n, v, AudienceKind.LANGUAGES, "en"),
    "set_time": lambda w, a, n, v: drafting.set_time(w, a, n, v, None),
    "drop": drafting.drop,
}
ON_ANY: dict[str, Act] = {
    "hand_over": releasing.hand_over,
    "take_back": releasing.take_back,
    "release": releasing.release,
    "send_back": lambda w, a, n, v: releasing.send_back(w, a, n, v, "No"),
    "pause": stopping.pause,
    "resume": stopping.resume,
    "cancel": stopping.cancel,
    "again": stopping.again,
}
AT_ANY_VERSION: dict[str, Act] = {
    "open_notice": lambda w, a, n, _: counting.open_notice(w, a, n),
    "write": lambda w, a, n, _: drafting.write(w, a, n, "en", SAID),
    "rewrite": lambda w, a, n, _: drafting.rewrite(w, a, n, SAID),
}


@pytest.fixture
async def work(database: Database) -> AsyncIterator[UnitOfWork]:
    """Two stations; an author and a colleague at the first, staff of the second, a constituent, four notices."""
    async with database.writing() as session:
        session.add(Area(id=1, code="A1", kind=AreaKind.TOWN, name="x", sound="x"))
        session.add(Area(id=2, code="A2", kind=AreaKind.TOWN, name="y", sound="y"))
        await session.flush()
        session.add_all([Station(id=1, code="S1", area_id=1, name="x"), Station(id=2, code="S2", area_id=2, name="y")])
        session.add_all(
            Person(id=number, telegram_id=1000 + number, name=f"P{number}", language="en", created_at=NOON)
            for number in (AUTHOR, COLLEAGUE, ELSEWHERE, CONSTITUENT)
        )
        await session.flush()
        for person, station in ((AUTHOR, 1), (COLLEAGUE, 1), (ELSEWHERE, 2)):
            session.add(Grant(person_id=person, role=Role.STAFF, station_id=station, granted_at=NOON))
        session.add_all(
            Notice(
                id=number,
                author_id=AUTHOR,
                station_id=1,
                state=state,
                version=VERSION,
                column=NoticeColumn.NEWS,
                created_at=NOON,
                texts=[NoticeText(language="en", body={"text": "x"}, sources=[5])],
            )
            for number, state in STATES.items()
        )
        await session.flush()
        yield UnitOfWork(session, PLACE, NOON)


async def actor(work: UnitOfWork, number: int) -> Actor:
    return Actor(await work.session.get_one(Person, number))


async def refused(work: UnitOfWork, act: Act, by: int, notice: int, version: int = VERSION) -> type[Refusal]:
    """How the act is refused; nothing happened, nothing is audited, nothing changed."""
    with pytest.raises(Refusal) as refusal:
        await act(work, await actor(work, by), notice, version)
    assert work.events == []
    assert not work.session.dirty
    assert not work.session.new
    assert await work.session.scalar(select(func.count()).select_from(Audit)) == 0
    return refusal.type


@pytest.mark.parametrize("name", [*ON_A_DRAFT, *ON_ANY, *AT_ANY_VERSION])
async def test_who_is_no_staff_of_its_station_reaches_nothing(work: UnitOfWork, name: str) -> None:
    act = {**ON_A_DRAFT, **ON_ANY, **AT_ANY_VERSION}[name]
    for notice in STATES:
        assert await refused(work, act, CONSTITUENT, notice) is NotAllowed
        assert await refused(work, act, ELSEWHERE, notice) is errors.NoticeNotFound
    assert await refused(work, act, AUTHOR, 99) is errors.NoticeNotFound


@pytest.mark.parametrize("name", [*ON_A_DRAFT, *ON_ANY, *AT_ANY_VERSION])
async def test_a_draft_is_its_authors_alone(work: UnitOfWork, name: str) -> None:
    act = {**ON_A_DRAFT, **ON_ANY, **AT_ANY_VERSION}[name]
    assert await refused(work, act, COLLEAGUE, DRAFT) is errors.NoticeNotFound


@pytest.mark.parametrize("name", [*ON_A_DRAFT, *ON_ANY])
async def test_an_older_version_changes_nothing(work: UnitOfWork, name: str) -> None:
    act = {**ON_A_DRAFT, **ON_ANY}[name]
    for notice in STATES:
        assert await refused(work, act, AUTHOR, notice, VERSION - 1) is errors.NoticeMovedOn


@pytest.mark.parametrize("name", ON_A_DRAFT)
async def test_what_is_no_draft_is_not_changed(work: UnitOfWork, name: str) -> None:
    for notice, by in ((HANDED, AUTHOR), (HANDED, COLLEAGUE), (SENDING, AUTHOR)):
        assert await refused(work, ON_A_DRAFT[name], by, notice) is errors.NotADraft


@pytest.mark.parametrize("name", ["write", "rewrite"])
async def test_what_is_no_draft_takes_no_further_message(work: UnitOfWork, name: str) -> None:
    for by in (AUTHOR, COLLEAGUE):
        assert await refused(work, AT_ANY_VERSION[name], by, HANDED) is errors.NothingToWriteInto


@pytest.mark.parametrize(
    ("name", "by", "notice", "refusal"),
    [
        ("release", AUTHOR, DRAFT, errors.SecondPersonNeeded),
        ("release", AUTHOR, HANDED, errors.SecondPersonNeeded),
        ("release", COLLEAGUE, SENDING, errors.NoticeMoveRefused),
        ("send_back", COLLEAGUE, SENDING, errors.NoticeMoveRefused),
        ("take_back", COLLEAGUE, HANDED, errors.NoticeMoveRefused),
        ("hand_over", AUTHOR, HANDED, errors.NoticeMoveRefused),
        ("pause", AUTHOR, HANDED, errors.NoticeMoveRefused),
        ("resume", AUTHOR, SENDING, errors.NoticeMoveRefused),
        ("cancel", AUTHOR, DONE, errors.NoticeMoveRefused),
        ("again", COLLEAGUE, SENDING, errors.NoticeMoveRefused),
    ],
)
async def test_a_move_that_the_table_has_not_is_refused(
    work: UnitOfWork, name: str, by: int, notice: int, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        await ON_ANY[name](work, await actor(work, by), notice, VERSION)
    assert work.events == []


@pytest.mark.parametrize(
    ("name", "by", "notice", "to"),
    [
        ("hand_over", AUTHOR, DRAFT, NoticeState.HANDED),
        ("take_back", AUTHOR, HANDED, NoticeState.DRAFT),
        ("release", COLLEAGUE, HANDED, NoticeState.RELEASED),
        ("send_back", COLLEAGUE, HANDED, NoticeState.DRAFT),
        ("pause", COLLEAGUE, SENDING, NoticeState.PAUSED),
        ("cancel", AUTHOR, SENDING, NoticeState.CANCELLED),
        ("again", COLLEAGUE, DONE, NoticeState.SENDING),
    ],
)
async def test_a_move_is_audited_recorded_and_makes_older_buttons_outdated(
    work: UnitOfWork, name: str, by: int, notice: int, to: NoticeState
) -> None:
    who = await actor(work, by)
    await ON_ANY[name](work, who, notice, VERSION)
    kept = await work.session.get_one(Notice, notice)
    assert (kept.state, kept.version) == (to, VERSION + 1)
    assert work.events == [NoticeMoved(kept, NoticeAction(name), who.person)]
    (row,) = (await work.session.scalars(select(Audit))).all()
    assert (row.action, row.actor_id, row.subject) == (f"notice.{name}", by, f"notice:{notice}")


async def test_station_staff_begin_notices_to_the_people_of_their_own_station_only(work: UnitOfWork) -> None:
    author = await actor(work, AUTHOR)
    for station in (None, 2):
        with pytest.raises(NotAllowed):
            await drafting.create(work, author, station, "en", SAID)
    with pytest.raises(NotAllowed):
        await drafting.create(work, await actor(work, CONSTITUENT), None, "en", SAID)
    made = await drafting.create(work, author, 1, "en", SAID)
    assert (made.state, made.version, made.counting) == (NoticeState.DRAFT, 1, True)


async def test_the_audience_stays_where_the_notice_may_go(work: UnitOfWork) -> None:
    author, version = await actor(work, AUTHOR), VERSION
    for kind, one in (
        (AudienceKind.AREAS, "2"),
        (AudienceKind.AREAS, "9" * 30),
        (AudienceKind.STATIONS, "1"),
        (AudienceKind.ROLES, "system"),
        (AudienceKind.LANGUAGES, "fr"),
    ):
        with pytest.raises(errors.NotAddressable):
            await drafting.toggle_audience(work, author, DRAFT, version, kind, one)
    for kind, one in ((AudienceKind.AREAS, "1"), (AudienceKind.ROLES, "unit")):
        version = (await drafting.toggle_audience(work, author, DRAFT, version, kind, one)).version
    assert (await work.session.get_one(Notice, DRAFT)).audience == {"areas": [1], "roles": ["unit"]}


async def test_what_a_draft_is_given_is_checked(work: UnitOfWork) -> None:
    author = await actor(work, AUTHOR)
    for reason in ("", "flood   ", " "):
        with pytest.raises(errors.ReasonTooShort):
            await drafting.set_column(work, author, DRAFT, VERSION, NoticeColumn.URGENT, reason)
    with pytest.raises(errors.TimeOver):
        await drafting.set_time(work, author, DRAFT, VERSION, NOON)
    with pytest.raises(errors.TooFarAhead):
        await drafting.set_time(work, author, DRAFT, VERSION, NOON + timedelta(days=32))
    with pytest.raises(errors.RemarkMissing):
        await releasing.send_back(work, await actor(work, COLLEAGUE), HANDED, VERSION, "  ")
    with pytest.raises(errors.ColumnNotMutable):
        await muting.mute(work, author, NoticeColumn.URGENT)


async def test_what_is_incomplete_or_late_is_neither_handed_over_nor_released(work: UnitOfWork) -> None:
    author, colleague = await actor(work, AUTHOR), await actor(work, COLLEAGUE)
    for number in (DRAFT, HANDED):
        (await work.session.get_one(Notice, number)).send_at = NOON
    with pytest.raises(errors.OwnTimePassed):
        await releasing.hand_over(work, author, DRAFT, VERSION)
    with pytest.raises(errors.OwnTimePassed):
        await releasing.release(work, colleague, HANDED, VERSION)
    (await work.session.get_one(Notice, DRAFT)).column = None
    with pytest.raises(errors.Incomplete) as refusal:
        await releasing.hand_over(work, author, DRAFT, VERSION)
    assert refusal.value.missing == ["column"]
    released = await releasing.release(work, colleague, HANDED, VERSION, at_once=True)
    assert (released.state, released.send_at) == (NoticeState.RELEASED, None)
