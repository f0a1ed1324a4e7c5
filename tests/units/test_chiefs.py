"""A unit's chief: replies wait for the release, are given back, and an officer is put in charge."""

from sqlalchemy import select

from handlers.units.callbacks import Officers, PutInCharge, ReleaseReply
from storage.models.directory import HandlingUnit
from storage.models.people import Grant, Person
from storage.vocabulary import Stage
from tests.town import Actor
from tests.units.hall import Hall

NEW_LAMP = "A new lamp is up since Monday"


async def has_chief(hall: Hall, chief: Actor) -> None:
    """He of the Power Bureau, or another, is its chief, and its replies wait for them."""
    async with hall.town.database.writing() as session:
        unit = await session.get_one(HandlingUnit, hall.furniture.units["Power"])
        unit.needs_release = True
        person = (await session.scalars(select(Person).where(Person.chat_id == chief.id))).one()
        (
            await session.scalars(select(Grant).where(Grant.person_id == person.id, Grant.unit_id == unit.id))
        ).one().chief = True


async def waits(hall: Hall) -> Actor:
    """Gao has replied, and He, the chief, has it open."""
    await has_chief(hall, hall.he)
    await hall.referred()
    await hall.replies()
    return await hall.opened_by(hall.he)


async def test_a_reply_leaves_only_after_the_release(hall: Hall) -> None:
    he = await waits(hall)
    hall.gao.sees(hall.says("waits for your chief", "待负责人审签"))
    he.hears(NEW_LAMP, hall.says("Gao has replied", "Gao已答复"))
    assert (await hall.opinion()).stage is Stage.REFERRED
    wang = await hall.opens()
    await hall.clerk.says("/find 1")
    for actor in (wang, hall.clerk, hall.li):
        actor.hears_nothing(NEW_LAMP)
    he = await hall.opened_by(hall.he)
    await he.presses(hall.says("Release the reply", "审签发出"))
    assert (await hall.opinion()).stage is Stage.REPLIED
    hall.gao.hears(hall.says("the chief has released", "负责人已审签"))
    wang = await hall.opens()
    wang.sees(NEW_LAMP)
    await wang.presses(hall.says("📨 Pass the reply on", "📨 转给选民"), hall.says("📨 Pass it on", "📨 转给选民"))
    hall.li.sees(NEW_LAMP, hall.says("Resolved", "已解决"))


async def test_the_chief_gives_it_back_and_the_next_one_goes_out_alone(hall: Hall) -> None:
    he = await waits(hall)
    await he.presses(hall.says("↩️ Give it back", "↩️ 退回修改"))
    await he.says("Say which lamp")
    await he.presses(hall.says("↩️ Give it back", "↩️ 退回修改"))
    he.sees(hall.says("Given back", "已退回"))
    hall.gao.hears("Say which lamp")
    gao = await hall.opened_by(hall.gao)
    gao.sees("Say which lamp")
    await hall.replies(words="The third lamp is new")
    he = await hall.opened_by(hall.he)
    await he.presses(hall.says("Release the reply", "审签发出"))
    wang = await hall.opens()
    wang.sees("The third lamp is new")
    wang.hears_nothing(NEW_LAMP, "Say which lamp")


async def test_the_chief_answers_when_the_officer_is_away(hall: Hall) -> None:
    await has_chief(hall, hall.he)
    await hall.referred()
    await hall.replies(await hall.opened_by(hall.he))
    assert (await hall.opinion()).stage is Stage.REPLIED


async def test_without_a_chief_replies_leave_at_once(hall: Hall) -> None:
    async with hall.town.database.writing() as session:
        (await session.get_one(HandlingUnit, hall.furniture.units["Power"])).needs_release = True
    await hall.referred()
    await hall.replies()
    assert (await hall.opinion()).stage is Stage.REPLIED


async def test_the_chief_puts_an_officer_in_charge(hall: Hall) -> None:
    await has_chief(hall, hall.he)
    await hall.referred()
    he = await hall.opened_by(hall.he)
    await he.presses(hall.says("Officer in charge", "更换经办人"), "Gao")
    hall.gao.hears(hall.says("You are in charge", "现由您经办"))
    he.sees("Gao")
    (referral,) = await hall.referrals()
    assert referral.accepted_by is not None and referral.accepted_by.name == "Gao"
    assert (await hall.opinion()).due_at == referral.reply_due_at


async def test_what_is_laid_before_the_chief_was_taken_and_is_late_only_once_its_reply_is(hall: Hall) -> None:
    he = await waits(hall)
    (referral,) = await hall.referrals()
    assert (await hall.opinion()).due_at == referral.reply_due_at
    await hall.town.passes(days=11)  # beyond the day by which a unit takes it
    await he.says("/inbox")
    he.sees("🟢", hall.says("reply due Mon 23 Mar", "3月23日"), hall.says("to be released", "待审签"))


async def test_an_officer_neither_releases_nor_reassigns(hall: Hall) -> None:
    await waits(hall)
    version = (await hall.opinion()).version
    gao = await hall.opened_by(hall.gao)
    assert (
        hall.says("Release the reply", "审签发出") not in gao.screen
        and hall.says("💬 Reply", "💬 答复") not in gao.screen
    )
    for data in (
        ReleaseReply(opinion=1, version=version),
        Officers(opinion=1, version=version, page=0),
        PutInCharge(opinion=1, version=version, officer=1),
    ):
        await gao.forges(data)
        assert (await hall.opinion()).stage is Stage.REFERRED
    (referral,) = await hall.referrals()
    assert referral.accepted_by is not None and referral.accepted_by.name == "Gao"


async def test_a_second_release_says_where_it_stands(hall: Hall) -> None:
    he = await waits(hall)
    key = he.key(hall.says("Release the reply", "审签发出"))
    await he.presses(key)
    await he.presses(key)
    assert (await hall.opinion()).stage is Stage.REPLIED


async def test_the_county_sets_the_release_and_invites_a_chief(hall: Hall) -> None:
    await hall.clerk.says("/invite")
    await hall.clerk.presses(hall.says("Chiefs of units", "单位负责人"), hall.says("Power Bureau", "供电局"))
    hall.clerk.sees(hall.says("no chief yet", "还没有负责人"))
    await hall.clerk.presses(hall.says("🔏 Replies wait", "🔏 答复须经负责人审签"))
    hall.clerk.sees(hall.says("only after the chief", "审签后发出"))
    await hall.clerk.presses(hall.says("Invite its chief", "邀请负责人"))
    hall.clerk.sees(hall.says("chief of Power Bureau", "供电局负责人"))
    token = hall.clerk.screen.split("start=")[1].split()[0]
    await hall.gao.says(f"/start {token}")
    await hall.gao.presses(hall.says("Join", "加入"))
    async with hall.town.database.reading() as session:
        unit = await session.get_one(HandlingUnit, hall.furniture.units["Power"])
        chiefs = list(await session.scalars(select(Grant).where(Grant.unit_id == unit.id, Grant.chief)))
    assert unit.needs_release and len(chiefs) == 1
