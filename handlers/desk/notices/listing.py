"""The list of notices: what waits for one's release first, then what is under way, then what is over."""

from collections.abc import Sequence
from typing import NamedTuple

from handlers.conversation.texts import N_
from handlers.desk.fields import Choice
from handlers.desk.web import Answer, Desk, number
from handlers.presentation.notices.names import STATE_NAMES, STATE_SIGNS, column_name
from handlers.presentation.notices.summary import summary_of
from storage.queries import notices as queries
from storage.queries.notices import Listed
from storage.vocabulary import NoticeState

A_PAGE = 20
DRAFTS = (NoticeState.DRAFT, NoticeState.HANDED)
UNDER_WAY = (NoticeState.RELEASED, NoticeState.FIXING, NoticeState.SENDING, NoticeState.PAUSED)
GROUPS = {"drafts": DRAFTS, "under-way": UNDER_WAY, "over": queries.OVER}
"""States by the name of a group in the address."""

SAID = {"drop": N_("The draft is thrown away."), "send_back": N_("Sent back; its author was told.")}
"""Said of what was done just now with one that is seen no longer."""


class Line(NamedTuple):
    """A notice in the list."""

    id: int
    state: str
    shade: str
    words: str
    column: str
    waits: bool
    """It waits for one's own release."""
    one: Listed


async def show(desk: Desk) -> Answer:
    """A page of them, as they are narrowed."""
    found = await queries.listed(desk.session, desk.actor.stations, desk.me.id)
    wanted, group, page = desk.asked.one("words").strip()[:80], desk.asked.one("which"), number(desk.asked.one("page"))
    lines = [_line(desk, one) for one in found if group not in GROUPS or one.state in GROUPS[group]]
    lines = [one for one in lines if wanted.casefold() in f"{one.id} {one.words} {one.column}".casefold()]
    lines.sort(key=lambda one: (not one.waits, one.one.state in queries.OVER))
    said = SAID.get(desk.asked.one("said"))
    shown, t = lines[page * A_PAGE : (page + 1) * A_PAGE], desk.t
    return desk.page(
        "notices/list.html",
        lines=shown,
        waiting=sum(one.waits for one in lines),
        onward=page + 1 if len(lines) > (page + 1) * A_PAGE else 0,
        page=page,
        words=wanted,
        which=group if group in GROUPS else "",
        groups=_groups(desk),
        said=t(said) if said is not None else "",
    )


def _groups(desk: Desk) -> Sequence[Choice]:
    t = desk.t
    return [
        Choice("drafts", t("drafts, and what waits for release").plain),
        Choice("under-way", t("planned and under way").plain),
        Choice("over", t("sent and cancelled").plain),
    ]


def _line(desk: Desk, one: Listed) -> Line:
    t = desk.t
    shade = "late" if one.state is NoticeState.PAUSED else "" if one.state in UNDER_WAY else "none"
    return Line(
        one.id,
        f"{STATE_SIGNS[one.state]} {t(STATE_NAMES[one.state])}",
        shade,
        summary_of(one.bodies, t.language),
        column_name(t, one.column) or t("no column yet").plain,
        one.state is NoticeState.HANDED and one.author_id != desk.me.id,
        one,
    )
