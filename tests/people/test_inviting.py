"""Staff invite: to which roles, what the link looks like, and how it is called off."""

import hashlib

from sqlalchemy import select

from handlers.presentation.links import qr
from storage.models.directory import Representative
from storage.models.people import Invitation
from storage.models.traffic import Conversation, InboxUpdate, OutboxCall
from storage.vocabulary import Level, Role
from tests.people.conftest import LINK, Offices
from tests.people.words import SAYS
from tests.town import Town


async def test_the_county_office_invites_a_representative_by_one_message(offices: Offices) -> None:
    chen, say = offices.chen, offices.say
    payload = await offices.for_wang()
    chen.sees(say["invitation"], say["good until"], say["hand over"], payload)
    newest = chen.messages[-1]
    address = f"https://t.me/sandbox_bot?start={payload}"
    assert newest.photo is not None
    assert offices.town.world.files.content(newest.photo[-1]["file_id"]) == qr(address)
    copies = [button["copy_text"]["text"] for button in newest.buttons if "copy_text" in button]
    assert copies == [address]
    assert len(payload) <= 64
    assert await offices.noted("invitation") == [
        ("invitation.make", f"representative:{offices.furniture.representatives['Wang']}")
    ]


async def test_only_the_hash_of_a_token_is_kept(offices: Offices) -> None:
    payload = await offices.for_wang()
    token = payload.removeprefix("i_")
    assert len(token) >= 22, "128 bits take 22 letters"
    await offices.li.says(f"/start {payload}")
    async with offices.town.database.reading() as session:
        (invitation,) = (await session.scalars(select(Invitation))).all()
        assert invitation.token_hash == hashlib.sha256(token.encode()).hexdigest()
        kept = [
            *(await session.scalars(select(OutboxCall.payload))),
            *(await session.scalars(select(InboxUpdate.raw))),
            *(await session.scalars(select(Conversation.data))),
        ]
        assert not [text for text in kept if token in text]


async def test_whoever_has_not_joined_is_suggested_and_others_are_found_by_name(offices: Offices) -> None:
    chen, say = offices.chen, offices.say
    await offices.joins(offices.wang, await offices.for_wang())
    await chen.says("/invite")
    await chen.presses(say["a representative"])
    chen.sees("Zhao", "Sun", "Zhou")
    assert "Wang" not in chen.screen
    await chen.presses(say["search"])
    await chen.says("Nobody")
    chen.sees(say["no such"])
    await chen.says("wang")
    chen.sees(say["which"], "Wang")
    assert "💤 Wang" not in chen.screen
    await chen.presses("Wang", say["make"])
    chen.sees(say["invitation"])


async def test_the_county_office_invites_staff_of_a_station_and_of_its_own(offices: Offices) -> None:
    chen, say = offices.chen, offices.say
    await offices.letter(chen, "staff of a station", "staff of Maishi")
    chen.sees(say["to staff"])
    await offices.letter(chen, "staff of county")
    chen.sees(say["to county"])
    details = [detail for _, detail in await offices.noted("invitation.make")]
    assert details == [f"station:{offices.furniture.stations['Maishi']}", "county"]


async def test_a_station_invites_its_own_only(offices: Offices) -> None:
    ma, say = offices.ma, offices.say
    await ma.says("/invite")
    ma.sees(say["staff of Maishi"])
    for other in ("staff of a station", "staff of county", "staff of Tanghu"):
        assert say[other] not in ma.screen
    await ma.presses(say["a representative"])
    ma.sees("Wang", "Sun", "Zhou")
    assert "Zhao" not in ma.screen, "Zhao is of Tanghu station"
    await ma.presses(say["search"])
    await ma.says("Zhao")
    ma.hears_nothing("💤 Zhao")
    await offices.for_wang(ma)
    ma.sees(say["invitation"])


async def test_a_station_cannot_invite_elsewhere_by_a_forged_button(offices: Offices) -> None:
    ma, say, furniture = offices.ma, offices.say, offices.furniture
    await ma.says("/invite")
    for data in (
        f"pir:{furniture.representatives['Zhao']}:0",
        f"pis:{furniture.stations['Tanghu']}:0",
        "pis:0:0",
        "pis:999:0",
        "pir:999:0",
    ):
        await offices.forges(ma, data)
        assert say["cannot find"] in ma.toast, data
    await offices.forges(ma, "phs:stations-to-join:0")
    assert say["cannot find"] in ma.toast
    assert say["staff of Tanghu"] not in ma.screen
    assert not LINK.findall(ma.heard)
    assert await offices.noted("invitation") == []


async def test_a_button_pressed_twice_makes_one_link(offices: Offices) -> None:
    chen, say, wang = offices.chen, offices.say, offices.furniture.representatives["Wang"]
    await offices.for_wang()
    await offices.forges(chen, f"pir:{wang}:0")
    assert say["moved on"] in chen.toast
    await offices.letter(chen, "staff of county")
    await offices.forges(chen, "pis:0:0")
    assert say["moved on"] in chen.toast
    assert chen.heard.count("?start=i_") == 2


