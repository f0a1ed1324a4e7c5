"""Somebody opens an invitation's link, and takes the role or leaves it."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.navigation import opens
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, Html, Translator, bold, join
from handlers.core.people import actions, rules
from handlers.core.people.errors import CannotJoin
from handlers.core.people.rules import Validity
from handlers.core.roles import stations_of
from handlers.core.tokens import token_hash
from handlers.people.callbacks import Join, NotNow
from handlers.presentation import offices
from storage.models.people import Grant, Invitation
from storage.queries import invitations, opinions, referrals
from storage.stages import IN_HAND, WITH_UNIT

router = Router(name="people.joining")

REFUSALS = {
    Validity.USED: N_(
        "This invitation has been used already: each lets one person in, once. If that was not you, tell {whom} at "
        "once; they can end that role and give you a new link."
    ),
    Validity.REVOKED: N_("This invitation was called off. If you expected to join, ask {whom} for a new one."),
    Validity.EXPIRED: N_("This invitation was good until {moment}. Ask {whom} for a new one; it takes them a moment."),
    Validity.OUT_OF_OFFICE: N_("{name} is no longer in office, so there is nothing to join. {whom} can tell you more."),
}


@opens("invitation")
async def open_invitation(ctx: Context, state: FSMContext, *, token: str) -> None:
    """Show what the invitation is for, and ask whether to take it; or say why it cannot be taken."""
    await _open(ctx, token)


async def _open(ctx: Context, token: str) -> None:
    invitation = await invitations.of_token(ctx.session, token_hash(token))
    ctx.show(await _screen(ctx, invitation, token))


async def _screen(ctx: Context, invitation: Invitation | None, token: str) -> Screen:
    if invitation is None:
        return _unknown(ctx.t)
    held = next((grant for grant in ctx.me.grants if rules.same(grant, invitation)), None)
    validity = rules.validity(invitation, ctx.now)
    if held is not None and invitation.used_by_id == ctx.me.id:
        return await _welcome(ctx, held)
    if held is not None and validity is Validity.OPEN and (held.chief or not invitation.chief):
        return _held_already(ctx.t, invitation)
    if validity is not Validity.OPEN:
        return _refusal(ctx.t, invitation, validity)
    return _question(ctx.t, invitation, token)


def _home(t: Translator) -> list[Button]:
    return [Button(t("🏠 Home"), Go(to="home"))]


def _unknown(t: Translator) -> Screen:
    text = t(
        "I do not know this invitation. Perhaps a part of the link is missing: open it again in the message it came "
        "with, or ask whoever sent it for a new one."
    )
    return Screen(text, [_home(t)])


def _held_already(t: Translator, invitation: Invitation) -> Screen:
    text = t(
        "You are {office} already, so you need no invitation to it. The link is not used up: it still lets one other "
        "person in.",
        office=offices.office(t, invitation),
    )
    return Screen(text, [_home(t)])


def _refusal(t: Translator, invitation: Invitation, validity: Validity) -> Screen:
    one = invitation.representative
    station = one.station if one is not None else invitation.station
    whom = t("the county office")
    if station is not None:
        whom = Html(" · ".join(bold(part) for part in (t.named(station), station.phone) if part))
    moment = t.moment(invitation.expires_at)
    text = t(REFUSALS[validity], whom=whom, moment=moment, name=t.named(one))
    return Screen(text, [_home(t)])


def _question(t: Translator, invitation: Invitation, token: str) -> Screen:
    lines: list[str] = [t("✉️ You are invited as {office}.", office=bold(offices.office(t, invitation)))]
    one = invitation.representative
    if one is not None:
        lines.append(t("You would read and answer what constituents write to {name}.", name=t.named(one)))
    elif invitation.unit is not None:
        lines.append(t("You would reply to what is referred to {unit}.", unit=t.named(invitation.unit)))
    else:
        lines.append(t("You would screen and assign what constituents write, and invite others."))
    lines.append(t("What you do in this role goes on record, with your Telegram name. Do you want to join?"))
    rows = [[Button(t("✅ Yes, join"), Join(token=token))], [Button(t("No"), NotNow(token=token))]]
    return Screen(join(lines, "\n\n"), rows)


@router.callback_query(NotNow.filter())
async def not_now(query: CallbackQuery, callback_data: NotNow, ctx: Context) -> None:
    """Nothing was changed; the link stays good."""
    t = ctx.t
    invitation = await invitations.of_token(ctx.session, token_hash(callback_data.token))
    if invitation is None or rules.validity(invitation, ctx.now) is not Validity.OPEN:
        ctx.show(await _screen(ctx, invitation, callback_data.token))
        return
    text = t("All right, nothing was changed. The link stays good until {moment}, should you change your mind.",
             moment=t.moment(invitation.expires_at))  # fmt: skip
    ctx.show(Screen(text, [_home(t)]))


@router.callback_query(Join.filter())
async def join_now(query: CallbackQuery, callback_data: Join, ctx: Context) -> None:
    """Yes: the role is theirs, or the reason why not is shown."""
    try:
        given = await actions.join(ctx.out, ctx.actor, callback_data.token)
    except CannotJoin:
        await _open(ctx, callback_data.token)
        return
    ctx.show(await _welcome(ctx, given))


async def _welcome(ctx: Context, given: Grant) -> Screen:
    """Welcome to the role: how it works, in a few lines, and what waits in it already."""
    t = ctx.t
    headline = bold(t("✅ Welcome! You are {office} now.", office=offices.office(t, given)))
    last = [Button(t("❔ Help"), Go(to="help")), *_home(t)]
    if given.representative_id is not None:
        n = await opinions.count_of_representatives(ctx.session, [given.representative_id], IN_HAND)
        lines = [headline, *_how_representatives_work(t)]
        if n:
            lines.append(t.plural("{n} case waits for you already.", "{n} cases wait for you already.", n))
        return Screen(join(list(lines), "\n\n"), [[Button(t.counted(t("📥 Inbox"), n), Go(to="inbox"))], last])
    if given.unit_id is not None:
        n = await referrals.count_with(ctx.session, [given.unit_id], WITH_UNIT)
        lines = [headline, *_how_units_work(t)]
        rows = [[Button(t.counted(t("🏢 Referred to us"), n), Go(to="unit-inbox"))], last]
        return Screen(join(list(lines), "\n\n"), rows)
    n = await opinions.count_to_screen(ctx.session, stations_of([given]))
    rows = [[Button(t.counted(t("🔎 To screen"), n), Go(to="screen"))], [Button(t("👥 People"), Go(to="people"))], last]
    return Screen(join([headline, *_how_staff_work(t)], "\n\n"), rows)


def _how_representatives_work(t: Translator) -> list[Html]:
    return [
        t("📥 New cases come here by themselves. /inbox lists them, the earliest due first: 🟢 later, "
          "🟡 by the next working day, 🔴 overdue."),
        t("💬 Open a case to answer it, or to ask its author something: the clock stops meanwhile. You see everything "
          "once more before it goes out."),
        t("🕶 Who writes anonymously stays anonymous, to you and to everybody else."),
    ]  # fmt: skip


def _how_units_work(t: Translator) -> list[Html]:
    return [
        t("🏢 What representatives refer to your unit comes here by itself. /inbox lists it, the earliest due first: "
          "🟢 later, 🟡 by the next working day, 🔴 overdue."),
        t("✅ Take it, and your colleagues see that it is yours; or return it and say whose it is."),
        t("💬 Reply with a result and in your own words. The representative checks it and passes it on."),
    ]  # fmt: skip


def _how_staff_work(t: Translator) -> list[Html]:
    return [
        t("🔎 What constituents write comes to you first. /screen shows it one by one: assign it, or decline it and "
          "say which door is the right one."),
        t("➕ /invite lets representatives and colleagues in, /people shows who has joined."),
    ]  # fmt: skip
