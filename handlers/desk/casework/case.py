"""A case: all that was said and done, whom it concerns, and what may be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.conversation.texts import Html
from handlers.core.casework import access, rules
from handlers.core.casework.placeholders import named
from handlers.core.casework.reading import readable
from handlers.core.errors import OpinionNotFound
from handlers.core.supervision.actions import CAN_BE
from handlers.core.workdays.days import calendar
from handlers.desk.acts import Form, Typed
from handlers.desk.casework import told
from handlers.desk.casework.forms import FORMS, SAY, SUPERVISE, TELL, URGE
from handlers.desk.casework.notes import notes
from handlers.desk.casework.unit_forms import for_chief, is_owed, waits_already
from handlers.desk.fields import Choice
from handlers.desk.web import Answer, Desk, number
from handlers.notifications.readers import name_seen
from handlers.presentation import rounds
from handlers.presentation.due_days import due_day, moving
from handlers.presentation.history import BY_UNIT, ENTRY_NAMES, counted, show_attachments
from handlers.presentation.letters import author, handled, rated, somebody
from handlers.presentation.names import STAGE_NAMES, person_name
from handlers.presentation.status_icon import lateness
from handlers.presentation.steps import step
from storage.models.files import FileOrPlace
from storage.models.opinions import Attachment, Entry, Event, Opinion
from storage.queries import caseload, desk_cases, opinions
from storage.queries import files as queries
from storage.queries import on_behalf as behalf
from storage.queries import supervision as supervisions
from storage.stages import STAGES
from storage.vocabulary import BLOB, Action, Role


@dataclass(frozen=True, slots=True)
class Offered:
    """A form as it is shown."""

    name: str
    form: Form
    choices: dict[str, list[Choice]]
    begun: dict[str, str]
    """What stands in its fields at first."""
    is_open: bool
    """It was sent just now and is shown again."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something on the time line: said or done."""

    at: datetime
    heading: str
    who: str = ""
    entry: Entry | None = None
    words: str = ""
    why: str = ""


async def show(desk: Desk) -> Answer:
    """The case as it stands, in the role in which they look."""
    return desk.page("casework/case.html", **await facts(desk, desk.number("id")))


async def facts(desk: Desk, opinion_id: int) -> dict[str, Any]:
    """All that a page about a case shows. Raises `OpinionNotFound`, `NotAllowed`."""
    role, t = desk.role, desk.t
    entries = await readable(desk.out, desk.actor, role, opinion_id)
    opinion = await desk.session.get(Opinion, opinion_id)
    if opinion is None:
        raise OpinionNotFound
    happened = await opinions.events(desk.session, opinion.id)
    days = await calendar(desk.out)
    return {
        "opinion": opinion,
        "role": role.value,
        "stage": t(STAGE_NAMES[opinion.stage.value]),
        "due": due_day(t, opinion.due_at, moving(opinion.stage, days)),
        "late": lateness(t, opinion, desk.out.now, days),
        "author": _author(desk, opinion),
        "hides_name": bool(role is not Role.UNIT and (not opinion.anonymous or await _phone(desk, opinion.id))),
        "notes": await notes(desk, opinion),
        "moments": await _moments(desk, entries, happened),
        "ratings": [] if role is Role.UNIT else await _ratings(desk, opinion),
        "told": await told.lines(desk, opinion) if role is Role.STAFF else [],
        "not_let_through": await told.refused(desk, opinion) if role is Role.STAFF else [],
        "forms": await offered(desk, opinion),
        "typed": desk.asked.typed,
        "seen": happened[-1].id if happened else 0,
        "meanwhile": _meanwhile(desk, happened),
        "others": desk.presence.looks(desk.me, opinion.id, desk.out.now),
        "counted": lambda one: counted(t, [one]),
        "has_files": any(entry.attachments for entry in entries),
        "said": done(desk, opinion.reference),
        "preview": await _preview(desk, opinion.id),
    }


def done(desk: Desk, reference: str) -> str:
    """What was done just now, as the address says; empty if it says nothing of the kind."""
    said, t = desk.asked.one("said"), desk.t
    if said == "files":
        return t("The attachments come to your chat.").plain
    form = FORMS[desk.role].get(said)
    return t(form.done, reference=reference).plain if form is not None and reference else ""


