"""Data that are kept about a person: told, shown, exported, erased."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.methods import SendDocument
from aiogram.types import CallbackQuery, Message, ReplyKeyboardRemove

from handlers.conversation import opinion_drafts as drafts
from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.screen import Button, Screen
from handlers.conversation.state import data_of, remember
from handlers.conversation.texts import bold, join
from handlers.core.people import personal
from handlers.core.people.errors import ActsForOthers
from handlers.presentation.common_texts import words
from handlers.welcome import personal_data

router = Router(name="welcome.privacy")


@router.message(Command("privacy"))
async def privacy_command(message: Message, ctx: Context) -> None:
    """The whole text, and what one can do about it."""
    ctx.show(_privacy(ctx))


@router.callback_query(Go.filter(F.to == "privacy"))
async def go_privacy(query: CallbackQuery, ctx: Context) -> None:
    """The whole text, and what one can do about it."""
    ctx.show(_privacy(ctx))


def _acts_for_others(ctx: Context) -> None:
    """Tell who holds a role why nothing is erased."""
    ctx.show(Screen(words(ActsForOthers(), ctx.t), [[Button(ctx.t("Back"), Go(to="privacy"))]]))


def _privacy(ctx: Context) -> Screen:
    t = ctx.t
    text = join(
        [
            bold(t("🔒 Privacy")),
            t("Kept: your Telegram name and number, your place, your language, and what you write here. Nothing else."),
            t(
                "Your name is kept encrypted. Who handles your opinion sees it, unless you send it anonymously: "
                "then nobody but you ever does, not even staff."
            ),
            t(
                "Your opinion is read by the staff who screen it and the representative who answers it. Every look at "
                "a name is written into a log that cannot be changed."
            ),
            t("An office that is asked to act reads it too, without your name."),
            t(
                "Staff may sum up in public what many wrote about, in words of their own: nobody's words, name or "
                "photo are in it. What you add to it with your voice only staff read."
            ),
            t("Photos and voice stay with Telegram; only their numbers are kept here."),
            t("You can see, export and erase what is yours at any time. Counts without names stay."),
        ],
        "\n\n",
    )
    rows = [
        [Button(t("👁 What is kept about me"), Go(to="kept"))],
        [Button(t("💾 Export"), Go(to="export")), Button(t("🗑 Erase"), Go(to="erase"))],
        [Button(t("🏠 Home"), Go(to="home"))],
    ]
    return Screen(text, rows)


@router.callback_query(Go.filter(F.to == "kept"))
async def what_is_kept(query: CallbackQuery, ctx: Context) -> None:
    """A short account of it."""
    t, me = ctx.t, ctx.me
    kept = await personal_data.everything(ctx)
    lines: list[str] = [
        bold(t("👁 What is kept about you")),
        t("Name: {name}", name=me.name or "–"),
        t("Telegram number: {number}", number=", ".join(one["id"] for one in kept["person"]["addresses"]) or "–"),
        t("Place: {place}", place=t.named(me.area) if me.area else "–"),
        t("Here since: {day}", day=t.day(me.created_at)),
        t.plural("{n} opinion", "{n} opinions", len(kept["opinions"])),
        t("Written and not sent yet: {words}", words=words) if (words := drafts.of(ctx.conversation).summary) else "",
    ]
    rows = [
        [Button(t("💾 Export"), Go(to="export")), Button(t("🗑 Erase"), Go(to="erase"))],
        [Button(t("Back"), Go(to="privacy"))],
    ]
    ctx.show(Screen(join(lines), rows))


@router.callback_query(Go.filter(F.to == "export"))
async def export(query: CallbackQuery, ctx: Context) -> None:
    """All of it, as a page to read and as data to take elsewhere."""
    t = ctx.t
    kept, written = await personal_data.everything(ctx), []
    for name, content in (
        ("huiyin.html", personal_data.as_page(t, kept)),
        ("huiyin.json", personal_data.as_json(kept)),
    ):
        document = await ctx.out.file(name, content)
        ctx.out.send(ctx.chat_id, SendDocument(chat_id=ctx.chat_id, document=document))
        written.append(document.removeprefix("blob:"))
    remember(ctx.conversation, exported=[*_exported(ctx), *written])
    ctx.toast(t("Here it comes: one file to read, one for machines."))


@router.callback_query(Go.filter(F.to == "erase"))
async def ask_erase(query: CallbackQuery, ctx: Context) -> None:
    """Show what erasing means, before it happens."""
    t = ctx.t
    if ctx.me.grants:
        _acts_for_others(ctx)
        return
    text = join(
        [
            bold(t("🗑 Erase everything of mine?")),
            t(
                "Open opinions are withdrawn. Your texts, photo numbers, name, place and Telegram number go. "
                "This cannot be undone."
            ),
            t("What stays: that there was an opinion, its topic, its dates and the answers given, without you."),
        ],
        "\n\n",
    )
    rows = [
        [Button(t("Yes, erase it all"), Go(to="erase-now"))],
        [Button(t("💾 Export first"), Go(to="export")), Button(t("Back"), Go(to="privacy"))],
    ]
    ctx.show(Screen(text, rows))


@router.callback_query(Go.filter(F.to == "erase-now"))
async def erase(query: CallbackQuery, ctx: Context) -> None:
    """It is gone; who had an open opinion of theirs is told that it was withdrawn."""
    chat_id, t = ctx.chat_id, ctx.t
    try:
        erased = await personal.erase(ctx.out, ctx.actor, _exported(ctx))
    except ActsForOthers:
        _acts_for_others(ctx)
        return
    ctx.out.calls = [call for call in ctx.out.calls if call.opinion_id not in erased]
    ctx.conversation.forget()
    ctx.strip()
    text = t("All that was yours here is erased. Should you come back one day, /start begins anew. Farewell!")
    ctx.out.message(chat_id, Screen(text, keyboard=ReplyKeyboardRemove()))


def _exported(ctx: Context) -> list[str]:
    """The SHA-256 of the files in which what is theirs was written out: they are forgotten with the rest."""
    return list(data_of(ctx.conversation).get("exported", []))
