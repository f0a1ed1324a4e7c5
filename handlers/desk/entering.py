"""The way to the desk from the chat: a link, the browser that came by it, the sessions one has."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import after
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, bold, escape, join
from handlers.core.desk import actions, rules
from handlers.core.desk.errors import DeskSessionNotFound
from handlers.presentation.callbacks import ConfirmDesk, EndDesk, SureAtDesk
from storage.queries import desk

SHOWN = 8
"""Sessions that have a key of their own: nobody has more open."""

router = Router(name="desk.entering")
router.message.filter(HasRole(*rules.READERS))
router.callback_query.filter(HasRole(*rules.READERS))


@router.message(Command("desk"))
async def desk_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """Give a link to the desk."""
    await state.set_state(None)
    await _show_link(ctx)


@router.callback_query(Go.filter(F.to == "desk"))
async def go_desk(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """Give a link to the desk."""
    await state.set_state(None)
    await _show_link(ctx)


async def _show_link(ctx: Context) -> None:
    t = ctx.t
    if not ctx.out.county.desk_url:
        text = t(
            "There is no desk here yet: the operator sets its address, DESK_URL. All of it can be done in this chat."
        )
        ctx.show(Screen(text, [[Button(t("🏠 Home"), Go(to="home"))]]))
        return
    asked = await actions.ask_in(ctx.out, ctx.actor)
    link = f"{ctx.out.county.desk_url}/in/{asked.token}"
    text = join(
        [
            bold(t("🖥 The desk: the same work, on a screen")),
            t("This link is yours alone. It opens one browser, within five minutes; then I ask you here for the number "
              "that it shows."),
            t("On another computer, type or copy it:"),
            Html(f"<code>{escape(link)}</code>"),
        ],
        "\n\n",
    )  # fmt: skip
    in_telegram = [Button(t("📱 Open it here in Telegram"), app=f"{ctx.out.county.desk_url}/app")]
    rows = [
        [Button(t("🖥 Open the desk"), url=link)],
        # Telegram opens nothing else than https as a Mini App.
        *([in_telegram] if link.startswith("https://") else []),
        [Button(t("My sessions"), Go(to="desk-sessions")), Button(t("🏠 Home"), Go(to="home"))],
    ]
    ctx.show(Screen(text, rows))


@router.callback_query(ConfirmDesk.filter())
async def confirm(query: CallbackQuery, callback_data: ConfirmDesk, ctx: Context) -> None:
    """Let the browser in that shows this number; any other one ends its link."""
    t = ctx.t
    if await actions.confirm(ctx.out, ctx.actor, callback_data.session, callback_data.code):
        refuse = [Button(t("🔒 Close it"), EndDesk(session=callback_data.session))]
        ctx.show(Screen(t("✅ Go on in the browser: it opens the desk now."), [refuse]))
        return
    text = t("That is not the number it was shown, so nobody was let in. Take a new link and try again.")
    ctx.show(Screen(text, [[Button(t("🖥 A new link"), Go(to="desk")), Button(t("🏠 Home"), Go(to="home"))]]))


@router.callback_query(SureAtDesk.filter())
async def sure(query: CallbackQuery, callback_data: SureAtDesk, ctx: Context) -> None:
    """It is they who ask."""
    session = await actions.be_sure(ctx.out, ctx.actor, callback_data.session)
    text = ctx.t("✅ Go on in the browser. Names and exports are given until {moment}.",
                 moment=ctx.t.moment(session.sure_until or ctx.now))  # fmt: skip
    ctx.show(Screen(text, [[Button(ctx.t("🔒 Close it"), EndDesk(session=session.id))]]))


@router.callback_query(EndDesk.filter())
async def end(query: CallbackQuery, callback_data: EndDesk, ctx: Context) -> None:
    """The browser is let in no more."""
    await actions.end(ctx.out, ctx.actor, callback_data.session)
    ctx.toast(ctx.t("Closed: that browser is let in no more."))
    await _show_sessions(ctx)


@router.callback_query(Go.filter(F.to == "desk-sessions"))
async def go_sessions(query: CallbackQuery, ctx: Context) -> None:
    """The browsers in which the desk is open."""
    await _show_sessions(ctx)


@after(DeskSessionNotFound)
async def show_sessions(ctx: Context, state: FSMContext, refusal: DeskSessionNotFound) -> None:
    """The browsers in which the desk is open, once one was asked for that is not."""
    await _show_sessions(ctx)


async def _show_sessions(ctx: Context) -> None:
    t, found = ctx.t, (await desk.running(ctx.session, ctx.me.id, ctx.now))[:SHOWN]
    lines = [bold(t("🖥 Where the desk is open as you"))]
    lines += [
        t("• {browser}, since {moment}", browser=one.browser, moment=t.moment(one.begun_at or one.asked_at))
        for one in found
    ]
    if not found:
        lines.append(t("In no browser."))
    rows = [[Button(t("🔒 Close {browser}", browser=one.browser), EndDesk(session=one.id))] for one in found]
    rows += [[Button(t("🖥 A new link"), Go(to="desk")), Button(t("🏠 Home"), Go(to="home"))]]
    ctx.show(Screen(join(list(lines)), rows))
