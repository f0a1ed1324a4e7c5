"""Officers are invited by the county office, join, see what waits, and leave."""

import pytest

from handlers.people.callbacks import InviteOfficer, OfficesPage
from handlers.people.inviting import UNITS
from storage.vocabulary import Role
from tests.people.conftest import link
from tests.town import Actor
from tests.units.hall import Hall


async def invited(hall: Hall, unit: str) -> str:
    """The clerk of the county office invites an officer; the payload of the link."""
    await hall.clerk.says("/invite")
    await hall.clerk.presses(hall.says("An officer of a unit", "承办单位经办人"), unit)
    return link(hall.clerk)


async def joins(hall: Hall, who: Actor, payload: str) -> None:
    """Somebody opens the link and says yes."""
    await who.says(f"/start {payload}")
    await who.presses(hall.says("Yes, join", "是，加入"))


async def test_a_second_officer_joins_and_finds_what_waits(hall: Hall) -> None:
    await hall.referred()
    payload = await invited(hall, hall.says("Power Bureau", "供电局"))
    hall.clerk.sees(hall.says("Invitation: officer of Power Bureau", "邀请：供电局经办人"))
    newcomer = hall.town.person("Newcomer", hall.language)
    await newcomer.says(f"/start {payload}")
    newcomer.sees(hall.says("reply to what is referred to Power Bureau", "答复转交供电局的意见建议"))
    await newcomer.presses(hall.says("Yes, join", "是，加入"))
    newcomer.sees(hall.says("You are officer of Power Bureau now", "您现在是供电局经办人"))
    hall.clerk.hears(hall.says("Newcomer has joined", "Newcomer已加入"))
    await newcomer.presses(hall.says("Referred to us (1)", "转交本单位（1）"))
    newcomer.sees("TC-2026-000001")
    await newcomer.says("/help")
    newcomer.sees(hall.says("As a unit officer", "作为承办单位经办人"), "/inbox")
    await newcomer.says("/home")
    newcomer.sees(hall.says("Referred to us .1.", "转交本单位（1）"))


async def test_an_officer_whose_role_ends_reads_nothing_more(hall: Hall) -> None:
    await hall.referred()
    await hall.clerk.says("/people")
    await hall.clerk.presses(hall.says("Unit officers (3)", "承办单位经办人（3）"), "Luo", "🚪")
    hall.clerk.sees(hall.says("read or reply to what is with Water Bureau", "不能再查看和答复转交水利局的件"))
    await hall.clerk.presses(hall.says("Yes, end it", "是，结束"))
    hall.clerk.sees(hall.says("Nobody reads for Water Bureau now", "水利局"))
    await hall.luo.says("/inbox")
    hall.luo.sees(hall.says("another role", "其他身份"))


async def test_what_an_officer_began_is_not_sent_after_their_role_ended(hall: Hall) -> None:
    gao = await hall.referred()
    await gao.presses(hall.says("💬 Reply", "💬 答复"), hall.says("Resolved", "已解决"))
    await gao.says("Done")
    await hall.clerk.says("/people")
    await hall.clerk.presses(
        hall.says("Unit officers", "承办单位经办人"), "Gao", "🚪", hall.says("Yes, end it", "是，结束")
    )
    await gao.presses(hall.says("Send the reply", "发送答复"))
    assert (await hall.opinion()).stage.value == "referred"


async def test_who_acts_for_others_cannot_erase(hall: Hall) -> None:
    await hall.gao.says("/privacy")
    await hall.gao.presses("🗑")
    hall.gao.sees(hall.says("end your role first", "结束您的身份"))


@pytest.mark.parametrize("language", ["en"], indirect=True)
async def test_only_the_county_office_invites_officers(hall: Hall) -> None:
    ma = hall.town.person("Ma", "en")
    await hall.town.grant(ma, Role.STAFF, station_id=hall.furniture.stations["Maishi"])
    await ma.says("/invite")
    assert "officer" not in ma.screen
    await ma.forges(OfficesPage(list=UNITS, page=0))
    await ma.forges(InviteOfficer(unit=hall.furniture.units["Power"], last=0))
    ma.hears_nothing("Invitation: officer")
    await ma.says("/people")
    assert "Unit officers" not in ma.screen


async def test_who_is_officer_and_representative_has_both_inboxes(hall: Hall) -> None:
    await hall.lamp()
    await hall.town.grant(hall.wang, Role.UNIT, unit_id=hall.furniture.units["Power"])
    await hall.refers()
    await hall.wang.says("/home")
    hall.wang.sees(hall.says("Referred to us .1.", "转交本单位（1）"))
    await hall.wang.says("/inbox")
    await hall.wang.presses(hall.says("🏢 Referred to us", "🏢 转交本单位"), "TC-2026-000001")
    hall.wang.sees(hall.says("✅ Take it", "✅ 接收"))
