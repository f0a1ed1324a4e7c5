"""A constituent follows an opinion: its time line, adding, answering, rating, reopening, withdrawing."""

from aiogram import F, Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation.callbacks import Go
from handlers.conversation.filters import AboutOpinion
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import N_, Html, bold, join
from handlers.conversation.turn import Turn
from handlers.opinions import cases, news, rules
from handlers.opinions.callbacks import ConstituentAct, OpenMine, Rate
from handlers.opinions.cases import Said, Step
from handlers.opinions.contents import said_of
from handlers.opinions.thread import thread
from storage.models import Opinion
from storage.queries import opinions
from storage.vocabulary import Action, EntryKind, Role, Satisfaction, Stage

router = Router(name="opinions.constituent")

LISTED = 8
LABELS = {
    Action.ADD: N_("➕ Add something"),
    Action.RESUME: N_("💬 Answer the question"),
    Action.REOPEN: N_("🔁 Not solved: reopen"),
    Action.APPEAL: N_("⚖️ Appeal"),
    Action.WITHDRAW: N_("↩️ Withdraw"),
}
KINDS = {
    Action.ADD: EntryKind.ADDITION,
    Action.RESUME: EntryKind.ANSWER,
    Action.REOPEN: EntryKind.REOPENING,
    Action.APPEAL: EntryKind.REOPENING,
}
NEWS = {
    Action.ADD: N_("{reference}: its author added something."),
    Action.RESUME: N_("{reference}: your question is answered."),
    Action.REOPEN: N_("{reference}: its author is not satisfied, round {round} begins."),
}


class Following(StatesGroup):
    """Writing something into an opinion of one's own."""

    writing = State()


@router.message(Command("mine"))
async def mine_command(message: Message, turn: Turn) -> None:
    """The constituent's opinions."""
    turn.show(await _list(turn))


@router.callback_query(Go.filter(F.to == "mine"))
async def go_mine(query: CallbackQuery, turn: Turn) -> None:
    """The constituent's opinions."""
    turn.show(await _list(turn))


async def _list(turn: Turn) -> Screen:
    t, found = turn.t, await opinions.list_of_constituent(turn.session, turn.me.id, LISTED)
    last = [Button(t("✍️ Write an opinion"), Go(to="opinion")), Button(t("🏠 Home"), Go(to="home"))]
    if not found:
        return Screen(t("You have not sent an opinion yet. Just write to me."), [last])
    rows = column(
        [
            Button(f"{one.reference} · {t(news.STAGE_NAMES[one.stage])} · {one.summary}"[:60], OpenMine(opinion=one.id))
            for one in found
        ]
    )
    return Screen(t("📋 Your opinions, newest first"), [*rows, last])


@router.callback_query(OpenMine.filter())
async def open_mine(query: CallbackQuery, callback_data: OpenMine, turn: Turn) -> None:
    """One of them with its whole story."""
    opinion = await cases.mine(turn, callback_data.opinion)
    turn.show(await _card(turn, opinion), opinion_id=opinion.id)


async def _card(turn: Turn, opinion: Opinion) -> Screen:
    t, entries = turn.t, await opinions.entries(turn.session, opinion.id)
    who = opinion.representative.name if opinion.representative else None
    head = Html(f"{bold(opinion.reference)} · {t(news.STAGE_NAMES[opinion.stage])}")
    lines = [
        head,
        t("With: {name}", name=who) if who else "",
        t("Next step by {day}", day=t.day(opinion.due_at)) if opinion.due_at else "",
        thread(t, entries),
    ]
    rows = []
    if opinion.stage is Stage.ANSWERED:
        rows.append(news.rating_row(t, opinion, opinion.round))
    for action in rules.actions(rules.possible(opinion.stage, Role.CONSTITUENT)):
        if action in LABELS and not _out_of_turn(turn, opinion, action):
            act = ConstituentAct(opinion=opinion.id, version=opinion.version, action=action)
            rows.append([Button(t(LABELS[action]), act)])
    rows.append([Button(t("📋 My opinions"), Go(to="mine")), Button(t("🏠 Home"), Go(to="home"))])
    return Screen(join(lines), rows)


def _out_of_turn(turn: Turn, opinion: Opinion, action: Action) -> bool:
    """What the table allows but this opinion has used up: the last round, the one appeal, the 90 days."""
    if action is Action.APPEAL:
        return opinion.appealed
    if action is Action.REOPEN:
        return opinion.round >= rules.MAX_ROUNDS or (turn.now - opinion.stage_since).days > rules.REOPEN_DAYS
    return False


