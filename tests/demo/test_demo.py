"""`python -m bot demo` as a newcomer meets it: the real command, the real bot, over HTTP."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from sqlalchemy import select

from bot.demo import runtime, town
from bot.nursery import Nursery
from storage.engine import open_database
from storage.models.commitments import Commitment
from storage.models.notices import Notice, NoticeRecipient
from storage.models.opinions import Event, Opinion, Referral
from storage.models.reception import ReceptionDay, RosterPlace
from storage.models.suggestions import Signature, Suggestion
from storage.models.supervision import Supervision
from storage.models.supporting import Supporting
from storage.models.traffic import OutboxCall
from storage.queries import mismatches
from storage.suggestion_vocabulary import SignatureState, SuggestionStage
from storage.vocabulary import Action, CallState, CommitmentState, NoticeState, RecipientState, Stage

PATIENCE = 300
"""Seconds; a founding is a minute's work on a machine that runs other tests too."""
pytestmark = pytest.mark.timeout(900)

LI, TOM = 9101, 9102
VERBS = {
    "assigns": Action.ASSIGN,
    "declines": Action.DECLINE,
    "merges": Action.MERGE,
    "asks": Action.ASK,
    "answers": Action.RESUME,
    "(replies|reports)": Action.REPLY,
    "refers": Action.REFER,
    "takes it": Action.ACCEPT,
    "calls in": Action.ASK_SUPPORT,
    "supports": Action.SUPPORT,
    "needs time": Action.ASK_EXTENSION,
    "moves it": Action.MOVE_DATE,
    "returns": Action.RETURN,
    "sends back": Action.SEND_BACK,
    "passes on": Action.PASS_ON,
    "withdraws": Action.WITHDRAW,
    "drafts": Action.HOLD,
    "finishes": Action.REPORT_DONE,
    "confirms": Action.CONFIRM,
}


class Demo:
    """A demo that runs, and its page."""

    def __init__(self, process: asyncio.subprocess.Process, url: str, http: aiohttp.ClientSession) -> None:
        self.process, self.url, self._http = process, url, http

    async def get(self, path: str) -> Any:
        async with self._http.get(self.url + path) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def post(self, path: str, **body: object) -> Any:
        async with self._http.post(self.url + path, json=body) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def hears(self, person: int, pattern: str) -> None:
        """What the person's newest message says comes to fit."""
        shown = ""
        async with asyncio.timeout(PATIENCE):
            while not re.search(pattern, shown):
                await asyncio.sleep(0.1)
                messages = (await self.get(f"/sandbox/people/{person}/chat"))["messages"]
                shown = messages[-1].get("text", "") if messages[-1]["from"]["is_bot"] else ""

    async def ends(self) -> int:
        """Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        async with asyncio.timeout(20):
            return await self.process.wait()


@asynccontextmanager
async def command(folder: Path, *more: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m bot demo` on a free port; it is ended if it has not ended by itself."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--port", "0", "--data-dir", str(folder), *more),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
            await process.communicate()


@asynccontextmanager
async def demo(folder: Path) -> AsyncIterator[Demo]:
    """The demo, its page's address read from the line that holds nothing else."""
    async with command(folder) as process:
        assert process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            line = ""
            while not line.startswith("http"):
                line = (await process.stdout.readline()).decode().strip()
                assert line, "it ended without naming the page"
        async with aiohttp.ClientSession() as http:
            yield Demo(process, line, http)


async def stages(folder: Path) -> set[Stage]:
    database = open_database(f"sqlite:///{folder / 'huiyin.sqlite3'}")
    async with database.reading() as session:
        found = set(await session.scalars(select(Opinion.stage)))
    await database.close()
    return found


async def test_the_town_opens_lives_closes_and_is_there_again(tmp_path: Path) -> None:
    async with demo(tmp_path) as first:
        shown = await first.get("/sandbox/town")
        assert len(shown["phones"]) == 4
        assert {Stage.SUBMITTED, Stage.ASSIGNED, Stage.WAITING, Stage.ANSWERED, Stage.CLOSED} <= await stages(tmp_path)
        assert {Stage.DECLINED, Stage.WITHDRAWN, Stage.MERGED} <= await stages(tmp_path)
        assert {Stage.REFERRED, Stage.REPLIED} <= await stages(tmp_path)
        assert "DL-17" in str(await first.get(f"/sandbox/people/{LI}/chat")), "the story is on the phones"
        await first.post(f"/sandbox/people/{TOM}/says", text="/mine")
        await first.hears(TOM, "Your opinions, newest first")
        moved = await first.post("/sandbox/clock", seconds=86_400)
        assert await first.ends() == 0
    async with demo(tmp_path) as second:
        chat = await second.get(f"/sandbox/people/{TOM}/chat")
        assert any("Your opinions, newest first" in message.get("text", "") for message in chat["messages"])
        assert (await second.get("/sandbox/clock"))["now"] >= moved["now"]
        await second.post(f"/sandbox/people/{TOM}/says", text="The bridge is loose")
        await second.hears(TOM, "I take it as your answer to the question")
        assert await second.ends() == 0


