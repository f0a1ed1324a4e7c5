"""Of many that fit, all are there: their number is said, and they come in pages."""

from storage.models.directory import Area, HandlingUnit, Representative
from storage.vocabulary import Level
from tests.representatives.conftest import House

MANY = 20
"""So many that they need three pages."""


async def crowd(house: House) -> None:
    """Twenty more of the county congress sit for the same place, and twenty more units are listed."""
    async with house.town.database.writing() as session:
        sun = await session.get_one(Representative, house.furniture.representatives["Sun"])
        maishi = await session.get_one(Area, house.furniture.areas["Maishi"])
        for n in range(MANY):
            facts = {"constituency": f"Maishi {n}", "station_id": sun.station_id, "areas": [maishi]}
            one = Representative(code=f"R-M{n}", name=f"Meng {n:02}", sound=f"meng{n:02}", level=Level.COUNTY, **facts)
            session.add(one)
            session.add(HandlingUnit(code=f"U-M{n}", name=f"第{n}局", name_en=f"Meng Bureau {n:02}"))


async def test_colleagues_to_hand_over_to_are_turned(house: House) -> None:
    await house.case()
    await crowd(house)
    wang = await house.opens()
    await wang.presses(house.says("Hand over", "移交同事"))
    wang.sees(house.says("To whom", "交给谁"), r"\(1.*3\)|1.*3")
    await wang.presses("▶︎")
    wang.sees("Meng", "◀︎")
    await wang.says("meng")
    wang.sees(house.says("20 with “meng”", "“meng”.*20|20.*“meng”"))
    await wang.presses("▶︎", "▶︎")
    wang.sees("Meng 19")
    await wang.presses("Meng 19")
    wang.sees("Meng 19", house.says("write a remark", "写一句说明"))


async def test_candidates_to_assign_to_are_turned(house: House) -> None:
    await house.case()
    await crowd(house)
    clerk = house.clerk
    await clerk.says("/find TC-2026-000001")
    await clerk.presses(house.says("Somebody else", "换一位"))
    clerk.sees("⭐", "▶︎")
    await clerk.presses("▶︎")
    clerk.sees("◀︎")
    assert "⭐ " not in clerk.screen.rpartition("[")[0].splitlines()[-1]
    await clerk.says("meng")
    clerk.sees(house.says("20 with “meng”", "“meng”.*20|20.*“meng”"))
    await clerk.presses("▶︎", "▶︎", "Meng 19")
    clerk.hears(house.says("is with Meng 19 now", "Meng 19"))
    house.li.sees(house.says("is now with representative Meng 19", "已交办Meng 19代表"))


async def test_units_to_refer_to_are_turned(house: House) -> None:
    await house.case()
    await crowd(house)
    wang = await house.opens()
    await wang.presses(house.says("Refer to a unit", "转交承办单位"))
    await wang.says("meng")
    wang.sees(house.says("20 with “meng”", "“meng”.*20|20.*“meng”"))
    await wang.presses("▶︎", "▶︎")
    wang.sees(house.says("Meng Bureau 19", "第19局"))
