"""The office of a small county: two constituents, a representative, staff; and what they say in both languages."""

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import select, update

from handlers.conversation.outgoing import Outgoing
from handlers.core.casework import transitions
from handlers.core.casework.content import NewOpinion, Said
from handlers.core.casework.events import Step
from handlers.notifications.dispatch import notify
from storage import outbox
from storage.models.directory import Topic
from storage.models.opinions import Opinion
from storage.models.people import Person
from storage.queries import opinions, people
from storage.vocabulary import Action, EntryKind, Role
from tests.checkpoints import beginning
from tests.town import Actor, Furniture, Town

LAMP = "The street lamp at the bridge on East Street has been dark for a week"
LAMP_AGAIN = "Since last week the lamp at the bridge on East Street stays dark, children stumble"
WELL = "Our village well tastes of iron since spring"


class Office:
    """Everybody in place; opinions come in without the way through the chat."""

    def __init__(self, town: Town, language: str) -> None:
        self.town, self.language = town, language
        self.li, self.mei = town.person("Li Lei", language), town.person("Han Mei", language)
        self.wang, self.clerk = town.person("Wang", language), town.person("Chen", language)
        self.furniture: Furniture

    @beginning
    async def open(self) -> "Office":
        """Give everybody their place and role."""
        self.furniture = await self.town.furnish()
        await self.town.grant(self.wang, Role.REPRESENTATIVE, representative_id=self.furniture.representatives["Wang"])
        await self.town.grant(self.clerk, Role.STAFF)
        for someone in (self.li, self.mei):
            await someone.says("/start")
        return self

    async def promises(self, act: Callable[[Outgoing], Awaitable[Any]]) -> Any:
        """Something happens in a transaction of its own, and what it promises is sent."""
        async with self.town.database.writing() as session:
            post = Outgoing(session, self.town.place, self.town.clock.now())
            result = await act(post)
            await outbox.promise(session, post.calls)
        await self.town.settle()
        return result

    @beginning
    async def writes(
        self,
        author: Actor,
        text: str,
        *,
        place: str = "Jiufang",
        station: str | None = "Maishi",
        topic: str | None = "roads",
        anonymous: bool = False,
    ) -> int:
        """An opinion comes in; its number."""

        async def submit(post: Outgoing) -> int:
            person = await people.by_chat(post.session, author.id)
            assert person is not None
            new = NewOpinion(
                submission=f"{author.id}:{text}",
                said=[Said(text)],
                topic_id=self.furniture.topics[topic] if topic else None,
                area_id=self.furniture.areas[place],
                station_id=self.furniture.stations[station] if station else None,
                wanted_id=None,
                anonymous=anonymous,
            )
            opinion, _ = await transitions.submit(post, person, new)
            await notify(post)
            return opinion.id

        number: int = await self.promises(submit)
        return number

    async def moves(self, opinion_id: int, action: Action, by: Actor | None, role: Role, **fields: Any) -> None:
        """Somebody makes a move in an opinion, without the way through the chat."""

        async def move(post: Outgoing) -> None:
            opinion = await opinions.any_of(post.session, opinion_id)
            person = await people.by_chat(post.session, by.id) if by is not None else None
            assert opinion is not None
            await transitions.move(post, opinion, action, Step(person, role, **fields))
            await notify(post)

        await self.promises(move)

    @beginning
    async def assigns(self, opinion_id: int, name: str = "Wang") -> None:
        """The clerk gives an opinion to a representative."""
        await self.clerk.says(f"/find {opinion_id}")
        await self.clerk.presses(self.say("👤", "👤"), name)

    @beginning
    async def answers(self, opinion_id: int, text: str) -> None:
        """Wang answers."""
        await self.moves(
            opinion_id, Action.REPLY, self.wang, Role.REPRESENTATIVE, said=[Said(text)], kind=EntryKind.REPLY
        )

    def say(self, english: str, chinese: str) -> str:
        """In the language everybody speaks here."""
        return english if self.language == "en" else chinese

    async def opinion(self, opinion_id: int) -> Opinion:
        """The opinion as it stands."""
        async with self.town.database.reading() as session:
            return await session.get_one(Opinion, opinion_id)

    async def change(self, table: type[Person] | type[Topic], which: Any, **values: Any) -> None:
        """Something is otherwise than usual."""
        async with self.town.database.writing() as session:
            await session.execute(update(table).where(which).values(**values))

    async def all(self, table: type[Any]) -> list[Any]:
        """Every row of a table, oldest first."""
        async with self.town.database.reading() as session:
            return list((await session.scalars(select(table).order_by(table.id))).unique().all())
