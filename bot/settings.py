"""Everything that can be set, read once from the environment and `.env`; what is wrong is named, with a good value."""

import base64
import binascii
import difflib
import io
import os
import re
import textwrap
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import unquote
from urllib.request import getproxies_environment
from zoneinfo import ZoneInfo, available_timezones

from dotenv.parser import parse_stream
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.proxy import BadProxy, Proxy, find_proxy
from bot.text_file import UnreadableText, encoding_of

TELEGRAM = "https://api.telegram.org"
TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{3,}")
PASSWORD = re.compile(r"[^:]+://[^:@/]*:([^@/]+)@")
"""In an address."""


class SettingsFault(Exception):
    """The settings cannot be used; `lines` says why, one line a fault."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("; ".join(lines))
        self.lines = lines


def _is_token(value: SecretStr) -> SecretStr:
    if not TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError("is not a token as BotFather gives it: digits, a colon, letters")
    return value


def _is_http(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+\S*", value):
        raise ValueError("is not a web address")
    return value.rstrip("/")


def _is_https(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+/\S*", value):
        raise ValueError("is not a web address with a path")
    return value


def _is_desk(value: str) -> str:
    if not re.fullmatch(r"https://[^\s/]+\S*|http://(127\.0\.0\.1|localhost)(:\d+)?(/\S*)?", value):
        raise ValueError("is not a web address that begins with https:// (http:// only on this machine)")
    return value.rstrip("/")


def _is_database(value: SecretStr) -> SecretStr:
    if not re.match(r"(sqlite:///.+|postgresql(\+psycopg)?://.+)", value.get_secret_value()):
        raise ValueError("is neither a SQLite nor a PostgreSQL address")
    return value


def _is_proxy(value: SecretStr) -> SecretStr:
    try:
        find_proxy(TELEGRAM, value.get_secret_value())
    except BadProxy:
        raise ValueError("is not the address of a proxy (in a password write @ : / as %40 %3A %2F)") from None
    return value


def _is_zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("is not the name of a time zone")
    return value


def _is_country(value: str) -> str:
    from holidays.registry import COUNTRIES  # the list of names alone: no country is loaded

    if value not in {names[1] for names in COUNTRIES.values()}:
        raise ValueError("is not a country whose holidays are known (two letters, ISO 3166)")
    return value


def _is_key(value: SecretStr) -> SecretStr:
    try:
        known = len(base64.b64decode(value.get_secret_value(), altchars=b"-_", validate=True)) == 32
    except binascii.Error:
        known = False
    if not known:
        raise ValueError("is not a list of Fernet keys (44 letters each)")
    return value


def _split(value: Any) -> Any:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


class Settings(BaseSettings):
    """The settings of one process. Names in `.env` and the environment are these, in capitals."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
        hide_input_in_errors=True,
    )

    bot_token: Annotated[SecretStr, AfterValidator(_is_token)] = Field(
        examples=["123456789:AAE-your-token-from-BotFather"]
    )
    """The token BotFather gave you. Needed."""
    admin_ids: Annotated[tuple[int, ...], NoDecode, BeforeValidator(_split)] = Field(
        default=(), examples=["123456789,987654321"]
    )
    """Telegram ids of county staff from the first start, comma separated. @userinfobot tells you yours."""
    default_language: Literal["en", "zh_Hans"] = Field(default="en", examples=["zh_Hans"])
    """Language for people whose Telegram speaks neither English nor Chinese: en or zh_Hans."""
    timezone: Annotated[str, AfterValidator(_is_zone)] = Field(default="Asia/Shanghai", examples=["Asia/Shanghai"])
    """Time zone of the stations: a due day ends at midnight there."""
    country: Annotated[str, AfterValidator(_is_country)] = Field(default="CN", examples=["CN"])
    """Country whose holidays count: two letters, ISO 3166."""
    reference_prefix: Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,8}$")] = Field(default="HY", examples=["HY"])
    """Beginning of references, as in HY-2026-000123: 1 to 8 letters or digits."""
    opinions_per_day: int = Field(default=6, ge=0, le=1000, examples=["6"])
    """Most opinions one person can send in a day, so that staff can keep up; 0 sets no limit."""
    data_dir: Path = Field(default=Path("data"), examples=["data"])
    """Folder for the database and the encryption key. Back it up."""
    backup_dir: Path | None = Field(default=None, examples=["/mnt/another-disk/huiyin"])
    """Folder `python -m bot backup` writes to, on another disk if there is one. Unset: backups in DATA_DIR."""
    database_url: Annotated[SecretStr, AfterValidator(_is_database)] = Field(
        default_factory=lambda data: SecretStr(f"sqlite:///{data.get('data_dir', Path('data'))}/huiyin.sqlite3"),
        examples=["postgresql://huiyin:password@localhost/huiyin"],
    )
    """Database in which everything is kept. Unset: the SQLite file huiyin.sqlite3 in DATA_DIR."""
    encryption_keys: Annotated[
        tuple[Annotated[SecretStr, AfterValidator(_is_key)], ...], NoDecode, BeforeValidator(_split)
    ] = Field(default=())
    """Fernet keys for names and phone numbers, comma separated, the newest first; old ones stay listed to be readable.
    Unset: one is made at the first start and kept in DATA_DIR/encryption.key. Without its key a name is lost."""
    webhook_url: Annotated[str, AfterValidator(_is_https)] | None = Field(
        default=None, examples=["https://bot.example.org/telegram"]
    )
    """Public address Telegram posts updates to, with a path. Unset: the bot asks Telegram by long polling."""
    webhook_secret: Annotated[SecretStr, Field(min_length=1, max_length=256)] | None = Field(
        default=None, examples=["a-long-random-word"]
    )
    """Needed with WEBHOOK_URL: proves that a request comes from Telegram. 1 to 256 of A-Z a-z 0-9 _ -"""
    desk_url: Annotated[str, AfterValidator(_is_desk)] | None = Field(
        default=None, examples=["https://bot.example.org/desk"]
    )
    """Public address of the desk, the pages on which staff, units and representatives work in a browser; what your
    proxy passes on to LISTEN_HOST and LISTEN_PORT. Unset: there is no desk."""
    board_url: Annotated[str, AfterValidator(_is_desk)] | None = Field(
        default=None, examples=["https://bot.example.org/board"]
    )
    """Public address of the board, on which everybody reads what was answered; what your proxy passes on to LISTEN_HOST
    and LISTEN_PORT. Unset: there is no board."""
    board_indexed: bool = Field(default=False, examples=["false"])
    """True if search engines may list the board, else false."""
    open311_url: Annotated[str, AfterValidator(_is_desk)] | None = Field(
        default=None, examples=["https://bot.example.org/open311/v2"]
    )
    """Public address at which other programs send requests and read what is public (Open311 GeoReport v2); what your
    proxy passes on to LISTEN_HOST and LISTEN_PORT. Unset: there is none."""
    listen_host: str = Field(default="127.0.0.1", examples=["127.0.0.1"])
    """Address where /healthz, /readyz, /metrics and the webhook are served."""
    listen_port: int = Field(default=8080, ge=0, le=65535, examples=["8080"])
    """Its port; 0 takes any free one."""
    rate_per_second: int = Field(default=30, ge=1, le=1000, examples=["30"])
    """Calls per second to Telegram, all chats together; above 30 only with paid broadcasts."""
    notice_needs_second: bool = Field(default=True, examples=["true"])
    """True if somebody else than its author must release a notice before it goes out, else false."""
    keep_files_mb: int = Field(default=0, ge=0, le=20, examples=["20"])
    """Attachments of opinions, representatives' pictures and files of notices up to so many megabytes are fetched and
    kept in the database, so that they outlast a change of the bot; 0 leaves them with Telegram alone, which hands out
    at most 20."""
    bot_api_url: Annotated[str, AfterValidator(_is_http)] = Field(default=TELEGRAM, examples=["http://127.0.0.1:8081"])
    """Address of the Bot API, if it is your own server."""
    proxy_url: Annotated[SecretStr, AfterValidator(_is_proxy)] | None = Field(
        default=None, examples=["socks5://user:password@127.0.0.1:1080"]
    )
    """Proxy for everything to and from Telegram: http:// or socks5://, with user:password if it wants them.
    Unset: that of HTTPS_PROXY, ALL_PROXY and NO_PROXY in the environment, or none."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO", examples=["INFO"])
    """DEBUG, INFO, WARNING or ERROR."""
    log_format: Literal["console", "json"] = Field(default="console", examples=["json"])
    """console for people, json for machines."""
    clock_file: Path | None = Field(default=None, examples=["build/clock"])
    """Only for the sandbox: a file with the seconds to add to the time."""

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        if self.webhook_url and not self.webhook_secret:
            raise ValueError("WEBHOOK_SECRET: is needed with WEBHOOK_URL")
        if self.webhook_secret and not re.fullmatch(r"[A-Za-z0-9_-]+", self.webhook_secret.get_secret_value()):
            raise ValueError("WEBHOOK_SECRET: may hold only A-Z a-z 0-9 _ -")
        return self

    @property
    def bot_id(self) -> int:
        """The bot's own Telegram id: the digits of its token."""
        return int(self.bot_token.get_secret_value().partition(":")[0])

    @property
    def keep_files_up_to(self) -> int:
        """KEEP_FILES_MB in bytes."""
        return self.keep_files_mb << 20

    @property
    def zone(self) -> ZoneInfo:
        """TIMEZONE."""
        return ZoneInfo(self.timezone)

    def proxy(self) -> Proxy | None:
        """Proxy through which Telegram is reached; None: none. Raises `BadProxy` for what the environment names."""
        return find_proxy(self.bot_api_url, self.proxy_url.get_secret_value() if self.proxy_url else None)

    @property
    def secrets(self) -> list[str]:
        """Values never to be shown: the token, the webhook's secret, keys, passwords of the database and of proxies."""
        found = [self.bot_token, *self.encryption_keys, *([self.webhook_secret] if self.webhook_secret else [])]
        addresses = [self.database_url, *([self.proxy_url] if self.proxy_url else [])]
        named = [*(address.get_secret_value() for address in addresses), *getproxies_environment().values()]
        passwords = [match[1] for address in named if (match := PASSWORD.match(address))]
        return [*(secret.get_secret_value() for secret in found), *passwords, *map(unquote, passwords)]


