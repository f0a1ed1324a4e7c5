"""The menu beside the letters is that of one's roles, in one's language; and what the bot says of itself."""

from zoneinfo import ZoneInfo

import pytest

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.texts import translator
from handlers.presentation import commands
from handlers.welcome import introduction
from storage import outbox
from storage.vocabulary import Role
from tests.people.conftest import Offices, let_in_by_settings
from tests.people.words import SAYS
from tests.town import Actor, Town

EVERYBODY = ["start", "opinion", "mine", "representatives", "place", "language", "privacy", "help", "cancel"]


def menu(who: Actor) -> dict[str, str]:
    """What somebody's phone offers: command and description."""
    return {row["command"]: row["description"] for row in who.town.world.commands_for(who.someone)}


async def introduce(town: Town) -> int:
    """The process starts; how many calls it promises."""
    async with town.database.writing() as session:
        post = Outgoing(session, town.place, town.clock.now())
        await introduction.introduce(post)
        await outbox.promise(session, post.calls)
        count = len(post.calls)
    await town.settle()
    return count


async def test_joining_and_ending_change_the_menu(offices: Offices) -> None:
    wang, chen, say = offices.wang, offices.chen, offices.say
    await introduce(offices.town)
    await offices.joins(wang, await offices.for_wang())
    assert menu(wang)["inbox"] == say["inbox command"]
    assert "screen" not in menu(wang)
    await offices.joins(wang, await offices.letter(offices.ma, "staff of Maishi"))
    assert menu(wang)["screen"] == say["screen command"]
    assert {"inbox", "invite", "people"} <= set(menu(wang))
    for left in ({"screen", "invite", "people"}, set()):
        await chen.says("/people")
        await chen.presses(say["staff"], "Wang Wu", "🚪", say["yes, end"])
        assert {"inbox", "screen", "invite", "people"} & set(menu(wang)) == left


async def test_the_language_changes_the_menu(town: Town) -> None:
    await introduce(town)
    li = town.person("Li", "en")
    await li.says("/language")
    await li.presses("中文")
    assert menu(li)["opinion"] == SAYS["zh-hans"]["write"]
    await li.says("/language")
    await li.presses("English")
    assert menu(li)["opinion"] == SAYS["en"]["write"]


async def test_who_follows_telegrams_language_gets_the_menu_in_the_new_one(offices: Offices) -> None:
    wang = offices.wang
    await offices.joins(wang, await offices.for_wang())
    other = "zh-hans" if offices.language == "en" else "en"
    wang.someone.language = other
    await wang.says("/help")
    assert menu(wang)["inbox"] == SAYS[other]["inbox command"]


async def test_who_holds_no_role_any_more_follows_telegrams_language_again(offices: Offices) -> None:
    wang, chen, say = offices.wang, offices.chen, offices.say
    await introduce(offices.town)
    await offices.joins(wang, await offices.for_wang())
    await chen.says("/people")
    await chen.presses(say["representatives"], "Wang Wu", say["end"], say["yes, end"])
    wang.someone.language = other = "zh-hans" if offices.language == "en" else "en"
    assert menu(wang)["opinion"] == SAYS[other]["write"]


async def test_who_stands_in_the_settings_gets_the_menu_with_the_first_word(town: Town) -> None:
    li = town.person("Li")
    let_in_by_settings(town, li)
    await li.says("/start")
    assert {"screen", "invite", "people"} <= set(menu(li))


@pytest.mark.parametrize("language", ["en", "zh-hans", "fr"])
async def test_everybody_has_a_menu_and_a_description_in_their_language(town: Town, language: str) -> None:
    assert await introduce(town) == 6
    li = town.person("Li", language)
    say = SAYS.get(language, SAYS["en"])
    assert [name for name in menu(li) if name in EVERYBODY] == EVERYBODY
    assert not {"inbox", "screen", "invite", "people"} & set(menu(li))
    assert menu(li)["opinion"] == say["write"]
    code = {"language_code": "zh"} if language == "zh-hans" else {}
    described = await town.call("getMyDescription", code)
    assert described["result"]["description"].startswith(say["describes"])
    short = await town.call("getMyShortDescription", code)
    assert say["short"] in short["result"]["short_description"]


async def test_nothing_is_said_again_until_it_changes(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await introduce(town) == 6
    assert await introduce(town) == 0
    before = commands.COMMANDS
    more = (*before, commands.Command("tally", Role.STAFF, "count opinions"))
    for table, wanted in ((more, 6), (more, 0), (before, 6), (before, 0)):
        monkeypatch.setattr(commands, "COMMANDS", table)
        monkeypatch.setattr(introduction, "COMMANDS", table)
        assert await introduce(town) == wanted


async def test_a_new_command_reaches_the_menus_of_those_who_hold_its_role(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    await introduce(offices.town)
    assert "screen" in menu(offices.ma), "roles given by a seed get their menu at the start"
    more = (*commands.COMMANDS, commands.Command("tally", Role.STAFF, "count opinions"))
    monkeypatch.setattr(commands, "COMMANDS", more)
    monkeypatch.setattr(introduction, "COMMANDS", more)
    assert await introduce(offices.town) == 6 + 3
    assert "tally" in menu(offices.ma)
    assert "tally" not in menu(offices.li)


def test_menus_are_as_telegram_takes_them() -> None:
    held = [(command.name, command.role) for command in commands.COMMANDS]
    assert len(held) == len(set(held))
    names = [one.command for one in commands.menu(translator("en", ZoneInfo("UTC")), list(commands.COMMANDS))]
    assert len(names) == len(set(names))
    assert all(name.isascii() and name.islower() and len(name) <= 32 for name in names)
