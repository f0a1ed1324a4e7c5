"""Readers of what is written about a case, apart from its author."""

from collections.abc import Sequence

from handlers.conversation.case_drafts import CaseDraft, Kind
from handlers.core.unit_of_work import UnitOfWork
from storage.models.opinions import Opinion
from storage.models.people import Person
from storage.queries import people, referrals
from storage.stages import PROMISED

TO_A_UNIT = (Kind.REFERRAL, Kind.STAFF_REFERRAL, Kind.SUPPORT, Kind.STAFF_SUPPORT, Kind.UNIT_SUPPORT, Kind.ENTRUSTING)
TO_ITS_AUTHOR = (Kind.LETTER, Kind.PASSING, Kind.RESULT)


async def languages(work: UnitOfWork, opinion: Opinion, draft: CaseDraft) -> set[str]:
    """Languages of its readers, the author apart; of a unit's words the author's, to whom they are passed on."""
    if draft.kind in (Kind.UNIT_REPLY, Kind.UNIT_QUESTION, Kind.PROGRESS, Kind.FINISHED, Kind.MOVING):
        return {opinion.constituent.language}
    return set() if draft.kind in TO_ITS_AUTHOR else {one.language for one in await _readers(work, opinion, draft)}


async def _readers(work: UnitOfWork, opinion: Opinion, draft: CaseDraft) -> Sequence[Person]:
    match draft.kind:
        case Kind.HANDING if draft.whom is not None:
            return await people.acting_for(work.session, draft.whom)
        case _ if draft.kind in TO_A_UNIT and draft.whom is not None:
            return await people.officers_of(work.session, draft.whom)
        case Kind.SENDING_BACK | Kind.TAKING_BACK | Kind.PART if opinion.unit_id is not None:
            return await people.officers_of(work.session, opinion.unit_id)
        case Kind.RETURNING if opinion.representative_id is not None:
            return await people.acting_for(work.session, opinion.representative_id)
        case Kind.PROPOSAL | Kind.REQUEST | Kind.UNIT_REQUEST | Kind.RETURNING:
            return await people.staff_of(work.session, opinion.station_id)
        case Kind.REFUSAL:
            return await _askers(work, opinion)
    return []


async def _askers(work: UnitOfWork, opinion: Opinion) -> Sequence[Person]:
    """Those who asked for more time."""
    referral = await referrals.current(work.session, opinion.id)
    with_unit = referral is not None or opinion.stage in PROMISED
    if with_unit and opinion.unit_id is not None:
        return await people.officers_of(work.session, opinion.unit_id)
    return await people.acting_for(work.session, opinion.representative_id) if opinion.representative_id else []
