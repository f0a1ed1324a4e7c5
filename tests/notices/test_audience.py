"""Whom a notice is for: chosen kind by kind, counted before it goes out, with who is left out and why."""

from sqlalchemy import update

from storage.models.directory import Area
from storage.models.people import Person
from storage.queries import notices
from storage.vocabulary import NoticeColumn, Role
from tests.notices.office import Office

WORDS = {
    "en": {
        "representatives": "representatives",
        "officers": "unit officers",
        "English": "readers of English",
        "place": "Add a place",
        "maishi": "Maishi",
        "station": "people of Tanghu station",
        "all of": "All of",
        "back": "Back",
    },
    "zh-hans": {
        "representatives": "人大代表",
        "officers": "承办单位经办人",
        "English": "使用英文的人",
        "place": "添加地方",
        "maishi": "麦市镇",
        "station": "塘湖镇代表联络站的群众",
        "all of": "全部",
        "back": "返回",
    },
}


def words(office: Office) -> dict[str, str]:
    return WORDS[office.chen.someone.language]


async def open_audience(office: Office) -> None:
    """The audience of a draft."""
    await office.drafts()
    await office.chen.presses(office.say["who"])


async def test_a_place_takes_all_that_lies_in_it(office: Office) -> None:
    say = words(office)
    here, elsewhere = await office.lives("Li", "Jiufang"), await office.lives("Hu", "Ditian")
    nowhere = await office.lives("Wu", None)
    await open_audience(office)
    await office.chen.presses(say["place"])
    await office.chen.says("maishi")
    await office.chen.presses(say["maishi"])
    office.chen.sees(f"✅ {say['maishi']}")
    await office.chen.presses(say["back"])
    office.chen.sees("1 person gets it|1 人会收到")
    await office.releases()
    here.hears("The road")
    elsewhere.hears_nothing("The road")
    nowhere.hears_nothing("The road")


async def test_a_place_is_found_by_stepping_down_the_list(office: Office) -> None:
    say = words(office)
    await open_audience(office)
    await office.chen.presses(say["place"], ["Tongcheng", "通城"][office.chen.someone.language != "en"])
    await office.chen.presses(say["maishi"], say["all of"])
    office.chen.sees(f"✅ {say['maishi']}")
    await office.chen.presses(f"✅ {say['maishi']}")
    assert (await office.notice()).audience == {}


async def test_a_name_that_is_no_place_is_said_and_asked_again(office: Office) -> None:
    await open_audience(office)
    await office.chen.presses(words(office)["place"])
    await office.chen.says("xyzzyplugh")
    office.chen.sees("no place like|没有找到")


async def test_of_many_places_their_number_is_told_and_all_are_shown(office: Office) -> None:
    async with office.town.database.writing() as session:
        for number, sign in enumerate("东西南北上下大小新老"):
            village = {"kind": "village", "name": f"{sign}埂村", "sound": "x"}
            session.add(Area(code=f"G{number}", parent_id=office.furniture.areas["Maishi"], **village))
    await open_audience(office)
    await office.chen.presses(words(office)["place"])
    await office.chen.says("埂")
    office.chen.sees("10 places fit|有 10 个", "东埂村")
    assert "老埂村" not in office.chen.screen
    await office.chen.presses("▶︎", "老埂村")
    office.chen.sees("✅ 老埂村")


async def test_each_kind_narrows_the_others(office: Office) -> None:
    say = words(office)
    wang, zhao = office.town.person("Wang"), office.town.person("Zhao", "zh-hans")
    for actor, name in ((wang, "Wang"), (zhao, "Zhao")):
        await office.town.grant(actor, Role.REPRESENTATIVE, representative_id=office.furniture.representatives[name])
    (li,) = await office.people(Li="en")
    await open_audience(office)
    await office.chen.presses(say["representatives"], say["English"], say["back"])
    await office.releases()
    wang.hears("The road")
    for other in (zhao, li):
        other.hears_nothing("The road")


async def test_it_is_for_the_officers_of_units(office: Office) -> None:
    say = words(office)
    gao, (li,) = office.town.person("Gao"), await office.people(Li="en")
    await office.town.grant(gao, Role.UNIT, unit_id=office.furniture.units["Power"])
    await open_audience(office)
    await office.chen.presses(say["officers"])
    office.chen.sees(f"✅ {say['officers']}")
    await office.chen.presses(say["back"])
    office.chen.sees("1 person gets it|1 人会收到", say["officers"])
    await office.releases()
    gao.hears("The road")
    li.hears_nothing("The road")


async def test_a_station_means_who_lives_there_and_who_holds_an_office_there(office: Office) -> None:
    say = words(office)
    zhao = office.town.person("Zhao")
    await office.town.grant(zhao, Role.REPRESENTATIVE, representative_id=office.furniture.representatives["Zhao"])
    here, elsewhere = await office.lives("Hu", "Ditian"), await office.lives("Li", "Jiufang")
    await open_audience(office)
    await office.chen.presses(say["station"], say["back"])
    office.chen.sees("2 people get it|2 人会收到")
    await office.releases()
    for person in (zhao, here):
        person.hears("The road")
    elsewhere.hears_nothing("The road")


async def test_the_count_says_who_is_left_out_and_why(office: Office) -> None:
    li, zhang, wu = await office.people(Li="en", Zhang="en", Wu="en")
    await li.says("/notices")
    await li.presses("News")
    async with office.town.database.writing() as session:
        await session.execute(update(Person).where(Person.chat_id == zhang.id).values(reachable=False))
    await office.drafts()
    office.chen.sees("1 muted the column|1 人屏蔽", "1 blocks the bot|1 人停用", "3 people get it|3 人会收到")
    await office.releases()
    li.hears_nothing("The road")
    zhang.hears_nothing("The road")
    wu.hears("The road")
    notice = await office.notice()
    assert (notice.left_muted, notice.left_unreachable, notice.recipients) == (1, 1, 3)


async def test_forged_buttons_choose_nothing(office: Office) -> None:
    await open_audience(office)
    for one in ("areas:999999", "areas:x", "stations:999", "roles:system", "roles:king", "languages:fr"):
        version = (await office.notice()).version
        data = f"ng:1:{version}:{one}"
        await office.chen.does(
            lambda world, me, data=data: world.presses(me, office.chen.messages[-1].id, data)  # type: ignore[misc]
        )
        assert (await office.notice()).audience == {}


async def test_a_muted_column_lets_urgent_notices_through(office: Office) -> None:
    (li,) = await office.people(Li="en")
    await li.says("/notices")
    for column in ("News", "Policy", "Reception"):
        await li.presses(column)
    li.hears("News: muted", "Policy: muted", "Reception days: muted")
    await office.drafts(column="urgent")
    await office.chen.says("The dam may break tonight")
    await office.releases()
    li.hears("The road")
    assert "No more" not in li.screen
    await li.does(lambda world, me: world.presses(me, li.messages[-1].id, "nm:urgent:1"))
    async with office.town.database.reading() as session:
        person = await session.get(Person, 3)
        assert person is not None
        assert await notices.muted_by(session, person.id) == {
            NoticeColumn.NEWS,
            NoticeColumn.POLICY,
            NoticeColumn.RECEPTION,
        }
