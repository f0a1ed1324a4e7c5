"""Screens of the league: a page of it, a card for each line, the choice of order and of period."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from handlers.conversation.callbacks import Go
from handlers.conversation.paging import Page, Reading
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen, column, in_pairs
from handlers.conversation.texts import Html, Translator, bold, join, shortened
from handlers.core.league.figures import Standing
from handlers.core.league.rules import (
    LEAST,
    REPLY_FLOOR,
    SATISFACTION_FLOOR,
    Column,
    Line,
    Period,
    months_back,
    period,
    quarter_of,
)
from handlers.league.callbacks import (
    ChooseOrder,
    ChoosePeriod,
    Circulars,
    CountAnew,
    LeaguePage,
    OpenStanding,
    ProposeCircular,
    SetOrder,
    SetPeriod,
    TakeOut,
)
from handlers.league.order import Order
from handlers.league.words import COLUMNS, KINDS, TITLES, name_of, percent, period_name, too_few
from handlers.presentation.names import SATISFACTION_LABELS
from storage.vocabulary import OF_ANY_ANSWER, Ranked, Satisfaction

A_PAGE = 6
"""Lines on a page, each with a key."""
MONTHS = 12
"""Months that have a key."""


class Placed(NamedTuple):
    """A line with its place in the whole league, from 1."""

    place: int | None
    """None: its figure says too little to give it one."""
    standing: Standing


class View(NamedTuple):
    """A page of a league."""

    of: Ranked
    order: Order
    counted_at: datetime
    where: Reading
    page: Page
    found: Sequence[Placed]
    of_county: bool


def order_name(t: Translator, order: Order) -> Html:
    """Name of the order: by which figure, and which end comes first."""
    first = t("worst first") if order.worst_first else t("best first")
    return t("{figure}, {first}", figure=t(COLUMNS[order.column]), first=first)


def league(t: Translator, view: View) -> Screen:
    """A page: two lines of text and a key for each, below what the signs mean."""
    number = KINDS.index(view.of)
    title = t("{what}: {period}", what=t(TITLES[view.of]), period=period_name(t, view.order.period))
    parts = [
        view.where.title(t, view.page, bold(title)),
        t("By {order}. Counted {when}.", order=order_name(t, view.order), when=t.moment(view.counted_at)),
        join([_line(t, view, one) for one in view.found]) or _none(t, view),
        t(
            "📨 received · ✅ in time · 🔴 late · ↩️ returned · 🏁 done: confirmed + not confirmed · "
            "😀 satisfied · 📅 dates moved"
        )
        if view.found
        else "",
        t("–: {why}", why=too_few(t)) if not all(one.standing.line.is_shown for one in view.found) else "",
    ]
    keys = [
        Button(
            shortened(_named(t, view, one).plain, LONGEST_LABEL),
            OpenStanding(of=number, subject=one.standing.line.id),
        )
        for one in view.found
    ]
    others = [Button(t(TITLES[other]), LeaguePage(of=at, page=-1)) for at, other in enumerate(KINDS) if at != number]
    turning = view.page.turning(lambda page: LeaguePage(of=number, page=page))
    writing = [Button(t("✍️ Circulars"), Circulars())] if view.of_county and view.of is Ranked.UNITS else []
    rows = [
        *column(keys),
        [*turning, *view.where.keys(t, view.page)],
        [Button(t("↕️ Order"), ChooseOrder(of=number)), Button(t("🗓 Period"), ChoosePeriod(of=number))],
        others,
        [
            Button(t("🖼 As a picture"), TakeOut(of=number, picture=True)),
            Button(t("📊 As Excel"), TakeOut(of=number, picture=False)),
        ],
        [Button(t("🔄 Count anew"), CountAnew(of=number)), *writing, Button(t("🏠 Home"), Go(to="home"))],
    ]
    return Screen(join(parts, "\n\n"), rows)


def _none(t: Translator, view: View) -> Html:
    if view.where.words:
        return Html()
    return t("Nothing was referred to a unit in this period. Choose another one.")


def _named(t: Translator, view: View, one: Placed) -> Html:
    """The name behind its place, or behind a dash."""
    name = name_of(t, view.of, one.standing)
    return t("– {name}", name=name) if one.place is None else t("{place}. {name}", place=one.place, name=name)


def _line(t: Translator, view: View, one: Placed) -> Html:
    return join([_named(t, view, one), short(t, one.standing.line)])


def short(t: Translator, line: Line) -> Html:
    """All figures of a line in signs."""
    if not line.is_shown:
        return Html("      –")
    return Html(
        f"      📨 {line.received} · ✅ {line.in_time} · 🔴 {line.late} · ↩️ {line.returned} · "
        f"🏁 {line.confirmed} + {line.unconfirmed} · 😀 {percent(line.satisfaction_rate)} · 📅 {line.moves}"
    )


def card(t: Translator, of: Ranked, order: Order, one: Standing, counted_at: datetime) -> Screen:
    """All figures of one line, the three rates apart."""
    line = one.line
    title = t("{name}: {period}", name=name_of(t, of, one), period=period_name(t, order.period))
    parts: list[str] = [bold(title), *(_figures(t, line) if line.is_shown else [too_few(t)])]
    parts.append(t("Counted {when}.", when=t.moment(counted_at)))
    back = Button(t("⬅️ Back"), LeaguePage(of=KINDS.index(of), page=-1))
    return Screen(join(parts, "\n\n"), [[back, Button(t("🏠 Home"), Go(to="home"))]])


def _figures(t: Translator, line: Line) -> list[str]:
    replies: list[str] = [
        bold(t("Replied in time: {rate}", rate=percent(line.reply_rate))),
        t("📨 Received: {n}", n=line.received),
        t("✅ Replied in time: {n}", n=line.in_time),
        t("🔴 Late: {n}", n=line.late),
        t("↩️ Returned as not theirs: {n}", n=line.returned),
    ]
    promises: list[str] = [
        bold(t("Promises confirmed: {rate}", rate=percent(line.implementation_rate))),
        t("🏁 Done and confirmed: {n}", n=line.confirmed),
        t("🏳 Reported done, not confirmed: {n}", n=line.unconfirmed),
        t("❌ Not done, say who wrote: {n}", n=line.refuted),
        t("🔴 Day passed: {n}", n=line.unkept),
        t("📅 Dates moved: {n}", n=line.moves),
    ]
    ratings: list[str] = [bold(t("Satisfied or mostly satisfied: {rate}", rate=percent(line.satisfaction_rate)))]
    if line.rated >= LEAST:
        ratings += [
            t("{what}: {n}", what=t(SATISFACTION_LABELS[one]), n=n)
            for one, n in rated(line).items()
            if n or one in OF_ANY_ANSWER
        ]
    hint: str = ""
    if None in (line.reply_rate, line.implementation_rate, line.satisfaction_rate):
        hint = t("–: fewer than {n}, too few for a rate.", n=LEAST)
    return [join(replies), join(promises), join(ratings), hint]


def rated(line: Line) -> dict[Satisfaction, int]:
    """How often each was said."""
    return {
        Satisfaction.SATISFIED: line.satisfied,
        Satisfaction.MOSTLY: line.mostly,
        Satisfaction.HALF: line.half,
        Satisfaction.DISSATISFIED: line.dissatisfied,
    }


def orders(t: Translator, of: Ranked, order: Order) -> Screen:
    """The figures by which it can be ordered, either way."""
    number = KINDS.index(of)

    def key(one: Column, *, worst: bool) -> Button:
        chosen = "• " if (one, worst) == (order.column, order.worst_first) else ""
        sign = "👎" if worst else "👍"
        return Button(f"{chosen}{sign} {t(COLUMNS[one]).plain}", SetOrder(of=number, column=one, worst=worst))

    rows = [[key(one, worst=False), key(one, worst=True)] for one in Column]
    text = t(
        "↕️ By which figure? 👍 the best first, 👎 the worst first. Where a figure says too little, it stands last."
    )
    return Screen(text, [*rows, [Button(t("⬅️ Back"), LeaguePage(of=number, page=-1))]])


def periods(t: Translator, of: Ranked, order: Order, today: date) -> Screen:
    """The periods that have a key."""
    number = KINDS.index(of)

    def key(code: str) -> Button:
        chosen = "• " if code == order.period.code else ""
        return Button(chosen + period_name(t, period(code, today)).plain, SetPeriod(of=number, code=code))

    last_quarter = quarter_of(period(quarter_of(today), today).first - timedelta(days=1))
    rows = [
        [key(f"{today.year}"), key(f"{today.year - 1}")],
        [key(quarter_of(today)), key(last_quarter)],
        *in_pairs([key(code) for code in months_back(today, MONTHS)]),
    ]
    text = t("🗓 For which period? What was referred to a unit in it counts, with all that came of it since.")
    return Screen(text, [*rows, [Button(t("⬅️ Back"), LeaguePage(of=number, page=-1))]])


def rates(line: Line) -> list[tuple[float | None, str]]:
    """The three rates in the order of the picture's colours, each with its figure in words."""
    return [(one, percent(one)) for one in (line.reply_rate, line.implementation_rate, line.satisfaction_rate)]


