"""Actions at the desk's door: asking for a link, confirming the browser that came by it, ending a session.

What the browser does itself (`open_link`, `begin`, `begin_by_app`) it proves by what it holds.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.exc import IntegrityError

from handlers.core import audit
from handlers.core.actions import action
from handlers.core.actor import Actor, Proof
from handlers.core.desk import mini_app, rules
from handlers.core.desk.errors import DeskSessionNotFound, LinkOver, NoDesk, NotOpenedByTelegram
from handlers.core.desk.events import BrowserCame, DeskBegun, SureAsked
from handlers.core.errors import NotAllowed
from handlers.core.league.export import Cell, write
from handlers.core.tokens import new_token, token_hash
from handlers.core.unit_of_work import UnitOfWork
from storage.models.desk import DeskSession
from storage.queries import desk
from storage.queries.people import by_chat
from storage.vocabulary import Role


class Asked(NamedTuple):
    """A link as it is made: this once with its token, of which only the hash is kept."""

    session: DeskSession
    token: str


class Opened(NamedTuple):
    """A browser that came: this once with the secret that it is to hold."""

    session: DeskSession
    cookie: str


@action(*rules.READERS)
async def ask_in(work: UnitOfWork, actor: Actor) -> Asked:
    """Make a link to the desk for the actor; one they had and did not use works no longer.

    Raises `NoDesk`, `NotAllowed`.
    """
    actor.require(*rules.READERS)
    if not work.county.desk_url:
        raise NoDesk
    await desk.end_unused(work.session, actor.person.id, work.now)
    token = new_token(rules.TOKEN_BYTES)
    asked = DeskSession(
        person=actor.person,
        person_id=actor.person.id,
        asked_at=work.now,
        link_hash=token_hash(token),
        open_until=work.now + rules.LINK_FOR,
    )
    work.session.add(asked)
    await work.session.flush()
    await audit.note(work, actor, "desk.link", f"desk:{asked.id}")
    return Asked(asked, token)


async def _theirs(work: UnitOfWork, actor: Actor, session_id: int) -> DeskSession:
    actor.require(*rules.READERS)
    found = await desk.of_person(work.session, actor.person.id, session_id)
    if found is None:
        raise DeskSessionNotFound
    return found


@action(*rules.READERS)
async def confirm(work: UnitOfWork, actor: Actor, session_id: int, code: str) -> bool:
    """Let the browser in that shows this code; False: it shows another one, and is let in no more.

    Raises `DeskSessionNotFound`, `NotAllowed`.
    """
    found = await _theirs(work, actor, session_id)
    if not rules.awaits_code(found, work.now):
        raise DeskSessionNotFound
    if found.code != code:
        found.ended_at = work.now
        await audit.note(work, actor, "desk.refuse", f"desk:{found.id}", "another code")
        return False
    found.confirmed_at = work.now
    await audit.note(work, actor, "desk.confirm", f"desk:{found.id}")
    return True


@action(*rules.READERS)
async def end(work: UnitOfWork, actor: Actor, session_id: int) -> DeskSession:
    """End a session of the actor's, or refuse a browser that asks. Raises `DeskSessionNotFound`, `NotAllowed`."""
    found = await _theirs(work, actor, session_id)
    found.ended_at = work.now
    await audit.note(work, actor, "desk.end", f"desk:{found.id}")
    return found


@action(*rules.READERS)
async def be_sure(work: UnitOfWork, actor: Actor, session_id: int) -> DeskSession:
    """Say again, in the chat, that it is they who sit at the desk. Raises `DeskSessionNotFound`, `NotAllowed`."""
    found = await _theirs(work, actor, session_id)
    if not rules.is_running(found, work.now) or actor.proof is Proof.DESK:
        raise DeskSessionNotFound
    found.sure_until = work.now + rules.SURE_FOR
    await audit.note(work, actor, "desk.sure", f"desk:{found.id}")
    return found