async def test_nobody_without_the_role_invites(offices: Offices) -> None:
    li, say, wang = offices.li, offices.say, offices.furniture.representatives["Wang"]
    await offices.joins(offices.wang, await offices.for_wang())
    for who in (li, offices.wang):
        for command in ("/invite", "/people"):
            await who.says(command)
            who.sees(say["another role"])
        for data in (f"pir:{wang}:0", "pis:0:0", "phl:staff:0", "phi:0", "phm:0", "pho:1", "phe:1", "pix:1", "php:1"):
            await offices.forges(who, data)
            assert say["older"] in who.toast, data
    assert len(await offices.noted("invitation.make")) == 1


async def test_open_invitations_are_listed_and_called_off(offices: Offices) -> None:
    chen, say = offices.chen, offices.say
    payload = await offices.for_wang()
    await chen.says("/people")
    chen.sees(say["open ones"] + "[ (（]*1")
    await chen.presses(say["open ones"], "Wang")
    chen.sees(say["made by"], say["good until"])
    await chen.presses(say["call off"])
    assert say["called off"] in chen.toast
    chen.sees(say["none open"])
    await offices.li.says(f"/start {payload}")
    offices.li.sees(say["revoked"], say["ask station"], say["home"])
    assert [action for action, _ in await offices.noted("invitation")] == ["invitation.make", "invitation.revoke"]


async def test_it_can_be_called_off_right_under_the_link(offices: Offices) -> None:
    chen, say = offices.chen, offices.say
    await offices.for_wang()
    letter = chen.messages[-1]
    await chen.presses(say["call off"])
    assert say["called off"] in chen.toast
    assert next(message for message in chen.messages if message.id == letter.id).buttons == []


async def test_what_was_used_or_called_off_cannot_be_called_off_again(offices: Offices) -> None:
    chen, say = offices.chen, offices.say
    await offices.joins(offices.wang, await offices.for_wang())
    await chen.presses(say["call off"])
    assert say["cannot find"] in chen.toast
    assert [action for action, _ in await offices.noted("invitation")] == ["invitation.make", "invitation.use"]


async def test_a_station_neither_sees_nor_calls_off_the_invitations_of_others(offices: Offices) -> None:
    tao, say = offices.tao, offices.say
    await offices.for_wang()
    await offices.letter(offices.ma, "staff of Maishi")
    await offices.letter(offices.chen, "staff of county")
    await tao.says("/people")
    await tao.presses(say["open ones"])
    tao.sees(say["none open"])
    for number in (1, 2, 3):
        for prefix in ("pio", "pix"):
            await offices.forges(tao, f"{prefix}:{number}")
            assert say["cannot find"] in tao.toast
    assert "invitation.revoke" not in [action for action, _ in await offices.noted("invitation")]
    await offices.ma.says("/people")
    await offices.ma.presses(say["open ones"])
    offices.ma.sees("Wang", "Maishi|麦市镇")
    assert say["ask county"] not in offices.ma.screen


async def test_an_open_invitation_shows_on_the_representative(offices: Offices) -> None:
    chen, say = offices.chen, offices.say
    await offices.for_wang()
    await chen.says("/invite")
    await chen.presses(say["a representative"], "Wang")
    chen.sees("✉️ .*2026")
    await chen.presses(say["make"])
    assert len(LINK.findall(chen.heard)) == 2


async def test_before_the_directory_is_imported_it_is_said_what_is_missing(town: Town, language: str) -> None:
    say = SAYS[language]
    chen = await town.grant(town.person("Chen", language), Role.STAFF)
    await chen.says("/invite")
    await chen.presses(say["a representative"])
    chen.sees(say["none listed"], say["home"])
    await chen.says("/invite")
    await chen.presses(say["staff of a station"])
    chen.sees(say["no station"], say["back"])


async def test_the_same_character_comes_before_what_sounds_alike_and_namesakes_are_told_apart(
    offices: Offices,
) -> None:
    chen, say, stations = offices.chen, offices.say, offices.furniture.stations
    async with offices.town.database.writing() as session:
        for number, (name, sound) in enumerate(
            [("汪伟", "wangwei"), ("王伟国", "wangweiguo"), ("王伟国", "wangweiguo")]
        ):
            session.add(
                Representative(
                    code=f"W{number}",
                    name=name,
                    sound=sound,
                    level=Level.COUNTY,
                    constituency=f"{number + 1} West",
                    station_id=stations["Maishi"],
                )
            )
    await chen.says("/invite")
    await chen.presses(say["a representative"], "🔤")
    await chen.says("王")
    labels = [button["text"] for button in chen.messages[-1].buttons]
    first = [label for label in labels if "王伟国" in label]
    assert len(first) == 2
    assert all("W1 · 2 West" in one or "W2 · 3 West" in one for one in first)
    (alike,) = [label for label in labels if "汪伟" in label]
    assert "West" not in alike
    assert labels.index(alike) > max(labels.index(one) for one in first)
