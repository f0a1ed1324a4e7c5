"""Staff end somebody's role."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator, bold, join
from handlers.core.people import access, actions
from handlers.core.people.actions import Ended
from handlers.core.people.errors import RoleStays
from handlers.core.people.rules import Stays
from handlers.people.callbacks import AskEnd, EndRole, OpenRepresentative
from handlers.presentation import offices
from handlers.presentation.callbacks import OpenHolder
from handlers.presentation.names import person_name
from storage.models.people import Grant, Person
from storage.queries import opinions, people, referrals
from storage.stages import IN_HAND
from storage.vocabulary import Role, Stage

router = Router(name="people.ending")
router.callback_query.filter(HasRole(Role.STAFF))


@router.callback_query(AskEnd.filter())
async def ask(query: CallbackQuery, callback_data: AskEnd, ctx: Context) -> None:
    """Show what ending the role means, before it happens."""
    grant, person = await access.holder(ctx.out, ctx.actor, callback_data.grant)
    why_not = await actions.why_stays(ctx.out, grant, person)
    ctx.show(_question(ctx, grant, person) if why_not is None else _refusal(ctx.t, grant, person, why_not))


def _question(ctx: Context, grant: Grant, person: Person) -> Screen:
    t, role = ctx.t, offices.office(ctx.t, grant)
    if person.id == ctx.me.id:
        lines = [bold(t("🚪 End your own role as {office}?", office=role))]
    else:
        lines = [bold(t("🚪 End the role of {name} as {office}?", name=person_name(t, person), office=role))]
    lines += offices.what_ends(t, grant)
    rows = [[Button(t("Yes, end it"), EndRole(grant=grant.id))], [Button(t("⬅️ Back"), OpenHolder(grant=grant.id))]]
    return Screen(join(list(lines), "\n\n"), rows)


def _refusal(t: Translator, grant: Grant, person: Person, why_not: Stays) -> Screen:
    text = offices.stays(t, person, why_not)
    rows = [[Button(t("➕ Invite"), Go(to="invite")), Button(t("⬅️ Back"), OpenHolder(grant=grant.id))]]
    return Screen(text, rows)


@router.callback_query(EndRole.filter())
async def end(query: CallbackQuery, callback_data: EndRole, ctx: Context) -> None:
    """The role is ended, or the reason why it stays is shown."""
    try:
        ctx.show(await _result(ctx, await actions.end_role(ctx.out, ctx.actor, callback_data.grant)))
    except RoleStays as refused:
        grant, person = await access.holder(ctx.out, ctx.actor, callback_data.grant)
        ctx.show(_refusal(ctx.t, grant, person, refused.why))


async def _result(ctx: Context, ended: Ended) -> Screen:
    t, grant, called_off = ctx.t, ended.grant, ended.called_off
    who = {"name": person_name(t, ended.person), "office": offices.office(t, grant)}
    lines: list[Html] = [t("✅ {name} is no longer {office}.", **who)]
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
                name=t.named(one),
            )
        )
        label = t("👤 Representative {name}", name=t.named(one))
        rows.append([Button(label, OpenRepresentative(representative=one.id))])
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
