"""What a constituent says goes into an opinion of theirs, and who has it is told."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

import orjson

from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, Html, Translator, join, quote, shortened
from handlers.core.casework import rules, transitions
from handlers.core.casework.transitions import Said, Step
from handlers.core.workdays.days import calendar
from handlers.notifications import casework
from handlers.presentation.callbacks import OpenMine
from handlers.presentation.due_days import due_day, note
from handlers.presentation.history import counted
from storage.inbox import Talk
from storage.models import Opinion, Rating, Representative
from storage.queries import opinions
from storage.vocabulary import Action, EntryKind, Role, Satisfaction, Stage

MORE_FOR = timedelta(minutes=15)
"""After something was said into an opinion, what follows within this time of it belongs there too, if so announced."""
QUOTED = 300
"""Characters of an addition that its news quotes."""

KINDS = {
    Action.ADD: EntryKind.ADDITION,
    Action.RESUME: EntryKind.ANSWER,
    Action.REOPEN: EntryKind.REOPENING,
    Action.APPEAL: EntryKind.REOPENING,
}
NEWS = {
    Action.ADD: N_("{reference}: its author added something."),
    Action.RESUME: N_("{reference}: your question is answered."),
    Action.REOPEN: N_("{reference}: its author is not satisfied, round {round} begins."),
}

WHY = N_("{reference}: why its author is not satisfied:")
"""The news of what a closed opinion takes."""

EXPECTED = {
    (Stage.SUBMITTED, False): N_("Staff look at it by {day}."),
    (Stage.ASSIGNED, True): N_("You will hear from them by {day}."),
}
"""What its author waits for, by stage and whether somebody has it."""


class Last(NamedTuple):
    """What was said last into an opinion: more of it may follow."""

    opinion: int
    kind: EntryKind
    album: str | None
    """Its further messages belong to it."""
    until: float
    """Unix seconds; until then, what is simply written belongs to it too. 0: it does not."""
    shown: int | None
    """The outbox call that said that it is noted."""


def last_of(talk: Talk) -> Last | None:
    """What was said last in a talk."""
    found = orjson.loads(talk.data).get("last")
    return Last(found[0], EntryKind(found[1]), *found[2:]) if found else None


def remember(talk: Talk, last: Last) -> None:
    """More of it may follow."""
    talk.data = orjson.dumps({**orjson.loads(talk.data), "last": list(last)}).decode()


async def may(ctx: Context, opinion: Opinion, action: Action) -> bool:
    """Whether its author may do that now: the table allows it, it is not used up, and there is an answer to reopen.

    What is closed takes only why its last answer was found wanting.
    """
    if rules.find(opinion.stage, action, Role.CONSTITUENT) is None:
        return False
    if rules.is_used_up(
        action, round_=opinion.round, appealed=opinion.appealed, since=opinion.stage_since, now=ctx.now
    ):
        return False
    if action is not Action.REOPEN and not says_why(opinion, action):
        return True
    rating = await opinions.rating(ctx.session, opinion.id, opinion.round)
    if rating is None:
        return False
    return action is Action.REOPEN or rules.owes_why(rating.satisfaction, rating.why, opinion.round)


def says_why(opinion: Opinion, action: Action) -> bool:
    """Whether what is added is why the last answer was found wanting."""
    return action is Action.ADD and opinion.stage is Stage.CLOSED


def kind_of(opinion: Opinion, action: Action) -> EntryKind:
    """What is said becomes this in the opinion."""
    return EntryKind.REOPENING if says_why(opinion, action) else KINDS[action]


async def enter(ctx: Context, opinion: Opinion, action: Action, said: Sequence[Said]) -> None:
    """Keep what was said, make the move it is, tell who has the opinion. Raises `MoveRefused`."""
    words = "\n".join(one.text for one in said if one.text)
    found = rules.find(opinion.stage, action, Role.CONSTITUENT)
    why = words if words and found is not None and found.needs_reason else None
    taker = None
    if action is Action.REOPEN:
        taker = await _account_for(ctx, opinion, words)
    step = Step(ctx.me, Role.CONSTITUENT, why=why, said=said, kind=kind_of(opinion, action), representative=taker)
    await transitions.move(ctx.out, opinion, action, step)
    if action is Action.APPEAL:
        await casework.submitted(ctx.out, opinion)
    elif says_why(opinion, action):
        await _keep_why(ctx, opinion, words)
        await casework.added(ctx.out, opinion, _told(WHY, opinion, said))
        await casework.to_staff(ctx.out, opinion, _told(WHY, opinion, said))
    elif action is Action.ADD:
        await casework.added(ctx.out, opinion, _told(NEWS[action], opinion, said))
    else:
        await casework.to_representative(ctx.out, opinion, _told(NEWS[action], opinion, said))


async def _keep_why(ctx: Context, opinion: Opinion, words: str) -> None:
    """The last round keeps why, as the others do; empty where only a voice or a picture says it."""
    rating = await opinions.rating(ctx.session, opinion.id, opinion.round)
    if rating is not None:
        rating.why = words


async def _account_for(ctx: Context, opinion: Opinion, why: str) -> Representative | None:
    """The round that ends keeps why; who answered it has to answer again, if nobody else has the opinion."""
    rating = await opinions.rating(ctx.session, opinion.id, opinion.round)
    if rating is None:
        return None
    rating.why = why or None
    if rating.satisfaction is None:
        rating.satisfaction, rating.rated_at = Satisfaction.DISSATISFIED, ctx.now
    return await _rated(ctx, rating) if opinion.representative_id is None else None


async def _rated(ctx: Context, rating: Rating) -> Representative | None:
    if rating.representative_id is None:
        return None
    return await ctx.session.get(Representative, rating.representative_id)


def takes_more(opinion: Opinion, last: Last) -> bool:
    """Whether more of what was said last may follow: what is closed takes only more of why."""
    if opinion.stage is Stage.CLOSED:
        return last.kind is EntryKind.REOPENING
    return rules.find(opinion.stage, Action.ADD, Role.CONSTITUENT) is not None


async def join_last(ctx: Context, opinion: Opinion, last: Last, said: Said) -> None:
    """A further message of what was said last: noted, and shown in the news that is there. Raises `MoveRefused`."""
    step = Step(ctx.me, Role.CONSTITUENT, said=[said], kind=last.kind)
    await transitions.move(ctx.out, opinion, Action.ADD, step)
    if said.album is None:
        headline = WHY if says_why(opinion, Action.ADD) else NEWS[Action.ADD]
        await casework.added(ctx.out, opinion, _told(headline, opinion, [said]), further=True)


def _told(text: str, opinion: Opinion, said: Sequence[Said]) -> casework.Words:
    written = "\n".join(one.text for one in said if one.text)
    files = [file for one in said for file in one.attachments]

    def words(t: Translator) -> Html:
        short = shortened(written, QUOTED)
        headline = t(text, reference=opinion.reference, round=opinion.round)
        return join([headline, quote(short) if short else "", counted(t, files) if files else ""])

    return words


async def noted(ctx: Context, opinion: Opinion) -> Screen:
    """It is in."""
    t = ctx.t
    rows = [[Button(t("📋 Follow it"), OpenMine(opinion=opinion.id)), Button(t("🏠 Home"), Go(to="home"))]]
    return Screen(await _noted(ctx, opinion), rows)


async def noted_go_on(ctx: Context, opinion: Opinion) -> Screen:
    """It is in, and more may follow."""
    t = ctx.t
    text = join([await _noted(ctx, opinion), t("Send more, or press Done.")])
    return Screen(text, [[Button(t("✅ Done"), OpenMine(opinion=opinion.id))]])


async def _noted(ctx: Context, opinion: Opinion) -> Html:
    """That it is kept, who is told, and by when its author hears of it."""
    t, entrusted = ctx.t, opinion.representative_id is not None
    text = N_("Noted in {reference}; who has it is told.") if entrusted else N_("Noted in {reference}.")
    told, expected = t(text, reference=opinion.reference), EXPECTED.get((opinion.stage, entrusted))
    if expected is None or opinion.due_at is None or opinion.due_at < ctx.now:
        return told
    days = await calendar(ctx.out)
    return join([told, t(expected, day=due_day(t, opinion.due_at, days)), note(t, opinion.due_at, days)])
