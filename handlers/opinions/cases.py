"""Opinions as cases: found for who may see them, moved by the table, written down, their clocks set."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from sqlalchemy.orm.attributes import set_committed_value

from handlers.conversation.outgoing import Post
from handlers.conversation.refusals import MoveRefused, OpinionNotFound, OutdatedButton
from handlers.conversation.turn import Turn
from handlers.opinions import deadlines, rules, working_days
from storage.models import Area, Attachment, Entry, Event, Opinion, Person, Rating, Representative, Station, Topic
from storage.queries import due, opinions
from storage.vocabulary import Action, EntryKind, Role, Stage

SUMMARY = 80
"""Characters of the first words that lists show."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something a person wrote or attached, on its way into a case."""

    text: str
    attachments: Sequence[Attachment] = ()
    chat_id: int | None = None
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewOpinion:
    """A finished draft."""

    submission: str
    """The draft's own number: two presses on Send make one opinion."""
    said: Sequence[Said]
    topic_id: int | None
    area_id: int | None
    station_id: int | None
    wanted_id: int | None
    anonymous: bool


@dataclass(slots=True)
class Step:
    """What goes with a move."""

    by: Person | None
    role: Role
    why: str | None = None
    said: Sequence[Said] = field(default_factory=tuple)
    kind: EntryKind | None = None
    """What `said` is."""
    representative: Representative | None = None
    """Who has it from now on, where the move changes that."""
    merged_into: Opinion | None = None


async def mine(turn: Turn, opinion_id: int, version: int | None = None) -> Opinion:
    """The constituent's own opinion, locked. Raises `OpinionNotFound`, `OutdatedButton`."""
    return _current(await opinions.of_constituent(turn.session, opinion_id, turn.me.id), version)


async def entrusted(turn: Turn, opinion_id: int, version: int | None = None) -> Opinion:
    """A case of the representative who speaks, locked. Raises `OpinionNotFound`, `OutdatedButton`."""
    ids = [representative.id for representative in turn.representatives]
    return _current(await opinions.of_representatives(turn.session, opinion_id, ids), version)


async def supervised(turn: Turn, opinion_id: int, version: int | None = None) -> Opinion:
    """An opinion of the staff's stations, locked. Raises `OpinionNotFound`, `OutdatedButton`, `NotAllowed`."""
    return _current(await opinions.of_stations(turn.session, opinion_id, turn.stations), version)


def _current(opinion: Opinion | None, version: int | None) -> Opinion:
    if opinion is None:
        raise OpinionNotFound
    if version is not None and opinion.version != version:
        raise OutdatedButton(opinion.id)
    return opinion


async def submitted_as(post: Post, submission: str) -> Opinion | None:
    """The opinion that this draft became; None while it is a draft."""
    return await opinions.of_submission(post.session, submission)


async def submit(post: Post, constituent: Person, new: NewOpinion) -> tuple[Opinion, bool]:
    """Keep a finished draft as an opinion; (it, whether it is new). The same draft twice gives the same opinion."""
    before = await submitted_as(post, new.submission)
    if before is not None:
        return before, False
    year = post.now.astimezone(post.place.zone).year
    number = await opinions.next_number(post.session, year)
    words = " ".join(" ".join(said.text for said in new.said).split())
    opinion = Opinion(
        reference=f"{post.place.reference_prefix}-{year}-{number:06d}",
        submission=new.submission,
        constituent_id=constituent.id,
        anonymous=new.anonymous,
        summary=words if len(words) <= SUMMARY else words[: SUMMARY - 1] + "…",
        topic_id=new.topic_id,
        area_id=new.area_id,
        station_id=new.station_id,
        wanted_id=new.wanted_id,
        stage=Stage.SUBMITTED,
        submitted_at=post.now,
        stage_since=post.now,
        due_at=_due(post, Stage.SUBMITTED),
    )
    post.session.add(opinion)
    await post.session.flush()
    step = Step(constituent, Role.CONSTITUENT, said=new.said, kind=EntryKind.OPINION)
    entry_id = await _write(post, opinion, step)
    _note(post, opinion, step, Action.SUBMIT, None, entry_id)
    await post.session.flush()
    await _complete(post, opinion, constituent)
    return opinion, True


async def _complete(post: Post, opinion: Opinion, constituent: Person) -> None:
    """Give a new opinion what reading it would bring along; most of it is at hand."""
    set_committed_value(opinion, "constituent", constituent)
    set_committed_value(opinion, "representative", None)
    for name, model in (("topic", Topic), ("area", Area), ("station", Station), ("wanted", Representative)):
        number = getattr(opinion, f"{name}_id")
        set_committed_value(opinion, name, None if number is None else await post.session.get(model, number))


