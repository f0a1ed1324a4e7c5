"""A unit's templates of replies: kept, worded, sorted by topic and result, and put into a reply."""

from typing import Any

from aiogram import F, Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import case_drafts as drafts
from handlers.conversation import navigation, paging
from handlers.conversation.case_drafts import Kind
from handlers.conversation.contents import written
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import Html, bold, join, quote
from handlers.core.casework import placeholders
from handlers.core.casework.actions import reply_templates as actions
from handlers.core.casework.content import Said
from handlers.core.casework.outcomes import legend
from handlers.core.errors import TextTooLong
from handlers.core.workdays.days import calendar
from handlers.presentation import outcomes
from handlers.presentation.common_texts import words_needed
from handlers.presentation.labels import ways
from handlers.units.templates_callbacks import (
    NewTemplate,
    OpenTemplate,
    RemoveTemplate,
    SetTemplateResult,
    SetTemplateTopic,
    TemplateResults,
    TemplatesPage,
    TemplateTopics,
    UseTemplate,
    WriteTemplate,
)
from handlers.writing import screens as writing_screens
from handlers.writing import writing
from handlers.writing.callbacks import UseTemplates
from storage.models.opinions import Opinion
from storage.models.unit_work import ReplyTemplate
from storage.queries import reply_templates as queries
from storage.queries.topics import active_topics
from storage.vocabulary import Role

TEMPLATES, TOPICS, FITTING = "reply-templates", "template-topics", "fitting-templates"
"""Names of the lists."""

router = Router(name="units.templates")
router.message.filter(HasRole(Role.UNIT))
router.callback_query.filter(HasRole(Role.UNIT))


class TemplateWording(StatesGroup):
    """Typing the title, then the text of a template. Which one is in the data as `reply_template`."""

    title = State()
    text = State()


def _list_key(ctx: Context) -> Button:
    return Button(ctx.t("📝 Templates"), TemplatesPage(page=0))


@router.callback_query(TemplatesPage.filter())
async def turn_page(query: CallbackQuery, callback_data: TemplatesPage, ctx: Context, state: FSMContext) -> None:
    """A page of the templates."""
    await state.set_state(None)
    await _list(ctx, callback_data.page)


@opens(navigation.LIST + TEMPLATES)
async def show_templates(ctx: Context, state: FSMContext, *, of: int = 0, words: str | None = None) -> None:
    """The templates as they were left, or those with these words in their title."""
    ctx.actor.require(Role.UNIT)
    await state.set_state(None)
    await _list(ctx, None, words)


async def _list(ctx: Context, wanted: int | None, words: str | None = None) -> None:
    t, where = ctx.t, paging.reading(ctx.conversation, TEMPLATES, wanted, words)
    every = await queries.of_units(ctx.session, [unit.id for unit in ctx.units])
    page, found = where.cut(every, lambda one: one.title)
    text = t("📝 Templates of your unit's replies. Open one to change it; a reply offers those that fit.")
    if not every:
        text = t("📝 Your unit keeps no templates yet. Keep what you write often; a reply offers those that fit.")
    rows = column([Button(one.title, OpenTemplate(template=one.id)) for one in found])
    rows += [page.turning(lambda number: TemplatesPage(page=number)), where.keys(t, page)]
    for unit in ctx.units[:3]:
        label = t("➕ A new template") if len(ctx.units) == 1 else t("➕ For {unit}", unit=t.named(unit))
        rows.append([Button(label, NewTemplate(unit=unit.id))])
    ctx.show(Screen(where.title(t, page, text), [*rows, ways(t, Role.UNIT)]))


@router.callback_query(OpenTemplate.filter())
async def open_template(query: CallbackQuery, callback_data: OpenTemplate, ctx: Context, state: FSMContext) -> None:
    """A template with what it is for."""
    await state.set_state(None)
    _show(ctx, await actions.find(ctx.out, ctx.actor, callback_data.template))


def _show(ctx: Context, one: ReplyTemplate) -> None:
    t = ctx.t
    topic = t.named(one.topic) if one.topic is not None else t("any").plain
    result = outcomes.named(t, one.outcome) if one.outcome is not None else t("any").plain
    lines = [
        bold(one.title),
        t.named(one.unit) if len(ctx.units) > 1 else "",
        t("Topic: {topic}", topic=topic),
        t("Result: {result}", result=result),
        quote(one.text),
    ]
    rows = [
        [Button(t("✏️ Word it anew"), WriteTemplate(template=one.id))],
        [
            Button(t("🏷 Topic"), TemplateTopics(template=one.id, page=0)),
            Button(t("☑️ Result"), TemplateResults(template=one.id)),
        ],
        [Button(t("🗑 Remove"), RemoveTemplate(template=one.id, sure=False)), _list_key(ctx)],
    ]
    ctx.show(Screen(join(list(lines)), rows))


