"""Staff see who acts here, and who is still missing."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation, paging
from handlers.conversation.callbacks import Go, ShowList
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import after, opens
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import N_, Html, Translator, bold, join
from handlers.core.people import access, rules
from handlers.core.people.errors import NotAmongPeople
from handlers.people.callbacks import (
    MISSING,
    AskEnd,
    ListHolders,
    ListInvitations,
    ListLinks,
    OpenRepresentative,
)
from handlers.presentation import offices
from handlers.presentation.callbacks import OpenHolder
from handlers.presentation.names import both_names, person_name
from storage.models.people import Grant, Person
from storage.queries import invitations, people
from storage.vocabulary import Role

router = Router(name="people.staff")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))

HOLDERS = "holders"
"""The lists' name; which of them: the place among `HEADLINES`."""
A_PAGE = 7
"""Holders on a page: a line and a key each, with their office."""
HEADLINES = {
    Role.REPRESENTATIVE: N_("👤 Representatives who have joined"),
    Role.UNIT: N_("🏢 Unit officers"),
    Role.STAFF: N_("🗂 Staff"),
}
"""The roles that are listed, and what stands above them."""


@router.message(Command("people"))
async def people_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """Show who acts here."""
    await state.set_state(None)
    ctx.show(await overview(ctx))


@router.callback_query(Go.filter(F.to == "people"))
async def go_people(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """Show who acts here."""
    await state.set_state(None)
    ctx.show(await overview(ctx))


async def overview(ctx: Context) -> Screen:
    """Numbers of those who hold each role, of those missing, and of open invitations."""
    t, session, stations = ctx.t, ctx.session, ctx.stations
    representatives = await people.count_holders(session, stations, Role.REPRESENTATIVE)
    officers = await people.count_holders(session, stations, Role.UNIT)
    staff = await people.count_holders(session, stations, Role.STAFF)
    missing = await people.count_missing(session, stations)
    county = stations is None
    links = await invitations.count_open(session, stations, ctx.now)
    rows = [
        [Button(t.counted(t("👤 Representatives"), representatives), ListHolders(role=Role.REPRESENTATIVE, page=0))],
        [Button(t.counted(t("🏢 Unit officers"), officers), ListHolders(role=Role.UNIT, page=0))] if county else [],
        [Button(t.counted(t("🗂 Staff"), staff), ListHolders(role=Role.STAFF, page=0))],
        [Button(t.counted(t("💤 Not joined yet"), missing), ShowList(list=MISSING, of=0, all=True))],
        [Button(t.counted(t("✉️ Open invitations"), links), ListInvitations(page=0))],
        [Button(t("🔗 Links and QR codes"), ListLinks(page=0))],
        [Button(t("➕ Invite"), Go(to="invite")), Button(t("🏠 Home"), Go(to="home"))],
    ]
    where = t("Here you see who acts for {place}, and who is still missing.", place=scope(ctx))
    return Screen(join([bold(t("👥 People")), where]), rows)


def scope(ctx: Context) -> str:
    """Names of the stations whose people the one who speaks sees, or the whole county."""
    if ctx.stations is None:
        return ctx.t("the whole county")
    stations = [grant.station for grant in ctx.me.grants if grant.station is not None]
    return ctx.t.listed(ctx.t.named(station) for station in stations)


@after(NotAmongPeople)
async def show_who_is_there(ctx: Context, state: FSMContext, refusal: NotAmongPeople) -> None:
    """Show who acts here, once something was asked for that is not there, or not theirs to see."""
    ctx.show(await overview(ctx))


@router.callback_query(ListHolders.filter(F.role.in_(HEADLINES)))
async def list_holders(query: CallbackQuery, callback_data: ListHolders, ctx: Context, state: FSMContext) -> None:
    """List who holds a role, longest first."""
    await state.set_state(None)
    of = list(HEADLINES).index(callback_data.role)
    await _holders(ctx, paging.reading(ctx.conversation, HOLDERS, callback_data.page, of=of))


@opens(navigation.LIST + HOLDERS)
async def show_holders(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """List who holds a role, as they left the list, or who is called so."""
    await _holders(ctx, paging.reading(ctx.conversation, HOLDERS, words=words, of=of % len(HEADLINES)))


async def _holders(ctx: Context, where: paging.Reading) -> None:
    t, role = ctx.t, list(HEADLINES)[where.of]
    if where.words:
        every = await people.holders(ctx.session, ctx.stations, role)
        page, found = where.cut(every, lambda one: _searched(t, *one), A_PAGE)
    else:
        page = where.page(await people.count_holders(ctx.session, ctx.stations, role), A_PAGE)
        found = await people.holders(ctx.session, ctx.stations, role, page.size, page.skip)
    lines = [where.title(t, page, bold(t(HEADLINES[role]))), *(_line(t, grant, person) for grant, person in found)]
    if not found and not where.words:
        lines.append(t("Nobody yet. Invite the first one."))
    rows = column([Button(person_name(t, person), OpenHolder(grant=grant.id)) for grant, person in found])
    rows += [page.turning(lambda number: ListHolders(role=role, page=number)), where.keys(t, page)]
    rows.append([Button(t("➕ Invite"), Go(to="invite")), Button(t("⬅️ Back"), Go(to="people"))])
    ctx.show(Screen(join(list(lines)), rows))


def _searched(t: Translator, grant: Grant, person: Person) -> str:
    name = both_names(grant.representative) if grant.representative is not None else ""
    return f"{person_name(t, person)} · {name} · {offices.office(t, grant).plain}"


def _line(t: Translator, grant: Grant, person: Person) -> Html:
    line = t(
        "• {name}: {office}, since {day}",
        name=bold(person_name(t, person)),
        office=offices.office(t, grant),
        day=t.day(grant.granted_at),
    )
    return line if person.reachable else line + t(" · 🔕 cannot be reached")


@router.callback_query(OpenHolder.filter())
async def open_holder(query: CallbackQuery, callback_data: OpenHolder, ctx: Context) -> None:
    """Somebody who holds a role here."""
    ctx.show(holder_card(ctx, *await access.holder(ctx.out, ctx.actor, callback_data.grant)))


def holder_card(ctx: Context, opened: Grant, person: Person) -> Screen:
    """Card of somebody: their roles at these stations, each with the way to end it."""
    t = ctx.t
    theirs = [grant for grant in person.grants if rules.reaches(ctx.stations, rules.station_of(grant))]
    lines = [bold(person_name(t, person))]
    lines += [t("• {office}, since {day}", office=offices.office(t, one), day=t.day(one.granted_at)) for one in theirs]
    if person.reachable:
        lines.append(t("Can be reached here."))
    else:
        lines.append(t("🔕 Cannot be reached: they have blocked me, and miss what I tell them until they write again."))
    rows = [
        [Button(t("👤 Representative {name}", name=t.named(one.representative)), _representative(one))]
        for one in theirs
        if one.representative is not None
    ]
    rows += [[Button(t("🚪 End: {office}", office=offices.office(t, one)), AskEnd(grant=one.id))] for one in theirs]
    back = ShowList(list=HOLDERS, of=list(HEADLINES).index(opened.role), all=False)
    rows.append([Button(t("⬅️ Back"), back), Button(t("👥 People"), Go(to="people"))])
    return Screen(join(list(lines)), rows)


def _representative(grant: Grant) -> OpenRepresentative:
    return OpenRepresentative(representative=grant.representative_id or 0)
