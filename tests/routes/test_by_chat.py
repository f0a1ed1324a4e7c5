"""County staff see and change who is responsible; staff and representatives see why a case is with whom it is."""

from handlers.routes.callbacks import (
    NOBODY,
    AddPlaceRoute,
    OpenRoute,
    PlaceRoutes,
    PlaceRouteUnits,
    RoutePlace,
    SetPlaceRoute,
    SetRoute,
)
from storage.models.directory import HandlingUnit, Topic
from storage.models.people import Audit
from storage.models.routes import PlaceRoute
from storage.vocabulary import Action, Role
from tests.screening.office import LAMP, Office


async def test_a_topic_gets_another_unit_which_is_suggested_from_then_on(desk: Office) -> None:
    clerk, say = desk.clerk, desk.say
    await desk.assigns(await desk.writes(desk.li, LAMP))
    await clerk.says("/routes")
    clerk.sees(say("Roads and traffic → Power Bureau", "道路交通 → 供电局"), say("Other → no unit", "其他 → 无单位"))
    await clerk.presses(say("Roads and traffic →", "道路交通 →"))
    clerk.sees(say("Leads: Power Bureau", "主办：供电局"))
    await clerk.presses(say("🏢 Another unit", "🏢 其他单位"))
    await clerk.presses(say("Roads Bureau", "交通局"))
    clerk.sees(say("From now on: Roads Bureau. Before: Power Bureau", "此后为：交通局。原为：供电局"))
    await desk.wang.says("/inbox")
    await desk.wang.presses("TC-2026-000001", say("Refer to a unit", "转交"))
    desk.wang.sees(say("⭐ 💤 Roads Bureau", "⭐ 💤 交通局"))
    await clerk.presses(say("🚫 No unit", "🚫 不指定单位"))
    clerk.sees(say("No unit leads in it yet", "尚未指定主办单位"))
    await clerk.presses(say("⬅️ Back", "⬅️ 返回"))
    clerk.sees(say("Roads and traffic → no unit", "道路交通 → 无单位"))
    noted = [(one.action, one.detail) for one in await desk.all(Audit) if one.action == "routes.lead"]
    assert noted == [("routes.lead", "U-Power to U-Roads"), ("routes.lead", "U-Roads to none")]


async def test_a_place_tells_its_station_and_its_representatives_by_level(desk: Office) -> None:
    clerk, say = desk.clerk, desk.say
    await clerk.says("/routes")
    await clerk.presses(say("📍 By place", "📍 按地点"))
    await clerk.says("xyzxyz")
    clerk.sees(say("No place is called “xyzxyz”", "没有叫“xyzxyz”的地方"))
    await clerk.says("jiufang")
    clerk.sees("Maishi|麦市", "township|乡镇", "• Wang", "• Sun", "• Zhou")
    await clerk.presses(say("⬅️ Back", "⬅️ 返回"))
    clerk.sees(say("Who is responsible", "由谁负责"))


async def test_staff_and_representative_see_the_rule_and_what_was_tried(desk: Office) -> None:
    clerk, wang, say = desk.clerk, desk.wang, desk.say
    number = await desk.writes(desk.li, LAMP)
    await clerk.says("/screen")
    assert say("Why this one?", "为什么是他们？") not in clerk.screen
    await desk.assigns(number, "Sun")
    await desk.assigns(number)
    await wang.says("/inbox")
    await wang.presses("TC-2026-000001", say("Why this one?", "为什么是他们？"))
    wang.sees(say("Representative: Wang", "代表：Wang"), say("Staff gave it to them", "工作人员于.*交办"))
    wang.sees(say("Sun had it from", "Sun自.*起办理过"))
    await wang.presses(say("⬅️ Back", "⬅️ 返回"))
    wang.sees(LAMP)


async def test_who_is_not_of_the_county_neither_sees_nor_changes(desk: Office) -> None:
    for who in (desk.li, desk.wang):
        await who.says("/routes")
        for data in (OpenRoute(topic=1), SetRoute(topic=1, unit=1), RoutePlace(area=1)):
            await who.forges(data.pack())
        assert "→" not in who.screen
    assert (await desk.all(Topic))[0].unit_id == desk.furniture.units["Power"]


async def test_the_rule_of_the_topic_and_a_return_are_named(desk: Office) -> None:
    say, role = desk.say, Role.REPRESENTATIVE
    number = await desk.writes(desk.li, LAMP)
    await desk.assigns(number)
    async with desk.town.database.reading() as session:
        units = {name: await session.get_one(HandlingUnit, id_) for name, id_ in desk.furniture.units.items()}
    await desk.moves(number, Action.REFER, desk.wang, role, unit=units["Water"])
    await desk.moves(number, Action.RETURN, None, Role.UNIT, unit=units["Power"], why="Lamps are not water")
    await desk.moves(number, Action.REFER, desk.wang, role, unit=units["Power"])
    await desk.clerk.says(f"/find {number}")
    await desk.clerk.presses(say("Why this one?", "为什么是他们？"))
    desk.clerk.sees(say("Unit: Power Bureau", "承办单位：供电局|单位：供电局"))
    desk.clerk.sees(say("Water Bureau returned it and says that it is theirs", "水利局退回"))
    desk.clerk.sees(say("Water Bureau returned it on", "水利局于.*退回"), "Lamps are not water")


