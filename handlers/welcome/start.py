"""The first word, and every deep link."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation
from handlers.conversation import opinion_drafts as drafts
from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import Html, bold, join
from handlers.core.people import links, personal
from handlers.core.people.rules import INVITATION
from handlers.presentation.commands import held, listed
from handlers.welcome.home import home
from handlers.welcome.language import OTHER_LANGUAGE, SetLanguage
from handlers.welcome.place import PickArea, ask_place, settled
from storage.models.directory import Representative, Station
from storage.queries import directory

router = Router(name="welcome.start")

PLACES = 6
"""At most so many of a representative's places are offered to choose one's own from: our own choice."""


@router.message(CommandStart(deep_link=True))
async def start_by_link(message: Message, command: CommandObject, ctx: Context, state: FSMContext) -> None:
    """A link or QR code: of an invitation, a representative, a station. An unknown one starts as usual."""
    payload = command.args or ""
    await state.set_state(None)
    if payload.startswith(INVITATION):
        await navigation.show("invitation", ctx, state, token=payload.removeprefix(INVITATION))
        return
    representative = await links.representative_meant(ctx.session, payload)
    station = await links.station_meant(ctx.session, payload)
    if representative is not None:
        await _from_representative(ctx, state, representative)
    elif station is not None:
        await _from_station(ctx, state, station)
    else:
        await _greet(ctx, state)


@router.message(CommandStart())
async def start(message: Message, ctx: Context, state: FSMContext) -> None:
    """The first word, or coming back."""
    await state.set_state(None)
    await _greet(ctx, state)


async def _greet(ctx: Context, state: FSMContext) -> None:
    """Show the home screen to who has a place, an office or a draft; tell a newcomer what this is."""
    if not _is_new(ctx):
        ctx.show(await home(ctx))
        return
    ctx.out.message(ctx.chat_id, _welcome(ctx))
    await ask_place(ctx, state)


def _is_new(ctx: Context) -> bool:
    return ctx.me.area is None and not ctx.me.grants and not drafts.of(ctx.conversation).parts


def _welcome(ctx: Context) -> Screen:
    t = ctx.t
    text = join(
        [
            bold(t("Huiyin: your line to your representative")),
            t("Write what should change where you live: words, photos, voice, a place."),
            t("Your representative answers, and you see each step until it is done."),
            t("Not satisfied? One tap, and it is looked at again."),
            t("🔒 Only those who handle your opinion read it; you may stay anonymous."),
        ]
    )
    language, label = OTHER_LANGUAGE[t.language]
    rows = [[Button(t("🔒 Privacy, in full"), Go(to="privacy")), Button(label, SetLanguage(language=language))]]
    return Screen(text, rows)


async def _from_representative(ctx: Context, state: FSMContext, representative: Representative) -> None:
    """A representative's QR code: sets the place where it is clear, and offers to write to them."""
    t, headline, keys = ctx.t, None, list[Button]()
    if _is_new(ctx):
        ctx.out.message(ctx.chat_id, _welcome(ctx))
    if ctx.me.area is None and len(representative.areas) == 1:
        headline = await _set_place(ctx, representative.areas[0].id)
    elif ctx.me.area is None and representative.areas:
        headline = t("📍 Which is your place? They sit for several.")
        keys = [Button(f"📍 {t.named(one)}", PickArea(area=one.id)) for one in representative.areas[:PLACES]]
    await navigation.show(
        "representative", ctx, state, representative=representative, headline=headline, keys=column(keys)
    )


async def _set_place(ctx: Context, area_id: int) -> Html:
    """From now on the person lives here; they are told."""
    area = await personal.settle(ctx.out, ctx.actor, area_id)
    return ctx.t("📍 The link has set your place: {place}. /place changes it.", place=bold(ctx.t.named(area)))


async def _from_station(ctx: Context, state: FSMContext, station: Station) -> None:
    """A station's QR code: sets the place to its area; who lives in a part of that may choose it."""
    t, headline = ctx.t, ctx.t("Welcome at {name}.", name=bold(ctx.t.named(station)))
    if ctx.me.area is not None:
        ctx.show(await home(ctx, headline))
        return
    if _is_new(ctx):
        ctx.out.message(ctx.chat_id, _welcome(ctx))
    place_set = await _set_place(ctx, station.area_id)
    if not await directory.count_below(ctx.session, station.area_id):
        ctx.show(await settled(ctx, headline=join([headline, place_set])))
        return
    nearer = t(
        "The link has set your place to its area. If your village is listed below that, choose it: so your nearest "
        "representative is found too."
    )
    await ask_place(ctx, state, headline=join([headline, nearer]), within=station.area_id)


@router.message(Command("help"))
async def help_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """Show what one can do here."""
    ctx.show(help_screen(ctx))


@router.callback_query(Go.filter(F.to == "help"))
async def go_help(query: CallbackQuery, ctx: Context) -> None:
    """Show what one can do here."""
    ctx.show(help_screen(ctx))


def help_screen(ctx: Context) -> Screen:
    """The commands a person has, by role."""
    t = ctx.t
    lines: list[str] = [
        bold(t("What you can do here")),
        t("Just write: I make an opinion of it, you look it over before it goes out."),
        t("To add something or answer a question, reply to any message about that opinion."),
        listed(t, held(ctx.me, desk=bool(ctx.out.county.desk_url))),
    ]
    return Screen(join(lines, "\n\n"), [[Button(t("🏠 Home"), Go(to="home"))]])
