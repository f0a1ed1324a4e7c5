"""Actions about people: invitations, roles, pictures of representatives, languages, and who is met for the first time.

Those of staff reach the people of their stations only.
"""

from typing import NamedTuple

from handlers.core import audit
from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.people import access, rules
from handlers.core.people.errors import CannotJoin, InvitationNotFound, InvitedMeanwhile, NotAmongPeople, RoleStays
from handlers.core.people.events import LanguageChanged, RoleEnded, RoleGranted
from handlers.core.people.rules import Stays, Validity
from handlers.core.reminders.planning import plan_digest
from handlers.core.roles import stations_of
from handlers.core.tokens import new_token, token_hash
from handlers.core.unit_of_work import UnitOfWork
from storage.models.directory import HandlingUnit, Representative, Station
from storage.models.people import Grant, Invitation, Person
from storage.queries import desk, directory, files, invitations, people
from storage.vocabulary import Channel, Role


class Invited(NamedTuple):
    """An invitation as it is made: this once with its token, of which only the hash is kept."""

    invitation: Invitation
    token: str


class Ended(NamedTuple):
    """A role that was ended."""

    grant: Grant
    person: Person
    called_off: int
    """Open invitations that went with it."""


@action(Role.STAFF)
async def invite_representative(work: UnitOfWork, actor: Actor, representative_id: int, last: int) -> Invited:
    """Invite somebody to act for a representative. `last`: the newest invitation for them that was seen, 0 for none.

    Raises `NotAmongPeople`, `InvitedMeanwhile`.
    """
    one = await access.representative(work, actor, representative_id)
    newest = await invitations.newest_for(work.session, one.id)
    if not one.active or (newest.id if newest else 0) != last:
        raise InvitedMeanwhile(one.id)
    return await _invite(work, actor, Invitation(role=Role.REPRESENTATIVE, representative=one, station=None))


@action(Role.STAFF)
async def invite_officer(work: UnitOfWork, actor: Actor, unit_id: int, last: int, chief: bool = False) -> Invited:
    """Invite an officer of a handling unit, or its chief; units belong to the whole county, so its office invites.

    Raises `NotAmongPeople`, `InvitedMeanwhile`.
    """
    access.county(actor)
    unit = await work.session.get(HandlingUnit, unit_id)
    if unit is None:
        raise NotAmongPeople
    if await invitations.last_for_unit(work.session, unit.id) != last:
        raise InvitedMeanwhile
    return await _invite(work, actor, Invitation(role=Role.UNIT, unit=unit, chief=chief))


@action(Role.STAFF)
async def set_release(work: UnitOfWork, actor: Actor, unit_id: int, needed: bool) -> HandlingUnit:
    """Have a unit's replies wait for its chief's release, or leave at once. Raises `NotAmongPeople`, `NotAllowed`."""
    access.county(actor)
    unit = await work.session.get(HandlingUnit, unit_id)
    if unit is None:
        raise NotAmongPeople
    unit.needs_release = needed
    await audit.note(work, actor, "unit.release", f"unit:{unit.id}", "needed" if needed else "not needed")
    return unit


@action(Role.STAFF)
async def invite_staff(work: UnitOfWork, actor: Actor, station_id: int | None, last: int) -> Invited:
    """Invite a colleague to a station, None: to the county office. Raises `NotAmongPeople`, `InvitedMeanwhile`."""
    station = await work.session.get(Station, station_id) if station_id is not None else None
    if not rules.reaches(actor.stations, station_id) or (station_id is not None and station is None):
        raise NotAmongPeople
    if await invitations.last_for_staff(work.session, station_id) != last:
        raise InvitedMeanwhile
    return await _invite(work, actor, Invitation(role=Role.STAFF, representative=None, station=station))


async def _invite(work: UnitOfWork, actor: Actor, invitation: Invitation) -> Invited:
    token = new_token(rules.TOKEN_BYTES)
    invitation.token_hash = token_hash(token)
    invitation.created_by_id, invitation.created_at = actor.person_id, work.now
    invitation.expires_at = work.now + rules.VALID_FOR
    work.session.add(invitation)
    await work.session.flush()
    await audit.note(work, actor, "invitation.make", f"invitation:{invitation.id}", rules.key(invitation))
    return Invited(invitation, token)


@action(Role.STAFF)
async def revoke(work: UnitOfWork, actor: Actor, invitation_id: int) -> Invitation:
    """Call an invitation off: its link lets nobody in any more. Raises `InvitationNotFound`."""
    found = await access.invitation(work, actor, invitation_id)
    if not await _revoke(work, actor, found):
        raise InvitationNotFound
    return found


async def _revoke(work: UnitOfWork, actor: Actor, invitation: Invitation) -> bool:
    if not await invitations.revoke(work.session, invitation.id, work.now):
        return False
    await audit.note(work, actor, "invitation.revoke", f"invitation:{invitation.id}", rules.key(invitation))
    return True


