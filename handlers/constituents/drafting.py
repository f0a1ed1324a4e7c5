"""A constituent writes an opinion: over several messages, until it is done."""

from collections.abc import Mapping

from aiogram import F, Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.constituents import continuing, disambiguating, previewing
from handlers.conversation import opinion_drafts as drafts
from handlers.conversation.callbacks import Go
from handlers.conversation.contents import not_taken, said_of
from handlers.conversation.context import Context
from handlers.conversation.drafts import present
from handlers.conversation.opinion_drafts import BringBack, Drafting, OpinionDraft
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, bold, join
from handlers.core.casework.actions import constituent
from handlers.core.casework.content import Said
from handlers.presentation import guide
from handlers.presentation.callbacks import ConstituentAct, Into, WriteTo
from handlers.presentation.history import excerpt
from storage.queries import own
from storage.queries.own import Own
from storage.vocabulary import Action

router = Router(name="constituents.drafting")
catch_all = Router(name="constituents.drafting.anything")

EXCERPT = 1200
"""Characters of a draft that its card shows: it is shown anew with every message."""
ADOPTED: Mapping[str, drafts.Where] = {"held-new": "held", "stray-new": "stray"}
DROPPED: Mapping[str, drafts.Where] = {"draft-drop": "draft", "held-drop": "held", "stray-drop": "stray"}
"""Place of the words that each of these buttons throws away."""


@router.message(Command("opinion"))
async def opinion_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """Begin, or go on with what was begun; words after the command are in."""
    said = said_of(message)
    if said is None:
        await _begin(ctx, state)
    else:
        await _take(ctx, state, said)