async def test_the_smallest_place_with_a_rule_leads_and_says_so(desk: Office) -> None:
    clerk, say = desk.clerk, desk.say
    number = await desk.writes(desk.li, LAMP)
    await desk.assigns(number)
    await clerk.says("/routes")
    await clerk.presses(say("Roads and traffic →", "道路交通 →"), say("📍 Otherwise in some places", "📍 部分地点"))
    clerk.sees(say("No place has one yet", "目前没有地点"))
    for place, unit in (("maishi", say("Water", "水利局")), ("jiufang", say("Roads Bureau", "交通局"))):
        await clerk.presses(say("➕ A unit for a place", "➕ 为某地"))
        await clerk.says(place)
        await clerk.presses(say("🏢 Another unit", "🏢 其他单位"), unit)
        clerk.sees(say("By a rule of this place", "按此地的规则"))
        await clerk.presses(say("⬅️ Back", "⬅️ 返回"))
    clerk.sees("→", say("Water", "水利局"), say("Roads Bureau", "交通局"))
    await desk.wang.says("/inbox")
    await desk.wang.presses("TC-2026-000001", say("Refer to a unit", "转交"))
    desk.wang.sees(say("⭐ 💤 Roads Bureau", "⭐ 💤 交通局"))
    await clerk.presses(say("Roads Bureau", "交通局"), say("🚫 No rule", "🚫 取消此地规则"))
    clerk.sees(say("Before: Roads Bureau", "原为：交通局"), say("By the rule of Maishi", "按所属.*麦市|按所属Maishi"))
    await desk.wang.says("/inbox")
    await desk.wang.presses("TC-2026-000001", say("Refer to a unit", "转交"))
    desk.wang.sees(say("⭐ 💤 Water", "⭐ 💤 水利局"))
    async with desk.town.database.reading() as session:
        water = await session.get_one(HandlingUnit, desk.furniture.units["Water"])
    await desk.moves(number, Action.REFER, desk.wang, Role.REPRESENTATIVE, unit=water)
    await clerk.says(f"/find {number}")
    await clerk.presses(say("Why this one?", "为什么是他们？"))
    clerk.sees(say("The rule for the topic “Roads and traffic” in Maishi", "主题“道路交通”在.*的规则"))
    await clerk.says("/routes")
    clerk.sees("📍1")
    await clerk.presses(say("📍 By place", "📍 按地点"))
    await clerk.says("jiufang")
    clerk.sees(say("Units that lead here", "此地单独指定"), say("Water", "水利局"))


async def test_units_for_a_place_are_searched_and_strangers_change_none(desk: Office) -> None:
    clerk, say = desk.clerk, desk.say
    roads, jiufang, power = (
        desk.furniture.topics["roads"],
        desk.furniture.areas["Jiufang"],
        desk.furniture.units["Power"],
    )
    for who in (desk.li, desk.wang):
        await who.says("/start")
        await who.forges(SetPlaceRoute(topic=roads, area=jiufang, unit=power).pack())
        await who.forges(PlaceRoutes(topic=roads, page=0).pack())
        assert "→" not in who.screen
    assert not await desk.all(PlaceRoute)
    await clerk.says("/routes")
    await clerk.forges(SetPlaceRoute(topic=roads, area=99_999, unit=power).pack())
    clerk.hears(say("no longer in our list", "已不在"))
    await clerk.forges(AddPlaceRoute(topic=roads).pack())
    await clerk.says("xyzxyz")
    clerk.sees(say("No place is called “xyzxyz”", "没有叫“xyzxyz”的地方"))
    await clerk.forges(PlaceRouteUnits(topic=roads, area=jiufang, page=0).pack())
    clerk.sees(say("Which unit leads in “Roads and traffic” in", "“道路交通”在"))
    await clerk.presses(say("Power", "供电局"))
    (one,) = await desk.all(PlaceRoute)
    assert (one.area_id, one.unit_id) == (jiufang, power)
    await clerk.forges(SetPlaceRoute(topic=roads, area=jiufang, unit=NOBODY).pack())
    assert not await desk.all(PlaceRoute)
    noted = [one.detail for one in await desk.all(Audit) if one.action == "routes.lead"]
    assert noted == ["none to U-Power", "U-Power to none"]
