"""An opinion travels from a constituent to the representative and back."""

import orjson
import pytest
from sqlalchemy import func, select

from handlers.presentation.callbacks import OpenCase, OpenMine, OpenScreening
from storage import audit, inbox
from storage.models.opinions import Event, Opinion
from storage.vocabulary import Role
from tests.town import Actor, Town

SAYS = {
    "en": {
        "done": "Done",
        "whom": "Wang",
        "named": "Send with my name",
        "anonymous": "Send anonymously",
        "received": "Received: TC-2026-000001",
        "assign": "Assign to Wang",
        "with": "is now with representative Wang",
        "answer": "Answer",
        "ask": "Ask back",
        "send": "Send",
        "answers": "representative Wang answers",
        "satisfied": "😀",
        "dissatisfied": "🙁",
        "write": "What is still not right",
        "closed": "closed",
        "asks": "your representative asks",
        "decline": "Decline",
        "tell": "Decline and tell",
        "cannot": "cannot be taken up",
        "appeal": "Appeal",
        "withdraw": "Withdraw",
        "withdrawn": "withdrawn",
        "sure": "Yes, withdraw it",
        "anon": "Anonymous",
        "few": "at least a few words",
        "open": "Open",
        "follow": "Follow it",
        "round": "second handling",
        "still": "still waits",
        "not this": "but not this",
    },
    "zh-hans": {
        "done": "写好了",
        "whom": "Wang",
        "named": "署名发送",
        "anonymous": "匿名发送",
        "received": "已收到：TC-2026-000001",
        "assign": "交办给Wang",
        "with": "已交办Wang代表",
        "answer": "答复",
        "ask": "提问",
        "send": "发送",
        "answers": "Wang代表答复如下",
        "satisfied": "😀",
        "dissatisfied": "🙁",
        "write": "哪里还不满意",
        "closed": "已办结",
        "asks": "代表向您提问",
        "decline": "不予受理",
        "tell": "不予受理并告知",
        "cannot": "不能在此受理",
        "appeal": "申诉",
        "withdraw": "撤回",
        "withdrawn": "撤回",
        "sure": "是，撤回",
        "anon": "匿名",
        "few": "请至少写几个字",
        "open": "打开",
        "follow": "查看进展",
        "round": "第二次办理",
        "still": "还在等您的回答",
        "not this": "但这个不行",
    },
}


@pytest.fixture(params=["en", "zh-hans"])
def language(request: pytest.FixtureRequest) -> str:
    """Telegram's code of everybody's language."""
    return str(request.param)


class People:
    """Li in Jiufang, her representative Wang, and the county's clerk."""

    def __init__(self, town: Town, language: str) -> None:
        self.town, self.say = town, SAYS[language]
        self.li = town.person("Li Lei", language)
        self.wang, self.clerk = town.person("Wang", language), town.person("Chen", language)

    async def settle(self) -> "People":
        """Give everybody their place and role."""
        furniture = await self.town.furnish()
        await self.town.grant(self.wang, Role.REPRESENTATIVE, representative_id=furniture.representatives["Wang"])
        await self.town.grant(self.clerk, Role.STAFF)
        await self.li.says("/start")
        await self.li.says("jiufang")
        await self.li.presses(["Jiufang", "九房村"][self.li.someone.language != "en"])
        return self

    async def sends(self, how: str = "named") -> Actor:
        """Li sends an opinion to Wang."""
        await self.li.says("The lamp on East Street has been dark for a week")
        await self.li.presses(self.say["done"], self.say["whom"], self.say[how])
        return self.li

    async def assigned(self, how: str = "named") -> Actor:
        """... and the clerk gives it to him."""
        await self.sends(how)
        await self.clerk.says("/screen")
        await self.clerk.presses(self.say["assign"])
        return self.li

    async def answered(self) -> Actor:
        """... and he answers."""
        await self.assigned()
        await self.wang.says("/inbox")
        await self.wang.presses("TC-2026-000001", f"💬 {self.say['answer']}")
        await self.wang.says("The lamp was replaced this morning")
        await self.wang.presses(f"📨 {self.say['send']}")
        return self.li


@pytest.fixture
async def people(town: Town, language: str) -> People:
    """Everybody in place."""
    return await People(town, language).settle()


async def test_an_opinion_goes_to_the_representative_and_its_answer_comes_back(people: People) -> None:
    li = await people.answered()
    li.hears(people.say["received"], people.say["with"], people.say["answers"], "replaced this morning")
    await li.presses(people.say["satisfied"])
    li.sees(people.say["closed"])
    people.wang.hears("😀")
    async with people.town.database.reading() as session:
        assert [event.action.value for event in await session.scalars(select(Event).order_by(Event.id))] == [
            "submit", "assign", "reply", "rate",
        ]  # fmt: skip
        assert await audit.verify(session) is None


