"""The baseline `usual`: the conversation of an opinion as bots usually do it, by polling or, given a port, by webhook.

aiogram with its FSM; state and rows by awaited SQLAlchemy sessions, one commit an update; calls made inside handlers.
The calls are those that Huiyin makes and the buttons carry the same, so that one scenario talks to both.

`python -m bot.bench.baselines.usual API_URL DATABASE_URL [PORT]`
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

from aiogram import Dispatcher, F, Router
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from aiogram.fsm.storage.memory import SimpleEventIsolation
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, TelegramObject
from sqlalchemy import JSON, BigInteger, ForeignKey, event, select
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.bench.baselines.stock import USUAL, bot_of, serve
from handlers.conversation.callbacks import Go
from handlers.presentation.callbacks import OpenMine, SendAs, ToWhom

REPRESENTATIVES = 9
SESSION: ContextVar[AsyncSession] = ContextVar("session")
"""The session of the update in hand."""
router = Router()


class Base(DeclarativeBase):
    """The baseline's own tables."""


class Conversation(Base):
    """FSM state of one person in one chat."""

    __tablename__ = "conversation"
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    state: Mapped[str | None]
    data: Mapped[dict[str, Any]] = mapped_column(JSON)


class User(Base):
    """Somebody who writes to the bot."""

    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    name: Mapped[str]


class Representative(Base):
    """Somebody an opinion can be addressed to."""

    __tablename__ = "representative"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Opinion(Base):
    """An opinion that was sent."""

    __tablename__ = "opinion"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    representative_id: Mapped[int] = mapped_column(ForeignKey("representative.id"), index=True)
    anonymous: Mapped[bool]
    sent_at: Mapped[datetime]


class Text(Base):
    """One message of an opinion."""

    __tablename__ = "text"
    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    text: Mapped[str]


class Event(Base):
    """Something that happened to an opinion."""

    __tablename__ = "event"
    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    action: Mapped[str]
    at: Mapped[datetime]


class Deadline(Base):
    """An instant at which staff are late."""

    __tablename__ = "deadline"
    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    due_at: Mapped[datetime] = mapped_column(index=True)


class Draft(StatesGroup):
    """The steps of the conversation."""

    writing = State()
    addressing = State()
    checking = State()


