"""Days, hours and moments are read as people type them, and as we show them."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.conversation.reading import read_day, read_hours, read_moment
from handlers.conversation.texts import translator
from handlers.core.languages import LANGUAGES

TOWN = ZoneInfo("Asia/Shanghai")
TODAY, NOW = date(2026, 3, 2), datetime(2026, 3, 2, 10, tzinfo=TOWN).astimezone(UTC)
LANGUAGE, DAYS = st.sampled_from(LANGUAGES), st.dates(date(2020, 1, 1), date(2090, 12, 31))
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))


@given(DAYS, LANGUAGE)
def test_each_day_we_show_can_be_typed_as_it_stands(day: date, language: str) -> None:
    t = translator(language, TOWN)
    for shown in (t.day(day), f"≈ {t.day(day)}", t.typed(day), day.isoformat()):
        assert read_day(shown, TODAY, language) == day


@given(DAYS, DAYS)
def test_a_day_without_a_year_is_the_next_such_day_from_today_on(day: date, today: date) -> None:
    for typed in (f"{day:%d %B}", f"{day.day} {day:%b}", f"{day:%B} {day.day}", f"{day.month}月{day.day}日"):
        found = read_day(typed, today, "en")
        assert found is not None
        assert (found.month, found.day) == (day.month, day.day)
        assert today <= found and not today <= _year_before(found)


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return date.min


@given(INSTANTS, LANGUAGE)
def test_each_moment_we_show_can_be_typed_as_it_stands(instant: datetime, language: str) -> None:
    minute = instant.replace(second=0, microsecond=0)
    assert read_moment(translator(language, TOWN).moment(minute), NOW, TOWN, language) == minute


@given(st.times(), st.times())
def test_hours_are_read_as_we_show_them(one: time, other: time) -> None:
    starts, ends = sorted(at.replace(second=0, microsecond=0) for at in (one, other))
    for dash in "-–":
        found = read_hours(f"{starts:%H:%M}{dash}{ends:%H:%M}")
        assert found == ((starts, ends) if starts < ends else None)


@given(st.text(max_size=40) | st.from_regex(r"[0-9. :/月日点年下周一-]{1,20}"), INSTANTS, LANGUAGE)
def test_nothing_that_is_typed_breaks_it(typed: str, now: datetime, language: str) -> None:
    found = read_moment(typed, now, TOWN, language)
    assert found is None or found.tzinfo is UTC
    read_day(typed, now.date(), language)
    hours = read_hours(typed)
    assert hours is None or hours[0] < hours[1]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("28.02.2027", date(2027, 2, 28)),
        (" 28.2.2027 ", date(2027, 2, 28)),
        ("2027/2/28", date(2027, 2, 28)),
        ("２０２７年２月２８日", date(2027, 2, 28)),
        ("Tue 15 Dec 2026", date(2026, 12, 15)),
        ("tuesday, 15th of december", date(2026, 12, 15)),
        ("Dec 15, 2026", date(2026, 12, 15)),
        ("15 Dec", date(2026, 12, 15)),
        ("12月20日", date(2026, 12, 20)),
        ("12月20号（星期天）", date(2026, 12, 20)),
        ("2026年12月20日 周日", date(2026, 12, 20)),
        ("2.3.", TODAY),
        ("1.3.", date(2027, 3, 1)),
        ("29 Feb", date(2028, 2, 29)),
        ("today", TODAY),
        ("Tomorrow", date(2026, 3, 3)),
        ("tomorrow, Tue", date(2026, 3, 3)),
        ("the day after tomorrow", date(2026, 3, 4)),
        ("明天", date(2026, 3, 3)),
        ("后天（周三）", date(2026, 3, 4)),
        ("tomorrow, Wed", None),
        ("Wed 15 Dec 2026", None),
        ("31.02.2027", None),
        ("2027-13-01", None),
        ("28.02.27", None),
        ("28/02/2027", date(2027, 2, 28)),
        ("2/3/2027", None),
        ("3/28", date(2026, 3, 28)),
        ("28/3", date(2026, 3, 28)),
        ("5/5", date(2026, 5, 5)),
        ("3/5", None),
        ("31/31", None),
        ("Tuesday", date(2026, 3, 3)),
        ("Fri", date(2026, 3, 6)),
        ("Monday", None),
        ("this Friday", date(2026, 3, 6)),
        ("next Monday", date(2026, 3, 9)),
        ("Next Fri.", date(2026, 3, 13)),
        ("周五", date(2026, 3, 6)),
        ("周一", None),
        ("本周五", date(2026, 3, 6)),
        ("这个星期天", date(2026, 3, 8)),
        ("下周一", date(2026, 3, 9)),
        ("下星期日", date(2026, 3, 15)),
        ("下个礼拜三", date(2026, 3, 11)),
        ("下下周一", date(2026, 3, 16)),
        ("next week", None),
        ("spring", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_write_it_and_never_guessed(typed: str, day: date | None) -> None:
    assert read_day(typed, TODAY, "en") == day


def test_a_day_with_a_stroke_is_month_first_in_chinese_and_either_way_in_english() -> None:
    for typed in ("3/5", "３／５", "03/05"):
        assert read_day(typed, TODAY, "zh_Hans") == date(2026, 3, 5)
        assert read_day(typed, TODAY, "en") is None
    assert read_day("1/3", TODAY, "zh_Hans") == date(2027, 1, 3)
    assert read_day("5/3/2026", TODAY, "zh_Hans") is None


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("9:00-11:30", "09:00-11:30"),
        (" 09：00—11：00 ", "09:00-11:00"),
        ("14.30 to 16.30", "14:30-16:30"),
        ("9:00 to 11:00", "09:00-11:00"),
        ("14:30至16:30", "14:30-16:30"),
        ("上午9点到11点", "09:00-11:00"),
        ("9点-11点", "09:00-11:00"),
        ("9-11点", "09:00-11:00"),
        ("从下午2点半到4点", "14:30-16:00"),
        ("上午11点到下午1点", "11:00-13:00"),
        ("中午12点到下午2点", "12:00-14:00"),
        ("9时30分至11时", "09:30-11:00"),
        ("2-4 pm", "14:00-16:00"),
        ("11-1 pm", "11:00-13:00"),
        ("9-11", "09:00-11:00"),
        ("9 - 11", "09:00-11:00"),
        ("9 - 11:30", "09:00-11:30"),
        ("9:30-11", "09:30-11:00"),
        ("９～１１", "09:00-11:00"),
        ("from 9 to 11", "09:00-11:00"),
        ("9到11点半", "09:00-11:30"),
        ("14-16", "14:00-16:00"),
        ("上午九点到十一点", "09:00-11:00"),
        ("下午两点半至四点四十五分", "14:30-16:45"),
        ("九点十五到二十一点", "09:15-21:00"),
        ("11:00-09:00", None),
        ("11-9", None),
        ("2-4", None),
        ("9", None),
        ("9-", None),
        ("9-11-12", None),
        ("25:00-26:00", None),
        ("09:75-10:00", None),
        ("下午2点到晚上12点", None),
        ("mornings", None),
        ("", None),
    ],
)
def test_hours_are_read_in_any_usual_spelling(typed: str, hours: str | None) -> None:
    found = read_hours(typed)
    assert (f"{found[0]:%H:%M}-{found[1]:%H:%M}" if found else None) == hours


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("28.03.2026 09:00", "2026-03-28 09:00"),
        ("2026-03-28 9:05", "2026-03-28 09:05"),
        ("2026年3月28日9点30分", "2026-03-28 09:30"),
        ("28.3. 9:00", "2026-03-28 09:00"),
        ("1.2. 9:00", "2027-02-01 09:00"),
        ("1 Dec 2026 09:00", "2026-12-01 09:00"),
        ("Tue 15 Dec 2026, 09:00", "2026-12-15 09:00"),
        ("15 Dec at 9:30 am", "2026-12-15 09:30"),
        ("12月20日 9:00", "2026-12-20 09:00"),
        ("12月20日上午9点", "2026-12-20 09:00"),
        ("12月20日周日下午3点半", "2026-12-20 15:30"),
        ("明天 9:00", "2026-03-03 09:00"),
        ("明天9点", "2026-03-03 09:00"),
        ("明天上午九点半", "2026-03-03 09:30"),
        ("明天周二十点", "2026-03-03 10:00"),
        ("明早8点", "2026-03-03 08:00"),
        ("今晚8点", "2026-03-02 20:00"),
        ("后天下午3点", "2026-03-04 15:00"),
        ("tomorrow 9:00", "2026-03-03 09:00"),
        ("Tomorrow at 9", "2026-03-03 09:00"),
        ("the day after tomorrow, 9 am", "2026-03-04 09:00"),
        ("today 18:30", "2026-03-02 18:30"),
        ("28 March at 9", "2026-03-28 09:00"),
        ("18:30", "2026-03-02 18:30"),
        ("8：30", "2026-03-03 08:30"),
        (" 28.03.2026   09:00 ", "2026-03-28 09:00"),
        ("下周一9点", "2026-03-09 09:00"),
        ("周五下午3点", "2026-03-06 15:00"),
        ("next Monday at 9", "2026-03-09 09:00"),
        ("28/3 9:00", "2026-03-28 09:00"),
        ("tomorrow", None),
        ("tomorrow 9", None),
        ("明天周三 9:00", None),
        ("31.02.2026 9:00", None),
        ("28.03.2026", None),
        ("1 Dec 2026", None),
        ("25:00", None),
        ("9:75", None),
        ("", None),
    ],
)
def test_days_and_times_are_read_as_people_write_them(typed: str, meant: str | None) -> None:
    found = read_moment(typed, NOW, TOWN, "en")
    assert (found.astimezone(TOWN).strftime("%Y-%m-%d %H:%M") if found else None) == meant
