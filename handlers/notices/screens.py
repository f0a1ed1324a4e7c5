"""Screens about notices beside the card: how it is shown and kept, its preview, a list's line, a time that passed."""

from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.navigation import after, opens
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen
from handlers.conversation.texts import Translator, bold, dotted, shortened, translator
from handlers.core.notices import access
from handlers.core.notices.actions import counting
from handlers.core.notices.errors import NoticeRefusal
from handlers.core.notices.rules import NoticeAction
from handlers.presentation.notices import wire
from handlers.presentation.notices.callbacks import DraftAct, NoticeAct, OpenNotice, Part, ReleaseNow
from handlers.presentation.notices.card import LABELS, View, card, standing_kind, view_of
from handlers.presentation.notices.names import COLUMN_NAMES, STATE_SIGNS
from handlers.presentation.notices.summary import summary_of
from storage import outbox
from storage.models.notices import Notice
from storage.queries import standing
from storage.queries.notices import Listed
from storage.vocabulary import NoticeState


@opens("notice")
async def open_card(ctx: Context, state: FSMContext, *, notice_id: int) -> None:
    """A notice as it stands now, to whom it may be shown."""
    await state.set_state(None)
    await show(ctx, await counting.open_notice(ctx.out, ctx.actor, notice_id))


@after(NoticeRefusal)
async def open_after(ctx: Context, state: FSMContext, refusal: NoticeRefusal) -> None:
    """The notice as it stands, where it was refused because it stands elsewhere; else the screen stays."""
    if refusal.notice_id is not None:
        await open_card(ctx, state, notice_id=refusal.notice_id)


async def show(ctx: Context, notice: Notice, *, fresh: bool = False, newest: bool = False) -> None:
    """The card of a notice as it stands; its author's is the message that is kept up to date from then on.

    `fresh`: as a new message; `newest`: also, and the screen before it goes away.
    """
    screen = card(ctx.t, await view_of(ctx.out, notice, access.whose(ctx.actor, notice)))
    before = ctx.conversation.screen_call
    if newest:
        ctx.replace(screen)
    else:
        ctx.show(screen, fresh=fresh)
    call = ctx.conversation.screen_call
    if notice.author_id == ctx.me.id and call is not None and (call != before or await _pressed_on(ctx, call)):
        await standing.remember(ctx.session, ctx.chat_id, standing_kind(notice), call, ctx.now)


async def _pressed_on(ctx: Context, call: int) -> bool:
    """True if the message whose key was pressed is the one that this call made."""
    pressed = ctx.event.message if isinstance(ctx.event, CallbackQuery) else None
    return pressed is not None and pressed.message_id == await outbox.message_of(ctx.session, call)


def show_texts(ctx: Context, notice: Notice) -> None:
    """The notice itself in each of its languages, exactly as it arrives."""
    if notice.column is None:
        return
    for text in notice.texts:
        method, body = wire.call(text.body, notice.column, translator(text.language, ctx.out.county.zone))
        ctx.out.frozen(ctx.chat_id, method, wire.addressed(body, ctx.chat_id))


def too_late(t: Translator, view: View) -> Screen:
    """Its own time has passed, so nothing happened: the ways on for who wanted to release it, or to hand it over."""
    notice = view.notice
    here = {"notice": notice.id, "version": notice.version}
    text = t(
        "🕘 Notice {n} should have gone out: {when}. That time has passed, so nothing was done. What now?",
        n=notice.id,
        when=bold(t.moment(notice.send_at or view.now)),
    )
    possible = [move.action for move in view.moves]
    rows = [[Button(t("✅ Send it now"), ReleaseNow(**here))]] if NoticeAction.RELEASE in possible else []
    if notice.state is NoticeState.DRAFT:
        rows.append([Button(t("🕘 Choose another time"), DraftAct(part=Part.TIME, **here))])
    backwards = (NoticeAction.SEND_BACK, NoticeAction.TAKE_BACK)
    rows += [[Button(t(LABELS[one]), NoticeAct(action=one, **here))] for one in backwards if one in possible]
    return Screen(text, [*rows, [Button(t("⬅️ Back"), OpenNotice(notice=notice.id))]])


def listed(t: Translator, one: Listed) -> Button:
    """A line of a list."""
    name = t(COLUMN_NAMES[one.column]) if one.column else t("no column yet")
    label = dotted(f"{STATE_SIGNS[one.state]} {one.id}", name, summary_of(one.bodies, t.language))
    return Button(shortened(label, LONGEST_LABEL), OpenNotice(notice=one.id))


def back(t: Translator, notice_id: int, version: int) -> list[Button]:
    """To the card."""
    return [Button(t("⬅️ Back"), DraftAct(notice=notice_id, version=version, part=Part.CARD))]


def to_all(t: Translator) -> Button:
    """To the list."""
    return Button(t("📢 All notices"), Go(to="notice"))
