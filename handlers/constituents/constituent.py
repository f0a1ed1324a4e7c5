"""A constituent goes on with an opinion: adds, answers, reopens, appeals, withdraws."""

from typing import Any

from aiogram import F, Router
from aiogram.filters import Filter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.constituents import entering, holding
from handlers.constituents.entering import KINDS, MORE_FOR, Last
from handlers.constituents.following import card
from handlers.conversation.callbacks import Go
from handlers.conversation.filters import AboutOpinion
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, Translator, bold, join
from handlers.conversation.turn import Turn
from handlers.opinions import cases, news, rules
from handlers.opinions.callbacks import ConstituentAct, OpenMine, Withdraw
from handlers.opinions.cases import Said, Step
from handlers.opinions.contents import not_taken, said_of
from handlers.opinions.deadlines import RATING_REMINDER
from storage.models import Opinion
from storage.queries import own
from storage.vocabulary import Action, EntryKind, Role

router = Router(name="constituents.constituent")
replies = Router(name="constituents.constituent.replies")
"""What belongs to an opinion whatever else is being done: asked before all other messages."""

PROMPTS = {
    Action.ADD: N_("What do you want to add?"),
    Action.RESUME: N_("What is your answer?"),
    Action.REOPEN: N_("What is still not right?"),
    Action.APPEAL: N_("Why should it be taken up after all? An appeal is possible once."),
}
WHY = N_("What is still not right? Your representative and the staff read it.")
"""Asked once the last round is over."""


class Following(StatesGroup):
    """Writing something into an opinion of one's own."""

    writing = State()
    more = State()


class AboutMine(Filter):
    """The message replies to one about an opinion of the person's own; gives `opinion_id`."""

    async def __call__(self, message: Message, turn: Turn) -> bool | dict[str, Any]:
        replied = message.reply_to_message
        if replied is None:
            return False
        opinion_id = await own.of_message(turn.session, turn.me.id, turn.chat_id, replied.message_id)
        return False if opinion_id is None else {"opinion_id": opinion_id}


class JoinsLast(Filter):
    """The message goes on with what was said last into an opinion: of the same album, or soon after; gives `last`."""

    async def __call__(self, message: Message, turn: Turn, state: FSMContext) -> bool | dict[str, Any]:
        last = entering.last_of(turn.conversation)
        if last is None:
            return False
        of_album = message.media_group_id is not None and message.media_group_id == last.album
        soon = turn.now.timestamp() < last.until and await state.get_state() == Following.more.state
        return {"last": last} if of_album or (soon and message.reply_to_message is None) else False


@replies.message(JoinsLast(), ~F.text.startswith("/"))
async def joins(message: Message, turn: Turn, state: FSMContext, last: Last) -> None:
    """A further message of it."""
    said, opinion = said_of(message), await cases.mine(turn, last.opinion)
    if said is None:
        turn.show(not_taken(turn.t, open_key(turn.t, opinion)))
    elif not entering.takes_more(opinion, last):
        await _receive(turn, state, opinion, said)
    else:
        await entering.join_last(turn, opinion, last, said)
        if said.album is None or said.album != last.album:
            await _say_go_on(turn, opinion, last._replace(album=said.album))


@replies.message(AboutMine(), ~F.text.startswith("/"))
async def replied(message: Message, turn: Turn, state: FSMContext, opinion_id: int) -> None:
    """A reply to any message about an opinion answers its question, or adds to it."""
    said, opinion = said_of(message), await cases.mine(turn, opinion_id)
    if said is None:
        turn.show(not_taken(turn.t, open_key(turn.t, opinion)))
    elif await _is_asked_why(state, opinion):
        await _take(turn, state, said)
    else:
        await _receive(turn, state, opinion, said)


async def _is_asked_why(state: FSMContext, opinion: Opinion) -> bool:
    """Whether its author was asked for what it does not take unasked: a reply is meant as that too."""
    if await state.get_state() != Following.writing.state:
        return False
    opinion_id, action, *_ = (await state.get_data())["following"]
    return bool(opinion_id == opinion.id) and entering.kind_of(opinion, Action(action)) is EntryKind.REOPENING


async def _receive(turn: Turn, state: FSMContext, opinion: Opinion, said: Said) -> None:
    """Take in what was said about an opinion; what it cannot take as it stands is held, and the ways on are shown."""
    action = rules.taken_as(opinion.stage)
    if action is None:
        await holding.hold(turn, state, said, opinion)
        return
    await entering.enter(turn, opinion, action, [said])
    entering.remember(turn.conversation, Last(opinion.id, KINDS[action], said.album, 0, None))
    turn.show(await entering.noted(turn, opinion), opinion_id=opinion.id)


@router.message(AboutOpinion(), ~F.text.startswith("/"))
async def replied_elsewhere(message: Message, turn: Turn, opinion_id: int) -> None:
    """A reply to a message about an opinion that is not theirs (any more), or not theirs to answer: refused."""
    await cases.mine(turn, opinion_id)


@router.callback_query(ConstituentAct.filter(F.action.in_(KINDS)))
async def begin(query: CallbackQuery, callback_data: ConstituentAct, turn: Turn, state: FSMContext) -> None:
    """Something is to be written into it."""
    opinion = await cases.mine(turn, callback_data.opinion, callback_data.version)
    if await entering.may(turn, opinion, callback_data.action):
        await ask(turn, state, opinion, callback_data.action)
    else:
        turn.toast(turn.t("This is no longer possible."), alert=True)
        turn.show(await card(turn, opinion), opinion_id=opinion.id)


