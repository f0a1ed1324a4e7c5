"""Constituents see what is public of a matter, add their voice, say more with it, and follow it."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation, paging
from handlers.conversation.callbacks import Go, ShowList
from handlers.conversation.contents import not_taken, said_of
from handlers.conversation.context import Context
from handlers.conversation.filters import AboutOpinion
from handlers.conversation.navigation import opens
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen, column
from handlers.conversation.texts import N_, Html, bold, dotted, join, shortened
from handlers.core.matters import access
from handlers.core.matters.actions import constituent
from handlers.matters.callbacks import FOLLOWED, FollowedPage, SayMore, Unfollow
from handlers.presentation import matters as words
from handlers.presentation.callbacks import Endorse, JudgeMatter, OpenPublicMatter
from storage.matter_vocabulary import MatterState
from storage.models.matters import Endorsement, Matter
from storage.queries import matters as queries
from storage.vocabulary import Done

router = Router(name="matters.everyone")

THANKS = {
    Done.YES: N_("Thank you. We are glad that it is done."),
    Done.PARTLY: N_("Noted; the staff read what is missing."),
    Done.NO: N_("Noted; the staff see that it is not done."),
}


class Endorsing(StatesGroup):
    """Saying something with one's voice in the matter in the data as `endorsing`."""

    words = State()


@router.callback_query(OpenPublicMatter.filter())
async def open_public(query: CallbackQuery, callback_data: OpenPublicMatter, ctx: Context, state: FSMContext) -> None:
    """What is public of a matter."""
    await show_public(ctx, state, matter_id=callback_data.matter)


@opens("public-matter")
async def show_public(ctx: Context, state: FSMContext, *, matter_id: int, head: Html | str = "") -> None:
    """What is public of a matter, and what they can do; `head`: what has just been done."""
    await state.set_state(None)
    one = await access.public(ctx.out, matter_id)
    ctx.show(await _card(ctx, one, head))


async def _card(ctx: Context, one: Matter, head: Html | str = "") -> Screen:
    t = ctx.t
    voice = await queries.endorsement(ctx.session, one.id, ctx.me.id)
    followed = await queries.count_followed(ctx.session, ctx.me.id)
    last = [Button(t("🏠 Home"), Go(to="home"))]
    if followed:
        last.insert(0, Button(t("🙋 What I follow"), ShowList(list=FOLLOWED, of=0, all=False)))
    if voice is None:
        own = await queries.own_in(ctx.session, one.id, ctx.me.id)
        if own is not None:
            text = t("You wrote about this yourself: {reference}. You hear of it there.", reference=bold(own))
            return Screen(join([head, words.public(t, one), text], "\n\n"), [last])
        add = Button(t("🙋 Add my voice"), Endorse(matter=one.id))
        return Screen(join([head, words.public(t, one)], "\n\n"), [[add], last])
    rows = words.verdict_rows(t, one) if voice.asked_at is not None and voice.done is None else []
    asked = t("Was it really done? One tap is enough; photos are welcome afterwards.") if rows else ""
    rows = [*rows, [Button(t("➕ Add words or photos"), SayMore(matter=one.id))]]
    if voice.follows:
        rows.append([Button(t("🔕 Follow it no longer"), Unfollow(matter=one.id))])
    else:
        rows.append([Button(t("🔔 Follow it again"), Endorse(matter=one.id))])
    return Screen(join([head, words.public(t, one), _standing(ctx, voice), asked], "\n\n"), [*rows, last])


def _standing(ctx: Context, voice: Endorsement) -> Html:
    if voice.follows:
        return ctx.t(
            "🙋 Your voice counts since {day}. You hear here of every answer and promise.", day=ctx.t.day(voice.at)
        )
    return ctx.t("🙋 Your voice counts since {day}. You do not follow it any more.", day=ctx.t.day(voice.at))


@router.callback_query(Endorse.filter())
async def endorse(query: CallbackQuery, callback_data: Endorse, ctx: Context, state: FSMContext) -> None:
    """Their voice counts, and they hear of it from now on; words and photos may follow."""
    voice, new = await constituent.endorse(ctx.out, ctx.actor, callback_data.matter, [])
    if not new:
        await show_public(ctx, state, matter_id=voice.matter.id, head=ctx.t("🔔 You follow it again."))
        return
    await _ask_words(
        ctx, state, voice.matter, ctx.t("🙋 Your voice is added. You hear here of every answer and promise.")
    )


@router.callback_query(SayMore.filter())
async def say_more(query: CallbackQuery, callback_data: SayMore, ctx: Context, state: FSMContext) -> None:
    """Words and photos are awaited."""
    one = await access.public(ctx.out, callback_data.matter)
    if await queries.endorsement(ctx.session, one.id, ctx.me.id) is None:
        ctx.show(await _card(ctx, one))
        return
    await _ask_words(ctx, state, one, ctx.t("➕ {title}", title=bold(one.title)))


