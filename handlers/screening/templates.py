"""The county's staff keep the reasons for declining: in either language or both, in the order they are offered in."""

import secrets
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation.callbacks import Go
from handlers.conversation.filters import OfCounty
from handlers.conversation.refusals import Unusable
from handlers.conversation.screen import Button
from handlers.conversation.texts import LANGUAGES
from handlers.conversation.turn import Turn
from handlers.screening import templates_screens as screens
from handlers.screening.templates_callbacks import (
    KeepTemplate,
    KeepTitle,
    MoveTemplate,
    OpenTemplate,
    ShelveTemplate,
    WriteTemplate,
)
from storage import audit
from storage.models import DeclineTemplate
from storage.queries import templates as queries

router = Router(name="screening.templates")
router.message.filter(OfCounty())
router.callback_query.filter(OfCounty())

MOST = 30
"""So many are offered at most: a list that is longer is not read."""
TITLE, TEXT = 60, 1_000
"""Characters at most: a key holds no more, and what a constituent should read to its end."""


class Wording(StatesGroup):
    """What is typed of a reason."""

    title = State()
    text = State()


@router.message(Command("templates"))
async def templates_command(message: Message, turn: Turn, state: FSMContext) -> None:
    """What is offered."""
    await _list(turn, state)


@router.callback_query(Go.filter(F.to.in_({"templates", "templates-archived"})))
async def go_templates(query: CallbackQuery, callback_data: Go, turn: Turn, state: FSMContext) -> None:
    """What is offered, or what no longer is."""
    await _list(turn, state, archived=callback_data.to == "templates-archived")


async def _list(turn: Turn, state: FSMContext, *, archived: bool = False) -> None:
    await state.set_state(None)
    found = await queries.listed(turn.session, archived=archived)
    shelved = await queries.count(turn.session, archived=True)
    turn.show(screens.listed(turn.t, found, shelved, archived=archived))


@router.callback_query(OpenTemplate.filter())
async def open_template(query: CallbackQuery, callback_data: OpenTemplate, turn: Turn, state: FSMContext) -> None:
    """A reason with its words in each language."""
    await state.set_state(None)
    await _show(turn, await _one(turn, callback_data.template))


async def _one(turn: Turn, template_id: int) -> DeclineTemplate:
    """Raises `Unusable` if there is none."""
    found = await queries.by_id(turn.session, template_id)
    if found is None:
        raise Unusable(turn.t("There is no such reason. /templates lists them."))
    return found


async def _show(turn: Turn, template: DeclineTemplate) -> None:
    t, one = turn.t, template.id
    rows = [[_write(turn, one, language) for language in LANGUAGES]]
    if not template.archived:
        rows.append([Button("⬆️", MoveTemplate(template=one, by=-1)), Button("⬇️", MoveTemplate(template=one, by=1))])
    label = t("♻️ Offer it again") if template.archived else t("🗄 Archive")
    rows.append([Button(label, ShelveTemplate(template=one, archived=not template.archived))])
    turn.show(screens.one(t, template, rows))


def _write(turn: Turn, template_id: int, language: str) -> Button:
    return Button(f"✏️ {screens.name_of(language)}", WriteTemplate(template=template_id, language=language))


@router.callback_query(Go.filter(F.to == "template-new"))
async def begin(query: CallbackQuery, turn: Turn, state: FSMContext) -> None:
    """A new one, in the language of who writes it; another one is a key away."""
    await _room(turn)
    await _ask_title(turn, state, None, turn.t.language)


async def _room(turn: Turn) -> None:
    if await queries.count(turn.session, archived=False) >= MOST:
        raise Unusable(turn.t("There are {n} reasons, as many as can be. Archive one first.", n=MOST))


@router.callback_query(WriteTemplate.filter(F.language.in_(LANGUAGES)))
async def ask_title(query: CallbackQuery, callback_data: WriteTemplate, turn: Turn, state: FSMContext) -> None:
    """The title first."""
    template = await _one(turn, callback_data.template) if callback_data.template else None
    await _ask_title(turn, state, template, callback_data.language)


async def _ask_title(turn: Turn, state: FSMContext, template: DeclineTemplate | None, language: str) -> None:
    one, draft = template.id if template is not None else 0, secrets.token_hex(3)
    title = template.title.get(language) if template is not None else None
    await state.set_state(Wording.title)
    await state.update_data(template={"draft": draft, "template": one, "language": language, "title": title})
    rows = [[Button(turn.t("Keep “{title}”", title=title), KeepTitle(draft=draft))]] if title else []
    if template is None:
        rows.append([_write(turn, 0, other) for other in LANGUAGES if other != language])
    turn.show(screens.ask_title(turn.t, language, rows, _back(turn, one)))


def _back(turn: Turn, template_id: int) -> Button:
    data = OpenTemplate(template=template_id) if template_id else Go(to="templates")
    return Button(turn.t("⬅️ Back"), data)


