"""Updates as handlers get them: of what came only what is used, each part by itself.

What has no use is not read, and what cannot be read is left out: one odd field never costs the words beside it.
"""

import math
from bisect import bisect_left
from collections.abc import Callable, Mapping
from typing import Any

from aiogram import Bot
from aiogram.types import Update

from handlers.conversation.formatted import files_within, formatted
from handlers.conversation.split import units

Json = dict[str, Any]

SERVICE = frozenset(
    {
        "pinned_message",
        "message_auto_delete_timer_changed",
        "chat_background_set",
        "connected_website",
        "write_access_allowed",
        "proximity_alert_triggered",
        "boost_added",
    }
)
"""Notes of Telegram's own in a chat: nobody said them, so nobody waits for an answer."""
FILES = ("animation", "audio", "document", "video", "video_note", "voice")
UNUSED = {"file_unique_id": "", "width": 0, "height": 0, "length": 0, "duration": 0}
"""Facts of files that aiogram wants to know and we do not."""
BIGGEST_ID, BIGGEST = 2**31, 2**63
"""Of a message in a chat, and of any number that is kept."""
LONGEST_NAME = 130
"""Characters: Telegram takes 64 for each of somebody's two names."""
UNNAMED = "…"
"""Stands for whoever wrote what was forwarded, where that cannot be read."""


class Unreadable(ValueError):
    """Nothing can be made of an update: no object, or nobody's."""


def read(raw: Any, chat_id: int, bot: Bot) -> Update:
    """The update that was kept for a chat. Raises `Unreadable` where there is nobody to answer."""
    if not isinstance(raw, dict):
        raise Unreadable
    given = {kind: raw[kind] for kind in _KINDS if raw.get(kind) is not None}
    found = {kind: _KINDS[kind](part, chat_id) for kind, part in given.items() if isinstance(part, dict) and chat_id}
    if given and not found:
        raise Unreadable
    number = _number(raw.get("update_id"), BIGGEST)
    return Update.model_validate({"update_id": number or 0, **_given(found)}, context={"bot": bot})


def _message(raw: Json, chat_id: int) -> Json | None:
    if SERVICE & raw.keys() and not ({"text", "caption"} & raw.keys()):
        return None
    me = _person(raw.get("from"), raw.get("chat"), chat_id)
    made = {
        **_head(raw, chat_id),
        "from": me,
        **_words(raw, "text", "entities"),
        **_words(raw, "caption", "caption_entities"),
        **_contents(raw),
        "media_group_id": _string(raw.get("media_group_id")),
        "reply_to_message": _replied(raw.get("reply_to_message"), chat_id),
        "forward_origin": _origin(raw.get("forward_origin"), me),
        "quote": _quote(raw.get("quote")),
        "external_reply": _elsewhere(raw, me),
        "link_preview_options": _preview(raw.get("link_preview_options")),
        "rich_message": _shown_within(raw),
    }
    if "text" not in made and "caption" not in made:
        made["text"] = _string(formatted(raw))
    flags = {name: True for name in ("show_caption_above_media", "has_media_spoiler") if raw.get(name) is True}
    return _given(made | flags)


def _press(raw: Json, chat_id: int) -> Json:
    """Of the message under a button is used whether it is a text or a picture: keys and marks cost most to read."""
    shown = raw.get("message")
    message = {"message_id": 0, "date": 0, "chat": _chat(None, chat_id)}
    if isinstance(shown, dict):
        message = _head(shown, chat_id)
        if shown.get("date") == 0:  # too old to be changed
            message["date"] = 0
        else:
            message |= _given({"text": _string(shown.get("text")), "photo": _pictures(shown.get("photo"))})
    return _given(
        {
            "id": _string(raw.get("id")) or "",
            "chat_instance": "",
            "from": _person(raw.get("from"), None, chat_id),
            "message": message,
            "data": _string(raw.get("data")),
        }
    )


