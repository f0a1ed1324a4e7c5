"""One notice: as its readers get it, whom it reaches, how far it is, and what may be done with it now."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

from handlers.conversation.texts import N_, Html
from handlers.core.notices import access, delivery
from handlers.core.notices.actions import counting, drafting, releasing, stopping
from handlers.core.notices.errors import NoticeNotFound
from handlers.core.notices.rules import REFUSED, NoticeAction
from handlers.desk.notices.reading import versions
from handlers.desk.web import Answer, Desk, number
from handlers.presentation.notices.card import (
    LABELS,
    View,
    audience_words,
    counted,
    going_out,
    label_of,
    pace,
    too_early,
    view_of,
)
from handlers.presentation.notices.names import STATE_NAMES, STATE_SIGNS, column_name
from handlers.presentation.notices.refusals import still_missing
from storage.models.notices import Notice
from storage.vocabulary import NoticeState

BEFORE = (NoticeState.DRAFT, NoticeState.HANDED, NoticeState.RELEASED)
"""States at which nothing of it has gone out."""
MOVING = (NoticeState.FIXING, NoticeState.SENDING)
SECONDS = 3
"""Between two looks while something moves: as often as the card in the chat changes."""
DROP = "drop"
GONE = (DROP, NoticeAction.SEND_BACK)
"""After these who did it sees it no longer: it is thrown away, or its author's draft again."""
SAID: Mapping[str, str] = {
    "keep": N_("The draft is kept. Look at it as its readers will, then let it go on its way."),
    NoticeAction.HAND_OVER: N_("Handed over. You are told when it is released or sent back."),
    NoticeAction.TAKE_BACK: N_("It is your draft again."),
    NoticeAction.RELEASE: N_("Released. It goes out at its hour."),
    NoticeAction.PAUSE: N_("Paused. What has not left yet waits here."),
    NoticeAction.RESUME: N_("It goes on."),
    NoticeAction.CANCEL: N_("Cancelled. Nobody gets it from now on."),
    NoticeAction.AGAIN: N_("It goes once more to those of whom nothing is known."),
}
"""Said of what was done just now, by its name in the address."""


class Way(NamedTuple):
    """What can be done with it."""

    name: str
    label: Html
    asks: str
    """What has to be written first, as its label; empty for nothing."""
    warns: str
    """What it means, where it cannot be taken back; empty for nothing."""
    at_once: bool = False
    """It goes out now though its own time has passed."""


async def show(desk: Desk) -> Answer:
    """The notice as it stands; who looks at it before it has gone out has it counted. Raises `NoticeNotFound`."""
    anew = desk.asked.method == "GET" and desk.asked.one("anew") == "1"
    notice = await counting.open_notice(desk.out, desk.actor, desk.number("notice"), anew=anew)
    view, t = await view_of(desk.out, notice, access.whose(desk.actor, notice)), desk.t
    said = SAID.get(desk.asked.one("said"))
    ways = _ways(desk, view)
    return desk.page(
        "notices/card.html",
        notice=notice,
        state=f"{STATE_SIGNS[notice.state]} {t(STATE_NAMES[notice.state])}",
        said=t(said) if said is not None and desk.refusal is None else "",
        versions=versions(desk, notice),
        column=column_name(t, notice.column),
        audience=audience_words(t, view),
        is_before=notice.state in BEFORE,
        is_mine=notice.author_id == desk.me.id,
        may_change=notice.state is NoticeState.DRAFT,
        missing=still_missing(t, view.missing) if view.missing else "",
        counted=counted(t, view) if notice.state in BEFORE else [],
        when=going_out(t, view) if notice.state in BEFORE else "",
        ways=ways,
        deed=desk.parts.get("move", ""),
        typed=desk.asked.typed,
        seconds=SECONDS if _renews(notice, ways) else 0,
        longest=releasing.LONGEST_REMARK,
        **_progress(desk, view),
    )


def _renews(notice: Notice, ways: list[Way]) -> bool:
    """True while something moves by itself and nobody writes on the page."""
    return (notice.state in MOVING or notice.counting) and not any(way.asks for way in ways)


