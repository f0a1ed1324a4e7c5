"""A month as a picture: what is worked, what is free, what staff entered."""

import calendar as months
from collections.abc import Callable
from datetime import date, timedelta

from handlers.conversation import drawing
from handlers.conversation.callbacks import Go
from handlers.conversation.screen import Button
from handlers.conversation.texts import month_name
from handlers.core.workdays.rules import Calendar

CELL, HEAD, EDGE = 96, 150, 28
WEEKDAYS = {"en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), "zh_Hans": tuple("一二三四五六日")}
WIDTH = EDGE * 2 + CELL * 7


def month_picture(calendar: Calendar, first: date, today: date, language: str) -> bytes:
    """A PNG of the month that begins with `first`. Names are English where the machine has no Chinese font."""
    from PIL import Image, ImageDraw

    weeks = months.Calendar().monthdatescalendar(first.year, first.month)
    picture = Image.new("RGB", (WIDTH, HEAD + CELL * len(weeks) + EDGE), drawing.PAPER)
    pen = ImageDraw.Draw(picture)
    written = language if drawing.writes_chinese() else "en"
    pen.text((EDGE, EDGE), month_name(first, written), fill=drawing.INK, font=drawing.font(44))
    for column, name in enumerate(WEEKDAYS[written]):
        at = (EDGE + CELL * column + CELL / 2, HEAD - 24)
        pen.text(at, name, fill=drawing.FAINT, font=drawing.font(24), anchor="mm")
    for row, week in enumerate(weeks):
        for column, day in enumerate(week):
            if day.month == first.month:
                _cell(pen, calendar, day, today, (EDGE + CELL * column, HEAD + CELL * row))
    return drawing.png(picture)


def _cell(pen, calendar: Calendar, day: date, today: date, corner: tuple[int, int]) -> None:  # type: ignore[no-untyped-def]
    left, top = corner
    box = (left + 4, top + 4, left + CELL - 4, top + CELL - 4)
    fill, ink = _colours(calendar, day)
    pen.rounded_rectangle(box, 16, fill=fill, outline=drawing.BLUE if day == today else None, width=4)
    pen.text((left + CELL / 2, top + CELL / 2), str(day.day), fill=ink, font=drawing.font(36), anchor="mm")
    if day in calendar.entered:
        pen.ellipse((left + CELL - 28, top + 14, left + CELL - 14, top + 28), fill=drawing.BLUE)


def _colours(calendar: Calendar, day: date) -> tuple[str, str]:
    """Fill and ink: a day that is other than its weekday says stands out."""
    weekend = calendar.country.is_weekend(day)
    if calendar.is_working(day):
        return (drawing.PALE_GREEN, drawing.INK) if weekend else (drawing.PAPER, drawing.INK)
    return (drawing.PALE_GREY, drawing.FAINT) if weekend else (drawing.PALE_RED, drawing.RED)


def week_rows(first: date, language: str, key: Callable[[date], Button | None]) -> list[list[Button]]:
    """Keys for the days of a month, seven a row below the names of the weekdays; None: no key for a day."""
    names = [Button(name, Go(to="nothing")) for name in WEEKDAYS[language]]
    weeks = months.Calendar().monthdatescalendar(first.year, first.month)
    rows = [[key(day) if day.month == first.month else None for day in week] for week in weeks]
    return [names, *([one or Button("–", Go(to="nothing")) for one in row] for row in rows if any(row))]


def month_of(day: date) -> date:
    """The first of its month."""
    return day.replace(day=1)


def next_month(first: date, step: int) -> date:
    """The first of the month after (`step` 1) or before (-1)."""
    return month_of(first + timedelta(days=32 if step > 0 else -1))
