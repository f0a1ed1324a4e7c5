"""A constituent goes on with an opinion: adds, answers, reopens, appeals, withdraws."""

from typing import Any

from aiogram import F, Router
from aiogram.filters import Filter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.constituents import disambiguating, noted
from handlers.constituents.following import card
from handlers.constituents.noted import MORE_FOR, Last
from handlers.conversation.callbacks import Go
from handlers.conversation.contents import not_taken, said_of
from handlers.conversation.context import Context
from handlers.conversation.filters import AboutOpinion
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, Html, Translator, bold, join
from handlers.core.casework import access, policy, rules
from handlers.core.casework.actions import constituent
from handlers.core.casework.actions.constituent import KINDS
from handlers.core.casework.content import Said
from handlers.presentation.callbacks import ConstituentAct, OpenMine, Withdraw
from handlers.presentation.names import supervisors
from storage.models.opinions import Opinion
from storage.queries import own
from storage.vocabulary import Action, EntryKind, Stage

router = Router(name="constituents.continuing")
replies = Router(name="constituents.continuing.replies")
"""Takes messages that belong to an opinion whatever else is being done: asked before all others."""

PROMPTS = {
    Action.ADD: N_("What do you want to add?"),
    Action.RESUME: N_("What is your answer?"),
    Action.REOPEN: N_("What is still not right?"),
    Action.SUPERVISE: N_("What is still not right? All rounds are over, so {office} takes it in hand itself."),
    Action.APPEAL: N_("Why should it be taken up after all? An appeal is possible once."),
}
MISSING = N_("What is still missing?")
"""Asked of whoever says that it is done only in part."""
WHY = N_("What is still not right? Your representative and the staff read it.")
"""Asked once supervision is over too."""


EVEN_WITHOUT = {
    Action.REOPEN: N_("Even without, it is looked at again from the next working day."),
    Action.SUPERVISE: N_("Even without, they do so from the next working day."),
}
"""Said under the prompt where silence leads on too."""


NOT_UNASKED = (EntryKind.REOPENING, EntryKind.APPEAL)
"""Kinds of entries that an opinion takes only if it has asked for them."""


class Following(StatesGroup):
    """Writing something into an opinion of one's own."""

    writing = State()
    more = State()


class AboutMine(Filter):
    """The message replies to one about an opinion of the person's own; gives `opinion_id`."""

    async def __call__(self, message: Message, ctx: Context) -> bool | dict[str, Any]:
        replied = message.reply_to_message
        if replied is None:
            return False
        opinion_id = await own.of_message(ctx.session, ctx.me.id, ctx.chat_id, replied.message_id)
        return False if opinion_id is None else {"opinion_id": opinion_id}


class JoinsLast(Filter):
    """The message goes on with what was said last into an opinion: of the same album, or soon after; gives `last`."""

    async def __call__(self, message: Message, ctx: Context, state: FSMContext) -> bool | dict[str, Any]:
        last = noted.last_of(ctx.conversation)
        if last is None:
            return False
        of_album = message.media_group_id is not None and message.media_group_id == last.album
        soon = ctx.now.timestamp() < last.until and await state.get_state() == Following.more.state
        return {"last": last} if of_album or (soon and message.reply_to_message is None) else False


@replies.message(JoinsLast(), ~F.text.startswith("/"))
async def joins(message: Message, ctx: Context, state: FSMContext, last: Last) -> None:
    """A further message of it."""
    said, opinion = said_of(message), await access.mine(ctx.out, ctx.actor, last.opinion)
    if said is None:
        ctx.show(not_taken(ctx.t, message, open_key(ctx.t, opinion)))
    elif not noted.takes_more(opinion, last):
        await _receive(ctx, state, opinion, said)
    else:
        await constituent.say_further(ctx.out, ctx.actor, opinion.id, last.kind, said)
        if said.album is None or said.album != last.album:
            await _say_go_on(ctx, opinion, last._replace(album=said.album))


@replies.message(AboutMine(), ~F.text.startswith("/"))
async def replied(message: Message, ctx: Context, state: FSMContext, opinion_id: int) -> None:
    """A reply to any message about an opinion answers its question, or adds to it."""
    said, opinion = said_of(message), await access.mine(ctx.out, ctx.actor, opinion_id)
    if said is None:
        ctx.show(not_taken(ctx.t, message, open_key(ctx.t, opinion)))
    elif await _is_asked_why(state, opinion):
        await _take(ctx, state, said)
    else:
        await _receive(ctx, state, opinion, said)


