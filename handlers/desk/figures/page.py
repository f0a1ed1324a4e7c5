"""One page of figures for a period and the one before it: pictures, and beside each the table it was drawn from."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.conversation.texts import N_, Html, Translator
from handlers.core.desk import figures as counted
from handlers.core.desk.tally import LEAST, Figures
from handlers.core.league.rules import Period, months_back, period, quarter_of
from handlers.core.workdays.days import calendar
from handlers.desk.fields import Choice
from handlers.desk.figures.bars import Bar, Part, Whole
from handlers.desk.figures.composition import composed
from handlers.desk.web import Answer, Desk
from handlers.presentation.names import HANDLING_LABELS, SATISFACTION_LABELS, STAGE_NAMES
from handlers.presentation.rounds import handling
from storage.models.directory import Area, Topic
from storage.queries import directory
from storage.vocabulary import Satisfaction, Stage

MONTHS = 12
SHOWN = 12
"""Bars of a picture; what is less is put together."""
NAMED = 20
"""Silent representatives who are named."""
TIMES = {
    "screening": N_("To screening"),
    "answering": N_("To the first answer"),
    "replying": N_("To a unit's reply"),
    "implementing": N_("To what was promised being reported done"),
}


async def show(desk: Desk) -> Answer:
    """The figures of a period, this year's first."""
    return desk.page("figures/page.html", **await gathered(desk))


async def gathered(desk: Desk) -> dict[str, Any]:
    """What the page shows of the period that is asked for, by name."""
    today = (await calendar(desk.out)).day_of(desk.out.now)
    wanted = period(desk.asked.one("period"), today)
    now, was, at = await counted.of_period(desk.out, desk.actor, wanted)
    t = desk.t
    return {
        "wanted": wanted,
        "name": _named(t, wanted),
        "before": _named(t, counted.before(wanted, today)),
        "periods": [Choice(code, _named(t, period(code, today))) for code in _codes(today)],
        "counted_at": at,
        "now": now,
        "was": was,
        "least": LEAST,
        "weeks": [Bar(t.brief(day, wanted.first.year).plain, n)
               for day, n in zip(counted.weeks(wanted), now["weeks"], strict=False)],
        "stages": _stages(t, now),
        "topics": await _named_bars(desk, Topic, now["topics"], was["topics"]),
        "areas": await _named_bars(desk, Area, now["areas"], was["areas"]),
        "times": [(t(label).plain, now[name], was[name]) for name, label in TIMES.items()],
        "satisfaction": _satisfaction(t, now),
        "handled": _handled(t, now),
        "silent": await _silent(desk, now),
        "silent_days": counted.SILENT_DAYS,
        "composed": await composed(desk),
    }  # fmt: skip


def _codes(today: Any) -> list[str]:
    return [f"{today.year}", f"{today.year - 1}", quarter_of(today), *months_back(today, MONTHS)]


def _named(t: Translator, one: Period) -> str:
    if one.months == 12:
        return t("the year {year}", year=one.first.year).plain
    if one.months == 1:
        return t.month(one.first).plain
    return t("quarter {n} of {year}", n=(one.first.month + 2) // 3, year=one.first.year).plain


def _stages(t: Translator, now: Figures) -> list[Bar]:
    """Stages in their order; those at which fewer stand than may be shown, together."""
    known = dict(now["stages"])
    bars = [Bar(t(STAGE_NAMES[one.value]).plain, n) for one in Stage if (n := known.get(one.value, 0)) >= LEAST]
    return _with_rest(t, bars, sum(known.values()))


async def _named_bars(desk: Desk, table: Any, now: Sequence[Any], was: Sequence[Any]) -> list[Bar]:
    """The largest ones by name; those of fewer cases than may be shown, and all further ones, together."""
    t, before = desk.t, {key: n for key, n in was if n >= LEAST}
    rows = {one.id: one for one in await directory.all_rows(desk.session, table)} if now else {}
    large = sorted((one for one in now if one[1] >= LEAST and one[0] in rows), key=lambda one: -one[1])[:SHOWN]
    bars = [Bar(t.named(rows[key]), n, before.get(key)) for key, n in large]
    return _with_rest(t, bars, sum(n for _, n in now))


def _with_rest(t: Translator, bars: list[Bar], all_of_them: int) -> list[Bar]:
    """All that none of the bars says, if there is another bar: alone it would say nothing."""
    rest = all_of_them - sum(bar.n for bar in bars)
    return [*bars, Bar(t("all others").plain, rest)] if bars and rest >= LEAST else bars


SHADES: Mapping[Satisfaction, int] = {
    Satisfaction.SATISFIED: 0,
    Satisfaction.MOSTLY: 1,
    Satisfaction.HALF: 2,
    Satisfaction.DISSATISFIED: 3,
}


def _satisfaction(t: Translator, now: Figures) -> list[Whole]:
    wholes = []
    for round_ in sorted({one[0] for one in now["satisfaction"]}):
        known = {word: n for at, word, n in now["satisfaction"] if at == round_}
        parts = [Part(t(SATISFACTION_LABELS[one]).plain, known[one.value], SHADES[one])
                 for one in SATISFACTION_LABELS if known.get(one.value)]  # fmt: skip
        wholes.append(Whole(handling(t, round_).plain, parts))
    return [one for one in wholes if one.n >= LEAST]


def _handled(t: Translator, now: Figures) -> list[Whole]:
    known = dict(now["handling"])
    parts = [Part(t(label).plain, known[one.value], SHADES[one])
             for one, label in HANDLING_LABELS.items() if known.get(one.value)]  # fmt: skip
    whole = Whole(t("Units, by representatives").plain, parts)
    return [whole] if whole.n >= LEAST else []


async def _silent(desk: Desk, now: Figures) -> list[Html]:
    """Representatives in whose hands cases lie without a word, those with most first."""
    found = sorted((one for one in now["silent"] if one[0] is not None), key=lambda one: -one[1])[:NAMED]
    known = {one.id: one for one in await directory.representatives(desk.session, [key for key, _ in found])}
    t = desk.t
    return [
        t.plural("{name}: {n} case", "{name}: {n} cases", n, name=t.named(known[key]))
        for key, n in found
        if key in known
    ]
