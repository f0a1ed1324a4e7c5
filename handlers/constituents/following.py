"""A constituent looks at their opinions: the list, and each with its way so far."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation, paging
from handlers.conversation.callbacks import Go, ShowList
from handlers.conversation.context import Context
from handlers.conversation.navigation import opens
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen, column
from handlers.conversation.texts import N_, Html, Translator, bold, dotted, join, shortened
from handlers.core.casework import access, rules
from handlers.core.casework.actions import constituent
from handlers.core.casework.commitments import of as waited_for
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar
from handlers.presentation import letters, names, outcomes, promises, rounds
from handlers.presentation.callbacks import ConstituentAct, MineFiles, MinePage, OpenMine
from handlers.presentation.history import show_attachments, story_key, told
from handlers.presentation.status_icon import light
from handlers.presentation.timeline import timeline
from storage.models.opinions import Opinion, Rating
from storage.queries import caseload, commitments, matters, opinions
from storage.stages import ANSWERED
from storage.vocabulary import Action, CommitmentState, Role, Stage

router = Router(name="constituents.following")

MINE = "mine"
"""The list's name."""
LABELS = {
    Action.ADD: N_("➕ Add something"),
    Action.RESUME: N_("💬 Answer the question"),
    Action.REOPEN: N_("🔁 Not solved: reopen"),
    Action.SUPERVISE: N_("🔁 Not solved: reopen"),
    Action.APPEAL: N_("⚖️ Appeal"),
    Action.WITHDRAW: N_("↩️ Withdraw"),
}
SAY_WHY = N_("💬 Say what is not right")
"""In the place of adding something, once supervision is over too."""
LIGHTS = {
    Stage.WAITING: "❓",
    Stage.ANSWERED: "💬",
    Stage.IMPLEMENTING: "🤝",
    Stage.MERGED: "🔗",
    Stage.CLOSED: "✅",
    Stage.DECLINED: "🚫",
    Stage.WITHDRAWN: "↩️",
}
"""Lights where nobody else has to act, or the constituent has; elsewhere the light tells whether they are in time."""


@router.message(Command("mine"))
async def mine_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """The constituent's opinions."""
    await state.set_state(None)
    ctx.show(await _list(ctx, paging.reading(ctx.conversation, MINE, words="")))


