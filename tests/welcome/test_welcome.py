"""The first minutes with the bot, in both languages."""

import pytest

from storage.models.directory import Area
from tests.town import Town

SAYS = {
    "en": {
        "hello": "your line to your representative",
        "privacy": "Privacy, in full",
        "place": "Where do you live",
        "list": "Show the list",
        "typed": "jiufang",
        "found": "Jiufang",
        "represent": "These represent you",
        "home": "Home",
        "your place": "Your place: Jiufang",
        "nothing": "I found nothing like",
        "where": "Send where I am",
        "nearest": "The nearest place of ours is",
        "yes": "Yes",
        "mine": "My representatives",
        "who": "Who represents",
        "write to": "Write to Wang",
        "kept": "What is kept about me",
        "erase": "Erase",
        "erase all": "Yes, erase it all",
        "farewell": "Farewell",
        "help": "What you can do here",
    },
    "zh-hans": {
        "hello": "您与代表之间的桥梁",
        "privacy": "隐私说明",
        "place": "您住在哪里",
        "list": "查看列表",
        "typed": "九房",
        "found": "九房村",
        "represent": "您的代表",
        "home": "首页",
        "your place": "您的所在地：九房村",
        "nothing": "没有找到",
        "where": "发送我的位置",
        "nearest": "离您最近的",
        "yes": "是",
        "mine": "我的代表",
        "who": "的代表",
        "write to": "写给Wang",
        "kept": "保存了我的哪些信息",
        "erase": "删除",
        "erase all": "是，全部删除",
        "farewell": "再见",
        "help": "您可以做什么",
    },
}


@pytest.fixture(params=["en", "zh-hans"])
def language(request: pytest.FixtureRequest) -> str:
    """Telegram's code of the person's language."""
    return str(request.param)


async def test_a_newcomer_learns_what_this_is_and_finds_the_place_by_name(town: Town, language: str) -> None:
    await town.furnish()
    say, li = SAYS[language], town.person("Li", language)
    await li.says("/start")
    li.hears(say["hello"], say["privacy"], say["place"])
    await li.says(say["typed"])
    await li.presses(say["found"])
    li.sees(say["represent"], "Wang", "Sun", "Zhou")
    await li.presses(say["home"])
    li.sees(say["your place"])


async def test_a_place_nobody_knows_leads_to_the_list(town: Town, language: str) -> None:
    await town.furnish()
    say, li = SAYS[language], town.person("Li", language)
    await li.says("/start")
    await li.says("qqqqq")
    li.sees(say["nothing"])
    county, town_, village = ("Tongcheng", "Maishi", "Lengduan") if language == "en" else ("通城县", "麦市镇", "冷塅村")
    await li.presses(say["list"], "⬅️", say["list"], county, town_, village)
    li.sees(say["represent"], village)


async def test_a_location_finds_the_nearest_village_and_asks(town: Town, language: str) -> None:
    await town.furnish()
    say, li = SAYS[language], town.person("Li", language)
    await li.says("/start")
    await li.presses(say["where"])
    await li.does(lambda world, me: world.sends_location(me, 29.101, 113.901))
    li.sees(say["nearest"], say["found"])
    await li.presses(say["yes"])
    li.sees(say["represent"])


async def test_the_language_can_be_changed_and_stays(town: Town) -> None:
    await town.furnish()
    li = town.person("Li", "en")
    await li.says("/language")
    await li.presses("中文")
    await li.says("/help")
    li.sees("您可以做什么")
    await li.says("/language")
    await li.presses("English")
    li.sees("From now on I speak English")


async def test_a_representatives_code_leads_to_them(town: Town, language: str) -> None:
    await town.furnish()
    say, li = SAYS[language], town.person("Li", language)
    await li.says("/start r_R-Wang")
    li.sees("Wang", say["write to"])
    await li.says("/start unknown-code")
    li.hears(say["hello"])


async def test_representatives_are_shown_with_their_station(town: Town, language: str) -> None:
    furniture = await town.furnish()
    say, li = SAYS[language], town.person("Li", language)
    await li.says("/representatives")
    li.sees(say["place"])
    await li.says(say["typed"])
    await li.presses(say["found"])
    await li.says("/representatives")
    li.sees(say["who"], "Wang", "Maishi station|麦市镇代表联络站")
    await li.presses("Wang")
    li.sees(say["write to"])
    async with town.database.reading() as session:
        assert await session.get(Area, furniture.areas["Jiufang"]) is not None


async def test_what_is_kept_can_be_seen_exported_and_erased(town: Town, language: str) -> None:
    await town.furnish()
    say, li = SAYS[language], town.person("Li Lei", language)
    await li.says("/privacy")
    await li.presses(say["kept"])
    li.sees("Li Lei")
    await li.says("/privacy")
    await li.presses("💾")
    names = [message.content["document"]["file_name"] for message in li.messages if "document" in message.content]
    assert names == ["huiyin.html", "huiyin.json"]
    await li.says("/privacy")
    await li.presses(f"🗑 {say['erase']}", say["erase all"])
    li.sees(say["farewell"])
    await li.says("/privacy")
    await li.presses(say["kept"])
    li.sees("Li Lei")


async def test_help_names_what_one_can_do(town: Town, language: str) -> None:
    li = town.person("Li", language)
    await li.says("/help")
    li.sees(SAYS[language]["help"], "/mine")
    li.hears_nothing("/screen", "/inbox")


async def test_a_command_may_carry_the_name_of_the_bot(town: Town, language: str) -> None:
    li = town.person("Li", language)
    await li.says("/help@sandbox_bot")
    li.sees(SAYS[language]["help"], "/mine")


async def test_a_command_for_another_bot_is_not_ours(town: Town, language: str) -> None:
    li = town.person("Li", language)
    await li.says("/help@somebody_elses_bot")
    li.hears_nothing("/mine")
