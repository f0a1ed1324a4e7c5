"""The clock of a case reminds whoever must act; when it is very late, those above them are told."""

from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from typing import NamedTuple

from handlers.conversation import case_drafts
from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen, column, in_pairs
from handlers.conversation.texts import N_, Html, Translator, bold, join, quote
from handlers.core.casework import clocks, extensions
from handlers.core.casework import rules as stages
from handlers.core.reminders import rules
from handlers.core.reminders.rules import Occasion
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar
from handlers.notifications import case_clock_many, deduplication, digest, screening_reminder
from handlers.notifications.case_clock_many import TAKE_BACK, VERY_LATE, occasion_of
from handlers.notifications.deduplication import About
from handlers.notifications.readers import name_seen
from handlers.presentation.callbacks import OpenCase, OpenReferred, OpenScreening, RepresentativeAct, UnitAct
from handlers.presentation.due_days import due_day
from handlers.presentation.labels import REPRESENTATIVE_LABELS, UNIT_LABELS
from handlers.presentation.letters import author, somebody
from storage import inbox
from storage.models.opinions import Due, Opinion
from storage.models.people import Person
from storage.queries import people, referrals
from storage.stages import REMINDED, WITH_STAFF
from storage.vocabulary import Action, Role, Stage

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
"""Actions that deal with a case; of these a reminder has a key for each that is possible."""


OFFICERS_OFFERED = frozenset({Action.ACCEPT, Action.REPLY, Action.RETURN, Action.ASK_EXTENSION})
"""The same for a unit's officer."""


class Waits(StrEnum):
    """Clocks of a case: what is due from whoever must act."""

    ANSWER = "answer"
    ACCEPTANCE = "acceptance"
    REPLY = "reply"
    CHECK = "check"


SAYS = {
    rules.BEFORE: N_("🟡 {reference} is due on the next working day, {day}."),
    rules.DAY: N_("🟡 {reference} is due today, {day}."),
}
"""By occasion; who is late reads how late."""
HALF: Mapping[Waits, str] = {
    Waits.ANSWER: N_("⏳ {reference}: half of the time has passed. Please answer by {day}."),
    Waits.ACCEPTANCE: N_("⏳ {reference}: half of the time has passed. Please take it or return it by {day}."),
    Waits.REPLY: N_("⏳ {reference}: half of the time has passed. Please reply by {day}."),
    Waits.CHECK: N_(
        "⏳ {reference}: half of the time has passed. Please check the reply by {day}: pass it on, or send it back."
    ),
}
"""At half-time each names its own clock: a unit that has not accepted yet is not asked for the reply."""


class Acting(NamedTuple):
    """Way of reminding those who must act."""

    whom: Callable[[Outgoing, Opinion], Awaitable[list[Person]]]
    above: Callable[[Outgoing, Opinion], Awaitable[list[Person]]]
    """People who are told when it is very late."""
    remind: Callable[[Outgoing, Person, Opinion, Occasion, Calendar], Awaitable[None]]


async def tick(out: Outgoing, thing: Due) -> None:
    """Remind of the newest occasion only, and look again at the next; nothing if the clock has started anew."""
    # Not locked: who answers at this moment holds the case and waits for this row.
    opinion = await out.session.get(Opinion, thing.opinion_id or 0)
    if opinion is None or opinion.due_at is None or thing.once != clocks.clock_of(opinion):
        return
    role = REMINDED.get(opinion.stage)
    if role is None or await deduplication.put_off(out, thing):
        return
    acting, days = ACTING[role], await calendar(out)
    clock = opinion.stage_since, opinion.due_at, days
    told = await acting.whom(out, opinion)
    newest = rules.newest(*clock, out.now)
    if newest is not None and not await extensions.is_held(out.session, opinion):
        for person in told:
            if not await case_clock_many.reminded(out, person, opinion, days):
                await acting.remind(out, person, opinion, newest, days)
    if out.now >= rules.very_late_from(*clock):
        known = {person.id for person in told}
        for person in await acting.above(out, opinion):
            if person.id not in known and not await case_clock_many.told_very_late(out, person, days):
                await _very_late(out, person, opinion, days)
        if role is Role.UNIT:
            for person in await _representative(out, opinion):
                if not await case_clock_many.told_to_take_back(out, person, days):
                    await _may_take_back(out, person, opinion, days)
    deduplication.again(thing, rules.next_look(*clock, out.now))


