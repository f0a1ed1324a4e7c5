"""aiogram's conversation state in the same transaction as everything else."""

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

import orjson
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from storage.inbox import Talk

talks: ContextVar[Mapping[int, Talk]] = ContextVar("talks")
"""The talks that the running transaction holds, by chat."""


def data_of(talk: Talk) -> dict[str, Any]:
    """All that a talk remembers, as plain data."""
    data: dict[str, Any] = orjson.loads(talk.data)
    return data


def remember(talk: Talk, **values: Any) -> None:
    """Have a talk remember these values; None: nothing under that name."""
    talk.data = orjson.dumps({**data_of(talk), **values}).decode()


class ConversationStorage(BaseStorage):
    """Reads and changes the talk with the chat; the transaction around it keeps it."""

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        talks.get()[key.chat_id].state = state.state if isinstance(state, State) else state

    async def get_state(self, key: StorageKey) -> str | None:
        return talks.get()[key.chat_id].state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        talks.get()[key.chat_id].data = orjson.dumps(data).decode()

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        data: dict[str, Any] = orjson.loads(talks.get()[key.chat_id].data)
        return data

    async def close(self) -> None:
        """Nothing is held here."""


_STORAGE = ConversationStorage()


def state_of(bot_id: int, chat_id: int) -> FSMContext:
    """aiogram's way to the state of the private talk with this chat."""
    return FSMContext(_STORAGE, StorageKey(bot_id, chat_id, chat_id))