def meant(t: Translator) -> list[str]:
    """What the picture's colours stand for."""
    return [t(COLUMNS[one]).plain for one in (Column.REPLY, Column.IMPLEMENTATION, Column.SATISFACTION)]


def caption(t: Translator, title: str, by: str, squares: Sequence[str]) -> str:
    """The words below the picture."""
    colours = [f"{square} {name}" for square, name in zip(squares, meant(t), strict=True)]
    few = t("–: fewer than {n}, too few for a rate.", n=LEAST).plain
    return "\n".join([title, by, " · ".join(colours), few])


def circulars(t: Translator, period: Period, good: int, bad: int) -> Screen:
    """The two circulars, with how many units each would name."""
    text = t(
        "✍️ Circulars on {period}. A text is proposed from the figures of units with ten cases or more, in both "
        "languages; you change it, look it over, and it goes out as a notice to units and representatives.",
        period=period_name(t, period),
    )
    floors = t(
        "Commended: at least {reply} replied to in time and {satisfaction} satisfied. Criticised: below either.",
        reply=percent(REPLY_FLOOR),
        satisfaction=percent(SATISFACTION_FLOOR),
    )
    rows = [
        [Button(t.counted(t("🏅 Commend"), good), ProposeCircular(praise=True))],
        [Button(t.counted(t("📣 Criticise"), bad), ProposeCircular(praise=False))],
        [Button(t("⬅️ Back"), LeaguePage(of=0, page=-1)), Button(t("🏠 Home"), Go(to="home"))],
    ]
    return Screen(join([text, floors], "\n\n"), rows)