async def move(post: Post, opinion: Opinion, action: Action, step: Step) -> rules.Move:
    """Make a move and write it down: stage, clock, round, entries, event. Raises `MoveRefused` if it is illegal.

    The caller holds the opinion locked and tells the people concerned (`news`).
    """
    found = rules.find(opinion.stage, action, step.role)
    if found is None:
        ways = rules.actions(rules.possible(opinion.stage, step.role))
        raise MoveRefused(opinion.reference, opinion.stage, action, ways)
    before = opinion.stage
    if found.opens_round:
        opinion.round += 1
    entry_id = await _write(post, opinion, step)
    if step.representative is not None:
        opinion.representative, opinion.representative_id = step.representative, step.representative.id
    if step.merged_into is not None:
        opinion.merged_into_id = step.merged_into.id
    opinion.appealed = opinion.appealed or action is Action.APPEAL
    if found.to is not before or found.restarts_clock or action in (Action.PROPOSE_DECLINE, Action.KEEP):
        opinion.version += 1
        opinion.decline_proposed = action is Action.PROPOSE_DECLINE
    if found.restarts_clock:
        await _set_clock(post, opinion, before, found)
    _note(post, opinion, step, action, before, entry_id)
    await post.session.flush()
    return found


def _due(post: Post, stage: Stage) -> datetime | None:
    days = deadlines.WORKING_DAYS.get(stage)
    if days is None:
        return None
    return working_days.due(post.now, days, working_days.calendar_of(post.place.country, post.place.zone))


async def _set_clock(post: Post, opinion: Opinion, before: Stage, found: rules.Move) -> None:
    """The due instant of the new stage; what was planned for the old one is called off."""
    opinion.stage = found.to
    if found.to is Stage.WAITING:
        opinion.paused_due_at = opinion.due_at
        opinion.due_at = _due(post, Stage.WAITING)
    elif before is Stage.WAITING and found.action is Action.RESUME and opinion.paused_due_at is not None:
        calendar = working_days.calendar_of(post.place.country, post.place.zone)
        opinion.due_at = working_days.resumed(opinion.paused_due_at, opinion.stage_since, post.now, calendar)
        opinion.paused_due_at = None
    elif found.to is not before or found.opens_round or found.action is not Action.HAND_OVER:
        opinion.due_at = _due(post, found.to)
    opinion.stage_since = post.now
    await due.cancel(post.session, opinion.id)
    if found.to is Stage.WAITING:
        await _plan_waiting(post, opinion)


async def _plan_waiting(post: Post, opinion: Opinion) -> None:
    calendar = working_days.calendar_of(post.place.country, post.place.zone)
    for number, days in enumerate(deadlines.WAITING_REMINDERS, start=1):
        when = working_morning(working_days.due(post.now, days, calendar), post)
        await due.plan(
            post.session,
            "waiting.reminder",
            opinion.id,
            when,
            f"waiting.reminder:{opinion.id}:{opinion.version}:{number}",
        )
    if opinion.due_at is not None:
        back = working_morning(working_days.due(opinion.due_at, 1, calendar), post)
        await due.plan(post.session, "waiting.over", opinion.id, back, f"waiting.over:{opinion.id}:{opinion.version}")


def working_morning(instant: datetime, post: Post) -> datetime:
    """Nine o'clock on the (working) day of `instant` in the town's zone: people are reminded in working hours."""
    calendar = working_days.calendar_of(post.place.country, post.place.zone)
    day = instant.astimezone(post.place.zone).date()
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return datetime.combine(day, time(9), post.place.zone).astimezone(UTC)


async def ask_rating(post: Post, opinion: Opinion) -> Rating:
    """Ask "are you satisfied?" for this round: who is rated is fixed now; a reminder and an end are planned."""
    rating = Rating(
        opinion_id=opinion.id, round=opinion.round, representative_id=opinion.representative_id, asked_at=post.now
    )
    post.session.add(rating)
    key = f"{opinion.id}:{opinion.round}"
    reminder = working_morning(post.now + deadlines.RATING_REMINDER, post)
    await due.plan(post.session, "rating.reminder", opinion.id, reminder, f"rating.reminder:{key}")
    closing = post.now + deadlines.RATING_WINDOW
    await due.plan(post.session, "rating.over", opinion.id, closing, f"rating.over:{key}")
    await post.session.flush()
    return rating


async def _write(post: Post, opinion: Opinion, step: Step) -> int | None:
    """Keep what was said; the number of the last entry."""
    if not step.said or step.kind is None:
        return None
    rows = [
        Entry(
            opinion_id=opinion.id,
            round=opinion.round,
            kind=step.kind,
            author_role=step.role,
            author_id=step.by.id if step.by else None,
            text=said.text,
            at=post.now,
            chat_id=said.chat_id,
            message_id=said.message_id,
            attachments=list(said.attachments),
        )
        for said in step.said
    ]
    post.session.add_all(rows)
    await post.session.flush()
    return rows[-1].id


def _note(post: Post, opinion: Opinion, step: Step, action: Action, before: Stage | None, entry_id: int | None) -> None:
    post.session.add(
        Event(
            opinion_id=opinion.id,
            at=post.now,
            actor_id=step.by.id if step.by else None,
            actor_role=step.role,
            action=action,
            stage_before=before,
            stage_after=opinion.stage,
            round=opinion.round,
            why=step.why,
            entry_id=entry_id,
            representative_id=opinion.representative_id,
        )
    )
