"""Invitations: for one or for many at once, shown this once with their pictures; those that are open, called off."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlencode

from handlers.conversation.texts import Translator
from handlers.core.aside import Work
from handlers.core.directory.sitting import named
from handlers.core.errors import Refusal
from handlers.core.people import access, actions, rules
from handlers.core.people.actions import Invited
from handlers.desk.fields import missing
from handlers.desk.people import listing
from handlers.desk.people.tabs import tabs
from handlers.desk.refusals import words
from handlers.desk.web import Answer, Asked, Beside, Desk, number
from handlers.presentation import links, offices
from handlers.presentation.names import both_names
from storage.models.people import Invitation
from storage.queries import invitations

MOST = 50
"""Invitations at once: a page of the list."""
A_PAGE = 50
AT_ONCE = 3
"""Pictures that are drawn where they stand; more of them are drawn beside, so that nobody waits."""


class Letter(NamedTuple):
    """An invitation as it is handed over."""

    number: int
    office: str
    link: str
    until: datetime


class Undone(NamedTuple):
    """Somebody who was not invited, and why."""

    name: str
    why: str


async def invite(desk: Desk) -> Answer:
    """Invite for one representative. Raises `NotAmongPeople`, `InvitedMeanwhile`."""
    made = await actions.invite_representative(desk.out, desk.actor, desk.number("representative"), _last(desk))
    return await handed_over(desk, [made], back=f"/staff/representatives/{desk.number('representative')}")


async def invite_officer(desk: Desk) -> Answer:
    """Invite an officer of a unit, or its chief. Raises `NotAmongPeople`, `InvitedMeanwhile`."""
    unit, chief = desk.number("unit"), desk.asked.typed("chief") == "1"
    made = await actions.invite_officer(desk.out, desk.actor, unit, _last(desk), chief=chief)
    return await handed_over(desk, [made], back=f"/staff/units/{unit}")


async def invite_staff(desk: Desk) -> Answer:
    """Invite a colleague to a station, 0: to the county office. Raises `NotAmongPeople`, `InvitedMeanwhile`."""
    station = desk.number("station")
    made = await actions.invite_staff(desk.out, desk.actor, station or None, _last(desk))
    return await handed_over(desk, [made], back=f"/staff/stations/{station}")


def _last(desk: Desk) -> int:
    return number(desk.asked.typed("last"))


async def invite_many(desk: Desk) -> Answer:
    """Invite for each that was chosen; one that is refused hinders no other. Raises `Unusable`."""
    chosen = [one.partition(":") for one in desk.asked.form.get("case", ())][:MOST]
    if not chosen:
        raise missing(desk)
    made: list[Invited] = []
    undone: list[Undone] = []
    for one, _, last in chosen:
        came = await _one(desk, number(one), number(last))
        made.append(came) if isinstance(came, Invited) else undone.append(came)
    back = desk.asked.typed("back")
    return await handed_over(desk, made, undone, back="/staff/people" + (f"?{back}" if back else ""))


async def _one(desk: Desk, representative_id: int, last: int) -> Invited | Undone:
    out, events, calls = desk.out, len(desk.out.events), len(desk.out.calls)
    try:
        async with desk.session.begin_nested():
            return await actions.invite_representative(out, desk.actor, representative_id, last)
    except Refusal as refusal:
        del out.events[events:], out.calls[calls:]
        return Undone(await _name(desk, representative_id), words(refusal, desk.t).plain)


async def _name(desk: Desk, representative_id: int) -> str:
    """The name of a representative whom they reach; else the number as it was sent."""
    try:
        return desk.t.named(await access.representative(desk.out, desk.actor, representative_id))
    except Refusal:
        return f"#{representative_id}"


async def many_again(desk: Desk) -> Answer:
    """The list as it was, with why nothing was done."""
    asked = Asked("GET", desk.asked.path, parse_qs(desk.asked.typed("back")), cookie=desk.asked.cookie)
    return await listing.show(replace(desk, asked=asked))


async def handed_over(
    desk: Desk, made: list[Invited], undone: list[Undone] | None = None, back: str = "/staff/people"
) -> Answer:
    """Invitations as they are made: only now are their links known, for here stays the tokens' hash only."""
    letters = [_letter(desk, one) for one in made]
    answer = desk.page(
        "people/letters.html", tabs=await tabs(desk), letters=letters, undone=undone or [], back=back, pictures=[]
    )
    pictures = [one.link for one in letters]
    if len(letters) <= AT_ONCE:
        answer.data["pictures"] = links.svgs(pictures)
    else:
        answer.drawn = drawing(pictures)
    return answer


def drawing(addresses: list[str]) -> Callable[[Beside], Awaitable[Mapping[str, Any]]]:
    """Have the pictures of many links drawn beside; where that fails, the page stands without: it is kept already."""

    async def drawn(beside: Beside) -> Mapping[str, Any]:
        outcome = await beside.done(Work(links.svgs, (addresses,)))
        return {"pictures": [] if outcome.error is not None else outcome.get()}

    return drawn


def _letter(desk: Desk, made: Invited) -> Letter:
    one = made.invitation
    link = links.start_link(desk.out.county, rules.INVITATION + made.token)
    return Letter(one.id, offices.office(desk.t, one).plain, link, one.expires_at)


async def show(desk: Desk) -> Answer:
    """Invitations that can still be used, first to expire, or those for somebody called so."""
    said, page = desk.asked.one("words").strip()[:80], number(desk.asked.one("page"))
    reached, now = desk.actor.stations, desk.out.now
    if said:
        every = _called(desk.t, list(await invitations.open_in(desk.session, reached, now)), said)
        total, found = len(every), every[page * A_PAGE : (page + 1) * A_PAGE]
    else:
        total = await invitations.count_open(desk.session, reached, now)
        found = list(await invitations.open_in(desk.session, reached, now, A_PAGE, page * A_PAGE))
    return desk.page(
        "people/invitations.html",
        tabs=await tabs(desk),
        invitations=[(one, offices.office(desk.t, one).plain) for one in found],
        turned=(page, max(1, -(-total // A_PAGE))),
        here_query=urlencode({"words": said}) if said else "",
        words=said,
        said=desk.t("Called off: its link lets nobody in any more.") if desk.asked.one("said") == "withdrawn" else "",
    )


class _Named(NamedTuple):
    """An invitation by the name of what it is for."""

    id: int
    name: str
    name_en: str | None
    invitation: Invitation


def _called(t: Translator, every: list[Invitation], said: str) -> list[Invitation]:
    rows = []
    for one in every:
        words_ = offices.office(t, one).plain
        name = both_names(one.representative) if one.representative is not None else words_
        rows.append(_Named(one.id, f"{name} · {words_}", None, one))
    return [row.invitation for row in named(rows, said)]


async def withdraw(desk: Desk) -> Answer:
    """Call one off. Raises `InvitationNotFound`."""
    await actions.revoke(desk.out, desk.actor, desk.number("invitation"))
    back = desk.asked.typed("back")
    kind, _, of = back.partition(":")
    if kind in ("representatives", "units", "stations") and of.isdigit():
        return desk.go(f"/staff/{kind}/{number(of)}", said="withdrawn")
    return desk.go("/staff/invitations", said="withdrawn")
