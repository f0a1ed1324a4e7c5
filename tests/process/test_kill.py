"""kill -9, ten times, while people write five hundred opinions over HTTP: nothing is lost, nothing is doubled."""

import asyncio
import os
import random
import signal
import sqlite3
import time
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson
import pytest

from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World
from storage.migrations import upgrade
from storage.vocabulary import CallState, InboxState
from tests.process.child import free_port, told
from tests.process.lives import Lives
from tests.process.voters import REFERENCE, Crowd, Voter, crowd

PEOPLE, OPINIONS, DEATHS = 50, 500, 10
UPDATES = 4 * OPINIONS
"""A text and three keys for each opinion."""
TWICE_WITHIN = 5.0
"""Seconds before a death: a quarter of one is usual (docs/architecture.md), but other tests hold up the disk."""
HARMFUL = "This one makes a handler fail"
FAULT = f"""
    CREATE TRIGGER fault BEFORE INSERT ON opinion WHEN NEW.summary LIKE '{HARMFUL}%'
    BEGIN SELECT RAISE(ABORT, 'fault'); END
"""
APOLOGY = "Sorry, something went wrong"


class Trial:
    """What is done to one bot, and what the Bot API and the database know of it."""

    def __init__(self, folder: Path, way: str, chance: random.Random) -> None:
        self.folder, self.way, self.chance = folder, way, chance
        self.world = World(messages_kept=200, calls_kept=100_000)
        self.texts = [
            [f"Lamp {number} of voter {one} is broken" for number in range(OPINIONS // PEOPLE)] for one in range(PEOPLE)
        ]
        self.settings = {
            "BOT_TOKEN": "42:sandbox",
            "RATE_PER_SECOND": "1000",
            "LOG_LEVEL": "WARNING",
            "OPINIONS_PER_DAY": "0",
        }
        self.deaths: list[float] = []
        self.unmarked: set[bytes] = set()
        """Messages that a death found not yet written down as sent."""
        self._file = folder / "huiyin.sqlite3"
        upgrade(f"sqlite:///{self._file}")

    def reached(self, api_url: str) -> None:
        """The bot finds the Bot API there, and is found by it."""
        self.settings["BOT_API_URL"] = api_url
        if self.way == "webhook":
            port = str(free_port())
            hook = {"WEBHOOK_URL": f"http://127.0.0.1:{port}/hook", "WEBHOOK_SECRET": "word"}
            self.settings |= {"LISTEN_PORT": port, **hook}

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        """Ask the database, or change it, beside the bot."""
        with closing(sqlite3.connect(self._file, timeout=30)) as connection, connection:
            return connection.execute(statement).fetchall()

    async def so_far(self, updates: int) -> None:
        """Wait until the bot has acknowledged so many updates."""
        await self.world.wait_until(lambda: len(self.world.acknowledged) >= updates, 200)

    async def rests(self) -> None:
        """Wait until everything that came is handled and everything that was promised is sent."""
        waits = "SELECT (SELECT count(*) FROM inbox WHERE state = 0) + (SELECT count(*) FROM outbox WHERE state = 0)"
        async with asyncio.timeout(60):
            while self.sql(waits) != [(0,)]:  # noqa: ASYNC110 (a database tells nobody)
                await asyncio.sleep(0.1)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_ten_deaths_lose_nothing_and_double_nothing(tmp_path: Path, lives: Lives, way: str) -> None:
    seed = int(os.environ.get("KILL_SEED") or random.SystemRandom().randrange(10**9))
    print(f"KILL_SEED={seed}")
    trial = Trial(tmp_path, way, random.Random(seed))
    trial.sql(FAULT)
    async with SandboxServer(trial.world, first_retry=0.1) as server, crowd(trial.world) as people:
        trial.reached(server.url)
        async with asyncio.TaskGroup() as group:
            writing = group.create_task(people.writes(trial.texts))
            harming = group.create_task(harmed(trial, people))
            await ten_deaths(trial, lives)
            async with lives.one(tmp_path, trial.settings) as last:
                await writing
                unlucky = await harming
                await trial.rests()
                await mended(trial, unlucky)
                assert await last.ends(signal.SIGTERM) == 0, last.log
    everything_acknowledged_was_handled(trial)
    every_opinion_is_there_once(trial)
    only_the_unmarked_came_twice(trial)


async def ten_deaths(trial: Trial, lives: Lives) -> None:
    """Killed at random moments, spread over the work; each time another life begins at once."""
    moments = sorted(trial.chance.sample(range(UPDATES * 19 // 20), DEATHS))
    for moment in moments:
        async with lives.one(trial.folder, trial.settings) as life:
            await life.lasts(trial.so_far(moment))
            await asyncio.sleep(trial.chance.uniform(0, 0.2))
            trial.deaths.append(time.monotonic())
            assert await life.ends(signal.SIGKILL) == -signal.SIGKILL, life.log
            waiting = trial.sql("SELECT payload FROM outbox WHERE state = 0 AND method LIKE 'send%'")
            trial.unmarked.update(sorted_json(orjson.loads(payload)) for (payload,) in waiting)


async def harmed(trial: Trial, people: Crowd) -> Voter:
    """In the middle of it, an update nobody can read, and one that makes a handler fail."""
    await trial.so_far(UPDATES // 3)
    trial.world.faults.poison()
    unlucky = people.voter("Unlucky")
    await unlucky.sends(HARMFUL)
    await unlucky.hears(APOLOGY)
    return unlucky


async def mended(trial: Trial, unlucky: Voter) -> None:
    """The fault is found in the list of what gave up, taken away, and the update tried again."""
    gave_up = "SELECT id, error FROM inbox WHERE state = 2 ORDER BY error"
    (failed, fault), (unread, odd) = trial.sql(gave_up)
    assert fault.startswith("IntegrityError at "), fault
    assert odd.startswith("Unreadable at "), odd
    listed = await told(trial.folder, trial.settings | {"COLUMNS": "200"}, "replay")
    assert fault in listed
    assert odd in listed
    trial.sql("DROP TRIGGER fault")
    assert await told(trial.folder, trial.settings, "replay", str(failed)) == "1 will be tried again.\n"
    await unlucky.gets_a_receipt()
    await trial.rests()
    assert trial.sql(gave_up) == [(unread, odd)]


def everything_acknowledged_was_handled(trial: Trial) -> None:
    kept = dict(trial.sql("SELECT update_id, state FROM inbox"))
    assert trial.world.pending() == []
    assert len(trial.world.acknowledged) == UPDATES + 4 + 1
    assert trial.world.acknowledged == kept.keys()
    assert Counter(kept.values()) == {InboxState.DONE: UPDATES + 4, InboxState.QUARANTINED: 1}


def every_opinion_is_there_once(trial: Trial) -> None:
    written = [HARMFUL, *(text for own in trial.texts for text in own)]
    assert Counter(text for (text,) in trial.sql("SELECT text FROM entry")) == Counter(written)
    references = [reference for (reference,) in trial.sql("SELECT reference FROM opinion")]
    shown = {found for call in trial.world.calls for found in REFERENCE.findall(str(call.params.get("text", "")))}
    assert len(references) == len(written)
    assert shown == set(references), "a receipt for each, and none without"


def only_the_unmarked_came_twice(trial: Trial) -> None:
    """Few messages come twice, and only those whose sending was not written down yet when a death came."""
    assert {state for (state,) in trial.sql("SELECT state FROM outbox")} <= {CallState.SENT, CallState.REPLACED}
    sent = defaultdict(list)
    for call in trial.world.calls:
        if call.method.startswith("send") and call.outcome == "ok":
            sent[sorted_json(call.params)].append(call.at)
    twice = {message: times for message, times in sent.items() if len(times) > 1}
    ages = [min(abs(death - first) for death in trial.deaths) for first, *_ in twice.values()]
    oldest = max(ages, default=0.0)
    print(f"{trial.way}: {len(sent)} messages, {len(twice)} twice, sent at most {oldest:.3f} s from a death")
    assert twice.keys() <= trial.unmarked
    assert oldest < TWICE_WITHIN


def sorted_json(body: Any) -> bytes:
    """The same for the same call."""
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
