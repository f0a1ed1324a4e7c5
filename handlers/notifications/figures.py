"""The figures of the week and of the month that are over, beside those before: for staff, as a picture and in words."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from handlers.conversation.callbacks import Go
from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, Translator, bold, join
from handlers.core.actor import Actor
from handlers.core.desk import figures, weeks
from handlers.core.desk.tally import LEAST, Figures
from handlers.core.league.rules import Period
from handlers.core.reminders import planning
from handlers.core.workdays.days import calendar
from handlers.notifications import deduplication, figures_picture
from handlers.notifications.deduplication import About
from storage.models.directory import Topic
from storage.models.opinions import Due
from storage.models.people import Person
from storage.queries import directory, files, league
from storage.vocabulary import Channel, Satisfaction

TOPICS = 3
"""So many topics are named, the largest first: our own choice."""
OVER: Mapping[str, Callable[[date], Period]] = {planning.WEEK: weeks.last_week, planning.MONTH: weeks.last_month}
"""Which period is told, by the kind of what fell due."""
DAYS = {
    "screening": N_("Half were screened within, days"),
    "answering": N_("Half had a first answer within, days"),
    "replying": N_("Half had a unit's reply within, days"),
}
SHARES = {"replied": N_("Replies of units in time"), "kept": N_("Promises reported done in time")}
CONTENT = (Satisfaction.SATISFIED, Satisfaction.MOSTLY)


class Line(NamedTuple):
    """A figure, and the same of the period before; None: too few cases are behind it."""

    label: str
    now: float | None
    was: float | None
    is_share: bool = False
    is_days: bool = False

    def written(self, value: float | None) -> str:
        """One of its two values, as it is read."""
        if value is None:
            return "–"
        return f"{100 * value:.0f} %" if self.is_share else f"{value:.1f}" if self.is_days else f"{value:.0f}"


async def send(out: Outgoing, thing: Due) -> None:
    """Tell somebody of the staff, once, and plan the next: nothing comes of a period of too few cases, nor at night."""
    person = await out.session.get(Person, thing.subject_id, populate_existing=True)
    if person is None or not planning.wants_figures(person) or await deduplication.put_off(out, thing):
        return
    days = await calendar(out)
    wanted = OVER[thing.kind](days.day_of(out.now))
    about = About(thing.kind, "", wanted.code)
    if not await deduplication.had(out, person, about):
        screen = await compose(out, person, wanted)
        if screen is not None:
            await deduplication.remind(out, person, about, screen)
    deduplication.again(thing, planning.next_figures(thing.kind, out.now, days))


async def compose(out: Outgoing, person: Person, wanted: Period) -> Screen | None:
    """The figures of what the person reaches; None: too few cases in this period and the one before. Raises `Aside`."""
    actor = Actor(person)
    today = (await calendar(out)).day_of(out.now)
    if not await figures.says_anything(out, actor, wanted):
        return None
    now, was, _ = await figures.of_period(out, actor, wanted)
    t = out.t(person)
    lines = [*_lines(t, now, was), *await _topics(out, t, now, was)]
    before = _named(t, figures.before(wanted, today))
    title = t("Figures: {period}", period=_named(t, wanted)).plain
    bars = [(one.label, *_sized(one), one.written(one.now), one.written(one.was)) for one in lines]
    photo = await _picture(out, f"figures-{wanted.code}.png", title, (_named(t, wanted), before), bars)
    told = [
        t("• {figure}: {n} ({before})", figure=one.label, n=bold(one.written(one.now)), before=one.written(one.was))
        for one in lines
    ]
    text = join(
        [
            bold(f"📊 {title}"),
            join(list(told)),
            t("In brackets: {period}. Nothing is said of fewer than {n} cases.", period=before, n=LEAST),
            t("Each week and month, or never: /reminders"),
        ],
        "\n\n",
    )
    return Screen(text, [_keys(out, t)], photo=photo)


async def _picture(
    out: Outgoing, name: str, title: str, periods: tuple[str, str], bars: Sequence[figures_picture.Line]
) -> str:
    """A picture of these figures: the one that is there, as whoever reaches the same reads the same in their language.

    Drawn beside the transaction, which takes half a second of a process of its own. Raises `Aside`.
    """
    key = f"figures.picture:{hashlib.sha256(repr((title, periods, bars)).encode()).hexdigest()}"
    known = await league.kept(out.session, key)
    if known is not None:
        where = await files.where_is(out.session, Channel.TELEGRAM, known.lines[0][0])
        if where.kept or where.external_id is not None:
            return str(known.lines[0][0])
    photo = await out.file(name, out.aside(figures_picture.draw, title, periods, bars))
    await league.keep(out.session, key, [[photo]], out.now)
    return photo


def _keys(out: Outgoing, t: Translator) -> list[Button]:
    more = [Button(t("🖥 Desk"), Go(to="desk"))] if out.county.desk_url else []
    return [*more, Button(t("🏠 Home"), Go(to="home"))]


def _named(t: Translator, one: Period) -> str:
    if not weeks.is_week(one):
        return t.month(one.first).plain
    return f"{t.brief(one.first, one.last.year).plain} – {t.brief(one.last, one.last.year).plain}"


def _lines(t: Translator, now: Figures, was: Figures) -> list[Line]:
    """Figures that one of the two periods says something of."""
    lines = [Line(t("Opinions received").plain, _enough(now["received"]), _enough(was["received"]))]
    lines += [Line(t(label).plain, _first(now[name]), _first(was[name]), is_days=True) for name, label in DAYS.items()]
    lines += [
        Line(t(label).plain, _first(now[name]), _first(was[name]), is_share=True) for name, label in SHARES.items()
    ]
    lines.append(Line(t("Authors satisfied or mostly so").plain, _content(now), _content(was), is_share=True))
    return [one for one in lines if one.now is not None or one.was is not None]


def _enough(n: int) -> float | None:
    return float(n) if n >= LEAST else None


def _first(figure: Sequence[float] | None) -> float | None:
    """The figure itself: half of a spread, or a share; before it stands how many are behind it."""
    return figure[1] if figure else None


def _content(of: Figures) -> float | None:
    """Share of ratings that are good; None for too few."""
    rated = [(word, n) for _, word, n in of["satisfaction"]]
    total = sum(n for _, n in rated)
    return sum(n for word, n in rated if word in CONTENT) / total if total >= LEAST else None


async def _topics(out: Outgoing, t: Translator, now: Figures, was: Figures) -> list[Line]:
    """The largest topics that enough cases are about."""
    before: dict[Any, int] = dict(was["topics"])
    large = sorted((one for one in now["topics"] if one[0] is not None and one[1] >= LEAST), key=lambda one: -one[1])
    if not large:
        return []
    rows = {one.id: one for one in await directory.all_rows(out.session, Topic)}
    return [Line(t.named(rows[key]), float(n), _enough(before.get(key, 0))) for key, n in large[:TOPICS] if key in rows]


def _sized(one: Line) -> tuple[float, float]:
    """Lengths of its two bars, from 0 to 1: shares of the whole, what else by the greater of the two."""
    most = 1.0 if one.is_share else max(one.now or 0.0, one.was or 0.0) or 1.0
    return (one.now or 0.0) / most, (one.was or 0.0) / most