def _membership(raw: Json, chat_id: int) -> Json:
    """Of a member's new place is used whether it may write, or was shown the door."""
    now = raw.get("new_chat_member")
    status = now.get("status") if isinstance(now, dict) else None
    in_it = status in ("member", "administrator", "creator")
    me = _person(raw.get("from"), raw.get("chat"), chat_id) or {}
    new = {"status": "member" if in_it else "kicked" if status == "kicked" else "left", "user": me, "until_date": 0}
    old = {"status": "left", "user": me}
    who = {"chat": _chat(raw.get("chat"), chat_id), "from": me}
    return {**who, "date": 1, "old_chat_member": old, "new_chat_member": new}


_KINDS: Mapping[str, Callable[[Json, int], Json | None]] = {
    "message": _message,
    "edited_message": _message,
    "callback_query": _press,
    "my_chat_member": _membership,
}


def _given(fields: Mapping[str, Any]) -> Json:
    return {name: value for name, value in fields.items() if value is not None}


def _head(raw: Json, chat_id: int) -> Json:
    number = _number(raw.get("message_id"), BIGGEST_ID)
    return {"message_id": max(0, number or 0), "date": 1, "chat": _chat(raw.get("chat"), chat_id)}


def _chat(raw: Any, chat_id: int) -> Json:
    """The talk it belongs to was found as it came in; only people have numbers above zero."""
    kind = raw.get("type") if isinstance(raw, dict) and isinstance(raw.get("type"), str) else "group"
    return {"id": chat_id, "type": "private" if chat_id > 0 else kind}


def _person(raw: Any, chat: Any, chat_id: int) -> Json | None:
    """The one who spoke: in a private chat it can be nobody else."""
    raw = raw if isinstance(raw, dict) else {}
    number = chat_id if chat_id > 0 else _number(raw.get("id"), BIGGEST)
    if not number:
        return None
    first, last = (_name(raw.get(name)) for name in ("first_name", "last_name"))
    first = first or (_name(chat.get("first_name")) if isinstance(chat, dict) else None)
    language = _string(raw.get("language_code"))
    names = {"first_name": first or _name(raw.get("username")) or "", "last_name": last, "language_code": language}
    return _given({"id": number, "is_bot": raw.get("is_bot") is True, **names})


def _words(raw: Json, name: str, marks: str) -> Json:
    """A text and what is marked in it; a sign that no database takes is left out, and the marks move up."""
    text = raw.get(name)
    if not isinstance(text, str):
        return {}
    nothings = [units(text[:at]) for at, sign in enumerate(text) if sign == "\0"] if "\0" in text else []
    marked = [_mark(one, nothings) for one in raw[marks] if isinstance(one, dict)] if _is_list(raw.get(marks)) else []
    return _given({name: _string(text), marks: [mark for mark in marked if mark is not None] or None})


def _mark(raw: Json, nothings: list[int]) -> Json | None:
    kind = _string(raw.get("type"))
    at, length = (_number(raw.get(name), BIGGEST_ID) for name in ("offset", "length"))
    if not kind or at is None or not length or at < 0 or length < 0:
        return None
    start, end = (place - bisect_left(nothings, place) for place in (at, at + length))
    texts = {name: _string(raw.get(name)) for name in ("url", "language", "custom_emoji_id", "date_time_format")}
    more = {"unix_time": _number(raw.get("unix_time"), BIGGEST), "user": _person(raw.get("user"), None, 0)}
    return _given({"type": kind, "offset": start, "length": end - start, **texts, **more})


def _contents(raw: Json) -> Json:
    """Files, places and contacts in it."""
    live = raw.get("live_photo")
    pictures = _pictures(raw.get("photo")) or _pictures(live.get("photo") if isinstance(live, dict) else None)
    place, venue, contact = (_part(raw.get(name)) for name in ("location", "venue", "contact"))
    files = {kind: _file(raw.get(kind)) for kind in FILES if kind in raw}
    found = _given({"photo": pictures, "location": _place(place), **files})
    if (spot := _place(_part(venue.get("location")))) is not None:
        named = {name: _string(venue.get(name)) or "" for name in ("title", "address")}
        found["venue"] = {"location": spot, **named}
    names = {name: _string(contact.get(name)) or "" for name in ("phone_number", "first_name", "last_name")}
    return found | ({"contact": names} if any(names.values()) else {})


