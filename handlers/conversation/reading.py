"""Days and times as people type them, and as we show them ourselves. Pure: today is an argument."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.core.workdays.rules import instant_of

MONTHS_A_YEAR = 12
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4})"
_DAYS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_YEAR} ?[-./年] ?(?P<month>\d{{1,2}}) ?[-./月] ?{_DAY} ?[日号]?",
        rf"(?P<month>\d{{1,2}}) ?月 ?{_DAY} ?[日号]?",
        rf"{_DAY}\. ?(?P<month>\d{{1,2}})(?:\. ?{_YEAR}?)?",
        rf"{_DAY}(?:st|nd|rd|th)?\.?(?: of)? ?{_MONTH},? ?{_YEAR}?",
        rf"{_MONTH} ?{_DAY}(?:st|nd|rd|th)?(?:,? ?{_YEAR})?",
    )
)
_WEEKDAY = re.compile(
    r"\(?\b(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|r|rs|rsday|urday)?\b[.,]?\)?"
    r"|\(?(?:周|星期|礼拜)([一二三四五六日天])\)?"
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", *"一二三四五六日")
_WEEK = re.compile(
    r"(?:(?P<this>this )|(?P<next>next ))?(?P<name>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
    r"|(?:(?P<here>[本这])|(?P<on>下+))?个?(?:周|星期|礼拜)(?P<sign>[一二三四五六日天])"
)
"""A day by its weekday alone, of this week or of one that comes."""
_SLASHED = re.compile(r"(?P<first>\d{1,2}) ?/ ?(?P<second>\d{1,2})(?: ?/ ?(?P<year>\d{4}))?")
_NEAR_DAYS = {
    **dict.fromkeys(("today", "今天", "今日"), 0),
    **dict.fromkeys(("tomorrow", "明天", "明日"), 1),
    **dict.fromkeys(("day after tomorrow", "the day after tomorrow", "后天", "後天"), 2),
    "大后天": 3,
    **dict.fromkeys(("yesterday", "昨天", "昨日"), -1),
    **dict.fromkeys(("day before yesterday", "the day before yesterday", "前天"), -2),
}
"""Days from today, by their name; one that is over is read too, so that the answer says that it is over."""
_DIGITS = {"两": 2, **{digit: number for number, digit in enumerate("一二三四五六七八九", 1)}}
_NUMERAL = r"(?:[二三四五]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_CLOCK_NUMERAL = re.compile(rf"(?<![周期拜]){_NUMERAL}(?=[点时])|(?<=[点时]){_NUMERAL}")
"""A numeral that tells an hour or its minutes; not the one of a weekday before it."""
_SHORT = {"今早": "今天早上", "今晚": "今天晚上", "明早": "明天早上", "明晚": "明天晚上"}
_HALVES = {
    **dict.fromkeys(("凌晨", "清晨", "早上", "早晨", "上午", "am"), "am"),
    **dict.fromkeys(("下午", "傍晚", "晚上", "pm"), "pm"),
    "中午": "noon",
}


def _clock(n: str, colon: str) -> str:
    """The pattern of a time whose groups end in `n`."""
    return (
        rf"(?P<before{n}>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上)? ?(?P<hour{n}>\d{{1,2}})"
        rf"(?:{colon}(?P<minute{n}>\d{{2}})|(?P<oclock{n}>[点时])(?:(?P<half{n}>半)|(?P<more{n}>\d{{1,2}})分?|[整钟])?)?"
        rf"(?: ?(?P<after{n}>[ap]\.?m\b\.?))?"
    )


_HOURS = re.compile(rf"(?:from |从)?{_clock('1', '[:.]')} ?(?:[-–—~〜−]|至|到|to|until|till) ?{_clock('2', '[:.]')}")
_MOMENT = re.compile(rf"(?P<typed>.*?)[, ]*(?P<at>\bat )?{_clock('1', ':')}")
NIGHT_ENDS = 6
"""Bare hours before this one are not read: `2-4` is meant for the afternoon, and we do not guess that."""


def _plain(text: str) -> str:
    """Wide digits and signs as narrow ones, the numerals of a clock as digits, small letters, single spaces."""
    narrow = unicodedata.normalize("NFKC", text).replace("。", ".").casefold()
    return " ".join(_CLOCK_NUMERAL.sub(_digits, narrow).split())


def _digits(numeral: re.Match[str]) -> str:
    tens, ten, ones = numeral[0].rpartition("十")
    return str((_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0))


def read_day(text: str, today: date, language: str) -> date | None:
    """`28.02.2026`, `2026-02-28`, `Sat 28 Feb 2026`, `28 February`, `2月28日 周六`, `tomorrow`, `下周一`; else None.

    Without a year it is the next such day from `today` on. A weekday that does not fit makes it none: one of the two
    is a slip, and we do not guess which. `language`: in Chinese 3/5 is the fifth of March; in English it could be the
    third of May as well, and only such as 28/2 is read.
    """
    plain = _plain(text).removeprefix("≈").strip()
    if (found := _WEEK.fullmatch(plain)) is not None:
        return _of_week(found, today)
    if (found := _SLASHED.fullmatch(plain)) is not None:
        return _slashed(found, today, chinese=language == "zh_Hans")
    weekdays = {_WEEKDAYS.index((a or b).replace("天", "日")) % 7 for a, b in _WEEKDAY.findall(plain)}
    plain = " ".join(_WEEKDAY.sub(" ", plain).split()).strip(", ")
    day = _named_day(plain, today)
    return day if day is not None and weekdays <= {day.weekday()} else None


def _named_day(plain: str, today: date) -> date | None:
    if plain in _NEAR_DAYS:
        return today + timedelta(days=_NEAR_DAYS[plain])
    found = next(filter(None, (pattern.fullmatch(plain) for pattern in _DAYS)), None)
    return _next_such(found, today) if found is not None else None


def _of_week(found: re.Match[str], today: date) -> date | None:
    """A weekday of this week, of the next or the one after; alone the coming one, and none on that weekday itself."""
    weekday = _WEEKDAYS.index(found["name"][:3] if found["name"] else found["sign"].replace("天", "日")) % 7
    weeks = 1 if found["next"] else len(found["on"] or "")
    if weeks or found["this"] or found["here"]:
        return today + timedelta(days=weekday - today.weekday(), weeks=weeks)
    return today + timedelta(days=(weekday - today.weekday()) % 7) if weekday != today.weekday() else None


def _slashed(found: re.Match[str], today: date, *, chinese: bool) -> date | None:
    """`3/5`, month first, or day first where it can be nothing else; none where it could be both."""
    first, second = int(found["first"]), int(found["second"])
    month_first, day_first = first <= MONTHS_A_YEAR, second <= MONTHS_A_YEAR
    if month_first and day_first and first != second and not (chinese and not found["year"]):
        return None
    month, day = (first, second) if month_first else (second, first)
    return _next_day(found["year"], month, day, today)


def _next_such(found: re.Match[str], today: date) -> date | None:
    parts = found.groupdict()
    month = MONTHS.index(parts["name"][:3]) + 1 if parts.get("name") else int(parts["month"])
    return _next_day(parts.get("year"), month, int(parts["day"]), today)


def _next_day(year: str | None, month: int, day: int, today: date) -> date | None:
    """Date in that year, else the next such day from `today` on; None: there is none."""
    if year:
        return _date(int(year), month, day)
    # Among nine years there is a 29th of February, even around 2100.
    days = (_date(of, month, day) for of in range(today.year, today.year + 9))
    return next((day for day in days if day is not None and day >= today), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_hours(text: str) -> tuple[time, time] | None:
    """`9-11`, `9:00-11:30`, `9 to 11`, `上午9点到11点`, `2-4 pm`; None if it is not that, or ends before it begins.

    Half a day that is named once counts for both, if it can. Bare numbers are hours of the day, none of the night.
    """
    found = _HOURS.fullmatch(_plain(text))
    if found is None:
        return None
    if not (_named(found, "1") or _named(found, "2")) and int(found["hour1"]) < NIGHT_ENDS:
        return None
    first, second = _half(found, "1"), _half(found, "2")
    for halves in ((first or second, second or first), (first, second)):
        starts, ends = _time(found, "1", halves[0]), _time(found, "2", halves[1])
        if starts is not None and ends is not None and starts < ends:
            return starts, ends
    return None


def read_moment(text: str, now: datetime, zone: ZoneInfo, language: str) -> datetime | None:
    """The instant somebody typed, in the town's zone, aware UTC; None if it is none.

    A time alone is the next such time; a day is read as by `read_day`. A bare number is an hour only behind `at`.
    """
    local, plain = now.astimezone(zone), _plain(text)
    for short, long in _SHORT.items():
        plain = plain.replace(short, long)
    found = _MOMENT.fullmatch(plain)
    is_clock = found is not None and (_named(found, "1") or found["at"])
    clock = _time(found, "1", _half(found, "1")) if found is not None and is_clock else None
    if found is None or clock is None:
        return None
    try:
        if found["typed"]:
            day = read_day(found["typed"], local.date(), language)
            return None if day is None else instant_of(day, clock, zone)
        today = instant_of(local.date(), clock, zone)
        return today if today > now else instant_of(local.date() + timedelta(days=1), clock, zone)
    except OverflowError:
        return None


def _named(found: re.Match[str], n: str) -> bool:
    """True if it is plainly a time: a number alone could be anything."""
    return any(found[part + n] for part in ("minute", "oclock", "before", "after"))


def _half(found: re.Match[str], n: str) -> str:
    """Half of the day that is named: `am`, `pm`, `noon`; empty if none is."""
    return _HALVES.get(found["before" + n] or (found["after" + n] or "").replace(".", ""), "")


def _time(found: re.Match[str], n: str, half: str) -> time | None:
    if found["before" + n] == "晚上" and found["hour" + n] == "12":
        return None  # the middle of the night, of one day or of the next
    hour, minute = int(found["hour" + n]), int(found["minute" + n] or found["more" + n] or 0)
    if (half == "pm" and hour < 12) or (half == "noon" and hour < 3):
        hour += 12
    elif half == "am" and hour == 12 and found["before" + n] not in ("上午", "早上"):
        hour = 0
    try:
        return time(hour, 30 if found["half" + n] else minute)
    except ValueError:
        return None
