"""Actions of constituents on their own opinions."""

from collections.abc import Sequence

from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.casework import access, clocks, commitments, policy, reopening, rules, transitions
from handlers.core.casework.content import MAX_CHARACTERS, MAX_FILES, NewOpinion, Said, taken_out, words_of
from handlers.core.casework.events import CaseMoved, RatedDissatisfied, Step
from handlers.core.casework.transitions import move, refused
from handlers.core.errors import NothingPromised, NotRateable, TooManyFiles, TooMuchSaid
from handlers.core.unit_of_work import UnitOfWork
from storage.models.opinions import Entry, Opinion, Rating
from storage.queries import files, opinions
from storage.vocabulary import Action, EntryKind, Role, Satisfaction, Stage

BY = Role.CONSTITUENT

KINDS = {
    Action.ADD: EntryKind.ADDITION,
    Action.RESUME: EntryKind.ANSWER,
    Action.REOPEN: EntryKind.REOPENING,
    Action.SUPERVISE: EntryKind.REOPENING,
    Action.APPEAL: EntryKind.APPEAL,
}
"""The kind of entry that words become, by what they do."""


@action(BY)
async def submit(work: UnitOfWork, actor: Actor, new: NewOpinion) -> tuple[Opinion, bool]:
    """Keep a finished draft as an opinion: (it, whether it is new). The same draft twice gives the same opinion.

    Raises `TooMuchSaid`, `TooManyFiles`.
    """
    _fits(0, 0, new.said)
    return await transitions.submit(work, actor.person, new)


async def submitted_as(work: UnitOfWork, submission: str) -> Opinion | None:
    """The opinion that a draft became; None while it is a draft."""
    return await opinions.of_submission(work.session, submission)


async def may(work: UnitOfWork, opinion: Opinion, action: Action) -> bool:
    """True if the author may do that now: the table allows it, it is not used up, and there is an answer to reopen.

    What is closed takes only why its last answer was found wanting.
    """
    if rules.find(opinion.stage, action, BY) is None or rules.is_verdict(opinion.stage, action):
        return False
    follows = await reopening.if_dissatisfied(work, opinion)
    since = opinion.stage_since
    if rules.is_used_up(action, dissatisfied=follows, appealed=opinion.appealed, since=since, now=work.now):
        return False
    if action not in rules.AGAIN and not says_why(opinion, action):
        return True  # what staff asked back is among it: a closed opinion takes the answer
    rating = await opinions.rating(work.session, opinion.id, opinion.round)
    if rating is None:
        return False
    return action in rules.AGAIN or rules.owes_why(rating.satisfaction, rating.why, supervised=opinion.supervised)


def says_why(opinion: Opinion, action: Action) -> bool:
    """True if what is added is why the last answer was found wanting."""
    return action is Action.ADD and opinion.stage is Stage.CLOSED and not opinion.asked_back


def kind_of(opinion: Opinion, action: Action) -> EntryKind:
    """The kind of entry that words become."""
    if action is Action.ADD and opinion.asked_back:
        return EntryKind.ANSWER
    return EntryKind.REOPENING if says_why(opinion, action) else KINDS[action]


@action(BY)
async def say(work: UnitOfWork, actor: Actor, opinion_id: int, action: Action, said: Sequence[Said]) -> CaseMoved:
    """Add to an opinion, answer its question, reopen it, have it supervised or appeal (`action`).

    Raises `MoveRefused`, `OpinionNotFound`.

    Without a version: words are never refused because the case has moved on, only because it cannot take them now.
    """
    opinion = await access.find(work, actor, BY, opinion_id)
    if not await may(work, opinion, action):
        raise refused(opinion, action, BY)
    words, found = words_of(said), rules.find(opinion.stage, action, BY)
    why = words if words and found is not None and found.needs_reason else None
    taker = await reopening.account_for(work, opinion, words) if action in rules.AGAIN else None
    kind = kind_of(opinion, action)
    _fits(*await opinions.size(work.session, opinion.id, kind, opinion.round), said)
    step = Step(actor.person, BY, why=why, said=said, kind=kind, representative=taker)
    if says_why(opinion, action):
        await _keep_why(work, opinion, words)
    return await move(work, opinion, action, step)


@action(BY)
async def say_further(work: UnitOfWork, actor: Actor, opinion_id: int, kind: EntryKind, said: Said) -> CaseMoved:
    """Go on with what was said just before, as an entry of the same kind. Raises `MoveRefused`, `OpinionNotFound`."""
    opinion = await access.find(work, actor, BY, opinion_id)
    _fits(*await opinions.size(work.session, opinion.id, kind, opinion.round), [said])
    return await move(work, opinion, Action.ADD, Step(actor.person, BY, said=[said], kind=kind, further=True))


