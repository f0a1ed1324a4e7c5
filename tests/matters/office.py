"""The office of a small county in which a matter is opened, checked and made public."""

from handlers.presentation.callbacks import OpenPublicMatter
from storage.queries import people
from storage.vocabulary import Role
from tests.checkpoints import beginning
from tests.screening.office import LAMP
from tests.screening.office import Office as Screening
from tests.town import Actor, Town

TITLE = "Street lamps dark on East Street"
SUMMARY = "The lamps between the bridge and the school have been dark since spring."
ANSWER = "New lamps are ordered; they come in May."


class Office(Screening):
    """The same people, a second clerk, and a neighbour from the same village."""

    def __init__(self, town: Town, language: str) -> None:
        super().__init__(town, language)
        self.ma, self.zhu = town.person("Ma", language), town.person("Zhu", language)

    @beginning
    async def open(self) -> "Office":
        """Everybody in place; Li has written about the lamps, and lives where Mei and Zhu do."""
        await super().open()
        await self.town.grant(self.ma, Role.STAFF)
        await self.zhu.says("/start")
        for someone in (self.li, self.mei, self.zhu):
            await self.lives(someone)
        await self.writes(self.li, LAMP)
        return self

    async def lives(self, someone: Actor, place: str = "Jiufang") -> None:
        """Somebody lives there from now on."""
        async with self.town.database.writing() as session:
            person = await people.by_chat(session, someone.id)
            assert person is not None
            person.area_id = self.furniture.areas[place]

    @beginning
    async def opens(self) -> Actor:
        """The clerk opens a matter from the first opinion's card, and has it open."""
        clerk, say = self.clerk, self.say
        await clerk.says("/find 1")
        await clerk.presses(say("🧩 Matter", "🧩 事项"), say("Open a new matter", "新建事项"))
        await clerk.says(TITLE)
        return clerk

    @beginning
    async def writes_it(self, summary: str = SUMMARY) -> Actor:
        """The clerk writes title and summary."""
        clerk, say = await self.opens(), self.say
        await clerk.presses(say("Title and summary", "标题和概述"))
        await clerk.says(TITLE)
        await clerk.says(summary)
        await clerk.presses(say("Keep it so", "就这样保存"))
        return clerk

    @beginning
    async def releases(self) -> Actor:
        """Ma checks it and makes it public."""
        clerk, say = await self.writes_it(), self.say
        await clerk.presses(say("Have it checked", "请人复核"))
        await self.ma.presses(
            say("Open", "打开"), say("Make it public", "公开"), say("Yes, make it public", "确认公开")
        )
        return self.ma

    @beginning
    async def endorses(self) -> Actor:
        """Mei adds her voice."""
        await self.releases()
        await self.mei.says("/start")
        await self.mei.forges(OpenPublicMatter(matter=1))
        await self.mei.presses(self.say("Add my voice", "我也附议"))
        return self.mei

    async def answers_first(self) -> None:
        """Wang has the first opinion and answers it."""
        await self.assigns(1)
        await self.answers(1, "We look at it")

    async def tells(self, kind: str, words: str, *day: str) -> None:
        """The clerk tells those who follow it."""
        clerk, say = self.clerk, self.say
        await clerk.says("/matters")
        await clerk.presses(TITLE, say("Tell those who follow it", "告知关注者"), kind, *day)
        await clerk.says(words)
        await clerk.presses(say("📣 Tell them", "📣 告知他们"))
