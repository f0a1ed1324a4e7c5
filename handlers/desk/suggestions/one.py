"""A formal suggestion: its text and files, who signed it, how it was handled, and what may be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handlers.core.suggestions import access, doable, similar
from handlers.core.suggestions.access import View
from handlers.core.suggestions.actions import taking_out
from handlers.core.suggestions.errors import SuggestionNotFound
from handlers.core.workdays.days import calendar
from handlers.desk.acts import Form, Typed
from handlers.desk.casework.case import content_of
from handlers.desk.fields import Choice
from handlers.desk.suggestions.forms import FORMS
from handlers.desk.web import Answer, Desk, number
from handlers.presentation.history import counted, show_attachments
from handlers.presentation.names import LEVEL_NAMES
from handlers.presentation.suggestions import card, earlier, names, papers
from handlers.presentation.suggestions.card import Facts
from storage.models.suggestions import SuggestionEvent
from storage.suggestion_vocabulary import SuggestionAction, SuggestionPart, SuggestionStage
from storage.vocabulary import Role

A = SuggestionAction
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
READ_BY_ALL = frozenset({A.RETURN, A.DECLINE, A.TALK, A.GRANT_TIME, A.REPORT, A.REPORT_DONE})
"""What everybody who has to do with it reads the words of; the office reads all, as in the chat."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A form as it is shown."""

    name: str
    form: Form
    choices: dict[str, list[Choice]]
    is_open: bool
    """It was sent just now and is shown again."""


async def _view(desk: Desk, *, lock: bool = False) -> View:
    """The suggestion, in the role in which they look. Raises `SuggestionNotFound`."""
    view = await access.view(desk.out, desk.actor, desk.number("suggestion"), lock=lock)
    theirs = {
        Role.STAFF: view.is_office,
        Role.REPRESENTATIVE: view.is_lead or view.signature is not None,
        Role.UNIT: view.is_unit or view.supports is not None,
    }
    if not theirs[desk.role]:
        raise SuggestionNotFound
    return view


async def show(desk: Desk) -> Answer:
    """The suggestion as it stands."""
    view = await _view(desk)
    t, one, facts = desk.t, view.one, await card.gathered(desk.out, view)
    office = desk.role is Role.STAFF
    facts = facts._replace(parts_seen=office or (desk.role is Role.UNIT and view.is_unit))
    looks_back = desk.role is not Role.UNIT and desk.asked.one("similar") == "1"
    found = await similar.similar(desk.out, one) if looks_back else ()
    today = (await calendar(desk.out)).day_of(desk.out.now)
    return desk.page(
        "suggestions/one.html",
        role=desk.role.value,
        one=one,
        stage=t(names.STAGES[one.stage]),
        kind=names.kind_name(t, one.kind),
        level=t(LEVEL_NAMES[one.lead.level.value]),
        session=names.session_name(t, one),
        parts=[(t(names.PARTS[part]), getattr(one, part.value)) for part in SuggestionPart],
        where=card.where(t, facts),
        signatures=card.signatures(t, one),
        replies=card.replies(t, facts),
        promise=card.promise(t, facts),
        moments=[_moment(desk, event) for event in facts.events],
        looks_back=looks_back,
        may_look_back=desk.role is not Role.UNIT,
        earlier=[earlier.beside(t, like, today, t("raised by the same lead")) for like in found],
        counted=lambda each: counted(t, [each]),
        forms=await _offered(desk, view, facts),
        typed=desk.asked.typed,
        on_paper=one.handed_in_at is not None,
        said=_done(desk),
    )


def _moment(desk: Desk, event: SuggestionEvent) -> dict[str, Any]:
    t = desk.t
    words = t(names.DONE[event.action], name=t.named(event.representative), unit=t.named(event.unit))
    seen = desk.role is Role.STAFF or event.action in READ_BY_ALL
    return {"at": event.at, "heading": words, "why": (event.why or "") if seen else ""}


def _done(desk: Desk) -> str:
    """What was done just now, as the address says."""
    said, t = desk.asked.one("said"), desk.t
    if said == "files":
        return t("The attachments come to your chat.").plain
    return t("✅ Done; everybody concerned was told.").plain if said in FORMS[desk.role] else ""


async def _offered(desk: Desk, view: View, facts: Facts) -> list[Offered]:
    """The forms of what they may do with it now."""
    possible: Sequence[SuggestionAction]
    if desk.role is Role.STAFF:
        possible = doable.by_office(view.one)
    elif desk.role is Role.UNIT:
        possible = doable.by_unit(view, facts.promise)
    else:
        possible = doable.by_representative(view, facts.ratings, facts.words)
    sent, found = desk.parts.get("act", ""), []
    for act, form in FORMS[desk.role].items():
        if act in possible:
            choices = {each.name: await each.choices(desk, view.one) for each in form.fields if each.choices}
            found.append(Offered(act.value, form, choices, is_open=act.value == sent))
    return found


async def act(desk: Desk) -> Answer:
    """Do what a form says. Raises what the action raises: then the form is shown again, with all that was typed."""
    view, name = await _view(desk, lock=True), desk.parts["act"]
    form = next((form for act, form in FORMS[desk.role].items() if act.value == name), None)
    if form is None:
        raise SuggestionNotFound
    typed = Typed(desk, view.one.id, number(desk.asked.typed("version")))
    typed.check(form.fields)
    await form.do(desk, typed)
    here = f"/{desk.role.value}/suggestions"
    gone = desk.role is Role.UNIT and view.one.unit_id is None and view.supports is None
    return desk.go(here if gone else f"{here}/{view.one.id}", said=name)


async def file(desk: Desk) -> Answer:
    """The content of a photo or file with it, if it is kept here. Raises `SuggestionNotFound`, `OpinionNotFound`."""
    view = await _view(desk)
    found = next((each for each in view.one.files if each.id == desk.number("file")), None)
    if found is None:
        raise SuggestionNotFound
    return await content_of(desk, found)


async def send_files(desk: Desk) -> Answer:
    """Send its photos and files to their own chat."""
    view = await _view(desk)
    if desk.me.chat_id is not None and view.one.files:
        show_attachments(desk.out, desk.me.chat_id, view.one.files)
    return desk.go(f"/{desk.role.value}/suggestions/{view.one.id}", said="files")


async def paper(desk: Desk) -> Answer:
    """The paper form as a file. Raises `SuggestionNotFound`, `TooCostly`."""
    view = await _view(desk)
    if view.one.stage is SuggestionStage.DRAFT:
        raise SuggestionNotFound
    form = papers.paper(desk.t, await card.gathered(desk.out, view))
    content = await taking_out.take_paper(desk.out, desk.actor, view.one.id, form)
    return Answer(body=content, mime=DOCX, filename=f"{view.one.reference}.docx")