@router.callback_query(Go.filter(F.to.in_({"opinion", "draft"})))
async def go_opinion(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """Begin, or go on with what was begun."""
    await _begin(ctx, state)


@router.callback_query(WriteTo.filter())
async def write_to(query: CallbackQuery, callback_data: WriteTo, ctx: Context, state: FSMContext) -> None:
    """Begin an opinion to a certain representative."""
    draft = drafts.of(ctx.conversation)
    draft.wanted = callback_data.representative
    draft.revision += 1
    drafts.keep(ctx.conversation, draft)
    await _begin(ctx, state)


async def _begin(ctx: Context, state: FSMContext) -> None:
    await state.set_state(Drafting.writing)
    draft = drafts.of(ctx.conversation)
    present(ctx, draft, await card(ctx, draft))
    drafts.keep(ctx.conversation, draft)


@router.message(Command("cancel"))
async def cancel(message: Message, ctx: Context, state: FSMContext) -> None:
    """Leave what was being done; what was written stays and is offered again."""
    doing, opinion = await state.get_state() is not None, await continuing.written_into(ctx, state)
    await state.set_state(None)
    draft, t = drafts.adopt(ctx, "held"), ctx.t
    await drafts.plan_reminder(ctx, draft)
    text = t("Left.") if doing else t("There is nothing to leave.")
    if draft.parts:
        text = t("Left. What you wrote is kept.")
    rows = [[Button(t("Go on with your opinion"), Go(to="draft"))]] if draft.parts else []
    if opinion is not None:
        rows.insert(0, [continuing.open_key(t, opinion)])
    ctx.show(Screen(text, [*rows, [Button(t("🏠 Home"), Go(to="home"))]]))


@router.callback_query(Go.filter(F.to.in_(ADOPTED)))
async def adopt(query: CallbackQuery, callback_data: Go, ctx: Context, state: FSMContext) -> None:
    """Begin an opinion with what was kept elsewhere, or add it to the one that was begun."""
    await drafts.plan_reminder(ctx, drafts.adopt(ctx, ADOPTED[callback_data.to]))
    await _begin(ctx, state)


@router.callback_query(ConstituentAct.filter(F.action == Action.RETRACT))
async def no_answer(query: CallbackQuery, callback_data: ConstituentAct, ctx: Context, state: FSMContext) -> None:
    """It was no answer: it begins an opinion, and the question waits again, unless it has been acted upon."""
    said, waits = await constituent.retract(ctx.out, ctx.actor, callback_data.opinion)
    draft = drafts.of(ctx.conversation)
    for one in said:
        draft.take(one)
    await drafts.plan_reminder(ctx, draft)
    drafts.keep(ctx.conversation, draft)
    ctx.conversation.screen_call = None
    if waits:
        ctx.toast(ctx.t("The question waits for its answer again."))
    elif said:
        ctx.toast(ctx.t("It has been acted upon already, so it stays there too."), alert=True)
    await _begin(ctx, state)


@router.callback_query(Go.filter(F.to.in_(DROPPED)))
async def drop(query: CallbackQuery, callback_data: Go, ctx: Context, state: FSMContext) -> None:
    """Throw it away; until something else is written it can be brought back."""
    t, where = ctx.t, DROPPED[callback_data.to]
    await state.set_state(None)
    draft = drafts.of(ctx.conversation, where)
    rows = [[Button(t("🏠 Home"), Go(to="home"))]]
    if draft.parts:
        drafts.keep(ctx.conversation, draft, "dropped")
        rows.insert(0, [Button(t("↩️ Bring it back"), BringBack(draft=draft.id))])
    drafts.drop(ctx.conversation, where)
    ctx.conversation.screen_call = None
    ctx.show(Screen(t("It is thrown away."), rows))


@router.callback_query(BringBack.filter())
async def bring_back(query: CallbackQuery, callback_data: BringBack, ctx: Context, state: FSMContext) -> None:
    """It was thrown away by mistake; only the last one that was can be had again."""
    if drafts.of(ctx.conversation, "dropped").id != callback_data.draft:
        ctx.toast(ctx.t("It is gone for good: you have written something else since."), alert=True)
        return
    drafts.adopt(ctx, "dropped")
    await _begin(ctx, state)


@router.message(StateFilter(Drafting), ~F.text.startswith("/"))
async def write(message: Message, ctx: Context, state: FSMContext) -> None:
    """Another part of the draft."""
    said = said_of(message)
    if said is None:
        ctx.show(not_taken(ctx.t, message, Button(ctx.t("Go on with your opinion"), Go(to="draft"))))
    else:
        await _take(ctx, state, said)


@catch_all.message(~F.text.startswith("/"))
async def just_write(message: Message, ctx: Context, state: FSMContext) -> None:
    """Take what is simply written as the answer to the one open question, or begin an opinion, or ask which it is.

    Who holds an office is asked: they type beside a key more often than an answer or an opinion.
    """
    said = said_of(message)
    if said is None:
        ctx.show(not_taken(ctx.t, message))
        return
    waiting = await _waiting(ctx)
    in_office = bool(ctx.me.grants)
    if len(waiting) == 1 and not in_office:
        await continuing.take_as_answer(ctx, state, waiting[0].id, said)
    elif waiting or (in_office and not drafts.of(ctx.conversation).parts):
        await disambiguating.hold(ctx, state, said)
    else:
        await _take(ctx, state, said, waiting)


async def _waiting(ctx: Context) -> list[Own]:
    """Opinions of theirs with an open question: more than one is as good as all."""
    return await own.open_questions(ctx.session, ctx.me.id, 2)


async def _take(ctx: Context, state: FSMContext, said: Said, waiting: list[Own] | None = None) -> None:
    draft = drafts.of(ctx.conversation)
    further = draft.goes_on_with(said)
    trouble = draft.too_much(ctx.t, said)
    if trouble is None:
        draft.take(said)
        await drafts.plan_reminder(ctx, draft)
    await state.set_state(Drafting.writing)
    drafts.drop(ctx.conversation, "dropped")
    present(ctx, draft, await card(ctx, draft, trouble, waiting), further=further)
    drafts.keep(ctx.conversation, draft)


async def card(
    ctx: Context, draft: OpinionDraft, trouble: Html | None = None, waiting: list[Own] | None = None
) -> Screen:
    """Draft so far, and the way on: while one question is open, as its answer too. `waiting`: where it is known."""
    t = ctx.t
    if not draft.parts:
        text = t("✍️ Write what should change: words, photos, voice, a place; in as many messages as you like.")
        return Screen(
            join([trouble or "", text]), [[guide.piece_key(t, "where")], [Button(t("🏠 Home"), Go(to="home"))]]
        )
    lines = [
        bold(t("Your opinion so far")),
        excerpt(t, draft.words, draft.files, EXCERPT),
        trouble or "",
        t("Send more, or press Done. To change a message, edit it."),
    ]
    done, drop = Button(t("✅ Done"), Go(to="draft-done")), Button(t("🗑 Throw away"), Go(to="draft-drop"))
    return Screen(
        join(lines, "\n\n"),
        [[done], _as_answer(ctx, draft, await _waiting(ctx) if waiting is None else waiting), [drop]],
    )


def _as_answer(ctx: Context, draft: OpinionDraft, waiting: list[Own]) -> list[Button]:
    if len(waiting) != 1:
        return []
    one = waiting[0]
    into = Into(opinion=one.id, version=one.version, action=Action.RESUME, draft=draft.id)
    return [Button(ctx.t("💬 It answers the question: {reference}", reference=one.reference), into)]


@router.callback_query(Go.filter(F.to == "draft-done"))
async def done(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """Enough is written: to whom?"""
    draft = drafts.of(ctx.conversation)
    if not draft.parts:
        ctx.show(drafts.gone(ctx.t))
        return
    if not draft.says_something:
        ctx.toast(ctx.t("Please write at least a few words, so that one can act on it."), alert=True)
        return
    if draft.wanted is None:
        await previewing.ask_whom(ctx, state, draft)
    else:
        await previewing.preview(ctx, state, draft)
