"""Staff see who acts at their stations and end roles; nobody reaches the people of others."""

from sqlalchemy import select

from storage import audit
from storage.models.directory import Representative
from storage.models.people import Grant, Person
from storage.vocabulary import Level, Role
from tests.people.conftest import Offices, let_in_by_settings
from tests.town import Town


async def test_the_county_office_sees_who_joined_and_who_is_missing(offices: Offices) -> None:
    chen, say = offices.chen, offices.say
    await offices.joins(offices.wang, await offices.for_wang())
    await chen.says("/people")
    chen.sees(say["whole county"], "👤.*1", "🗂.*3", "💤.*3", "✉️")
    await chen.presses(say["representatives"])
    chen.sees("Wang Wu", say["since"])
    await chen.presses("Wang Wu")
    chen.sees("Wang Wu", say["since"], say["reachable"], say["end"])
    await chen.presses(say["back"])
    chen.sees("Wang Wu")
    await chen.presses(say["back"], say["staff"])
    chen.sees("Chen", "Ma", "Tao")


async def test_who_blocked_the_bot_is_shown_as_unreachable(offices: Offices) -> None:
    chen, say = offices.chen, offices.say
    await offices.joins(offices.wang, await offices.for_wang())
    async with offices.town.database.writing() as session:
        grant = (await session.scalars(select(Grant).where(Grant.role == Role.REPRESENTATIVE))).one()
        person = await session.get(Person, grant.person_id)
        assert person is not None
        person.reachable = False
    await chen.says("/people")
    await chen.presses(say["representatives"])
    chen.sees("🔕")
    await chen.presses("Wang Wu")
    chen.sees(say["unreachable"])


async def test_a_station_sees_and_touches_its_own_people_only(offices: Offices) -> None:
    tao, ma, chen, say = offices.tao, offices.ma, offices.chen, offices.say
    await offices.joins(offices.wang, await offices.for_wang())
    await tao.says("/people")
    tao.sees("Tanghu|塘湖", "👤", "🗂.*1", "💤.*1")
    await tao.presses(say["representatives"])
    tao.sees(say["nobody yet"])
    numbers = [await offices.grant_of(one) for one in (offices.wang, ma, chen)]
    for number in (*numbers, 999):
        for prefix in ("pho", "phq", "phe"):
            await offices.forges(tao, f"{prefix}:{number}")
            assert say["cannot find"] in tao.toast, (prefix, number)
    for name in ("Wang", "Sun"):
        for prefix in ("phr", "php", "phx"):
            await offices.forges(tao, f"{prefix}:{offices.furniture.representatives[name]}")
            assert say["cannot find"] in tao.toast, (prefix, name)
    for one in (offices.wang, ma, chen):
        assert len(await offices.roles(one)) == 1
    tao.hears_nothing("Wang Wu")
    assert await offices.noted("role") == []


async def test_a_person_without_a_role_is_nowhere_to_be_seen(offices: Offices) -> None:
    chen, say = offices.chen, offices.say
    await offices.li.says("/start")
    await chen.says("/people")
    for way in ("representatives", "staff"):
        await chen.says("/people")
        await chen.presses(say[way])
    chen.hears_nothing(r"\bLi\b")
    await offices.forges(chen, "phl:constituent:0")
    assert say["older"] in chen.toast


async def test_a_role_is_ended_after_a_question_and_its_holder_is_told(offices: Offices) -> None:
    wang, ma, say = offices.wang, offices.ma, offices.say
    await offices.joins(wang, await offices.for_wang())
    await ma.says("/people")
    await ma.presses(say["representatives"], "Wang Wu", say["end"])
    ma.sees(say["end?"])
    assert len(await offices.roles(wang)) == 1
    await ma.presses(say["yes, end"])
    ma.sees(say["ended"], "💤", say["people"])
    wang.sees(say["your role"], say["home"])
    assert await offices.roles(wang) == []
    await wang.says("/inbox")
    wang.sees(say["another role"])
    assert await offices.noted("role") == [("role.end", f"representative:{offices.furniture.representatives['Wang']}")]
    async with offices.town.database.reading() as session:
        assert await audit.verify(session) is None


async def test_ending_says_what_is_left_without_a_reader(offices: Offices) -> None:
    chen, say = offices.chen, offices.say
    await offices.joins(offices.wang, await offices.for_wang())
    await offices.case_for_wang()
    await chen.says("/people")
    await chen.presses(say["representatives"], "Wang Wu", say["end"], say["yes, end"])
    chen.sees(say["ended"], say["cases wait"])
    await chen.presses("👤", say["make"])
    chen.sees(say["invitation"])


async def test_a_role_that_somebody_else_ended_first_is_gone(offices: Offices) -> None:
    ma, chen, say = offices.ma, offices.chen, offices.say
    await offices.joins(offices.wang, await offices.for_wang())
    for who in (ma, chen):
        await who.says("/people")
        await who.presses(say["representatives"], "Wang Wu", say["end"])
    await ma.presses(say["yes, end"])
    await chen.presses(say["yes, end"])
    assert say["cannot find"] in chen.toast
    chen.sees(say["people"])
    assert len(await offices.noted("role.end")) == 1