async def test_the_story_is_whole_and_a_bot_that_dies_is_started_again(tmp_path: Path) -> None:
    """The bot's conversations change; the story has to change with them."""
    stopping, nursery = asyncio.Event(), Nursery()
    async with runtime.opened(tmp_path, 0, stopping, fresh=True) as there:
        assert there is not None
        async with there.database.reading() as session:
            kept = list(await session.scalars(select(Opinion.id)))
            events = list(await session.scalars(select(Event.action)))
            refused = list(await session.scalars(select(OutboxCall.error).where(OutboxCall.state == CallState.DEAD)))
            notices = list(await session.scalars(select(Notice.state).order_by(Notice.id)))
            half_way = select(Notice.id).where(Notice.state == NoticeState.PAUSED).scalar_subquery()
            reached = list(
                await session.scalars(select(NoticeRecipient.state).where(NoticeRecipient.notice_id == half_way))
            )
            taken = Referral.accepted_at.is_not(None) & Referral.ended_at.is_(None)
            overdue = Opinion.due_at < there.clock.now()
            late = list(
                await session.scalars(
                    select(Opinion.id).join(Referral).where(taken, overdue, Opinion.stage == Stage.REFERRED)
                )
            )
            opened = there.clock.now().astimezone(ZoneInfo(there.clock.zone)).date()
            found = (await session.scalars(select(Supervision))).unique()
            supervised = {one.kind: len(one.supervisors) for one in found}
            every = list((await session.scalars(select(Commitment))).unique())
            promises, moved = [(one.state, one.due_on < opened) for one in every], [one.moves for one in every]
            disagreeing = await mismatches.count(session, None)
            stands = list(await session.execute(select(Opinion.stage, Opinion.round, Opinion.unit_to_decide)))
            held = list(await session.scalars(select(Referral.id).where(Referral.held_at.is_not(None))))
            owed = list(await session.scalars(select(Supporting.id).where(Supporting.answered_at.is_(None))))
            asked = list(await session.scalars(select(Opinion.id).where(Opinion.extension_asked)))
            long_ago = Opinion.due_at < there.clock.now() - timedelta(days=7)
            proposed = list(await session.scalars(select(Opinion.id).where(long_ago, Opinion.stage == Stage.REFERRED)))
            days = list(await session.scalars(select(ReceptionDay.day)))
            raised = list(await session.scalars(select(Suggestion.stage).order_by(Suggestion.id)))
            awaited = list(await session.scalars(select(Signature.state)))
            seated = len(list(await session.scalars(select(RosterPlace.id))))
        assert refused == []
        drafts = [SuggestionStage.DRAFT, SuggestionStage.DRAFT]
        assert raised == [SuggestionStage.CLOSED, SuggestionStage.REPLIED, *drafts], "last year's, an answered one, two"
        assert SignatureState.INVITED in awaited, "a colleague is asked to sign"
        lines = town.history().splitlines()
        assert len(kept) == sum(" writes " in line for line in lines)
        for verb, action in VERBS.items():
            told = sum(re.search(rf" {verb}\b", line) is not None for line in lines if line.startswith("-"))
            assert events.count(action) == told, verb
        under_way = [NoticeState.DONE, NoticeState.PAUSED, NoticeState.RELEASED, NoticeState.HANDED]
        assert notices == under_way, "one went out, one is half-way, one waits for its hour, one for its release"
        assert set(reached) == {RecipientState.WAITING, RecipientState.SENT}, "some have the one that is half-way"
        assert supervised == {"key_item": 1, "joint": 2} and proposed, "two are under supervision, another should be"
        states = [state for state, _ in promises]
        assert {CommitmentState.REPORTED, CommitmentState.CONFIRMED, CommitmentState.UNCONFIRMED} <= set(states)
        assert {(CommitmentState.OPEN, False), (CommitmentState.OPEN, True)} <= set(promises), "one in time, one late"
        assert 1 in moved and disagreeing == 1, "a day was moved once, and a rating disagrees with the result"
        assert (Stage.SUPERVISED, 3, False) in stands, "a last round that did not satisfy is with the staff"
        assert (Stage.ASSIGNED, 2, False) in stands, "another is handled for the second time"
        assert any(to_decide for _, _, to_decide in stands), "two units returned one: staff decide"
        assert held and owed and asked, "a reply waits for its chief, a part is owed, more time is asked for"
        assert late, "a unit has taken a case and has not replied in time"
        assert days == [opened + timedelta(days=1)] and seated == 2, "representatives receive people tomorrow"
        going = nursery.start(there.bot.keep_going(), name="the bot")
        tom = there.world.people.by_id[TOM]
        there.world.says(tom, "/mine")
        await there.world.wait_until(lambda: "Your opinions" in there.world.last(tom).shown, PATIENCE)
        first = there.bot.process
        assert first is not None
        first.kill()
        await first.wait()
        there.world.says(tom, "/help")
        await there.world.wait_until(lambda: "What you can do" in there.world.last(tom).shown, PATIENCE)
        assert there.bot.process is not first
        stopping.set()
        await going


async def test_a_town_that_was_closed_while_it_was_founded_is_founded_anew(tmp_path: Path) -> None:
    stopping = asyncio.Event()
    stopping.set()
    async with runtime.opened(tmp_path, 0, stopping, fresh=False) as there:
        assert there is None
    assert not (tmp_path / "world").exists()


async def test_real_messages_go_through_the_front_door_and_are_accounted_for(tmp_path: Path) -> None:
    rows = [
        ("author", "title", "text"),
        ("A", "路灯", "东街的路灯坏了，请看 https://example.org/x?y=1&z=2 <b>谢谢</b>"),
        ("A", "again", "A second one by the same author, call 13800000000"),
        ("B", "long", "字" * 7_000),
        ("C", "", ""),
        ("D", "", "ok"),
        ("E", "", "🌾🌾🌾 & <script>alert(1)</script>"),
    ]
    file = tmp_path / "messages.csv"
    file.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in rows), "utf-8")
    async with command(tmp_path / "town", "--opinions", str(file)) as process, asyncio.timeout(PATIENCE):
        said = (await process.communicate())[0].decode()
    assert process.returncode == 0, said
    assert "sent: 6" in said
    assert "received, with a reference: 4 (4 different ones)" in said
    assert "1 × (nothing to send: the row is empty)" in said
    assert "updates in quarantine: 0" in said
