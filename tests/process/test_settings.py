"""Settings: a fault stops the start and names itself."""

import os
from pathlib import Path

import pytest

from bot.keys import encryption_keys
from bot.settings import Settings, SettingsFault, example, load

GOOD = {"BOT_TOKEN": "4200:AAtest-token"}


def lines_of(tmp_path: Path, **given: str) -> list[str]:
    env = tmp_path / ".env"
    env.write_text("".join(f"{name}={value}\n" for name, value in {**GOOD, **given}.items() if value is not None))
    with pytest.raises(SettingsFault) as fault:
        load(env)
    return fault.value.lines


def test_a_token_is_all_it_takes(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BOT_TOKEN=4200:AAtest-token\nADMIN_IDS=\n")
    settings = load(tmp_path / ".env")
    assert settings.bot_id == 4200
    assert settings.database_url.get_secret_value() == "sqlite:///data/huiyin.sqlite3"
    assert settings.admin_ids == ()


def test_the_example_explains_every_setting() -> None:
    assert Path(".env.example").read_text() == example(), "make it anew from bot.settings.example()"


def test_the_example_with_a_token_is_a_good_env_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(example().replace("BOT_TOKEN=", "BOT_TOKEN=4200:AAtest-token"))
    assert load(tmp_path / ".env") == Settings(_env_file=None, bot_token="4200:AAtest-token")


def test_what_the_example_shows_may_be_used(tmp_path: Path) -> None:
    shown = example().replace("BOT_TOKEN=", "BOT_TOKEN=4200:AAtest-token").replace("\n# ", "\n")
    names = {name.upper() for name in Settings.model_fields}
    lines = [line for line in shown.splitlines() if line.partition("=")[0] in names]
    assert len(lines) == len(names)
    (tmp_path / ".env").write_text("\n".join(lines))
    assert load(tmp_path / ".env").webhook_url


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("BOT_TOKEN", "nonsense", "BotFather"),
        ("TIMEZONE", "Asia/Tongcheng", "time zone"),
        ("COUNTRY", "XX", "two letters"),
        ("DEFAULT_LANGUAGE", "fr", "zh_Hans"),
        ("ADMIN_IDS", "12,me", "integer"),
        ("RATE_PER_SECOND", "1001", "1000"),
        ("LISTEN_PORT", "70000", "65535"),
        ("REFERENCE_PREFIX", "TOO-LONG!", "pattern"),
        ("WEBHOOK_URL", "bot.example.org", "web address"),
        ("ENCRYPTION_KEYS", "short", "Fernet"),
        ("DATABASE_URL", "mysql://x", "PostgreSQL"),
        ("LOG_FORMAT", "xml", "console"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_wrong_and_a_good_one(
    tmp_path: Path, name: str, value: str, says: str
) -> None:
    (line,) = lines_of(tmp_path, **{name: value})
    assert line.startswith(f"{name}: ")
    assert says in line
    assert f"{name}=" in line


def test_every_fault_has_its_line_and_no_line_shows_a_secret(tmp_path: Path) -> None:
    lines = lines_of(tmp_path, BOT_TOKEN="my-secret", TIMEZONE="Mars", ENCRYPTION_KEYS="secret-key")
    assert [line.partition(":")[0] for line in lines] == ["BOT_TOKEN", "TIMEZONE", "ENCRYPTION_KEYS"]
    assert "my-secret" not in "".join(lines)
    assert "secret-key" not in "".join(lines)


def test_a_missing_token_is_named() -> None:
    with pytest.raises(SettingsFault, match="BOT_TOKEN: is not set"):
        load(None)


def test_a_mistyped_name_is_answered_with_the_near_one(tmp_path: Path) -> None:
    assert lines_of(tmp_path, TIMEZON="UTC") == ["TIMEZON: there is no such setting; did you mean TIMEZONE?"]


def test_a_webhook_needs_a_secret_of_allowed_letters(tmp_path: Path) -> None:
    (missing,) = lines_of(tmp_path, WEBHOOK_URL="https://bot.example.org/hook")
    assert missing.startswith("WEBHOOK_SECRET: is needed")
    (bad,) = lines_of(tmp_path, WEBHOOK_URL="https://bot.example.org/hook", WEBHOOK_SECRET="no spaces")
    assert bad.startswith("WEBHOOK_SECRET: may hold only")


def test_the_first_start_makes_a_key_that_the_second_finds(settings: Settings) -> None:
    first = encryption_keys(settings)
    assert encryption_keys(settings) == first
    assert (settings.data_dir / "encryption.key").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in settings.data_dir.iterdir()] == ["encryption.key"]


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("BOT_TOKEN=4200:AAtest-token\nCOUNTRY=CN\n")
    monkeypatch.setitem(os.environ, "COUNTRY", "DE")
    assert load(tmp_path / ".env").country == "DE"


SAVED = "# 机器人的设置\r\nBOT_TOKEN=4200:AAtest-token\r\nCOUNTRY=DE # 国家\r\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"]
)
def test_a_file_is_read_as_editors_save_it(tmp_path: Path, encoding: str) -> None:
    (tmp_path / ".env").write_bytes(SAVED.encode(encoding))
    settings = load(tmp_path / ".env")
    assert (settings.bot_id, settings.country) == (4200, "DE")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xff\xff", "cannot be read as text"),
        (b"BOT_TOKEN=1:abc\n\xff\xff\xff\n", "cannot be read as text"),
        (b"\xff\xfeB\x00O", "cannot be read as text"),
        ("BOT_TOKEN=4200:AAtest-token\n县里的机器人 COUNTRY\n".encode(), "line 2"),
        ("BOT_TOKEN = '4200:AAtest-token\n".encode("gbk"), "line 1"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_a_line(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / ".env").write_bytes(content)
    with pytest.raises(SettingsFault) as fault:
        load(tmp_path / ".env")
    (line,) = fault.value.lines
    assert says in line
    assert "AAtest-token" not in line


def test_a_folder_in_its_place_and_a_name_with_an_ending_are_told(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()
    with pytest.raises(SettingsFault, match="is a folder"):
        load(tmp_path / ".env")
    (tmp_path / ".env").rmdir()
    (tmp_path / ".env.txt").write_text("BOT_TOKEN=4200:AAtest-token")
    with pytest.raises(SettingsFault, match=r"rename it to \.env"):
        load(tmp_path / ".env")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_key_file_is_read_as_editors_save_it(settings: Settings, encoding: str) -> None:
    (key,) = encryption_keys(settings)
    (settings.data_dir / "encryption.key").write_bytes(f"{key}\r\n".encode(encoding))
    assert encryption_keys(settings) == [key]
