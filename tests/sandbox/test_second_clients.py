"""Other people's libraries hold whole conversations with the sandbox, so that it does not please our own bot only."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery as AiogramQuery
from aiogram.types import Message as AiogramMessage
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import (
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.error import BadRequest, Forbidden, RetryAfter
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.sandbox.people import Person
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World
from tests.sandbox.conftest import TOKEN
from tests.sandbox.test_sending import PNG

Context = ContextTypes.DEFAULT_TYPE
App = Application[Any, Any, Any, Any, Any, Any]


async def begin(update: Update, context: Context) -> None:
    assert update.message is not None
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Like", callback_data="like")]])
    payload = " ".join(context.args or [])
    await update.message.reply_html(f"<b>Welcome</b> {payload}", reply_markup=keyboard, do_quote=True)


async def pressed(update: Update, context: Context) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer("Thank you", show_alert=True)
    await query.edit_message_text("*Liked*\\!", parse_mode="MarkdownV2")


async def pictured(update: Update, context: Context) -> None:
    assert update.message is not None
    content = bytes(await (await update.message.photo[-1].get_file()).download_as_bytearray())
    await update.message.reply_document(content, filename="back.png", caption=f"{len(content)} bytes")
    await update.message.reply_media_group([InputMediaPhoto(PNG), InputMediaPhoto(PNG)], caption="twice")


async def edited(update: Update, context: Context) -> None:
    assert update.edited_message is not None
    await update.edited_message.reply_text(f"now {update.edited_message.text}")


async def wrote(update: Update, context: Context) -> None:
    assert update.message is not None
    await update.message.reply_text("Pick", reply_markup=ReplyKeyboardMarkup([["One", "Two"]]))


@asynccontextmanager
async def application(server: SandboxServer) -> AsyncIterator[App]:
    app: App = (
        ApplicationBuilder()
        .token(TOKEN)
        .base_url(f"{server.url}/bot")
        .base_file_url(f"{server.url}/file/bot")
        .updater(None)
        .build()
    )
    app.add_handler(CommandHandler("start", begin, filters.UpdateType.MESSAGE))
    app.add_handler(CallbackQueryHandler(pressed))
    app.add_handler(MessageHandler(filters.PHOTO, pictured))
    app.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, edited))
    app.add_handler(MessageHandler(filters.TEXT, wrote))
    async with app:
        await app.start()
        try:
            yield app
        finally:
            await app.stop()


@asynccontextmanager
async def polling(app: App) -> AsyncIterator[None]:
    async def poll() -> None:
        offset = 0
        while True:
            for update in await app.bot.get_updates(offset=offset, timeout=10):
                offset = update.update_id + 1
                await app.process_update(update)

    async with asyncio.TaskGroup() as group:
        polls = group.create_task(poll())
        yield
        polls.cancel()


@asynccontextmanager
async def by_webhook(app: App) -> AsyncIterator[None]:
    async def receive(request: web.Request) -> web.Response:
        await app.process_update(Update.de_json(await request.json(), app.bot))
        return web.Response()

    site = web.Application()
    site.router.add_post("/", receive)
    async with TestServer(site) as listening:
        await app.bot.set_webhook(str(listening.make_url("/")), secret_token="abc")
        yield
        await app.bot.delete_webhook()


async def converse(world: World, ann: Person) -> None:
    """What a person does and must see, whichever way the bot gets its updates."""
    start = world.starts(ann, "rep_7")
    await world.wait_until(lambda: len(world.messages(ann)) == 2)
    welcome = world.last(ann)
    assert (welcome.text, welcome.reply_to) == ("Welcome rep_7", start.id)
    assert welcome.entities == [{"type": "bold", "offset": 0, "length": 7}]
    world.presses(ann, welcome, welcome.buttons[0]["callback_data"])
    await world.wait_until(lambda: welcome.edited is not None)
    assert (welcome.text, welcome.reply_markup) == ("Liked!", None)
    assert [(toast.text, toast.alert) for toast in world.toasts(ann)] == [("Thank you", True)]
    world.sends_photo(ann, PNG, "my lamp")
    await world.wait_until(lambda: len(world.messages(ann)) == 6)
    document, *album = world.messages(ann)[3:]
    assert document.caption == f"{len(PNG)} bytes"
    assert document.file is not None and document.file["file_name"] == "back.png"
    assert world.files.content(document.file["file_id"]) == PNG
    assert len({message.media_group_id for message in album}) == 1 and album[0].caption == "twice"
    said = world.says(ann, "hello")
    await world.wait_until(lambda: world.last(ann).text == "Pick")
    world.edits(ann, said, "hello!")
    await world.wait_until(lambda: world.last(ann).text == "now hello!")
    await world.wait_until(lambda: not world.pending())


async def test_python_telegram_bot_converses_by_polling(world: World, server: SandboxServer, ann: Person) -> None:
    async with application(server) as app, polling(app):
        await converse(world, ann)


async def test_python_telegram_bot_converses_by_webhook(world: World, server: SandboxServer, ann: Person) -> None:
    async with application(server) as app, by_webhook(app):
        await converse(world, ann)


async def test_python_telegram_bot_understands_every_kind_of_message(
    world: World, server: SandboxServer, ann: Person
) -> None:
    world.sends_voice(ann, caption="listen")
    world.sends_video(ann)
    world.sends_audio(ann)
    world.sends_video_note(ann)
    world.sends_sticker(ann)
    world.sends_location(ann, 31.5, 120.2)
    world.sends_contact(ann, "+86138")
    world.sends_poll(ann)
    world.forwards(ann, "as they say", "Old Wu")
    world.blocks(ann)
    world.unblocks(ann)
    async with application(server) as app:
        updates = await app.bot.get_updates()
        assert len(updates) == 11
        assert updates[-1].my_chat_member is not None
        bot = app.bot
        await bot.send_poll(ann.id, "Which?", ["a", "b"])
        await bot.send_location(ann.id, 1, 2)
        await bot.send_venue(ann.id, 1, 2, "Hall", "Main road")
        await bot.send_contact(ann.id, "+86", "Wu")
        await bot.send_dice(ann.id)
        await bot.send_animation(ann.id, b"gif", caption="moves")
        await bot.send_voice(ann.id, b"ogg")
        await bot.send_video_note(ann.id, b"mp4")
        await bot.set_my_commands([BotCommand("start", "Begin")])
        assert (await bot.get_my_commands())[0].command == "start"
        assert (await bot.get_chat(ann.id)).first_name == "Ann"
        assert (await bot.get_chat_member(ann.id, ann.id)).status == "member"
        assert (await bot.get_user_profile_photos(ann.id)).total_count == 0
        await bot.set_my_description("What it is for")
        assert (await bot.get_my_description()).description == "What it is for"
        assert (await bot.get_chat_menu_button()).type == "commands"
        assert [m.message_id for m in await bot.copy_messages(ann.id, ann.id, [1, 2])] == [18, 19]


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")
async def test_python_telegram_bot_raises_its_own_errors(world: World, server: SandboxServer, ann: Person) -> None:
    async with application(server) as app:
        with pytest.raises(BadRequest, match="Chat not found"):
            await app.bot.send_message(1, "x")
        world.faults.too_many_requests(1, retry_after=7)
        with pytest.raises(RetryAfter):
            await app.bot.send_message(ann.id, "x")
        world.blocks(ann)
        with pytest.raises(Forbidden):
            await app.bot.send_message(ann.id, "x")


async def test_an_aiogram_bot_converses_by_polling(world: World, server: SandboxServer, ann: Person) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: AiogramMessage) -> None:
        await message.send_copy(message.chat.id)

    @dispatcher.callback_query()
    async def answer(query: AiogramQuery) -> None:
        await query.answer(f"pressed {query.data}")

    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(server.url)))
    async with asyncio.TaskGroup() as group:
        running = group.create_task(dispatcher.start_polling(bot, handle_signals=False))
        world.says(ann, "hello @you")
        await world.wait_until(lambda: len(world.messages(ann)) == 2)
        world.sends_photo(ann, PNG, "look")
        await world.wait_until(lambda: len(world.messages(ann)) == 4)
        assert [message.shown for message in world.messages(ann)] == ["hello @you", "hello @you", "look", "look"]
        world.presses(ann, world.last(ann), "x")
        await world.wait_until(lambda: bool(world.toasts(ann)))
        assert world.toasts(ann)[0].text == "pressed x"
        await dispatcher.stop_polling()
        await running