async def test_of_several_roles_the_other_stays(offices: Offices) -> None:
    wang, chen, say = offices.wang, offices.chen, offices.say
    await offices.joins(wang, await offices.for_wang())
    await offices.joins(wang, await offices.letter(offices.ma, "staff of Maishi"))
    await chen.says("/people")
    await chen.presses(say["representatives"], "Wang Wu")
    assert chen.screen.count("🚪") == 2
    await chen.presses("🚪", say["yes, end"])
    assert await offices.roles(wang) == [(Role.STAFF, None, offices.furniture.stations["Maishi"])]


async def test_a_station_sees_only_its_part_of_somebodys_roles(offices: Offices) -> None:
    wang, tao, say = offices.wang, offices.tao, offices.say
    await offices.joins(wang, await offices.for_wang())
    await offices.joins(wang, await offices.letter(tao, "staff of Tanghu"))
    await tao.says("/people")
    await tao.presses(say["staff"], "Wang Wu")
    assert tao.screen.count("🚪") == 1
    tao.hears_nothing("👤 .*Wang.?township", "人大代表Wang")


async def test_the_last_of_the_county_office_stays(offices: Offices) -> None:
    chen, li, say = offices.chen, offices.li, offices.say
    own = await offices.grant_of(chen)
    await chen.says("/people")
    await offices.forges(chen, f"phq:{own}")
    chen.sees(say["last one"])
    await offices.forges(chen, f"phe:{own}")
    chen.sees(say["last one"])
    assert len(await offices.roles(chen)) == 1
    await offices.joins(li, await offices.letter(chen, "staff of county"))
    await chen.says("/people")
    await chen.presses(say["staff"], "Chen", say["end"])
    chen.sees(say["end own?"])
    await chen.presses(say["yes, end"])
    chen.sees(say["no longer"], say["home"])
    assert await offices.roles(chen) == []
    await chen.says("/people")
    chen.sees(say["another role"])


async def test_who_stands_in_the_settings_stays_and_it_is_said_why(offices: Offices) -> None:
    town, chen, li, say = offices.town, offices.chen, offices.li, offices.say
    let_in_by_settings(town, li)
    await li.says("/start")
    assert await offices.roles(li) == [(Role.STAFF, None, None)]
    assert await offices.noted("role.grant") == [("role.grant", "county, by the settings")]
    for who in (chen, li):
        await who.says("/people")
        await who.presses(say["staff"], "Li", say["end"])
        who.sees("Li", say["by settings"], "ADMIN_IDS", say["back"])
        await offices.forges(who, f"phe:{await offices.grant_of(li)}")
        who.sees(say["by settings"])
    assert len(await offices.roles(li)) == 1


async def test_who_is_ended_lets_nobody_in_by_an_earlier_link(offices: Offices) -> None:
    ma, chen, li, say = offices.ma, offices.chen, offices.li, offices.say
    payload = await offices.letter(ma, "staff of Maishi")
    other = await offices.letter(chen, "staff of a station", "staff of Maishi")
    await chen.says("/people")
    await chen.presses(say["staff"], "Ma", say["end"], say["yes, end"])
    chen.sees(say["off with it"])
    await ma.says(f"/start {payload}")
    ma.sees(say["revoked"])
    await offices.joins(li, other)
    li.sees(say["welcome staff"])


async def test_once_the_office_ended_the_role_one_can_erase_what_is_ones_own(offices: Offices) -> None:
    wang, chen, say = offices.wang, offices.chen, offices.say
    await offices.joins(wang, await offices.for_wang())
    await wang.says("/privacy")
    await wang.presses(f"🗑 {say['erase']}")
    wang.sees(say["end first"])
    await chen.says("/people")
    await chen.presses(say["representatives"], "Wang Wu", say["end"], say["yes, end"])
    await wang.says("/privacy")
    await wang.presses(f"🗑 {say['erase']}", say["erase all"])
    wang.sees(say["farewell"])


async def test_a_long_list_is_turned_page_by_page(offices: Offices) -> None:
    chen, say, stations = offices.chen, offices.say, offices.furniture.stations
    async with offices.town.database.writing() as session:
        session.add_all(
            Representative(
                code=f"N{number}",
                name=f"Nian {number:02}",
                sound=f"nian{number:02}",
                level=Level.TOWNSHIP,
                constituency="Maishi 2",
                station_id=stations["Maishi"],
            )
            for number in range(10)
        )
    await chen.says("/people")
    await chen.presses(say["missing"])
    chen.sees(say["page"], "Nian 00", "▶︎")
    assert "Zhou" not in chen.screen
    await chen.presses("▶︎")
    chen.sees("Zhou", "◀︎")
    await offices.forges(chen, "phm:77")
    chen.sees("Zhou")
    await offices.forges(chen, "phm:-5")
    chen.sees("Zhou")
    await chen.presses("◀︎")
    chen.sees("Nian 00")


async def test_once_everybody_has_joined_it_is_said(anywhere: Town) -> None:
    offices = await Offices(anywhere, "en").settle()
    for name in ("Wang", "Sun", "Zhou"):
        who = offices.person(f"{name} himself")
        await offices.joins(who, await offices.letter(offices.ma, "a representative", name, "make"))
    await offices.ma.says("/people")
    await offices.ma.presses("Not joined yet")
    offices.ma.sees("Everybody has joined")
