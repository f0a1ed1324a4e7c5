"""The clock of a case reminds whoever must act; when it is very late, those above them are told."""

from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

from handlers.calendar.days import calendar
from handlers.calendar.marks import due_day
from handlers.calendar.rules import Calendar
from handlers.conversation.outgoing import Post
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, Html, Translator, bold, join, quote
from handlers.extensions import extensions
from handlers.opinions import rules as stages
from handlers.opinions.callbacks import OpenCase, OpenScreening, RepresentativeAct
from handlers.opinions.news import author, name_seen, somebody
from handlers.reminders import digest, ledger, planning, rules, screening
from handlers.reminders.ledger import About
from handlers.reminders.rules import Occasion
from handlers.representatives.representative_screens import LABELS, in_pairs
from handlers.units.callbacks import OpenReferred, UnitAct
from handlers.units.officer_screens import LABELS as UNIT_LABELS
from storage.models import Due, Opinion, Person
from storage.queries import people, referrals
from storage.vocabulary import Action, Role, Stage

VERY_LATE = "case.very-late"
OFFERED = frozenset(
    {
        Action.REPLY,
        Action.ASK,
        Action.REFER,
        Action.PASS_ON,
        Action.SEND_BACK,
        Action.ASK_EXTENSION,
        Action.HAND_OVER,
    }
)
"""What deals with a case; of these a reminder has a key for each that is possible."""

SAYS = {
    rules.HALF: N_("⏳ {reference}: half of the time has passed. Please answer by {day}."),
    rules.BEFORE: N_("🟡 {reference} is due on the next working day, {day}."),
    rules.DAY: N_("🟡 {reference} is due today, {day}."),
}
"""By occasion; who is late reads how late."""


class Acting(NamedTuple):
    """How those are reminded who must act."""

    whom: Callable[[Post, Opinion], Awaitable[list[Person]]]
    above: Callable[[Post, Opinion], Awaitable[list[Person]]]
    """Who is told when it is very late."""
    remind: Callable[[Post, Person, Opinion, Occasion, Calendar], Awaitable[None]]


async def tick(post: Post, thing: Due) -> None:
    """Remind of the newest occasion only, and look again at the next; nothing if the clock has started anew."""
    # Not locked: who answers at this moment holds the case and waits for this row.
    opinion = await post.session.get(Opinion, thing.opinion_id or 0)
    if opinion is None or opinion.due_at is None or thing.once != planning.clock_of(opinion):
        return
    role = rules.REMINDED.get(opinion.stage)
    if role is None or await ledger.put_off(post, thing):
        return
    acting, days = ACTING[role], await calendar(post)
    clock = opinion.stage_since, opinion.due_at, days
    told = await acting.whom(post, opinion)
    newest = rules.newest(*clock, post.now)
    if newest is not None:
        for person in told:
            await acting.remind(post, person, opinion, newest, days)
    if post.now >= rules.very_late_from(*clock):
        known = {person.id for person in told}
        for person in await acting.above(post, opinion):
            if person.id not in known:
                await _very_late(post, person, opinion, days)
    ledger.again(thing, rules.next_look(*clock, post.now))


def occasion_of(opinion: Opinion, name: str) -> str:
    """An occasion of the clock that the opinion runs by now."""
    due_at = int(opinion.due_at.timestamp()) if opinion.due_at is not None else 0
    return f"{int(opinion.stage_since.timestamp())}-{due_at}:{name}"


async def _representative(post: Post, opinion: Opinion) -> list[Person]:
    return await people.acting_for(post.session, opinion.representative_id or 0)


async def _officers(post: Post, opinion: Opinion) -> list[Person]:
    return await people.officers_of(post.session, opinion.unit_id or 0)


async def _staff(post: Post, opinion: Opinion) -> list[Person]:
    return await people.staff_of(post.session, opinion.station_id)


async def _county(post: Post, opinion: Opinion) -> list[Person]:
    return await people.staff_of(post.session, None)


async def _remind_representative(
    post: Post, person: Person, opinion: Opinion, occasion: Occasion, days: Calendar
) -> None:
    """A line and the keys that deal with it.

    A digest of the same morning has named the case and its day among all others: after one, this is no more than the
    line with the keys. Who has had none reads whose case it is and how it begins.
    """
    t = post.t(person)
    possible = stages.actions(stages.possible(opinion.stage, Role.REPRESENTATIVE))
    keys = _keys(t, opinion, await extensions.askable(post.session, opinion, possible))
    await _remind(post, person, opinion, occasion, days, author(t, opinion), keys, named=not opinion.anonymous)