async def _representative(out: Outgoing, opinion: Opinion) -> list[Person]:
    return await people.acting_for(out.session, opinion.representative_id or 0)


async def _officers(out: Outgoing, opinion: Opinion) -> list[Person]:
    return await people.officers_of(out.session, opinion.unit_id or 0)


async def _staff(out: Outgoing, opinion: Opinion) -> list[Person]:
    return await people.staff_of(out.session, opinion.station_id)


async def _county(out: Outgoing, opinion: Opinion) -> list[Person]:
    return await people.staff_of(out.session, None)


async def _remind_representative(
    out: Outgoing, person: Person, opinion: Opinion, occasion: Occasion, days: Calendar
) -> None:
    """A line and the keys that deal with it.

    A digest of the same morning has named the case and its day among all others: after one, this is no more than the
    line with the keys. Who has had none reads whose case it is and how it begins.
    """
    t = out.t(person)
    possible = stages.actions(stages.possible(opinion.stage, Role.REPRESENTATIVE))
    if opinion.unit_to_decide:
        possible.remove(Action.REFER)
    keys = _keys(t, opinion, await extensions.askable(out.session, opinion, possible))
    waits = Waits.CHECK if opinion.stage is Stage.REPLIED else Waits.ANSWER
    await _remind(out, person, opinion, occasion, days, waits, author(t, opinion), keys, named=not opinion.anonymous)


async def _remind_officer(out: Outgoing, person: Person, opinion: Opinion, occasion: Occasion, days: Calendar) -> None:
    """The same for a unit's officer, who does not learn whose it is."""
    t, referral = out.t(person), await referrals.current(out.session, opinion.id)
    accepted = referral is not None and referral.accepted_at is not None
    possible = stages.actions(stages.possible(opinion.stage, Role.UNIT))
    acts = [
        Button(t(UNIT_LABELS[action]), UnitAct(opinion=opinion.id, version=opinion.version, action=action))
        for action in await extensions.askable(out.session, opinion, possible)
        if action in OFFICERS_OFFERED and not stages.is_settled(action, accepted=accepted)
    ]
    keys = in_pairs([Button(t("Open"), OpenReferred(opinion=opinion.id)), *acts])
    waits = Waits.REPLY if accepted else Waits.ACCEPTANCE
    await _remind(out, person, opinion, occasion, days, waits, somebody(t, opinion), keys)


async def _remind(
    out: Outgoing,
    person: Person,
    opinion: Opinion,
    occasion: Occasion,
    days: Calendar,
    waits: Waits,
    whose: Html,
    keys: list[list[Button]],
    *,
    named: bool = False,
) -> None:
    """`named`: whose it is, is a name, and that it was shown is written down."""
    t = out.t(person)
    lines = [_line(t, opinion, occasion, waits, out, days)]
    if opinion.extension_asked:
        lines.append(t("⏳ More time was asked for; staff have not decided yet."))
    begun = await _begun(out, person, opinion)
    if begun is not None:
        lines.append(t("✍️ What you wrote about it waits; nobody has it yet. Press “{key}” to send it.", key=t(begun)))
    if not await deduplication.had(out, person, digest.about(out, days)):
        if named:
            await name_seen(out, person, opinion)
        lines += [whose, quote(opinion.summary) if opinion.summary else Html("")]
    about = About(clocks.CLOCK, f"opinion:{opinion.id}", occasion_of(opinion, occasion.name))
    await deduplication.remind(out, person, about, Screen(join(list(lines)), keys), opinion_id=opinion.id)


async def _begun(out: Outgoing, person: Person, opinion: Opinion) -> str | None:
    """The key that leads to what the person wrote about a case and did not send; None if there is nothing."""
    talk = await inbox.peek(out.session, person.chat_id) if person.chat_id is not None else None
    for draft in case_drafts.of_case(talk, opinion.id) if talk is not None else []:
        by, actions = draft.form.by, draft.form.actions
        labels = REPRESENTATIVE_LABELS if by is Role.REPRESENTATIVE else UNIT_LABELS
        if by is REMINDED.get(opinion.stage) and stages.find(opinion.stage, actions[0], by) is not None:
            return labels[actions[0]]
    return None


