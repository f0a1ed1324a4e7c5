"""Looks that `doctor` takes. Each gives findings; none changes anything."""

import errno
import shutil
import stat
import tempfile
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import orjson
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot import backup_folder
from bot.api_client import ApiRefusal, ApiSilent, BotApi
from bot.keys import FILE, known_keys
from bot.proxy import BadProxy, Proxy
from bot.settings import Settings
from storage import migrations
from storage.crypto import Vault
from storage.engine import Database, open_database
from storage.migrations import Standing
from storage.queries import people

CLOCK_TOLERANCE = 5.0
"""Seconds by which our clock may differ from the Bot API's: our own choice."""
NAMES_READ = 1000
"""So many names are tried with the keys: our own choice."""
SPACE_NEEDED = 500 * 1024 * 1024
"""Free bytes, at least: our own choice."""
ROOM = "Make room: 500 MiB at least."
BACKUP_HOURS = 48
"""A backup older than this is told of: a night was missed. Our own choice."""
ASK_SECONDS = 5.0
"""So long the running bot is waited for: our own choice."""


class Finding(NamedTuple):
    """One thing looked at. `good`: True, False, or None for what is worth knowing."""

    what: str
    good: bool | None
    found: str
    do: str = ""


async def examine(settings: Settings) -> list[Finding]:
    """All findings, in the order in which they are best mended."""
    return [
        *_disks(settings),
        *_keys(settings),
        *await _database(settings),
        *_backups(settings),
        *await _running(settings),
        *await _telegram(settings),
    ]


def _disks(settings: Settings) -> list[Finding]:
    """Of DATA_DIR, and of a SQLite file that lies elsewhere."""
    address = make_url(settings.database_url.get_secret_value())
    folders = [settings.data_dir]
    if address.get_backend_name() == "sqlite" and address.database:
        folders.append(Path(address.database).parent)
    return [_disk(folder) for folder in dict.fromkeys(map(Path.resolve, folders))]


def _disk(named: Path) -> Finding:
    folder = named
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    found = f"{free // 1024**2} MiB free in {named}"
    try:
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(bytes(4096))
            trial.flush()
    except OSError as error:
        return Finding("disk", False, f"nothing can be written to {named}: {error.strerror}", _room_or_right(error))
    return Finding("disk", free >= SPACE_NEEDED, found, "" if free >= SPACE_NEEDED else ROOM)


def _room_or_right(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ROOM
    return "Let the bot's user write there; is the disk mounted read-only?"


def _keys(settings: Settings) -> list[Finding]:
    what = "encryption keys"
    if settings.encryption_keys:
        return [Finding(what, True, f"{len(settings.encryption_keys)} in ENCRYPTION_KEYS, the first one encrypts")]
    file = settings.data_dir / FILE
    address = make_url(settings.database_url.get_secret_value())
    if not file.exists() and address.get_backend_name() == "sqlite" and _exists(address.database):
        do = f"Put it back into {file}: without it the bot does not start once names are kept."
        return [Finding(what, False, "the key is missing, and there is a database already", do)]
    if not file.exists():
        return [Finding(what, None, "none yet", f"The first start makes one in {file}; back it up then.")]
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & 0o077:
        return [Finding(what, False, f"others may read {file} (mode {mode:o})", f"chmod 600 {file}")]
    try:
        Vault(known_keys(settings))
    except (OSError, ValueError):
        do = "Put your backup of it there; if it is lost, names that are kept stay unreadable."
        return [Finding(what, False, f"{file} holds no key that can be read", do)]
    return [Finding(what, None, f"kept in {file}", "Back it up apart from the database: without it names are lost.")]


async def _database(settings: Settings) -> list[Finding]:
    url = settings.database_url.get_secret_value()
    address = make_url(url)
    kind = address.get_backend_name()
    if kind == "sqlite" and not _exists(address.database):
        return [Finding("database", None, f"{address.database} is not there yet", "The first start makes it.")]
    database = open_database(url)
    try:
        standing = await migrations.standing(database)
        names = await _names(settings, database) if standing is Standing.CURRENT else []
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or type(error).__name__).splitlines()[0]
        return [
            Finding("database", False, reason, "Is it running, and does DATABASE_URL name it, its user, its password?")
        ]
    finally:
        await database.close()
    do = {
        Standing.CURRENT: "",
        Standing.BEHIND: "The next start brings it up; or run `python -m bot migrate up`.",
        Standing.AHEAD: "A newer release made it: run that one, or restore a backup.",
    }[standing]
    good = {Standing.CURRENT: True, Standing.BEHIND: None, Standing.AHEAD: False}[standing]
    schema = Finding("migrations", good, f"the schema is {standing}", do)
    return [Finding("database", True, f"{kind} answers"), schema, *names]


async def _names(settings: Settings, database: Database) -> list[Finding]:
    """Try the keys on the names that are kept: a sample, spread over all of them."""
    async with database.reading() as session:
        sealed = await people.sealed_names(session, NAMES_READ)
    try:
        vault = Vault(known_keys(settings))
    except (OSError, ValueError):
        vault = None
    lost = sum(vault is None or not vault.opens(name) for name in sealed)
    if not lost:
        return [Finding("names", True, f"{len(sealed)} looked at, all can be read")] if sealed else []
    do = "Put the key they were kept with behind the others in ENCRYPTION_KEYS, or back into DATA_DIR; then restart."
    return [Finding("names", False, f"{lost} of {len(sealed)} looked at cannot be read: no key opens them", do)]


