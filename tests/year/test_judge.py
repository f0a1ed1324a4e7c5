"""The judge can be trusted: it knows by the calendar on the wall what is due, and overlooks nothing."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.process.lives import Lives
from tests.year import judge
from tests.year.clocks import clocks
from tests.year.days import at
from tests.year.diary import Deed, Diary, Did
from tests.year.running import Running
from tests.year.town import Town
from tests.year.transcript import Said

END = date(2025, 1, 24)
REFERENCE = "HY-2025-000001"
VERY_LATE = "🔴 HY-2025-000001 waits for Deputy03, twice as long as it should; it was due Tue 14 Jan 2025."
LATE = "🔴 HY-2025-000001 was due Tue 14 Jan 2025: it is"


def january(day: int, to: str, text: str) -> Said:
    """Something said at nine."""
    return Said(at(date(2025, 1, day), 9), to, text, is_new=True)


SAID = [
    january(10, "Deputy03", f"⏳ {REFERENCE}: half of the time has passed. Please answer by Tue 14 Jan 2025.\nVo"),
    january(13, "Deputy03", f"🟡 {REFERENCE} is due on the next working day, Tue 14 Jan 2025.\nVoter003"),
    january(14, "Deputy03", f"🟡 {REFERENCE} is due today, Tue 14 Jan 2025.\nVoter003"),
    january(15, "Deputy03", f"{LATE} 1 working day late. Please act on it now."),
    january(20, "Deputy03", f"{LATE} 4 working days late. Please act on it now."),
    january(22, "Ma", VERY_LATE),
    january(22, "Tao", VERY_LATE),
    january(23, "Deputy03", f"{LATE} 7 working days late. Please act on it now."),
]
"""Assigned on Tuesday the 7th, answered on Thursday the 23rd."""


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """Its people, with no bot."""
    return Town(Running(tmp_path, Lives.__new__(Lives)))


def found(said: list[Said], town: Town) -> list[str]:
    """What the judge says of it."""
    diary = Diary(
        [
            Deed(at(date(2025, 1, 6), 19, 40), "Voter003", Did.SENT, REFERENCE),
            Deed(at(date(2025, 1, 7), 10, 10), "Ma", Did.ASSIGNED, REFERENCE, "Deputy03"),
            Deed(at(date(2025, 1, 23), 10, 10), "Deputy03", Did.ANSWERED, REFERENCE),
        ]
    )
    return [
        *judge.nights(said, diary),
        *judge.reminders(said, clocks(diary.deeds), diary, town, END),
    ]


def test_what_is_right_passes(town: Town) -> None:
    assert found(SAID, town) == []


@pytest.mark.parametrize("number", range(len(SAID)))
def test_what_is_missing_doubled_or_at_another_time_is_found(town: Town, number: int) -> None:
    before, one, after = SAID[:number], SAID[number], SAID[number + 1 :]
    at_night, a_day_later = (replace(one, at=one.at + timedelta(hours=hours)) for hours in (14, 24))
    for said in ([*before, *after], [*SAID, one], [*before, at_night, *after], [*before, a_day_later, *after]):
        assert found(said, town)
