"""What is handled together is in a matter together, whichever came first; and each person is counted once."""

from collections.abc import Sequence

from sqlalchemy import select

from handlers.presentation.callbacks import Endorse, OpenPublicMatter
from storage.models.matters import Endorsement, Matter, MatterOpinion
from storage.models.people import Person
from storage.vocabulary import Action, Role
from tests.matters.office import ANSWER, TITLE, Office
from tests.screening.office import LAMP_AGAIN
from tests.screening.test_merging import FIRST, SECOND, merges

ONCE_MORE = "The lamp at the bridge on East Street is dark, says the third of us since last week"


async def within(office: Office) -> dict[int, int | None]:
    """The opinions in the matter, each with the one along with which it came."""
    return {one.opinion_id: one.along_with_id for one in await rows(office)}


async def rows(office: Office) -> Sequence[MatterOpinion]:
    """What is in a matter, by number."""
    async with office.town.database.reading() as session:
        return (await session.scalars(select(MatterOpinion).order_by(MatterOpinion.opinion_id))).all()


async def counted(office: Office) -> tuple[int, int, int]:
    """Opinions, endorsements and people of the matter."""
    (one,) = await office.all(Matter)
    return one.opinions, one.endorsements, one.people


async def separates(office: Office, number: int) -> None:
    """The clerk undoes a merge."""
    await office.clerk.says(f"/find {number}")
    await office.clerk.presses("✂️")


async def test_who_is_merged_in_afterwards_is_a_voice_until_separated(office: Office) -> None:
    say, mei = office.say, office.mei
    await office.releases()
    second = await office.writes(mei, LAMP_AGAIN)
    await merges(office, second, FIRST)
    assert (await within(office), await counted(office)) == ({1: None, 2: 1}, (2, 0, 2))
    await mei.forges(OpenPublicMatter(matter=1))
    mei.sees(say("You wrote about this yourself", "您本人已反映"), SECOND)
    await mei.forges(Endorse(matter=1))
    mei.hears(say("You wrote about this yourself", "您本人已反映"))
    await separates(office, second)
    assert (await within(office), await counted(office)) == ({1: None}, (1, 0, 1))
    await mei.forges(Endorse(matter=1))
    assert await counted(office) == (1, 1, 2)


async def test_what_was_merged_before_comes_and_goes_with_the_main_one(office: Office) -> None:
    say, clerk = office.say, office.clerk
    second = await office.writes(office.mei, LAMP_AGAIN)
    await merges(office, second, FIRST)
    await office.opens()
    assert (await within(office), await counted(office)) == ({1: None, 2: 1}, (2, 0, 2))
    await clerk.says("/find 1")
    await clerk.presses(say("In a matter", "所属事项"), say("Take it out", "移出"))
    assert (await within(office), await counted(office)) == ({}, (0, 0, 0))


async def test_the_main_one_comes_into_the_matter_of_what_is_merged_into_it(office: Office) -> None:
    second, third = await office.writes(office.mei, LAMP_AGAIN), await office.writes(office.zhu, ONCE_MORE)
    await merges(office, third, SECOND)
    await office.opens()
    await merges(office, 1, SECOND)
    assert (await within(office), await counted(office)) == ({1: None, 2: 1, 3: 2}, (3, 0, 3))
    await separates(office, 1)
    assert (await within(office), await counted(office)) == ({1: None}, (1, 0, 1)), second


async def test_what_is_merged_on_stays_with_the_new_main_one(office: Office) -> None:
    second, third = await office.writes(office.mei, LAMP_AGAIN), await office.writes(office.zhu, ONCE_MORE)
    await office.opens()
    await merges(office, third, SECOND)
    assert await within(office) == {1: None}
    await merges(office, second, FIRST)
    assert await within(office) == {1: None, 2: 1, 3: 1}
    await separates(office, second)
    assert await within(office) == {1: None, 3: 1}


async def test_who_stays_when_the_main_one_is_withdrawn_or_answered(office: Office) -> None:
    second, third = await office.writes(office.mei, LAMP_AGAIN), await office.writes(office.zhu, ONCE_MORE)
    await office.opens()
    await merges(office, second, FIRST)
    await merges(office, third, FIRST)
    await office.moves(third, Action.WITHDRAW, office.zhu, Role.CONSTITUENT)
    assert await within(office) == {1: None, 2: 1, 3: None}
    await office.moves(1, Action.WITHDRAW, office.li, Role.CONSTITUENT)
    assert (await within(office), await counted(office)) == ({1: None, 2: None, 3: None}, (3, 0, 3))


async def test_two_matters_stay_two_and_each_is_told(office: Office) -> None:
    say, clerk, mei = office.say, office.clerk, office.mei
    await office.endorses()
    zhus = await office.writes(office.zhu, ONCE_MORE)
    await clerk.says(f"/find {zhus}")
    await clerk.presses(say("🧩 Matter", "🧩 事项"), say("Open a new matter", "新建事项"))
    await clerk.says("Another title")
    await merges(office, 1, SECOND)
    assert {one.opinion_id: one.matter_id for one in await rows(office)} == {1: 1, zhus: 2}
    await office.assigns(zhus)
    await office.answers(zhus, "We look at it")
    clerk.hears(say("Something came of TC-2026-000001", "TC-2026-000001 有了进展"))
    await office.tells(say("💬 Answer", "💬 答复"), ANSWER)
    mei.hears(ANSWER)


async def test_who_both_endorsed_and_wrote_is_one_person(office: Office) -> None:
    mei = await office.endorses()
    second = await office.writes(mei, LAMP_AGAIN)
    await merges(office, second, FIRST)
    assert await counted(office) == (2, 1, 2)
    await office.clerk.says("/matters")
    office.clerk.sees(TITLE, "· 2 ·")
    await office.clerk.presses(TITLE)
    office.clerk.sees(office.say("of 2 people", "共 2 人"))
    await mei.says("/privacy")
    await mei.presses("🗑", office.say("Yes, erase it all", "全部删除"))
    assert (await counted(office), await office.all(Endorsement)) == ((2, 0, 2), [])
    await separates_erased(office, second)


async def separates_erased(office: Office, number: int) -> None:
    """Erased is withdrawn: it counts on, and belongs to somebody without a name."""
    async with office.town.database.reading() as session:
        row = await session.get_one(MatterOpinion, number)
        assert row.along_with_id is None
        names = (await session.scalars(select(Person.name).where(Person.chat_id == office.mei.id))).all()
        assert names == []