def _shown_within(raw: Json) -> Json | None:
    """The files between the words of a rich message, without the words."""
    shown = [(kind, _pictures(file) if kind == "photo" else _file(file)) for kind, file in files_within(raw)]
    blocks = [{"type": kind, kind: file} for kind, file in shown if file is not None]
    return {"blocks": blocks} if blocks else None


def _pictures(raw: Any) -> list[Json] | None:
    found = [_file(one) for one in raw] if _is_list(raw) else []
    return [one for one in found if one is not None] or None


def _file(raw: Any) -> Json | None:
    called = _string(_part(raw).get("file_id"))
    if not called:
        return None
    size = _number(raw.get("file_size"), BIGGEST)
    facts = {"file_size": size if size is not None and size >= 0 else None, "file_name": _string(raw.get("file_name"))}
    return _given({"file_id": called, **UNUSED, **facts})


def _place(raw: Json) -> Json | None:
    latitude, longitude = raw.get("latitude"), raw.get("longitude")
    if not (_is_degree(latitude, 90) and _is_degree(longitude, 180)):
        return None
    return {"latitude": latitude, "longitude": longitude}


def _is_degree(value: Any, most: int) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and math.isfinite(value) and abs(value) <= most


def _replied(raw: Any, chat_id: int) -> Json | None:
    """The message replied to: which one it is, no more."""
    return _head(raw, chat_id) if isinstance(raw, dict) else None


def _origin(raw: Any, me: Json | None) -> Json | None:
    """The author of what was forwarded; None if it is the sender's own: that would name who stays anonymous."""
    if not isinstance(raw, dict):
        return None if raw is None else _called(UNNAMED)
    chats = [_part(raw.get(name)) for name in ("chat", "sender_chat")]
    author, own = _part(raw.get("sender_user")), _full_name(me or {})
    if me is not None and author.get("id") == me["id"]:
        return None
    hidden = _name(raw.get("sender_user_name"))
    if hidden is not None and hidden == own:
        return None
    names = [*(_name(chat.get("title")) for chat in chats), _full_name(author), hidden]
    more = [_name(one.get("username")) for one in (*chats, author)]
    return _called(next(filter(None, (*names, *more)), UNNAMED))


def _called(name: str) -> Json:
    return {"type": "hidden_user", "date": 1, "sender_user_name": name}


def _full_name(raw: Json) -> str:
    return " ".join(filter(None, (_name(raw.get("first_name")), _name(raw.get("last_name")))))


def _quote(raw: Any) -> Json | None:
    text = _string(_part(raw).get("text"))
    return {"text": text, "position": 0} if text else None


def _elsewhere(raw: Json, me: Json | None) -> Json | None:
    """The post of another chat, or the story, that a reply is about: whose it is, and what it shows."""
    reply, story = raw.get("external_reply"), _part(raw.get("reply_to_story"))
    if isinstance(reply, dict):
        known = reply.get("origin") if isinstance(reply.get("origin"), dict) else {"chat": reply.get("chat")}
        origin = _origin(known, me)
        return {"origin": origin or _called(""), **_contents(reply)}
    return {"origin": _called(_name(_part(story.get("chat")).get("title")) or UNNAMED)} if story else None


def _preview(raw: Any) -> Json | None:
    flags = ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text")
    chosen = {name: raw[name] for name in flags if isinstance(_part(raw).get(name), bool)}
    return _given({**chosen, "url": _string(_part(raw).get("url"))}) or None


def _part(raw: Any) -> Json:
    return raw if isinstance(raw, dict) else {}


def _is_list(raw: Any) -> bool:
    return isinstance(raw, list)


def _string(raw: Any) -> str | None:
    return raw.replace("\0", "") if isinstance(raw, str) else None


def _name(raw: Any) -> str | None:
    """A name, in one line; None if it is none."""
    found = _string(raw)
    return (" ".join(found.split())[:LONGEST_NAME] or None) if found is not None else None


def _number(raw: Any, below: int) -> int | None:
    is_number = isinstance(raw, int) and not isinstance(raw, bool)
    return raw if is_number and -below <= raw < below else None
