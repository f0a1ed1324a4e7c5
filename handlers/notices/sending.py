"""A notice goes out: its recipients are written down in pieces, and pass through the outbox a few at a time.

Each function is a piece of work for one transaction, which its caller (`bot.notices`) opens and times.
"""

from collections import Counter
from collections.abc import Sequence

from handlers.conversation.outgoing import Outgoing
from handlers.core.notices import rules
from handlers.core.notices.rules import By, NoticeAction
from handlers.notices import contents, desk
from storage import outbox
from storage.addresses import channel_of
from storage.models.notices import Notice
from storage.queries import recipients
from storage.queries.recipients import Ended, Next, Tally
from storage.vocabulary import Lane, NoticeColumn, NoticeState, RecipientState


def counts(tallies: Sequence[Tally]) -> dict[str, object]:
    """A finished count, as a draft keeps it."""
    languages: Counter[str] = Counter()
    for tally in tallies:
        languages[tally.language] += tally.reached
    return {
        "languages": dict(languages),
        "muted": sum(tally.muted for tally in tallies),
        "unreachable": sum(tally.unreachable for tally in tallies),
    }


async def fixed(out: Outgoing, notice: Notice) -> None:
    """All are written down: it goes out from now on."""
    await desk.move(out, notice, NoticeAction.FIXED, None, By.TIME)


def held(notice: Notice, out: Outgoing) -> bool:
    """Whether nothing of it may leave now: stopped, over, or in quiet hours."""
    urgent = notice.column is NoticeColumn.URGENT
    return notice.state is not NoticeState.SENDING or (
        rules.next_allowed(out.now, out.county.zone, urgent=urgent) > out.now
    )


async def exchange(out: Outgoing, notice: Notice, room: int) -> int:
    """Take in what became of it, and promise it to as many more as there is room for; how many stand in the outbox.

    What may not leave now is taken back.
    """
    _count(notice, await recipients.take_outcomes(out.session, notice.id, out.now))
    if notice.state is NoticeState.SENDING and rules.hopeless(notice.sent, notice.failed, notice.tolerated):
        await _stop(out, notice)
    if held(notice, out):
        await recipients.recall(out.session, notice.id)
        return await recipients.in_the_outbox(out.session, notice.id)
    standing = await recipients.in_the_outbox(out.session, notice.id)
    if standing < room:
        standing += await _promise(out, notice, room - standing)
    return standing


async def _stop(out: Outgoing, notice: Notice) -> None:
    """Telegram refuses nearly all of it: somebody has to look before more is spent."""
    notice.remark = rules.REFUSED
    await desk.move(out, notice, NoticeAction.PAUSE, None, By.TIME)


async def _promise(out: Outgoing, notice: Notice, room: int) -> int:
    """How many more stand in the outbox now."""
    assert notice.column is not None  # noqa: S101 - nothing goes out without one
    found = await recipients.waiting(out.session, notice.id, notice.column, room)
    frozen = {reader: wire for text in notice.texts for reader, wire in (text.frozen or {}).items()}
    promised, ended = [], []
    for person in found:
        state = _cannot(person)
        if state is not None or person.chat_id is None:
            ended.append(Ended(person.person_id, state or RecipientState.UNREACHABLE, out.now))
            continue
        method, wire = frozen[rules.version_for(person.language, frozen)]
        call = _call(out, person.chat_id, method, wire)
        out.calls.append(call)
        promised.append((person.person_id, call.id))
    await recipients.promised(out.session, notice.id, promised)
    await recipients.end(out.session, notice.id, ended)
    _count(notice, ended)
    return len(promised)


def _cannot(person: Next) -> RecipientState | None:
    """Why somebody does not get it after all: what changed since the recipients were fixed."""
    if person.chat_id is None or not person.reachable:
        return RecipientState.UNREACHABLE
    return RecipientState.MUTED if person.muted else None


def _call(out: Outgoing, chat_id: int, method: str, wire: str) -> outbox.Call:
    payload = contents.addressed(wire, chat_id)
    return outbox.Call(
        outbox.next_id(), chat_id, Lane.NOTICE, method, payload, out.now, out.now, channel=channel_of(chat_id)
    )


def _count(notice: Notice, ended: Sequence[Ended]) -> None:
    states = Counter(one.state for one in ended)
    notice.sent += states[RecipientState.SENT]
    notice.unreachable += states[RecipientState.UNREACHABLE]
    notice.failed += states[RecipientState.FAILED]
    notice.ambiguous += states[RecipientState.AMBIGUOUS]
    notice.muted += states[RecipientState.MUTED]


async def over(out: Outgoing, notice: Notice, standing: int) -> bool:
    """Whether nothing more will become of it: everybody has it, or it was cancelled and nothing is under way."""
    if standing:
        return False
    if notice.state is NoticeState.SENDING and not await recipients.any_waiting(out.session, notice.id):
        await desk.move(out, notice, NoticeAction.FINISH, None, By.TIME)
    return notice.state in (NoticeState.DONE, NoticeState.CANCELLED)


def done(notice: Notice) -> int:
    """How many calls have ended, for the rate."""
    return notice.sent + notice.failed + notice.ambiguous + notice.unreachable