def _progress(desk: Desk, view: View) -> dict[str, Any]:
    """How far it is: what was written down, what arrived, what did not and why."""
    notice, t = view.notice, desk.t
    done, total = delivery.settled(notice), notice.recipients
    if notice.state is NoticeState.FIXING:
        done, total = notice.fixed_up_to, max(1, notice.fix_until)
    tiles = [
        (notice.sent, t("arrived"), ""),
        (notice.unreachable, t("cannot be reached: they block the bot or are gone"), "late"),
        (notice.failed, t("refused by Telegram"), "late"),
        (notice.ambiguous, t("ambiguous: the line broke while it was sent"), "soon"),
        (notice.muted, t("muted the column meanwhile"), ""),
        (notice.left_muted, t("left out from the beginning: had muted the column"), ""),
        (notice.left_unreachable, t("left out from the beginning: had blocked the bot"), ""),
    ]
    return {
        "done": done,
        "total": total,
        "percent": 100 * done // total if total else 100,
        "tiles": [one for one in tiles if one[0] or one is tiles[0]],
        "pace": pace(t, view, total - done) if notice.state is NoticeState.SENDING else "",
        "is_refused": notice.state is NoticeState.PAUSED and notice.remark == REFUSED,
    }


# What can be done


def _ways(desk: Desk, view: View) -> list[Way]:
    """What its reader may do now, in the order of the table of moves."""
    t, notice = desk.t, view.notice
    ways = [_way(desk, view, move.action) for move in view.moves if move.action in LABELS and not too_early(view, move)]
    if notice.ambiguous and any(move.action is NoticeAction.AGAIN for move in view.moves):
        label = t.plural("🔁 Send the {n} ambiguous again", "🔁 Send the {n} ambiguous again", notice.ambiguous)
        ways.append(Way(NoticeAction.AGAIN, label, "", t("Some of them may get it twice.").plain))
    if notice.state is NoticeState.DRAFT:
        ways.append(Way(DROP, t("🗑 Throw away"), "", t("Nothing of the draft is left then.").plain))
    return ways


def _way(desk: Desk, view: View, action: NoticeAction) -> Way:
    t = desk.t
    if action is NoticeAction.RELEASE and view.too_late:
        return Way(action, t("✅ Send it now"), "", "", at_once=True)
    asks = t("What should be changed? Its author reads it.").plain if action is NoticeAction.SEND_BACK else ""
    warns = t("Nobody else gets it then; that cannot be taken back.").plain if action is NoticeAction.CANCEL else ""
    return Way(action, t(label_of(view.notice, action)), asks, warns)


Do = Callable[[Desk, int, int], Awaitable[object]]
"""The action on a notice as it was seen: its number, its version."""

DEEDS: Mapping[str, Do] = {
    NoticeAction.HAND_OVER: lambda desk, one, at: releasing.hand_over(desk.out, desk.actor, one, at),
    NoticeAction.TAKE_BACK: lambda desk, one, at: releasing.take_back(desk.out, desk.actor, one, at),
    NoticeAction.RELEASE: lambda desk, one, at: releasing.release(
        desk.out, desk.actor, one, at, at_once=desk.asked.typed("at_once") == "1"
    ),
    NoticeAction.SEND_BACK: lambda desk, one, at: releasing.send_back(
        desk.out, desk.actor, one, at, desk.asked.typed("remark")
    ),
    NoticeAction.PAUSE: lambda desk, one, at: stopping.pause(desk.out, desk.actor, one, at),
    NoticeAction.RESUME: lambda desk, one, at: stopping.resume(desk.out, desk.actor, one, at),
    NoticeAction.CANCEL: lambda desk, one, at: stopping.cancel(desk.out, desk.actor, one, at),
    NoticeAction.AGAIN: lambda desk, one, at: stopping.again(desk.out, desk.actor, one, at),
    DROP: lambda desk, one, at: drafting.drop(desk.out, desk.actor, one, at),
}
"""What is done with a notice, by its name in the address."""


async def act(desk: Desk) -> Answer:
    """Do it. Raises what its action raises."""
    name, notice_id = desk.parts["move"], desk.number("notice")
    if name not in DEEDS:
        raise NoticeNotFound
    await DEEDS[name](desk, notice_id, number(desk.asked.typed("version")))
    if name in GONE:
        return desk.go("/staff/notices", said=name)
    return desk.go(f"/staff/notices/{notice_id}", said=name)
