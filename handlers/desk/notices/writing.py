"""Writing a notice: its words in one language or both, its column, whom it is for, when it goes out."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from handlers.conversation.errors import Unusable
from handlers.conversation.split import MESSAGE_LIMIT, units
from handlers.core.errors import TextTooLong
from handlers.core.languages import LANGUAGES
from handlers.core.notices import access
from handlers.core.notices.actions import drafting
from handlers.core.notices.content import Content, text_in
from handlers.core.notices.rules import ADDRESSED_ROLES, AudienceKind
from handlers.core.workdays.rules import instant_of
from handlers.desk.fields import Choice, missing
from handlers.desk.web import Answer, Desk, number
from handlers.presentation.notices.names import LANGUAGE_NAMES, ROLE_NAMES, column_name
from storage.models.directory import Station
from storage.models.notices import Notice, NoticeText
from storage.queries import desk_cases, directory
from storage.vocabulary import NoticeColumn

WRITTEN = 0
"""In place of the number of an author's message: what is written at the desk comes from none."""


class Words(NamedTuple):
    """What it says in a language, as the form shows it."""

    language: str
    label: str
    value: str
    files: int
    """Files of this version, which only a chat can send: it is not changed here."""
    is_marked: bool
    """It carries formatting, which stays as long as the words do."""


class Places(NamedTuple):
    """An area with those that lie in it, to tick."""

    area: Choice
    within: list[Choice]


async def show(desk: Desk) -> Answer:
    """The form, for a new notice or for one's own draft. Raises `NoticeNotFound`, `NotADraft`."""
    notice = await _draft(desk)
    stations = await directory.stations(desk.session, desk.actor.stations)
    t, is_sent = desk.t, bool(desk.asked.form)
    bound = notice.station if notice is not None else _bound(desk, stations)
    chosen = set(desk.asked.form.get("for", ())) if is_sent else _kept(notice)
    return desk.page(
        "notices/write.html",
        notice=notice,
        version=desk.asked.typed("version") or (notice.version if notice is not None else ""),
        begins_at=[Choice(str(one.id), t.named(one)) for one in stations]
        if notice is None and _of_stations(desk)
        else [],
        bound=bound,
        texts=[_words(desk, notice, one) for one in sorted(LANGUAGES, key=lambda one: one != t.language)],
        longest=MESSAGE_LIMIT,
        columns=[Choice(one.value, column_name(t, one)) for one in NoticeColumn],
        column=desk.asked.typed("column") if is_sent else (notice.column.value if notice and notice.column else ""),
        reason=desk.asked.typed("reason") if is_sent else (notice.reason or "" if notice else ""),
        longest_reason=drafting.LONGEST_REASON,
        chosen=chosen,
        roles=[Choice(f"{AudienceKind.ROLES}:{one.value}", t(ROLE_NAMES[one]).plain) for one in ADDRESSED_ROLES],
        languages=[Choice(f"{AudienceKind.LANGUAGES}:{code}", t(name).plain) for code, name in LANGUAGE_NAMES.items()],
        stations=await _stations(desk, bound),
        places=await _places(desk, bound),
        time=_time(desk, notice),
    )


def _choices(desk: Desk, stations: Sequence[Station]) -> list[Choice]:
    return [Choice(str(one.id), desk.t.named(one)) for one in stations]


async def _draft(desk: Desk) -> Notice | None:
    """The draft that is changed; None for a new one."""
    if "notice" not in desk.parts:
        return None
    return await access.own_draft(desk.out, desk.actor, desk.number("notice"))


def _of_stations(desk: Desk) -> bool:
    """True if they address the people of their stations only."""
    return desk.actor.stations is not None


def _bound(desk: Desk, stations: Sequence[Station]) -> Station | None:
    """The station whose people a new notice is for; None: everybody, or it is not chosen yet."""
    if not _of_stations(desk):
        return None
    wanted = number(desk.asked.typed("station") or desk.asked.one("station"))
    return stations[0] if len(stations) == 1 else next((one for one in stations if one.id == wanted), None)


def _kept(notice: Notice | None) -> set[str]:
    """Whom the draft is for, each as `kind:one`."""
    if notice is None:
        return set()
    return {f"{kind}:{one}" for kind, named in notice.audience.items() for one in named}


def _words(desk: Desk, notice: Notice | None, language: str) -> Words:
    kept: NoticeText | None = text_in(notice, language) if notice is not None else None
    body = kept.body if kept is not None else {}
    name = f"text_{language}"
    value = desk.asked.typed(name) if desk.asked.form else body.get("text", "")
    label = desk.t("What it says in {language}", language=desk.t(LANGUAGE_NAMES[language]))
    return Words(name, label.plain, value, len(body.get("media", ())), bool(body.get("entities")))


async def _stations(desk: Desk, bound: Station | None) -> list[Choice]:
    """A notice of one station is for its people anyway."""
    if bound is not None or _of_stations(desk):
        return []
    found = await directory.stations(desk.session)
    return [Choice(f"{AudienceKind.STATIONS}:{one.id}", desk.t.named(one)) for one in found]


