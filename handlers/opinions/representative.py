"""A representative reads, asks back and answers."""

from aiogram import F, Router
from aiogram.filters import Command, StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation.callbacks import Go
from handlers.conversation.filters import HasRole
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import N_, Html, bold, join, quote
from handlers.conversation.turn import Turn
from handlers.opinions import cases, news, rules
from handlers.opinions.callbacks import OpenCase, RepresentativeAct
from handlers.opinions.cases import Said, Step
from handlers.opinions.light import light
from handlers.opinions.thread import show_attachments, thread
from handlers.opinions.together import together
from storage import audit
from storage.models import Opinion
from storage.queries import opinions
from storage.vocabulary import Action, EntryKind, Role, Stage

router = Router(name="opinions.representative")
router.message.filter(HasRole(Role.REPRESENTATIVE))
router.callback_query.filter(HasRole(Role.REPRESENTATIVE))

LISTED = 8
LABELS = {Action.REPLY: N_("💬 Answer"), Action.ASK: N_("❓ Ask back")}
"""The moves that have their way here; the others are staff's to make."""
PROMPTS = {
    Action.REPLY: N_("Write your answer. You see it once more before it goes out."),
    Action.ASK: N_("Write your question. You see it once more before it goes out; the clock stops meanwhile."),
}


class Answering(StatesGroup):
    """Writing to the constituent."""

    writing = State()


class SendWords(CallbackData, prefix="rs"):
    """Send what was written, as previewed."""

    opinion: int
    version: int
    action: Action


class Files(CallbackData, prefix="rf"):
    """Show what is attached."""

    opinion: int


@router.message(Command("inbox"))
async def inbox_command(message: Message, turn: Turn) -> None:
    """What waits, earliest due first."""
    turn.show(await _inbox(turn))


@router.callback_query(Go.filter(F.to == "inbox"))
async def go_inbox(query: CallbackQuery, turn: Turn) -> None:
    """What waits, earliest due first."""
    turn.show(await _inbox(turn))


async def _inbox(turn: Turn) -> Screen:
    t, ids = turn.t, [one.id for one in turn.representatives]
    found = await opinions.list_of_representatives(turn.session, ids, [Stage.ASSIGNED, Stage.WAITING], LISTED)
    home = [Button(t("🏠 Home"), Go(to="home"))]
    if not found:
        return Screen(t("📥 Nothing waits for you. New cases come here by themselves."), [home])
    rows = column(
        [Button(f"{_light(turn, one)} {one.reference} {one.summary}"[:60], OpenCase(opinion=one.id)) for one in found]
    )
    return Screen(t("📥 Your cases, earliest due first"), [*rows, home])


def _line(turn: Turn, one: opinions.Listed) -> Button:
    return Button(f"{_light(turn, one)} {one.reference} {one.summary}"[:60], OpenCase(opinion=one.id))


def _light(turn: Turn, one: opinions.Listed | Opinion) -> str:
    return "⏸" if one.stage is Stage.WAITING else light(one.due_at, turn.now)


@router.callback_query(OpenCase.filter())
async def open_case(query: CallbackQuery, callback_data: OpenCase, turn: Turn) -> None:
    """The whole case; a look at a name is written into the log."""
    opinion = await cases.entrusted(turn, callback_data.opinion)
    if not opinion.anonymous:
        subject = f"opinion:{opinion.id}"
        await audit.note(turn.session, at=turn.now, actor_id=turn.me.id, action="look", subject=subject)
    turn.show(await _card(turn, opinion), opinion_id=opinion.id)


async def _card(turn: Turn, opinion: Opinion) -> Screen:
    t, entries = turn.t, await opinions.entries(turn.session, opinion.id)
    due = t("Due: {day}", day=t.day(opinion.due_at)) if opinion.due_at else ""
    head = Html(f"{_light(turn, opinion)} {bold(opinion.reference)} · {t(news.STAGE_NAMES[opinion.stage])}")
    others = await together(turn.session, t, opinion)
    text = join([head, news.author(t, opinion), due, thread(t, entries), others])
    rows = column(
        [
            Button(t(LABELS[action]), RepresentativeAct(opinion=opinion.id, version=opinion.version, action=action))
            for action in rules.actions(rules.possible(opinion.stage, Role.REPRESENTATIVE))
            if action in LABELS
        ]
    )
    if any(entry.attachments for entry in entries):
        rows.append([Button(t("📎 Attachments"), Files(opinion=opinion.id))])
    return Screen(text, [*rows, [Button(t("📥 Inbox"), Go(to="inbox")), Button(t("🏠 Home"), Go(to="home"))]])


@router.callback_query(Files.filter())
async def show_files(query: CallbackQuery, callback_data: Files, turn: Turn) -> None:
    """The attachments themselves."""
    opinion = await cases.entrusted(turn, callback_data.opinion)
    found = [one for entry in await opinions.entries(turn.session, opinion.id) for one in entry.attachments]
    show_attachments(turn.post, turn.chat_id, found, opinion.id)


@router.callback_query(RepresentativeAct.filter(F.action.in_(LABELS)))
async def begin(query: CallbackQuery, callback_data: RepresentativeAct, turn: Turn, state: FSMContext) -> None:
    """An answer or a question begins."""
    opinion = await cases.entrusted(turn, callback_data.opinion, callback_data.version)
    await state.set_state(Answering.writing)
    await state.update_data(answering=[opinion.id, opinion.version, callback_data.action])
    rows = [[Button(turn.t("⬅️ Back"), OpenCase(opinion=opinion.id))]]
    turn.show(Screen(turn.t(PROMPTS[callback_data.action]), rows))


@router.message(StateFilter(Answering.writing), F.text, ~F.text.startswith("/"))
async def preview(message: Message, turn: Turn, state: FSMContext) -> None:
    """As the constituent will see it."""
    t, (opinion_id, version, action) = turn.t, (await state.get_data())["answering"]
    opinion = await cases.entrusted(turn, opinion_id, version)
    await state.update_data(words=message.text)
    rows = [
        [Button(t("📨 Send"), SendWords(opinion=opinion.id, version=version, action=Action(action)))],
        [Button(t("⬅️ Back"), OpenCase(opinion=opinion.id))],
    ]
    text = join([t("This goes to the author of {reference}:", reference=opinion.reference), quote(message.text)])
    turn.show(Screen(join([text, t("To change it, just write it again.")]), rows))


@router.callback_query(SendWords.filter())
async def send(query: CallbackQuery, callback_data: SendWords, turn: Turn, state: FSMContext) -> None:
    """Sent: the move is made, the constituent is told."""
    opinion = await cases.entrusted(turn, callback_data.opinion, callback_data.version)
    words = str((await state.get_data()).get("words") or "")
    if not words:
        turn.show(await _card(turn, opinion))
        return
    await state.set_state(None)
    await state.update_data(words=None, answering=None)
    kind = EntryKind.REPLY if callback_data.action is Action.REPLY else EntryKind.QUESTION
    step = Step(turn.me, Role.REPRESENTATIVE, said=[Said(words)], kind=kind)
    await cases.move(turn.post, opinion, callback_data.action, step)
    if callback_data.action is Action.REPLY:
        await cases.ask_rating(turn.post, opinion)
        news.answered(turn.post, opinion, words)
    else:
        news.asked(turn.post, opinion, words)
    t = turn.t
    sent = t("Sent. You will hear what becomes of {reference}.", reference=opinion.reference)
    turn.show(Screen(sent, [[Button(t("📥 Inbox"), Go(to="inbox")), Button(t("🏠 Home"), Go(to="home"))]]))
