"""A tiny town with an echo bot, for the tests of the page and its routes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ChatAction
from aiogram.filters import Command, CommandStart
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyParameters,
)

from bot.sandbox.cast import Cast, CastMember, NamedLocation
from bot.sandbox.page_api import PageApi
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World

TOKEN = "42:echo"
AN, BEN, CAI, DORA = 1001, 1002, 2001, 3001

RICH = (
    "<b>Thank you, {name}.</b> Your opinion <code>TC-2026-000123</code> is on its way.\n\n"
    "<i>What happens next</i>: the station <u>reads</u> it within <b>2 working days</b>, not <s>some day</s>.\n"
    "<blockquote expandable>Your words, as we keep them: the lamp at the corner of the river road has been dark for "
    "three weeks; children walk home there after school, and twice somebody has fallen.\nThe shop owner says the cable "
    "was cut by the works in spring.\nPlease send somebody.\nThank you.</blockquote>\n"
    "Code for the desk: <tg-spoiler>7731</tg-spoiler> · <a href='https://t.me/echo_bot?start=station_7'>Our station</a>"
)


class MovedClock:
    """The town's clock of the tests; what is due is told to whoever asks, and done when its time comes."""

    zone = "Asia/Shanghai"

    def __init__(self) -> None:
        self.instant = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
        self.due = [(self.instant + timedelta(hours=5), "Reminder: rate the answer")]
        self.fired: list[str] = []

    def now(self) -> datetime:
        return self.instant

    def move_to(self, instant: datetime) -> None:
        self.instant = instant
        self.fired += [what for at, what in self.due if at <= instant]
        self.due = [(at, what) for at, what in self.due if at > instant]

    async def next_due(self) -> tuple[datetime, str] | None:
        return min(self.due, default=None)


def small_town() -> Cast:
    """Four who hold phones, and a dozen others."""
    others = [
        "Mei Lin",
        "Bo Wang",
        "Xia Sun",
        "Rui Zhao",
        "Nan Hu",
        "Tao Ma",
        "Jing Xu",
        "Lei Guo",
        "Fang He",
        "Kun Lu",
    ]
    return Cast(
        [
            CastMember(AN, "An Liu", "Constituent, Willow Village", "constituents", "en", label_zh="选民 · 柳村"),
            CastMember(BEN, "陈本", "Constituent, Eastbridge", "constituents", "zh-hans", label_zh="选民 · 东桥社区"),
            CastMember(CAI, "Cai Rong", "County representative", "representatives", "en", label_zh="县人大代表"),
            CastMember(DORA, "Dora Shen", "Clerk, Eastbridge station", "staff", "en", label_zh="东桥联络站工作人员"),
            *(
                CastMember(
                    4000 + number, name, "Constituent, Stone Mill", "constituents", "zh-hans" if number % 3 else "en"
                )
                for number, name in enumerate(others)
            ),
        ]
    )


def echo_dispatcher() -> Dispatcher:
    """A bot that shows everything the page can show."""
    dispatcher = Dispatcher()

    @dispatcher.message(CommandStart(deep_link=True))
    async def linked(message: Message) -> None:
        await message.answer(f"You came by {(message.text or '').partition(' ')[2]}")

    @dispatcher.message(CommandStart())
    async def start(message: Message) -> None:
        keyboard = ReplyKeyboardMarkup(
            keyboard=[
                [KeyboardButton(text="Write an opinion"), KeyboardButton(text="My opinions")],
                [
                    KeyboardButton(text="Where I am", request_location=True),
                    KeyboardButton(text="My number", request_contact=True),
                ],
            ],
            resize_keyboard=True,
        )
        await message.answer("Welcome. Write what is on your mind.", reply_markup=keyboard)

    @dispatcher.message(Command("rich"))
    async def rich(message: Message) -> None:
        name = message.from_user.first_name if message.from_user else ""
        buttons = [
            [
                InlineKeyboardButton(text="Satisfied", callback_data="rate:1"),
                InlineKeyboardButton(text="Not yet", callback_data="rate:0"),
            ],
            [
                InlineKeyboardButton(text="Copy the reference", copy_text=CopyTextButton(text="TC-2026-000123")),
                InlineKeyboardButton(text="The desk", url="https://t.me/echo_bot?start=desk"),
            ],
        ]
        markup = InlineKeyboardMarkup(inline_keyboard=buttons)
        reply = ReplyParameters(message_id=message.message_id)
        await message.answer(RICH.format(name=name), parse_mode="HTML", reply_markup=markup, reply_parameters=reply)

    @dispatcher.message(Command("slow"))
    async def slow(message: Message) -> None:
        assert message.bot is not None
        await message.bot.send_chat_action(message.chat.id, ChatAction.TYPING)

    @dispatcher.message(Command("file"))
    async def file(message: Message) -> None:
        await message.answer_document(
            BufferedInputFile(b"<script>alert(1)</script>", "answer.html"), caption="The reply"
        )

    @dispatcher.message(F.photo)
    async def photo(message: Message) -> None:
        await message.reply("A picture, thank you.")

    @dispatcher.message(F.text)
    async def echo(message: Message) -> None:
        button = InlineKeyboardButton(text="Louder", callback_data="louder")
        await message.answer(message.text or "", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]))

    @dispatcher.edited_message()
    async def edited(message: Message) -> None:
        await message.answer(f"You changed it to: {message.text}")

    @dispatcher.callback_query(F.data == "louder")
    async def louder(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        await query.message.edit_text((query.message.text or "").upper())
        await query.answer("Said louder")

    @dispatcher.callback_query()
    async def rated(query: CallbackQuery) -> None:
        await query.answer("Thank you for rating. It is kept with your opinion.", show_alert=True)

    return dispatcher


@dataclass
class Town:
    """A running town."""

    url: str
    world: World
    clock: MovedClock
    bot: Bot

    async def echoes(self, person: int, text: str) -> None:
        """The bot writes by itself."""
        await self.bot.send_message(person, text)


@asynccontextmanager
async def running_town() -> AsyncIterator[Town]:
    """A sandbox with the page, and the echo bot polling it, until the context ends."""
    clock = MovedClock()
    world = World(clock.now, {TOKEN: "echo_bot"})
    world.bot.name = "Huiyin"
    places = [
        NamedLocation("Willow Village, the old well", 31.0521, 116.9712),
        NamedLocation("Eastbridge market", 31.0334, 116.9581),
        NamedLocation("Stone Mill school", 31.0787, 116.9205),
    ]
    control = PageApi(world, small_town(), clock, town="Tongshan, a small county", places=places)
    async with SandboxServer(world, routes=control.routes()) as server:
        bot = Bot(TOKEN, AiohttpSession(api=TelegramAPIServer.from_base(server.url)))
        await bot.set_my_commands(
            [
                BotCommand(command="rich", description="A message with everything"),
                BotCommand(command="slow", description="Pretend to type"),
                BotCommand(command="file", description="Send a file"),
            ]
        )
        dispatcher = echo_dispatcher()
        async with asyncio.TaskGroup() as group:
            polling = group.create_task(dispatcher.start_polling(bot, handle_signals=False, polling_timeout=1))
            try:
                yield Town(server.url, world, clock, bot)
            finally:
                with suppress(RuntimeError):  # it may have ended already
                    await dispatcher.stop_polling()
                await asyncio.wait_for(polling, 10)
