"""Many people and a notice for them, without anybody talking; and a sender that does what a test wants."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update

from bot.notices import Notices
from handlers.core.unit_of_work import County
from handlers.presentation.notices import wire
from storage import outbox
from storage.engine import Database
from storage.lease import Held
from storage.models.notices import Notice, NoticeRecipient, NoticeText
from storage.models.people import Person
from storage.models.traffic import OutboxCall
from storage.queries import notices
from storage.vocabulary import CallState, Lane, NoticeColumn, NoticeState, RecipientState

PLACE = County(ZoneInfo("Asia/Shanghai"), "CN", "en", "TC", 42, "sandbox_bot", rate_per_second=5)
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
CHATS = 1000
"""The chat of person n is this much more."""


class HandClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.instant = NOON

    def now(self) -> datetime:
        """Aware UTC."""
        return self.instant


class Crowd:
    """People 1 to n; person 1 is the author of notice 1, which is released."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = HandClock()
        self.recalled: list[float] = []
        self.sent: Counter[int] = Counter()
        """How often each chat was really sent to."""
        self.held: list[outbox.Promised] = []
        """What the sender claimed and has not sent."""

    async def gathers(self, people: int, column: NoticeColumn = NoticeColumn.NEWS) -> "Crowd":
        """They are there, and the notice's recipients are to be written down."""
        async with self.database.writing() as session:
            session.add_all(
                Person(id=number, chat_id=CHATS + number, name="x", language="en", created_at=NOON)
                for number in range(1, people + 1)
            )
        await self.another(column)
        return self

    async def another(self, column: NoticeColumn = NoticeColumn.NEWS) -> None:
        """One more notice to all of them."""
        async with self.database.writing() as session:
            made = Notice(
                author_id=1,
                state=NoticeState.FIXING,
                column=column,
                audience={},
                created_at=NOON,
                released_at=NOON,
                fix_until=await notices.newest_person(session),
                texts=[NoticeText(language="en", body={"text": "Come all"}, sources=[])],
            )
            wire.freeze(made, PLACE.zone)
            session.add(made)

    def process(self, lease: Held | None = None) -> Notices:
        """What a fresh process runs."""
        fed = Notices(
            self.database,
            PLACE,
            self.clock,
            recall=self.recalled.append,
            on_commit=lambda post: None,
            lease=lease,
        )
        fed._piece = 7
        return fed

    async def claims(self, count: int) -> None:
        """The sender claims so many."""
        async with self.database.writing() as session:
            self.held += await outbox.claim_notices(session, self.clock.now(), count)

    async def settles(self, state: CallState = CallState.SENT, count: int = 1) -> None:
        """The first ones it holds leave, and end like this."""
        ended, self.held = self.held[:count], self.held[count:]
        for call in ended:
            self.sent[call.chat_id] += 1
        async with self.database.writing() as session:
            outcomes = [outbox.CallResult(call.id, state, None, None) for call in ended]
            await outbox.settle(session, outcomes, self.clock.now())

    async def puts_back(self) -> None:
        """The sender puts back what it holds, for two seconds."""
        until = self.clock.now() + timedelta(seconds=2)
        async with self.database.writing() as session:
            await outbox.postpone(session, [outbox.Postponed(call.id, until, 0) for call in self.held])
        self.held = []

    async def runs_out(self, process: Notices) -> None:
        """Everything that can go out goes out."""
        for _ in range(200):
            if not await process.step():
                return
            await self.claims(100)
            await self.settles(count=100)
        raise AssertionError("it never ends")

    async def becomes(self, state: NoticeState) -> None:
        """Somebody moves the notice."""
        async with self.database.writing() as session:
            await session.execute(update(Notice).values(state=state, version=Notice.version + 1))

    async def notice(self, number: int = 1) -> Notice:
        """As it is kept."""
        async with self.database.reading() as session:
            found = await session.get(Notice, number)
            assert found is not None
            return found

    async def ledger(self) -> Counter[RecipientState]:
        """How many stand where."""
        async with self.database.reading() as session:
            found = select(NoticeRecipient.state, func.count()).group_by(NoticeRecipient.state)
            return Counter({row[0]: row[1] for row in await session.execute(found)})

    async def told(self) -> int:
        """How often the author was told how it stands."""
        async with self.database.reading() as session:
            found = select(func.count()).where(OutboxCall.lane == Lane.STAFF)
            return (await session.execute(found)).scalar_one()

    async def in_outbox(self) -> int:
        """How many calls to readers stand in the outbox, ended ones too."""
        async with self.database.reading() as session:
            found = select(func.count()).where(OutboxCall.lane == Lane.NOTICE)
            return (await session.execute(found)).scalar_one()
