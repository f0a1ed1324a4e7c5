"""County staff bring in, and take out, the directory by sending files."""

import asyncio
import base64
import binascii
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command, StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendDocument
from aiogram.types import CallbackQuery, Document, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.conversation.callbacks import Go
from handlers.conversation.filters import OfCounty
from handlers.conversation.outgoing import Post
from handlers.conversation.refusals import Unusable
from handlers.conversation.roles import stations_of
from handlers.conversation.screen import Screen
from handlers.conversation.texts import Translator
from handlers.conversation.turn import Turn
from handlers.directory import importing, staff_screens
from handlers.directory.book import Book, Unreadable
from handlers.directory.workbook import LARGEST_FILE, read
from handlers.directory.writing import template
from storage import audit, outbox
from storage.engine import hold_longer
from storage.queries import people

router = Router(name="directory.staff")
router.message.filter(OfCounty())
router.callback_query.filter(OfCounty())

FETCH_TOPIC = "directory"
ENDINGS = (".xlsx", ".csv")


class Importing(StatesGroup):
    """The directory screen is open: a file is expected."""

    waiting = State()


class ImportFile(CallbackData, prefix="di"):
    """Import the file that was shown."""

    digest: str
    """SHA-256 of its content, url-safe base64 without padding: 43 characters."""


@router.message(Command("directory"))
async def directory_command(message: Message, turn: Turn, state: FSMContext) -> None:
    """How many of each kind are kept, and the ways in and out."""
    await _open(turn, state)


@router.callback_query(Go.filter(F.to == "directory"))
async def go_directory(query: CallbackQuery, turn: Turn, state: FSMContext) -> None:
    """How many of each kind are kept, and the ways in and out."""
    await _open(turn, state)


async def _open(turn: Turn, state: FSMContext) -> None:
    await state.set_state(Importing.waiting)
    turn.show(staff_screens.overview(turn.t, await importing.sizes(turn.session)))


@router.callback_query(Go.filter(F.to == "directory-template"))
async def send_template(query: CallbackQuery, turn: Turn) -> None:
    """An example of each kind, every column explained."""
    await _send(turn, "huiyin-template.xlsx", template())


@router.callback_query(Go.filter(F.to == "directory-export"))
async def send_export(query: CallbackQuery, turn: Turn) -> None:
    """All that is kept, phone numbers in clear; that it was taken out is written down."""
    await audit.note(
        turn.session, at=turn.now, actor_id=turn.me.id, action="directory.export", subject=f"person:{turn.me.id}"
    )
    await _send(turn, "huiyin-directory.xlsx", await importing.export(turn.session))


async def _send(turn: Turn, name: str, content: bytes) -> None:
    document = await turn.post.file(name, content)
    turn.post.send(turn.chat_id, SendDocument(chat_id=turn.chat_id, document=document))
    turn.toast(turn.t("Here it comes."))


@router.message(StateFilter(None, Importing.waiting), F.document.file_name.lower().endswith(ENDINGS))
async def take_file(message: Message, turn: Turn) -> None:
    """A directory file: fetched, then shown as what it would change."""
    document = message.document
    assert document is not None  # noqa: S101 - the filter asked for it
    _fits(turn, document)
    name = document.file_name or ""
    call = turn.post.message(turn.chat_id, Screen(turn.t("Reading {name} …", name=name)))
    turn.post.fetch(
        turn.chat_id, document.file_id, FETCH_TOPIC, {"person": turn.chat_id, "call": call, "name": name}, name=name
    )
    turn.post.typing(turn.chat_id)


def _fits(turn: Turn, document: Document) -> None:
    """Raises `Unusable` for a file that is too large to be a directory."""
    if (document.file_size or 0) > LARGEST_FILE:
        text = turn.t("This file is larger than {n} MB. Split it by kind and send the parts.", n=LARGEST_FILE >> 20)
        raise Unusable(text)


@router.message(StateFilter(Importing.waiting), F.document)
async def other_file(message: Message, turn: Turn) -> None:
    """A file of another kind."""
    text = turn.t("I read .xlsx and .csv here. Save the table as one of these and send it again.")
    turn.show(staff_screens.again(turn.t, text))


async def fetched(post: Post, raw: dict[str, Any]) -> None:
    """The file is here: the line that said so becomes the dry run. `raw` as `bot.delivery.fetch` reports it."""
    context = raw["context"]
    person = await people.by_telegram_id(post.session, context["person"])
    if person is None or stations_of(person.grants) is not None:
        return
    screen = await _dry_run(post, post.t(person), raw, str(context["name"]))
    post.edit(context["person"], screen, call=context["call"])


async def _dry_run(post: Post, t: Translator, raw: dict[str, Any], name: str) -> Screen:
    kept = await outbox.blob(post.session, raw["sha256"]) if raw["sha256"] else None
    if kept is None:
        return staff_screens.again(t, t("Telegram does not hand out {name}. Please send it again.", name=name))
    try:
        book = await _read(post.session, name, kept.content)
    except Unreadable as error:
        return staff_screens.again(t, staff_screens.words(t, error.saying))
    plan = await importing.plan(post.session, book)
    digest = base64.urlsafe_b64encode(bytes.fromhex(raw["sha256"])).decode().rstrip("=")
    return staff_screens.dry_run(t, name, plan, ImportFile(digest=digest))


async def _read(session: AsyncSession, name: str, content: bytes) -> Book:
    """In a thread: a large workbook takes seconds, and others are answered meanwhile. Raises `Unreadable`."""
    await hold_longer(session)
    return await asyncio.to_thread(read, name, content)


@router.callback_query(ImportFile.filter())
async def import_file(query: CallbackQuery, callback_data: ImportFile, turn: Turn, state: FSMContext) -> None:
    """Imported as shown, all or nothing; if the directory changed meanwhile so that it no longer fits, it is said."""
    t = turn.t
    try:
        sha256 = base64.urlsafe_b64decode(callback_data.digest + "=").hex()
    except (binascii.Error, ValueError):
        sha256 = ""
    kept = await outbox.blob(turn.session, sha256)
    if kept is None:
        turn.show(staff_screens.again(t, t("I no longer have that file. Please send it again.")))
        return
    try:
        book = await _read(turn.session, kept.name, kept.content)
        summary = await importing.apply(turn.session, book, turn.now)
    except importing.Refused as refused:
        turn.show(staff_screens.dry_run(t, kept.name, refused.plan, callback_data))
        return
    except Unreadable as error:
        turn.show(staff_screens.again(t, staff_screens.words(t, error.saying)))
        return
    await state.set_state(None)
    await audit.note(
        turn.session, at=turn.now, actor_id=turn.me.id, action="directory.import", subject=f"file:{sha256[:16]}"
    )
    turn.show(staff_screens.imported(t, summary.counts))
