"""The card of a notice: as a draft, to its releaser, under way, at its end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.conversation.callbacks import Go
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, Html, Translator, bold, join, quote
from handlers.core.notices import delivery, rules
from handlers.core.notices.rules import Audience, By, Move, NoticeAction
from handlers.core.unit_of_work import County, UnitOfWork
from handlers.presentation.notices.callbacks import DraftAct, NoticeAct, OpenNotice, Part, WriteText
from handlers.presentation.notices.names import (
    LANGUAGE_NAMES,
    ROLE_NAMES,
    STATE_NAMES,
    STATE_SIGNS,
    column_name,
    number,
)
from handlers.presentation.notices.refusals import still_missing
from handlers.presentation.notices.summary import summary
from storage.models.directory import Area, Station
from storage.models.notices import Notice
from storage.vocabulary import NoticeColumn, NoticeState

LABELS = {
    NoticeAction.HAND_OVER: N_("📨 Hand over for release"),
    NoticeAction.TAKE_BACK: N_("↩️ Take it back"),
    NoticeAction.RELEASE: N_("✅ Release it"),
    NoticeAction.SEND_BACK: N_("↩️ Send it back"),
    NoticeAction.PAUSE: N_("⏸ Pause"),
    NoticeAction.RESUME: N_("▶️ Go on"),
    NoticeAction.CANCEL: N_("⏹ Cancel the rest"),
}
NAMED = 6
"""So many places or stations of an audience are named."""
NOT_BEGUN = N_("⏹ Do not send it")
"""To cancel what has not gone out to anybody yet."""


@dataclass(frozen=True, slots=True)
class View:
    """A notice, and what its reader may do with it."""

    notice: Notice
    whose: By
    now: datetime
    county: County
    moves: Sequence[Move]
    audience: Audience
    areas: Mapping[int, Area]
    stations: Mapping[int, Station]
    overtaken_by: int | None
    """The urgent notice it waits for."""

    @property
    def urgent(self) -> bool:
        """True if it goes out at any hour."""
        return self.notice.column is NoticeColumn.URGENT

    @property
    def too_late(self) -> bool:
        """True if its own time passed before it was released."""
        return rules.too_late(self.notice.state, self.notice.send_at, self.now)

    @property
    def missing(self) -> list[str]:
        """Things it still needs."""
        notice = self.notice
        return rules.missing(notice.column, [text.language for text in notice.texts], notice.reason)


async def view_of(work: UnitOfWork, notice: Notice, whose: By) -> View:
    """All that its card shows."""
    audience = Audience.of(notice.audience)
    return View(
        notice=notice,
        whose=whose,
        now=work.now,
        county=work.county,
        moves=rules.possible(notice.state, whose, needs_second=work.county.notice_needs_second),
        audience=audience,
        areas=await _named(work.session, Area, audience.areas),
        stations=await _named(work.session, Station, audience.stations),
        overtaken_by=await delivery.overtaken_by(work, notice),
    )


async def _named(session: AsyncSession, table: Any, ids: tuple[int, ...]) -> dict[int, Any]:
    """These areas or stations by id; one that is gone is left out."""
    found = {one: await session.get(table, one) for one in ids}
    return {one: thing for one, thing in found.items() if thing is not None}


def standing_kind(notice: Notice) -> str:
    """The kind of the standing message that is the card in its author's chat."""
    return f"notice:{notice.id}"


def card(t: Translator, view: View) -> Screen:
    """The notice as it stands, with what its reader may do."""
    notice = view.notice
    if notice.state in (NoticeState.DRAFT, NoticeState.HANDED, NoticeState.RELEASED):
        lines = _before(t, view)
    else:
        lines = _under_way(t, view)
    return Screen(join([_head(t, notice), *lines]), _rows(t, view))


def _head(t: Translator, notice: Notice) -> Html:
    title = t("Notice {n}", n=notice.id)
    return Html(f"{STATE_SIGNS[notice.state]} {bold(title)} · {t(STATE_NAMES[notice.state])}")


# Before it goes out


def _before(t: Translator, view: View) -> list[str]:
    notice = view.notice
    words = summary(notice, t.language)
    lines: list[str] = [
        quote(words) if words else "",
        t("Column: {column}", column=column_name(t, notice.column)) if notice.column else "",
        t("Why it is urgent: {reason}", reason=notice.reason) if view.urgent and notice.reason else "",
        _versions(t, notice),
        t("For: {audience}", audience=audience_words(t, view)),
        *counted(t, view),
        going_out(t, view),
    ]
    if view.whose is By.COLLEAGUE and notice.state is NoticeState.HANDED:
        lines.append(t("Written by {name}. Above you see it exactly as it arrives.", name=notice.author.name or ""))
    if notice.remark and notice.state is NoticeState.DRAFT:
        lines.append(t("Sent back: {why}", why=notice.remark))
    if view.missing:
        lines.append(still_missing(t, view.missing))
    return lines


