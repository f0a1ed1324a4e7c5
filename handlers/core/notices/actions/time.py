"""Actions of time on notices: it begins them, exchanges their calls with the outbox, ends them.

Each but `begin` is a piece of work for one transaction that holds the notice locked; `bot.notices` opens and times it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from handlers.core.actions import action
from handlers.core.notices import delivery, rules
from handlers.core.notices.events import NoticeProgressed
from handlers.core.notices.rules import By, Hold, NoticeAction
from handlers.core.notices.transitions import move
from handlers.core.unit_of_work import UnitOfWork
from storage.models.notices import Notice
from storage.models.opinions import Due
from storage.queries import notices, recipients
from storage.queries.recipients import Ended, Next, Tally
from storage.vocabulary import NoticeState, RecipientState, Role

BEGIN = "notice.begin"
"""The kind of what falls due when the hour of a notice has come."""
OVER = (NoticeState.DONE, NoticeState.CANCELLED)


class Exchanged(NamedTuple):
    """Result of an exchange with the outbox."""

    in_outbox: int
    """Number of calls that stand there."""
    ready: list[Next]
    """Recipients to whom it can be promised now."""
    hold: Hold | None


@action(Role.SYSTEM)
async def begin(work: UnitOfWork, thing: Due) -> None:
    """Have its recipients written down from now on, its hour having come; nothing if it was cancelled meanwhile."""
    notice_id, version = (int(part) for part in thing.once.split(":")[1:])
    notice = await notices.one(work.session, notice_id)
    if notice is None or notice.version != version:
        return
    await move(work, notice, NoticeAction.BEGIN, By.TIME)
    notice.began_at = work.now
    notice.fix_until = await notices.newest_person(work.session)


@action(Role.SYSTEM)
async def start_sending(work: UnitOfWork, notice: Notice) -> None:
    """Let it go out from now on, if all its recipients are written down."""
    if notice.state is NoticeState.FIXING and notice.fixed_up_to >= notice.fix_until:
        await move(work, notice, NoticeAction.FIXED, By.TIME)


@action(Role.SYSTEM)
async def exchange(work: UnitOfWork, notice: Notice, room: int) -> Exchanged:
    """Take in what became of its calls, and find to whom it goes next, as many as there is room for in the outbox.

    What may not leave now is taken back. One that Telegram refuses nearly everywhere is paused: somebody has to look
    before more is spent.
    """
    delivery.count_ended(notice, await recipients.take_outcomes(work.session, notice.id, work.now))
    if notice.state is NoticeState.SENDING and rules.hopeless(notice.sent, notice.failed, notice.tolerated):
        notice.remark = rules.REFUSED
        await move(work, notice, NoticeAction.PAUSE, By.TIME)
    hold = await delivery.hold(work, notice)
    if hold is not None:
        await recipients.recall(work.session, notice.id)
        return Exchanged(await recipients.in_the_outbox(work.session, notice.id), [], hold)
    in_outbox = await recipients.in_the_outbox(work.session, notice.id)
    ready = await _next(work, notice, room - in_outbox) if in_outbox < room else []
    return Exchanged(in_outbox, ready, None)


async def _next(work: UnitOfWork, notice: Notice, room: int) -> list[Next]:
    """Recipients who get it next; of those who do not after all it is written down why."""
    assert notice.column is not None  # noqa: S101 - nothing goes out without one
    found = await recipients.waiting(work.session, notice.id, notice.column, room)
    reasons: dict[int, RecipientState | None] = {one.person_id: delivery.out_of_reach(one) for one in found}
    ended = [Ended(person_id, reason, work.now) for person_id, reason in reasons.items() if reason is not None]
    await recipients.end(work.session, notice.id, ended)
    delivery.count_ended(notice, ended)
    return [one for one in found if reasons[one.person_id] is None]


@action(Role.SYSTEM)
async def promise(work: UnitOfWork, notice: Notice, calls: Sequence[tuple[int, int]]) -> None:
    """Note in the ledger that it is on its way: (person, call of the outbox)."""
    await recipients.promised(work.session, notice.id, calls)


@action(Role.SYSTEM)
async def finish(work: UnitOfWork, notice: Notice, in_outbox: int) -> bool:
    """End it if nobody waits for it any more; whether nothing more will become of it, so that its report is due."""
    if in_outbox:
        return False
    if notice.state is NoticeState.SENDING and not await recipients.any_waiting(work.session, notice.id):
        await move(work, notice, NoticeAction.FINISH, By.TIME)
    return notice.state in OVER


@action(Role.SYSTEM)
async def close(work: UnitOfWork, notice: Notice) -> None:
    """Note that its report is made: there is nothing more to do."""
    notice.ended_at = work.now


@action(Role.SYSTEM)
async def counted(work: UnitOfWork, notice: Notice, version: int, tallies: Sequence[Tally]) -> None:
    """Keep a finished count for whoever waits for it; nothing if the notice changed while it was made."""
    if notice.counting and notice.version == version:
        notice.counts, notice.counting = delivery.counts_of(tallies), False
        work.record(NoticeProgressed(notice))
