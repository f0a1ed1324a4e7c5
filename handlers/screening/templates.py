"""The county's staff keep the reasons for declining: in either language or both, in the order they are offered in."""

import secrets
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation, paging
from handlers.conversation.callbacks import Go
from handlers.conversation.contents import written
from handlers.conversation.context import Context
from handlers.conversation.errors import Unusable
from handlers.conversation.filters import OfCounty
from handlers.conversation.navigation import opens
from handlers.conversation.screen import Button
from handlers.core.casework.actions import decline_templates as actions
from handlers.core.languages import LANGUAGES
from handlers.screening import templates_screens as screens
from handlers.screening.templates_callbacks import (
    KeepTemplate,
    KeepTitle,
    MoveTemplate,
    OpenTemplate,
    ShelveTemplate,
    TemplatesPage,
    WriteTemplate,
)
from storage.models.opinions import DeclineTemplate
from storage.queries import decline_templates as queries

TEMPLATES = "templates"
"""The lists' name: 0 what is offered, 1 what no longer is."""

router = Router(name="screening.templates")
router.message.filter(OfCounty())
router.callback_query.filter(OfCounty())


class Wording(StatesGroup):
    """Typing the title or the text of a reason."""

    title = State()
    text = State()


@router.message(Command("templates"))
async def templates_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """List the reasons on offer."""
    await show_templates(ctx, state, words="")


@router.callback_query(Go.filter(F.to.in_({"templates", "templates-archived"})))
async def go_templates(query: CallbackQuery, callback_data: Go, ctx: Context, state: FSMContext) -> None:
    """List the reasons on offer, or those no longer offered."""
    await show_templates(ctx, state, of=int(callback_data.to == "templates-archived"))


@router.callback_query(TemplatesPage.filter())
async def turn_page(query: CallbackQuery, callback_data: TemplatesPage, ctx: Context) -> None:
    """Another page of them."""
    await _list(ctx, paging.reading(ctx.conversation, TEMPLATES, callback_data.page, of=int(callback_data.archived)))


@opens(navigation.LIST + TEMPLATES)
async def show_templates(ctx: Context, state: FSMContext, *, of: int = 0, words: str | None = None) -> None:
    """List the reasons on offer, or `of` 1 those no longer offered, as they left it, or those with these words."""
    ctx.actor.require_county()
    await state.set_state(None)
    await _list(ctx, paging.reading(ctx.conversation, TEMPLATES, words=words, of=of))


async def _list(ctx: Context, where: paging.Reading) -> None:
    t, archived = ctx.t, bool(where.of)
    every = await queries.listed(ctx.session, archived=archived)
    page, found = where.cut(every, lambda one: screens.in_language(one.title, t.language))
    shelved = await queries.count(ctx.session, archived=True)
    ctx.show(screens.listed(t, where, page, found, shelved))


@router.callback_query(OpenTemplate.filter())
async def open_template(query: CallbackQuery, callback_data: OpenTemplate, ctx: Context, state: FSMContext) -> None:
    """A reason with its words in each language."""
    await state.set_state(None)
    await _show(ctx, await actions.find(ctx.out, ctx.actor, callback_data.template))


async def _show(ctx: Context, template: DeclineTemplate) -> None:
    t, one = ctx.t, template.id
    rows = [[_write(ctx, one, language) for language in LANGUAGES]]
    if not template.archived:
        rows.append([Button("⬆️", MoveTemplate(template=one, by=-1)), Button("⬇️", MoveTemplate(template=one, by=1))])
    label = t("♻️ Offer it again") if template.archived else t("🗄 Archive")
    rows.append([Button(label, ShelveTemplate(template=one, archived=not template.archived))])
    ctx.show(screens.one(t, template, rows))


def _write(ctx: Context, template_id: int, language: str) -> Button:
    return Button(f"✏️ {screens.name_of(language)}", WriteTemplate(template=template_id, language=language))


