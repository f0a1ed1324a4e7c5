"""One update's turn: who speaks, what time it is, and the ways to answer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Screen
from handlers.conversation.texts import Html, Translator, translator
from handlers.core.actor import Actor
from storage.inbox import Talk
from storage.models.directory import HandlingUnit, Representative
from storage.models.people import Person
from storage.vocabulary import Lane, Role


@dataclass
class Context:
    """Context of one request: who speaks in which chat, and the ways to answer."""

    out: Outgoing
    me: Person
    conversation: Talk
    event: Message | CallbackQuery | None
    answered: bool = False

    @property
    def session(self) -> AsyncSession:
        """The running transaction."""
        return self.out.session

    @property
    def now(self) -> datetime:
        """The instant of this turn, aware UTC."""
        return self.out.now

    @property
    def chat_id(self) -> int:
        """The private chat with the person who speaks."""
        return self.conversation.chat_id

    @cached_property
    def t(self) -> Translator:
        """The words for the person who speaks."""
        return translator(self.me.language, self.out.county.zone)

    @property
    def actor(self) -> Actor:
        """The actor, as actions take it."""
        return Actor(self.me, self.conversation.channel)

    def has(self, role: Role) -> bool:
        """True if the person holds this role now."""
        return self.actor.has(role)

    @property
    def representatives(self) -> list[Representative]:
        """Representatives for whom the person acts."""
        return self.actor.representatives

    @property
    def units(self) -> list[HandlingUnit]:
        """Handling units whose officer the person is."""
        return self.actor.units

    @property
    def stations(self) -> list[int] | None:
        """Stations whose staff the person is; None: county staff, all stations. Raises `NotAllowed` if neither."""
        return self.actor.stations

    def show(self, screen: Screen, *, opinion_id: int | None = None, fresh: bool = False) -> None:
        """Show a screen: in place of the one whose key was pressed, else as a new message (always, if `fresh`)."""
        pressed = self.event.message if isinstance(self.event, CallbackQuery) else None
        alike = isinstance(pressed, Message) and bool(pressed.photo if screen.photo else pressed.text)
        if isinstance(pressed, Message) and alike and not fresh:
            self.out.edit(self.chat_id, screen, message_id=pressed.message_id, opinion_id=opinion_id)
        else:
            self.conversation.screen_call = self.out.message(self.chat_id, screen, opinion_id=opinion_id)

    def replace(self, screen: Screen, *, opinion_id: int | None = None) -> int:
        """Show a screen as the newest message and take the one before away; the call that shows it."""
        if self.conversation.screen_call is not None:
            self.out.withdraw(self.chat_id, self.conversation.screen_call)
        self.conversation.screen_call = self.out.message(self.chat_id, screen, opinion_id=opinion_id)
        return self.conversation.screen_call

    def strip(self) -> None:
        """Take the keys off the message whose key was pressed: they did what they are for."""
        pressed = self.event.message if isinstance(self.event, CallbackQuery) else None
        if isinstance(pressed, Message):
            self.out.unkey(self.chat_id, pressed.message_id)

    def toast(self, text: Html, *, alert: bool = False) -> None:
        """Answer the press with a note of at most 200 characters; `alert` waits for an OK. Nothing on messages."""
        if isinstance(self.event, CallbackQuery) and not self.answered:
            self.answered = True
            self.out.answer(self.event.id, text.plain[:200], alert=alert)

    def tell_all(self, people: Iterable[Person], screen: Callable[[Translator], Screen], **options: Any) -> None:
        """Promise a screen to several people, each in their language; never to the one who speaks."""
        for person in people:
            if person.id != self.me.id:
                self.out.tell(person, screen(self.out.t(person)), **{"lane": Lane.STAFF, **options})
