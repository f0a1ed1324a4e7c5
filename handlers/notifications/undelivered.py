"""Refusals for good are told: to whoever misses something, whoever wrote it, and the staff."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from handlers.conversation.callbacks import Go
from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, Html, Translator, bold, join
from handlers.presentation.history import counted
from handlers.presentation.labels import OPENS
from storage.models.opinions import Opinion
from storage.models.people import Person
from storage.queries import opinions, people, undelivered
from storage.queries.files import Attached
from storage.vocabulary import AttachmentKind, Lane, Role

TOGETHER = timedelta(hours=1)
"""Refusals within this time are told of in one message: our own choice."""
KINDS = {
    "Photo": AttachmentKind.PHOTO,
    "Document": AttachmentKind.DOCUMENT,
    "Animation": AttachmentKind.DOCUMENT,
    "Voice": AttachmentKind.VOICE,
    "Audio": AttachmentKind.AUDIO,
    "Video": AttachmentKind.VIDEO,
    "VideoNote": AttachmentKind.VIDEO_NOTE,
    "Location": AttachmentKind.LOCATION,
}
"""By the name of the call, without `send`."""
SPOKEN = (AttachmentKind.VOICE, AttachmentKind.VIDEO_NOTE)
"""Kinds that somebody may forbid to be sent to them, in Telegram's settings."""


async def refused(out: Outgoing, raw: dict[str, Any]) -> None:
    """A call was refused for good: `chat_id`, `opinion_id`, `kind` (the method without `send`), `files` in it."""
    reader, kind = await people.by_chat(out.session, raw["chat_id"]), KINDS.get(raw["kind"])
    if raw["opinion_id"] is None:
        if reader is not None and kind is not None:
            _to_reader_alone(out, reader, kind)
        return
    opinion = await opinions.any_of(out.session, raw["opinion_id"])
    if opinion is None:
        return
    role = await _role_of(out, opinion, reader)
    await undelivered.note(out.session, opinion.id, kind, role, out.now)
    kinds = await undelivered.kinds_of(out.session, opinion.id, role, out.now - TOGETHER)
    told = {reader.id} if reader is not None else set()
    if reader is not None:
        await _stand(out, reader, role, opinion, _for_reader(out.t(reader), opinion, kinds))
    for writer, as_role in await _writers(out, opinion, role, raw["files"]):
        if writer.id not in told:
            told.add(writer.id)
            await _stand(out, writer, as_role, opinion, _for_writer(out.t(writer), opinion, kinds))
    for person in await people.staff_of(out.session, opinion.station_id):
        if person.id not in told:
            await _stand(out, person, Role.STAFF, opinion, _for_staff(out.t(person), opinion, kinds, role))


async def _stand(out: Outgoing, person: Person, role: Role, opinion: Opinion, text: Html) -> None:
    """One message an opinion, changed as more is refused; what tells of a refusal is never told of itself."""
    key = Button(out.t(person)("Open"), OPENS[role](opinion=opinion.id))
    kind = f"undelivered:{opinion.id}"
    await out.stand(person, kind, Screen(text, [[key]]), lane=Lane.REMINDER, opinion_id=opinion.id)


def _to_reader_alone(out: Outgoing, reader: Person, kind: AttachmentKind) -> None:
    t = out.t(reader)
    head = t("⚠️ This belongs here, and Telegram does not let it through: {things}.", things=_things(t, [kind]))
    screen = Screen(join([head, _how_to_allow(t, [kind])]), [[Button(t("🏠 Home"), Go(to="home"))]])
    out.tell(reader, screen, lane=Lane.REMINDER)


async def _role_of(out: Outgoing, opinion: Opinion, reader: Person | None) -> Role:
    """Role in which somebody reads an opinion."""
    if reader is None or reader.id == opinion.constituent_id:
        return Role.CONSTITUENT
    representatives = {grant.representative_id for grant in reader.grants if grant.representative_id is not None}
    if opinion.representative_id in representatives:
        return Role.REPRESENTATIVE
    units = {grant.unit_id for grant in reader.grants if grant.unit_id is not None}
    return Role.UNIT if opinion.unit_id in units else Role.STAFF


async def _writers(out: Outgoing, opinion: Opinion, to: Role, sources: Sequence[str]) -> list[tuple[Person, Role]]:
    """Those who wrote what did not get through, and as what; who has the case, where its author misses something."""
    entry = await undelivered.entry_with(out.session, opinion.id, sources) if sources else None
    if entry is not None and entry.author_id is not None and entry.author_role in OPENS:
        author = await out.session.get(Person, entry.author_id)
        return [(author, entry.author_role)] if author is not None else []
    if to is not Role.CONSTITUENT or opinion.representative_id is None:
        return []
    acting = await people.acting_for(out.session, opinion.representative_id)
    return [(person, Role.REPRESENTATIVE) for person in acting]


def _things(t: Translator, kinds: Sequence[AttachmentKind | None]) -> Html:
    """`🎤 1 voice message · a message`."""
    files = counted(t, [Attached(kind) for kind in kinds if kind is not None])
    return join([files, t("a message") if None in kinds else ""], " · ")


def _how_to_allow(t: Translator, kinds: Sequence[AttachmentKind | None]) -> Html:
    if not any(kind in SPOKEN for kind in kinds):
        return Html("")
    return t("Perhaps your settings forbid voice messages: Settings › Privacy and Security › Voice Messages.")


def _for_reader(t: Translator, opinion: Opinion, kinds: Sequence[AttachmentKind | None]) -> Html:
    facts = {"reference": bold(opinion.reference), "things": _things(t, kinds)}
    head = t("⚠️ {reference}: this belongs here, and Telegram does not let it through: {things}.", **facts)
    known = t("Whoever sent it and the staff know. Should something be missing for you, reply to this message.")
    return join([head, _how_to_allow(t, kinds), known])


def _for_writer(t: Translator, opinion: Opinion, kinds: Sequence[AttachmentKind | None]) -> Html:
    facts = {"reference": bold(opinion.reference), "things": _things(t, kinds)}
    head = t("⚠️ {reference}: part of what you sent did not get through, Telegram refuses it: {things}.", **facts)
    more = t("Say it in words, by phone or at the liaison station; the staff know.")
    return join([head, more if None in kinds else t.sentences(t("Your words did."), more)])


WHO_MISSES = {
    Role.CONSTITUENT: N_("⚠️ {reference}: its author did not get this, Telegram refuses it: {things}."),
    Role.REPRESENTATIVE: N_("⚠️ {reference}: the representative did not get this, Telegram refuses it: {things}."),
    Role.UNIT: N_("⚠️ {reference}: the unit did not get this, Telegram refuses it: {things}."),
    Role.STAFF: N_("⚠️ {reference}: a colleague did not get this, Telegram refuses it: {things}."),
}


def _for_staff(t: Translator, opinion: Opinion, kinds: Sequence[AttachmentKind | None], to: Role) -> Html:
    facts = {"reference": bold(opinion.reference), "things": _things(t, kinds)}
    return join(
        [t(WHO_MISSES[to], **facts), t("Please see that they learn it another way: printed, by phone, at the station.")]
    )
