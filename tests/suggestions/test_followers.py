"""Who follows a matter hears once what becomes of the suggestion that raises it; authors hear of its promise."""

import pytest
from sqlalchemy import select

from handlers.notifications import suggestion_followers
from storage.matter_vocabulary import MatterState
from storage.models.matters import Endorsement, Matter, MatterOpinion
from storage.models.people import Person
from storage.models.suggestions import SuggestionMatter
from storage.queries import people
from tests.suggestions import test_promised as promising
from tests.suggestions.congress import REPLY, Congress
from tests.town import MONDAY, Actor

MATTER = "Dark lamps on the school road"


async def raised(congress: Congress, *endorsers: Actor, state: MatterState = MatterState.RELEASED) -> None:
    """Wang drafts a suggestion with a matter that Li wrote about, and these gave their voices to."""
    await congress.lamp()
    for someone in endorsers:
        await someone.says("/start")
    await congress.drafted()
    async with congress.town.database.writing() as session:
        matter = Matter(title=MATTER, summary="", words="", state=state, opinions=1, created_at=MONDAY)
        session.add(matter)
        await session.flush()
        session.add(MatterOpinion(matter_id=matter.id, opinion_id=1, added_at=MONDAY))
        session.add(SuggestionMatter(suggestion_id=1, matter_id=matter.id))
        for someone in endorsers:
            person = await people.by_chat(session, someone.id)
            session.add(Endorsement(matter=matter, person=person, at=MONDAY, follows=True))


async def test_each_public_step_reaches_who_follows_once(congress: Congress) -> None:
    says, mei = congress.says, congress.town.person("Mei", congress.language)
    await raised(congress, mei)
    await congress.asked()
    await congress.zhao.presses(says("✍️ Sign it", "✍️ 签名"))
    mei.hears_nothing(MATTER)
    await congress.hands_in()
    mei.hears(MATTER, says("as a formal suggestion", "正式提出建议"), "TC-S-2026-0001")
    await congress.clerk.presses(says("Open", "打开"), says("✅ Accept it", "✅ 受理"))
    mei.hears(says("has accepted", "已受理建议"))
    await congress.assigns()
    await congress.opens_suggestion(congress.gao)
    await congress.gao.presses(says("💬 Reply", "💬 答复"), says("Planned", "计划"))
    await congress.gao.says(promising.DAY)
    await congress.gao.says(REPLY)
    await congress.gao.presses(says("💬 Send the reply", "💬 发出答复"))
    mei.hears(says("has replied", "已答复建议"), says("1 Dec 2026", "2026年12月1日"))
    mei.hears_nothing(REPLY[:20])  # nobody has looked it over
    proposals = [
        one for one in congress.clerk.messages if (one.text or "").startswith("📣") and MATTER in (one.text or "")
    ]
    assert len(proposals) == 1, "to tell them in words of their own"
    for actor in (congress.wang, congress.zhao):
        await actor.presses(says("Say what you think", "发表意见"), says("😀 Satisfied", "😀 满意"))
    await promising.reports_done(congress)
    for actor in (congress.wang, congress.zhao):
        await actor.presses(says("🏁 Say whether", "🏁 确认是否"), says("✅ Yes, it is done", "✅ 是，已办好"))
    mei.hears(says("is done, as who signed it says", "签名代表确认"))
    congress.li.hears(says("is done, as your representatives say", "代表确认"))
    said = [message.text for message in mei.messages if MATTER in (message.text or "")]
    assert len(said) == 4
    assert not [button for message in congress.li.messages[-1:] for button in message.buttons if "🟡" in button["text"]]


async def test_many_are_told_in_pieces_and_a_matter_that_is_not_public_is_told_to_nobody(
    congress: Congress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggestion_followers, "A_PIECE", 1)
    voices = [congress.town.person(name, congress.language) for name in ("Mei", "Zhu", "Bai")]
    await raised(congress, *voices)
    await congress.hands_in()
    await congress.town.passes(minutes=5)
    for someone in voices:
        someone.hears(MATTER)
    async with congress.town.database.writing() as session:
        (await session.get_one(Matter, 1)).state = MatterState.WITHDRAWN
    await congress.clerk.presses(congress.says("Open", "打开"), congress.says("✅ Accept it", "✅ 受理"))
    await congress.town.passes(minutes=5)
    for someone in voices:
        someone.hears_nothing(congress.says("has accepted", "已受理建议"))


async def test_who_wrote_hears_by_their_own_opinion_only(congress: Congress) -> None:
    await raised(congress, congress.zhang)
    async with congress.town.database.writing() as session:
        voice = (await session.scalars(select(Endorsement))).one()
        li = await people.by_chat(session, congress.li.id)
        assert isinstance(li, Person)
        voice.person = li
    await congress.hands_in()
    congress.li.hears_nothing(MATTER)
