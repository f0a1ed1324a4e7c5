"""The whole county, written into an empty database in one transaction."""

from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo.county import beside, directory, matters, people, suggestions, supervision
from bot.demo.county.cases import Cases
from bot.demo.county.people import Crowd
from handlers.core.casework.starting_reasons import plant_reasons
from handlers.core.directory.topics import plant_topics
from handlers.core.workdays.country import country_days
from handlers.core.workdays.rules import Calendar

SEED = 1147


async def build(session: AsyncSession, now: datetime, zone: ZoneInfo, country: str, prefix: str) -> Crowd:
    """Keep it as it stands at `now`; everybody in it."""
    random, days = Random(SEED), Calendar(country_days(country), zone)
    await plant_topics(session)
    places = await directory.build(session, random)
    crowd = people.crowd(Random(SEED))
    await people.build(session, crowd, now)
    await Cases(random, places, crowd, days, now, prefix).build(session)
    await beside.build(session, crowd, now, days.day_of(now), await plant_reasons(session))
    await supervision.build(session, crowd, now, days)
    await matters.build(session, crowd, now)
    await suggestions.build(session, Random(SEED), crowd, now, days, prefix)
    return crowd