def _versions(t: Translator, notice: Notice) -> str:
    languages = [text.language for text in notice.texts]
    if not languages:
        return ""
    names = t.listed(t(LANGUAGE_NAMES[one]) for one in languages)
    return t("Language: {languages}", languages=names)


def audience_words(t: Translator, view: View) -> Html:
    """Audience of the notice, in words."""
    named = view.audience
    kinds: list[list[str]] = [
        _some(t, [t.named(view.areas[one]) for one in named.areas if one in view.areas]),
        _some(t, [t.named(view.stations[one]) for one in named.stations if one in view.stations]),
        [t(ROLE_NAMES[role]) for role in named.roles],
        [t("readers of {language}", language=t(LANGUAGE_NAMES[one])) for one in named.languages],
    ]
    parts = [join(kind, t(" or ")) for kind in kinds if kind]
    station = view.notice.station
    if station is not None:
        parts.insert(0, t("the people of {station}", station=t.named(station)))
    return join([*parts], t(", and of these ")) if parts else t("everybody")


def _some(t: Translator, names: list[str]) -> list[str]:
    """The first of many names, and how many more there are."""
    left = len(names) - NAMED
    return names if left <= 0 else [*names[:NAMED], t.plural("{n} more", "{n} more", left)]


def counted(t: Translator, view: View) -> list[str]:
    """Numbers of those who get it, of those who do not, and why, and of those who get it in the other language."""
    counts = view.notice.counts
    if counts is None:
        return [t("👥 Counting …")] if view.notice.counting else []
    reached = sum(counts["languages"].values())
    lines: list[str] = [t.plural("👥 {n} person gets it.", "👥 {n} people get it.", reached)]
    if counts["muted"]:
        lines.append(
            t.plural(
                "🔕 {n} muted the column and is left out.", "🔕 {n} muted the column and are left out.", counts["muted"]
            )
        )
    if counts["unreachable"]:
        lines.append(
            t.plural(
                "🚫 {n} blocks the bot and is left out.",
                "🚫 {n} block the bot and are left out.",
                counts["unreachable"],
            )
        )
    versions = [text.language for text in view.notice.texts]
    others = {language: n for language, n in counts["languages"].items() if language not in versions and n}
    for language, n in others.items() if versions else ():
        mine, theirs = t(LANGUAGE_NAMES[language]), t(LANGUAGE_NAMES[rules.version_for(language, versions)])
        lines.append(
            t.plural(
                "🌐 {n} of them reads {mine} and gets the text in {theirs}.",
                "🌐 {n} of them read {mine} and get the text in {theirs}.",
                n,
                mine=mine,
                theirs=theirs,
            )
        )
    seconds = reached / view.county.rate_per_second
    if seconds >= 60:
        lines.append(t("⏱ That takes about {span}.", span=span(t, seconds)))
    return lines


def going_out(t: Translator, view: View) -> Html:
    """Line on when it goes out, and on the quiet hours if they hold it up."""
    at = max(view.notice.send_at or view.now, view.now)
    allowed = rules.next_allowed(at, view.county.zone, urgent=view.urgent)
    if view.notice.state is NoticeState.RELEASED:
        when = t("🕘 It begins in a moment.") if allowed == at else Html("")
    else:
        when = t("🕘 Goes out as soon as it is released.")
    if view.too_late:
        when = t("🕘 It should have gone out: {when}. That time has passed.", when=t.moment(view.notice.send_at or at))
    elif view.notice.send_at:
        when = t("🕘 Goes out: {when}", when=t.moment(view.notice.send_at))
    if allowed > at:
        quiet = t(
            "🌙 Only urgent notices go out between 21:00 and 08:00: this one begins at {when}.", when=t.moment(allowed)
        )
        return join([when, quiet])
    return when


# Under way, and over


def _under_way(t: Translator, view: View) -> list[str]:
    notice = view.notice
    words = summary(notice, t.language)
    lines: list[str] = [t("{column} · {summary}", column=column_name(t, notice.column), summary=words)]
    if notice.state is NoticeState.FIXING:
        done, total = notice.fixed_up_to, max(1, notice.fix_until)
        return [*lines, Html(f"{rules.bar(done, total)} {100 * done // total} %")]
    done, total = delivery.settled(notice), notice.recipients
    percent = 100 * done // total if total else 100
    lines.append(Html(f"{rules.bar(done, total)} {percent} %"))
    lines.append(t("{sent} of {total} sent", sent=number(notice.sent), total=number(total)))
    lines += _not_sent(t, notice)
    if notice.state is NoticeState.SENDING:
        lines.append(pace(t, view, total - done))
    if notice.state is NoticeState.PAUSED and notice.remark == rules.REFUSED:
        lines.append(t("Telegram refuses it. Look at it again, then let it go on or cancel it."))
    return lines


