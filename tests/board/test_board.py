"""What was answered stands on the public board if its authors agree, in the office's words, and is gone when asked."""

from xml.etree import ElementTree

from handlers.board.chat import Act, BoardAct
from handlers.core.board.rules import SILENCE, may_be_shown
from handlers.presentation.callbacks import BoardCard, BoardSay
from tests.desk.browser import Browser
from tests.matters.office import ANSWER, SUMMARY, TITLE, Office
from tests.screening.office import LAMP
from tests.town import Actor

ATOM = "{http://www.w3.org/2005/Atom}"


async def asked(office: Office) -> Actor:
    """The matter is answered, and its author is asked."""
    say = office.say
    await office.releases()
    await office.answers_first()
    await office.tells(say("💬 Answer", "💬 答复"), ANSWER)
    await office.clerk.says("/matters")
    await office.clerk.presses(TITLE, say("Public board", "公示栏"), say("Ask its authors", "征求作者同意"))
    return office.clerk


async def shown(office: Office) -> Actor:
    """Its author agrees, and it stands there."""
    clerk, say = await asked(office), office.say
    await office.li.presses(say("Yes, it may", "同意公示"))
    clerk.hears(say("Its authors agree", "作者已同意"))
    await clerk.forges(BoardCard(matter=1))
    await clerk.presses(say("Show it there", "现在公示"))
    return clerk


async def test_it_stands_there_once_its_author_agrees(office: Office, reader: Browser) -> None:
    say, clerk = office.say, await asked(office)
    office.li.hears(say("May this stand on the public board", "是否同意在公示栏公示"), TITLE, SUMMARY, ANSWER)
    assert say("Show it there", "现在公示") not in clerk.screen
    await clerk.forges(BoardAct(matter=1, act=Act.SHOW))
    clerk.sees(say("do not let it stand there yet", "作者尚未同意公示"))
    assert (await reader.get("/en/1")).status == 404
    await office.li.presses(say("Yes, it may", "同意公示"))
    await clerk.forges(BoardCard(matter=1))
    await clerk.presses(say("Show it there", "现在公示"))
    for language, words in (("en", "What came of it"), ("zh_Hans", "办理经过")):
        page = await reader.get(f"/{language}/1")
        assert page.status == 200 and all(one in page.text for one in (TITLE, SUMMARY, ANSWER, words))
        assert LAMP not in page.text and "Li" not in page.text.split() and "TC-2026" not in page.source
        assert "Jiufang" not in page.text and "九房" not in page.text, "too few wrote to say from where"
        assert "noindex" in page.headers["X-Robots-Tag"] and "Set-Cookie" not in page.headers
        assert "<script" not in page.source
    listed = await reader.get("/")
    assert listed.path.endswith("/board/en/") and TITLE in listed.text
    again = await reader.get("/en/1", **{"If-None-Match": (await reader.get("/en/1")).headers["ETag"]})
    assert again.status == 304


async def test_the_feed_is_atom_and_names_no_author(office: Office, reader: Browser) -> None:
    await shown(office)
    feed = ElementTree.fromstring((await reader.get("/en/feed.atom")).source)  # noqa: S314 - our own
    entries = feed.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}title") for one in entries] == [TITLE]
    assert entries[0].find(f"{ATOM}author") is None and entries[0].findtext(f"{ATOM}updated")
    assert (await reader.get("/en/feed.atom?topic=999")).source.count("<entry>") == 0


async def test_who_takes_their_consent_back_has_it_taken_off(office: Office, reader: Browser) -> None:
    clerk = await shown(office)
    await office.li.forges(BoardSay(matter=1, consents=False))
    clerk.hears(office.say("An author said no", "有作者不同意"))
    gone = await reader.get("/en/1")
    assert gone.status == 410 and TITLE not in gone.text
    assert TITLE not in (await reader.get("/en/")).text
    assert TITLE not in (await reader.get("/en/feed.atom")).source


async def test_erasing_takes_it_off_too(office: Office, reader: Browser) -> None:
    await shown(office)
    await office.li.says("/privacy")
    await office.li.presses(office.say("🗑 Erase", "🗑 删除"), office.say("Yes, erase", "全部删除"))
    assert (await reader.get("/en/1")).status == 410


async def test_staff_take_it_off_and_a_withdrawn_matter_is_gone(office: Office, reader: Browser) -> None:
    clerk, say = await shown(office), office.say
    await clerk.presses(say("Take it off", "撤下"))
    assert (await reader.get("/en/1")).status == 410
    await clerk.presses(say("Show it there", "现在公示"))
    assert (await reader.get("/en/1")).status == 200
    await clerk.says("/matters")
    await clerk.presses(TITLE, say("Make it public no longer", "停止公开"))
    assert (await reader.get("/en/1")).status == 410


async def test_only_who_is_asked_says_and_only_its_staff_show(office: Office, reader: Browser) -> None:
    await asked(office)
    await office.zhu.forges(BoardSay(matter=1, consents=True))
    office.zhu.sees(office.say("You are not asked about this", "无需再就此表态"))
    await office.mei.forges(BoardAct(matter=1, act=Act.SHOW))
    assert (await reader.get("/en/1")).status == 404


async def test_offices_have_pages_with_reception_days_and_the_guard_of_ten(office: Office, reader: Browser) -> None:
    for path in ("stations/S-Maishi", "representatives/R-Wang"):
        page = await reader.get(f"/en/{path}")
        assert page.status == 200 and "Fewer than 10 opinions" in page.text
    for path in ("stations/none", "nonsense", "1/2", "99999999999999999999"):
        assert (await reader.get(f"/en/{path}")).status == 404


async def test_what_is_promised_anew_is_done_no_longer(office: Office, reader: Browser) -> None:
    say = office.say
    await shown(office)
    pages = ("/en/", "/en/1", "/en/stations/S-Maishi")
    await office.tells(say("🤝 Promise", "🤝 承诺"), "They will shine", say("Mon 9 Mar", "3月9日"))
    for page in pages:
        assert "promised by" in (await reader.get(page)).text
    await office.tells(say("Reported done", "报告已落实"), "All lamps are up")
    for page in pages:
        text = (await reader.get(page)).text
        assert "reported done" in text and "promised by" not in text, page
    await office.tells(say("🤝 Promise", "🤝 承诺"), "Two are dark again", say("Mon 16 Mar", "3月16日"))
    for page in pages:
        text = (await reader.get(page)).text
        assert "promised by" in text and "reported done" not in text, page


def test_few_must_all_agree_and_many_may_be_silent_after_a_while() -> None:
    assert may_be_shown(2, 0, 0, waited=SILENCE * 0)
    assert not may_be_shown(1, 0, 1, waited=SILENCE)
    assert may_be_shown(4, 0, 6, waited=SILENCE)
    assert not may_be_shown(4, 0, 6, waited=SILENCE / 2)
    assert not may_be_shown(40, 1, 0, waited=SILENCE)
    assert not may_be_shown(0, 0, 12, waited=SILENCE)
