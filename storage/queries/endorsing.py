"""What people said with the voice they added to a matter: keeping it, and forgetting it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.files import File
from storage.models.matters import Endorsement, EndorsementWord, Matter, MatterOpinion
from storage.models.opinions import Opinion
from storage.queries import files
from storage.queries.files import Attached
from storage.vocabulary import AttachmentKind


async def keep(
    session: AsyncSession, endorsement_id: int, at: datetime, text: str, attached: Sequence[Attached]
) -> None:
    """Keep a message; the words stand with the first of its files."""
    here = {"endorsement_id": endorsement_id, "at": at}
    if not attached:
        session.add(EndorsementWord(**here, text=text))
    for number, one in enumerate(attached):
        where = {"latitude": one.latitude, "longitude": one.longitude}
        is_place = one.kind is AttachmentKind.LOCATION
        numbers = () if is_place or one.file is not None else await files.new_files(session, [one])
        file_id = numbers[0] if numbers else one.file
        name = one.name if is_place else None
        session.add(EndorsementWord(**here, text="" if number else text, file_id=file_id, place=name, **where))
    await session.flush()


async def forget(session: AsyncSession, person_id: int) -> None:
    """Forget what a person said with their voices, and whose these are; they count on.

    A voice beside an opinion of their own in the same matter goes: nobody could tell later that it is not one more.
    """
    quiet = {"synchronize_session": False}
    theirs = select(Endorsement.id).where(Endorsement.person_id == person_id)
    gone = delete(EndorsementWord).where(EndorsementWord.endorsement_id.in_(theirs)).returning(EndorsementWord.file_id)
    numbers = {number for number in await session.scalars(gone, execution_options=quiet) if number is not None}
    await files.forget_unnamed(session, File.id.in_(numbers))
    await _drop_doubled(session, person_id)
    nobody = {"person_id": None, "follows": False, "asked_at": None}
    voices = update(Endorsement).where(Endorsement.person_id == person_id).values(**nobody)
    await session.execute(voices, execution_options=quiet)


async def _drop_doubled(session: AsyncSession, person_id: int) -> None:
    wrote = select(MatterOpinion.matter_id).join(Opinion, Opinion.id == MatterOpinion.opinion_id)
    doubled = delete(Endorsement).where(
        Endorsement.person_id == person_id, Endorsement.matter_id.in_(wrote.where(Opinion.constituent_id == person_id))
    )
    quiet = {"synchronize_session": False}
    gone = (await session.scalars(doubled.returning(Endorsement.matter_id), execution_options=quiet)).all()
    fewer = update(Matter).where(Matter.id.in_(gone)).values(endorsements=Matter.endorsements - 1)
    await session.execute(fewer, execution_options=quiet)
