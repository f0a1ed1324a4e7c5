"""Staff find a representative: to invite somebody for them, or to give them a picture."""

from collections.abc import Sequence
from dataclasses import replace

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation, paging
from handlers.conversation.callbacks import Go, ShowList
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen, column
from handlers.conversation.texts import Html, Translator, bold, join, shortened
from handlers.core.directory import sitting
from handlers.core.people import access, actions, rules
from handlers.core.people.links import LinkTo
from handlers.core.people.rules import Validity
from handlers.people.callbacks import (
    MISSING,
    AskPicture,
    InviteRepresentative,
    ListMissing,
    OpenRepresentative,
    RemovePicture,
    ShowLink,
)
from handlers.presentation.callbacks import ManagePage, OpenHolder, OpenSeated
from handlers.presentation.common_texts import words_needed
from handlers.presentation.names import beside_name, level_name, person_name
from handlers.presentation.seats import cares_for
from storage.models.directory import Representative
from storage.models.people import Invitation, Person
from storage.queries import directory, invitations, people, screening
from storage.queries.topics import Offered, active_topics
from storage.vocabulary import Role

router = Router(name="people.representatives")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))


SHOWN = 40
"""Characters of a searched name that the answer repeats: our own choice."""


class Looking(StatesGroup):
    """States of staff who are asked to type something."""

    name = State()


@router.callback_query(ListMissing.filter())
async def list_missing(query: CallbackQuery, callback_data: ListMissing, ctx: Context, state: FSMContext) -> None:
    """A page of those for whom nobody has joined, township first, or of those who are called as was typed."""
    where = paging.reading(ctx.conversation, MISSING, callback_data.page)
    await state.set_state(Looking.name if where.words else None)
    await (_named(ctx, where) if where.words else _missing(ctx, where))


@opens(navigation.LIST + MISSING)
async def show_missing(ctx: Context, state: FSMContext, *, of: int = 0, words: str | None = None) -> None:
    """The list as they left it, or for whom nobody has joined, or who is called so."""
    where = paging.reading(ctx.conversation, MISSING, words=words)
    await state.set_state(Looking.name if where.words else None)
    await (_named(ctx, where) if where.words else _missing(ctx, where))


async def _missing(ctx: Context, where: paging.Reading) -> None:
    t = ctx.t
    page = where.page(await people.count_missing(ctx.session, ctx.stations))
    found = await people.missing(ctx.session, ctx.stations, page.size, page.skip)
    title = page.title(t, bold(t("💤 Representatives who have not joined yet")))
    if found:
        text = t("Choose one to invite, or search for any by name.")
    elif await people.count_holders(ctx.session, ctx.stations, Role.REPRESENTATIVE):
        text = t("Everybody has joined. 🎉")
    else:
        text = t("No representative is listed yet. Once the directory is imported, they are here.")
    everybody = await directory.in_office(ctx.session, ctx.stations)
    rows = column([_key(t, one, everybody, joined=False) for one in found])
    rows.append(page.turning(lambda number: ListMissing(page=number)))
    rows.append([Button(t("🔤 Search by name"), Go(to="people-name"))])
    rows.append([Button(t("👥 People"), Go(to="people")), Button(t("🏠 Home"), Go(to="home"))])
    ctx.show(Screen(join([title, text]), rows))


def _key(t: Translator, one: Representative, found: Sequence[directory.Seat], *, joined: bool) -> Button:
    label = t("{name} · {level}", name=t.named(one), level=level_name(t, one)).plain + beside_name(t, one, found)
    return Button(
        shortened(label if joined else f"💤 {label}", LONGEST_LABEL), OpenRepresentative(representative=one.id)
    )