async def test_a_dissatisfied_constituent_gets_a_second_round(people: People) -> None:
    li = await people.answered()
    await li.presses(people.say["dissatisfied"])
    li.sees(people.say["write"])
    await li.says("It is dark again")
    people.wang.hears(people.say["round"])
    await people.wang.says("/inbox")
    people.wang.sees("TC-2026-000001")


async def test_a_question_is_answered_by_simply_replying(people: People) -> None:
    li = await people.assigned()
    await people.wang.says("/inbox")
    await people.wang.presses("TC-2026-000001", f"❓ {people.say['ask']}")
    await people.wang.says("Which lamp exactly?")
    await people.wang.presses(f"📨 {people.say['send']}")
    li.hears(people.say["asks"], "Which lamp exactly")
    await li.replies("Which lamp", "The one by the bridge")
    await people.wang.says("/inbox")
    await people.wang.presses("TC-2026-000001")
    people.wang.sees("The one by the bridge")


async def test_a_question_without_an_answer_is_reminded_of_and_goes_back(people: People) -> None:
    li = await people.assigned()
    await people.wang.says("/inbox")
    await people.wang.presses("TC-2026-000001", f"❓ {people.say['ask']}")
    await people.wang.says("Which lamp exactly?")
    await people.wang.presses(f"📨 {people.say['send']}")
    await people.town.passes(days=20)
    assert sum(people.say["still"] in message.shown for message in li.messages) == 1
    async with people.town.database.reading() as session:
        opinion = await session.scalar(select(Opinion))
        assert opinion is not None
        assert opinion.stage.value == "assigned"


async def test_silence_after_an_answer_closes(people: People) -> None:
    await people.answered()
    await people.town.passes(days=15)
    async with people.town.database.reading() as session:
        opinion = await session.scalar(select(Opinion))
        assert opinion is not None
        assert opinion.stage.value == "closed"


async def test_who_stays_anonymous_is_never_shown(people: People) -> None:
    await people.assigned("anonymous")
    await people.wang.says("/inbox")
    await people.wang.presses("TC-2026-000001")
    people.wang.sees(people.say["anon"])
    people.wang.hears_nothing("Li Lei")
    people.clerk.hears_nothing("Li Lei")


async def test_two_presses_on_send_make_one_opinion(people: People) -> None:
    await people.li.says("The lamp on East Street has been dark for a week")
    await people.li.presses(people.say["done"], people.say["whom"])
    await people.li.presses_twice(people.say["named"])
    async with people.town.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Opinion)) == 1


async def test_a_declined_opinion_says_why_and_may_be_appealed(people: People) -> None:
    li = await people.sends()
    await people.clerk.says("/screen")
    await people.clerk.presses(f"🚫 {people.say['decline']}")
    await people.clerk.says("Lamps belong to the power company, 95598")
    await people.clerk.presses(people.say["tell"])
    li.hears(people.say["cannot"], "95598")
    await li.presses(people.say["open"], people.say["appeal"])
    await li.says("It is a municipal lamp")
    await people.clerk.says("/screen")
    people.clerk.sees("TC-2026-000001")


async def test_an_opinion_can_be_withdrawn(people: People) -> None:
    li = await people.assigned()
    await li.says("/mine")
    await li.presses("TC-2026-000001", people.say["withdraw"], people.say["sure"])
    li.sees(people.say["withdrawn"])
    people.wang.hears(people.say["withdrawn"])


async def test_too_little_or_the_wrong_thing_is_told(people: People) -> None:
    await people.li.says("/opinion")
    await people.li.says("?")
    await people.li.presses(people.say["done"])
    people.li.sees(people.say["few"])
    await people.li.sends_sticker()
    people.li.sees(people.say["not this"])


async def test_an_old_button_of_the_staff_says_so_and_changes_nothing(people: People) -> None:
    await people.sends()
    await people.clerk.says("/screen")
    old = people.clerk.key(people.say["assign"])
    await people.clerk.presses(old, old)
    async with people.town.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Event)) == 2


async def test_nobody_opens_what_is_not_theirs(people: People) -> None:
    await people.assigned()
    stranger = people.town.person("Stranger", "en")
    await stranger.says("/start")
    for data in (OpenMine(opinion=1), OpenCase(opinion=1), OpenScreening(opinion=1)):
        await stranger.forges(data)
    stranger.hears_nothing("lamp", "Li Lei", "TC-2026")


async def test_who_has_a_case_learns_that_its_author_cannot_be_reached(people: People) -> None:
    li = await people.assigned()
    news = {"unreachable": {"chat_id": li.id, "opinion_ids": [1]}}
    raw = orjson.dumps({"update_id": -1, "huiyin": news}).decode()
    async with people.town.database.writing() as session:
        await inbox.keep(session, [inbox.Kept(42, -1, li.id, raw)], people.town.clock.now())
    await people.town.settle()
    people.wang.hears("cannot be reached|联系不到")