def _fits(characters: int, attached: int, said: Sequence[Said]) -> None:
    """Check that this fits beside so many characters and files of its kind and round.

    Raises `TooMuchSaid`, `TooManyFiles`.
    """
    if characters + sum(len(one.text) for one in said) > MAX_CHARACTERS:
        raise TooMuchSaid(MAX_CHARACTERS)
    more = sum(len(one.attachments) for one in said)
    if more and attached + more > MAX_FILES:
        raise TooManyFiles(MAX_FILES)


async def _keep_why(work: UnitOfWork, opinion: Opinion, words: str) -> None:
    """The last round keeps why, as the others do; empty where only a voice or a picture says it."""
    rating = await opinions.rating(work.session, opinion.id, opinion.round)
    if rating is not None:
        rating.why = words


@action(BY)
async def retract(work: UnitOfWork, actor: Actor, opinion_id: int) -> tuple[list[Said], bool]:
    """Take out what was taken for the answer to a question: (what it said, whether the question waits again).

    It waits again, as long as ever, unless something else has happened to the case: then the words stay there too.
    Nothing is left of an answer that was taken out before. Raises `OpinionNotFound`.
    """
    opinion = await access.find(work, actor, BY, opinion_id)
    entries, is_last = await opinions.last_answer(work.session, opinion.id)
    said = [taken_out(entry) for entry in entries if entry.text or entry.attachments]
    if not said or not is_last or rules.find(opinion.stage, Action.RETRACT, BY) is None:
        return said, False
    await files.detach(work.session, [entry.id for entry in entries])
    for entry in entries:
        entry.text, entry.chat_id, entry.message_id = "", None, None
        work.session.expire(entry, ["attachments"])
    await move(work, opinion, Action.RETRACT, Step(actor.person, BY))
    return said, True


@action(BY)
async def rewrite(work: UnitOfWork, actor: Actor, opinion_id: int, entry: Entry, said: Said) -> CaseMoved:
    """Put what a message says now in the place of what it said.

    Raises `TooMuchSaid`, `TooManyFiles`; `MoveRefused` once screened.
    """
    opinion = await access.find(work, actor, BY, opinion_id)
    if len(said.text) > len(entry.text) or len(said.attachments) > len(entry.attachments):
        characters, attached = await opinions.size(work.session, opinion.id, entry.kind, entry.round)
        _fits(characters - len(entry.text), attached - len(entry.attachments), [said])
    return await transitions.rewrite(work, opinion, entry, said, actor.person)


@action(BY)
async def withdraw(work: UnitOfWork, actor: Actor, opinion_id: int, version: int | None = None) -> CaseMoved:
    """Take the opinion back: nobody works on it any more."""
    opinion = await access.find(work, actor, BY, opinion_id, version)
    return await move(work, opinion, Action.WITHDRAW, Step(actor.person, BY))


@action(BY)
async def rate(
    work: UnitOfWork, actor: Actor, opinion_id: int, round_: int, satisfaction: Satisfaction
) -> tuple[Opinion, Rating, Action]:
    """Rate the answer of a round: (the opinion, the rating, what follows). It can be changed until something has.

    `Action.REOPEN` follows from dissatisfaction while a round is left, `Action.SUPERVISE` after the last one: with the
    first words why, without any on the next working morning; else what is promised is awaited
    (`Action.HOLD_TO`), or it closes. Half done is said only of what is promised, and leaves the promise open.
    Raises `NotRateable`, `NothingPromised`.
    """
    opinion = await access.find(work, actor, BY, opinion_id)
    rating = await opinions.rating(work.session, opinion.id, round_)
    possible = rules.find(opinion.stage, Action.RATE, BY) is not None
    if rating is None or not possible or round_ != opinion.round:
        raise NotRateable
    promised = await commitments.of(work.session, opinion) is not None
    if satisfaction is Satisfaction.HALF and not promised:
        raise NothingPromised
    rating.satisfaction, rating.rated_at = satisfaction, work.now
    most = await policy.rounds(work)
    follows = rules.after_rating(satisfaction, opinion.round, most, supervised=opinion.supervised, promised=promised)
    if follows in rules.AGAIN:
        await clocks.plan_reopening(work, opinion)
    else:
        await move(work, opinion, follows, Step(actor.person, BY))
        if satisfaction is Satisfaction.DISSATISFIED:
            work.record(RatedDissatisfied(opinion))
    return opinion, rating, follows
