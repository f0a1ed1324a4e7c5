"""A referral as its unit reads it: whose turn it is, until when, and what was said to what it handed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.conversation.texts import Html, Translator, join, quote
from handlers.core.actor import Actor
from handlers.core.casework import extensions
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar
from handlers.presentation import outcomes, promises
from handlers.presentation.due_days import due_day, note
from handlers.presentation.extensions import standing as more_time
from handlers.presentation.letters import handled
from handlers.presentation.names import SATISFACTION_LABELS
from handlers.presentation.status_icon import lateness
from handlers.presentation.whereabouts import supported_by
from storage.models.commitments import Commitment
from storage.models.opinions import Opinion, Rating, Referral
from storage.models.supporting import Supporting
from storage.queries import commitments, opinions, referrals
from storage.queries.referrals import Past
from storage.vocabulary import Action, Role, Stage


@dataclass(frozen=True, slots=True)
class Referred:
    """All that is said of a case that is, or was, with a unit."""

    opinion: Opinion
    referral: Referral
    """The last one to their unit."""
    days: Calendar
    more_time: Html
    """Result of their asking for more time."""
    supported: Sequence[Html]
    """Units that support theirs."""
    given_back: str | None
    """Reason why the chief gave a reply back, the last time."""
    sent_back: str | None
    """Reason why their reply was sent back, the last time."""
    rating: Rating | None
    promise: Commitment | None
    """Promise of the unit that somebody still waits for."""


async def looked_up(
    work: UnitOfWork, t: Translator, actor: Actor, opinion: Opinion, referral: Referral
) -> tuple[Referred, bool]:
    """The standing of a case for an officer; True if it is with their unit now: referred to it, or promised by it."""
    session, days = work.session, await calendar(work)
    promised = await commitments.open_of(session, opinion.id)
    promise = promised[0] if promised is not None else None
    if promise is not None and promise.unit_id not in [unit.id for unit in actor.units]:
        promise = None
    theirs = referral.ended_at is None or promise is not None
    extension = await extensions.asked_by(session, opinion, Role.UNIT) if theirs else None
    found = Referred(
        opinion,
        referral,
        days,
        more_time(t, extension, days),
        await supported_by(session, t, opinion, days) if theirs else (),
        await referrals.why(session, opinion.id, Action.GIVE_BACK, referral.unit_id),
        await referrals.why(session, opinion.id, Action.SEND_BACK, referral.unit_id),
        await opinions.rating(session, opinion.id, referral.round),
        promise,
    )
    return found, theirs


def standing(t: Translator, view: Referred, now: datetime) -> list[Html]:
    """Standing of a case: whose turn it is, and until when."""
    opinion, referral = view.opinion, view.referral
    if view.promise is not None:
        said = handled(t, view.rating) if view.rating is not None else Html()
        return [promises.standing(t, view.promise, view.days, view.days.day_of(now)), said, view.more_time]
    if referral.ended_at is not None:
        return _over(t, view)
    if opinion.stage is Stage.REPLIED:
        day = due_day(t, opinion.due_at, view.days)
        result = outcomes.as_shown(t, referral.outcome, referral.planned_for) if referral.outcome else Html()
        return [
            t("👀 Your unit has replied; the representative checks it by {day}.", day=day),
            note(t, opinion.due_at, view.days),
            result,
        ]
    late, reply = lateness(t, opinion, now, view.days), due_day(t, referral.reply_due_at, view.days)
    lines = []
    if referral.again:
        lines += [t("↩️ Your reply was sent back:"), quote(view.sent_back) if view.sent_back else Html()]
    if referral.accepted_at is None:
        said = t("Take it or return it by {day}", day=due_day(t, referral.accept_due_at, view.days))
        lines += [join([said, late], " · "), t("A reply would be due {day}.", day=reply)]
    else:
        said = t("Reply due: {day}", day=reply)
        lines += [join([said, late, taken_by(t, referral)], " · ")]
    if referral.held_at is not None:
        lines.append(t("🔏 A reply waits for the chief's release."))
        if referral.outcome is not None:
            lines.append(outcomes.as_shown(t, referral.outcome, referral.planned_for))
    elif view.given_back:
        lines += [t("↩️ The chief gave a reply back:"), quote(view.given_back)]
    return [*lines, *view.supported, view.more_time, note(t, referral.reply_due_at, view.days)]


def _over(t: Translator, view: Referred) -> list[Html]:
    referral = view.referral
    day = t.day(referral.ended_at) if referral.ended_at is not None else ""
    lines = [t("It left your unit on {day}: {how}. It is here to read only.", day=day, how=left(t, referral))]
    rating = view.rating
    theirs = rating is not None and rating.unit_id == referral.unit_id
    if theirs and rating is not None and rating.satisfaction is not None:
        lines.append(t("Its author's rating: {rating}", rating=t(SATISFACTION_LABELS[rating.satisfaction])))
    return [*lines, handled(t, rating) if theirs and rating is not None else Html()]


def left(t: Translator, one: Past | Referral) -> str:
    """Way in which a case left its unit."""
    if one.passed_on_at is not None and one.outcome is not None:
        return outcomes.named(t, one.outcome)
    return t("returned as not yours") if one.returned_at is not None else t("taken back or withdrawn")


def taken_by(t: Translator, referral: Referral) -> Html:
    """Name of the officer who has taken it; empty if nobody has."""
    name = referral.accepted_by.name if referral.accepted_by is not None else None
    return t("taken by {name}", name=name) if name else Html()


def supported(t: Translator, asked: Supporting, days: Calendar) -> list[Html]:
    """A part that a unit owes to another one's case, or owed: until when, and what is needed of it."""
    if asked.answered_at is not None:
        standing = t("Your unit has written its part. It is here to read only.")
    elif asked.ended_at is not None:
        standing = t("Nothing more is wanted of your unit. It is here to read only.")
    else:
        standing = t("Your part is due {day}.", day=due_day(t, asked.due_at, days))
    return [standing, join([t("What is needed of you:"), quote(asked.asked)]) if asked.asked else Html()]
