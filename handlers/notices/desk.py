"""A notice on its way through the office: found for who may see it, moved by the table, shown as it stands."""

from typing import Any
from zoneinfo import ZoneInfo

from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.conversation.context import Context
from handlers.conversation.errors import Unusable
from handlers.conversation.outgoing import Outgoing
from handlers.conversation.texts import LANGUAGES, translator
from handlers.core.notices import rules
from handlers.core.notices.rules import By, NoticeAction
from handlers.notices import contents, screens
from handlers.notices.screens import View
from storage import audit, outbox
from storage.models.directory import Area, Station
from storage.models.notices import Notice
from storage.models.people import Person
from storage.queries import notices, standing
from storage.queries.recipients import Who
from storage.vocabulary import NoticeState


async def seen(ctx: Context, notice_id: int) -> Notice:
    """A notice the staff who speak may see, locked. Raises `Unusable`, `NotAllowed`."""
    notice = await notices.of_staff(ctx.session, notice_id, ctx.stations, ctx.me.id)
    if notice is None:
        raise Unusable(ctx.t("I cannot find that notice among yours; /notice lists them."))
    return notice


async def as_shown(ctx: Context, notice_id: int, version: int) -> Notice | None:
    """The notice, locked, if it stands as when the button was shown; else None, and they see how it stands.

    Raises `Unusable`, `NotAllowed`.
    """
    notice = await seen(ctx, notice_id)
    if notice.version == version:
        return notice
    ctx.toast(ctx.t("This notice has moved on meanwhile. Here is where it stands now."), alert=True)
    await show(ctx, notice)
    return None


async def draft(ctx: Context, notice_id: int, version: int) -> Notice | None:
    """The author's own draft, locked, if it stands as when the button was shown; else as `as_shown`."""
    notice = await as_shown(ctx, notice_id, version)
    if notice is None:
        return None
    if notice.state is not NoticeState.DRAFT:
        ctx.toast(ctx.t("It is no draft any more, so it cannot be changed."), alert=True)
        await show(ctx, notice)
        return None
    notice.counting = False
    return notice


def by(ctx: Context, notice: Notice) -> By:
    """What the staff who speak are to a notice."""
    return By.AUTHOR if notice.author_id == ctx.me.id else By.COLLEAGUE


def changed(notice: Notice, *, recount: bool = False) -> None:
    """Its author changed the draft: older buttons no longer count, nor does the count if `recount`."""
    notice.version += 1
    if recount:
        notice.counts = None


async def move(out: Outgoing, notice: Notice, action: NoticeAction, who: Person | None, whose: By) -> bool:
    """Make a move and write it into the audit log; False if the table has no such move from here."""
    found = rules.find(notice.state, action, whose, needs_second=out.county.notice_needs_second)
    if found is None:
        return False
    notice.state = found.to
    notice.version += 1
    notice.counting = notice.counting and found.to is NoticeState.HANDED
    detail = notice.reason if action in (NoticeAction.HAND_OVER, NoticeAction.RELEASE) else notice.remark
    await audit.note(
        out.session,
        at=out.now,
        actor_id=who.id if who else None,
        action=f"notice.{action}",
        subject=f"notice:{notice.id}",
        detail=detail or "",
    )
    return True


def kind_of(notice: Notice) -> str:
    """The kind of the standing message that shows it in its author's chat."""
    return f"notice:{notice.id}"


async def show(ctx: Context, notice: Notice, *, fresh: bool = False, newest: bool = False) -> None:
    """The card of a notice as it stands; its author's is the message that is kept up to date from then on.

    `fresh`: as a new message; `newest`: also, and the screen before it goes away.
    """
    _look(notice)
    screen = screens.card(ctx.t, await view(ctx.out, notice, by(ctx, notice)))
    before = ctx.conversation.screen_call
    if newest:
        ctx.replace(screen)
    else:
        ctx.show(screen, fresh=fresh)
    call = ctx.conversation.screen_call
    if notice.author_id == ctx.me.id and call is not None and (call != before or await _pressed_on(ctx, call)):
        await standing.remember(ctx.session, ctx.chat_id, kind_of(notice), call, ctx.now)


async def _pressed_on(ctx: Context, call: int) -> bool:
    """Whether the message whose key was pressed is the one that this call made."""
    pressed = ctx.event.message if isinstance(ctx.event, CallbackQuery) else None
    return pressed is not None and pressed.message_id == await outbox.message_of(ctx.session, call)


def _look(notice: Notice) -> None:
    """Somebody looks at it before it goes out: whom it would reach is counted, if it was not."""
    if notice.state in (NoticeState.DRAFT, NoticeState.HANDED) and notice.counts is None:
        notice.counting = True


async def view(out: Outgoing, notice: Notice, whose: By) -> View:
    """All that its card shows."""
    audience = rules.Audience.of(notice.audience)
    return View(
        notice=notice,
        whose=whose,
        now=out.now,
        county=out.county,
        moves=rules.possible(notice.state, whose, needs_second=out.county.notice_needs_second),
        audience=audience,
        areas=await _named(out.session, Area, audience.areas),
        stations=await _named(out.session, Station, audience.stations),
    )


async def _named(session: AsyncSession, table: Any, ids: tuple[int, ...]) -> dict[int, Any]:
    """These areas or stations by id; one that is gone is left out."""
    found = {one: await session.get(table, one) for one in ids}
    return {one: thing for one, thing in found.items() if thing is not None}


def show_texts(out: Outgoing, person: Person, notice: Notice) -> None:
    """The notice itself in each of its languages, exactly as it arrives."""
    if person.chat_id is None or notice.column is None:
        return
    for text in notice.texts:
        method, wire = contents.call(text.body, notice.column, translator(text.language, out.county.zone))
        out.frozen(person.chat_id, method, contents.addressed(wire, person.chat_id))


def freeze(notice: Notice, zone: ZoneInfo) -> None:
    """What goes out is what was released, whatever becomes of our words; the keys in its reader's language."""
    assert notice.column is not None  # noqa: S101 - nothing is released without one
    versions = [text.language for text in notice.texts]
    for text in notice.texts:
        readers = [language for language in LANGUAGES if rules.version_for(language, versions) == text.language]
        text.frozen = {
            reader: list(contents.call(text.body, notice.column, translator(reader, zone))) for reader in readers
        }


async def stand(out: Outgoing, notice: Notice) -> None:
    """Its one message in its author's chat says how it stands now."""
    await notices.complete(out.session, notice)
    screen = screens.card(out.t(notice.author), await view(out, notice, By.AUTHOR))
    await out.stand(notice.author, kind_of(notice), screen)


def who_of(notice: Notice) -> Who:
    """Whom it is for, as the ledger asks."""
    audience = rules.Audience.of(notice.audience)
    return Who(notice.station_id, audience.areas, audience.stations, audience.roles, audience.languages, notice.column)
