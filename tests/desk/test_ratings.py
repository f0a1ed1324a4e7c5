"""Ratings that disagree are settled at the desk as in the chat."""

import pytest

from storage.models.opinions import Opinion
from storage.vocabulary import Stage
from tests.desk.browser import Browser
from tests.town import Town
from tests.units.rounds import Rounds

FIRST = "TC-2026-000001"


@pytest.fixture
async def disagreeing(town: Town, browser: Browser) -> Rounds:
    """Li is satisfied, Wang finds that the unit handled it badly; the clerk is at the desk."""
    rounds = Rounds(town, "en", await town.furnish())
    await rounds.settle()
    await rounds.first()
    await rounds.wang.presses("👎 Badly")
    await rounds.li.presses("😀 Satisfied")
    await browser.enters(rounds.clerk)
    return rounds


async def test_what_the_author_reads_is_seen_first_and_what_stands_leaves_the_list(
    disagreeing: Rounds, browser: Browser
) -> None:
    queue = await browser.get("/staff/queue")
    assert "1 rating disagrees" in queue.text
    page = await browser.get("/staff/ratings")
    assert FIRST in page.text and "finds it handled badly, its author is satisfied" in page.text
    question = {"how": "ask", "words": "Which <b>lamp</b> is dark?"}
    seen = await browser.post("/staff/ratings/1", question)
    assert "Its author is asked:" in seen.text and "&lt;b&gt;lamp" in seen.source
    disagreeing.li.hears_nothing("is dark")
    asked = await browser.post("/staff/ratings/1", {**question, "sure": "1"})
    assert f"{FIRST}: its author was asked" in asked.text and "asked on" in asked.text
    disagreeing.li.hears("Which <b>lamp</b> is dark")
    again = await browser.post("/staff/ratings/1", {"how": "ask", "words": "And another thing", "sure": "1"})
    assert again.status == 409 and "And another thing" in again.source, "what was typed stays"
    assert (await browser.post("/staff/ratings/1", {"how": "ask"})).status == 409
    stands = await browser.post("/staff/ratings/1", {"how": "stand", "words": "Both are right"})
    assert f"{FIRST}: it stands" in stands.text and "No ratings disagree" in stands.text
    assert (await browser.post("/staff/ratings/1", {"how": "stand", "words": "Twice"})).status == 409


async def test_it_is_handled_again_once_the_reason_was_seen(disagreeing: Rounds, browser: Browser) -> None:
    why = {"how": "reopen", "words": "The lamp is dark again"}
    assert "everybody concerned reads:" in (await browser.post("/staff/ratings/1", why)).text
    done = await browser.post("/staff/ratings/1", {**why, "sure": "1"})
    assert f"{FIRST} is handled again" in done.text
    async with disagreeing.town.database.reading() as session:
        assert (await session.get_one(Opinion, 1)).stage is Stage.ASSIGNED
