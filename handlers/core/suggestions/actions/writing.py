"""Actions of representatives on a suggestion that they write: begin it, write its parts, bundle opinions in it."""

from collections.abc import Sequence

from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.errors import NotInOffice, TooManyFiles, check_length
from handlers.core.suggestions import access, rules
from handlers.core.suggestions.errors import SessionNotFound, TooManyBundled
from handlers.core.suggestions.history import noted
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from storage.models.suggestions import CongressSession, Signature, Suggestion, SuggestionMatter, SuggestionOpinion
from storage.queries import bundles, caseload
from storage.queries import suggestions as kept
from storage.queries.files import Attached
from storage.suggestion_vocabulary import (
    SignatureState,
    SuggestionAction,
    SuggestionKind,
    SuggestionPart,
    SuggestionStage,
)
from storage.vocabulary import Role

BY = Role.REPRESENTATIVE


@action(BY)
async def begin(work: UnitOfWork, actor: Actor, representative_id: int) -> Suggestion:
    """Begin a suggestion as its lead; one that is still empty is taken up again. Raises `NotAllowed`, `NotInOffice`."""
    actor.require(BY)
    lead = next((one for one in actor.representatives if one.id == representative_id), None)
    if lead is None or not lead.active:
        raise NotInOffice
    for draft in await kept.drafts_of(work.session, [lead.id], 5):
        if not any(getattr(draft, part.value) for part in SuggestionPart):
            return draft
    today = (await calendar(work)).day_of(work.now)
    sessions = [(one.id, one.hand_in_by, one.begins_on) for one in await kept.sessions(work.session)]
    begun = Suggestion(
        reference=f"new:{lead.id}:{work.now.timestamp()}",
        kind=SuggestionKind.SUGGESTION,
        lead=lead,
        session_id=rules.session_of(today, sessions),
        stage=SuggestionStage.DRAFT,
        stage_since=work.now,
        created_by_id=actor.person_id,
        created_at=work.now,
    )
    work.session.add(begun)
    await work.session.flush()
    begun.reference = f"{work.county.reference_prefix}-S-{today.year}-{begun.id:04d}"
    by = {"at": work.now, "by_id": actor.person_id}
    name = Signature(suggestion_id=begun.id, representative=lead, position=0, state=SignatureState.SIGNED, **by)
    work.session.add(name)
    await noted(work, begun, SuggestionAction.BEGIN, BY, actor)
    await work.session.refresh(begun)
    return begun


@action(BY)
async def write(
    work: UnitOfWork, actor: Actor, suggestion_id: int, part: SuggestionPart, text: str, *, anew: bool
) -> Suggestion:
    """Write into a part below what stands there, or in its place (`anew`); whoever had signed has to sign anew.

    Raises `TextTooLong`, `SuggestionNotFound`, `SuggestionMovedOn`.
    """
    one = await access.being_written(work, actor, suggestion_id)
    before = "" if anew else getattr(one, part.value)
    between = " " if part is SuggestionPart.TITLE else "\n"
    said = " ".join(text.split()) if part is SuggestionPart.TITLE else text.strip()
    whole = between.join(filter(None, (before, said)))
    check_length(whole, rules.PARTS[part][1])
    if whole != getattr(one, part.value):
        setattr(one, part.value, whole)
        one.edition += 1
        one.version += 1
        await work.session.flush()
    return one


@action(BY)
async def attach(work: UnitOfWork, actor: Actor, suggestion_id: int, attached: Sequence[Attached]) -> Suggestion:
    """Add photos, files or places to it; whoever had signed has to sign anew.

    Raises `TooManyFiles`, `SuggestionNotFound`, `SuggestionMovedOn`.
    """
    one = await access.being_written(work, actor, suggestion_id)
    if len(one.files) + len(attached) > rules.MOST_FILES:
        raise TooManyFiles(rules.MOST_FILES)
    if attached:
        await kept.attach(work.session, one.id, attached, work.now, actor.person_id)
        await _changed(work, one)
    return one


@action(BY)
async def detach(work: UnitOfWork, actor: Actor, suggestion_id: int, suggestion_file_id: int) -> Suggestion:
    """Take one of them out again; one that is not in it changes nothing."""
    one = await access.being_written(work, actor, suggestion_id)
    found = next((each for each in one.files if each.id == suggestion_file_id), None)
    if found is not None:
        await kept.detach(work.session, found)
        await _changed(work, one)
    return one


