"""Actions about people by themselves: what a chat does not reach."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import select

from handlers.conversation.outgoing import Outgoing
from handlers.core.actor import Actor, operator
from handlers.core.errors import NotAllowed, Refusal
from handlers.core.people import actions
from handlers.core.people.errors import CannotJoin, InvitationNotFound, InvitedMeanwhile, NotAmongPeople, RoleStays
from handlers.core.people.events import LanguageChanged, RoleEnded, RoleGranted
from handlers.notifications.dispatch import notify
from storage.models.people import Audit, Invitation, Person
from storage.queries import people
from storage.vocabulary import Channel, Role
from tests.people.conftest import Offices, let_in_by_settings
from tests.people.test_menus import menu
from tests.town import Actor as Somebody

pytestmark = pytest.mark.parametrize("language", ["en"], indirect=True)

Done = Callable[[Outgoing, Actor], Awaitable[object]]


async def does(offices: Offices, who: Somebody | None, done: Done) -> Outgoing:
    """Somebody, or for None the operator, does something; what came of it is kept."""
    async with offices.town.database.writing() as session:
        out = Outgoing(session, offices.town.place, offices.town.clock.now())
        person = await people.by_chat(session, who.id) if who is not None else None
        await done(out, Actor(person) if who is not None else operator())
        return out


async def refuses(offices: Offices, who: Somebody | None, done: Done) -> Refusal:
    """Somebody tries something that is refused; nothing of it is kept."""
    with pytest.raises(Refusal) as caught:
        await does(offices, who, done)
    return caught.value


async def test_an_invitation_is_made_as_it_was_seen_only(offices: Offices) -> None:
    wang = offices.furniture.representatives["Wang"]
    await does(offices, offices.ma, lambda out, me: actions.invite_representative(out, me, wang, 0))
    refusal = await refuses(offices, offices.chen, lambda out, me: actions.invite_representative(out, me, wang, 0))
    assert isinstance(refusal, InvitedMeanwhile)
    assert refusal.representative_id == wang
    tries: list[Done] = [
        lambda out, me: actions.invite_staff(out, me, 1, 77),
        lambda out, me: actions.invite_officer(out, me, 1, 77),
    ]
    for done in tries:
        refusal = await refuses(offices, offices.chen, done)
        assert isinstance(refusal, InvitedMeanwhile)
        assert refusal.representative_id is None


async def test_staff_of_a_station_invite_nobody_elsewhere(offices: Offices) -> None:
    wang, maishi = offices.furniture.representatives["Wang"], offices.furniture.stations["Maishi"]
    unit = offices.furniture.units["Power"]
    tries: list[Done] = [
        lambda out, me: actions.invite_representative(out, me, wang, 0),
        lambda out, me: actions.invite_staff(out, me, maishi, 0),
        lambda out, me: actions.invite_staff(out, me, None, 0),
        lambda out, me: actions.invite_officer(out, me, unit, 0),
    ]
    for done in tries:
        assert isinstance(await refuses(offices, offices.tao, done), NotAmongPeople)


async def test_an_invitation_is_called_off_once(offices: Offices) -> None:
    payload = await offices.for_wang()
    async with offices.town.database.reading() as session:
        number = await session.scalar(select(Invitation.id))
    assert number is not None
    await does(offices, offices.ma, lambda out, me: actions.revoke(out, me, number))
    refusal = await refuses(offices, offices.ma, lambda out, me: actions.revoke(out, me, number))
    assert isinstance(refusal, InvitationNotFound)
    token = payload.removeprefix("i_")
    await offices.li.says("/start")
    assert isinstance(await refuses(offices, offices.li, lambda out, me: actions.join(out, me, token)), CannotJoin)


async def test_the_operator_ends_a_role_and_is_audited_but_can_hold_none(offices: Offices) -> None:
    payload = await offices.for_wang()
    await offices.joins(offices.wang, payload)
    grant = await offices.grant_of(offices.wang)
    out = await does(offices, None, lambda out, me: actions.end_role(out, me, grant))
    (event,) = out.events
    assert isinstance(event, RoleEnded)
    assert event.by_id is None
    assert await offices.roles(offices.wang) == []
    async with offices.town.database.reading() as session:
        last = (await session.scalars(select(Audit).order_by(Audit.id.desc()).limit(1))).one()
    assert (last.action, last.actor_id) == ("role.end", None)
    assert "by the operator" in last.detail
    with pytest.raises(NotAllowed):
        await does(offices, None, lambda out, me: actions.join(out, me, "any"))


async def test_a_farewell_goes_to_others_only_and_the_menu_to_all(offices: Offices) -> None:
    await offices.joins(offices.wang, await offices.for_wang())
    grant = await offices.grant_of(offices.wang)

    async def end_and_tell(out: Outgoing, me: Actor) -> None:
        await actions.end_role(out, me, grant)
        await notify(out)

    out = await does(offices, offices.chen, end_and_tell)
    assert [(call.chat_id, call.method) for call in out.calls] == [
        (offices.wang.id, "sendMessage"),
        (offices.wang.id, "deleteMyCommands"),
    ]
    own = await offices.grant_of(offices.ma)

    async def leave(out: Outgoing, me: Actor) -> None:
        await actions.end_role(out, me, own)
        await notify(out)

    out = await does(offices, offices.ma, leave)
    assert [call.method for call in out.calls] == ["deleteMyCommands"]


async def test_the_last_of_the_county_office_stays(offices: Offices) -> None:
    own = await offices.grant_of(offices.chen)
    assert isinstance(await refuses(offices, None, lambda out, me: actions.end_role(out, me, own)), RoleStays)


async def test_who_is_met_is_made_once_and_followed(offices: Offices) -> None:
    async def meet(name: str, language: str) -> tuple[int, list[type]]:
        async with offices.town.database.writing() as session:
            out = Outgoing(session, offices.town.place, offices.town.clock.now())
            person = await actions.meet(out, Channel.TELEGRAM, "777", 777, name, language)
            return person.id, [type(event) for event in out.events]

    first, events = await meet("Zhou", "en")
    assert events == []
    assert await meet("Zhou Min", "zh_Hans") == (first, [LanguageChanged])
    assert await meet("Zhou Min", "zh_Hans") == (first, [])
    async with offices.town.database.reading() as session:
        person = await session.get_one(Person, first)
        assert (person.name, person.language) == ("Zhou Min", "zh_Hans")


async def test_who_stands_in_the_settings_is_made_county_staff_once(offices: Offices) -> None:
    await offices.li.says("/start")
    let_in_by_settings(offices.town, offices.li)

    async def meet_li() -> list[type]:
        async with offices.town.database.writing() as session:
            out = Outgoing(session, offices.town.place, offices.town.clock.now())
            await actions.meet(out, Channel.TELEGRAM, str(offices.li.id), offices.li.id, "Li", "en")
            return [type(event) for event in out.events]

    assert await meet_li() == [RoleGranted]
    assert await meet_li() == []


async def test_what_is_granted_on_the_way_to_a_refusal_is_told(offices: Offices) -> None:
    li = offices.li
    await li.says("/start")
    let_in_by_settings(offices.town, li)
    await offices.forges(li, "pix:77")
    assert [role for role, _, _ in await offices.roles(li)] == [Role.STAFF]
    assert {"people", "invite"} <= set(menu(li))
