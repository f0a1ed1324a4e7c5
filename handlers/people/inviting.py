"""Staff invite: a one-time link with its picture, for one role."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.conversation import navigation, paging
from handlers.conversation.callbacks import Go, ShowList
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import after, opens
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import N_, Html, Translator, bold, escape, join
from handlers.core.people import access, actions, rules
from handlers.core.people.actions import Invited
from handlers.core.people.errors import InvitationNotFound, InvitedMeanwhile, NotAmongPeople
from handlers.people.callbacks import (
    MISSING,
    InviteChief,
    InviteOfficer,
    InviteRepresentative,
    InviteStaff,
    ListInvitations,
    OfficesPage,
    OpenChief,
    OpenInvitation,
    Revoke,
    SetRelease,
)
from handlers.people.representatives import card
from handlers.presentation import links, offices
from handlers.presentation.names import both_names, person_name
from storage.models.directory import HandlingUnit, Station
from storage.models.people import Invitation, Person
from storage.queries import directory, invitations, people, referrals
from storage.vocabulary import Role

STATIONS, UNITS, CHIEFS, INVITATIONS = "stations-to-join", "units-to-join", "chiefs", "invitations"
"""Names of lists."""

router = Router(name="people.inviting")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))


@router.message(Command("invite"))
async def invite_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """Ask to which role."""
    await state.set_state(None)
    ctx.show(await _choice(ctx))


@router.callback_query(Go.filter(F.to == "invite"))
async def go_invite(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """Ask to which role."""
    await state.set_state(None)
    ctx.show(await _choice(ctx))


async def _choice(ctx: Context) -> Screen:
    t = ctx.t
    rows = [[Button(t("👤 A representative"), ShowList(list=MISSING, of=0, all=True))]]
    if ctx.stations is None:
        rows.append([Button(t("🏢 An officer of a unit"), ShowList(list=UNITS, of=0, all=True))])
        rows.append([Button(t("👔 Chiefs of units"), ShowList(list=CHIEFS, of=0, all=True))])
        rows.append([Button(t("🗂 Staff of a station"), ShowList(list=STATIONS, of=0, all=True))])
        rows.append([await _to_staff(ctx, None)])
    else:
        rows += [[await _to_staff(ctx, grant.station)] for grant in ctx.me.grants if grant.station is not None]
    rows.append([Button(t("👥 People"), Go(to="people")), Button(t("🏠 Home"), Go(to="home"))])
    text = t("Whom do you want to invite? I make a link that lets one person in, once.")
    return Screen(join([bold(t("➕ Invite")), text]), rows)


async def _to_staff(ctx: Context, station: Station | None) -> Button:
    last = await invitations.last_for_staff(ctx.session, station.id if station else None)
    label = ctx.t("✉️ For {office}", office=offices.staff_of(ctx.t, station))
    return Button(label, InviteStaff(station=station.id if station else 0, last=last))


@dataclass(frozen=True, slots=True)
class _Offices:
    """A list of stations or units of the county to choose from; what is done with the one that is chosen differs."""

    headline: str
    none: str
    """Said where the directory lists none yet."""
    listed: Callable[[AsyncSession], Awaitable[Sequence[Station | HandlingUnit]]]
    key: Callable[[Context, Any], Awaitable[Button]]


async def _station_key(ctx: Context, one: Station) -> Button:
    return await _to_staff(ctx, one)


async def _unit_key(ctx: Context, one: HandlingUnit) -> Button:
    last = await invitations.last_for_unit(ctx.session, one.id)
    label = ("" if await people.units_joined(ctx.session, [one.id]) else "💤 ") + ctx.t.named(one)
    return Button(label, InviteOfficer(unit=one.id, last=last))


async def _chief_key(ctx: Context, one: HandlingUnit) -> Button:
    return Button(("🔏 " if one.needs_release else "") + ctx.t.named(one), OpenChief(unit=one.id))


_NO_UNIT = N_("No unit is listed yet. Once the directory is imported, they are here.")
_OFFICES = {
    STATIONS: _Offices(
        N_("To the staff of which station?"),
        N_("No station is listed yet. Once the directory is imported, they are here."),
        directory.stations,
        _station_key,
    ),
    UNITS: _Offices(
        N_("To which unit? 💤 has not joined yet. A unit may have several officers."),
        _NO_UNIT,
        referrals.units,
        _unit_key,
    ),
    CHIEFS: _Offices(
        N_("Which unit's chief? 🔏: its replies leave only after the chief's release."),
        _NO_UNIT,
        referrals.units,
        _chief_key,
    ),
}


@router.callback_query(OfficesPage.filter(F.list.in_(_OFFICES)))
async def turn_offices(query: CallbackQuery, callback_data: OfficesPage, ctx: Context) -> None:
    """Another page of stations or units."""
    await _offices(ctx, paging.reading(ctx.conversation, callback_data.list, callback_data.page))


async def _show_offices(name: str, ctx: Context, state: FSMContext, *, of: int = 0, words: str | None = None) -> None:
    """Stations or units as they left them, or those that are called so."""
    await _offices(ctx, paging.reading(ctx.conversation, name, words=words))


for _name in _OFFICES:
    opens(navigation.LIST + _name)(partial(_show_offices, _name))


async def _offices(ctx: Context, where: paging.Reading) -> None:
    access.county(ctx.actor)
    t, offered = ctx.t, _OFFICES[where.name]
    page, found = where.cut(await offered.listed(ctx.session), both_names)
    text = where.title(t, page, t(offered.headline)) if found or where.words else t(offered.none)
    rows = column([await offered.key(ctx, one) for one in found])
    rows += [page.turning(lambda number: OfficesPage(list=where.name, page=number)), where.keys(t, page)]
    ctx.show(Screen(text, [*rows, [Button(t("⬅️ Back"), Go(to="invite"))]]))


@router.callback_query(InviteOfficer.filter())
async def invite_officer(query: CallbackQuery, callback_data: InviteOfficer, ctx: Context) -> None:
    """A link to act for a handling unit."""
    await _hand_over(ctx, await actions.invite_officer(ctx.out, ctx.actor, callback_data.unit, callback_data.last))


@router.callback_query(OpenChief.filter())
async def open_chief(query: CallbackQuery, callback_data: OpenChief, ctx: Context) -> None:
    """A unit's chief, and whether its replies wait for them."""
    await _show_chief(ctx, await ctx.session.get(HandlingUnit, callback_data.unit))


