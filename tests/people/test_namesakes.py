"""Namesakes are told apart wherever one could be taken for the other, on whatever page they stand."""

from storage.models.directory import Representative
from storage.vocabulary import Level
from tests.people.conftest import Offices


async def test_a_namesake_on_another_page_counts_too(offices: Offices) -> None:
    ma, say = offices.ma, offices.say
    async with offices.town.database.writing() as session:
        for n, (name, level) in enumerate(
            [
                ("王小美", Level.TOWNSHIP),
                *((f"王小{sign}", Level.TOWNSHIP) for sign in "伟芳娜敏静丽强"),
                ("王小美", Level.COUNTY),
            ]
        ):
            session.add(
                Representative(
                    code=f"N{n}",
                    name=name,
                    sound=f"wangxiao{n}",
                    level=level,
                    constituency=f"District {n}",
                    station_id=offices.furniture.stations["Maishi"],
                )
            )
    await ma.says("/people")
    await ma.presses(say["missing"], "🔤")
    await ma.says("王小")
    first = [key["text"] for key in ma.messages[-1].buttons if "王小" in key["text"]]
    assert len(first) == 8
    assert [label for label in first if "District" in label] == [label for label in first if "王小美" in label]
    await ma.presses("▶︎")
    ma.sees("王小美", "N8 · District 8")
