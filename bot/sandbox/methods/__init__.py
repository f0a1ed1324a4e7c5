"""The Bot API's methods; importing a module registers what it defines."""

from bot.sandbox.methods import chats, copies, edits, media, sends, settings

__all__ = ["chats", "copies", "edits", "media", "sends", "settings"]