async def _show_chief(ctx: Context, unit: HandlingUnit | None) -> None:
    access.county(ctx.actor)
    if unit is None:
        raise NotAmongPeople
    t, chiefs = ctx.t, await people.chiefs_of(ctx.session, unit.id)
    names = t.listed([Html(escape(person_name(t, one))) for one in chiefs])
    lines = [
        bold(t.named(unit)),
        t("👔 Chief: {names}", names=names) if chiefs else t("👔 It has no chief yet: its replies leave at once."),
        t("🔏 Its replies leave only after the chief's release.")
        if unit.needs_release
        else t("Its officers' replies leave at once."),
    ]
    last = await invitations.last_for_unit(ctx.session, unit.id)
    label = t("Let replies leave at once") if unit.needs_release else t("🔏 Replies wait for the chief's release")
    rows = [
        [Button(t("✉️ Invite its chief"), InviteChief(unit=unit.id, last=last))],
        [Button(label, SetRelease(unit=unit.id, needed=not unit.needs_release))],
        [Button(t("⬅️ Back"), ShowList(list=CHIEFS, of=0, all=False))],
    ]
    ctx.show(Screen(join(list(lines)), rows))


@router.callback_query(SetRelease.filter())
async def set_release(query: CallbackQuery, callback_data: SetRelease, ctx: Context) -> None:
    """Its replies wait for the chief from now on, or leave at once."""
    await _show_chief(ctx, await actions.set_release(ctx.out, ctx.actor, callback_data.unit, callback_data.needed))


@router.callback_query(InviteChief.filter())
async def invite_chief(query: CallbackQuery, callback_data: InviteChief, ctx: Context) -> None:
    """A link to act as the chief of a handling unit; an officer of it becomes its chief by it."""
    asked = callback_data
    await _hand_over(ctx, await actions.invite_officer(ctx.out, ctx.actor, asked.unit, asked.last, chief=True))


@router.callback_query(InviteRepresentative.filter())
async def invite_representative(query: CallbackQuery, callback_data: InviteRepresentative, ctx: Context) -> None:
    """A link to act for a representative."""
    asked = callback_data
    await _hand_over(ctx, await actions.invite_representative(ctx.out, ctx.actor, asked.representative, asked.last))


@router.callback_query(InviteStaff.filter())
async def invite_staff(query: CallbackQuery, callback_data: InviteStaff, ctx: Context) -> None:
    """A link to the staff of a station or of the county office."""
    station = callback_data.station or None
    await _hand_over(ctx, await actions.invite_staff(ctx.out, ctx.actor, station, callback_data.last))


@after(InvitedMeanwhile)
async def show_as_it_stands(ctx: Context, state: FSMContext, refusal: InvitedMeanwhile) -> None:
    """The representative with the newest invitation, or the choice of roles."""
    if refusal.representative_id is None:
        ctx.show(await _choice(ctx))
    else:
        ctx.show(await card(ctx, await access.representative(ctx.out, ctx.actor, refusal.representative_id)))