async def ask(turn: Turn, state: FSMContext, opinion: Opinion, action: Action) -> None:
    """Ask for words, below the message whose key was pressed: what it says is what they write about."""
    await _expect(state, opinion, action)
    turn.show(_question(turn.t, opinion, action), opinion_id=opinion.id, fresh=True)


async def ask_why(turn: Turn, state: FSMContext, opinion: Opinion) -> None:
    """The last round is over: say so below the answer, ask what is not right, and name the doors that are open."""
    await _expect(state, opinion, Action.ADD)
    t, station, question = turn.t, opinion.station, _question(turn.t, opinion, Action.ADD)
    over = t(
        "Thank you. This was the last round, so {reference} is closed now. I am sorry that it is not solved for you.",
        reference=bold(opinion.reference),
    )
    door = (
        t("You can also go to your liaison station, {station}.", station=t.named(station))
        if station is not None
        else t("You can also go to your liaison station.")
    )
    doors = t.sentences(door, t("If something new happens, write a new opinion."))
    ways = [Button(t("🪑 Reception days"), Go(to="reception")), Button(t("✍️ Write an opinion"), Go(to="opinion"))]
    screen = Screen(join([over, question.text, doors], "\n\n"), [*question.rows, ways])
    turn.show(screen, opinion_id=opinion.id, fresh=True)


async def written_into(turn: Turn, state: FSMContext) -> Opinion | None:
    """The opinion of theirs that they are writing something into; None if they do something else."""
    if await state.get_state() not in (Following.writing.state, Following.more.state):
        return None
    opinion_id, *_ = (await state.get_data())["following"]
    return await cases.mine(turn, opinion_id)


def open_key(t: Translator, opinion: Opinion) -> Button:
    """Back to the opinion that they were writing into."""
    return Button(t("Open {reference}", reference=opinion.reference), OpenMine(opinion=opinion.id))


async def _expect(state: FSMContext, opinion: Opinion, action: Action) -> None:
    """What they write next is this."""
    await state.set_state(Following.writing)
    await state.update_data(following=[opinion.id, action, opinion.version])


def _question(t: Translator, opinion: Opinion, action: Action) -> Screen:
    prompt = WHY if entering.says_why(opinion, action) else PROMPTS[action]
    text = t.sentences(t(prompt), t("Write it here; photos and voice are fine too."))
    return Screen(text, [[Button(t("⬅️ Back"), OpenMine(opinion=opinion.id))]])


@router.message(StateFilter(Following.writing), ~F.text.startswith("/"))
async def written(message: Message, turn: Turn, state: FSMContext) -> None:
    """It is in; more may follow."""
    said = said_of(message)
    if said is None:
        opinion_id, action, *_ = (await state.get_data())["following"]
        opinion = await cases.mine(turn, opinion_id)
        question = _question(turn.t, opinion, Action(action))
        text = join([not_taken(turn.t).text, question.text])
        turn.show(Screen(text, question.rows), opinion_id=opinion.id)
    else:
        await _take(turn, state, said)


async def _take(turn: Turn, state: FSMContext, said: Said) -> None:
    """Take in what was asked for."""
    opinion_id, asked, *version = (await state.get_data())["following"]
    opinion, action = await cases.mine(turn, opinion_id), Action(asked)
    # Who was asked why, said nothing, and writes weeks after it was closed, mostly means something else.
    outdated = action is Action.REOPEN and version not in ([], [opinion.version])
    outdated |= entering.says_why(opinion, action) and turn.now - opinion.stage_since > RATING_REMINDER
    if outdated or not await entering.may(turn, opinion, action):
        await _receive(turn, state, opinion, said)
        return
    await entering.enter(turn, opinion, action, [said])
    await state.set_state(Following.more)
    await _say_go_on(turn, opinion, Last(opinion.id, entering.kind_of(opinion, action), said.album, 0, None))


async def _say_go_on(turn: Turn, opinion: Opinion, last: Last) -> None:
    """It is noted, and for a while more may follow; said once, below the newest message."""
    turn.conversation.screen_call = last.shown
    turn.replace(await entering.noted_go_on(turn, opinion), opinion_id=opinion.id)
    until = (turn.now + MORE_FOR).timestamp()
    entering.remember(turn.conversation, last._replace(until=until, shown=turn.conversation.screen_call))


@router.callback_query(ConstituentAct.filter(F.action == Action.WITHDRAW))
async def ask_withdraw(query: CallbackQuery, callback_data: ConstituentAct, turn: Turn) -> None:
    """Asked once more: it cannot be undone."""
    opinion = await cases.mine(turn, callback_data.opinion, callback_data.version)
    t = turn.t
    text = t("↩️ Withdraw {reference}? Nobody works on it then, and this cannot be undone.", reference=opinion.reference)
    rows = [
        [Button(t("Yes, withdraw it"), Withdraw(opinion=opinion.id, version=opinion.version))],
        [Button(t("No, keep it"), OpenMine(opinion=opinion.id))],
    ]
    turn.show(Screen(text, rows), opinion_id=opinion.id)


@router.callback_query(Withdraw.filter())
async def withdraw(query: CallbackQuery, callback_data: Withdraw, turn: Turn) -> None:
    """Taken back; who had it is told."""
    opinion = await cases.mine(turn, callback_data.opinion, callback_data.version)
    unit_id = opinion.unit_id
    await cases.move(turn.post, opinion, Action.WITHDRAW, Step(turn.me, Role.CONSTITUENT))
    await news.withdrawn(turn.post, opinion, unit_id)
    turn.show(await card(turn, opinion), opinion_id=opinion.id)
