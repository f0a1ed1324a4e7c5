"""When a notice goes out: at its hour, never at night unless it is urgent, and only as long as nobody stops it."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

import bot.notices
from storage import audit
from storage.models.people import Audit
from storage.vocabulary import CallState, NoticeState, RecipientState
from tests.notices.office import Office


async def test_it_goes_out_at_its_hour(office: Office) -> None:
    (li,) = await office.people(Li="en")
    await office.drafts()
    await office.chen.presses(office.say["when"])
    await office.chen.says("2026-03-04 10:30")
    office.chen.sees("10:30")
    await office.releases()
    await office.town.passes(hours=49)
    li.hears_nothing("The road")
    assert (await office.notice()).state is NoticeState.RELEASED
    await office.town.passes(hours=1)
    li.hears("The road")


async def test_a_time_that_is_over_too_far_or_none_is_refused_and_asked_again(office: Office) -> None:
    await office.drafts()
    await office.chen.presses(office.say["when"])
    for typed, said in (
        ("sometime", "cannot read “sometime”|看不懂“sometime”"),
        ("01.03.2026 10:00", "over already|已经过去"),
        ("31.02.2026 10:00", "cannot read|看不懂"),
        ("01.06.2026 10:00", "31 days|31 天"),
    ):
        await office.chen.says(typed)
        office.chen.sees(said, "As soon as|放行后立即", office.say["back"])  # the keys of the question are there again
    await office.chen.says("Tuesday at 9" if office.chen.someone.language == "en" else "周二上午9点")
    assert (await office.notice()).send_at is not None


async def test_what_is_released_after_its_own_time_is_asked_about_first(office: Office) -> None:
    (li,) = await office.people(Li="en")
    await office.drafts()
    await office.chen.presses(office.say["when"])
    await office.chen.says("2026-03-03 10:30")
    await office.chen.presses(office.say["hand over"])
    await office.town.passes(days=2)
    await office.du.presses(office.say["look"])
    office.du.sees("That time has passed|这个时间已经过了")
    await office.du.presses(office.say["release"])
    office.du.sees("nothing was done|没有执行")
    assert (await office.notice()).state is NoticeState.HANDED
    await office.du.presses(office.say["send back"], office.say["back"], office.say["release"], office.say["now"])
    li.hears("The road")
    assert (await office.notice()).send_at is None


async def test_what_is_handed_over_after_its_own_time_gets_another_first(office: Office) -> None:
    await office.drafts()
    await office.chen.presses(office.say["when"])
    await office.chen.says("2026-03-03 10:30")
    await office.town.passes(days=2)
    await office.chen.presses(office.say["hand over"])
    assert office.say["now"] not in office.chen.screen  # a second person releases it
    await office.chen.presses(office.say["another time"])
    await office.chen.says("2026-03-06 10:30")
    await office.chen.presses(office.say["hand over"])
    assert (await office.notice()).state is NoticeState.HANDED


async def test_who_needs_nobody_else_may_send_it_after_its_own_time(office: Office) -> None:
    office.set(notice_needs_second=False)
    (li,) = await office.people(Li="en")
    await office.drafts()
    await office.chen.presses(office.say["when"])
    await office.chen.says("2026-03-03 10:30")
    await office.town.passes(days=2)
    await office.chen.presses(office.say["release"])
    li.hears_nothing("The road")
    await office.chen.presses(office.say["now"])
    li.hears("The road")


async def test_what_is_cancelled_before_its_hour_never_goes_out(office: Office) -> None:
    (li,) = await office.people(Li="en")
    await office.drafts()
    await office.chen.presses(office.say["when"])
    await office.chen.says("2026-03-04 10:30")
    await office.releases()
    await office.chen.presses(office.say["do not send"])
    await office.town.passes(days=3)
    li.hears_nothing("The road")
    notice = await office.notice()
    assert (notice.state, notice.recipients) == (NoticeState.CANCELLED, 0)
    assert notice.ended_at is not None


async def test_the_night_holds_it_and_the_morning_lets_it_go(office: Office) -> None:
    (li,) = await office.people(Li="en")
    await office.night(22)
    await office.drafts()
    office.chen.sees("21:00")
    await office.releases()
    li.hears_nothing("The road")
    office.chen.hears("Quiet hours|免打扰")
    assert await office.pending() == []
    await office.town.passes(hours=9)
    li.hears_nothing("The road")
    await office.town.passes(hours=1)
    li.hears("The road")


async def test_the_evening_takes_back_what_stands_in_the_outbox(office: Office) -> None:
    await office.people(Li="en", Zhang="en")
    office.town.messenger.holds_notices = True
    await office.sends_out()
    assert len(await office.pending()) == 4
    await office.night(21)
    await office.town.settle()
    assert await office.pending() == []
    assert set((await office.ledger()).values()) == {RecipientState.WAITING}
    office.town.messenger.holds_notices = False
    await office.town.passes(hours=11)
    assert (await office.notice()).sent == 4


async def test_an_urgent_one_goes_out_at_night_with_its_reason_in_the_audit_log(office: Office) -> None:
    (li,) = await office.people(Li="en")
    await office.night(23)
    await office.drafts("Leave the valley", column="urgent")
    office.chen.sees("audit log|审计日志")
    await office.chen.says("flood")
    office.chen.sees("few words|几个字", office.say["back"])
    await office.chen.says("The dam may break tonight")
    await office.chen.presses(office.say["hand over"])
    await office.du.presses(office.say["look"])
    office.du.sees("The dam may break tonight")
    await office.du.presses(office.say["release"])
    li.hears("Leave the valley")
    async with office.town.database.reading() as session:
        kept = (await session.scalars(select(Audit).order_by(Audit.id))).all()
        assert await audit.verify(session) is None
    assert [row.action for row in kept] == [
        "notice.hand_over", "notice.release", "notice.begin", "notice.fixed", "notice.finish",
    ]  # fmt: skip
    assert {row.detail for row in kept[:2]} == {"The dam may break tonight"}
    assert [row.actor_id for row in kept] == [1, 2, None, None, None]


async def test_an_urgent_one_overtakes_a_plain_one_that_says_why_it_waits(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.notices, "SHOWN_SECONDS", 0.0)
    people = await office.people(Li="en", Zhang="en")
    office.town.messenger.holds_notices = True
    await office.sends_out("The library opens")
    assert [call["text"] for call in await office.pending()] == ["The library opens"] * 4
    await office.drafts("Leave the valley", column="urgent")
    await office.chen.says("The dam may break tonight")
    await office.releases()
    assert {call["text"] for call in await office.pending()} == {"Leave the valley"}
    office.chen.hears("Notice 2 is urgent and goes first|紧急公告 2 先发")
    office.town.messenger.holds_notices = False
    await office.town.settle()
    for person in people:
        texts = [call.params["text"] for call in office.calls(person, "sendMessage")]
        assert texts == ["Leave the valley", "The library opens"]
    assert [(await office.notice(number)).state for number in (1, 2)] == [NoticeState.DONE] * 2


async def test_pause_takes_back_what_has_not_left_and_go_on_sends_it_once(office: Office) -> None:
    people = await office.people(Li="en", Zhang="en", Wu="en")
    office.town.messenger.holds_notices = True
    await office.sends_out()
    assert len(await office.pending()) == 5
    await office.chen.presses(office.say["pause"])
    assert await office.pending() == []
    office.town.messenger.holds_notices = False
    await office.town.passes(hours=2)
    assert (await office.notice()).sent == 0
    await office.chen.presses(office.say["go on"])
    for person in people:
        assert len(office.calls(person, "sendMessage")) == 1
    assert (await office.notice()).state is NoticeState.DONE


async def test_a_colleague_can_stop_it_too(office: Office) -> None:
    await office.people(Li="en")
    office.town.messenger.holds_notices = True
    await office.sends_out()
    await office.du.says("/notice")
    await office.du.presses("The road", office.say["cancel"])
    office.town.messenger.holds_notices = False
    await office.town.settle()
    notice = await office.notice()
    assert (notice.state, notice.sent) == (NoticeState.CANCELLED, 0)


async def test_what_was_cancelled_half_way_is_reported_as_it_is(office: Office) -> None:
    await office.people(Li="en", Zhang="en", Wu="en")
    office.set(rate_per_second=1)
    office.town.messenger.holds_notices = True
    await office.sends_out()
    assert len(await office.pending()) == 4
    await office.sends()
    await office.town.settle()
    await office.chen.presses(office.say["cancel"])
    office.town.messenger.holds_notices = False
    await office.town.settle()
    notice = await office.notice()
    assert (notice.state, notice.sent, notice.recipients) == (NoticeState.CANCELLED, 4, 5)
    office.chen.hears("⬜ (not sent: 1|未发送：1)")


async def test_ambiguous_ones_are_sent_again_by_one_tap_and_nobody_else(office: Office) -> None:
    await office.people(Li="en", Zhang="en")
    office.town.messenger.holds_notices = True
    await office.sends_out()
    broken = await office.ends(CallState.AMBIGUOUS, "the line broke", 2)
    await office.sends()
    await office.town.settle()
    notice = await office.notice()
    assert (notice.state, notice.ambiguous, notice.sent) == (NoticeState.DONE, 2, 2)
    office.chen.hears("🟨 (ambiguous: 2|结果不明：2)")
    office.town.messenger.holds_notices = False
    before = len(office.town.world.calls)
    await office.chen.presses(office.say["again"])
    since = list(office.town.world.calls)[before:]
    again = [call.chat_id for call in since if call.method == "sendMessage" and "The road" in call.params["text"]]
    assert Counter(again) == Counter(broken)
    notice = await office.notice()
    assert (notice.state, notice.ambiguous, notice.sent) == (NoticeState.DONE, 0, 4)


async def test_a_notice_that_telegram_refuses_for_everybody_stops_by_itself(office: Office) -> None:
    for number in range(30):
        await office.lives(f"Reader {number}", "Jiufang")
    office.town.messenger.holds_notices = True
    await office.sends_out()
    await office.ends(CallState.DEAD, "Bad Request: wrong file identifier", 25)
    await office.town.settle()
    assert (await office.notice()).state is NoticeState.PAUSED
    office.chen.hears("Telegram refuses it|Telegram 拒绝发送")
    office.town.messenger.holds_notices = False
    await office.chen.presses(office.say["go on"])
    notice = await office.notice()
    assert (notice.state, notice.failed, notice.sent) == (NoticeState.DONE, 25, 7)


async def test_nobody_is_told_twice_when_the_clock_is_moved(office: Office) -> None:
    (li,) = await office.people(Li="en")
    await office.sends_out()
    office.town.clock.instant += timedelta(days=2)
    await office.town.settle()
    office.town.clock.instant -= timedelta(days=1)
    await office.town.settle()
    assert len(office.calls(li, "sendMessage")) == 1