def _keys(t: Translator, opinion: Opinion, possible: list[Action]) -> list[list[Button]]:
    acts = [
        Button(
            t(REPRESENTATIVE_LABELS[action]),
            RepresentativeAct(opinion=opinion.id, version=opinion.version, action=action),
        )
        for action in possible
        if action in OFFERED
    ]
    return in_pairs([Button(t("Open"), OpenCase(opinion=opinion.id)), *acts])


def _line(t: Translator, opinion: Opinion, occasion: Occasion, waits: Waits, out: Outgoing, days: Calendar) -> Html:
    """The day by which they should act, or how late they are."""
    due_at = opinion.due_at or out.now
    facts = {"reference": bold(opinion.reference), "day": due_day(t, due_at, days)}
    if occasion.name == rules.HALF:
        return t(HALF[waits], **facts)
    if occasion.name in SAYS:
        return t(SAYS[occasion.name], **facts)
    return t.plural(
        "🔴 {reference} was due {day}: it is {n} working day late. Please act on it now.",
        "🔴 {reference} was due {day}: it is {n} working days late. Please act on it now.",
        rules.days_late(due_at, days, out.now),
        **facts,
    )


def _waits_for(t: Translator, opinion: Opinion) -> str:
    """The unit that has it, else the representative; empty while staff have it."""
    if opinion.stage in WITH_STAFF:
        return ""
    if opinion.unit is not None and opinion.stage is Stage.REFERRED:
        return t.named(opinion.unit)
    return t.named(opinion.representative)


async def _very_late(out: Outgoing, person: Person, opinion: Opinion, days: Calendar) -> None:
    """Twice the time has passed: who it waits for, and where it can be given to somebody else."""
    t = out.t(person)
    nobody = not _waits_for(t, opinion)
    way_on = Html("") if nobody else t("Open it to see what happened, and to give it to somebody else.")
    lines = [*_twice_as_long(t, opinion, out, days), way_on]
    screen = Screen(join(lines), [[Button(t("Open"), OpenScreening(opinion=opinion.id))]])
    about = About(VERY_LATE, f"opinion:{opinion.id}", occasion_of(opinion, "very-late"))
    await deduplication.remind(out, person, about, screen, opinion_id=opinion.id)


async def _may_take_back(out: Outgoing, person: Person, opinion: Opinion, days: Calendar) -> None:
    """The unit has let it lie for twice its time: the representative can take it back."""
    t = out.t(person)
    way_on = t("You can take it back, answer it yourself or refer it to another unit. The staff know of it too.")
    back = RepresentativeAct(opinion=opinion.id, version=opinion.version, action=Action.TAKE_BACK)
    keys = [Button(t(REPRESENTATIVE_LABELS[Action.TAKE_BACK]), back), Button(t("Open"), OpenCase(opinion=opinion.id))]
    lines = [*_twice_as_long(t, opinion, out, days), way_on]
    about = About(VERY_LATE, f"opinion:{opinion.id}", occasion_of(opinion, TAKE_BACK))
    await deduplication.remind(out, person, about, Screen(join(lines), column(keys)), opinion_id=opinion.id)


def _twice_as_long(t: Translator, opinion: Opinion, out: Outgoing, days: Calendar) -> list[str]:
    """Lines on what is very late: whom it waits for, how late it is, how it begins."""
    due_at, name = opinion.due_at or out.now, _waits_for(t, opinion)
    facts = {"reference": bold(opinion.reference), "day": due_day(t, due_at, days), "name": name}
    if name:
        text = t("🔴 {reference} waits for {name}, twice as long as it should; it was due {day}.", **facts)
    elif opinion.stage is Stage.SUPERVISED:
        text = t("🔴 {reference} waits for its supervision, twice as long as it should; it was due {day}.", **facts)
    else:
        text = t("🔴 {reference} waits to be screened, twice as long as it should; it was due {day}.", **facts)
    late = rules.days_late(due_at, days, out.now)
    how_late = t.plural("It is {n} working day late.", "It is {n} working days late.", late)
    return [text, how_late, quote(opinion.summary) if opinion.summary else Html("")]


ACTING: Mapping[Role, Acting] = {
    Role.STAFF: Acting(_staff, _county, screening_reminder.remind),
    Role.REPRESENTATIVE: Acting(_representative, _staff, _remind_representative),
    Role.UNIT: Acting(_officers, _staff, _remind_officer),
}
"""By `storage.stages.REMINDED`."""