@router.callback_query(Go.filter(F.to == "template-new"))
async def begin(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """A new one, in the language of who writes it; another one is a key away."""
    await actions.require_room(ctx.out)
    await _ask_title(ctx, state, None, ctx.t.language)


@router.callback_query(WriteTemplate.filter(F.language.in_(LANGUAGES)))
async def ask_title(query: CallbackQuery, callback_data: WriteTemplate, ctx: Context, state: FSMContext) -> None:
    """The title first."""
    template = await actions.find(ctx.out, ctx.actor, callback_data.template) if callback_data.template else None
    await _ask_title(ctx, state, template, callback_data.language)


async def _ask_title(ctx: Context, state: FSMContext, template: DeclineTemplate | None, language: str) -> None:
    one, draft = template.id if template is not None else 0, secrets.token_hex(3)
    title = template.title.get(language) if template is not None else None
    await state.set_state(Wording.title)
    await state.update_data(template={"draft": draft, "template": one, "language": language, "title": title})
    rows = [[Button(ctx.t("Keep “{title}”", title=title), KeepTitle(draft=draft))]] if title else []
    if template is None:
        rows.append([_write(ctx, 0, other) for other in LANGUAGES if other != language])
    ctx.show(screens.ask_title(ctx.t, language, rows, _back(ctx, one)))


def _back(ctx: Context, template_id: int) -> Button:
    data = OpenTemplate(template=template_id) if template_id else Go(to="templates")
    return Button(ctx.t("⬅️ Back"), data)


@router.message(Wording.title, F.text, ~F.text.startswith("/"))
async def typed_title(message: Message, ctx: Context, state: FSMContext) -> None:
    """Then the words."""
    title = " ".join((message.text or "").split())
    if len(title) > actions.TITLE:
        raise Unusable(ctx.t("A title has at most {n} characters. Please type a shorter one.", n=actions.TITLE))
    kept: dict[str, Any] = (await state.get_data())["template"]
    await state.update_data(template={**kept, "title": title})
    await _ask_text(ctx, state, kept)


@router.callback_query(KeepTitle.filter())
async def keep_title(query: CallbackQuery, callback_data: KeepTitle, ctx: Context, state: FSMContext) -> None:
    """The title stays, the words follow."""
    kept = await _draft(ctx, state, callback_data.draft)
    await _ask_text(ctx, state, kept)


async def _draft(ctx: Context, state: FSMContext, draft: str) -> dict[str, Any]:
    """Reason that is being written. Raises `Unusable` if the button belongs to an older one."""
    kept: dict[str, Any] = (await state.get_data()).get("template") or {}
    if kept.get("draft") != draft:
        raise Unusable(ctx.t("You have begun something else since. /templates lists the reasons."))
    return kept


async def _ask_text(ctx: Context, state: FSMContext, kept: dict[str, Any]) -> None:
    await state.set_state(Wording.text)
    template = await actions.find(ctx.out, ctx.actor, kept["template"]) if kept["template"] else None
    now = template.text.get(kept["language"]) if template is not None else None
    ctx.show(screens.ask_text(ctx.t, kept["language"], now, _back(ctx, kept["template"])))


@router.message(Wording.text, F.text, ~F.text.startswith("/"))
async def typed_text(message: Message, ctx: Context, state: FSMContext) -> None:
    """As staff and the constituent will see it."""
    text = written(message).strip()
    if len(text) > actions.TEXT:
        raise Unusable(ctx.t("The words have at most {n} characters. Please say it more shortly.", n=actions.TEXT))
    kept: dict[str, Any] = {**(await state.get_data())["template"], "text": text}
    await state.update_data(template=kept)
    keep = Button(ctx.t("✅ Keep it"), KeepTemplate(draft=kept["draft"]))
    ctx.show(screens.preview(ctx.t, kept["title"], text, [[keep], [_back(ctx, kept["template"])]]))


@router.callback_query(KeepTemplate.filter())
async def keep(query: CallbackQuery, callback_data: KeepTemplate, ctx: Context, state: FSMContext) -> None:
    """Kept: staff are offered it from now on."""
    kept = await _draft(ctx, state, callback_data.draft)
    await state.set_state(None)
    await state.update_data(template=None)
    language, title, text = kept["language"], kept["title"], kept["text"]
    if kept["template"]:
        template = await actions.change(ctx.out, ctx.actor, kept["template"], language, title, text)
    else:
        template = await actions.add(ctx.out, ctx.actor, language, title, text)
    ctx.toast(ctx.t("Kept."))
    await _show(ctx, template)


@router.callback_query(MoveTemplate.filter())
async def move(query: CallbackQuery, callback_data: MoveTemplate, ctx: Context) -> None:
    """It changes places with its neighbour."""
    place = await actions.move(ctx.out, ctx.actor, callback_data.template, callback_data.by)
    if place is not None:
        ctx.toast(ctx.t("It is number {n} of {count} now.", n=place[0], count=place[1]))
    await _show(ctx, await actions.find(ctx.out, ctx.actor, callback_data.template))


@router.callback_query(ShelveTemplate.filter())
async def shelve(query: CallbackQuery, callback_data: ShelveTemplate, ctx: Context) -> None:
    """No longer offered, or offered again; what was declined with it keeps its words."""
    act = actions.archive if callback_data.archived else actions.restore
    await _show(ctx, await act(ctx.out, ctx.actor, callback_data.template))
