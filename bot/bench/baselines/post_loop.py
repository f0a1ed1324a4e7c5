"""The baseline of delivery: nothing but posts, in a loop; prints the CPU seconds it took.

`python -m bot.bench.baselines.post_loop URL CALLS`, the body on standard input.
"""

import asyncio
import sys
import time

import aiohttp
import orjson
import uvloop

AT_ONCE = 30


async def post(url: str, calls: int, body: dict[str, object]) -> float:
    """CPU seconds for so many posts, decoding each answer."""
    left = calls
    connector = aiohttp.TCPConnector(limit=AT_ONCE)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:

        async def loop() -> None:
            nonlocal left
            while left > 0:
                left -= 1
                headers = {"Content-Type": "application/json"}
                async with session.post(url, data=orjson.dumps(body), headers=headers) as answer:
                    assert orjson.loads(await answer.read())["ok"]

        started = time.process_time()
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(loop())
        return time.process_time() - started


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(runner.run(post(sys.argv[1], int(sys.argv[2]), orjson.loads(sys.stdin.buffer.read()))))
