"""Settings for parts of the bot that run in the bench's own process, where only their statements are measured."""

from zoneinfo import ZoneInfo

from bot.bench.launch import HUIYIN
from bot.clock import Clock
from handlers.conversation.outgoing import Place

CLOCK = Clock()
PLACE = Place(ZoneInfo("Asia/Shanghai"), "CN", "en", "HY", int(HUIYIN.partition(":")[0]), "huiyin_bench_bot")
