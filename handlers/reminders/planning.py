"""What is planned so that people are reminded: a row for each clock of a case, each draft, each person's digest."""

from handlers.calendar.days import calendar
from handlers.calendar.rules import working_morning
from handlers.conversation.outgoing import Post
from handlers.reminders import rules
from storage.models import Opinion, Person
from storage.queries import due, reminders

MOST = 10_000
"""More reminders than that were hardly sent by a clock that was ahead."""
CLOCK, DRAFT, DIGEST = "case.clock", "draft.reminder", "digest"


def clock_of(opinion: Opinion) -> str:
    """The name of the clock that an opinion runs by now; it changes whenever the clock starts anew."""
    due_at = int(opinion.due_at.timestamp()) if opinion.due_at is not None else 0
    return f"{CLOCK}:{opinion.id}:{int(opinion.stage_since.timestamp() * 1_000_000)}:{due_at}"


async def plan_clock(post: Post, opinion: Opinion) -> None:
    """Whoever must act is reminded from the next occasion on. Call it when the clock has started."""
    if opinion.due_at is None or opinion.stage not in rules.REMINDED:
        return
    when = rules.next_look(opinion.stage_since, opinion.due_at, await calendar(post), post.now)
    await due.replan(post.session, CLOCK, when, clock_of(opinion), opinion_id=opinion.id)


async def plan_draft(post: Post, person: Person, draft_id: str) -> None:
    """The draft is remembered some days after today, not when it was planned for before; once it was, it is no more."""
    when = working_morning(post.now + rules.DRAFT_WAITS, await calendar(post))
    await due.replan(post.session, DRAFT, when, f"{DRAFT}:{draft_id}", subject_id=person.id)


async def plan_digest(post: Post, person: Person) -> None:
    """The next morning's digest, for who holds a role and wants one. Call it when either has changed."""
    if person.digest_at is not None and person.grants:
        when = rules.next_morning(post.now, await calendar(post), person.digest_at)
        await due.replan(post.session, DIGEST, when, f"{DIGEST}:{person.id}", subject_id=person.id, anew=True)


async def plan_all(post: Post) -> None:
    """At each start: a digest for everybody who lacks one; and what a clock ahead of its time has put off.

    Such a clock, once set right, leaves reminders in the ledger that are still to come. What was promised stays so; the
    occasions from now on are planned again.
    """
    for person in await reminders.without_digest(post.session, DIGEST):
        await plan_digest(post, person)
    for entry in await reminders.ahead_of(post.session, post.now, MOST):
        kind, _, number = entry.subject.partition(":")
        opinion = await post.session.get(Opinion, int(number)) if kind == "opinion" else None
        if opinion is not None:
            await plan_clock(post, opinion)
        reader = await post.session.get(Person, entry.person_id) if entry.kind == DIGEST else None
        if reader is not None:
            await plan_digest(post, reader)
