"""Before any handler: who is this, may they speak now, and is this a place to talk."""

from datetime import timedelta

import orjson
from aiogram.methods import LeaveChat, SendMessage
from aiogram.types import Chat, ChatMemberUpdated, Message, Update, User

from handlers.conversation.context import Context
from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Screen
from handlers.conversation.state import talks
from handlers.conversation.texts import language_of, translator
from handlers.conversation.visible import is_seen
from handlers.core.people import actions
from storage.queries import people
from storage.vocabulary import Channel

FLOOD_MESSAGES = 40
"""So many messages ..."""
FLOOD_SECONDS = 10
"""... in so many seconds are read; what comes above is not taken, and the person is told once."""


async def arrive(update: Update, out: Outgoing) -> Context | None:
    """The turn of this update; None if there is nobody to answer or nothing more to say."""
    event = update.message or update.edited_message or update.callback_query
    source = event or update.my_chat_member
    user = source.from_user if source is not None else None
    chat = _chat_of(update)
    if user is None or chat is None or user.is_bot:
        return None
    if chat.type != "private":
        _leave(chat, update, user, out)
        return None
    if update.my_chat_member is not None:
        await _blocks(user, update.my_chat_member, out)
        return None
    conversation = talks.get().get(chat.id)
    if conversation is None:
        return None
    language = language_of(user.language_code, out.county.default_language)
    name = user.full_name if is_seen(user.full_name) else ""
    person = await actions.meet(out, Channel.TELEGRAM, str(user.id), user.id, name, language)
    ctx = Context(out, person, conversation, event)
    if isinstance(event, Message) and update.message is not None and _floods(ctx):
        return None
    return ctx


def _chat_of(update: Update) -> Chat | None:
    if update.callback_query is not None:
        return update.callback_query.message.chat if update.callback_query.message else None
    event = update.message or update.edited_message or update.my_chat_member
    return event.chat if event is not None else None


def _leave(chat: Chat, update: Update, user: User, out: Outgoing) -> None:
    """Opinions are private: in a group the bot says so and leaves, from a channel it leaves without a word."""
    member = update.my_chat_member
    if member is not None and member.new_chat_member.status not in ("member", "administrator"):
        return
    if chat.type != "channel":
        t = translator(language_of(user.language_code, out.county.default_language), out.county.zone)
        text = t("I talk in private chats only, so that what people write stays between them and their representative.")
        out.send(chat.id, SendMessage(chat_id=chat.id, text=text.plain))
    out.send(chat.id, LeaveChat(chat_id=chat.id))


async def _blocks(user: User, change: ChatMemberUpdated, out: Outgoing) -> None:
    """Somebody whom we know blocks the bot, or lets it write again."""
    person = await people.at_address(out.session, Channel.TELEGRAM, str(user.id))
    if person is not None:
        person.reachable = change.new_chat_member.status != "kicked"


def _floods(ctx: Context) -> bool:
    """True if this message comes too fast after many others; the person is told once."""
    heard: list[float] = orjson.loads(ctx.conversation.heard)
    now = ctx.now.timestamp()
    recent = [at for at in heard if now - at < FLOOD_SECONDS]
    if len(recent) > FLOOD_MESSAGES:
        return True
    ctx.conversation.heard = orjson.dumps([*recent, now]).decode()
    if len(recent) < FLOOD_MESSAGES:
        return False
    again = ctx.now.astimezone(ctx.out.county.zone) + timedelta(seconds=FLOOD_SECONDS + 1)
    text = ctx.t(
        "That was very fast. I took in what came so far, but not this message. You can go on from {time}: please "
        "send the rest then.",
        time=f"{again:%H:%M:%S}",
    )
    ctx.out.message(ctx.chat_id, Screen(text))
    return True
