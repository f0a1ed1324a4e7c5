"""Figures of the week and of the month that are over: once, to staff, of what they reach, never of fewer than ten."""

import pytest

from bot.aside import outcome_of
from handlers.core.aside import Outcome, Work
from storage.models.opinions import Opinion
from storage.vocabulary import Role
from tests.reminders.conftest import People

FIGURES = "Figures: {period}"
RECEIVED = "• {figure}: {n} ({before})"


async def many(people: People, day: str, count: int, *, station: int | None = None) -> None:
    """So many opinions come on this day, as copies of one that somebody wrote."""
    async with people.town.database.writing() as session:
        one = await session.get_one(Opinion, 1)
        columns = [column.name for column in Opinion.__table__.columns if column.name != "id"]
        values = {name: getattr(one, name) for name in columns}
        at = people._moment(f"{day} 10:00")
        for number in range(count):
            name = f"{day}-{number}-{station}"
            values |= {"submitted_at": at, "reference": f"TC-{name}", "submission": name, "due_at": None}
            session.add(Opinion(**{**values, "station_id": station if station is not None else one.station_id}))


async def test_the_week_beside_the_one_before_in_words_and_as_a_picture(people: People) -> None:
    clerk, say = people.clerk, people.say
    await people.sends()
    await many(people, "03-03", 14)
    await people.until("03-09 08:59")
    clerk.hears_nothing(say(FIGURES))
    await people.until("03-09 12:00")
    clerk.hears(say(FIGURES), say(RECEIVED, figure=say.key("Opinions received"), n=15, before="–"), "/reminders")
    shown = next(one for one in clerk.messages if "📊" in one.shown)
    assert "photo" in shown.content
    people.wang.hears_nothing(say(FIGURES))
    await people.until("03-13 20:00")
    assert people.got(clerk, say(FIGURES)) == 1
    await many(people, "03-12", 20)
    await people.until("03-16 12:00")
    clerk.hears(say(RECEIVED, figure=say.key("Opinions received"), n=20, before="15"))


async def test_the_month_comes_on_its_first_working_day(english: People) -> None:
    await english.sends()
    await many(english, "03-24", 11)
    await english.until("04-01 12:00")
    english.clerk.hears("Figures: March 2026", r"Opinions received: 12 \(–\)")
    assert english.got(english.clerk, "Figures: March 2026") == 1


async def test_nothing_is_said_of_few_nor_of_what_is_not_theirs(english: People) -> None:
    await english.sends()
    async with english.town.database.reading() as session:
        home = (await session.get_one(Opinion, 1)).station_id
    assert home is not None
    await many(english, "03-03", 8)
    await many(english, "03-04", 12, station=2 if home == 1 else 1)
    boss = await english.town.grant(english.town.person("Boss"), Role.STAFF)
    mine = await english.town.grant(english.town.person("Mine"), Role.STAFF, station_id=home)
    await english.starts()
    await english.until("03-09 12:00")
    boss.hears("Opinions received: 21")
    mine.hears_nothing("Opinions received")


async def test_who_reaches_the_same_is_sent_one_picture(english: People, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    async def counting(work: Work) -> Outcome:
        drawn.extend([work.name] if work.name.endswith("figures_picture.draw") else [])
        return await outcome_of(work)

    monkeypatch.setattr("bot.sweep.outcome_of", counting)
    await english.sends()
    await many(english, "03-03", 12)
    others = [await english.town.grant(english.town.person(f"Boss {n}"), Role.STAFF) for n in range(3)]
    reader = await english.town.grant(english.town.person("Reader", "zh-hans"), Role.STAFF)
    await english.starts()
    await english.until("03-09 12:00")
    for one in (english.clerk, *others):
        assert "photo" in next(sent for sent in one.messages if "📊" in sent.shown).content
    assert "photo" in next(sent for sent in reader.messages if "📊" in sent.shown).content
    assert len(drawn) == 2, "one a language"
    late = await english.town.grant(english.town.person("Late"), Role.STAFF)
    await many(english, "03-10", 12)
    await english.starts()
    await english.until("03-16 12:00")
    assert "photo" in next(sent for sent in late.messages if "📊" in sent.shown).content
    assert len(drawn) == 4, "another week, other pictures"


async def test_off_is_off_and_what_was_missed_comes_the_next_morning(english: People) -> None:
    clerk = english.clerk
    await english.sends()
    await many(english, "03-03", 12)
    await clerk.says("/reminders")
    clerk.sees("figures of the one before")
    await clerk.presses("🔕 No figures")
    clerk.sees("📊 Figures of weeks and months: off")
    await english.until("03-09 12:00")
    clerk.hears_nothing("Opinions received")
    await clerk.says("/reminders")
    await clerk.presses("📊 Tell me the figures")
    await many(english, "03-11", 12)
    await english.away_until("03-16 23:00")
    clerk.hears_nothing("Opinions received")
    await english.until("03-17 12:00")
    clerk.hears(r"Opinions received: 12 \(13\)")
    assert english.got(clerk, "Opinions received") == 1
