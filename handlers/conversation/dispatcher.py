"""Dispatching of updates by aiogram's routers and filters, without asking every one of them."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

from aiogram import Bot, Dispatcher, Router
from aiogram.dispatcher.event.bases import UNHANDLED, SkipHandler
from aiogram.dispatcher.event.handler import FilterObject, HandlerObject
from aiogram.filters import Command, StateFilter
from aiogram.filters.callback_data import CallbackData, CallbackQueryFilter
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message, TelegramObject, Update

from handlers.conversation.context import Context
from handlers.conversation.outgoing import Outgoing
from handlers.conversation.state import state_of

OTHER_COMMAND, OTHER_BUTTON = "/", ":"
"""Stand for what no handler names: people can send anything, and a list is kept for each word."""


@dataclass(frozen=True, slots=True)
class Line:
    """A handler with the filters before it, its router's and its own."""

    router: Router
    handler: HandlerObject
    filters: tuple[FilterObject, ...]

    def may(self, word: str, state: str | None) -> bool:
        """True if it can be meant by a message or press that begins with this word, in this state."""
        return all(_may(one.callback, word, state) for one in self.filters)

    def words(self) -> Iterator[str]:
        """The prefix and the commands its filters name."""
        for one in self.filters:
            if isinstance(one.callback, CallbackQueryFilter):
                yield one.callback.callback_data.__prefix__
            elif isinstance(one.callback, Command):
                yield from (f"/{name}" for name in one.callback.commands)

    async def wants(self, event: TelegramObject, data: dict[str, Any], button: "Button") -> bool:
        """True if all filters let the event through; what they found is added to `data`."""
        for one in self.filters:
            # aiogram would run a magic filter in a thread, which takes far longer than the filter.
            if one.magic is not None:
                found = one.magic.resolve(event)
            elif isinstance(one.callback, CallbackQueryFilter):
                found = button.found(one.callback)
            else:
                found = await one.call(event, **data)
            if not found:
                return False
            if isinstance(found, dict):
                data.update(found)
        return True


class Button:
    """Data of the pressed button, read once for all handlers of its kind that might be meant."""

    def __init__(self, event: TelegramObject) -> None:
        self._data = event.data if isinstance(event, CallbackQuery) else None
        self._read: dict[type[CallbackData], CallbackData | None] = {}

    def found(self, wanted: CallbackQueryFilter) -> dict[str, Any] | None:
        """As the filter itself finds it."""
        kind = wanted.callback_data
        if kind not in self._read:
            self._read[kind] = self._unpacked(kind)
        read = self._read[kind]
        if read is None or not (wanted.rule is None or wanted.rule.resolve(read)):
            return None
        return {"callback_data": read}

    def _unpacked(self, kind: type[CallbackData]) -> CallbackData | None:
        try:
            return kind.unpack(self._data) if self._data else None
        except (TypeError, ValueError):
            return None


class IndexedDispatcher(Dispatcher):
    """A dispatcher that asks only the handlers which a button's prefix, a command and the state leave open.

    In the same order and with the same filters as aiogram's, which asks all routers one after the other, each through
    its middlewares: with a hundred handlers that takes longer than most of them do. There are no middlewares here.
    `arrive` gives every handler its `turn`, or None where nobody is to be answered.
    """

    def __init__(
        self,
        arrive: Callable[[Update, Outgoing], Awaitable[Context | None]],
        notify: Callable[[Outgoing], Awaitable[None]],
    ) -> None:
        """`notify` promises what follows from what handlers recorded."""
        super().__init__(disable_fsm=True)
        self._arrive = arrive
        self._notify = notify
        self._open: dict[tuple[str, str, str | None], list[Line]] = {}
        self._words: set[str] = set()

    async def feed_update(self, bot: Bot, update: Update, **kwargs: Any) -> Any:
        """Give an update to its handler (`out` is to be given), and stop the spinner of a pressed button."""
        ctx = await self._arrive(update, kwargs["out"])
        if ctx is None or ctx.event is None:
            await self._notify(kwargs["out"])
            return UNHANDLED
        pressed = isinstance(ctx.event, CallbackQuery)
        kind = "callback_query" if pressed else "message" if update.message is not None else "edited_message"
        talk = {"state": state_of(bot.id, ctx.chat_id), "raw_state": ctx.conversation.state}
        result = await self.propagate_event(kind, ctx.event, bot=bot, ctx=ctx, **talk)
        await self._notify(ctx.out)
        if isinstance(ctx.event, CallbackQuery) and not ctx.answered:
            ctx.out.answer(ctx.event.id, None, alert=False)
        return result

    async def propagate_event(self, update_type: str, event: TelegramObject, **kwargs: Any) -> Any:
        button = Button(event)
        for line in self._lines(update_type, self._word(event), kwargs.get("raw_state")):
            data = {**kwargs, "event_router": line.router, "handler": line.handler}
            if await line.wants(event, data, button):
                try:
                    return await line.handler.call(event, **data)
                except SkipHandler:
                    continue
        return UNHANDLED

    def _lines(self, update_type: str, word: str, state: str | None) -> list[Line]:
        key = update_type, word, state
        if key not in self._open:
            self._open[key] = [line for line in self._all(update_type) if line.may(word, state)]
        return self._open[key]

    def _all(self, update_type: str) -> Iterator[Line]:
        for router in self.chain_tail:
            observer = router.observers.get(update_type)
            if observer is None:
                continue
            before = tuple(observer._handler.filters or ())
            for handler in observer.handlers:
                yield Line(router, handler, (*before, *(handler.filters or ())))

    def _word(self, event: TelegramObject) -> str:
        """A button's prefix, or a command with its slash; empty for any other text."""
        if not self._words:
            self._words = {word for kind in self.observers for line in self._all(kind) for word in line.words()}
        if isinstance(event, CallbackQuery):
            word = (event.data or "").partition(":")[0]
            return word if word in self._words else OTHER_BUTTON
        text = (event.text or event.caption or "") if isinstance(event, Message) else ""
        if not text.startswith("/"):
            return ""
        word = text.split(maxsplit=1)[0].partition("@")[0]
        return word if word in self._words else OTHER_COMMAND


def _may(one: Any, word: str, state: str | None) -> bool:
    """True if a filter could let through what begins with this word, in this state; True if it depends on more."""
    match one:
        case CallbackQueryFilter():
            return word == one.callback_data.__prefix__
        case Command():
            return word[:1] == "/" and word[1:] in one.commands
        case StateFilter():
            return any(_may(wanted, word, state) for wanted in one.states)
        case State():
            return one.state in ("*", state)
        case _:
            return True
