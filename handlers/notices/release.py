"""A second person releases a notice, or sends it back; while it goes out it can be stopped at any moment."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.errors import Unusable
from handlers.conversation.filters import HasRole
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, Words, join, quote
from handlers.core.notices.rules import NoticeAction
from handlers.notices import contents, desk, screens
from handlers.notices.callbacks import NoticeAct, OpenNotice, ReleaseNow
from storage.models.notices import Notice
from storage.queries import due, notices, recipients
from storage.vocabulary import Role

router = Router(name="notices.release")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))


STOPPED = {
    NoticeAction.PAUSE: N_("⏸ {name} paused your notice {n}."),
    NoticeAction.CANCEL: N_("⏹ {name} cancelled your notice {n}."),
}


class Releasing(StatesGroup):
    """What staff type about a notice of a colleague."""

    remark = State()


@router.callback_query(NoticeAct.filter(F.action == NoticeAction.HAND_OVER))
async def hand_over(query: CallbackQuery, callback_data: NoticeAct, ctx: Context, state: FSMContext) -> None:
    """Whoever may release it is told."""
    notice = await _ready(ctx, callback_data)
    if notice is None or await _too_late(ctx, notice):
        return
    others = await notices.releasers(ctx.session, notice)
    if not others:
        raise Unusable(
            ctx.t(
                "Nobody else here may release it. Invite a second person, or ask the operator to set "
                "NOTICE_NEEDS_SECOND to false."
            )
        )
    await _move(ctx, notice, NoticeAction.HAND_OVER)
    await state.set_state(None)
    me = ctx.me.name or ""
    ctx.tell_all(
        others,
        lambda t: Screen(
            join(
                [
                    t("🙋 {name} asks you to release a notice:", name=me),
                    quote(contents.summary(contents.bodies(notice), t.language)),
                ]
            ),
            [[Button(t("Look at it"), OpenNotice(notice=notice.id))]],
        ),
    )
    ctx.toast(ctx.t("Handed over. You are told when it is released or sent back."), alert=True)
    await desk.show(ctx, notice)


@router.callback_query(NoticeAct.filter(F.action == NoticeAction.TAKE_BACK))
async def take_back(query: CallbackQuery, callback_data: NoticeAct, ctx: Context, state: FSMContext) -> None:
    """A draft again."""
    notice = await desk.as_shown(ctx, callback_data.notice, callback_data.version)
    if notice is not None:
        await _move(ctx, notice, NoticeAction.TAKE_BACK)
        await desk.show(ctx, notice)


@router.callback_query(NoticeAct.filter(F.action == NoticeAction.RELEASE))
async def release(query: CallbackQuery, callback_data: NoticeAct, ctx: Context, state: FSMContext) -> None:
    """It goes out, now or at its hour: what it says is frozen, whom it reaches is fixed when it begins."""
    notice = await _ready(ctx, callback_data)
    if notice is not None and not await _too_late(ctx, notice):
        await _release(ctx, state, notice)


@router.callback_query(ReleaseNow.filter())
async def release_now(query: CallbackQuery, callback_data: ReleaseNow, ctx: Context, state: FSMContext) -> None:
    """It goes out at once: who releases it knows that its own time has passed."""
    notice = await _ready(ctx, callback_data)
    if notice is not None:
        notice.send_at = None
        await _release(ctx, state, notice)


async def _too_late(ctx: Context, notice: Notice) -> bool:
    """Whether its own time has passed: then they are asked what now, and nothing is done."""
    view = await desk.view(ctx.out, notice, desk.by(ctx, notice))
    if view.too_late:
        ctx.show(screens.too_late(ctx.t, view))
    return view.too_late


async def _release(ctx: Context, state: FSMContext, notice: Notice) -> None:
    await _move(ctx, notice, NoticeAction.RELEASE)
    notice.released_at, notice.released_by_id = ctx.now, ctx.me.id
    notice.remark = None
    desk.freeze(notice, ctx.out.county.zone)
    at = max(notice.send_at or ctx.now, ctx.now)
    await due.plan(ctx.session, "notice.begin", None, at, f"notice.begin:{notice.id}:{notice.version}")
    await state.set_state(None)
    await _tell_author(ctx, notice, lambda t: t("✅ {name} released your notice {n}.", name=_me(ctx), n=notice.id))
    await desk.show(ctx, notice)


async def _ready(ctx: Context, pressed: NoticeAct | ReleaseNow) -> Notice | None:
    """The notice as shown, if nothing is missing. Raises `Unusable`."""
    notice = await desk.as_shown(ctx, pressed.notice, pressed.version)
    if notice is None:
        return None
    view = await desk.view(ctx.out, notice, desk.by(ctx, notice))
    if view.missing:
        things = ctx.t.listed(ctx.t(screens.MISSING[one]) for one in view.missing)
        raise Unusable(ctx.t("Still missing: {things}", things=things))
    return notice


@router.callback_query(NoticeAct.filter(F.action == NoticeAction.SEND_BACK))
async def ask_remark(query: CallbackQuery, callback_data: NoticeAct, ctx: Context, state: FSMContext) -> None:
    """What is to be changed is typed next."""
    notice = await desk.as_shown(ctx, callback_data.notice, callback_data.version)
    if notice is None:
        return
    await state.set_state(Releasing.remark)
    await state.update_data(releasing=[notice.id, notice.version])
    _ask_remark(ctx, notice)


def _ask_remark(ctx: Context, notice: Notice, fault: str = "") -> None:
    text = ctx.t("↩️ What should be changed? {name} reads it.", name=notice.author.name or "")
    ctx.show(Screen(join([fault, text], "\n\n"), [[Button(ctx.t("⬅️ Back"), OpenNotice(notice=notice.id))]]))


@router.message(StateFilter(Releasing.remark), ~F.text.startswith("/"))
async def send_back(message: Message, ctx: Context, state: FSMContext) -> None:
    """Its author has it as a draft again, with the remark."""
    notice = await desk.as_shown(ctx, *(await state.get_data())["releasing"])
    if notice is None:
        await state.set_state(None)
        return
    words = " ".join((message.text or "").split())
    if not words:
        _ask_remark(ctx, notice, ctx.t("Please write in words what should be changed."))
        return
    notice.remark = words[:500]
    await _move(ctx, notice, NoticeAction.SEND_BACK)
    await state.set_state(None)
    n, remark = notice.id, notice.remark
    await _tell_author(
        ctx, notice, lambda t: join([t("↩️ {name} sent your notice {n} back:", name=_me(ctx), n=n), quote(remark)])
    )
    ways = [Button(ctx.t("📢 All notices"), Go(to="notice")), Button(ctx.t("🏠 Home"), Go(to="home"))]
    ctx.show(Screen(ctx.t("Sent back. {name} was told.", name=notice.author.name or ""), [ways]))


@router.callback_query(NoticeAct.filter(F.action.in_({NoticeAction.PAUSE, NoticeAction.CANCEL})))
async def stop(query: CallbackQuery, callback_data: NoticeAct, ctx: Context, state: FSMContext) -> None:
    """At once: what stands in the outbox and has not left comes back."""
    notice = await desk.as_shown(ctx, callback_data.notice, callback_data.version)
    if notice is None:
        return
    notice.remark = None
    await _move(ctx, notice, callback_data.action)
    await recipients.recall(ctx.session, notice.id)
    words = STOPPED[callback_data.action]
    await _tell_author(ctx, notice, lambda t: t(words, name=_me(ctx), n=notice.id))
    await desk.show(ctx, notice)


@router.callback_query(NoticeAct.filter(F.action == NoticeAction.RESUME))
async def resume(query: CallbackQuery, callback_data: NoticeAct, ctx: Context, state: FSMContext) -> None:
    """It goes on; what was refused so far was seen."""
    notice = await desk.as_shown(ctx, callback_data.notice, callback_data.version)
    if notice is None:
        return
    await _move(ctx, notice, NoticeAction.RESUME)
    notice.remark, notice.tolerated, notice.rate = None, notice.failed, 0.0
    await _tell_author(ctx, notice, lambda t: t("▶️ {name} lets your notice {n} go on.", name=_me(ctx), n=notice.id))
    await desk.show(ctx, notice)


@router.callback_query(NoticeAct.filter(F.action == NoticeAction.AGAIN))
async def again(query: CallbackQuery, callback_data: NoticeAct, ctx: Context, state: FSMContext) -> None:
    """Those whose fate is unknown get it once more, and nobody else; some of them get it twice."""
    notice = await desk.as_shown(ctx, callback_data.notice, callback_data.version)
    if notice is None:
        return
    await _move(ctx, notice, NoticeAction.AGAIN)
    notice.ambiguous -= await recipients.again(ctx.session, notice.id)
    notice.ended_at, notice.rate = None, 0.0
    await desk.show(ctx, notice)


async def _move(ctx: Context, notice: Notice, action: NoticeAction) -> None:
    """Raises `Unusable` if the table has no such move for them."""
    if await desk.move(ctx.out, notice, action, ctx.me, desk.by(ctx, notice)):
        return
    if action is NoticeAction.RELEASE:
        raise Unusable(ctx.t("A second person releases it: you wrote it yourself."))
    raise Unusable(ctx.t("That is not possible now; /notice shows where it stands."))


def _me(ctx: Context) -> str:
    return ctx.me.name or ctx.t("A colleague").plain


async def _tell_author(ctx: Context, notice: Notice, words: Words) -> None:
    """If it was somebody else: in a word, and on the author's card."""
    if notice.author_id == ctx.me.id:
        return
    await desk.stand(ctx.out, notice)
    keys = [[Button(ctx.out.t(notice.author)("Open"), OpenNotice(notice=notice.id))]]
    ctx.out.tell(notice.author, Screen(words(ctx.out.t(notice.author)), keys))
