"""A representative hands a case over to a colleague, who is told, and so is everybody else."""

from datetime import timedelta

from storage.models.directory import Representative
from tests.actor import stands
from tests.representatives.conftest import FIRST, House
from tests.town import Actor


async def chooses(house: House) -> Actor:
    """Wang sees whom he could hand the case to."""
    wang = await house.opens()
    await wang.presses(house.says("Hand over", "移交同事"))
    return wang


async def test_a_case_goes_to_a_colleague_with_a_remark_and_the_due_day_stays(house: House) -> None:
    await house.case()
    house.town.clock.instant = house.town.clock.instant.replace(day=4)
    due = (await house.opinion()).due_at
    wang = await chooses(house)
    wang.sees(r"\[Sun.*💤 Zhou")
    await wang.presses("Sun")
    wang.sees(FIRST, house.says("over to Sun", "移交给Sun"), house.says("write a remark", "写一句说明"))
    await wang.says("It is a county road")
    wang.sees("It is a county road")
    await wang.presses(house.says("Hand it over", "确认移交"))
    wang.sees(house.says("is with Sun now", "现由Sun办理"))
    kept = await house.opinion()
    assert (kept.representative_id, kept.due_at) == (house.furniture.representatives["Sun"], due)
    house.sun.sees(house.says("Wang hands TC-2026-000001 over to you", "Wang将 TC-2026-000001 移交给您"), "county road")
    house.li.sees(house.says("is now with representative Sun", "已交办Sun代表"))
    house.clerk.sees(house.says("Wang handed it over to Sun", "Wang已移交给Sun"), "county road")
    house.aide.sees(house.says("is with Sun now", "现由Sun办理"))
    await house.sun.presses(house.says("Open", "打开"))
    house.sun.sees(house.says("A colleague handed it over", "由一位同事移交"), "county road")
    await wang.says("/inbox")
    wang.sees(house.says("Nothing waits for you", "没有待办件"))


async def test_who_gets_it_late_and_its_author_are_not_promised_a_day_that_has_passed(house: House) -> None:
    await house.case()
    due = (await house.opinion()).due_at
    assert due is not None
    house.town.clock.instant = due + timedelta(days=1)
    wang = await chooses(house)
    await wang.presses("Sun", house.says("Hand it over", "确认移交"))
    house.li.sees(house.says("The answer was due .*; we are sorry", "答复期限为.*现已超期"))
    assert not stands(house.says("You will hear from them by", "之前"), house.li.screen)
    house.sun.sees(house.says("It was due .*: please answer as soon", "现已超期，请尽快答复"))


async def test_no_remark_is_needed(house: House) -> None:
    await house.case()
    wang = await chooses(house)
    await wang.presses("Zhou")
    wang.sees(house.says("Zhou has not joined yet", "Zhou尚未加入"))
    await wang.presses(house.says("Hand it over", "确认移交"))
    wang.sees(house.says("is with Zhou now", "现由Zhou办理"))
    assert await house.happened() == ["submit", "assign", "hand_over"]


async def test_a_colleague_elsewhere_is_found_by_name(house: House) -> None:
    await house.case()
    wang = await chooses(house)
    assert "Zhao" not in wang.screen
    await wang.presses(house.says("🔤 Search", "🔤 查找"))
    await wang.does(lambda world, me: world.sends_sticker(me))
    wang.sees(house.says("I need words here", "这里需要文字"))
    await wang.says("Nobody")
    wang.sees(house.says("is called “Nobody”", "没有名为“Nobody”"), house.says("🔤 Search", "🔤 查找"))
    await wang.says("wan")
    assert "[Wang" not in wang.screen, "not to oneself"
    await wang.says("zha")
    await wang.presses("Zhao", house.says("Hand it over", "确认移交"))
    house.zhao.sees("TC-2026-000001")


async def test_a_name_typed_at_the_list_is_searched(house: House) -> None:
    await house.case()
    wang = await chooses(house)
    await wang.says("zha")
    await wang.presses("Zhao", house.says("Hand it over", "确认移交"))
    house.zhao.sees("TC-2026-000001")


async def test_searching_a_name_can_be_left(house: House) -> None:
    await house.case()
    wang = await chooses(house)
    await wang.presses(house.says("🔤 Search", "🔤 查找"))
    await wang.says("/cancel")
    wang.sees(house.says("Left", "已退出"))
    await wang.says("/inbox")
    wang.sees(FIRST)


async def test_a_remark_is_words_and_is_kept_for_another_choice(house: House) -> None:
    await house.case()
    wang = await chooses(house)
    await wang.presses("Sun")
    await wang.does(lambda world, me: world.sends_photo(me, b"road"))
    wang.sees(house.says("only words are needed", "只需要文字"))
    await wang.says("A county road")
    await wang.presses("⬅️", house.says("Go on with handing over", "继续移交"), "Zhou")
    wang.sees(house.says("over to Zhou", "移交给Zhou"), "A county road")


async def test_who_has_left_office_gets_no_case(house: House) -> None:
    await house.case()
    wang = await chooses(house)
    await wang.presses("Sun")
    async with house.town.database.writing() as session:
        (await session.get_one(Representative, house.furniture.representatives["Sun"])).active = False
    await wang.presses(house.says("Hand it over", "确认移交"))
    assert house.says("no longer in office", "已不在任") in wang.toast
    assert await house.happened() == ["submit", "assign"]


async def test_a_case_given_to_somebody_else_meanwhile_is_not_handed_over(house: House) -> None:
    await house.case()
    wang = await chooses(house)
    await wang.presses("Sun")
    await wang.says("A county road")
    await house.assigned_to("Zhao")
    await wang.presses(house.says("Hand it over", "确认移交"))
    wang.sees(house.says("is with Zhao now", "现由Zhao办理"), "A county road")
    house.sun.hears_nothing(FIRST)


async def test_made_up_choices_are_refused(house: House) -> None:
    await house.case()
    wang = await chooses(house)
    version, me_myself = (await house.opinion()).version, house.furniture.representatives["Wang"]
    for choice, refusal in (
        (f"{version}:{me_myself}", house.says("has it already", "已由Wang办理")),
        (f"{version}:4711", house.says("no longer in office", "已不在任")),
        (f"{version - 1}:{me_myself}", house.says("has moved on", "已有进展")),
    ):
        await wang.forges(f"rh:1:{choice}")
        assert refusal in wang.toast
    assert await house.happened() == ["submit", "assign"]