async def take_as_answer(ctx: Context, state: FSMContext, opinion_id: int, said: Said) -> None:
    """Take what was simply written as the answer to this opinion's question, and show a key to say otherwise."""
    opinion = await access.mine(ctx.out, ctx.actor, opinion_id)
    await constituent.say(ctx.out, ctx.actor, opinion.id, Action.RESUME, [said])
    await _expect(state, opinion, Action.ADD)
    await state.set_state(Following.more)
    await _say_go_on(ctx, opinion, Last(opinion.id, EntryKind.ANSWER, said.album, 0, None, unasked=True))


async def _is_asked_why(state: FSMContext, opinion: Opinion) -> bool:
    """True if its author was asked for what it does not take unasked: a reply is meant as that too."""
    if await state.get_state() != Following.writing.state:
        return False
    opinion_id, action, *_ = (await state.get_data())["following"]
    return bool(opinion_id == opinion.id) and constituent.kind_of(opinion, Action(action)) in NOT_UNASKED


async def _receive(ctx: Context, state: FSMContext, opinion: Opinion, said: Said) -> None:
    """Take in what was said about an opinion; what it cannot take as it stands is held, and the ways on are shown."""
    action = rules.taken_as(opinion.stage, asked_back=opinion.asked_back)
    if action is None:
        await disambiguating.hold(ctx, state, said, opinion)
        return
    kind = constituent.kind_of(opinion, action)
    await constituent.say(ctx.out, ctx.actor, opinion.id, action, [said])
    noted.remember_last(ctx.conversation, Last(opinion.id, kind, said.album, 0, None))
    ctx.show(await noted.screen(ctx, opinion), opinion_id=opinion.id)


@router.message(AboutOpinion(), ~F.text.startswith("/"))
async def replied_elsewhere(message: Message, ctx: Context, opinion_id: int) -> None:
    """A reply to a message about an opinion that is not theirs (any more), or not theirs to answer: refused."""
    await access.mine(ctx.out, ctx.actor, opinion_id)


@router.callback_query(ConstituentAct.filter(F.action.in_(KINDS)))
async def begin(query: CallbackQuery, callback_data: ConstituentAct, ctx: Context, state: FSMContext) -> None:
    """Something is to be written into it."""
    opinion = await access.mine(ctx.out, ctx.actor, callback_data.opinion, callback_data.version)
    if await constituent.may(ctx.out, opinion, callback_data.action):
        await ask(ctx, state, opinion, callback_data.action)
    else:
        ctx.toast(ctx.t("This is no longer possible."), alert=True)
        ctx.show(await card(ctx, opinion), opinion_id=opinion.id)


async def ask(ctx: Context, state: FSMContext, opinion: Opinion, action: Action, prompt: str = "") -> None:
    """Ask for words, below the message whose key was pressed: what it says is what they write about.

    `prompt`: the question, where the action's own does not fit.
    """
    await _expect(state, opinion, action)
    ctx.show(_question(ctx.t, opinion, action, prompt), opinion_id=opinion.id, fresh=True)


async def offer(ctx: Context, state: FSMContext, opinion: Opinion, said: Html) -> None:
    """Say what happens next, which it does whether or not they add something; words and photos are welcome."""
    await _expect(state, opinion, Action.ADD)
    t = ctx.t
    welcome = t("If you like, say or show what is missing: words, photos and voice reach whoever handles it.")
    skip = Button(t("⏭ Skip"), OpenMine(opinion=opinion.id))
    ctx.show(Screen(join([said, welcome], "\n\n"), [[skip]]), opinion_id=opinion.id, fresh=True)


