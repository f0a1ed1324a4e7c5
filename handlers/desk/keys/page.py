"""Keys of other programs (Open311): issued, limited and taken back by the county office."""

from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from handlers.core.open311 import actions
from handlers.desk.fields import missing
from handlers.desk.web import Answer, Desk, number
from storage.models.open311 import ApiKey
from storage.queries import open311

AT_MOST = 200
"""Keys that are shown: no county has so many programs."""


class Key(NamedTuple):
    """A key in the list."""

    one: ApiKey
    today: int
    """Requests that came by it today."""


async def show(desk: Desk, secret: str = "", name: str = "") -> Answer:
    """All that can be used; `secret`: of one that was made just now, shown this once. Raises `NotAllowed`."""
    desk.actor.require_county()
    today = desk.out.now.astimezone(desk.out.county.zone).date()
    found = await open311.keys(desk.session)
    return desk.page(
        "keys/page.html",
        keys=[Key(one, _used(one, today)) for one in found[:AT_MOST]],
        address=desk.out.county.open311_url,
        secret=secret,
        name=name,
        typed=lambda name: (desk.asked.typed(name) if desk.refusal else "") or desk.asked.one(name),
        per_day=actions.PER_DAY,
        most=actions.MOST_PER_DAY,
        longest=actions.LONGEST_NAME,
        said=_said(desk),
    )


def _used(one: ApiKey, today: date) -> int:
    return one.used if one.used_on == today else 0


def _said(desk: Desk) -> str:
    said = desk.asked.one("said")
    if said == "limited":
        return desk.t("✅ The limit counts from now on.").plain
    return desk.t("It opens nothing any more.").plain if said == "withdrawn" else ""


async def issue(desk: Desk) -> Answer:
    """Make a key, once the chat has said that it is they. Raises `Unusable`, `LimitOutOfRange`, `NotAllowed`."""
    desk.actor.require_county()
    name, per_day = desk.asked.typed("name"), number(desk.asked.typed("per_day"))
    if not desk.is_sure:
        return desk.page("ask.html", to="/staff/keys?" + urlencode({"name": name, "per_day": per_day}))
    if not name:
        raise missing(desk)
    made, secret = await actions.issue_key(desk.out, desk.actor, name, per_day)
    return await show(desk, secret, made.name)


async def limit(desk: Desk) -> Answer:
    """Let a key be used so often a day. Raises `KeyNotFound`, `LimitOutOfRange`, `NotAllowed`."""
    await actions.limit_key(desk.out, desk.actor, desk.number("key"), number(desk.asked.typed("per_day")))
    return desk.go("/staff/keys", said="limited")


async def withdraw(desk: Desk) -> Answer:
    """Take a key back. Raises `KeyNotFound`, `NotAllowed`."""
    await actions.withdraw_key(desk.out, desk.actor, desk.number("key"))
    return desk.go("/staff/keys", said="withdrawn")
