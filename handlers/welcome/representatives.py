"""Who represents me."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import Translator, bold, join
from handlers.core.directory import search
from handlers.presentation.callbacks import WriteTo
from handlers.presentation.names import level_name
from handlers.welcome.place import ask_place
from storage.models.directory import Representative

router = Router(name="welcome.representatives")


class ShowRepresentative(CallbackData, prefix="sr"):
    """Tell me about this one."""

    representative: int


@router.message(Command("representatives"))
async def representatives_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """Who represents the person's place."""
    await _list(ctx, state)


@router.callback_query(Go.filter(F.to == "representatives"))
async def go_representatives(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """Who represents the person's place."""
    await _list(ctx, state)


async def _list(ctx: Context, state: FSMContext) -> None:
    t, area = ctx.t, ctx.me.area
    if area is None:
        await ask_place(ctx, state, then="representatives", headline=t("Your place decides who represents you."))
        return
    found = await search.representatives_of(ctx.session, area.id)
    station = await search.station_of(ctx.session, area.id)
    lines: list[str] = [t("👤 Who represents {place}", place=bold(t.named(area)))]
    if not found:
        lines.append(t("Nobody is listed for it yet; your liaison station will find who is responsible."))
    if station is not None:
        lines.append(_station(t, t.named(station), station.address, station.phone))
    rows = column([_button(t, one) for one in found])
    rows.append([Button(t("📍 My place"), Go(to="place")), Button(t("🏠 Home"), Go(to="home"))])
    ctx.show(Screen(join(lines, "\n\n"), rows))


def _button(t: Translator, one: Representative) -> Button:
    label = t("{name} · {level}", name=one.name, level=level_name(t, one))
    return Button(label, ShowRepresentative(representative=one.id))


def _station(t: Translator, name: str, address: str | None, phone: str | None) -> str:
    return t("Liaison station: {name}", name=" · ".join(filter(None, (name, address, phone))))


@router.callback_query(ShowRepresentative.filter())
async def show_representative(query: CallbackQuery, callback_data: ShowRepresentative, ctx: Context) -> None:
    """One of them, with their picture."""
    representative = await ctx.session.get(Representative, callback_data.representative)
    if representative is None:
        ctx.toast(ctx.t("They are no longer in our list."), alert=True)
        return
    ctx.show(card(ctx.t, representative), fresh=representative.picture is not None)


def card(t: Translator, representative: Representative, *, first: bool = False) -> Screen:
    """What is public about a representative, and the way to write to them. `first`: the place is still to be asked."""
    lines: list[str] = [
        bold(representative.name),
        t("Representative in the {level} congress", level=level_name(t, representative)),
        t("Constituency: {name}", name=representative.constituency),
        t("Liaison station: {name}", name=t.named(representative.station)),
    ]
    if not representative.active:
        lines.append(t("No longer in office; new opinions go to others."))
        return Screen(join(lines), [[Button(t("👤 My representatives"), Go(to="representatives"))]])
    rows = [[Button(t("✍️ Write to {name}", name=representative.name), WriteTo(representative=representative.id))]]
    rows.append([Button(t("📍 My place"), Go(to="place"))] if first else [Button(t("🏠 Home"), Go(to="home"))])
    return Screen(join(lines), rows, photo=representative.picture)
