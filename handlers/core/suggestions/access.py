"""Finding a suggestion for whoever acts: only what is theirs, locked, as they saw it."""

from collections.abc import Sequence
from typing import NamedTuple

from handlers.core.actor import Actor
from handlers.core.suggestions.errors import SuggestionMovedOn, SuggestionNotFound
from handlers.core.suggestions.rules import BEING_WRITTEN
from handlers.core.unit_of_work import UnitOfWork
from storage.models.suggestions import SaidOfHandling, Signature, Suggestion, SupportingUnit
from storage.queries import suggestions as kept
from storage.queries.suggestions import Scope
from storage.suggestion_vocabulary import SignatureState, SuggestionStage
from storage.vocabulary import Role


def scope(actor: Actor) -> Scope:
    """What somebody may read: in which roles."""
    return Scope(
        [one.id for one in actor.representatives],
        [one.id for one in actor.units],
        of_county=actor.has(Role.STAFF) and actor.of_county,
    )


class View(NamedTuple):
    """A suggestion, and what somebody is in it."""

    one: Suggestion
    is_lead: bool
    signature: Signature | None
    """Their own name below it, or the invitation; of several the one of whom a word is awaited."""
    is_unit: bool
    supports: SupportingUnit | None
    is_office: bool
    named: tuple[int, ...]
    """Representatives for whom they act that stand below it."""


async def view(work: UnitOfWork, actor: Actor, suggestion_id: int, *, lock: bool = True) -> View:
    """A suggestion they may read, locked unless it is only looked at. Raises `SuggestionNotFound`."""
    one = await (kept.locked(work.session, suggestion_id) if lock else work.session.get(Suggestion, suggestion_id))
    if one is None:
        raise SuggestionNotFound
    reach = scope(actor)
    theirs = [each for each in one.signatures if each.representative_id in reach.representatives]
    # Who acts for several of those who are named says first what is still to be said.
    theirs.sort(key=lambda each: each.state is not SignatureState.INVITED)
    signature = theirs[0] if theirs else None
    supports = next((each for each in one.supporting if each.unit_id in reach.units), None)
    found = View(
        one,
        one.lead_id in reach.representatives,
        signature,
        one.unit_id in reach.units,
        supports,
        reach.of_county and one.handed_in_at is not None,
        tuple(each.representative_id for each in theirs),
    )
    if not (found.is_lead or signature or found.is_unit or supports or found.is_office):
        raise SuggestionNotFound
    return found


async def view_or_none(work: UnitOfWork, actor: Actor, suggestion_id: int) -> View | None:
    """The same; None where it is no longer theirs to read."""
    try:
        return await view(work, actor, suggestion_id)
    except SuggestionNotFound:
        return None


def _as_seen(one: Suggestion, version: int | None) -> Suggestion:
    if version is not None and one.version != version:
        raise SuggestionMovedOn(one.id)
    return one


async def lead(work: UnitOfWork, actor: Actor, suggestion_id: int, version: int | None = None) -> Suggestion:
    """One that they lead, locked. Raises `NotAllowed`, `SuggestionNotFound`, `SuggestionMovedOn`."""
    actor.require(Role.REPRESENTATIVE)
    found = await view(work, actor, suggestion_id)
    if not found.is_lead:
        raise SuggestionNotFound
    return _as_seen(found.one, version)


async def being_written(work: UnitOfWork, actor: Actor, suggestion_id: int) -> Suggestion:
    """The same, while it can be changed."""
    one = await lead(work, actor, suggestion_id)
    if one.stage not in BEING_WRITTEN:
        raise SuggestionMovedOn(one.id)
    return one


async def signer(work: UnitOfWork, actor: Actor, suggestion_id: int) -> tuple[Suggestion, Signature]:
    """One that they signed or are asked to sign, and their name. Raises as `lead`."""
    actor.require(Role.REPRESENTATIVE)
    found = await view(work, actor, suggestion_id)
    if found.signature is None:
        raise SuggestionNotFound
    return found.one, found.signature


def still_to_say(actor: Actor, one: Suggestion, said: Sequence[SaidOfHandling]) -> Signature | None:
    """A name of theirs below it that has said nothing of the handling that runs; None: there is none."""
    heard = {each.representative_id for each in said if each.round == one.round}
    theirs = [each for each in one.signatures if each.representative_id in scope(actor).representatives]
    return next((each for each in theirs if each.representative_id not in heard), None)


async def office(work: UnitOfWork, actor: Actor, suggestion_id: int, version: int | None = None) -> Suggestion:
    """One that was handed in, for the county office. Raises as `lead`."""
    actor.require(Role.STAFF)
    actor.require_county()
    found = await view(work, actor, suggestion_id)
    if not found.is_office:
        raise SuggestionNotFound
    return _as_seen(found.one, version)


async def of_unit(work: UnitOfWork, actor: Actor, suggestion_id: int, version: int | None = None) -> Suggestion:
    """One that a unit of theirs leads. Raises as `lead`."""
    actor.require(Role.UNIT)
    found = await view(work, actor, suggestion_id)
    if not found.is_unit:
        raise SuggestionNotFound
    return _as_seen(found.one, version)


async def supported(work: UnitOfWork, actor: Actor, suggestion_id: int) -> tuple[Suggestion, SupportingUnit]:
    """One that a unit of theirs supports, while its reply is to come. Raises as `lead`."""
    actor.require(Role.UNIT)
    found = await view(work, actor, suggestion_id)
    if found.supports is None:
        raise SuggestionNotFound
    if found.one.stage is not SuggestionStage.ASSIGNED:
        raise SuggestionMovedOn(found.one.id)
    return found.one, found.supports