async def _remind_officer(post: Post, person: Person, opinion: Opinion, occasion: Occasion, days: Calendar) -> None:
    """The same for a unit's officer, who does not learn whose it is."""
    t, referral = post.t(person), await referrals.current(post.session, opinion.id)
    accepted = referral is not None and referral.accepted_at is not None
    possible = stages.actions(stages.possible(opinion.stage, Role.UNIT))
    acts = [
        Button(t(UNIT_LABELS[action]), UnitAct(opinion=opinion.id, version=opinion.version, action=action))
        for action in await extensions.askable(post.session, opinion, possible)
        if action in UNIT_LABELS and not stages.is_settled(action, accepted=accepted)
    ]
    keys = in_pairs([Button(t("Open"), OpenReferred(opinion=opinion.id)), *acts])
    await _remind(post, person, opinion, occasion, days, somebody(t, opinion), keys)


async def _remind(
    post: Post,
    person: Person,
    opinion: Opinion,
    occasion: Occasion,
    days: Calendar,
    whose: Html,
    keys: list[list[Button]],
    *,
    named: bool = False,
) -> None:
    """`named`: whose it is, is a name, and that it was shown is written down."""
    t = post.t(person)
    lines = [_line(t, opinion, occasion, post, days)]
    if opinion.extension_asked:
        lines.append(t("⏳ More time was asked for; staff have not decided yet."))
    if not await ledger.had(post, person, digest.about(post, days)):
        if named:
            await name_seen(post, person, opinion)
        lines += [whose, quote(opinion.summary) if opinion.summary else Html("")]
    about = About(planning.CLOCK, f"opinion:{opinion.id}", occasion_of(opinion, occasion.name))
    await ledger.remind(post, person, about, Screen(join(list(lines)), keys), opinion_id=opinion.id)


def _keys(t: Translator, opinion: Opinion, possible: list[Action]) -> list[list[Button]]:
    acts = [
        Button(t(LABELS[action]), RepresentativeAct(opinion=opinion.id, version=opinion.version, action=action))
        for action in possible
        if action in OFFERED
    ]
    return in_pairs([Button(t("Open"), OpenCase(opinion=opinion.id)), *acts])


def _line(t: Translator, opinion: Opinion, occasion: Occasion, post: Post, days: Calendar) -> Html:
    """By when, or how late."""
    due_at = opinion.due_at or post.now
    facts = {"reference": bold(opinion.reference), "day": due_day(t, due_at, days)}
    if occasion.name in SAYS:
        return t(SAYS[occasion.name], **facts)
    return t.plural(
        "🔴 {reference} was due {day}: it is {n} working day late. Please act on it now.",
        "🔴 {reference} was due {day}: it is {n} working days late. Please act on it now.",
        rules.days_late(due_at, days, post.now),
        **facts,
    )


def _waits_for(t: Translator, opinion: Opinion) -> str:
    """The unit that has it, else the representative; empty while staff have it."""
    if opinion.unit is not None and opinion.stage is Stage.REFERRED:
        return t.named(opinion.unit)
    return opinion.representative.name if opinion.representative is not None else ""


async def _very_late(post: Post, person: Person, opinion: Opinion, days: Calendar) -> None:
    """Twice the time has passed: who it waits for, and where it can be given to somebody else."""
    t, due_at = post.t(person), opinion.due_at or post.now
    name = _waits_for(t, opinion)
    facts = {"reference": bold(opinion.reference), "day": due_day(t, due_at, days), "name": name}
    if name:
        text = t("🔴 {reference} waits for {name}, twice as long as it should; it was due {day}.", **facts)
    else:
        text = t("🔴 {reference} waits to be screened, twice as long as it should; it was due {day}.", **facts)
    late = rules.days_late(due_at, days, post.now)
    how_late = t.plural("It is {n} working day late.", "It is {n} working days late.", late)
    way_on = t("Open it to see what happened, and to give it to somebody else.") if name else Html("")
    screen = Screen(
        join([text, how_late, quote(opinion.summary) if opinion.summary else "", way_on]),
        [[Button(t("Open"), OpenScreening(opinion=opinion.id))]],
    )
    about = About(VERY_LATE, f"opinion:{opinion.id}", occasion_of(opinion, "very-late"))
    await ledger.remind(post, person, about, screen, opinion_id=opinion.id)


ACTING: Mapping[Role, Acting] = {
    Role.STAFF: Acting(_staff, _county, screening.remind),
    Role.REPRESENTATIVE: Acting(_representative, _staff, _remind_representative),
    Role.UNIT: Acting(_officers, _staff, _remind_officer),
}
"""By `rules.REMINDED`."""
