"""Before any handler: who is this, may they speak now, and is this a place to talk."""

import orjson
from aiogram.enums import ContentType
from aiogram.methods import LeaveChat, SendMessage
from aiogram.types import Chat, ChatMemberUpdated, Message, Update, User
from sqlalchemy.orm.attributes import set_committed_value

from handlers.conversation.outgoing import Post
from handlers.conversation.screen import Screen
from handlers.conversation.state import talks
from handlers.conversation.texts import language_of, translator
from handlers.conversation.turn import Turn
from handlers.reminders.planning import plan_digest
from handlers.welcome.commands import set_menu
from storage import audit
from storage.models import Person
from storage.queries import people
from storage.vocabulary import Role

SERVICE = frozenset(
    {
        ContentType.PINNED_MESSAGE,
        ContentType.MESSAGE_AUTO_DELETE_TIMER_CHANGED,
        ContentType.CHAT_BACKGROUND_SET,
        ContentType.CONNECTED_WEBSITE,
        ContentType.WRITE_ACCESS_ALLOWED,
        ContentType.PROXIMITY_ALERT_TRIGGERED,
        ContentType.BOOST_ADDED,
    }
)
"""What Telegram notes in a chat: nobody said it, so nobody waits for an answer."""
FLOOD_MESSAGES = 40
"""So many messages ..."""
FLOOD_SECONDS = 10
"""... in so many seconds are read; what comes above is not taken, and the person is told once."""


async def arrive(update: Update, post: Post) -> Turn | None:
    """The turn of this update; None if there is nobody to answer or nothing more to say."""
    event = update.message or update.edited_message or update.callback_query
    source = event or update.my_chat_member
    user = source.from_user if source is not None else None
    chat = _chat_of(update)
    if user is None or chat is None or user.is_bot:
        return None
    if chat.type != "private":
        _leave(chat, update, user, post)
        return None
    if update.my_chat_member is not None:
        await _blocks(user, update.my_chat_member, post)
        return None
    conversation = talks.get().get(chat.id)
    if conversation is None or (isinstance(event, Message) and event.content_type in SERVICE):
        return None
    person = await _person(user, post)
    turn = Turn(post, person, conversation, event)
    if isinstance(event, Message) and update.message is not None and _floods(turn):
        return None
    return turn


def _chat_of(update: Update) -> Chat | None:
    if update.callback_query is not None:
        return update.callback_query.message.chat if update.callback_query.message else None
    event = update.message or update.edited_message or update.my_chat_member
    return event.chat if event is not None else None


def _leave(chat: Chat, update: Update, user: User, post: Post) -> None:
    """Opinions are private: in a group the bot says so and leaves, from a channel it leaves without a word."""
    member = update.my_chat_member
    if member is not None and member.new_chat_member.status not in ("member", "administrator"):
        return
    if chat.type != "channel":
        t = translator(language_of(user.language_code, post.place.default_language), post.place.zone)
        text = t("I talk in private chats only, so that what people write stays between them and their representative.")
        post.send(chat.id, SendMessage(chat_id=chat.id, text=text.plain))
    post.send(chat.id, LeaveChat(chat_id=chat.id))


async def _blocks(user: User, change: ChatMemberUpdated, post: Post) -> None:
    """Somebody whom we know blocks the bot, or lets it write again."""
    person = await people.by_telegram_id(post.session, user.id)
    if person is not None:
        person.reachable = change.new_chat_member.status != "kicked"


async def _person(user: User, post: Post) -> Person:
    """The person behind a Telegram account, made on first contact; name and language follow Telegram's."""
    person = await people.by_telegram_id(post.session, user.id)
    language = language_of(user.language_code, post.place.default_language)
    if person is None:
        person = Person(telegram_id=user.id, name=user.full_name, language=language, created_at=post.now)
        post.session.add(person)
        await post.session.flush()
        set_committed_value(person, "grants", [])
        set_committed_value(person, "area", None)
    if person.name != user.full_name:
        person.name = user.full_name
    if not person.language_chosen and person.language != language:
        person.language = language
        if person.grants:
            set_menu(post, person)
    if not person.reachable:
        person.reachable = True
    await _grant_admin(person, post)
    return person


async def _grant_admin(person: Person, post: Post) -> None:
    """Who stands in ADMIN_IDS is county staff."""
    if person.telegram_id not in post.place.admin_ids:
        return
    if any(grant.role is Role.STAFF and grant.station_id is None for grant in person.grants):
        return
    await people.grant(post.session, person, Role.STAFF, post.now)
    await plan_digest(post, person)
    await audit.note(
        post.session,
        at=post.now,
        actor_id=None,
        action="role.grant",
        subject=f"person:{person.id}",
        detail="county, by the settings",
    )
    set_menu(post, person)


def _floods(turn: Turn) -> bool:
    """True if this message comes too fast after many others; the person is told once."""
    heard: list[float] = orjson.loads(turn.conversation.heard)
    now = turn.now.timestamp()
    recent = [at for at in heard if now - at < FLOOD_SECONDS]
    if len(recent) > FLOOD_MESSAGES:
        return True
    turn.conversation.heard = orjson.dumps([*recent, now]).decode()
    if len(recent) < FLOOD_MESSAGES:
        return False
    text = turn.t(
        "That was very fast. I took in what came so far; please wait {seconds} seconds and send the rest again.",
        seconds=FLOOD_SECONDS,
    )
    turn.post.message(turn.chat_id, Screen(text))
    return True
