"""The methods by which a bot receives updates: getUpdates, and the webhook's settings."""

import asyncio
import re
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.api_call import ApiCall
from bot.sandbox.chats import BotAccount, Webhook
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.messages import Json
from bot.sandbox.update_queue import Stream
from bot.sandbox.world import World

MAX_POLL_SECONDS = 50
"""As in Telegram's own server (tdlib/telegram-bot-api)."""
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class UpdateReceiver:
    """Long polls and webhook settings of every bot of a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.webhook_set = asyncio.Event()
        self._polls: dict[int, asyncio.Future[None]] = {}
        self._closed = False

    def close(self) -> None:
        """Let every waiting poll return empty."""
        self._closed = True
        for poll in self._polls.values():
            if not poll.done():
                poll.set_result(None)

    async def get_updates(self, call: ApiCall) -> list[Json]:
        """Updates from `offset` on, waited for up to `timeout` real seconds; a newer poll ends an older with 409."""
        bot, params = call.bot, call.params
        if bot.webhook is not None:
            raise ApiError(
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
                409,
            )
        self.world.listens(bot, listening=True)
        older = self._polls.get(bot.id)
        if older is not None and not older.done():
            description = "terminated by other getUpdates request; make sure that only one bot instance is running"
            older.set_exception(ApiError(f"Conflict: {description}", 409))
        _remember_allowed(call)
        offset = params.integer("offset", 0) or 0
        limit = min(max(params.integer("limit", 100) or 100, 1), 100)
        seconds = min(max(params.integer("timeout", 0) or 0, 0), MAX_POLL_SECONDS)
        updates = self._fetch(bot, offset, limit)
        if not updates and seconds and not self._closed:
            await self._wait(bot, seconds)
            updates = self._fetch(bot, max(offset, 0), limit)
        return [update.json() for update in updates]

    def _fetch(self, bot: BotAccount, offset: int, limit: int) -> list[Any]:
        waiting = len(bot.updates.pending)
        updates = bot.updates.fetch(offset, limit)
        if len(bot.updates.pending) != waiting:
            self.world.changes.tell("acknowledged")
        return updates

    async def _wait(self, bot: BotAccount, seconds: int) -> None:
        poll: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._polls[bot.id] = poll

        def wake(_stream: Stream) -> None:
            if not poll.done():
                poll.set_result(None)

        bot.updates.arrived = wake
        try:
            await asyncio.wait_for(poll, seconds)
        except TimeoutError:
            pass
        finally:
            if self._polls.get(bot.id) is poll:
                del self._polls[bot.id]

    def set_webhook(self, call: ApiCall) -> bool:
        """Post updates to `url` from now on; an empty url ends that. Plain http is allowed to loopback only."""
        params = call.params
        url, secret = params.text("url"), params.text("secret_token") or None
        if not url:
            return self.delete_webhook(call)
        parts = urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not _SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        if params.flag("drop_pending_updates"):
            call.bot.updates.forget([*call.bot.updates.pending])
        _remember_allowed(call)
        connections = min(max(params.integer("max_connections", 40) or 40, 1), 100)
        call.bot.webhook = Webhook(url, secret, connections)
        self.world.listens(call.bot, listening=True)
        poll = self._polls.get(call.bot.id)
        if poll is not None and not poll.done():
            poll.set_exception(ApiError("Conflict: terminated by setWebhook request", 409))
        self.webhook_set.set()
        return True

    def delete_webhook(self, call: ApiCall) -> bool:
        """Keep updates for getUpdates again."""
        if call.params.flag("drop_pending_updates"):
            call.bot.updates.forget([*call.bot.updates.pending])
        call.bot.webhook = None
        return True

    def get_webhook_info(self, call: ApiCall) -> Json:
        """The settings, how many updates wait and what went wrong last."""
        hook, queue = call.bot.webhook, call.bot.updates
        info: Json = {
            "url": hook.url if hook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(queue.pending),
        }
        if hook:
            info["max_connections"] = hook.max_connections
            if hook.last_error:
                info |= {"last_error_date": hook.last_error_date, "last_error_message": hook.last_error}
        if queue.allowed:
            info["allowed_updates"] = sorted(queue.allowed)
        return info


def _remember_allowed(call: ApiCall) -> None:
    if "allowed_updates" not in call.params.values:
        return
    kinds = call.params.json("allowed_updates")
    if kinds is not None and not isinstance(kinds, list):
        raise bad_request("can't parse allowed updates JSON object")
    call.bot.updates.allowed = frozenset(map(str, kinds)) if kinds else None
