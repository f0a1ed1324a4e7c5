"""Chat numbers: how a talk is called inside, whatever its channel calls it."""

from storage.vocabulary import Channel

BLOCK = 2**52
"""So many chat numbers are a channel's own: channel n has those from n times this. Telegram's ids have at most 52
significant bits (https://core.telegram.org/bots/api#chat), so they are chat numbers as they stand."""
_CHANNELS = {channel.value: channel for channel in Channel}


def channel_of(chat_id: int) -> Channel:
    """The channel of a chat number; Telegram's are also those of its groups, below zero, and 0, which is no chat."""
    return _CHANNELS.get(chat_id // BLOCK, Channel.TELEGRAM)
