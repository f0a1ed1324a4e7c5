"""The public link of a representative or a station: for whom, as a picture, on a sheet to print, and what it opens."""

import pytest

from handlers.conversation import drawing
from handlers.presentation import links
from storage.models.directory import Representative
from storage.vocabulary import Role
from tests.constituents.conftest import Say
from tests.people.conftest import Offices
from tests.town import Actor

WANG, MAISHI = "https://t.me/sandbox_bot?start=r_R-Wang", "https://t.me/sandbox_bot?start=s_S-Maishi"
PRINT = "🖨 A sheet to print"


@pytest.fixture
async def acting(offices: Offices) -> Actor:
    """Somebody who acts for representative Wang of Maishi station."""
    return await offices.town.grant(
        offices.wang, Role.REPRESENTATIVE, representative_id=offices.furniture.representatives["Wang"]
    )


def _picture(offices: Offices, who: Actor) -> bytes:
    photo = who.messages[-1].photo
    assert photo is not None
    return offices.town.world.files.content(photo[-1]["file_id"])


def _sheet(offices: Offices, who: Actor) -> bytes:
    document = next(one.content["document"] for one in reversed(who.messages) if "document" in one.content)
    assert document["file_name"] == "link.pdf"
    return offices.town.world.files.content(document["file_id"])


async def test_a_representative_has_their_own_link_and_that_of_their_station(offices: Offices, acting: Actor) -> None:
    say = Say(offices.language)
    await acting.says("/home")
    await acting.presses(say.key("🔗 My link"))
    acting.sees("Wang", "Maishi station|麦市镇代表联络站")
    assert "Tanghu" not in acting.screen
    await acting.presses("👤 Wang")
    acting.sees(WANG.replace("?", r"\?"), say("🔗 The link to {name}", name="Wang"))
    assert _picture(offices, acting) == links.qr(WANG)
    copies = [button["copy_text"]["text"] for button in acting.messages[-1].buttons if "copy_text" in button]
    assert copies == [WANG]
    await acting.presses(say.key(PRINT))
    assert _sheet(offices, acting).startswith(b"%PDF")
    await acting.presses(say.key("🔗 Other links"), "🏠 Maishi" if say.code == "en" else "🏠 麦市")
    acting.sees(MAISHI.replace("?", r"\?"))


async def test_staff_have_those_of_their_station(offices: Offices) -> None:
    say, ma = Say(offices.language), offices.ma
    await ma.says("/people")
    await ma.presses(say.key("🔗 Links and QR codes"))
    ma.sees("Maishi station|麦市镇代表联络站")
    assert "Tanghu" not in ma.screen
    assert "塘湖" not in ma.screen
    await ma.presses(say.key("🔤 A representative, by name"))
    await ma.says("wang")
    await ma.presses("Wang", say.key("🔗 Link and QR code"))
    ma.sees(WANG.replace("?", r"\?"))
    await ma.presses(say.key(PRINT))
    assert _sheet(offices, ma).startswith(b"%PDF")


async def test_the_county_office_has_all(offices: Offices) -> None:
    await offices.chen.says("/link")
    offices.chen.sees("Maishi|麦市", "Tanghu|塘湖")


async def test_nobody_gets_those_of_others(offices: Offices, acting: Actor) -> None:
    furniture, stations = offices.furniture, offices.furniture.stations
    for who in (offices.ma, acting):
        await who.says("/link")
        for kind in ("pls", "plp"):
            await offices.forges(who, f"{kind}:r:{furniture.representatives['Zhao']}")
            await offices.forges(who, f"{kind}:s:{stations['Tanghu']}")
            await offices.forges(who, f"{kind}:r:999")
            await offices.forges(who, f"{kind}:s:999")
        who.hears_nothing("start=")
    await offices.li.says("/link")
    await offices.forges(offices.li, f"pls:r:{furniture.representatives['Wang']}")
    offices.li.hears_nothing("start=")


async def test_who_left_office_has_no_link(offices: Offices, acting: Actor) -> None:
    wang = offices.furniture.representatives["Wang"]
    async with offices.town.database.writing() as session:
        one = await session.get(Representative, wang)
        assert one is not None
        one.active = False
    await acting.says("/link")
    assert "👤 Wang" not in acting.screen
    await offices.forges(acting, f"pls:r:{wang}")
    acting.hears_nothing("start=r_")


async def test_a_link_given_out_leads_to_whom_it_names(offices: Offices, acting: Actor) -> None:
    zhang = offices.furniture.representatives["Wang"]
    async with offices.town.database.writing() as session:
        one = await session.get(Representative, zhang)
        assert one is not None
        one.code = "第1号"
    await acting.says("/link")
    await acting.presses("👤 Wang")
    acting.sees(rf"start=rn_{zhang}\b")
    await offices.li.says(f"/start rn_{zhang}")
    offices.li.sees("Wang")


@pytest.mark.parametrize("font", [None, "the machine's"])
def test_a_sheet_is_one_page_whatever_stands_on_it(font: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if font is None:
        monkeypatch.setattr(drawing, "_chinese_font", lambda: None)
        drawing.font.cache_clear()
        assert links.written("林秀兰 A") == "Lin Xiu Lan A"
    sheet = links.sheet(WANG, links.written("很长的联络站名称" * 20), ["x" * 300], [])
    assert sheet.startswith(b"%PDF")
    assert sheet.count(b"/Type /Page\n") + sheet.count(b"/Type /Page/") <= 1
    drawing.font.cache_clear()
