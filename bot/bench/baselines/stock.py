"""Parts that the baselines share: their tokens, and stock aiogram serving by polling or by webhook."""

import asyncio

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

ECHO, USUAL = "43:sandbox", "44:sandbox"
"""Tokens of the sandbox's own."""


def bot_of(token: str, api_url: str) -> Bot:
    """An aiogram bot that talks to the Bot API at `api_url`."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(api_url))
    return Bot(token, session=session, default=DefaultBotProperties(parse_mode="HTML"))


async def serve(dispatcher: Dispatcher, bot: Bot, port: int | None) -> None:
    """Poll, or take webhook posts at the port of loopback, until terminated."""
    if port is None:
        await dispatcher.start_polling(bot)
        return
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot).register(app, path="/webhook")
    setup_application(app, dispatcher, bot=bot)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await bot.set_webhook(f"http://127.0.0.1:{port}/webhook")
    await asyncio.Event().wait()