@router.callback_query(NewTemplate.filter())
async def begin(query: CallbackQuery, callback_data: NewTemplate, ctx: Context, state: FSMContext) -> None:
    """A new one: its title first."""
    await _ask_title(ctx, state, {"unit": callback_data.unit, "template": 0})


@router.callback_query(WriteTemplate.filter())
async def write_anew(query: CallbackQuery, callback_data: WriteTemplate, ctx: Context, state: FSMContext) -> None:
    """The title first."""
    one = await actions.find(ctx.out, ctx.actor, callback_data.template)
    await _ask_title(ctx, state, {"unit": one.unit_id, "template": one.id})


async def _ask_title(ctx: Context, state: FSMContext, kept: dict[str, Any]) -> None:
    await state.set_state(TemplateWording.title)
    await state.update_data(reply_template=kept)
    text = ctx.t("Type a short title, by which your colleagues find it.")
    ctx.show(Screen(text, [[_list_key(ctx)]]))


@router.message(Command("cancel"), TemplateWording.title)
@router.message(Command("cancel"), TemplateWording.text)
async def cancel(message: Message, ctx: Context, state: FSMContext) -> None:
    """Leave it as it was."""
    await state.set_state(None)
    ctx.show(Screen(ctx.t("Left."), [[_list_key(ctx)]]))


@router.message(TemplateWording.title, F.text, ~F.text.startswith("/"))
async def typed_title(message: Message, ctx: Context, state: FSMContext) -> None:
    """Then the text."""
    title = " ".join((message.text or "").split())
    if len(title) > actions.TITLE:
        raise TextTooLong(actions.TITLE)
    kept: dict[str, Any] = (await state.get_data())["reply_template"]
    await state.set_state(TemplateWording.text)
    await state.update_data(reply_template={**kept, "title": title})
    text = ctx.t(
        "Now type the reply. What differs from case to case, write so: {known}. Each is filled in by itself; the name "
        "only where its author reads it.",
        known=placeholders.examples(ctx.t.language),
    )
    so_far = Html()
    if kept["template"]:
        one = await actions.find(ctx.out, ctx.actor, kept["template"])
        so_far = join([ctx.t("So far:"), quote(one.text)])
    ctx.show(Screen(join([text, so_far]), [[_list_key(ctx)]]))


@router.message(TemplateWording.text, F.text, ~F.text.startswith("/"))
async def typed_text(message: Message, ctx: Context, state: FSMContext) -> None:
    """Kept, if its placeholders are right; else they read what is wrong and send it again."""
    kept: dict[str, Any] = (await state.get_data())["reply_template"]
    words = (kept["title"], written(message).strip())
    if kept["template"]:
        one = await actions.change(ctx.out, ctx.actor, kept["template"], *words)
    else:
        one = await actions.add(ctx.out, ctx.actor, kept["unit"], *words)
    await state.set_state(None)
    _show(ctx, one)


@router.message(StateFilter(TemplateWording), ~F.text)
async def only_words(message: Message, ctx: Context) -> None:
    """Asked for words once more; what was typed before is kept."""
    ctx.show(words_needed(ctx.t, [[_list_key(ctx)]]))


@router.callback_query(TemplateResults.filter())
async def ask_result(query: CallbackQuery, callback_data: TemplateResults, ctx: Context) -> None:
    """For which result it is."""
    t, one = ctx.t, await actions.find(ctx.out, ctx.actor, callback_data.template)
    keys = [
        Button(outcomes.named(t, outcome), SetTemplateResult(template=one.id, outcome=outcome)) for outcome in legend()
    ]
    every = Button(t("Any result"), SetTemplateResult(template=one.id, outcome=None))
    back = [Button(t("⬅️ Back"), OpenTemplate(template=one.id))]
    ctx.show(Screen(t("For which result is “{title}”?", title=one.title), [*column(keys), [every], back]))


@router.callback_query(SetTemplateResult.filter())
async def set_result(query: CallbackQuery, callback_data: SetTemplateResult, ctx: Context) -> None:
    """Chosen."""
    _show(ctx, await actions.set_result(ctx.out, ctx.actor, callback_data.template, callback_data.outcome))


@router.callback_query(TemplateTopics.filter())
async def ask_topic(query: CallbackQuery, callback_data: TemplateTopics, ctx: Context) -> None:
    """For which topic it is."""
    await _topics(ctx, callback_data.template, callback_data.page)


