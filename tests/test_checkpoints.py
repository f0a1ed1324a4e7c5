"""Beginnings that are put back: the same town as by the long way, and only from the same state."""

from datetime import timedelta

from sqlalchemy import func, select

from storage.models.people import Person
from storage.vocabulary import Role
from tests.checkpoints import beginning
from tests.town import Actor, Town, open_town


class Story:
    """Li comes and reads the help."""

    times = 0
    """So often it was gone through."""

    def __init__(self, town: Town) -> None:
        self.town, self.li = town, town.person("Li Lei")

    @beginning
    async def comes(self, words: str = "/start") -> Actor:
        """She says something for the first time."""
        await self.li.says(words)
        type(self).times += 1
        return self.li


async def _found(story: Story) -> tuple[list[str], int, int | None]:
    """What Li sees, how many calls were made, and how many people the database knows."""
    async with story.town.database.reading() as session:
        people = await session.scalar(select(func.count(Person.id)))
    return [message.shown for message in story.li.messages], len(story.town.world.calls), people


async def test_a_beginning_is_gone_through_once_and_put_back_whole(town_address: str) -> None:
    async with open_town(town_address, checkpoints=True) as town:
        first, times = Story(town), Story.times
        assert await first.comes("/help") is first.li
        assert Story.times == times + 1
        before = await _found(first)
    async with open_town(town_address, checkpoints=True) as town:
        again = Story(town)
        assert await _found(again) == ([], 0, 0)
        assert await again.comes("/help") is again.li
        assert Story.times == times + 1
        assert await _found(again) == before
        await again.li.says("/help")
        assert len(again.li.messages) == len(before[0]) + 2


async def test_what_stands_otherwise_is_gone_through(town: Town) -> None:
    story = Story(town)
    await story.comes("/privacy")
    times = Story.times
    await town.grant(story.li, Role.STAFF)
    await story.comes("/privacy")
    assert Story.times == times + 1, "somebody has written into the database"
    town.clock.instant += timedelta(hours=1)
    await story.comes("/privacy")
    assert Story.times == times + 2, "it is another hour"