async def _hand_over(ctx: Context, made: Invited) -> None:
    """The link, shown this once: only the token's hash stays here."""
    link = links.start_link(ctx.out.county, rules.INVITATION + made.token)
    picture = await ctx.out.file("invitation.png", links.qr(link))
    ctx.show(_letter(ctx.t, made.invitation, link, picture), fresh=True)


def _letter(t: Translator, invitation: Invitation, link: str, picture: str) -> Screen:
    lines = [
        bold(t("✉️ Invitation: {office}", office=offices.office(t, invitation))),
        escape(link),
        t("Good until {moment}, for one person, once.", moment=t.moment(invitation.expires_at)),
        t("To join: open the link or scan the picture, press Start, and say yes."),
        t("To hand it over: send them this message or the link, and nobody else. Whoever uses it first has the role."),
    ]
    rows = [
        [Button(t("📋 Copy the link"), copy=link)],
        [Button(t("🗑 Call it off"), Revoke(invitation=invitation.id)), Button(t("👥 People"), Go(to="people"))],
    ]
    return Screen(join(list(lines), "\n\n"), rows, photo=picture)


@router.callback_query(ListInvitations.filter())
async def list_invitations(query: CallbackQuery, callback_data: ListInvitations, ctx: Context) -> None:
    """List the invitations that can still be used, first to expire."""
    ctx.show(await _open_ones(ctx, callback_data.page))


@opens(navigation.LIST + INVITATIONS)
async def show_invitations(ctx: Context, state: FSMContext, *, of: int = 0, words: str | None = None) -> None:
    """List the invitations that can still be used, as they left the list, or those for somebody called so."""
    ctx.show(await _open_ones(ctx, words=words))


async def _open_ones(ctx: Context, wanted: int | None = None, words: str | None = None) -> Screen:
    t, where = ctx.t, paging.reading(ctx.conversation, INVITATIONS, wanted, words)
    if where.words:
        every = await invitations.open_in(ctx.session, ctx.stations, ctx.now)
        page, found = where.cut(every, lambda one: _searched(t, one))
    else:
        page = where.page(await invitations.count_open(ctx.session, ctx.stations, ctx.now))
        found = list(await invitations.open_in(ctx.session, ctx.stations, ctx.now, page.size, page.skip))
    title = where.title(t, page, bold(t("✉️ Open invitations")))
    text = t("Press one to see it or to call it off.") if found else t("No invitation is open.")
    rows = column(
        [
            Button(
                t("{office} · until {day}", office=offices.office(t, one), day=t.day(one.expires_at)),
                OpenInvitation(invitation=one.id),
            )
            for one in found
        ]
    )
    rows += [page.turning(lambda number: ListInvitations(page=number)), where.keys(t, page)]
    rows.append([Button(t("➕ Invite"), Go(to="invite")), Button(t("⬅️ Back"), Go(to="people"))])
    return Screen(join([title, text]), rows)


def _searched(t: Translator, one: Invitation) -> str:
    """Text to look for an invitation in: the name on its own, which may be typed as it sounds, and all the words."""
    name = both_names(one.representative) if one.representative is not None else ""
    return f"{name} · {offices.office(t, one).plain}"


@after(InvitationNotFound)
async def show_open_ones(ctx: Context, state: FSMContext, refusal: InvitationNotFound) -> None:
    """List the invitations that can still be used, once one was asked for that cannot."""
    ctx.show(await _open_ones(ctx))


@router.callback_query(OpenInvitation.filter())
async def open_invitation(query: CallbackQuery, callback_data: OpenInvitation, ctx: Context) -> None:
    """Show who made it, for whom, until when."""
    invitation = await access.invitation(ctx.out, ctx.actor, callback_data.invitation)
    t = ctx.t
    by = await ctx.session.get(Person, invitation.created_by_id)
    lines = [
        bold(t("✉️ Invitation: {office}", office=offices.office(t, invitation))),
        t("Made by {name}, {moment}", name=person_name(t, by) if by else "–", moment=t.moment(invitation.created_at)),
        t("Good until {moment}, for one person, once.", moment=t.moment(invitation.expires_at)),
        t("The link itself is not kept here. If it got lost, call this one off and make another."),
    ]
    rows = [
        [Button(t("🗑 Call it off"), Revoke(invitation=invitation.id))],
        [Button(t("➕ Invite"), Go(to="invite")), Button(t("⬅️ Back"), _back())],
    ]
    ctx.show(Screen(join(list(lines), "\n\n"), rows))


def _back() -> ShowList:
    return ShowList(list=INVITATIONS, of=0, all=False)


@router.callback_query(Revoke.filter())
async def revoke(query: CallbackQuery, callback_data: Revoke, ctx: Context) -> None:
    """The link lets nobody in any more."""
    await actions.revoke(ctx.out, ctx.actor, callback_data.invitation)
    ctx.strip()
    ctx.toast(ctx.t("Called off: its link lets nobody in any more."))
    ctx.show(await _open_ones(ctx))
