"""The made-up county of `places`, and that a place in it is found as people write it."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.bench import addresses, databases
from bot.bench.benchmarks import places

EACH = 6
"""One of so many places is looked for: the bench does the rest."""


@pytest.fixture
async def session() -> AsyncIterator[AsyncSession]:
    """The made-up county, to be read."""
    async with databases.sqlite(furnished=False) as url, databases.opened(url) as database:
        await places.furnish(database, url, addresses.directory().encode())
        async with database.reading() as reading:
            yield reading


async def test_places_are_found_in_every_form(session: AsyncSession) -> None:
    every = await places.villages(session)
    assert len(every) == addresses.VILLAGES
    assert len({place.short for place in every}) < len(every), "there are namesakes"
    tried = found = 0
    for form in addresses.FORMS:
        looked_for, hits, ms = await places.measure(session, form, every[::EACH])
        assert hits >= looked_for - 2, form
        assert len(ms) == looked_for
        tried, found = tried + looked_for, found + hits
    assert found >= 0.98 * tried


def test_a_place_is_written_the_same_in_every_run() -> None:
    place = addresses.Place("V1", "石塘村", "银溪镇", "临江县")
    for form in addresses.FORMS:
        ((_, first),) = addresses.written(form, [place])
        ((_, second),) = addresses.written(form, [place])
        assert first == second, form


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("bare", "石塘"),
        ("county", "临江县银溪镇石塘村"),
        ("short.town", "银溪石塘村"),
        ("wide.pinyin", "ｓｈｉｔａｎｇ"),
        ("pinyin.town", "yinxi shitang"),
        ("english.town", "Shitang village, Yinxi town"),
        ("traditional", "銀溪鎮石塘村"),
    ],
)
def test_a_form_is_what_it_says(form: str, text: str) -> None:
    ((_, written),) = addresses.written(form, [addresses.Place("V1", "石塘村", "银溪镇", "临江县")])
    assert written == text