async def ask_why(ctx: Context, state: FSMContext, opinion: Opinion) -> None:
    """All rounds and supervision are over: say so, ask what is not right, and name the doors that are open."""
    await _expect(state, opinion, Action.ADD)
    t, station, question = ctx.t, opinion.station, _question(ctx.t, opinion, Action.ADD)
    over = t(
        "Thank you. All rounds and supervision are over, so {reference} is closed now. I am sorry that it is not "
        "solved for you.",
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
    ctx.show(screen, opinion_id=opinion.id, fresh=True)


async def written_into(ctx: Context, state: FSMContext) -> Opinion | None:
    """The opinion of theirs that they are writing something into; None if they do something else."""
    if await state.get_state() not in (Following.writing.state, Following.more.state):
        return None
    opinion_id, *_ = (await state.get_data())["following"]
    return await access.mine(ctx.out, ctx.actor, opinion_id)


def open_key(t: Translator, opinion: Opinion) -> Button:
    """Back to the opinion that they were writing into."""
    return Button(t("Open {reference}", reference=opinion.reference), OpenMine(opinion=opinion.id))


async def _expect(state: FSMContext, opinion: Opinion, action: Action) -> None:
    """Take the next thing they write as this action."""
    await state.set_state(Following.writing)
    await state.update_data(following=[opinion.id, action, opinion.version])


def _question(t: Translator, opinion: Opinion, action: Action, prompt: str = "") -> Screen:
    usual = WHY if constituent.says_why(opinion, action) else PROMPTS[action]
    if opinion.asked_back and action is Action.ADD:
        usual = PROMPTS[Action.RESUME]
    asked = t(prompt or usual, office=supervisors(t, opinion.station))
    text = t.sentences(asked, t("Write it here; photos and voice are fine too."))
    if action in EVEN_WITHOUT and opinion.stage is Stage.ANSWERED:
        text = t.sentences(text, t(EVEN_WITHOUT[action]))
    return Screen(text, [[Button(t("⬅️ Back"), OpenMine(opinion=opinion.id))]])


@router.message(StateFilter(Following.writing), ~F.text.startswith("/"))
async def written(message: Message, ctx: Context, state: FSMContext) -> None:
    """It is in; more may follow."""
    said = said_of(message)
    if said is None:
        opinion_id, action, *_ = (await state.get_data())["following"]
        opinion = await access.mine(ctx.out, ctx.actor, opinion_id)
        question = _question(ctx.t, opinion, Action(action))
        text = join([not_taken(ctx.t, message).text, question.text])
        ctx.show(Screen(text, question.rows), opinion_id=opinion.id)
    else:
        await _take(ctx, state, said)


async def _take(ctx: Context, state: FSMContext, said: Said) -> None:
    """Take in what was asked for."""
    opinion_id, asked, *version = (await state.get_data())["following"]
    opinion, action = await access.mine(ctx.out, ctx.actor, opinion_id), Action(asked)
    # Who was asked why, said nothing, and writes weeks after it went on or was closed, mostly means something else.
    asked_again = await policy.stretch(ctx.out, policy.Interval.RATING_REMINDER, opinion.topic_id)
    long_ago = ctx.now - opinion.stage_since > asked_again
    outdated = action in rules.AGAIN and version not in ([], [opinion.version])
    if outdated and long_ago:
        await disambiguating.hold(ctx, state, said, opinion)
        return
    outdated |= constituent.says_why(opinion, action) and long_ago
    if outdated or not await constituent.may(ctx.out, opinion, action):
        await _receive(ctx, state, opinion, said)
        return
    kind = constituent.kind_of(opinion, action)
    await constituent.say(ctx.out, ctx.actor, opinion.id, action, [said])
    await state.set_state(Following.more)
    await _say_go_on(ctx, opinion, Last(opinion.id, kind, said.album, 0, None))


async def _say_go_on(ctx: Context, opinion: Opinion, last: Last) -> None:
    """It is noted, and for a while more may follow; said once, below the newest message."""
    ctx.conversation.screen_call = last.shown
    ctx.replace(await noted.screen_for_more(ctx, opinion, unasked=last.unasked), opinion_id=opinion.id)
    until = (ctx.now + MORE_FOR).timestamp()
    noted.remember_last(ctx.conversation, last._replace(until=until, shown=ctx.conversation.screen_call))


@router.callback_query(ConstituentAct.filter(F.action == Action.WITHDRAW))
async def ask_withdraw(query: CallbackQuery, callback_data: ConstituentAct, ctx: Context) -> None:
    """Asked once more: it cannot be undone."""
    opinion = await access.mine(ctx.out, ctx.actor, callback_data.opinion, callback_data.version)
    t = ctx.t
    text = t("↩️ Withdraw {reference}? Nobody works on it then, and this cannot be undone.", reference=opinion.reference)
    rows = [
        [Button(t("Yes, withdraw it"), Withdraw(opinion=opinion.id, version=opinion.version))],
        [Button(t("No, keep it"), OpenMine(opinion=opinion.id))],
    ]
    ctx.show(Screen(text, rows), opinion_id=opinion.id)


@router.callback_query(Withdraw.filter())
async def withdraw(query: CallbackQuery, callback_data: Withdraw, ctx: Context) -> None:
    """Taken back; who had it is told."""
    opinion = await access.mine(ctx.out, ctx.actor, callback_data.opinion, callback_data.version)
    await constituent.withdraw(ctx.out, ctx.actor, opinion.id, callback_data.version)
    ctx.show(await card(ctx, opinion), opinion_id=opinion.id)
