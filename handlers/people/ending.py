"""Staff end somebody's role."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator, bold, join
from handlers.core.people import rules
from handlers.core.people.rules import Stays
from handlers.core.roles import stations_of
from handlers.people.callbacks import AskEnd, EndRole, OpenHolder, OpenRepresentative
from handlers.people.log import noted
from handlers.people.staff import gone, name, overview
from handlers.presentation import offices
from handlers.presentation.commands import set_menu
from storage.models.people import Grant, Person
from storage.queries import invitations, opinions, people, referrals
from storage.stages import IN_HAND
from storage.vocabulary import Channel, Role, Stage

router = Router(name="people.ending")
router.callback_query.filter(HasRole(Role.STAFF))


@router.callback_query(AskEnd.filter())
async def ask(query: CallbackQuery, callback_data: AskEnd, ctx: Context) -> None:
    """What ending the role means, before it happens."""
    found = await people.holder(ctx.session, ctx.stations, callback_data.grant)
    if found is None:
        gone(ctx, await overview(ctx))
        return
    grant, person = found
    why_not = await _stays(ctx, grant, person)
    ctx.show(_question(ctx, grant, person) if why_not is None else _refusal(ctx.t, grant, person, why_not))


async def _stays(ctx: Context, grant: Grant, person: Person) -> Stays | None:
    by_settings = await _is_named_in_settings(ctx, person)
    return rules.stays(grant, by_settings=by_settings, county_staff=await people.county_staff(ctx.session))


async def _is_named_in_settings(ctx: Context, person: Person) -> bool:
    """Whether a Telegram account of theirs stands in ADMIN_IDS."""
    accounts = await people.addresses(ctx.session, person.id)
    admins = ctx.out.county.admin_ids
    return any(one.channel is Channel.TELEGRAM and int(one.external_id) in admins for one in accounts)


def _question(ctx: Context, grant: Grant, person: Person) -> Screen:
    t, role = ctx.t, offices.office(ctx.t, grant)
    if person.id == ctx.me.id:
        lines = [bold(t("🚪 End your own role as {office}?", office=role))]
    else:
        lines = [bold(t("🚪 End the role of {name} as {office}?", name=name(t, person), office=role))]
    if grant.representative is not None:
        lines.append(t("They can then no longer read or answer the cases of {name}.", name=grant.representative.name))
    elif grant.unit is not None:
        lines.append(t("They can then no longer read or reply to what is with {unit}.", unit=t.named(grant.unit)))
    else:
        lines.append(t("They can then no longer screen, assign or invite; their open invitations are called off."))
    lines.append(t("What they did stays on record, and they are told. You can invite them again at any time."))
    rows = [[Button(t("Yes, end it"), EndRole(grant=grant.id))], [Button(t("⬅️ Back"), OpenHolder(grant=grant.id))]]
    return Screen(join(list(lines), "\n\n"), rows)


def _refusal(t: Translator, grant: Grant, person: Person, why_not: Stays) -> Screen:
    if why_not is Stays.BY_SETTINGS:
        text = t(
            "{name} is staff of the county office by the operator's settings, so I cannot end that: it would be back "
            "with their next message. Ask the operator to take their number out of ADMIN_IDS first.",
            name=bold(name(t, person)),
        )
    else:
        text = t(
            "{name} is the last one in the county office: nobody would be left to invite anybody. "
            "Invite somebody else to the county office first.",
            name=bold(name(t, person)),
        )
    rows = [[Button(t("➕ Invite"), Go(to="invite")), Button(t("⬅️ Back"), OpenHolder(grant=grant.id))]]
    return Screen(text, rows)


@router.callback_query(EndRole.filter())
async def end(query: CallbackQuery, callback_data: EndRole, ctx: Context) -> None:
    """The role is ended: written down, their menu set anew, they are told."""
    found = await people.holder(ctx.session, ctx.stations, callback_data.grant)
    if found is None:
        gone(ctx, await overview(ctx))
        return
    grant, person = found
    why_not = await _stays(ctx, grant, person)
    if why_not is not None:
        ctx.show(_refusal(ctx.t, grant, person, why_not))
        return
    if not await people.end(ctx.session, person, grant.id, ctx.now):
        gone(ctx, await overview(ctx))
        return
    await noted(ctx, "role.end", f"person:{person.id}", rules.key(grant))
    called_off = await _call_off_invitations(ctx, person)
    ctx.tell_all([person], lambda t: _farewell(t, grant))
    set_menu(ctx.out, person)
    ctx.show(await _result(ctx, grant, person, called_off))


async def _call_off_invitations(ctx: Context, person: Person) -> int:
    """What they invited people to and could not any more is called off, so that no link of theirs lets anybody in."""
    stations, count = stations_of(person.grants), 0
    for invitation in await invitations.made_by(ctx.session, person.id, ctx.now):
        if rules.reaches(stations, rules.station_of(invitation)):
            continue
        if await invitations.revoke(ctx.session, invitation.id, ctx.now):
            count += 1
            await noted(ctx, "invitation.revoke", f"invitation:{invitation.id}", rules.key(invitation))
    return count


def _farewell(t: Translator, grant: Grant) -> Screen:
    text = join(
        [
            t("Your role as {office} has ended. Thank you for your work.", office=offices.office(t, grant)),
            t("What you did in it stays on record. You can go on writing opinions of your own, and /privacy is yours."),
        ]
    )
    return Screen(text, [[Button(t("🏠 Home"), Go(to="home"))]])


async def _result(ctx: Context, grant: Grant, person: Person, called_off: int) -> Screen:
    t = ctx.t
    lines: list[Html] = [t("✅ {name} is no longer {office}.", name=name(t, person), office=offices.office(t, grant))]
    if called_off:
        lines.append(
            t.plural(
                "{n} open invitation of theirs was called off.",
                "{n} open invitations of theirs were called off.",
                called_off,
            )
        )
    rows = []
    one = grant.representative
    if one is not None and not await people.acting_for(ctx.session, one.id):
        n = await opinions.count_of_representatives(ctx.session, [one.id], IN_HAND)
        lines.append(
            t.plural(
                "💤 Nobody reads for {name} now; {n} open case waits.",
                "💤 Nobody reads for {name} now; {n} open cases wait.",
                n,
                name=one.name,
            )
        )
        rows.append([Button(t("👤 Representative {name}", name=one.name), OpenRepresentative(representative=one.id))])
    unit = grant.unit
    if unit is not None and not await people.officers_of(ctx.session, unit.id):
        n = await referrals.count_with(ctx.session, [unit.id], [Stage.REFERRED])
        lines.append(
            t.plural(
                "💤 Nobody reads for {name} now; {n} open case waits.",
                "💤 Nobody reads for {name} now; {n} open cases wait.",
                n,
                name=t.named(unit),
            )
        )
    last = [Button(t("👥 People"), Go(to="people"))] if ctx.has(Role.STAFF) else []
    return Screen(join(list(lines)), [*rows, [*last, Button(t("🏠 Home"), Go(to="home"))]])
