"""Files people sent: asked for by the pseudo-method `fetchFile`, kept, and handed to the handlers as an update."""

import hashlib
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import orjson
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.api_client import LARGEST_DOWNLOAD, ApiSilent, BotApi, TooBig, Unreadable
from bot.delivery.error_policy import Ambiguous, Dead, Retry, SendResult, Sent, Unreachable, classify
from bot.delivery.result_writer import Job
from storage.queries import files

MAX_TRIES = 10

log = structlog.get_logger()


class Fetched(NamedTuple):
    """A file, or why there is none (`too_big`, `gone`)."""

    name: str
    content: bytes | None
    error: str | None

    def update(self, call_id: int, payload: str) -> str:
        """The internal update (JSON) that tells the handlers."""
        asked: dict[str, Any] = orjson.loads(payload)
        sha256 = hashlib.sha256(self.content).hexdigest() if self.content is not None else None
        fetched = {
            "topic": asked.get("topic"),
            "context": asked.get("context"),
            "sha256": sha256,
            "name": self.name,
            "error": self.error,
        }
        return orjson.dumps({"update_id": -call_id, "huiyin": {"fetched": fetched}}).decode()


def kept_content(file_id: int, name: str, content: bytes) -> Job:
    """Keep the content of a file of ours, with the outcome of the call that fetched it."""

    async def keep(session: AsyncSession, now: datetime) -> None:
        await files.keep(session, file_id, name, content, now)

    return keep


async def fetch(api: BotApi, payload: str, attempt: int) -> Fetched | SendResult:
    """Fetch the file, at most 20 MB or what the call says; a verdict where the call must be tried again."""
    asked: dict[str, Any] = orjson.loads(payload)
    at_most = min(asked.get("at_most", LARGEST_DOWNLOAD), LARGEST_DOWNLOAD)
    name = str(asked.get("name") or "")
    try:
        reply = await api.send("getFile", orjson.dumps({"file_id": asked["file_id"]}))
    except ApiSilent as error:
        return _again(classify("getFile", error, attempt), attempt, name)
    match classify("getFile", reply, attempt):
        case Sent(dict(info)):
            path = str(info.get("file_path", ""))
            name = name or PurePosixPath(path).name
            if int(info.get("file_size") or 0) > at_most:
                return Fetched(name, None, "too_big")
            return await _download(api, path, name, attempt)
        case Dead(reason):
            return Fetched(name, None, "too_big" if "too big" in reason.lower() else "gone")
        case Sent() | Unreachable():
            return Fetched(name, None, "gone")
        case other:
            return _again(other, attempt, name)


async def _download(api: BotApi, path: str, name: str, attempt: int) -> Fetched | SendResult:
    try:
        content = await api.download(path)
    except TooBig:
        return Fetched(name, None, "too_big")
    except Unreadable as error:
        log.error("a file cannot be fetched", reason=str(error))
        return Fetched(name, None, "gone")
    except ApiSilent as error:
        return _again(Ambiguous(str(error)), attempt, name)
    return Fetched(name, content, None if content is not None else "gone")


def _again(outcome: SendResult, attempt: int, name: str) -> Fetched | SendResult:
    """Fetching twice does no harm, so what is ambiguous is simply tried again, but not for ever."""
    if attempt >= MAX_TRIES and not isinstance(outcome, Retry):
        return Fetched(name, None, "gone")
    return Retry(outcome.reason) if isinstance(outcome, Ambiguous) else outcome
