"""The bot's own parts, run in the bench's process where only their questions to the database are measured."""

from zoneinfo import ZoneInfo

from bot.bench.bots import HUIYIN
from bot.clock import Clock
from handlers.core.unit_of_work import County

CLOCK = Clock()
PLACE = County(ZoneInfo("Asia/Shanghai"), "CN", "en", "HY", int(HUIYIN.partition(":")[0]), "huiyin_bench_bot")