async def _places(desk: Desk, bound: Station | None) -> list[Places]:
    """Areas to tick: those that lie in others below these, as far as the notice may go."""
    found = await desk_cases.towns_and_villages(desk.session)
    above = {one.id: one.parent_id for one in found}
    reached = [one for one in found if bound is None or bound.area_id in _line(above, one.id)]
    depth = {one.id: len(list(_line(above, one.id))) for one in reached}
    top = min(depth.values(), default=0) + (1 if bound is None and len(set(depth.values())) > 1 else 0)
    places: list[Places] = []
    for one in reached:
        choice = Choice(f"{AudienceKind.AREAS}:{one.id}", desk.t.named(one))
        if depth[one.id] <= top or not places:
            places.append(Places(choice, []))
        else:
            places[-1].within.append(choice)
    return places


def _line(above: dict[int, int | None], area: int | None) -> Iterator[int]:
    """An area and those it lies in."""
    while area is not None:
        yield area
        area = above.get(area)


def _time(desk: Desk, notice: Notice | None) -> tuple[str, str]:
    """The day and the hour that are filled in."""
    if desk.asked.form:
        return desk.asked.typed("on"), desk.asked.typed("at_hour")
    at = notice.send_at.astimezone(desk.t.zone) if notice is not None and notice.send_at is not None else None
    return (f"{at:%Y-%m-%d}", f"{at:%H:%M}") if at is not None else ("", "")


# What is kept of it


async def create(desk: Desk) -> Answer:
    """Begin a draft with what was filled in. Raises `Unusable`, `NotAllowed`, and what drafting raises."""
    written = next((language for language in LANGUAGES if desk.asked.typed(f"text_{language}")), None)
    if written is None:
        raise missing(desk)
    stations = await directory.stations(desk.session, desk.actor.stations)
    bound = _bound(desk, stations)
    if _of_stations(desk) and bound is None:
        raise missing(desk)
    content = _content(desk.asked.typed(f"text_{written}"))
    notice = await drafting.create(desk.out, desk.actor, bound.id if bound is not None else None, written, content)
    await _fill_in(desk, notice)
    return desk.go(f"/staff/notices/{notice.id}", said="keep")


async def change(desk: Desk) -> Answer:
    """Change one's own draft as it was filled in. Raises `NoticeMovedOn`, `NotADraft` and as `create`."""
    seen = number(desk.asked.typed("version"))
    notice = await access.own_draft(desk.out, desk.actor, desk.number("notice"), seen)
    await _fill_in(desk, notice)
    return desk.go(f"/staff/notices/{notice.id}", said="keep")


def _content(words: str) -> Content:
    """Raises `TextTooLong`."""
    if units(words) > MESSAGE_LIMIT:
        raise TextTooLong(MESSAGE_LIMIT)
    return Content({"text": words}, WRITTEN)


async def _fill_in(desk: Desk, notice: Notice) -> None:
    """Bring the draft to what the form says; what it says already stays as it is, marks and all."""
    for language in LANGUAGES:
        await _write(desk, notice, language)
    await _set_column(desk, notice)
    await _set_audience(desk, notice)
    at = _moment(desk)
    if at != notice.send_at:
        await drafting.set_time(desk.out, desk.actor, notice.id, notice.version, at)


async def _write(desk: Desk, notice: Notice, language: str) -> None:
    typed, kept = desk.asked.typed(f"text_{language}"), text_in(notice, language)
    if kept is not None and "media" in kept.body:
        return
    if kept is not None and not typed:
        name = desk.t(LANGUAGE_NAMES[language])
        raise Unusable(desk.t("What it says in {language} cannot be left empty; write something else.", language=name))
    if typed and (kept is None or kept.body.get("text") != typed):
        await drafting.write(desk.out, desk.actor, notice.id, language, _content(typed))


async def _set_column(desk: Desk, notice: Notice) -> None:
    said, reason = desk.asked.typed("column"), desk.asked.typed("reason")
    if said not in tuple(NoticeColumn):
        return
    column = NoticeColumn(said)
    if column is not notice.column or (column is NoticeColumn.URGENT and reason != notice.reason):
        await drafting.set_column(desk.out, desk.actor, notice.id, notice.version, column, reason)


async def _set_audience(desk: Desk, notice: Notice) -> None:
    """Add what is ticked and was not, take out what was and is not. Raises `NotAddressable`."""
    wanted = set(desk.asked.form.get("for", ()))
    for said in sorted(wanted ^ _kept(notice)):
        kind, _, one = said.partition(":")
        if kind in tuple(AudienceKind):
            version = notice.version
            await drafting.toggle_audience(desk.out, desk.actor, notice.id, version, AudienceKind(kind), one)


def _moment(desk: Desk) -> datetime | None:
    """When it is to go out; None: as soon as it is released. Raises `Unusable` for a day without an hour."""
    on, at = desk.asked.typed("on"), desk.asked.typed("at_hour")
    if not on and not at:
        return None
    try:
        return instant_of(date.fromisoformat(on), time.fromisoformat(at), desk.out.county.zone)
    except ValueError:
        raise missing(desk) from None
