"""The first word, and every deep link."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation
from handlers.conversation import opinion_drafts as drafts
from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import bold, join
from handlers.core.people import personal
from handlers.core.people.rules import INVITATION
from handlers.presentation.commands import held, listed
from handlers.welcome.home import home
from handlers.welcome.language import OTHER_LANGUAGE, SetLanguage
from handlers.welcome.place import ask_place
from storage.queries import directory

router = Router(name="welcome.start")

REPRESENTATIVE, STATION = "r_", "s_"
"""How a start link's payload begins, by what it is about; an invitation's: `INVITATION`."""


@router.message(CommandStart(deep_link=True))
async def start_by_link(message: Message, command: CommandObject, ctx: Context, state: FSMContext) -> None:
    """A link or QR code: of an invitation, a representative, a station. An unknown one starts as usual."""
    payload = command.args or ""
    await state.set_state(None)
    if payload.startswith(INVITATION):
        await navigation.show("invitation", ctx, state, token=payload.removeprefix(INVITATION))
        return
    if payload.startswith(REPRESENTATIVE) and await _from_representative(
        ctx, state, payload.removeprefix(REPRESENTATIVE)
    ):
        return
    if payload.startswith(STATION) and await _from_station(ctx, state, payload.removeprefix(STATION)):
        return
    await _greet(ctx, state)


@router.message(CommandStart())
async def start(message: Message, ctx: Context, state: FSMContext) -> None:
    """The first word, or coming back."""
    await state.set_state(None)
    await _greet(ctx, state)


async def _greet(ctx: Context, state: FSMContext) -> None:
    """Who has a place, an office or a draft gets the home screen; a newcomer learns what this is."""
    if ctx.me.area is not None or ctx.me.grants or drafts.of(ctx.conversation).parts:
        ctx.show(await home(ctx))
        return
    ctx.out.message(ctx.chat_id, _welcome(ctx))
    await ask_place(ctx, state)


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


async def _from_representative(ctx: Context, state: FSMContext, code: str) -> bool:
    """A representative's QR code: fixes the place where it is clear, and offers to write to them."""
    representative = await directory.representative_by_code(ctx.session, code)
    if representative is None or not representative.active:
        return False
    if ctx.me.area is None and len(representative.areas) == 1:
        await personal.settle(ctx.out, ctx.actor, representative.areas[0].id)
    await navigation.show("representative", ctx, state, representative=representative)
    return True


async def _from_station(ctx: Context, state: FSMContext, code: str) -> bool:
    """A station's QR code: the list opens at its area."""
    station = await directory.station_by_code(ctx.session, code)
    if station is None:
        return False
    t = ctx.t
    ctx.out.message(ctx.chat_id, _welcome(ctx))
    headline = t("Welcome at {name}.", name=bold(t.named(station)))
    await ask_place(ctx, state, headline=headline, within=station.area_id)
    return True


@router.message(Command("help"))
async def help_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """What one can do here."""
    ctx.show(help_screen(ctx))


@router.callback_query(Go.filter(F.to == "help"))
async def go_help(query: CallbackQuery, ctx: Context) -> None:
    """What one can do here."""
    ctx.show(help_screen(ctx))


def help_screen(ctx: Context) -> Screen:
    """The commands a person has, by role."""
    t = ctx.t
    lines: list[str] = [
        bold(t("What you can do here")),
        t("Just write: I make an opinion of it, you look it over before it goes out."),
        t("To add something or answer a question, reply to any message about that opinion."),
        listed(t, held(ctx.me)),
    ]
    return Screen(join(lines, "\n\n"), [[Button(t("🏠 Home"), Go(to="home"))]])
