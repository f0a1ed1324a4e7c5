"""`doctor`: finds what is wrong and says what to do."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from bot import doctor as module
from bot.doctor import Finding, examine
from bot.keys import encryption_keys
from bot.settings import Settings
from storage import crypto
from storage.engine import open_database
from storage.migrations import upgrade
from storage.models.people import Person
from tests.process.proxies import HttpProxy, Proxy, Socks5Proxy
from tests.process.scripted import TOKEN, ScriptedApi


async def found(settings: Settings) -> dict[str, Finding]:
    findings = await examine(settings)
    assert all(finding.do for finding in findings if finding.good is False)
    return {finding.what: finding for finding in findings}


def changed(settings: Settings, **values: object) -> Settings:
    given = {"bot_token": TOKEN, "bot_api_url": settings.bot_api_url, "data_dir": settings.data_dir, **values}
    return Settings.model_validate(given)


async def test_before_the_first_start_nothing_is_wrong(settings: Settings) -> None:
    findings = await found(settings)
    assert not [finding for finding in findings.values() if finding.good is False]
    assert findings["token"].found == "the bot is @huiyin_test_bot"
    assert findings["clock"].good


async def test_a_running_installation_is_good_and_the_key_is_to_be_backed_up(settings: Settings) -> None:
    encryption_keys(settings)
    upgrade(settings.database_url.get_secret_value())
    findings = await found(settings)
    assert findings["migrations"].good
    assert "Back it up" in findings["encryption keys"].do


async def test_a_key_that_others_may_read_is_wrong(settings: Settings) -> None:
    encryption_keys(settings)
    (settings.data_dir / "encryption.key").chmod(0o644)
    assert (await found(settings))["encryption keys"].good is False


@pytest.mark.parametrize("content", [b"", b"\xff\xff\xff", b"no key"])
async def test_a_key_file_that_holds_no_key_is_wrong(settings: Settings, content: bytes) -> None:
    encryption_keys(settings)
    upgrade(settings.database_url.get_secret_value())
    (settings.data_dir / "encryption.key").write_bytes(content)
    assert (await found(settings))["encryption keys"].good is False


async def test_a_refused_token_is_told_from_a_silent_server(settings: Settings) -> None:
    wrong = await found(changed(settings, bot_token="1:wrong"))
    assert "BotFather" in wrong["token"].do
    silent = await found(changed(settings, bot_api_url="http://127.0.0.1:9"))
    assert "reach" in silent["token"].do


@pytest.mark.parametrize("kind", [HttpProxy, Socks5Proxy])
async def test_which_proxy_is_used_and_whether_it_leads_to_telegram(settings: Settings, kind: type[Proxy]) -> None:
    async with kind(wants_password=True) as proxy:
        good = await found(changed(settings, proxy_url=proxy.url))
        refused = await found(changed(settings, proxy_url=proxy.url.replace("p%40ss", "wrong-one")))
    away = await found(changed(settings, proxy_url=proxy.url))
    assert good["proxy"].good is good["token"].good is True
    assert good["proxy"].found.startswith("Telegram answers through ")
    assert refused["proxy"].good is away["proxy"].good is False
    for finding in (good["proxy"], refused["proxy"], away["proxy"]):
        assert f"{proxy.scheme}://127.0.0.1:" in finding.found
        assert "(PROXY_URL)" in finding.found
        assert "wu" not in finding.found + finding.do


async def test_a_proxy_of_the_environment_that_cannot_be_used_is_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks4://a:1080")
    findings = await found(changed(settings, bot_api_url="https://api.telegram.org"))
    assert "ALL_PROXY: is not the address of a proxy" in findings["proxy"].do


async def test_a_newer_database_is_wrong(settings: Settings) -> None:
    url = settings.database_url.get_secret_value()
    upgrade(url)
    database = open_database(url)
    from sqlalchemy import text

    async with database.writing() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await database.close()
    assert (await found(settings))["migrations"].good is False


async def test_a_database_that_is_not_there_is_wrong(settings: Settings) -> None:
    findings = await found(changed(settings, database_url="postgresql://nobody@127.0.0.1:9/none"))
    assert findings["database"].good is False


async def test_names_that_no_key_opens_are_told(settings: Settings) -> None:
    url = settings.database_url.get_secret_value()
    crypto.install(encryption_keys(settings))
    upgrade(url)
    database = open_database(url)
    async with database.writing() as session:
        session.add(Person(chat_id=7, name="Li Lei", language="en", created_at=datetime.now(UTC)))
    await database.close()
    assert (await found(settings))["names"].good
    (settings.data_dir / "encryption.key").unlink()
    findings = await found(settings)
    lost = findings["names"]
    assert lost.good is False
    assert findings["encryption keys"].good is False
    assert "ENCRYPTION_KEYS" in lost.do
    assert not (settings.data_dir / "encryption.key").exists()


@pytest.mark.parametrize(("off", "good"), [(0, True), (90, False), (-90, False)])
def test_a_clock_that_is_off_is_wrong(off: int, good: bool) -> None:
    theirs = datetime.now(UTC) - timedelta(seconds=off)
    assert module._clock(format_datetime(theirs, usegmt=True)).good is good


async def test_a_webhook_that_is_set_elsewhere_is_noted(settings: Settings, api: ScriptedApi) -> None:
    hooked = changed(settings, webhook_url="https://bot.example.org/hook", webhook_secret="word")
    finding = (await found(hooked))["webhook"]
    assert finding.good is None
    assert "next start" in finding.do