@action(*rules.READERS)
async def ask_if_sure(work: UnitOfWork, actor: Actor, session_id: int) -> None:
    """Have the chat asked whether it is they. Raises `DeskSessionNotFound`, `NotAllowed`."""
    found = await _theirs(work, actor, session_id)
    if not rules.is_running(found, work.now):
        raise DeskSessionNotFound
    work.record(SureAsked(found))


@action(Role.SYSTEM)
async def open_link(work: UnitOfWork, token: str, browser: str) -> Opened:
    """Give a browser that came by a link what it is to hold, and its code; the chat is asked. Raises `LinkOver`.

    Of two that come by one link, the first has it. A link that was confirmed beforehand asks nobody.
    """
    found = await desk.of_link(work.session, token_hash(token), work.now)
    if found is None or not found.person.grants:
        raise LinkOver
    cookie = new_token(rules.TOKEN_BYTES)
    found.browser, found.cookie_hash, found.code = browser, token_hash(cookie), rules.new_code()
    found.open_until = work.now + rules.CODE_FOR
    if found.confirmed_at is None:
        work.record(BrowserCame(found))
    return Opened(found, cookie)


@action(Role.SYSTEM)
async def begin(work: UnitOfWork, cookie: str) -> Opened | None:
    """Begin the session of the browser that holds this, with a new secret; None: it is not confirmed (yet)."""
    found = await desk.of_cookie(work.session, token_hash(cookie))
    if found is None or not rules.may_begin(found, work.now) or not found.person.grants:
        return None
    fresh = new_token(rules.TOKEN_BYTES)
    found.cookie_hash, found.code = token_hash(fresh), None
    found.begun_at, found.ends_at = work.now, work.now + rules.SESSION_FOR
    await audit.note(work, Actor(found.person, proof=Proof.DESK), "desk.begin", f"desk:{found.id}")
    work.record(DeskBegun(found))
    return Opened(found, fresh)


@action(Role.SYSTEM)
async def begin_by_app(work: UnitOfWork, init_data: str, browser: str) -> Opened:
    """Begin the session of whom Telegram opened the desk for: it vouches for them, so no code is asked for.

    What Telegram said works once: of it, too, only a hash is kept. Raises `NotOpenedByTelegram`, `NotAllowed`.
    """
    opened = mini_app.opened(init_data, work.county.app_key, work.now)
    if opened is None:
        raise NotOpenedByTelegram
    person = await by_chat(work.session, opened.telegram_id)
    if person is None:
        raise NotAllowed
    actor = Actor(person, proof=Proof.DESK)
    actor.require(*rules.READERS)
    fresh = new_token(rules.TOKEN_BYTES)
    begun = DeskSession(
        person=person,
        person_id=person.id,
        asked_at=work.now,
        link_hash=token_hash(f"app:{opened.signature}"),
        open_until=work.now,
        browser=browser,
        cookie_hash=token_hash(fresh),
        confirmed_at=work.now,
        begun_at=work.now,
        ends_at=work.now + rules.SESSION_FOR,
    )
    try:
        async with work.session.begin_nested():
            work.session.add(begun)
    except IntegrityError:
        raise NotOpenedByTelegram from None
    await audit.note(work, actor, "desk.begin", f"desk:{begun.id}", "app")
    work.record(DeskBegun(begun))
    return Opened(begun, fresh)


@action(Role.STAFF)
async def export_figures(
    work: UnitOfWork,
    actor: Actor,
    period_code: str,
    title: str,
    words: str,
    header: Sequence[Cell],
    rows: Sequence[Sequence[Cell]],
) -> bytes:
    """The figures of a period as they see them, as a workbook; that it was taken out is written down.

    Raises `NotAllowed`.
    """
    actor.require(Role.STAFF)
    await audit.note(work, actor, "figures.export", "figures", period_code)
    return work.aside(write, title, words, header, rows)
