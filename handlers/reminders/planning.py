"""What is planned so that people are reminded: a row for each clock of a case, each draft, each person's digest."""

from datetime import datetime

from handlers.calendar.days import calendar
from handlers.calendar.rules import working_morning
from handlers.conversation.outgoing import Post
from handlers.reminders import rules
from storage.models import Opinion, Person
from storage.queries import due, reminders

CLOCK, DRAFT, DIGEST = "case.clock", "draft.reminder", "digest"


def clock_of(opinion: Opinion) -> str:
    """The name of the clock that an opinion runs by now; it changes whenever the clock starts anew."""
    return f"{CLOCK}:{opinion.id}:{int(opinion.stage_since.timestamp() * 1_000_000)}"


async def plan_clock(post: Post, opinion: Opinion) -> None:
    """Whoever must act now is reminded from the first occasion on. Call it when the clock has started."""
    if opinion.due_at is None or opinion.stage not in rules.REMINDED:
        return
    when = rules.next_look(opinion.stage_since, opinion.due_at, await calendar(post), post.now)
    await due.plan(post.session, CLOCK, opinion.id, when, clock_of(opinion))


async def draft_reminder(post: Post) -> datetime:
    """When a draft is remembered whose last message came now."""
    return working_morning(post.now + rules.DRAFT_WAITS, await calendar(post))


async def plan_draft(post: Post, person: Person, draft_id: str, when: datetime) -> None:
    """The draft is remembered then, and not when it was planned for before; once it was, it is not again."""
    await due.replan(post.session, DRAFT, when, f"{DRAFT}:{draft_id}", subject_id=person.id)


async def plan_digest(post: Post, person: Person) -> None:
    """The next morning's digest, for who holds a role and wants one. Call it when either has changed."""
    if person.digest_at is not None and person.grants:
        when = rules.next_morning(post.now, await calendar(post), person.digest_at)
        await due.replan(post.session, DIGEST, when, f"{DIGEST}:{person.id}", subject_id=person.id, anew=True)


async def plan_digests(post: Post) -> None:
    """For everybody who lacks one."""
    for person in await reminders.without_digest(post.session, DIGEST):
        await plan_digest(post, person)