def load(env_file: Path | None = Path(".env")) -> Settings:
    """The settings of this process. Raises `SettingsFault` with one line for each thing that is wrong."""
    encoding = None if env_file is None else _readable(env_file)
    try:
        return Settings(_env_file=env_file, _env_file_encoding=encoding)
    except ValidationError as error:
        # A default made from other settings is not made while those are wrong: not a fault of its own.
        faults = [fault for fault in error.errors() if fault["type"] != "default_factory_not_called"]
        raise SettingsFault([*dict.fromkeys(map(_line, faults)), *_saved_as_another(env_file)]) from None


def _readable(file: Path) -> str | None:
    """Encoding of a file of settings; None if there is none. Raises `SettingsFault` for what cannot be read."""
    try:
        content = file.read_bytes()
        encoding = encoding_of(content)
    except FileNotFoundError:
        return None
    except IsADirectoryError:
        raise SettingsFault([f"{file}: is a folder, not a file; remove it and copy .env.example to {file}"]) from None
    except OSError as error:
        raise SettingsFault([f"{file}: cannot be read ({error.strerror}); let the bot's user read it"]) from None
    except UnreadableText as error:
        raise SettingsFault([f"{file}: cannot be read as text; {error}"]) from None
    bindings = parse_stream(io.StringIO(content.decode(encoding)))
    faults = [binding.original.line for binding in bindings if binding.error]
    if faults:
        how = "write NAME=value, and # before a remark"
        raise SettingsFault([f"{file}, line {number}: cannot be read; {how}" for number in faults])
    return encoding


