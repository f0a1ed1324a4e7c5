"""A year's figures, written down as rows: what was referred, replied, promised and rated."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.commitments import Commitment, Concern
from storage.models.opinions import Opinion, Rating, Referral
from storage.queries import people
from storage.vocabulary import CommitmentState, Outcome, Role, Satisfaction, Stage
from tests.checkpoints import beginning
from tests.town import MONDAY
from tests.units.office import Office

WEEK = timedelta(days=7)
SECRET = "The lamp by the old mill"


class Book(Office):
    """The same people, and figures of units."""

    @beginning
    async def settle(self) -> "Book":
        """Give everybody their role, Ma that of a clerk of the station in Tanghu."""
        await super().settle()
        self.ma = self.town.person("Ma", self.language)
        await self.town.grant(self.ma, Role.STAFF, station_id=self.furniture.stations["Tanghu"])
        return self

    @beginning
    async def wrote(self, unit: str, count: int, **facts: Any) -> list[int]:
        """So many cases of a unit, alike; `facts` as `_case` takes them. The opinions' ids."""
        async with self.town.database.writing() as session:
            author = await people.by_chat(session, self.li.id)
            assert author is not None
            return [await self._case(session, author.id, self.furniture.units[unit], **facts) for _ in range(count)]

    async def _case(
        self,
        session: AsyncSession,
        author: int,
        unit: int,
        *,
        at: datetime = MONDAY - 4 * WEEK,
        replied: timedelta | None = WEEK,
        ended: timedelta | None = None,
        returned: bool = False,
        rated: Satisfaction | None = None,
        station: str = "Maishi",
        topic: str = "roads",
    ) -> int:
        number = (await session.scalar(select(func.count()).select_from(Opinion)) or 0) + 1
        opinion = Opinion(
            reference=f"TC-2026-{number:06d}",
            submission=f"book:{number}",
            constituent_id=author,
            anonymous=False,
            summary=SECRET,
            stage=Stage.CLOSED,
            topic_id=self.furniture.topics[topic],
            station_id=self.furniture.stations[station],
            submitted_at=at,
            stage_since=at,
        )
        session.add(opinion)
        await session.flush()
        over = at + replied if replied is not None else at + ended if ended is not None else None
        session.add(
            Referral(
                opinion_id=opinion.id,
                round=1,
                unit_id=unit,
                at=at,
                accept_due_at=at + WEEK,
                reply_due_at=at + 3 * WEEK,
                replied_at=at + replied if replied is not None and not returned else None,
                returned_at=over if returned else None,
                passed_on_at=over if replied is not None and not returned else None,
                outcome=Outcome.A,
                ended_at=over,
            )
        )
        if rated is not None:
            session.add(
                Rating(
                    opinion_id=opinion.id,
                    round=1,
                    unit_id=unit,
                    asked_at=at + WEEK,
                    satisfaction=rated,
                    rated_at=at + WEEK,
                )
            )
        await session.flush()
        return opinion.id

    @beginning
    async def promised(
        self,
        unit: str,
        count: int,
        state: CommitmentState,
        due_on: date,
        *,
        first: date | None = None,
        moves: int = 0,
        made: datetime = MONDAY - 3 * WEEK,
        ended: datetime | None = None,
        **facts: Any,
    ) -> list[int]:
        """So many promises of a unit, each about a case of its own. The opinions' ids."""
        opinions = await self.wrote(unit, count, **facts)
        open_ = state in (CommitmentState.OPEN, CommitmentState.REPORTED)
        async with self.town.database.writing() as session:
            for number in opinions:
                opinion = await session.get_one(Opinion, number)
                if open_:
                    opinion.stage, opinion.unit_id = Stage.IMPLEMENTING, self.furniture.units[unit]
                referral = (await session.scalars(select(Referral).where(Referral.opinion_id == number))).one()
                promise = Commitment(
                    referral_id=referral.id,
                    opinion_id=number,
                    round=1,
                    unit_id=referral.unit_id,
                    station_id=opinion.station_id,
                    what="A new lamp",
                    due_on=due_on,
                    first_due_on=first or due_on,
                    moves=moves,
                    state=state,
                    made_at=made,
                    ended_at=None if open_ else ended or MONDAY - WEEK,
                )
                session.add(promise)
                await session.flush()
                session.add(Concern(commitment_id=promise.id, opinion_id=number, ended_at=promise.ended_at))
        return opinions
