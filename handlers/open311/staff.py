"""County staff give keys to other programs (Open311), and take them back."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation, paging
from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.filters import AboutOpinion, OfCounty
from handlers.conversation.navigation import opens
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen, column
from handlers.conversation.texts import bold, join, shortened
from handlers.core.open311 import actions
from handlers.core.open311.errors import KeyNotFound
from handlers.presentation.common_texts import words_needed
from storage.models.open311 import ApiKey
from storage.queries import open311

KEYS = "api-keys"
router = Router(name="open311.staff")
router.message.filter(OfCounty())
router.callback_query.filter(OfCounty())


class NamingKey(StatesGroup):
    """Typing the name of the program that gets a key."""

    name = State()


class KeyPage(CallbackData, prefix="okp"):
    """A page of the keys, from 0."""

    page: int


class NewKey(CallbackData, prefix="okn"):
    """Make a key: for which program?"""


class OpenKey(CallbackData, prefix="oko"):
    """A key as it is used."""

    key: int


class WithdrawKey(CallbackData, prefix="okw"):
    """Take it back; `sure`: asked once more."""

    key: int
    sure: bool


class LimitKey(CallbackData, prefix="okl"):
    """Let it be used so often a day."""

    key: int
    per_day: int


LIMITS = (100, 500, 2_000, 10_000)
"""Limits to choose from: our own choice. Any other one is typed at the desk."""


@router.message(Command("keys"))
async def keys_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """List the keys."""
    await show_list(ctx, state, words="")


@router.callback_query(KeyPage.filter())
async def turn(query: CallbackQuery, callback_data: KeyPage, ctx: Context, state: FSMContext) -> None:
    """A page of the keys; one below 0 is that which they left."""
    await state.set_state(None)
    await _list(ctx, paging.reading(ctx.conversation, KEYS, callback_data.page))


@opens(navigation.LIST + KEYS)
async def show_list(ctx: Context, state: FSMContext, *, of: int = 0, words: str | None = None) -> None:
    """The keys as they left them, or those of this name."""
    await state.set_state(None)
    await _list(ctx, paging.reading(ctx.conversation, KEYS, words=words))


async def _list(ctx: Context, where: paging.Reading) -> None:
    ctx.actor.require_county()
    t = ctx.t
    page, found = where.cut(await open311.keys(ctx.session), lambda one: one.name)
    head = where.title(t, page, bold(t("🔑 Keys of other programs (Open311)")))
    text = t("Each may send requests and ask what became of them. What is public needs no key.")
    address = ctx.out.county.open311_url
    where_to = (
        t("Address: {url}", url=address) if address else t("It is closed: the operator opens it with OPEN311_URL.")
    )
    keys = [Button(shortened(one.name, LONGEST_LABEL), OpenKey(key=one.id)) for one in found]
    turning = page.turning(lambda number: KeyPage(page=number))
    last = [Button(t("➕ New key"), NewKey()), Button(t("🏠 Home"), Go(to="home"))]
    ctx.show(Screen(join([head, text, where_to]), [*column(keys), turning, where.keys(t, page), last]))


@router.callback_query(NewKey.filter())
async def new_key(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """Ask which program it is for."""
    await state.set_state(NamingKey.name)
    text = ctx.t("Which program is the key for? Type its name, like “County hotline 12345”.")
    ctx.show(Screen(text, [[Button(ctx.t("⬅️ Back"), KeyPage(page=-1))]]))


@router.message(NamingKey.name, F.text, ~AboutOpinion(), ~F.text.startswith("/"))
async def named(message: Message, ctx: Context, state: FSMContext) -> None:
    """Make it, and show this once what the program sends."""
    made, secret = await actions.issue_key(ctx.out, ctx.actor, (message.text or "").strip())
    await state.set_state(None)
    t = ctx.t
    text = t(
        "🔑 {name} has a key. It is shown this once; give it to them by a safe way:\n{key}\n"
        "Up to {n} requests a day. Take it back here if it gets into other hands.",
        name=bold(made.name),
        key=secret,
        n=made.per_day,
    )
    ctx.show(Screen(text, [[Button(t("📋 Copy"), copy=secret)], [Button(t("🔑 Keys"), KeyPage(page=-1))]]))


@router.message(NamingKey.name, ~F.text)
async def only_words(message: Message, ctx: Context) -> None:
    """Asked for words once more."""
    ctx.show(words_needed(ctx.t))


@router.callback_query(OpenKey.filter())
async def open_key(query: CallbackQuery, callback_data: OpenKey, ctx: Context, state: FSMContext) -> None:
    """How it is used."""
    await state.set_state(None)
    _show_key(ctx, await _key(ctx, callback_data.key))


def _show_key(ctx: Context, one: ApiKey) -> None:
    t = ctx.t
    used = t("Sent today: {n} of {most}", n=_today(ctx, one), most=one.per_day)
    made = t("Made {day}", day=t.day(one.made_at))
    limits = [Button(t("{n} a day", n=n), LimitKey(key=one.id, per_day=n)) for n in LIMITS if n != one.per_day]
    rows = [limits, [Button(t("🚫 Take it back"), WithdrawKey(key=one.id, sure=False))]]
    ctx.show(Screen(join([bold(one.name), made, used]), [*rows, [Button(t("⬅️ Back"), KeyPage(page=-1))]]))


@router.callback_query(LimitKey.filter())
async def limit(query: CallbackQuery, callback_data: LimitKey, ctx: Context) -> None:
    """It may be used so often a day from now on."""
    one = await actions.limit_key(ctx.out, ctx.actor, callback_data.key, callback_data.per_day)
    ctx.toast(ctx.t("From now on up to {n} a day.", n=one.per_day))
    _show_key(ctx, one)


async def _key(ctx: Context, key_id: int) -> ApiKey:
    ctx.actor.require_county()
    found = await ctx.session.get(ApiKey, key_id)
    if found is None or found.ended_at is not None:
        raise KeyNotFound
    return found


def _today(ctx: Context, one: ApiKey) -> int:
    return one.used if one.used_on == ctx.now.astimezone(ctx.out.county.zone).date() else 0


@router.callback_query(WithdrawKey.filter())
async def withdraw(query: CallbackQuery, callback_data: WithdrawKey, ctx: Context, state: FSMContext) -> None:
    """Ask once more, then take it back."""
    t, one = ctx.t, await _key(ctx, callback_data.key)
    if not callback_data.sure:
        text = t("Take the key of {name} back? The program can send nothing more with it.", name=bold(one.name))
        sure = Button(t("🚫 Yes, take it back"), WithdrawKey(key=one.id, sure=True))
        ctx.show(Screen(text, [[sure], [Button(t("⬅️ Back"), OpenKey(key=one.id))]]))
        return
    await actions.withdraw_key(ctx.out, ctx.actor, one.id)
    ctx.toast(t("It opens nothing any more."))
    await show_list(ctx, state)
