"""What grows: for staff by their stations, for representatives by the places they serve; ten at least."""

from datetime import timedelta

from sqlalchemy import update

from handlers.core.matters.rules import grows
from handlers.matters.callbacks import GroupPage, HotPage
from storage.matter_vocabulary import MatterState
from storage.models.matters import Matter
from storage.models.opinions import Opinion
from tests.matters.office import TITLE, Office


def test_growing_is_more_this_week_than_before_and_ten_in_all() -> None:
    assert grows([6, 2, 1, 1])
    assert not grows([6, 1, 1, 1])
    assert not grows([3, 3, 3, 3])
    assert not grows([1, 5, 5, 5])


async def crowd(office: Office, place: str, weeks: list[int]) -> None:
    """So many opinions on roads from a place, in each week, the newest first."""
    for number, count in enumerate(weeks):
        for each in range(count):
            opinion = await office.writes(office.mei, f"{place}: hole {number}-{each} in the road", place=place)
            at = office.town.clock.now() - timedelta(days=7 * number + 1)
            async with office.town.database.writing() as session:
                await session.execute(update(Opinion).where(Opinion.id == opinion).values(submitted_at=at))


async def test_what_grows_is_listed_and_drawn(office: Office) -> None:
    say, clerk, wang = office.say, office.clerk, office.wang
    await crowd(office, "Lengduan", [7, 2, 1])
    await crowd(office, "Ditian", [8, 1])
    async with office.town.database.writing() as session:
        await session.execute(update(Matter).values(state=MatterState.RELEASED))
    await clerk.says("/hot")
    clerk.sees(say("Lengduan · Roads", "冷塅村 · 道路"), say("7 this week; 0, 1, 2", "本周 7 件；此前几周 0、1、2"))
    assert say("Ditian", "荻田") not in clerk.screen, "nine are too few"
    await clerk.presses(say("Lengduan", "冷塅"))
    clerk.sees("hole 0-", "TC-2026-0000")
    await clerk.presses("hole 0-")
    clerk.sees(say("Where it stands", "当前状态"))
    await clerk.presses(say("⬅️ Back", "⬅️ 返回"), say("⬅️ Back", "⬅️ 返回"), say("As a picture", "看图"))
    assert any("photo" in message.content for message in clerk.messages)
    await wang.says("/hot")
    wang.sees(say("Lengduan · Roads", "冷塅村 · 道路"))
    await wang.forges(
        GroupPage(area=office.furniture.areas["Lengduan"], topic=office.furniture.topics["roads"], page=0)
    )
    wang.hears_nothing("hole")
    await office.li.forges(HotPage(page=0))
    office.li.hears_nothing("Lengduan", "冷塅", TITLE)