@router.callback_query(Go.filter(F.to == "mine"))
async def go_mine(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """The constituent's opinions."""
    await show_mine(ctx, state)


@opens(navigation.LIST + MINE)
async def show_mine(ctx: Context, state: FSMContext, *, of: int = 0, words: str | None = None) -> None:
    """The page they left, or what says these words."""
    await state.set_state(None)
    ctx.show(await _list(ctx, paging.reading(ctx.conversation, MINE, words=words)))


@router.callback_query(MinePage.filter())
async def leaf(query: CallbackQuery, callback_data: MinePage, ctx: Context) -> None:
    """Another page of them."""
    ctx.show(await _list(ctx, paging.reading(ctx.conversation, MINE, callback_data.page)))


async def _list(ctx: Context, where: paging.Reading) -> Screen:
    t = ctx.t
    last = [Button(t("✍️ Write an opinion"), Go(to="opinion")), Button(t("🏠 Home"), Go(to="home"))]
    page = where.page(await opinions.count_of_constituent(ctx.session, ctx.me.id, where.words))
    followed = await matters.count_followed(ctx.session, ctx.me.id)
    follow = [Button(t.counted(t("🙋 What I follow"), followed), ShowList(list="followed", of=0, all=True))]
    follow = follow if followed else []
    if not page.count and not where.words:
        return Screen(t("You have not sent an opinion yet. Just write to me."), [follow, last])
    found = await opinions.list_of_constituent(ctx.session, ctx.me.id, page.size, page.skip, where.words)
    days = await calendar(ctx.out)
    rows = column([Button(_line(ctx, one, days), OpenMine(opinion=one.id)) for one in found])
    head = where.title(t, page, t("📋 Your opinions, newest first"))
    return Screen(head, [*rows, page.turning(lambda number: MinePage(page=number)), where.keys(t, page), follow, last])


def _line(ctx: Context, one: opinions.Listed, days: Calendar) -> str:
    mark, stage = LIGHTS.get(one.stage) or light(one.due_at, ctx.now, days), ctx.t(names.OWN_STAGE_NAMES[one.stage])
    return shortened(
        dotted(f"{mark} {one.reference}", rounds.mark(ctx.t, one.round), stage, one.summary), LONGEST_LABEL
    )


@router.callback_query(OpenMine.filter())
async def open_mine(query: CallbackQuery, callback_data: OpenMine, ctx: Context, state: FSMContext) -> None:
    """One of them with its whole story."""
    await state.set_state(None)
    opinion = await access.mine(ctx.out, ctx.actor, callback_data.opinion)
    ctx.show(await card(ctx, opinion), opinion_id=opinion.id)


@router.callback_query(MineFiles.filter())
async def show_files(query: CallbackQuery, callback_data: MineFiles, ctx: Context) -> None:
    """Show all that is attached to it."""
    opinion = await access.mine(ctx.out, ctx.actor, callback_data.opinion)
    found = [one for entry in await opinions.public_entries(ctx.session, opinion.id) for one in entry.attachments]
    show_attachments(ctx.out, ctx.chat_id, found, opinion.id)


async def card(ctx: Context, opinion: Opinion) -> Screen:
    """An opinion as its author sees it: where it stands, its way, what was said, what they can do."""
    t, entries = ctx.t, await opinions.public_entries(ctx.session, opinion.id)
    events, days = await opinions.events(ctx.session, opinion.id), await calendar(ctx.out)
    rating = await opinions.rating(ctx.session, opinion.id, opinion.round) if opinion.stage in ANSWERED else None
    promise = await _promise(ctx, opinion)
    ends = _lacks_why(opinion, rating) or (bool(promise) and _in_time(ctx, opinion))
    text = join(
        [
            Html(f"{bold(opinion.reference)} · {t(names.OWN_STAGE_NAMES[opinion.stage])}"),
            t("Topic: {topic}", topic=t.named(opinion.topic)) if opinion.topic is not None else "",
            t("With: {name}", name=t.named(opinion.representative)) if opinion.representative is not None else "",
            outcomes.told(t, opinion.outcome, None if promise else opinion.planned_for) if opinion.outcome else "",
            rounds.begun(t, opinion, await opinions.opening(ctx.session, opinion), days, own=True),
            timeline(t, opinion, events, days, ctx.now, ends=ends),
            promise,
            told(t, entries),
            *(letters.rated(t, one) for one in await caseload.ratings(ctx.session, opinion.id) if one is not rating),
            _ask_why(t, opinion, rating) or (letters.rated(t, rating) if rating is not None else Html()),
        ]
    )
    files = sum(len(entry.attachments) for entry in entries)
    attached = [Button(t.counted(t("📎 Attachments"), files), MineFiles(opinion=opinion.id))] if files else []
    last = [Button(t("📋 My opinions"), Go(to="mine")), Button(t("🏠 Home"), Go(to="home"))]
    story = story_key(t, opinion.id, Role.CONSTITUENT, entries)
    return Screen(text, [*await _ways(ctx, opinion, rating), story, attached, last])


async def _promise(ctx: Context, opinion: Opinion) -> Html:
    """What was promised, and how far it is; empty where nothing was."""
    promise = await commitments.last_of(ctx.session, opinion.id) if opinion.stage in ANSWERED else None
    days = await calendar(ctx.out)
    return promises.standing(ctx.t, promise, days, days.day_of(ctx.now), own=True) if promise is not None else Html()


def _in_time(ctx: Context, opinion: Opinion) -> bool:
    """True while a promise is to be kept and its day is ahead: the line on it says so, and nothing else is awaited."""
    return opinion.stage is Stage.IMPLEMENTING and opinion.due_at is not None and opinion.due_at >= ctx.now


def _lacks_why(opinion: Opinion, rating: Rating | None) -> bool:
    """True if the answer was found wanting without a word why: with that it is looked at again, or supervised."""
    return opinion.stage is Stage.ANSWERED and rating is not None and rating.satisfaction is not None


def _ask_why(t: Translator, opinion: Opinion, rating: Rating | None) -> Html:
    if rating is None or rating.satisfaction is None:
        return Html()
    label = t(names.SATISFACTION_LABELS[rating.satisfaction])
    if _lacks_why(opinion, rating):
        return t("You rated: {rating}. It is looked at again; please say what is not right.", rating=label)
    if opinion.stage is Stage.CLOSED and rules.owes_why(rating.satisfaction, rating.why, supervised=opinion.supervised):
        return t("You rated: {rating}. You can still say why; your representative and the staff read it.", rating=label)
    return Html()


async def _ways(ctx: Context, opinion: Opinion, rating: Rating | None) -> list[list[Button]]:
    """Keys for all that its author can do with it now, from the table."""
    t = ctx.t
    possible = rules.actions(rules.possible(opinion.stage, Role.CONSTITUENT))
    rows, promise = [], await waited_for(ctx.session, opinion)
    if Action.RATE in possible and rating is not None:
        rows += letters.rating_rows(t, opinion, rating.satisfaction, promised=promise is not None)
    if promise is not None and promise.state is CommitmentState.REPORTED:
        rows += promises.verdict_rows(t, opinion)
    for action in possible:
        if action in LABELS and await constituent.may(ctx.out, opinion, action):
            act = ConstituentAct(opinion=opinion.id, version=opinion.version, action=action)
            rows.append([Button(t(_label(opinion, rating, action)), act)])
    return rows


def _label(opinion: Opinion, rating: Rating | None, action: Action) -> str:
    if action in rules.AGAIN and _lacks_why(opinion, rating):
        return N_("🔁 Say what is not right")
    if action is Action.ADD and opinion.asked_back:
        return LABELS[Action.RESUME]
    return SAY_WHY if constituent.says_why(opinion, action) else LABELS[action]