async def _preview(desk: Desk, opinion_id: int) -> str:
    """What the reader of a form's words will read. Raises what the form does where they cannot be read so."""
    form = FORMS[desk.role].get(desk.parts.get("action", ""))
    if form is None or not form.previewed or desk.refusal is not None:
        return ""
    typed = Typed(desk, opinion_id, 0)
    return await form.reads(desk, typed) if form.reads is not None else typed.words


def _author(desk: Desk, opinion: Opinion) -> Html:
    """Who wrote it, as far as it is shown without asking: the place."""
    return somebody(desk.t, opinion) if desk.role is Role.UNIT or not opinion.anonymous else author(desk.t, opinion)


async def _ratings(desk: Desk, opinion: Opinion) -> list[Html]:
    found = await caseload.ratings(desk.session, opinion.id)
    return [line for one in found for line in (rated(desk.t, one), handled(desk.t, one)) if line]


async def _moments(desk: Desk, entries: Sequence[Entry], happened: Sequence[Event]) -> list[Moment]:
    """All that was said and done, in order; units read what was said to them."""
    if desk.role is Role.UNIT:
        return [_said(desk, entry) for entry in entries]
    t, people = desk.t, await desk_cases.actors(desk.session, happened)
    by_id, found = {entry.id: entry for entry in entries}, []
    for event in happened:
        said = by_id.get(event.entry_id or 0)
        if said is not None and event.action in (Action.SUBMIT, Action.ADD):
            continue
        person = people.get(event.actor_id or 0)
        who = person_name(t, person) if person is not None and desk.role is Role.STAFF else ""
        why = (event.why or "") if desk.role is Role.STAFF and event.action is not Action.CLASSIFY else ""
        if said is not None:
            del by_id[said.id]
        words = _said(desk, said).words if said is not None else ""
        found.append(Moment(event.at, step(t, event).plain, who, said, words, "" if why == words else why))
    found += [_said(desk, entry) for entry in by_id.values()]
    return sorted(found, key=lambda one: (one.at, one.entry is not None))


def _said(desk: Desk, entry: Entry) -> Moment:
    t = desk.t
    heading = t(ENTRY_NAMES[entry.kind]).plain
    by_unit = t.named(entry.unit) if entry.unit is not None else ""
    words = named(entry.text, None) if entry.kind in BY_UNIT else entry.text
    if entry.author_role is Role.CONSTITUENT and not words and not entry.attachments:
        words = t("(erased by its author)").plain
    mark = rounds.mark(t, entry.round)
    return Moment(entry.at, " · ".join(filter(None, (heading, by_unit, mark))), entry=entry, words=words)


def _meanwhile(desk: Desk, happened: Sequence[Event]) -> list[Moment]:
    """What happened since the form was shown that is shown again now."""
    seen = number(desk.asked.typed("seen"))
    if not desk.conflict or not seen or desk.role is Role.UNIT:
        return []
    return [Moment(event.at, step(desk.t, event).plain) for event in happened if event.id > seen]


async def offered(desk: Desk, opinion: Opinion) -> list[Offered]:
    """The forms of what they may do with it now, by the table of moves."""
    role = desk.role
    possible: list[str] = [*await access.possible(desk.out, opinion, role)] if await _is_theirs(desk, opinion) else []
    may_be = role is Role.STAFF and opinion.stage in CAN_BE
    if may_be and await supervisions.of_opinion(desk.session, opinion.id) is None:
        possible.append(SUPERVISE)
    if role is Role.STAFF and STAGES[opinion.stage].turn in (Role.REPRESENTATIVE, Role.UNIT):
        possible.append(URGE)
    taken = await behalf.of_opinion(desk.session, opinion.id) if role is Role.STAFF else None
    if taken is not None:
        possible += [TELL] if await behalf.news(desk.session, taken) else []
        possible += [SAY] if rules.taken_as(opinion.stage, asked_back=opinion.asked_back) is not None else []
    if role is Role.UNIT and possible and await waits_already(desk, desk.actor, opinion):
        possible = [one for one in possible if one != Action.REPLY]
    if role is Role.UNIT and possible:
        possible += await for_chief(desk, opinion)
    if role is Role.UNIT and await is_owed(desk, opinion):
        possible.append(Action.SUPPORT)
    if role is Role.STAFF and not (opinion.decline_proposed or opinion.unit_to_decide) and Action.KEEP in possible:
        possible.remove(Action.KEEP)
    sent = desk.parts.get("action", "")
    found = []
    for name, form in FORMS[role].items():
        if name in possible:
            choices = {one.name: await one.choices(desk, opinion) for one in form.fields if one.choices is not None}
            begun = {one.name: await one.begins(desk, opinion) for one in form.fields if one.begins is not None}
            found.append(Offered(str(name), form, choices, begun, is_open=name == sent))
    return found


