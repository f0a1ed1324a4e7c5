"""Finds the button of a chat that carries given callback data."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from aiogram.filters.callback_data import CallbackData

from bot.sandbox.messages import Message

Data = TypeVar("Data", bound=CallbackData)
Found = tuple[Message, CallbackData]
"""A button: the message it is under, and what it carries."""


class ButtonSpec(NamedTuple):
    """A description of a button: the class of its callback data, and the fields it has to carry."""

    kind: type[CallbackData]
    fields: Mapping[str, object] = MappingProxyType({})

    def find(self, messages: Sequence[Message]) -> Found | None:
        """The newest such button; None if there is none."""
        return find_button(messages, self.kind, **self.fields)


def find_button(messages: Sequence[Message], kind: type[Data], /, **fields: object) -> tuple[Message, Data] | None:
    """The newest button of the bot's that carries these fields, with its message; None if there is none."""
    for message in reversed(messages):
        for data in _carried(message, kind):
            if all(getattr(data, name) == value for name, value in fields.items()):
                return message, data
    return None


def _carried(message: Message, kind: type[Data]) -> Iterable[Data]:
    """The callback data of the message's buttons, as far as it is of this class."""
    for button in message.buttons if message.from_bot else ():
        packed = button.get("callback_data", "")
        if packed.startswith(f"{kind.__prefix__}{kind.__separator__}"):
            try:
                yield kind.unpack(packed)
            except (TypeError, ValueError):
                continue
