"""The judge of what people in office hear of promises and of supervision: each of them, when it happens."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from tests.year.clocks import REMINDED_AT, Clock, Waits
from tests.year.days import ZONE, at
from tests.year.diary import Deed, Diary, Did
from tests.year.judge import AWAITED, Line, written
from tests.year.judge_promises import CAME_LATE, Promise, Telling
from tests.year.town import Town
from tests.year.transcript import Said


class _Words(NamedTuple):
    """What each of them reads of a deed; empty: nothing."""

    representative: str = ""
    officers: str = ""
    clerks: str = ""
    constituent: str = ""


CONFIRMED = "its author confirms that it is done."
PARTLY = "its author says that it is only partly done."
REFUTED = "its author says that it was not done. The second handling begins: it is back"
LAST_ROUND = "its author is not satisfied after the last round"
WATCHED = "is under supervision now ("
WATCHED_NO_MORE = "has come to its result:"
TOLD = {
    Did.REPORTED_DONE: _Words(representative="is done; its author is asked."),
    Did.CONFIRMED: _Words(CONFIRMED, CONFIRMED),
    Did.FOUND_PARTLY_DONE: _Words(PARTLY, PARTLY),
    Did.REFUTED: _Words(REFUTED, REFUTED, REFUTED),
    Did.CONCLUDED: _Words("staff told its author what supervision", constituent="tells you the result:"),
    Did.WATCHED: _Words(WATCHED, WATCHED, constituent="is being watched over by the staff"),
    Did.WATCHED_NO_MORE: _Words(WATCHED_NO_MORE),
    Did.FOUND_HALF_DONE: _Words("is rated: 🌓 Half done", "its author says that it is half done."),
}


def _words(deed: Deed, made: Iterable[Promise]) -> _Words:
    """What each of them reads of it."""
    day = deed.to.partition(" ")[0]
    match deed.did:
        case Did.SAID_MISSING:
            return _Words(deed.to, deed.to)
        case Did.DATE_MOVED:
            moved = f"will have done what it promised by {written(date.fromisoformat(day))} instead of"
            by_unit = deed.who.startswith("Officer")
            return _Words(moved, moved if by_unit else "has more time: until", moved)
        case Did.ASKED_FOR_DAY:
            return _Words(clerks="asks for more time for")
        case Did.REFUSED_DAY:
            late = [one.words[-1] for one in _told(deed, made) if one.how == CAME_LATE]
            moved = f"will have done what it promised by {late[0]} instead of" if late else ""
            return _Words(moved, "No more time for", moved)
    return TOLD.get(deed.did, _Words())


def hears(
    said: Iterable[Said], diary: Diary, due: Iterable[Clock], town: Town, made: Sequence[Promise]
) -> Iterator[str]:
    """Each thing that somebody is not told of when it happens."""
    everything = [one for one in said if one.is_new]
    clocks = sorted(due, key=lambda clock: clock.begun)
    for deed in diary.deeds:
        mine = [clock for clock in clocks if clock.reference == deed.reference and clock.begun <= deed.at]
        for to, words in _of_deed(deed, mine, town, made):
            if not _is_said(everything, to, deed, words):
                yield f"{to} is not told that {deed.reference} {words!r}, {deed.at.astimezone(ZONE):%a %d %b %H:%M}"
    for clock in clocks:
        if clock.waits is Waits.SUPERVISION:
            happened = Deed(clock.begun, "", Did.SUPERVISED, clock.reference)
            for to in (clock.representative, *(one.name for one in town.clerks)):
                if not _is_said(everything, to, happened, LAST_ROUND):
                    yield f"{to} is not told that {clock.reference} is supervised, {clock.begun:%a %d %b %H:%M}"


def watching(deeds: Iterable[Deed], end: date) -> Iterator[Line]:
    """Who supervises is reminded from the working day before what they expect is due: once a morning, of all of it."""
    running: dict[str, Clock] = {}
    over: list[Clock] = []
    for deed in deeds:
        if deed.did is Did.WATCHED:
            due = date.fromisoformat(deed.to)
            running[deed.reference] = Clock(deed.reference, Waits.SUPERVISION, deed.who, deed.at, deed.at, due)
        elif deed.did is Did.WATCHED_NO_MORE:
            over.append(replace(running.pop(deed.reference), ended=deed.at))
    mornings = {
        (clock.whom, day)
        for clock in (*over, *running.values())
        for day, occasion in clock.occasions(end)
        if occasion != "half"
    }
    text = "What you expect under supervision is due. See what came, write to them, or end it with a result:"
    for who, day in mornings:
        yield who, at(day, REMINDED_AT), text


def _told(deed: Deed, made: Iterable[Promise]) -> list[Telling]:
    """What its author is told of it, where it is about a promise."""
    return [
        one for promise in made if promise.reference == deed.reference for one in promise.tellings if one.at == deed.at
    ]


def _of_deed(deed: Deed, clocks: list[Clock], town: Town, made: Iterable[Promise]) -> Iterator[tuple[str, str]]:
    """Who should read which words."""
    words = _words(deed, made)
    units = [clock.unit or clock.whom for clock in clocks if clock.unit or clock.waits is Waits.REPLY]
    readers = (
        ([clocks[-1].representative], words.representative),
        ([one.name for one in town.officers_of(int(units[-1]))] if units else [], words.officers),
        ([one.name for one in town.clerks], words.clerks),
        ([clock.whom for clock in clocks if clock.waits is Waits.RATING][:1], words.constituent),
    )
    for names, what in readers:
        yield from ((name, what) for name in names if what and name != deed.who)


def _is_said(everything: Iterable[Said], to: str, deed: Deed, words: str) -> bool:
    return any(
        one.to == to and deed.reference in one.text and words in one.text and abs(one.at - deed.at) < AWAITED
        for one in everything
    )
