"""Actions of constituents on matters: add their voice, say more, follow no longer, say whether it was done."""

from collections.abc import Sequence

from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.casework.content import MAX_CHARACTERS, MAX_FILES, Said
from handlers.core.errors import TooManyFiles, TooMuchSaid
from handlers.core.matters import access
from handlers.core.matters.errors import NotAskedNow, NotEndorsed, WroteItThemselves
from handlers.core.matters.events import EndorserJudged
from handlers.core.unit_of_work import UnitOfWork
from storage.models.matters import Endorsement
from storage.queries import endorsing, matters
from storage.vocabulary import Done, Role


@action(Role.CONSTITUENT)
async def endorse(work: UnitOfWork, actor: Actor, matter_id: int, said: Sequence[Said]) -> tuple[Endorsement, bool]:
    """Add one's voice to a released matter, perhaps with words and photos: (it, whether it is new).

    Who has added it already follows it again. Raises `MatterNotFound`, `WroteItThemselves`, `TooMuchSaid`,
    `TooManyFiles`.
    """
    matter = await access.public(work, matter_id, lock=True)
    found = await matters.endorsement(work.session, matter.id, actor.person.id)
    new = found is None
    if found is None:
        own = await matters.own_in(work.session, matter.id, actor.person.id)
        if own is not None:
            raise WroteItThemselves(own)
        found = Endorsement(matter=matter, person=actor.person, at=work.now, follows=True)
        work.session.add(found)
        matter.endorsements += 1
        matter.people += 1
    found.follows = True
    await work.session.flush()
    await _keep(work, found, said)
    return found, new


@action(Role.CONSTITUENT)
async def say(work: UnitOfWork, actor: Actor, matter_id: int, said: Sequence[Said]) -> Endorsement:
    """Say more with one's voice. Raises `MatterNotFound`, `NotEndorsed`, `TooMuchSaid`, `TooManyFiles`."""
    await access.public(work, matter_id)
    found = await _own(work, actor, matter_id)
    await _keep(work, found, said)
    return found


@action(Role.CONSTITUENT)
async def unfollow(work: UnitOfWork, actor: Actor, matter_id: int) -> Endorsement:
    """Hear of it no longer; the voice counts on. Raises `NotEndorsed`."""
    found = await _own(work, actor, matter_id)
    found.follows = False
    await work.session.flush()
    return found


@action(Role.CONSTITUENT)
async def judge(work: UnitOfWork, actor: Actor, matter_id: int, done: Done) -> Endorsement:
    """Say whether what was reported done really is; it can be changed. Raises `NotEndorsed`, `NotAskedNow`."""
    found = await _own(work, actor, matter_id)
    if found.asked_at is None:
        raise NotAskedNow
    before, found.done = found.done, done
    await work.session.flush()
    if done is not Done.YES and done is not before:
        work.record(EndorserJudged(found))
    return found


async def _own(work: UnitOfWork, actor: Actor, matter_id: int) -> Endorsement:
    found = await matters.endorsement(work.session, matter_id, actor.person.id)
    if found is None:
        raise NotEndorsed
    return found


async def _keep(work: UnitOfWork, voice: Endorsement, said: Sequence[Said]) -> None:
    before = await matters.words_of(work.session, voice.id) if said else ()
    texts = [*(one.text for one in before), *(one.text for one in said)]
    if sum(map(len, texts)) > MAX_CHARACTERS:
        raise TooMuchSaid(MAX_CHARACTERS)
    files = [one for one in before if one.file_id is not None]
    if len(files) + sum(len(one.attachments) for one in said) > MAX_FILES:
        raise TooManyFiles(MAX_FILES)
    for one in said:
        await endorsing.keep(work.session, voice.id, work.now, one.text, one.attachments)
