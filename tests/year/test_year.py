"""A simulated year of one station: the real process, real HTTP, judged from what the Bot API was told to send."""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.process.lives import Lives, source
from tests.year.days import at
from tests.year.diary import Did
from tests.year.fates import opinion
from tests.year.habits import digests, drafts
from tests.year.receptions import reception_days
from tests.year.running import Running
from tests.year.town import SMALL, WHOLE, Size
from tests.year.verdict import faults
from tests.year.year import FIRST, Year

OPINIONS = int(os.environ.get("YEAR_OPINIONS") or 0)
"""`make year` has 500."""
FEW = 32
"""So many show each fate once, and most of the rest, in a town of a third of the people."""
DEATHS = 10
SEED = int(os.environ.get("YEAR_SEED") or 2025)
"""What chance makes of people follows from it."""
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of ours in it
SHOWN = 30


@pytest.fixture(scope="module")
def lives() -> Iterator[Lives]:
    """Real processes."""
    with source() as begun:
        yield begun


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where the bot keeps what it keeps: in memory where there is such a place, since a year has many commits."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else tmp_path) as made:
        yield Path(made)


@asynccontextmanager
async def lived(folder: Path, lives: Lives, opinions: int, size: Size, deaths: int = 0) -> AsyncIterator[Year]:
    """The year when it is over."""
    year = Year(Running(folder, lives), size, SEED, deaths)
    year.running.begins_at(at(FIRST, 9, 10))
    async with year.running.served(admin=year.town.admin.id):
        await year.town.is_founded()
        await year.passes(
            reception_days(year),
            digests(year),
            *(drafts(year, number) for number in range(size.drafting)),
            *(opinion(year, number) for number in range(opinions)),
        )
        yield year


def judged(year: Year, opinions: int) -> None:
    """Nothing was said at a wrong time, twice, or not at all; and enough happened."""
    found = list(faults(year))
    assert not found, f"{len(found)} faults:\n" + "\n".join(found[:SHOWN])
    done = [deed.did for deed in year.diary.deeds]
    assert done.count(Did.SENT) == opinions
    assert len(set(done)) >= len(Did) - 2, "nearly everything that can be done was done"
    assert year.running.life is not None
    assert "error" not in year.running.life.log, year.running.life.log


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("deaths", [0, DEATHS] if OPINIONS else [DEATHS])
async def test_a_year_in_which_nobody_is_forgotten_and_nobody_disturbed(
    folder: Path, lives: Lives, deaths: int
) -> None:
    """Once with deaths, and in `make year` once without."""
    opinions, size = OPINIONS or FEW, WHOLE if OPINIONS else SMALL
    async with lived(folder, lives, opinions, size, deaths) as year:
        judged(year, opinions)
        assert year.running.deaths == deaths
