"""The story's script, and the town it is about."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.demo import script, town
from bot.demo.portrait import portrait
from bot.sandbox.files import image_size

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)


def test_days_are_counted_back_in_working_days() -> None:
    steps = script.read("== a lamp\n-1 09:30 Li writes to R01: It is dark. / Still.", MONDAY, "CN", ZONE)
    assert steps == [
        script.Step(
            datetime(2026, 2, 28, 1, 30, tzinfo=UTC), "a lamp", "Li", "writes", "to R01", ("It is dark.", "Still.")
        )
    ], "Saturday 28 February 2026 is a make-up workday in China"


def test_beats_come_in_order_of_time_whatever_they_stand_under() -> None:
    steps = script.read("== a\n-1 09:00 Li withdraws\n== b\n-2 09:00 Tom Baker rates satisfied", MONDAY, "CN", ZONE)
    assert [(step.thread, step.who, step.verb, step.how) for step in steps] == [
        ("b", "Tom Baker", "rates", "satisfied"),
        ("a", "Li", "withdraws", ""),
    ]


@pytest.mark.parametrize("line", ["-1 09:00 Li sings: la", "tomorrow Li withdraws", "-0 09:00 Li withdraws"])
def test_a_line_that_cannot_be_read_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        script.read(f"== a\n{line}", MONDAY, "CN", ZONE)


def test_everybody_in_the_story_lives_in_the_town() -> None:
    names = {member.name for member in town.cast()}
    steps = script.read(town.history(), MONDAY, "CN", ZONE)
    assert {step.who for step in steps} <= names
    assert len(names) == len(list(town.cast())), "people are told apart by name"


def test_a_portrait_is_a_picture_and_the_same_each_time() -> None:
    assert image_size(portrait("林秀兰")) == (240, 240)
    assert portrait("林秀兰") == portrait("林秀兰") != portrait("周怀远")