async def _is_theirs(desk: Desk, opinion: Opinion) -> bool:
    """True if they may act on it, not only read what they once had."""
    try:
        await access.find(desk.out, desk.actor, desk.role, opinion.id)
    except OpinionNotFound:
        return False
    return True


async def act(desk: Desk) -> Answer:
    """Do what a form says; the words an author will read are shown once before they go out.

    Raises what the action raises: then the form is shown again, with all that was typed.
    """
    form = FORMS[desk.role].get(desk.parts["action"])
    if form is None:
        raise OpinionNotFound
    opinion_id = desk.number("id")
    typed = Typed(desk, opinion_id, number(desk.asked.typed("version")))
    typed.check(form.fields)
    if form.previewed and not desk.asked.typed("sure"):
        return await show(desk)
    await form.do(desk, typed)
    desk.presence.acted(desk.me, opinion_id)
    back = desk.asked.typed("back")
    if back == "queue":
        return desk.go("/staff/queue", said=desk.parts["action"], about=opinion_id)
    return desk.go(f"/{desk.role.value}/cases/{opinion_id}", said=desk.parts["action"])


async def show_author(desk: Desk) -> Answer:
    """Show who wrote it, which is written down; before, the chat is asked whether it is they."""
    opinion_id, role = desk.number("id"), desk.role
    if role is Role.UNIT:
        raise OpinionNotFound
    opinion = await access.find(desk.out, desk.actor, role, opinion_id)
    phone = await _phone(desk, opinion_id)
    if opinion.anonymous and not phone:
        raise OpinionNotFound
    if not desk.is_sure:
        return desk.page("ask.html", to=f"/{role.value}/cases/{opinion_id}")
    await name_seen(desk.out, desk.me, opinion)
    shown = await facts(desk, opinion_id)
    name = author(desk.t, opinion)
    known = desk.t("{author}, phone {phone}", author=name, phone=phone) if phone else name
    return desk.page("casework/case.html", **{**shown, "author": known, "hides_name": False})


async def _phone(desk: Desk, opinion_id: int) -> str | None:
    """The number at which staff tell an author without an account what comes of it; None for others."""
    taken = await behalf.of_opinion(desk.session, opinion_id) if desk.role is Role.STAFF else None
    return taken.phone if taken is not None else None


async def _attachment(desk: Desk) -> Attachment:
    """What is attached to something they may read. Raises `OpinionNotFound`."""
    entries = await readable(desk.out, desk.actor, desk.role, desk.number("id"))
    wanted = desk.number("attachment")
    found = next((one for entry in entries for one in entry.attachments if one.id == wanted), None)
    if found is None:
        raise OpinionNotFound
    return found


PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"GIF8": "image/gif", b"RIFF": "image/webp"}
"""Kinds of pictures that are shown, by how they begin; all else is saved as a file."""


async def file(desk: Desk) -> Answer:
    """The content of what is attached, if it is kept here."""
    return await content_of(desk, await _attachment(desk))


async def content_of(desk: Desk, found: FileOrPlace) -> Answer:
    """The content of a file that they may see: a picture is shown, all else is saved. Raises `OpinionNotFound`."""
    location = found.file.location if found.file is not None else None
    kept = await queries.blob(desk.session, location.removeprefix(BLOB)) if location is not None else None
    if kept is None:
        raise OpinionNotFound
    content = kept.content
    kind = next((mime for start, mime in PICTURES.items() if content.startswith(start)), None)
    if kind is None:
        return Answer(body=content, mime="application/octet-stream", filename=f"attachment-{found.file_id}")
    return Answer(body=content, mime=kind)


async def send_files(desk: Desk) -> Answer:
    """Send what is attached to their own chat."""
    opinion_id = desk.number("id")
    entries = await readable(desk.out, desk.actor, desk.role, opinion_id)
    attached = [one for entry in entries for one in entry.attachments]
    if desk.me.chat_id is not None and attached:
        show_attachments(desk.out, desk.me.chat_id, attached, opinion_id)
    return desk.go(f"/{desk.role.value}/cases/{opinion_id}", said="files")