@opens(navigation.LIST + TOPICS)
async def show_topics(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """The topics as they were left, or those that are called so."""
    await _topics(ctx, of, None, words)


async def _topics(ctx: Context, template_id: int, wanted: int | None, words: str | None = None) -> None:
    t, one = ctx.t, await actions.find(ctx.out, ctx.actor, template_id)
    where = paging.reading(ctx.conversation, TOPICS, wanted, words, of=one.id)
    page, found = where.cut(await active_topics(ctx.session), lambda topic: str(t.named(topic)))
    rows = column([Button(t.named(topic), SetTemplateTopic(template=one.id, topic=topic.id)) for topic in found])
    rows += [page.turning(lambda number: TemplateTopics(template=one.id, page=number)), where.keys(t, page)]
    rows.append([Button(t("Any topic"), SetTemplateTopic(template=one.id, topic=0))])
    text = where.title(t, page, t("For which topic is “{title}”?", title=one.title))
    ctx.show(Screen(text, [*rows, [Button(t("⬅️ Back"), OpenTemplate(template=one.id))]]))


@router.callback_query(SetTemplateTopic.filter())
async def set_topic(query: CallbackQuery, callback_data: SetTemplateTopic, ctx: Context) -> None:
    """Chosen."""
    topic = callback_data.topic or None
    _show(ctx, await actions.set_topic(ctx.out, ctx.actor, callback_data.template, topic))


@router.callback_query(RemoveTemplate.filter())
async def remove(query: CallbackQuery, callback_data: RemoveTemplate, ctx: Context) -> None:
    """Removed, once they are sure."""
    t, one = ctx.t, await actions.find(ctx.out, ctx.actor, callback_data.template)
    if callback_data.sure:
        await actions.remove(ctx.out, ctx.actor, one.id)
        ctx.toast(t("Removed."))
        await _list(ctx, 0)
        return
    sure = Button(t("🗑 Yes, remove it"), RemoveTemplate(template=one.id, sure=True))
    text = t("Remove “{title}”? Replies keep the words they were given.", title=one.title)
    ctx.show(Screen(text, [[sure], [Button(t("⬅️ Back"), OpenTemplate(template=one.id))]]))


@router.callback_query(UseTemplates.filter())
async def offer(query: CallbackQuery, callback_data: UseTemplates, ctx: Context, state: FSMContext) -> None:
    """The templates that fit the case and the result chosen so far."""
    await _fitting(ctx, state, callback_data.opinion, callback_data.page)


@opens(navigation.LIST + FITTING)
async def show_fitting(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """The templates that fit as they were left, or those with these words in their title."""
    await _fitting(ctx, state, of, None, words)


async def _fitting(
    ctx: Context, state: FSMContext, opinion_id: int, wanted: int | None, words: str | None = None
) -> None:
    draft = drafts.of(ctx.conversation, opinion_id, Kind.UNIT_REPLY)
    opinion = await writing.still_theirs(ctx, draft)
    if opinion is None:
        return
    t, where = ctx.t, paging.reading(ctx.conversation, FITTING, wanted, words, of=opinion.id)
    every = await queries.fitting(ctx.session, opinion.unit_id or 0, opinion.topic_id, draft.outcome)
    page, found = where.cut(every, lambda one: one.title)
    rows = column([Button(one.title, UseTemplate(opinion=opinion.id, template=one.id)) for one in found])
    rows += [page.turning(lambda number: UseTemplates(opinion=opinion.id, page=number)), where.keys(t, page)]
    text = t("📝 {reference}: with which words do you begin?", reference=bold(opinion.reference))
    if not every:
        text = t("📝 No template fits this topic and result. Keep one under “Templates”.")
    await state.set_state(None)
    ctx.show(Screen(where.title(t, page, text), [*rows, [_list_key(ctx)], ways(t, Role.UNIT)]), opinion_id=opinion.id)


@router.callback_query(UseTemplate.filter())
async def use(query: CallbackQuery, callback_data: UseTemplate, ctx: Context, state: FSMContext) -> None:
    """Its words are the next part of the reply, filled in as its author reads them."""
    draft = drafts.of(ctx.conversation, callback_data.opinion, Kind.UNIT_REPLY)
    opinion = await writing.still_theirs(ctx, draft)
    if opinion is None:
        return
    one = await actions.find(ctx.out, ctx.actor, callback_data.template)
    said = Said(placeholders.filled(one.text, await _facts(ctx, opinion)))
    note = writing_screens.not_taken(ctx.t, draft, said)
    if not note:
        draft.take(said)
        if draft.outcome is None and one.outcome is not None and not legend()[one.outcome].needs_date:
            draft.outcome = one.outcome
    await writing.show(ctx, opinion, draft, note=note, anew=True)


async def _facts(ctx: Context, opinion: Opinion) -> dict[str, str]:
    t = ctx.out.t(opinion.constituent)
    place = t.named(opinion.area) if opinion.area is not None else t("your place").plain
    today = (await calendar(ctx.out)).day_of(ctx.now)
    return {"reference": opinion.reference, "place": str(place), "date": t.day(today)}
