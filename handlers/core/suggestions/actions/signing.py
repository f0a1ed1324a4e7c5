"""Actions on the names below a suggestion: colleagues are asked, read it, sign or do not; then it is handed in."""

from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.suggestions import access, rules, similar
from handlers.core.suggestions.errors import (
    CannotSign,
    NamesMissing,
    NotYetGood,
    OtherTextNow,
    SuggestionMovedOn,
    TooManyNames,
)
from handlers.core.suggestions.history import move, noted
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from storage.models.directory import Representative
from storage.models.suggestions import Signature, Suggestion
from storage.suggestion_vocabulary import SignatureState, SuggestionAction, SuggestionPart
from storage.vocabulary import Role

BY = Role.REPRESENTATIVE


def flaws(one: Suggestion) -> dict[SuggestionPart, rules.Flaw]:
    """What is wrong with its parts; empty: nothing."""
    found = {part: rules.flaw(part, getattr(one, part.value)) for part in SuggestionPart}
    return {part: flaw for part, flaw in found.items() if flaw is not None}


def standing(one: Suggestion) -> list[Signature]:
    """The names below this text, its lead's first: who signs by handing it in."""
    return [
        each
        for each in one.signatures
        if each.representative_id == one.lead_id or rules.stands(each.state, each.edition, one.edition)
    ]


def outdated(one: Suggestion) -> list[Signature]:
    """The names below an earlier text."""
    there = standing(one)
    return [each for each in one.signatures if each.state is SignatureState.SIGNED and each not in there]


@action(BY)
async def invite(work: UnitOfWork, actor: Actor, suggestion_id: int, representative_id: int) -> Suggestion:
    """Ask a colleague of the same congress to sign. Raises `CannotSign`, `TooManyNames`, `NotYetGood`."""
    one = await access.being_written(work, actor, suggestion_id)
    wrong = flaws(one)
    if wrong:
        raise NotYetGood(one.id, wrong)
    asked = await work.session.get(Representative, representative_id)
    known = next((each for each in one.signatures if each.representative_id == representative_id), None)
    if asked is None or not asked.active or asked.level is not one.lead.level or known is not None:
        raise CannotSign(asked.name if asked is not None else "")
    if len(one.signatures) >= rules.MOST_NAMES:
        raise TooManyNames(rules.MOST_NAMES)
    position = 1 + max(each.position for each in one.signatures)
    name = Signature(
        suggestion_id=one.id,
        representative=asked,
        position=position,
        state=SignatureState.INVITED,
        at=work.now,
        by_id=actor.person_id,
    )
    work.session.add(name)
    await noted(work, one, SuggestionAction.INVITE, BY, actor, representative=asked)
    await work.session.refresh(one, ["signatures"])
    return one


@action(BY)
async def uninvite(work: UnitOfWork, actor: Actor, suggestion_id: int, representative_id: int) -> Suggestion:
    """Take a colleague's name, or the invitation, away; never the lead's."""
    one = await access.being_written(work, actor, suggestion_id)
    known = next((each for each in one.signatures if each.representative_id == representative_id), None)
    if known is None or representative_id == one.lead_id:
        return one
    whose = known.representative
    await work.session.delete(known)
    await noted(work, one, SuggestionAction.UNINVITE, BY, actor, representative=whose)
    await work.session.refresh(one, ["signatures"])
    return one


@action(BY)
async def ask_anew(work: UnitOfWork, actor: Actor, suggestion_id: int) -> list[Signature]:
    """Ask those who signed an earlier text to sign this one; who is asked."""
    one = await access.being_written(work, actor, suggestion_id)
    wrong = flaws(one)
    if wrong:
        raise NotYetGood(one.id, wrong)
    asked = outdated(one)
    for each in asked:
        each.state, each.at = SignatureState.INVITED, work.now
        await noted(work, one, SuggestionAction.ASK_ANEW, BY, actor, representative=each.representative)
    return asked


@action(BY)
async def sign(work: UnitOfWork, actor: Actor, suggestion_id: int, edition: int) -> Suggestion:
    """Sign the text that was read. Raises `OtherTextNow`, `SuggestionMovedOn`, `SuggestionNotFound`."""
    return await _say(work, actor, suggestion_id, SignatureState.SIGNED, edition)


@action(BY)
async def refuse_to_sign(work: UnitOfWork, actor: Actor, suggestion_id: int) -> Suggestion:
    """Do not sign it, or take the name away while it is not handed in. Raises as `sign`."""
    return await _say(work, actor, suggestion_id, SignatureState.REFUSED, None)


async def _say(
    work: UnitOfWork, actor: Actor, suggestion_id: int, said: SignatureState, edition: int | None
) -> Suggestion:
    one, name = await access.signer(work, actor, suggestion_id)
    if one.stage not in rules.BEING_WRITTEN or name.representative_id == one.lead_id:
        raise SuggestionMovedOn(one.id)
    if edition is not None and edition != one.edition:
        raise OtherTextNow(one.id)
    if (name.state, name.edition) == (said, edition):
        return one
    name.state, name.edition, name.at, name.by_id = said, edition, work.now, actor.person_id
    done = SuggestionAction.SIGN if said is SignatureState.SIGNED else SuggestionAction.REFUSE_TO_SIGN
    await noted(work, one, done, BY, actor, representative=name.representative)
    return one


@action(BY)
async def hand_in(work: UnitOfWork, actor: Actor, suggestion_id: int, version: int) -> Suggestion:
    """Hand it in to the county office with the names below this text; others fall away.

    Raises `NotYetGood`, `NamesMissing`, `SuggestionMovedOn`, `SuggestionNotFound`.
    """
    one = await access.lead(work, actor, suggestion_id, version)
    if one.stage not in rules.BEING_WRITTEN:
        raise SuggestionMovedOn(one.id)
    wrong = flaws(one)
    if wrong:
        raise NotYetGood(one.id, wrong)
    names, needed = standing(one), rules.needed(one.kind, one.lead.level)
    if len(names) < needed:
        raise NamesMissing(one.id, len(names), needed)
    lead = names[0]
    lead.edition, lead.at, lead.by_id = one.edition, work.now, actor.person_id
    today = (await calendar(work)).day_of(work.now)
    if one.session is not None and one.session.hand_in_by < today:
        one.session = None
    one.handed_in_at, one.why, one.words = work.now, None, similar.words_of(one)
    gone = [each for each in one.signatures if each not in names]
    for each in gone:
        await work.session.delete(each)
    await move(work, one, SuggestionAction.HAND_IN, BY, actor)
    await work.session.refresh(one, ["signatures"])
    return one


@action(BY)
async def withdraw(work: UnitOfWork, actor: Actor, suggestion_id: int, version: int) -> Suggestion:
    """Withdraw it, as long as no unit handles it. Raises `SuggestionMovedOn`, `SuggestionNotFound`."""
    one = await access.lead(work, actor, suggestion_id, version)
    return await move(work, one, SuggestionAction.WITHDRAW, BY, actor)