class SessionStorage(BaseStorage):
    """FSM storage on the session of the update in hand."""

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Change the state."""
        (await self._row(key)).state = state.state if isinstance(state, State) else state

    async def get_state(self, key: StorageKey) -> str | None:
        """The state."""
        return (await self._row(key)).state

    async def set_data(self, key: StorageKey, data: Any) -> None:
        """Change the data."""
        (await self._row(key)).data = dict(data)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """The data."""
        return dict((await self._row(key)).data)

    async def close(self) -> None:
        """Nothing is open beside the session."""

    async def _row(self, key: StorageKey) -> Conversation:
        session = SESSION.get()
        row = await session.get(Conversation, (key.chat_id, key.user_id))
        if row is None:
            row = Conversation(chat_id=key.chat_id, user_id=key.user_id, state=None, data={})
            session.add(row)
            await session.flush()
        return row


Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


async def commit_once(handler: Handler, happened: TelegramObject, data: dict[str, Any]) -> Any:
    """Middleware: load the user, and commit when the handler is through; inside the FSM's lock, as the next update of
    the same person must find what this one wrote."""
    session, account = SESSION.get(), data["event_from_user"]
    user = await session.scalar(select(User).where(User.telegram_id == account.id))
    if user is None:
        user = User(telegram_id=account.id, name=account.full_name)
        session.add(user)
        await session.flush()
    result = await handler(happened, {**data, "session": session, "user": user})
    await session.commit()
    return result


@router.message(CommandStart())
async def start(message: Message) -> None:
    """Greet."""
    await message.answer("Welcome. Write what is on your mind.", reply_markup=_keys(("Write", Go(to="opinion").pack())))


@router.message(F.text)
async def write(message: Message, state: FSMContext) -> None:
    """Add a message to the draft, and show it anew below."""
    data = await state.get_data()
    texts = [*data.get("texts", []), message.text]
    if shown := data.get("shown"):
        await message.chat.delete_message(shown)
    keys = _keys(("✅ Done", Go(to="draft-done").pack()), ("🗑 Throw away", Go(to="draft-drop").pack()))
    card = await message.answer(
        f"<b>Your opinion so far</b>\n\n{_quoted(texts)}\n\nSend more, or press Done.", reply_markup=keys
    )
    await state.set_state(Draft.writing)
    await state.set_data({"texts": texts, "shown": card.message_id})


@router.callback_query(Draft.writing, Go.filter(F.to == "draft-done"))
async def address(query: CallbackQuery, state: FSMContext, session: AsyncSession) -> None:
    """Ask to whom it goes."""
    everybody = await session.scalars(select(Representative).order_by(Representative.id))
    keys = _keys(*((one.name, ToWhom(representative=one.id).pack()) for one in everybody))
    await state.set_state(Draft.addressing)
    await _shows(query, "<b>To whom?</b>\nIf you are not sure, leave it to us: staff know who can act.", keys)


@router.callback_query(Draft.addressing, ToWhom.filter())
async def check(query: CallbackQuery, callback_data: ToWhom, state: FSMContext, session: AsyncSession) -> None:
    """Show it before it is sent."""
    representative = await session.get_one(Representative, callback_data.representative)
    data = await state.update_data(representative=representative.id)
    await state.set_state(Draft.checking)
    keys = _keys(
        ("📨 Send with my name", SendAs(draft="draft", revision=1, anonymous=False).pack()),
        ("🕶 Send anonymously", SendAs(draft="draft", revision=1, anonymous=True).pack()),
        ("✏️ Text", Go(to="draft").pack()),
    )
    await _shows(
        query, f"<b>Please look it over</b>\n\nTo: {escape(representative.name)}\n\n{_quoted(data['texts'])}", keys
    )


@router.callback_query(Draft.checking, SendAs.filter())
async def send(
    query: CallbackQuery, callback_data: SendAs, state: FSMContext, session: AsyncSession, user: User
) -> None:
    """Keep it, and say so."""
    data, now = await state.get_data(), datetime.now(UTC).replace(tzinfo=None)
    made = Opinion(
        user_id=user.id, representative_id=data["representative"], anonymous=callback_data.anonymous, sent_at=now
    )
    session.add(made)
    await session.flush()
    session.add_all([Text(opinion_id=made.id, text=text) for text in data["texts"]])
    session.add(Event(opinion_id=made.id, action="submit", at=now))
    session.add_all([Deadline(opinion_id=made.id, due_at=now + timedelta(days=days)) for days in (2, 3)])
    await state.clear()
    keys = _keys(("📋 Follow it", OpenMine(opinion=made.id).pack()), ("🏠 Home", Go(to="home").pack()))
    await _shows(query, f"✅ Received: <b>HY-2026-{made.id:06d}</b>\nStaff look at it within two working days.", keys)


async def _shows(query: CallbackQuery, text: str, keys: InlineKeyboardMarkup) -> None:
    """Stop the button's spinner and change its message."""
    await query.answer()
    assert isinstance(query.message, Message)
    await query.message.edit_text(text, reply_markup=keys)


def _keys(*keys: tuple[str, str]) -> InlineKeyboardMarkup:
    rows = [[InlineKeyboardButton(text=text, callback_data=data)] for text, data in keys]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def _quoted(texts: list[str]) -> str:
    return f"<blockquote>{escape(chr(10).join(texts), quote=False)}</blockquote>"


def engine_of(url: str) -> AsyncEngine:
    """The engine for a database; SQLite by aiosqlite, with WAL and synchronous=FULL."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_async_engine(address.set(drivername="postgresql+psycopg"))
    # One connection: with more of them, transactions that begin by reading break off as "database is locked".
    engine = create_async_engine(address.set(drivername="sqlite+aiosqlite"), pool_size=1, max_overflow=0)

    @event.listens_for(engine.sync_engine, "connect")
    def durable(connection: Any, _record: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    return engine


async def main(api_url: str, database_url: str, port: int | None) -> None:
    """Serve until terminated."""
    engine = engine_of(database_url)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with sessions.begin() as session:
        session.add_all(Representative(name=f"Representative {number}") for number in range(REPRESENTATIVES))

    async def with_session(handler: Handler, happened: TelegramObject, data: dict[str, Any]) -> Any:
        async with sessions() as session:
            SESSION.set(session)
            return await handler(happened, data)

    dispatcher = Dispatcher(storage=SessionStorage(), events_isolation=SimpleEventIsolation(), disable_fsm=True)
    for middleware in (with_session, dispatcher.fsm, commit_once):
        dispatcher.update.outer_middleware(middleware)
    dispatcher.include_router(router)
    await serve(dispatcher, bot_of(USUAL, api_url), port)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else None))
