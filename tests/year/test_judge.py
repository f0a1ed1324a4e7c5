"""The judge can be trusted: it knows by the calendar on the wall what is due, and overlooks nothing."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.process.lives import Lives
from tests.year import judge, judge_promises
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


PROMISED = "HY-2025-000002"
A, B, C = "10 of 100 poles", "20 of 100 poles", "all poles"
LIFE = [
    Deed(at(date(2025, 1, 6), 19, 40), "Voter004", Did.SENT, PROMISED),
    Deed(at(date(2025, 1, 7), 10, 10), "Deputy04", Did.REFERRED, PROMISED, "2"),
    Deed(at(date(2025, 1, 8), 10, 10), "Officer2", Did.PROMISED, PROMISED, "2025-03-15"),
    Deed(at(date(2025, 1, 9), 10, 10), "Deputy04", Did.PASSED_ON, PROMISED),
    Deed(at(date(2025, 3, 3), 10, 10), "Officer2", Did.REPORTED, PROMISED, A),
    Deed(at(date(2025, 3, 5), 10, 10), "Officer2", Did.REPORTED, PROMISED, B),
    Deed(at(date(2025, 3, 26), 10, 10), "Officer2", Did.REPORTED_DONE, PROMISED, C),
    Deed(at(date(2025, 3, 27), 19, 40), "Voter004", Did.CONFIRMED, PROMISED),
]
"""The 8th of February was worked, as the 26th of January was; the 8th and the 15th of March are Saturdays."""
ASKED = {
    date(2025, 2, 8): "how far is what you promised by Sat 15 Mar 2025?",
    date(2025, 3, 7): "how far is what you promised by Sat 15 Mar 2025?",
    date(2025, 3, 17): "what you promised was due on Sat 15 Mar 2025.",
    date(2025, 3, 24): "what you promised was due on Sat 15 Mar 2025.",
}
"""A month after the promise, a week before the day, and weekly from the day after it on."""


def told(day: int, text: str, hour: int = 10, minute: int = 10) -> Said:
    """What the author reads in March."""
    return Said(at(date(2025, 3, day), hour, minute), "Voter004", f"{PROMISED}: Roads Bureau {text}", is_new=True)


TOLD = [
    told(3, f"reports on what it promised:\n{A}"),
    told(10, f"reports on what it promised:\n{B}", 10, 10),
    told(26, f"says that it has done what it promised:\n{C}"),
]


def test_progress_is_asked_for_when_it_should_be(town: Town) -> None:
    lines = judge_promises.asked(judge_promises.promises(LIFE, date(2025, 4, 30)), town, date(2025, 4, 30))
    wanted = [("Officer2", at(day, 9), f"{PROMISED}: {text}") for day, text in ASKED.items()]
    assert sorted(lines) == sorted(wanted)


def test_what_is_held_back_is_told_once_a_week_after() -> None:
    made = judge_promises.promises(LIFE, date(2025, 4, 30))
    in_time = replace(TOLD[1], at=at(date(2025, 3, 11), 9))
    assert list(judge_promises.tellings([TOLD[0], in_time, TOLD[2]], made)) == []


@pytest.mark.parametrize("number", range(len(TOLD)))
def test_a_report_that_is_not_told_or_twice_or_at_another_time_is_found(number: int) -> None:
    made = judge_promises.promises(LIFE, date(2025, 4, 30))
    right = [TOLD[0], replace(TOLD[1], at=at(date(2025, 3, 11), 9)), TOLD[2]]
    before, one, after = right[:number], right[number], right[number + 1 :]
    a_day_later = replace(one, at=one.at + timedelta(days=1))
    for said in ([*before, *after], [*before, one, *right[number:]], [*before, a_day_later, *after]):
        assert list(judge_promises.tellings(said, made))


LONGER = [
    *LIFE[:4],
    Deed(at(date(2025, 3, 3), 10, 10), "Officer2", Did.DATE_MOVED, PROMISED, "2025-04-15 the ground is frozen"),
    Deed(at(date(2025, 4, 10), 10, 10), "Officer2", Did.ASKED_FOR_DAY, PROMISED, "2025-05-15 the poles are late"),
    Deed(at(date(2025, 4, 21), 10, 10), "Ma", Did.REFUSED_DAY, PROMISED, "it was moved already"),
]
"""Seven working days after the request staff refuse, six days after the promised one, a Tuesday."""
ANOTHER_DAY = [
    told(
        3,
        "moved the day of what it promised, to Tue 15 Apr 2025 instead of Sat 15 Mar 2025. We are sorry.\n"
        "the ground is frozen\nThe day was moved once; at first it was Sat 15 Mar 2025.",
    ),
    replace(
        told(
            3,
            "asked for another day, and the answer came late. It is to be done by Thu 24 Apr 2025 instead of "
            "Tue 15 Apr 2025; we are sorry.",
        ),
        at=at(date(2025, 4, 21), 10, 10),
    ),
]


def test_staff_are_reminded_of_a_request_and_nobody_is_late_meanwhile(town: Town) -> None:
    end = date(2025, 4, 30)
    made = judge_promises.promises(LONGER, end)
    text = f"Roads Bureau asks for more time for {PROMISED}, until Thu 15 May 2025 instead of Tue 15 Apr 2025:"
    wanted = [(who, at(date(2025, 4, day), 9), text) for who in ("Ma", "Tao") for day in (14, 17)]
    assert sorted(judge_promises.requests(made, town, end)) == wanted
    asked = {moment.date(): line for _, moment, line in judge_promises.asked(made, town, end) if moment.month == 4}
    by, late = (f"{PROMISED}: how far is what you promised by Tue 15 Apr 2025?", "was due on Thu 24 Apr 2025.")
    assert asked == {
        date(2025, 4, 2): by,
        date(2025, 4, 8): by,
        date(2025, 4, 25): f"{PROMISED}: what you promised {late}",
    }


@pytest.mark.parametrize("number", range(len(ANOTHER_DAY)))
def test_another_day_that_is_not_told_or_twice_or_told_wrongly_is_found(number: int) -> None:
    made = judge_promises.promises(LONGER, date(2025, 4, 30))
    assert list(judge_promises.tellings(ANOTHER_DAY, made)) == []
    before, one, after = ANOTHER_DAY[:number], ANOTHER_DAY[number], ANOTHER_DAY[number + 1 :]
    wrong = replace(one, text=one.text.replace("instead of", "and not"))
    for said in ([*before, *after], [*ANOTHER_DAY, one], [*before, wrong, *after]):
        assert list(judge_promises.tellings(said, made))


def test_what_a_report_says_of_the_steps_is_read() -> None:
    steps = [
        Deed(at(date(2025, 1, 8), 10, 11), "Officer2", Did.PLANNED, PROMISED, "3"),
        Deed(at(date(2025, 3, 3), 10, 9), "Officer2", Did.TICKED, PROMISED),
    ]
    made = judge_promises.promises(sorted([*LIFE[:5], *steps], key=lambda deed: deed.at), date(2025, 3, 4))
    right = replace(TOLD[0], text=f"{TOLD[0].text}\n🪜 ▰▱▱ 1 of 3 steps are done")
    assert list(judge_promises.tellings([right], made)) == []
    assert list(judge_promises.tellings(TOLD[:1], made))
