"""The baseline `bare`: stock aiogram that echoes, by polling or, given a port, by webhook.

`python -m bot.bench.baselines.echo API_URL [PORT]`
"""

import asyncio
import sys

from aiogram import Dispatcher
from aiogram.types import Message

from bot.bench.baselines.stock import ECHO, bot_of, serve


async def echo(message: Message) -> None:
    """One send an update."""
    await message.answer(message.text or "?")


async def main(api_url: str, port: int | None) -> None:
    """Serve until terminated."""
    dispatcher = Dispatcher()
    dispatcher.message()(echo)
    await serve(dispatcher, bot_of(ECHO, api_url), port)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else None))