@router.callback_query(Go.filter(F.to == "people-name"))
async def ask_name(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """A name is typed next."""
    await state.set_state(Looking.name)
    _ask(ctx, ctx.t("Type the representative's name, in characters or pinyin, or a part of it."))


def _ask(ctx: Context, text: Html) -> None:
    ctx.show(Screen(text, [[Button(ctx.t("⬅️ Back"), ShowList(list=MISSING, of=0, all=True))]]))


@router.message(Looking.name, F.text, ~F.text.startswith("/"))
async def search_name(message: Message, ctx: Context, state: FSMContext) -> None:
    """List the representatives in office who are called so."""
    await _named(ctx, paging.reading(ctx.conversation, MISSING, words=message.text or ""))


@router.message(Looking.name, ~F.text)
async def only_words(message: Message, ctx: Context) -> None:
    """Asked for a name once more."""
    ctx.show(words_needed(ctx.t))


async def _named(ctx: Context, where: paging.Reading) -> None:
    """The same characters before what sounds alike, those who have not joined first."""
    t, typed = ctx.t, where.words
    named = await sitting.in_office_named(ctx.session, typed, ctx.stations) if typed else []
    if not named:
        _ask(ctx, t("No representative in office is called “{name}”. Try a part of the name.", name=typed))
        return
    joined = await screening.joined(ctx.session, [one.id for one in named])
    ordered = sorted(named, key=lambda one: (typed.lower() not in one.name.lower(), one.id in joined))
    page = where.page(len(ordered))
    found = await directory.representatives(ctx.session, [one.id for one in page.of(ordered)])
    rows = column([_key(t, one, named, joined=one.id in joined) for one in found])
    rows += [page.turning(lambda number: ListMissing(page=number)), where.keys(t, page)]
    rows.append([Button(t("⬅️ Back"), ShowList(list=MISSING, of=0, all=True))])
    text = t("Which one? 💤 has not joined yet. You can also type another name.")
    ctx.show(Screen(where.title(t, page, text), rows))


@router.callback_query(OpenRepresentative.filter())
async def open_representative(
    query: CallbackQuery, callback_data: OpenRepresentative, ctx: Context, state: FSMContext
) -> None:
    """A representative of these stations."""
    await state.set_state(None)
    one = await access.representative(ctx.out, ctx.actor, callback_data.representative)
    ctx.show(await card(ctx, one), fresh=one.picture is not None)


@router.callback_query(OpenSeated.filter())
async def open_seated(query: CallbackQuery, callback_data: OpenSeated, ctx: Context, state: FSMContext) -> None:
    """One who sits on a reception day and cannot be told: invited here, or called."""
    asked = callback_data
    await state.set_state(None)
    phone = await actions.look_up_phone(ctx.out, ctx.actor, asked.representative)
    one = await access.representative(ctx.out, ctx.actor, asked.representative)
    back = Button(ctx.t("⬅️ Back"), ManagePage(day=asked.day, page=asked.page))
    shown = await card(ctx, one, back)
    call = ctx.t("📞 {phone}", phone=phone) if phone else ctx.t("📞 The directory has no phone number of theirs.")
    ctx.show(replace(shown, text=join([shown.text, call])), fresh=one.picture is not None)


async def card(ctx: Context, one: Representative, back: Button | None = None) -> Screen:
    """Card of what is public, who reads for them here, and the ways on; `back`: to where one came from."""
    acting = await people.acting_for(ctx.session, one.id)
    newest = await invitations.newest_for(ctx.session, one.id)
    rows = _rows(ctx.t, one, newest, acting)
    back = back or Button(ctx.t("⬅️ Back"), ShowList(list=MISSING, of=0, all=False))
    rows.append([back, Button(ctx.t("👥 People"), Go(to="people"))])
    topics = await active_topics(ctx.session)
    return Screen(_facts(ctx, one, newest, acting, topics), rows, photo=one.picture)


def _facts(
    ctx: Context,
    one: Representative,
    newest: Invitation | None,
    acting: Sequence[Person],
    topics: Sequence[Offered],
) -> Html:
    t = ctx.t
    lines: list[str] = [
        bold(t.named(one)),
        t("Representative in the {level} congress", level=level_name(t, one)),
        t("Constituency: {name}", name=one.constituency),
        t("Liaison station: {name}", name=t.named(one.station)),
        cares_for(t, one, topics),
        *(_joined(t, person) for person in acting),
    ]
    if not acting:
        lines.append(t("💤 Nobody has joined yet."))
    if newest is not None and rules.validity(newest, ctx.now) is Validity.OPEN:
        lines.append(t("✉️ An invitation is open until {moment}.", moment=t.moment(newest.expires_at)))
    if not one.active:
        lines.append(t("No longer in office; new opinions go to others."))
    return join(lines)


def _joined(t: Translator, person: Person) -> Html:
    line = t("Has joined: {name}", name=person_name(t, person))
    return line if person.reachable else line + t(" · 🔕 cannot be reached")


def _rows(
    t: Translator, one: Representative, newest: Invitation | None, acting: Sequence[Person]
) -> list[list[Button]]:
    invite = InviteRepresentative(representative=one.id, last=newest.id if newest else 0)
    link = ShowLink(to=LinkTo.REPRESENTATIVE, number=one.id)
    rows = [[Button(t("✉️ Make an invitation"), invite)], [Button(t("🔗 Link and QR code"), link)]] if one.active else []
    rows += [
        [Button(person_name(t, person), OpenHolder(grant=grant.id))]
        for person in acting
        for grant in person.grants
        if grant.representative_id == one.id
    ]
    picture = [Button(t("🖼 Picture"), AskPicture(representative=one.id))]
    if one.picture is not None:
        picture.append(Button(t("🗑 Remove the picture"), RemovePicture(representative=one.id)))
    return [*rows, picture]