async def _changed(work: UnitOfWork, one: Suggestion) -> None:
    """It is another edition, to be signed anew."""
    one.edition += 1
    one.version += 1
    await work.session.flush()
    await work.session.refresh(one, ["files"])


@action(BY)
async def set_kind(work: UnitOfWork, actor: Actor, suggestion_id: int, what: SuggestionKind) -> Suggestion:
    """Make it a suggestion, or a motion; that is another text to sign."""
    one = await access.being_written(work, actor, suggestion_id)
    if one.kind is not what:
        one.kind = what
        one.edition += 1
        one.version += 1
        await work.session.flush()
    return one


@action(BY)
async def set_session(
    work: UnitOfWork, actor: Actor, suggestion_id: int, congress_session_id: int | None
) -> Suggestion:
    """Let it belong to a session whose last day has not passed, or to none. Raises `SessionNotFound`."""
    one = await access.being_written(work, actor, suggestion_id)
    chosen = None
    if congress_session_id is not None:
        chosen = await work.session.get(CongressSession, congress_session_id)
        if chosen is None or chosen.hand_in_by < (await calendar(work)).day_of(work.now):
            raise SessionNotFound
    one.session, one.session_id = chosen, congress_session_id
    one.version += 1
    await work.session.flush()
    return one


@action(BY)
async def bundle(work: UnitOfWork, actor: Actor, suggestion_id: int, opinion_id: int) -> Suggestion:
    """Bundle an opinion that the lead has or had: its author reads the answer. Taken in twice, it is in it once.

    Raises `TooManyBundled`, `SuggestionNotFound`; an opinion that is not theirs is left out.
    """
    one = await access.being_written(work, actor, suggestion_id)
    opinion = await caseload.once_entrusted(work.session, opinion_id, [one.lead_id])
    if opinion is None or await bundles.bundled(work.session, one.id, opinion.id) is not None:
        return one
    if len(await bundles.linked(work.session, one.id)) >= rules.MOST_OPINIONS:
        raise TooManyBundled(rules.MOST_OPINIONS)
    work.session.add(SuggestionOpinion(suggestion_id=one.id, opinion_id=opinion.id))
    await work.session.flush()
    return one


@action(BY)
async def bundle_matter(work: UnitOfWork, actor: Actor, suggestion_id: int, matter_id: int) -> Suggestion:
    """Bundle a matter that groups an opinion which is in it already: the authors of all the others read the reply too.

    Raises `TooManyBundled`, `SuggestionNotFound`; a matter that groups none of theirs is left out.
    """
    one = await access.being_written(work, actor, suggestion_id)
    offered = {matter.id for matter in await bundles.matters_of(work.session, one.id)}
    if matter_id not in offered - {matter.id for matter in await bundles.matters_in(work.session, one.id)}:
        return one
    link = SuggestionMatter(suggestion_id=one.id, matter_id=matter_id)
    work.session.add(link)
    await work.session.flush()
    if await bundles.count_opinions(work.session, one.id) > rules.MOST_WITH_MATTERS:
        await work.session.delete(link)
        await work.session.flush()
        raise TooManyBundled(rules.MOST_WITH_MATTERS)
    return one


@action(BY)
async def unbundle_matter(work: UnitOfWork, actor: Actor, suggestion_id: int, matter_id: int) -> Suggestion:
    """Take a matter out of it again; opinions that were bundled by themselves stay."""
    one = await access.being_written(work, actor, suggestion_id)
    link = await work.session.get(SuggestionMatter, (one.id, matter_id))
    if link is not None:
        await work.session.delete(link)
        await work.session.flush()
    return one


@action(BY)
async def unbundle(work: UnitOfWork, actor: Actor, suggestion_id: int, opinion_id: int) -> Suggestion:
    """Take an opinion out of it again."""
    one = await access.being_written(work, actor, suggestion_id)
    link = await bundles.bundled(work.session, one.id, opinion_id)
    if link is not None:
        await work.session.delete(link)
        await work.session.flush()
    return one