@action(Role.CONSTITUENT)
async def join(work: UnitOfWork, actor: Actor, token: str) -> Grant:
    """Take the role that an invitation is to, and use it up. Of two who try at once, one gets it.

    Raises `CannotJoin`.
    """
    person = actor.person
    found = await invitations.of_token(work.session, token_hash(token))
    if found is None or rules.validity(found, work.now) is not Validity.OPEN:
        raise CannotJoin
    already = next((grant for grant in person.grants if rules.same(grant, found)), None)
    if already is not None and (already.chief or not found.chief):
        raise CannotJoin
    if not await invitations.use(work.session, found.id, person.id, work.now):
        raise CannotJoin
    if already is not None:  # an officer becomes the chief
        already.chief = True
        await audit.note(work, actor, "invitation.use", f"invitation:{found.id}", rules.key(already))
        return already
    given = await people.grant(
        work.session,
        person,
        found.role,
        work.now,
        representative=found.representative,
        station=found.station,
        unit=found.unit,
        chief=found.chief,
        by=found.created_by_id,
    )
    await audit.note(work, actor, "invitation.use", f"invitation:{found.id}", rules.key(given))
    await _granted(work, person, given)
    return given


async def _granted(work: UnitOfWork, person: Person, given: Grant) -> None:
    await plan_digest(work, person)
    work.record(RoleGranted(person, given))


async def _is_named_in_settings(work: UnitOfWork, person: Person) -> bool:
    """True if a Telegram account of theirs stands in ADMIN_IDS."""
    accounts = await people.addresses(work.session, person.id)
    admins = work.county.admin_ids
    return any(one.channel is Channel.TELEGRAM and int(one.external_id) in admins for one in accounts)


async def why_stays(work: UnitOfWork, grant: Grant, person: Person) -> Stays | None:
    """Reason why this role of theirs cannot be ended; None if it can. The county office's grants are locked."""
    by_settings = await _is_named_in_settings(work, person)
    return rules.stays(grant, by_settings=by_settings, county_staff=await people.county_staff(work.session))


@action(Role.STAFF)
async def end_role(work: UnitOfWork, actor: Actor, grant_id: int) -> Ended:
    """End a role; what its holder invited people to and could not any more is called off.

    Raises `NotAmongPeople`, `RoleStays`.
    """
    grant, person = await access.holder(work, actor, grant_id)
    why = await why_stays(work, grant, person)
    if why is not None:
        raise RoleStays(why)
    if not await people.end(work.session, person, grant.id, work.now):
        raise NotAmongPeople
    await desk.end_all(work.session, person.id, work.now)
    await audit.note(work, actor, "role.end", f"person:{person.id}", rules.key(grant))
    stations, called_off = stations_of(person.grants), 0
    for invitation in await invitations.made_by(work.session, person.id, work.now):
        if not rules.reaches(stations, rules.station_of(invitation)):
            called_off += await _revoke(work, actor, invitation)
    work.record(RoleEnded(person, grant, actor.person_id))
    return Ended(grant, person, called_off)


@action(Role.STAFF)
async def look_up_phone(work: UnitOfWork, actor: Actor, representative_id: int) -> str | None:
    """A representative's phone number, None: it is not in the directory. The look is noted. Raises `NotAmongPeople`."""
    one = await access.representative(work, actor, representative_id)
    if one.phone is not None:
        await audit.note(work, actor, "phone.seen", f"representative:{one.id}")
    return one.phone


@action(Role.STAFF)
async def set_picture(work: UnitOfWork, actor: Actor, representative_id: int, picture: str) -> None:
    """Show this picture of a representative, a file of the channel's, to everybody. Raises `NotAmongPeople`."""
    one = await access.representative(work, actor, representative_id)
    before, one.picture = one.picture, picture
    if before is not None and before != picture and not await directory.pictures_kept_here(work.session, [before]):
        await files.let_go(work.session, Channel.TELEGRAM, before)
    await audit.note(work, actor, "representative.picture", f"representative:{one.id}", "set")


@action(Role.STAFF)
async def remove_picture(work: UnitOfWork, actor: Actor, representative_id: int) -> tuple[Representative, str | None]:
    """Show no picture of a representative any more: (whose, the one shown so far). Raises `NotAmongPeople`."""
    one = await access.representative(work, actor, representative_id)
    picture, one.picture = one.picture, None
    await audit.note(work, actor, "representative.picture", f"representative:{one.id}", "removed")
    return one, picture


@action(Role.CONSTITUENT)
async def choose_language(work: UnitOfWork, actor: Actor, language: str) -> None:
    """Read this language from now on, whatever the channel says."""
    person = actor.person
    person.language, person.language_chosen = language, True
    work.record(LanguageChanged(person))


@action(Role.SYSTEM)
async def meet(work: UnitOfWork, channel: Channel, account: str, chat_id: int, name: str, language: str) -> Person:
    """The person behind an account who has just been heard, made on first contact; `chat_id`: the number used inside.

    Name and language follow the channel's, unless they chose a language; who stands in ADMIN_IDS is county staff.
    """
    person = await people.at_address(work.session, channel, account)
    if person is None:
        person = await people.add(work.session, channel, account, chat_id, name, language, work.now)
    if person.name != name:
        person.name = name
    if not person.language_chosen and person.language != language:
        person.language = language
        work.record(LanguageChanged(person))
    if not person.reachable:
        person.reachable = True
    if channel is Channel.TELEGRAM and int(account) in work.county.admin_ids:
        await grant_by_settings(work, person)
    return person


@action(Role.SYSTEM)
async def grant_by_settings(work: UnitOfWork, person: Person) -> Grant | None:
    """Make somebody who stands in ADMIN_IDS county staff; None if they are already, or do not stand there."""
    if Actor(person).of_county or not await _is_named_in_settings(work, person):
        return None
    given = await people.grant(work.session, person, Role.STAFF, work.now)
    await audit.note_system(work, "role.grant", f"person:{person.id}", "county, by the settings")
    await _granted(work, person, given)
    return given