def _saved_as_another(file: Path | None) -> list[str]:
    """A hint where an editor has put its own ending behind the name."""
    if file is None or file.exists():
        return []
    others = [other for other in (file.with_name(f"{file.name}.txt"), file.with_name("env")) if other.is_file()]
    return [f"{other}: is not read; rename it to {file.name}" for other in others]


def _line(fault: ErrorDetails) -> str:
    """`NAME: what is wrong. For example: NAME=value`."""
    loc, said = fault["loc"], fault["msg"].removeprefix("Value error, ")
    name, wrong = (str(loc[0]).upper(), said) if loc else said.split(": ", 1)
    field = Settings.model_fields.get(name.lower())
    if field is None:
        near = difflib.get_close_matches(name, [known.upper() for known in Settings.model_fields], 1)
        return f"{name}: there is no such setting" + (f"; did you mean {near[0]}?" if near else "; remove it from .env")
    if fault["type"] == "missing":
        wrong = "is not set"
    return f"{name}: {wrong[:1].lower()}{wrong[1:]}. For example: {name}={_good(name.lower())}"


def _good(name: str) -> str:
    """A value that would do; a fresh one where a copied one would be no secret."""
    if name == "encryption_keys":
        return base64.urlsafe_b64encode(os.urandom(32)).decode()
    return str((Settings.model_fields[name].examples or [""])[0])


def example() -> str:
    """The text of `.env.example`: every setting with what it is for, unset ones commented out."""
    blocks = [
        "# Copy this file to .env and fill in BOT_TOKEN. What is commented out shows its default, else an example.\n"
    ]
    for name, field in Settings.model_fields.items():
        words = textwrap.wrap(" ".join((field.description or "").split()), 110)
        mark = "" if field.is_required() else "# "
        blocks.append("".join(f"# {line}\n" for line in words) + f"{mark}{name.upper()}={_shown(name)}\n")
    return "\n".join(blocks)


def _shown(name: str) -> str:
    """The default where there is one, else an example (nothing for a secret)."""
    field = Settings.model_fields[name]
    if field.is_required():
        return ""
    if field.default in (None, ()) or field.default_factory:
        return "" if name == "encryption_keys" else str((field.examples or [""])[0])
    return str(field.default)
