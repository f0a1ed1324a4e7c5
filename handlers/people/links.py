"""Representatives and staff get the link to a representative or a station: to copy, as a picture, on paper."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.methods import SendDocument
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation, paging
from handlers.conversation.callbacks import Go, ShowList
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen, column
from handlers.conversation.texts import Html, Translator, bold, escape, join, shortened
from handlers.core.people import links
from handlers.core.people.links import Link, LinkTo
from handlers.people.callbacks import ListLinks, PrintLink, ShowLink
from handlers.presentation import links as presented
from handlers.presentation.names import level_name
from storage.models.directory import Representative, Station
from storage.queries import directory
from storage.vocabulary import Role

LINKS = "links"
"""The list's name."""

router = Router(name="people.links")
router.message.filter(HasRole(Role.REPRESENTATIVE, Role.STAFF))
router.callback_query.filter(HasRole(Role.REPRESENTATIVE, Role.STAFF))


@router.message(Command("link"))
async def link_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """The links one may have."""
    await state.set_state(None)
    ctx.show(await _choice(ctx, paging.reading(ctx.conversation, LINKS, 0)))


@router.callback_query(Go.filter(F.to == "links"))
async def go_links(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """The links one may have."""
    await state.set_state(None)
    ctx.show(await _choice(ctx, paging.reading(ctx.conversation, LINKS, 0)))


@router.callback_query(ListLinks.filter())
async def list_links(query: CallbackQuery, callback_data: ListLinks, ctx: Context, state: FSMContext) -> None:
    """The links one may have."""
    await state.set_state(None)
    ctx.show(await _choice(ctx, paging.reading(ctx.conversation, LINKS, callback_data.page)))


@opens(navigation.LIST + LINKS)
async def show_links(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """The links one may have, as they left the list, or what is called so."""
    ctx.show(await _choice(ctx, paging.reading(ctx.conversation, LINKS, words=words)))


async def _choice(ctx: Context, where: paging.Reading) -> Screen:
    """One's own representatives, then the stations in pages; staff find any other representative by name."""
    t, ids = ctx.t, None if ctx.actor.of_county else links.stations_of(ctx.actor)
    keys = [_key(f"👤 {t.named(one)}", LinkTo.REPRESENTATIVE, one.id) for one in ctx.representatives if one.active]
    stations = await directory.stations(ctx.session, ids)
    keys += [_key(f"🏠 {t.named(one)}", LinkTo.STATION, one.id) for one in stations]
    page, found = where.cut(keys, lambda key: str(key.label).partition(" ")[2])
    rows = [*column(found), page.turning(lambda to: ListLinks(page=to)), where.keys(t, page)]
    if ctx.has(Role.STAFF):
        rows.append([Button(t("🔤 A representative, by name"), Go(to="people-name"))])
    title = where.title(t, page, bold(t("🔗 Links and QR codes")))
    text = t("Whoever opens one comes here at once, with their place set. Whose do you want?")
    return Screen(join([title, text]), [*rows, [Button(t("🏠 Home"), Go(to="home"))]])


def _key(label: str, to: LinkTo, number: int) -> Button:
    return Button(shortened(label, LONGEST_LABEL), ShowLink(to=to, number=number))


async def _link(ctx: Context, to: LinkTo, number: int) -> Link:
    give = links.link_to_representative if to is LinkTo.REPRESENTATIVE else links.link_to_station
    return await give(ctx.out, ctx.actor, number)


@router.callback_query(ShowLink.filter())
async def show_link(query: CallbackQuery, callback_data: ShowLink, ctx: Context) -> None:
    """The link, to copy and as a picture."""
    t, link = ctx.t, await _link(ctx, callback_data.to, callback_data.number)
    address = presented.start_link(ctx.out.county, link.payload)
    lines = [
        bold(t("🔗 The link to {name}", name=t.named(link.to))),
        escape(address),
        _what_it_does(t, link.to),
        t("It is for everybody and stays good: put it up at the door, print it, send it into groups."),
    ]
    rows = [
        [Button(t("📋 Copy the link"), copy=address)],
        [Button(t("🖨 A sheet to print"), PrintLink(to=callback_data.to, number=callback_data.number))],
        [Button(t("🔗 Other links"), ShowList(list=LINKS, of=0, all=False)), Button(t("🏠 Home"), Go(to="home"))],
    ]
    picture = await ctx.out.file("link.png", presented.qr(address))
    ctx.show(Screen(join(list(lines), "\n\n"), rows, photo=picture), fresh=True)


def _what_it_does(t: Translator, to: Representative | Station) -> Html:
    if isinstance(to, Station):
        return t("Whoever opens it, or scans the picture, can write at once; their place is set to the station's.")
    return t("Whoever opens it, or scans the picture, can write to {name} at once.", name=t.named(to))


@router.callback_query(PrintLink.filter())
async def print_link(query: CallbackQuery, callback_data: PrintLink, ctx: Context) -> None:
    """The same on a sheet of paper (A4, PDF)."""
    link = await _link(ctx, callback_data.to, callback_data.number)
    t, address = presented.writer(ctx.t), presented.start_link(ctx.out.county, link.payload)
    to = link.to
    if isinstance(to, Station):
        title, facts = presented.written(t.named(to)), [presented.written(to.address or "")]
    else:
        title, facts = (
            presented.written(t.named(to)),
            [
                t("Representative in the {level} congress", level=level_name(t, to)).plain,
                t("Constituency: {name}", name=presented.written(to.constituency)).plain,
            ],
        )
    what_to_do = [
        t("Tell us what should change where you live."),
        t("1. Scan the picture with your phone. 2. Press Start. 3. Write."),
        t("You get an answer and see each step. You may stay anonymous."),
    ]
    document = await ctx.out.file("link.pdf", presented.sheet(address, title, facts, what_to_do))
    ctx.out.send(ctx.chat_id, SendDocument(chat_id=ctx.chat_id, document=document))
    ctx.toast(ctx.t("Here it comes: a sheet of A4 to print."))
