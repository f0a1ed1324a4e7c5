"""Conditions for a process to run: keys, an unshared database at the right schema, a known token."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import NamedTuple

import structlog
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.api_client import ApiRefusal, ApiSilent, BotApi
from bot.backoff import backoff, pause
from bot.keys import FILE, encryption_keys, known_keys
from bot.proxy import BadProxy
from bot.settings import Settings
from storage import crypto, migrations
from storage.engine import Database, open_database
from storage.lease import AlreadyRunning, lock_file
from storage.queries import people
from storage.trouble import Trouble, trouble_of

log = structlog.get_logger()


class StartFault(Exception):
    """The process cannot run; the message says what to do about it, in one line."""


class Identity(NamedTuple):
    """The bot the token belongs to."""

    bot_id: int
    username: str


KEY_MISSING = (
    "DATA_DIR: {file} is missing, and the database holds names that were kept with it: put your backup there, or the "
    "key into ENCRYPTION_KEYS. If it is lost for good, set ENCRYPTION_KEYS to a new one: names so far stay unreadable."
)
TOKEN_REFUSED = "BOT_TOKEN: Telegram does not know this token. Copy it again from @BotFather, or make a new one there."  # noqa: S105


async def install_keys(settings: Settings, database: Database) -> None:
    """Make names and phone numbers readable; the first start makes a key. `database` has its schema.

    Raises `StartFault`, also where no key is known and names are kept: a new one would open none of them.
    """
    try:
        if not known_keys(settings):
            async with database.reading() as session:
                if await people.any_sealed(session):
                    raise StartFault(KEY_MISSING.format(file=settings.data_dir / FILE))
        crypto.install(encryption_keys(settings))
    except OSError as error:
        raise StartFault(f"DATA_DIR: cannot keep the encryption key in {settings.data_dir}: {error.strerror}") from None
    except ValueError:
        raise StartFault(f"{settings.data_dir}/encryption.key holds no Fernet key; put your backup back.") from None


async def open_ready(settings: Settings, closing: AsyncExitStack, stopped: asyncio.Event) -> Database:
    """The database, kept from others if it is a file, its schema brought up.

    Another program's lock is waited for, until `stopped`. Raises `StartFault`.
    """
    url = settings.database_url.get_secret_value()
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        _lock(Path(address.database or ""), closing)
    database = open_database(url)
    closing.push_async_callback(database.close)
    while not stopped.is_set():
        try:
            await _bring_up(database, url)
            break
        except SQLAlchemyError as error:
            if trouble_of(error) is Trouble.LOCKED:
                log.warning("Another program holds the lock of the database's file: waiting for it.")
                continue
            reason = str(getattr(error, "orig", None) or type(error).__name__).splitlines()[0]
            raise StartFault(f"DATABASE_URL: the database cannot be used: {reason}") from None
    return database


async def _bring_up(database: Database, url: str) -> None:
    try:
        if await migrations.make_current(database, url):
            log.info("The database's schema was brought up to this release.", revision=migrations.HEAD)
    except migrations.DatabaseAhead as error:
        raise StartFault(f"DATABASE_URL: {error}. Run the newer release, or restore a backup.") from None


def _lock(file: Path, closing: AsyncExitStack) -> None:
    try:
        closing.enter_context(lock_file(file))
    except AlreadyRunning as error:
        raise StartFault(f"{error}. Stop that one first, or give this one another DATA_DIR.") from None
    except OSError as error:
        raise StartFault(f"DATABASE_URL: cannot write beside {file}: {error.strerror}") from None


def bot_api(settings: Settings) -> BotApi:
    """The way to Telegram, through a proxy where one is set. Raises `StartFault`."""
    try:
        proxy = settings.proxy()
    except BadProxy as fault:
        raise StartFault(str(fault)) from None
    if proxy is not None:
        log.info("Telegram is reached through a proxy.", proxy=str(proxy))
    return BotApi(settings.bot_token.get_secret_value(), settings.bot_api_url, proxy)


async def identify(api: BotApi, stopped: asyncio.Event) -> Identity | None:
    """Ask Telegram who we are until it answers; None if `stopped` before. Raises `StartFault` for a wrong token."""
    failures = 0
    while not stopped.is_set():
        try:
            me = await api.call("getMe")
            return Identity(me["id"], me["username"])
        except ApiRefusal as refusal:
            if refusal.code in (401, 404):
                raise StartFault(TOKEN_REFUSED) from None
            reason, wait = str(refusal), refusal.retry_after
        except ApiSilent as silence:
            reason, wait = str(silence), None
        failures += 1
        seconds = wait or backoff(failures)
        log.warning("The Bot API does not answer yet.", reason=reason, again_in_seconds=round(seconds, 1))
        await pause(seconds, stopped)
    return None
