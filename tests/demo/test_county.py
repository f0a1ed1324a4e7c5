"""The county of full size is what it says, the same each time, and whoever holds a phone in it has the most to do."""

from sqlalchemy import func, select

from bot.demo.county.building import build
from bot.demo.county.town import cast
from storage.models.base import Base
from storage.models.directory import Area, Representative, representative_area
from storage.models.opinions import Entry, Opinion
from storage.models.people import Grant, Invitation
from storage.models.reception import ReceptionDay
from storage.models.supervision import Supervision
from storage.stages import IN_HAND
from storage.vocabulary import AreaKind, Level, Role, Stage
from tests.town import MONDAY, Town


async def test_a_county_of_full_size(town: Town) -> None:
    place = town.place
    async with town.database.writing() as session:
        crowd = await build(session, MONDAY, place.zone, place.country, place.reference_prefix)

    async def count(table: type[Base], *where: object) -> int:
        async with town.database.reading() as session:
            found = select(func.count()).select_from(table).where(*where)  # type: ignore[arg-type]
            return (await session.execute(found)).scalar_one()

    assert await count(Representative) == 1147
    assert all([await count(Representative, Representative.level == level) for level in Level])
    assert await count(Area, Area.kind == AreaKind.TOWN) == 16
    assert await count(Area, Area.kind == AreaKind.VILLAGE) == 190
    async with town.database.reading() as session:
        link, sitting = representative_area.c.area_id, func.count()
        found = select(sitting).select_from(representative_area).join(Area, Area.id == link)
        found = found.where(Area.kind == AreaKind.VILLAGE).group_by(link).order_by(sitting.desc()).limit(1)
        assert await session.scalar(found) == 40
    assert await count(Opinion, Opinion.stage == Stage.SUBMITTED) >= 800
    assert await count(Opinion, Opinion.representative_id == 1, Opinion.stage.in_(IN_HAND)) >= 400
    assert await count(Opinion, Opinion.constituent_id == crowd.voters[0].id) >= 60
    assert await count(Opinion, Opinion.merged_into_id == 1) == 100
    assert await count(Entry, Entry.opinion_id == 1) == 300
    assert await count(Grant, Grant.role == Role.UNIT, Grant.unit_id == 1) == 60
    assert await count(Invitation) == 300
    assert await count(Supervision) == 3
    assert await count(ReceptionDay, ReceptionDay.station_id == 1) == 200
    first = (crowd.voters, crowd.representatives, crowd.officers, crowd.county)
    assert cast().phones == [group[0].account for group in first]
    assert {one.id for one in cast()} <= {one.account for one in crowd.everybody()}
