"""Settings for parts of the bot that run in the bench's own process, where only their statements are measured."""

from zoneinfo import ZoneInfo

from bot.bench.launch import HUIYIN
from bot.clock import Clock
from handlers.core.unit_of_work import County

CLOCK = Clock()
PLACE = County(ZoneInfo("Asia/Shanghai"), "CN", "en", "HY", int(HUIYIN.partition(":")[0]), "huiyin_bench_bot")