@router.message(Wording.title, F.text, ~F.text.startswith("/"))
async def typed_title(message: Message, turn: Turn, state: FSMContext) -> None:
    """Then the words."""
    title = " ".join((message.text or "").split())
    if len(title) > TITLE:
        raise Unusable(turn.t("A title has at most {n} characters. Please type a shorter one.", n=TITLE))
    kept: dict[str, Any] = (await state.get_data())["template"]
    await state.update_data(template={**kept, "title": title})
    await _ask_text(turn, state, kept)


@router.callback_query(KeepTitle.filter())
async def keep_title(query: CallbackQuery, callback_data: KeepTitle, turn: Turn, state: FSMContext) -> None:
    """The title stays, the words follow."""
    kept = await _draft(turn, state, callback_data.draft)
    await _ask_text(turn, state, kept)


async def _draft(turn: Turn, state: FSMContext, draft: str) -> dict[str, Any]:
    """What is being written. Raises `Unusable` if the button belongs to an older one."""
    kept: dict[str, Any] = (await state.get_data()).get("template") or {}
    if kept.get("draft") != draft:
        raise Unusable(turn.t("You have begun something else since. /templates lists the reasons."))
    return kept


async def _ask_text(turn: Turn, state: FSMContext, kept: dict[str, Any]) -> None:
    await state.set_state(Wording.text)
    template = await _one(turn, kept["template"]) if kept["template"] else None
    now = template.text.get(kept["language"]) if template is not None else None
    turn.show(screens.ask_text(turn.t, kept["language"], now, _back(turn, kept["template"])))


@router.message(Wording.text, F.text, ~F.text.startswith("/"))
async def typed_text(message: Message, turn: Turn, state: FSMContext) -> None:
    """As staff and the constituent will see it."""
    text = (message.text or "").strip()
    if len(text) > TEXT:
        raise Unusable(turn.t("The words have at most {n} characters. Please say it more shortly.", n=TEXT))
    kept: dict[str, Any] = {**(await state.get_data())["template"], "text": text}
    await state.update_data(template=kept)
    keep = Button(turn.t("✅ Keep it"), KeepTemplate(draft=kept["draft"]))
    turn.show(screens.preview(turn.t, kept["title"], text, [[keep], [_back(turn, kept["template"])]]))


@router.callback_query(KeepTemplate.filter())
async def keep(query: CallbackQuery, callback_data: KeepTemplate, turn: Turn, state: FSMContext) -> None:
    """Kept: staff are offered it from now on."""
    kept = await _draft(turn, state, callback_data.draft)
    await state.set_state(None)
    await state.update_data(template=None)
    language, title, text = kept["language"], kept["title"], kept["text"]
    if kept["template"]:
        template = await _one(turn, kept["template"])
        template.title, template.text = {**template.title, language: title}, {**template.text, language: text}
        await _noted(turn, "template.change", template, language)
    else:
        await _room(turn)
        position = await queries.last_position(turn.session) + 1
        template = DeclineTemplate(title={language: title}, text={language: text}, position=position, archived=False)
        turn.session.add(template)
        await turn.session.flush()
        await _noted(turn, "template.add", template, language)
    turn.toast(turn.t("Kept."))
    await _show(turn, template)


@router.callback_query(MoveTemplate.filter())
async def move(query: CallbackQuery, callback_data: MoveTemplate, turn: Turn) -> None:
    """It changes places with its neighbour."""
    template = await _one(turn, callback_data.template)
    order = list(await queries.listed(turn.session))
    if template in order:
        at = order.index(template)
        to = min(max(at + (1 if callback_data.by > 0 else -1), 0), len(order) - 1)
        order[at], order[to] = order[to], order[at]
        for position, one in enumerate(order, start=1):
            one.position = position
        if at != to:
            await _noted(turn, "template.move", template, f"to {to + 1}")
        turn.toast(turn.t("It is number {n} of {count} now.", n=to + 1, count=len(order)))
    await _show(turn, template)


@router.callback_query(ShelveTemplate.filter())
async def shelve(query: CallbackQuery, callback_data: ShelveTemplate, turn: Turn) -> None:
    """No longer offered, or offered again; what was declined with it keeps its words."""
    template = await _one(turn, callback_data.template)
    if template.archived and not callback_data.archived:
        await _room(turn)
        template.position = await queries.last_position(turn.session) + 1
    template.archived = callback_data.archived
    await _noted(turn, "template.archive" if template.archived else "template.restore", template)
    await _show(turn, template)


async def _noted(turn: Turn, action: str, template: DeclineTemplate, detail: str = "") -> None:
    subject = f"template:{template.id}"
    await audit.note(turn.session, at=turn.now, actor_id=turn.me.id, action=action, subject=subject, detail=detail)