def _not_sent(t: Translator, notice: Notice) -> list[str]:
    counts: list[tuple[int, str]] = [
        (notice.unreachable, t("🚫 {n} cannot be reached", n=number(notice.unreachable))),
        (notice.failed, t("❌ {n} refused by Telegram", n=number(notice.failed))),
        (notice.ambiguous, t("❔ {n} ambiguous: the line broke while it was sent", n=number(notice.ambiguous))),
        (notice.muted, t("🔕 {n} muted the column meanwhile", n=number(notice.muted))),
    ]
    return [words for n, words in counts if n]


def pace(t: Translator, view: View, left: int) -> Html:
    """Line on how quickly it goes out and until when, or on what it waits for; `left`: recipients still to come."""
    notice = view.notice
    allowed = rules.next_allowed(view.now, view.county.zone, urgent=view.urgent)
    if allowed > view.now:
        return t("🌙 Quiet hours: it goes on at {when}.", when=t.moment(allowed))
    if view.overtaken_by is not None:
        return t("🚨 Notice {n} is urgent and goes first. This one goes on after it.", n=view.overtaken_by)
    if notice.rate <= 0:
        return t("⏱ It begins.")
    seconds = left / notice.rate
    end = rules.finish(view.now, seconds, view.county.zone, urgent=view.urgent)
    rate = f"{notice.rate:.1f}"
    if end - view.now > timedelta(hours=1):
        return t("⏱ {rate} a second, done about {when}", rate=rate, when=t.moment(end))
    return t("⏱ {rate} a second, {span} left", rate=rate, span=span(t, seconds))


def span(t: Translator, seconds: float) -> Html:
    """`40 seconds`, `12 minutes`, `9 hours`."""
    if seconds < 90:
        return t.plural("{n} second", "{n} seconds", max(1, round(seconds)))
    if seconds < 5400:
        return t.plural("{n} minute", "{n} minutes", round(seconds / 60))
    return t.plural("{n} hour", "{n} hours", round(seconds / 3600))


# Keys


def label_of(notice: Notice, action: NoticeAction) -> str:
    """Label of a move, still to be translated."""
    if action is NoticeAction.CANCEL and notice.state is NoticeState.RELEASED:
        return NOT_BEGUN
    return LABELS[action]


def _rows(t: Translator, view: View) -> list[list[Button]]:
    notice = view.notice
    here = {"notice": notice.id, "version": notice.version}
    rows: list[list[Button]] = []
    if notice.state is NoticeState.DRAFT:
        rows += _draft_rows(t, notice, here)
    moves = [move for move in view.moves if move.action in LABELS and not too_early(view, move)]
    rows += [[Button(t(label_of(notice, move.action)), NoticeAct(action=move.action, **here))] for move in moves]
    if notice.ambiguous and any(move.action is NoticeAction.AGAIN for move in view.moves):
        label = t.plural("🔁 Send the {n} ambiguous again", "🔁 Send the {n} ambiguous again", notice.ambiguous)
        rows.append([Button(label, NoticeAct(action=NoticeAction.AGAIN, **here))])
    last = [Button(t("📢 All notices"), Go(to="notice"))]
    if view.whose is By.COLLEAGUE and notice.state is not NoticeState.HANDED:
        last.insert(0, Button(t("🔄 Look again"), OpenNotice(notice=notice.id)))
    return [*rows, last]


def too_early(view: View, move: Move) -> bool:
    """True if something is missing that the move of its author needs."""
    return view.notice.state is NoticeState.DRAFT and bool(view.missing) and move.by is By.AUTHOR


def _draft_rows(t: Translator, notice: Notice, here: dict[str, int]) -> list[list[Button]]:
    languages = [text.language for text in notice.texts]
    rows = []
    if languages:
        rows.append([Button(t("✏️ Another text"), WriteText(language=languages[0], **here))])
    for other in LANGUAGE_NAMES:
        if languages and other not in languages:
            name = t(LANGUAGE_NAMES[other])
            rows.append(
                [Button(t("➕ Add the version in {language}", language=name), WriteText(language=other, **here))]
            )
            rows.append(
                [Button(t("🌐 This text is in {language}", language=name), DraftAct(part=Part.OTHER_LANGUAGE, **here))]
            )
    if len(languages) > 1:
        rows[0] = [
            Button(t("✏️ Text in {language}", language=t(LANGUAGE_NAMES[one])), WriteText(language=one, **here))
            for one in languages
        ]
    rows.append([
        Button(t("🗂 Column"), DraftAct(part=Part.COLUMN, **here)),
        Button(t("👥 Who gets it"), DraftAct(part=Part.AUDIENCE, **here)),
        Button(t("🕘 When"), DraftAct(part=Part.TIME, **here)),
    ])  # fmt: skip
    last = [Button(t("🗑 Throw away"), DraftAct(part=Part.DROP, **here))]
    if languages and notice.column is not None:
        last.insert(0, Button(t("👀 Preview"), DraftAct(part=Part.PREVIEW, **here)))
    return [*rows, last]
