"""A month's picture: the weekend is the country's own."""

from datetime import date
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from PIL import Image, ImageColor

from handlers.conversation import drawing
from handlers.core.workdays.country import HolidaysOf
from handlers.core.workdays.rules import Calendar
from handlers.presentation.month import CELL, EDGE, HEAD, month_picture

JUNE = date(2026, 6, 1)
"""A Monday."""


def painted(code: str, day: date) -> str:
    """Colour of the day's cell in the picture of its month, beside its number."""
    picture = month_picture(Calendar(HolidaysOf(code), ZoneInfo("UTC")), JUNE, date(2026, 1, 1), "en")
    row, column = divmod(day.day - 1, 7)
    with Image.open(BytesIO(picture)) as image:
        found = image.convert("RGB").getpixel((EDGE + CELL * column + CELL // 2, HEAD + CELL * row + 12))
    colours = {"free": drawing.PALE_GREY, "holiday": drawing.PALE_RED, "worked": drawing.PAPER}
    (name,) = [name for name, colour in colours.items() if ImageColor.getrgb(colour) == found]
    return name


@pytest.mark.parametrize(
    ("code", "friday", "saturday", "sunday"),
    [
        ("CN", "worked", "free", "free"),
        ("EG", "free", "free", "worked"),
        ("IR", "free", "worked", "worked"),
        ("DE", "worked", "free", "free"),
    ],
)
def test_the_weekend_is_the_country_s_own(code: str, friday: str, saturday: str, sunday: str) -> None:
    assert [painted(code, date(2026, 6, day)) for day in (12, 13, 14)] == [friday, saturday, sunday]
