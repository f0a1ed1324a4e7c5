"""What more and more people write about: for staff by their stations, for representatives by the places they serve."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.methods import SendPhoto
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation, paging
from handlers.conversation.callbacks import Go, ShowList
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen, column
from handlers.conversation.texts import Html, bold, dotted, join, shortened
from handlers.core.matters.growth import Growing, hot
from handlers.core.matters.rules import SHOWN_FROM
from handlers.matters import picture
from handlers.matters.callbacks import GROUP, HOT, GroupPage, HotPage, HotPicture
from handlers.presentation.callbacks import OpenMatter, OpenPublicMatter, OpenScreening
from storage.models.directory import Area, Topic
from storage.queries import directory
from storage.queries import growth as queries
from storage.vocabulary import Role

router = Router(name="matters.hot")
router.message.filter(HasRole(Role.STAFF, Role.REPRESENTATIVE))
router.callback_query.filter(HasRole(Role.STAFF, Role.REPRESENTATIVE))
groups = Router(name="matters.groups")
groups.callback_query.filter(HasRole(Role.STAFF))

IN_PICTURE = 12
"""Lines in a picture."""
_TOPICS = 10_000
"""Topics are numbered below this in the number of a list."""


@router.message(Command("hot"))
async def hot_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """List what grows."""
    await show_hot(ctx, state, words="")


@router.callback_query(Go.filter(F.to == "hot"))
async def go_hot(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """List what grows."""
    await show_hot(ctx, state, words="")


@router.callback_query(HotPage.filter())
async def turn(query: CallbackQuery, callback_data: HotPage, ctx: Context, state: FSMContext) -> None:
    """A page of what grows."""
    await state.set_state(None)
    await _list(ctx, paging.reading(ctx.conversation, HOT, callback_data.page))


@opens(navigation.LIST + HOT)
async def show_hot(ctx: Context, state: FSMContext, *, of: int = 0, words: str | None = None) -> None:
    """What grows as they left the list, or what is called so."""
    await state.set_state(None)
    await _list(ctx, paging.reading(ctx.conversation, HOT, words=words))


async def _list(ctx: Context, where: paging.Reading) -> None:
    t, found = ctx.t, await hot(ctx.out, ctx.actor)
    page, shown = where.cut(found.growing, lambda one: _name(ctx, one))
    head = where.title(t, page, bold(t("🔥 What more and more people write about")))
    last = [Button(t("🏠 Home"), Go(to="home"))]
    if not found.growing:
        text = t("Nothing grows now: nothing has {n} in four weeks, and more this week than before.", n=SHOWN_FROM)
        ctx.show(Screen(join([head, text]), [last]))
        return
    lines = [_line(ctx, one) for one in shown]
    remark = t("Of the last four weeks, from {n} on. Counted {when}.", n=SHOWN_FROM, when=t.moment(found.counted_at))
    keys = [key for one in shown if (key := _key(ctx, one)) is not None]
    turning = page.turning(lambda number: HotPage(page=number))
    rows = [*column(keys), turning, where.keys(t, page), [Button(t("📊 As a picture"), HotPicture())], last]
    ctx.show(Screen(join([head, *lines, remark], "\n\n"), rows))


def _name(ctx: Context, one: Growing) -> str:
    t = ctx.t
    if one.matter is not None:
        return dotted(f"🧩 {one.matter.title}", t.named(one.area))
    return dotted(t.named(one.area), t.named(one.topic))


def _line(ctx: Context, one: Growing) -> Html:
    before = ctx.t.listed([str(n) for n in reversed(one.weeks[1:])])
    counts = ctx.t("{n} this week; {before} in the weeks before", n=bold(one.weeks[0]), before=before)
    return join([_name(ctx, one), counts])


def _key(ctx: Context, one: Growing) -> Button | None:
    """To the matter; for staff to the opinions of a group too. Nobody else reads these."""
    label, staff = shortened(_name(ctx, one), LONGEST_LABEL), ctx.has(Role.STAFF)
    if one.matter is not None:
        data = OpenMatter(matter=one.matter.id) if staff else OpenPublicMatter(matter=one.matter.id)
        return Button(label, data)
    if not staff or one.area is None or one.topic is None:
        return None
    return Button(label, GroupPage(area=one.area.id, topic=one.topic.id, page=0))


@router.callback_query(HotPicture.filter())
async def as_picture(query: CallbackQuery, ctx: Context) -> None:
    """The same as a picture."""
    t, found = ctx.t, await hot(ctx.out, ctx.actor)
    lines = [(_name(ctx, one), list(one.weeks)) for one in found.growing[:IN_PICTURE]]
    if not lines:
        ctx.toast(t("Nothing grows now, so there is nothing to draw."), alert=True)
        return
    title = t("What more and more people write about").plain
    remark = t("A bar a week, the newest in red. Counted {when}.", when=t.moment(found.counted_at)).plain
    drawn = ctx.out.aside(picture.draw, title, remark, lines)
    photo = await ctx.out.file("hot.png", drawn)
    names = [f"{number}. {shortened(name, LONGEST_LABEL)}" for number, (name, _) in enumerate(lines, start=1)]
    ctx.out.send(ctx.chat_id, SendPhoto(chat_id=ctx.chat_id, photo=photo, caption=join([title, remark, *names])))
    ctx.toast(t("Here it comes."))


@groups.callback_query(GroupPage.filter())
async def turn_group(query: CallbackQuery, callback_data: GroupPage, ctx: Context, state: FSMContext) -> None:
    """A page of the opinions from one place on one topic."""
    await state.set_state(None)
    asked = callback_data
    await _group(ctx, paging.reading(ctx.conversation, GROUP, asked.page, of=asked.area * _TOPICS + asked.topic))


@opens(navigation.LIST + GROUP)
async def show_group(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """The opinions of one place and topic, as they left the list, or those that say these words."""
    await state.set_state(None)
    await _group(ctx, paging.reading(ctx.conversation, GROUP, words=words, of=of))


async def _group(ctx: Context, where: paging.Reading) -> None:
    ctx.actor.require(Role.STAFF)
    t, (area, topic) = ctx.t, divmod(where.of, _TOPICS)
    page = where.page(await queries.count_group(ctx.session, area, topic, ctx.stations, where.words))
    found = await queries.of_group(ctx.session, area, topic, ctx.stations, where.words, page.size, page.skip)
    place, subject = await directory.by_id(ctx.session, Area, area), await ctx.session.get(Topic, topic)
    paging.enters(ctx.conversation, [number for number, _, _ in found], GROUP, where.of)
    keys = [
        Button(shortened(dotted(reference, summary), LONGEST_LABEL), OpenScreening(opinion=number))
        for number, reference, summary in found
    ]
    name = dotted(t.named(place), t.named(subject))
    head = where.title(t, page, t("🔥 {name}, newest first", name=bold(name)))
    hint = t("Open one, and open a matter from its card: “🧩 Matter”.")
    turning = page.turning(lambda number: GroupPage(area=area, topic=topic, page=number))
    back = [Button(t("⬅️ Back"), ShowList(list=HOT, of=0, all=False))]
    ctx.show(Screen(join([head, hint]), [*column(keys), turning, where.keys(t, page), back]))
