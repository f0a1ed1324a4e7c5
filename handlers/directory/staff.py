"""County staff bring in, and take out, the directory by sending files."""

import base64
import binascii
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendDocument
from aiogram.types import CallbackQuery, Document, Message

from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.errors import Unusable
from handlers.conversation.filters import OfCounty
from handlers.conversation.outgoing import Outgoing
from handlers.conversation.paging import page
from handlers.conversation.screen import Screen
from handlers.core.actor import Actor
from handlers.core.aside import TooCostly
from handlers.core.directory import actions, importing
from handlers.core.directory.book import Unreadable
from handlers.core.directory.composition import composition
from handlers.core.directory.export import template
from handlers.core.directory.workbook import LARGEST_FILE, read
from handlers.directory import composition as composed
from handlers.directory import screens
from handlers.directory.callbacks import ImportFile, TurnHistory
from handlers.presentation.directory import words
from storage.queries import directory as queries
from storage.queries import files, people

router = Router(name="directory.staff")
router.message.filter(OfCounty())
router.callback_query.filter(OfCounty())

FETCH_TOPIC = "directory"
ENDINGS = (".xlsx", ".csv", ".tsv", ".xlsm", ".xls", ".xlsb", ".ods", ".et")
"""Of tables: those that cannot be read are answered with what they are and how to save them."""


class Importing(StatesGroup):
    """The directory screen is open: a file is expected."""

    waiting = State()


@router.message(Command("directory"))
async def directory_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """Show how many of each kind are kept, and the ways in and out."""
    await _open(ctx, state)


@router.callback_query(Go.filter(F.to == "directory"))
async def go_directory(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """Show how many of each kind are kept, and the ways in and out."""
    await _open(ctx, state)


async def _open(ctx: Context, state: FSMContext) -> None:
    await state.set_state(Importing.waiting)
    ctx.show(screens.overview(ctx.t, await importing.sizes(ctx.session)))


@router.callback_query(Go.filter(F.to == "directory-composition"))
async def show_composition(query: CallbackQuery, ctx: Context) -> None:
    """Show how the congresses are composed, by what the lists say."""
    levels = await composition(ctx.session)
    photo = await ctx.out.file("composition.png", composed.picture(ctx.t, levels)) if levels else None
    ctx.show(composed.table(ctx.t, levels, photo))


@router.callback_query(TurnHistory.filter())
async def show_history(query: CallbackQuery, callback_data: TurnHistory, ctx: Context) -> None:
    """Show who left office and why, who came by a by-election."""
    wanted = page(callback_data.page, await queries.count_office_history(ctx.session))
    turns = await queries.office_history(ctx.session, wanted.skip, wanted.size)
    ctx.show(composed.history(ctx.t, wanted, turns))


@router.callback_query(Go.filter(F.to == "directory-template"))
async def send_template(query: CallbackQuery, ctx: Context) -> None:
    """An example of each kind, every column explained."""
    await _send(ctx, "huiyin-template.xlsx", ctx.out.aside(template))


@router.callback_query(Go.filter(F.to == "directory-export"))
async def send_export(query: CallbackQuery, ctx: Context) -> None:
    """All that is kept, phone numbers in clear; that it was taken out is written down."""
    await _send(ctx, "huiyin-directory.xlsx", await actions.export(ctx.out, ctx.actor))


async def _send(ctx: Context, name: str, content: bytes) -> None:
    document = await ctx.out.file(name, content)
    ctx.out.send(ctx.chat_id, SendDocument(chat_id=ctx.chat_id, document=document))
    ctx.toast(ctx.t("Here it comes."))


@router.message(StateFilter(None, Importing.waiting), F.document.file_name.lower().endswith(ENDINGS))
async def take_file(message: Message, ctx: Context) -> None:
    """A directory file: fetched, then shown as what it would change."""
    document = message.document
    assert document is not None  # noqa: S101 - the filter asked for it
    _fits(ctx, document)
    name = document.file_name or ""
    call = ctx.out.message(ctx.chat_id, Screen(ctx.t("Reading {name} …", name=name)))
    ctx.out.fetch(
        ctx.chat_id, document.file_id, FETCH_TOPIC, {"person": ctx.chat_id, "call": call, "name": name}, name=name
    )
    ctx.out.typing(ctx.chat_id)


def _fits(ctx: Context, document: Document) -> None:
    """Raises `Unusable` for a file that is too large to be a directory."""
    if (document.file_size or 0) > LARGEST_FILE:
        text = ctx.t("This file is larger than {n} MB. Split it by kind and send the parts.", n=LARGEST_FILE >> 20)
        raise Unusable(text)


@router.message(StateFilter(Importing.waiting), F.document)
async def other_file(message: Message, ctx: Context) -> None:
    """A file of another kind."""
    text = ctx.t("I read .xlsx and .csv here. Save the table as one of these and send it again.")
    ctx.show(screens.again(ctx.t, text))


async def fetched(out: Outgoing, raw: dict[str, Any]) -> None:
    """The file is here: the line that said so becomes the dry run. `raw` as `bot.delivery.fetch` reports it."""
    context = raw["context"]
    person = await people.by_chat(out.session, context["person"])
    if person is None or not Actor(person).of_county:
        return
    screen = await _dry_run(out, Actor(person), raw, str(context["name"]))
    out.edit(context["person"], screen, call=context["call"])


async def _dry_run(out: Outgoing, actor: Actor, raw: dict[str, Any], name: str) -> Screen:
    t = out.t(actor.person)
    kept = await files.blob(out.session, raw["sha256"]) if raw["sha256"] else None
    if kept is None:
        return screens.again(t, t("Telegram does not hand out {name}. Please send it again.", name=name))
    try:
        book = out.aside(read, name, kept.content)
    except Unreadable as error:
        return screens.again(t, words(t, error.saying))
    except TooCostly:
        return screens.too_costly(t, name)
    plan = await actions.dry_run(out, actor, book)
    digest = base64.urlsafe_b64encode(bytes.fromhex(raw["sha256"])).decode().rstrip("=")
    return screens.dry_run(t, name, plan, ImportFile(digest=digest))


@router.callback_query(ImportFile.filter())
async def import_file(query: CallbackQuery, callback_data: ImportFile, ctx: Context, state: FSMContext) -> None:
    """Imported as shown, all or nothing; if the directory changed meanwhile so that it no longer fits, it is said."""
    t = ctx.t
    try:
        sha256 = base64.urlsafe_b64decode(callback_data.digest + "=").hex()
    except (binascii.Error, ValueError):
        sha256 = ""
    kept = await files.blob(ctx.session, sha256)
    if kept is None:
        ctx.show(screens.again(t, t("I no longer have that file. Please send it again.")))
        return
    try:
        book = ctx.out.aside(read, kept.name, kept.content)
        summary = await actions.import_book(ctx.out, ctx.actor, book, sha256)
    except importing.Refused as refused:
        ctx.show(screens.dry_run(t, kept.name, refused.plan, callback_data))
        return
    except Unreadable as error:
        ctx.show(screens.again(t, words(t, error.saying)))
        return
    except TooCostly:
        ctx.show(screens.too_costly(t, kept.name))
        return
    await state.set_state(None)
    ctx.show(screens.imported(t, summary.counts))