@router.callback_query(ConstituentAct.filter(F.action == Action.WITHDRAW))
async def withdraw(query: CallbackQuery, callback_data: ConstituentAct, turn: Turn) -> None:
    """Taken back; who had it is told."""
    opinion = await cases.mine(turn, callback_data.opinion, callback_data.version)
    await cases.move(turn.post, opinion, Action.WITHDRAW, Step(turn.me, Role.CONSTITUENT))
    await news.withdrawn(turn.post, opinion)
    turn.show(await _card(turn, opinion))


@router.callback_query(ConstituentAct.filter(F.action.in_(KINDS)))
async def begin(query: CallbackQuery, callback_data: ConstituentAct, turn: Turn, state: FSMContext) -> None:
    """Something is to be written into it."""
    opinion = await cases.mine(turn, callback_data.opinion, callback_data.version)
    await _ask(turn, state, opinion, callback_data.action)


async def _ask(turn: Turn, state: FSMContext, opinion: Opinion, action: Action) -> None:
    await state.set_state(Following.writing)
    await state.update_data(following=[opinion.id, action])
    rows = [[Button(turn.t("⬅️ Back"), OpenMine(opinion=opinion.id))]]
    turn.show(Screen(turn.t("Write it in one message; a photo or voice is fine too."), rows))


@router.message(StateFilter(Following.writing), ~F.text.startswith("/"))
async def written(message: Message, turn: Turn, state: FSMContext) -> None:
    """It is in."""
    opinion_id, action = (await state.get_data())["following"]
    await _write(message, turn, state, await cases.mine(turn, opinion_id), Action(action))


@router.message(AboutOpinion(), ~F.text.startswith("/"))
async def replied(message: Message, turn: Turn, state: FSMContext, opinion_id: int) -> None:
    """A reply to any message about an opinion answers its question, or adds to it."""
    opinion = await cases.mine(turn, opinion_id)
    action = Action.RESUME if opinion.stage is Stage.WAITING else Action.ADD
    await _write(message, turn, state, opinion, action)


async def _write(message: Message, turn: Turn, state: FSMContext, opinion: Opinion, action: Action) -> None:
    t, said = turn.t, said_of(message)
    if said is None:
        turn.show(Screen(t("I can take words, photos, voice, videos, documents and places, but not this.")))
        return
    await state.set_state(None)
    await _move(turn, opinion, action, said)
    rows = [[Button(t("📋 Follow it"), OpenMine(opinion=opinion.id)), Button(t("🏠 Home"), Go(to="home"))]]
    turn.show(Screen(t("Noted in {reference}; who has it is told.", reference=opinion.reference), rows))


async def _move(turn: Turn, opinion: Opinion, action: Action, said: Said) -> None:
    step = Step(turn.me, Role.CONSTITUENT, why=said.text or None, said=[said], kind=KINDS[action])
    await cases.move(turn.post, opinion, action, step)
    if action is Action.APPEAL:
        await news.submitted(turn.post, opinion)
        return
    await news.to_representative(
        turn.post, opinion, lambda t: t(NEWS[action], reference=opinion.reference, round=opinion.round)
    )


@router.callback_query(Rate.filter())
async def rate(query: CallbackQuery, callback_data: Rate, turn: Turn, state: FSMContext) -> None:
    """One tap: kept, and what follows from it."""
    t, opinion = turn.t, await cases.mine(turn, callback_data.opinion)
    rating = await opinions.rating(turn.session, opinion.id, callback_data.round)
    if rating is None or callback_data.round != opinion.round or opinion.stage is not Stage.ANSWERED:
        turn.toast(t("This answer is rated already. Thank you."), alert=True)
        turn.show(await _card(turn, opinion))
        return
    rating.satisfaction, rating.rated_at = callback_data.satisfaction, turn.now
    if rules.after_rating(callback_data.satisfaction, opinion.round) is Action.REOPEN:
        await _ask(turn, state, opinion, Action.REOPEN)
        return
    await cases.move(turn.post, opinion, Action.RATE, Step(turn.me, Role.CONSTITUENT))
    await _tell_rating(turn, opinion, callback_data.satisfaction)
    turn.toast(t("Thank you."))
    turn.show(await _card(turn, opinion))


async def _tell_rating(turn: Turn, opinion: Opinion, satisfaction: Satisfaction) -> None:
    reference, label = opinion.reference, news.SATISFACTION_LABELS[satisfaction]
    await news.to_representative(
        turn.post, opinion, lambda t: t("{reference} is rated: {rating}", reference=reference, rating=t(label))
    )
    if satisfaction is Satisfaction.DISSATISFIED:
        await news.to_staff(
            turn.post, opinion, lambda t: t("{reference}: dissatisfied in the last round.", reference=reference)
        )