async def _ask_words(ctx: Context, state: FSMContext, one: Matter, head: Html) -> None:
    t = ctx.t
    await state.set_state(Endorsing.words)
    await state.update_data(endorsing=one.id)
    how = t("If you like, write what you see, or send photos: the staff read it, your neighbours never do.")
    ctx.show(Screen(join([head, how], "\n\n"), [_done(ctx, one.id)]))


def _done(ctx: Context, matter_id: int) -> list[Button]:
    return [Button(ctx.t("✅ Done"), OpenPublicMatter(matter=matter_id)), Button(ctx.t("🏠 Home"), Go(to="home"))]


@router.message(Endorsing.words, ~AboutOpinion(), ~F.text.startswith("/"))
async def take(message: Message, ctx: Context, state: FSMContext) -> None:
    """Another message with their voice; more may follow."""
    number, said = (await state.get_data())["endorsing"], said_of(message)
    if said is None:
        ctx.show(not_taken(ctx.t, message, Button(ctx.t("✅ Done"), OpenPublicMatter(matter=number))))
        return
    voice = await constituent.say(ctx.out, ctx.actor, number, [said])
    text = ctx.t("Kept with your voice for {title}. Send more, or press Done.", title=bold(voice.matter.title))
    ctx.show(Screen(text, [_done(ctx, number)]))


@router.callback_query(Unfollow.filter())
async def unfollow(query: CallbackQuery, callback_data: Unfollow, ctx: Context, state: FSMContext) -> None:
    """They hear of it no longer; the voice counts on."""
    voice = await constituent.unfollow(ctx.out, ctx.actor, callback_data.matter)
    ctx.toast(ctx.t("You hear of it no longer. Your voice counts on."))
    await _show_if_public(ctx, state, voice)


async def _show_if_public(ctx: Context, state: FSMContext, voice: Endorsement) -> None:
    """The matter, or the list of what they follow where it is public no longer."""
    if voice.matter.state is MatterState.RELEASED:
        await show_public(ctx, state, matter_id=voice.matter.id)
    else:
        await show_followed(ctx, state)


@router.callback_query(JudgeMatter.filter())
async def judge(query: CallbackQuery, callback_data: JudgeMatter, ctx: Context, state: FSMContext) -> None:
    """Kept at once; what is missing may be said and shown then."""
    voice = await constituent.judge(ctx.out, ctx.actor, callback_data.matter, callback_data.done)
    ctx.toast(ctx.t(THANKS[callback_data.done]))
    if callback_data.done is Done.YES or voice.matter.state is not MatterState.RELEASED:
        await _show_if_public(ctx, state, voice)
    else:
        await _ask_words(ctx, state, voice.matter, ctx.t(THANKS[callback_data.done]))


@router.callback_query(FollowedPage.filter())
async def turn(query: CallbackQuery, callback_data: FollowedPage, ctx: Context, state: FSMContext) -> None:
    """A page of what they follow; one below 0 is that which they left."""
    await state.set_state(None)
    await _followed(ctx, paging.reading(ctx.conversation, FOLLOWED, callback_data.page))


@opens(navigation.LIST + FOLLOWED)
async def show_followed(ctx: Context, state: FSMContext, *, of: int = 0, words: str | None = None) -> None:
    """What they follow, as they left the list, or what says these words."""
    await state.set_state(None)
    await _followed(ctx, paging.reading(ctx.conversation, FOLLOWED, words=words))


async def _followed(ctx: Context, where: paging.Reading) -> None:
    t = ctx.t
    page = where.page(await queries.count_followed(ctx.session, ctx.me.id, where.words))
    found = await queries.followed(ctx.session, ctx.me.id, where.words, page.size, page.skip)
    head = where.title(t, page, bold(t("🙋 What you gave your voice to, newest first")))
    if not page.count and not where.words:
        head = t("You follow nothing that neighbours wrote about. Write what you see: what others wrote is shown then.")
    keys = column([Button(_label(ctx, one), OpenPublicMatter(matter=one.matter.id)) for one in found])
    last = [Button(t("📋 My opinions"), Go(to="mine")), Button(t("🏠 Home"), Go(to="home"))]
    turning = page.turning(lambda number: FollowedPage(page=number))
    ctx.show(Screen(head, [*keys, turning, where.keys(t, page), last]))


def _label(ctx: Context, one: Endorsement) -> str:
    asked = one.asked_at is not None and one.done is None
    mark = "❓" if asked else "💬" if one.matter.answered_at is not None else "🙋"
    return shortened(dotted(f"{mark} {one.matter.title}", ctx.t.named(one.matter.area)), LONGEST_LABEL)