def _exists(file: str | None) -> bool:
    return Path(file or "").is_file()


def _backups(settings: Settings) -> list[Finding]:
    """Age of the last backup, once there is something to back up."""
    address, into = make_url(settings.database_url.get_secret_value()), backup_folder.folder(settings)
    if address.get_backend_name() == "sqlite" and not _exists(address.database):
        return []
    do = "`python -m bot backup` makes one; deploy/huiyin-backup.timer does so each night."
    try:
        last = backup_folder.newest(settings)
    except OSError as error:
        return [Finding("backup", None, f"{into} cannot be read: {error.strerror}", do)]
    if last is None:
        return [Finding("backup", None, f"none in {into}", do)]
    file, at = last
    hours = (datetime.now(UTC) - at).total_seconds() / 3600
    age = f"{hours:.0f} hours" if hours < 72 else f"{hours / 24:.0f} days"
    if hours > BACKUP_HOURS:
        return [Finding("backup", None, f"the last one is {age} old ({file})", do)]
    return [Finding("backup", True, f"{age} old ({file})")]


async def _running(settings: Settings) -> list[Finding]:
    """The process that serves LISTEN_PORT, by its own word."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.listen_host, settings.listen_host)  # noqa: S104
    url = f"http://{host}:{settings.listen_port}/readyz"
    if not settings.listen_port:
        return []
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(ASK_SECONDS)) as http, http.get(url) as answer:
            shown = await answer.json()
            parts = {name: state for name, state in shown.items() if name != "ready"}
            told = [
                name if state is False else f"{name}: {state}" for name, state in parts.items() if state is not True
            ]
            ready = shown["ready"]
    except TimeoutError:
        return [Finding("running bot", False, f"is silent at {url}", "Look at its log; then restart it.")]
    except (aiohttp.ClientError, OSError, ValueError, KeyError, AttributeError):
        return [Finding("running bot", None, f"none answers at {url}")]
    if ready:
        return [Finding("running bot", True, "ready")]
    return [Finding("running bot", False, f"not ready ({', '.join(told)})", "Its log says why and what to do.")]


async def _telegram(settings: Settings) -> list[Finding]:
    try:
        proxy = settings.proxy()
    except BadProxy as fault:
        return [Finding("proxy", False, "its address cannot be used", str(fault))]
    async with BotApi(settings.bot_token.get_secret_value(), settings.bot_api_url, proxy) as api:
        try:
            body, date = await api.post("getMe", {})
            hook = await api.call("getWebhookInfo")
        except ApiRefusal as refusal:
            do = (
                "Copy BOT_TOKEN again from @BotFather."
                if refusal.code in (401, 404)
                else "Wait a little, then try again."
            )
            return [*_proxy(proxy), Finding("token", False, f"Telegram says: {refusal}", do)]
        except ApiSilent as silence:
            if proxy is not None:
                do = f"Does it run, take user and password of {proxy.set_by}, and let {settings.bot_api_url} through?"
                found = f"{proxy} does not lead to Telegram ({silence})"
                return [Finding("proxy", False, found, do), Finding("token", None, "could not be looked at")]
            do = f"Can this machine reach {settings.bot_api_url}? If only a proxy can, name it in PROXY_URL."
            return [Finding("token", False, f"no answer from the Bot API ({silence})", do)]
    me = orjson.loads(body)["result"]
    token = Finding("token", True, f"the bot is @{me['username']}")
    return [*_proxy(proxy), token, _clock(date), *_webhook(settings, hook)]


def _proxy(proxy: Proxy | None) -> list[Finding]:
    """Name the proxy that an answer has come through."""
    return [Finding("proxy", True, f"Telegram answers through {proxy}")] if proxy else []


def _clock(date: str) -> Finding:
    if not date:
        return Finding("clock", None, "the Bot API does not tell its time")
    off = time.time() - parsedate_to_datetime(date).timestamp()
    if abs(off) <= CLOCK_TOLERANCE:
        return Finding("clock", True, f"right to {CLOCK_TOLERANCE:.0f} seconds")
    way = "fast" if off > 0 else "slow"
    return Finding(
        "clock", False, f"{abs(off):.0f} seconds {way}", "Let the system keep its time by NTP: due days depend on it."
    )


def _webhook(settings: Settings, hook: dict[str, Any]) -> list[Finding]:
    url, wanted = hook.get("url") or "", settings.webhook_url or ""
    waiting = f"{hook.get('pending_update_count', 0)} updates wait at Telegram"
    if url == wanted:
        first = Finding("webhook", True, f"{'set as WEBHOOK_URL says' if wanted else 'none, the bot polls'}; {waiting}")
    else:
        first = Finding(
            "webhook", None, f"Telegram posts to {url or 'nobody'}; {waiting}", "The next start sets it right."
        )
    failed = hook.get("last_error_message")
    if not wanted or not failed:
        return [first]
    do = "Can Telegram reach WEBHOOK_URL from outside, on 443, 80, 88 or 8443, with a good certificate?"
    return [first, Finding("webhook", None, f"Telegram's last trouble: {failed}", do)]
