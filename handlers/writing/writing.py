"""Somebody writes about a case: over several messages, with a preview that grows, until it is sent or left."""

from typing import Any

from aiogram import F, Router
from aiogram.filters import Command, Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.calendar.days import calendar
from handlers.conversation.filters import AboutCase, AboutOpinion, HasRole
from handlers.conversation.refusals import OpinionNotFound
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html
from handlers.conversation.turn import Turn
from handlers.opinions import cases, composing
from handlers.opinions.callbacks import RepresentativeAct
from handlers.opinions.contents import said_of
from handlers.representatives import representative
from handlers.representatives.representative_callbacks import MeantAs, TakeBack, ThrowAway
from handlers.representatives.representative_screens import ways
from handlers.screening import suggesting
from handlers.writing import begun as kept
from handlers.writing import writing_screens as screens
from handlers.writing.begun import Begun, Kind, kind_of
from handlers.writing.desks import DESKS, Desk
from storage.models import HandlingUnit, Opinion, Representative
from storage.queries import caseload, referrals
from storage.vocabulary import Action, Role, Stage

WRITERS = (Role.REPRESENTATIVE, Role.UNIT, Role.STAFF)
"""Who writes about cases. What is begun belongs to one of these roles, and is read, shown and sent only in it."""

router = Router(name="writing.writing")
router.message.filter(HasRole(*WRITERS))
router.edited_message.filter(HasRole(*WRITERS))
router.callback_query.filter(HasRole(*WRITERS))

LETTERS = (Action.REPLY, Action.ASK)
AT_ONCE = {*LETTERS, Action.PROPOSE_DECLINE, Action.PASS_ON, Action.SEND_BACK}
"""What a representative writes without choosing anything before."""


class IsWriting(Filter):
    """The person is writing about a case, in a role they still hold; gives `begun`."""

    async def __call__(self, message: Message, turn: Turn, state: FSMContext) -> bool | dict[str, Any]:
        found = await kept.current(state)
        return {"begun": found} if found is not None and turn.has(found.form.by) else False


class OfBegun(Filter):
    """The message is part of something begun; gives `begun`."""

    async def __call__(self, message: Message, turn: Turn, state: FSMContext) -> bool | dict[str, Any]:
        found = await kept.of_message(state, message.message_id)
        return {"begun": found} if found is not None and turn.has(found.form.by) else False


class WentOut(Filter):
    """The message was sent about a case; gives the case's `reference`, and the text `as_sent`."""

    async def __call__(self, message: Message, turn: Turn) -> bool | dict[str, Any]:
        found = await caseload.sent_in(turn.session, turn.chat_id, message.message_id)
        return False if found is None else found._asdict()


@router.callback_query(HasRole(Role.REPRESENTATIVE), RepresentativeAct.filter(F.action.in_(AT_ONCE)))
async def begin(query: CallbackQuery, callback_data: RepresentativeAct, turn: Turn, state: FSMContext) -> None:
    """Begin, or go on with what was begun."""
    opinion = await representative.as_shown(turn, state, callback_data)
    if opinion is None:
        return
    kind = kind_of(callback_data.action, Role.REPRESENTATIVE)
    begun = await kept.find(state, opinion.id, kind) or Begun(opinion.id, kind, None)
    begun.action = callback_data.action
    await show(turn, state, opinion, begun, anew=True)


@router.message(HasRole(Role.REPRESENTATIVE), AboutCase(), ~F.text.startswith("/"))
async def swiped(message: Message, turn: Turn, state: FSMContext, opinion_id: int) -> None:
    """A reply to any message about a case begins a letter, or goes on with it; one that is to be checked, with that."""
    kind, opinion = Kind.LETTER, await representative.had(turn, opinion_id)
    if opinion is not None and opinion.stage is Stage.REPLIED:
        kind = Kind.PASSING
    await take_in(message, turn, state, opinion_id, kind)


async def take_in(message: Message, turn: Turn, state: FSMContext, opinion_id: int, kind: Kind) -> None:
    """A message begins something of this kind about a case, or goes on with it."""
    begun = await kept.find(state, opinion_id, kind) or Begun(opinion_id, kind, kept.only_action(kind))
    now = await kept.current(state)
    await _take(message, turn, state, begun, anew=now is None or now.key != begun.key)


@router.message(IsWriting(), ~AboutOpinion(), ~F.text.startswith("/"))
async def written(message: Message, turn: Turn, state: FSMContext, begun: Begun) -> None:
    """Another part of it."""
    await _take(message, turn, state, begun)


async def _take(message: Message, turn: Turn, state: FSMContext, begun: Begun, *, anew: bool = False) -> None:
    said = said_of(message)
    note = screens.not_taken(turn.t, begun, said)
    if said is not None and not note:
        begun.add(said)
    opinion = await still_theirs(turn, state, begun)
    if opinion is not None:
        await show(turn, state, opinion, begun, note=note, anew=anew)


@router.edited_message(OfBegun())
async def rewrite(message: Message, turn: Turn, state: FSMContext, begun: Begun) -> None:
    """An edited message changes what was begun with it, if it reads otherwise now."""
    before = begun.reading
    composing.rewritten(begun.parts, message)
    if begun.reading == before:
        return
    now = await kept.current(state)
    if now is None or now.key != begun.key:
        await kept.keep(state, begun)
        text = turn.t("What you have begun to write is changed. It waits for you in the case.")
        turn.show(Screen(text, [[_open(turn, begun)]]))
        return
    opinion = await still_theirs(turn, state, begun)
    if opinion is not None:
        await show(turn, state, opinion, begun)


def desk_of(begun: Begun) -> Desk:
    """The desk at which it is written."""
    return DESKS[begun.form.by]


def _open(turn: Turn, begun: Begun) -> Button:
    return Button(turn.t("Open"), desk_of(begun).opens(opinion=begun.opinion))


@router.edited_message(WentOut())
async def rewrite_sent(message: Message, turn: Turn, reference: str, as_sent: str) -> None:
    """What went out stays as it was read; Telegram also reports as an edit that a link has got its picture."""
    said = said_of(message)
    if said is None or said.text == as_sent:
        return
    text = turn.t("{reference}: this has gone out already, and changing it here changes nothing.", reference=reference)
    turn.show(Screen(text, [ways(turn.t)]))


@router.callback_query(HasRole(Role.REPRESENTATIVE), MeantAs.filter(F.action.in_(LETTERS)))
async def mean(query: CallbackQuery, callback_data: MeantAs, turn: Turn, state: FSMContext) -> None:
    """It is an answer, or a question: shown as it will be read."""
    begun = await kept.find(state, callback_data.opinion, Kind.LETTER)
    if begun is not None:
        begun.action = callback_data.action
    await show_changed(turn, state, callback_data.opinion, Kind.LETTER, begun)


@router.callback_query(TakeBack.filter())
async def take_back(query: CallbackQuery, callback_data: TakeBack, turn: Turn, state: FSMContext) -> None:
    """Without the last message."""
    begun = await kept.find(state, callback_data.opinion, callback_data.kind)
    if begun is not None:
        del begun.parts[-1:]
    await show_changed(turn, state, callback_data.opinion, callback_data.kind, begun)


async def show_changed(turn: Turn, state: FSMContext, opinion_id: int, kind: Kind, begun: Begun | None) -> None:
    """The preview as it reads now; the case, if nothing is begun any more."""
    if begun is None:
        await show_gone(turn, state, opinion_id, kind)
        return
    opinion = await still_theirs(turn, state, begun)
    if opinion is not None:
        await show(turn, state, opinion, begun)


@router.callback_query(ThrowAway.filter())
async def throw_away(query: CallbackQuery, callback_data: ThrowAway, turn: Turn, state: FSMContext) -> None:
    """All of it; the case is shown again."""
    begun = await kept.find(state, callback_data.opinion, callback_data.kind)
    if begun is None:
        await show_gone(turn, state, callback_data.opinion, callback_data.kind)
        return
    await kept.drop(state, begun)
    turn.toast(turn.t("Thrown away."))
    await desk_of(begun).show(turn, state, begun.opinion)


async def show_gone(turn: Turn, state: FSMContext, opinion_id: int, kind: Kind) -> None:
    """What the key was for is sent or thrown away: say so, show the case."""
    turn.toast(turn.t("This was sent or thrown away already. Here is where the case stands now."), alert=True)
    await DESKS[kept.FORMS[kind].by].show(turn, state, opinion_id)


@router.message(Command("cancel"), IsWriting())
async def cancel(message: Message, turn: Turn, state: FSMContext, begun: Begun) -> None:
    """Leave it; what was written is kept."""
    t = turn.t
    await state.set_state(None)
    text = t("Left. What you wrote is kept; open the case to go on with it.") if begun.parts else t("Left.")
    turn.show(Screen(text, [[_open(turn, begun)], desk_of(begun).ways(t)]))


async def show(
    turn: Turn, state: FSMContext, opinion: Opinion, begun: Begun, *, note: str = "", anew: bool = False
) -> None:
    """The preview as it is now, in place of the one before (`anew`: as a new message); writing goes on."""
    screen = screens.preview(turn.t, await _view(turn, opinion, begun, note))
    if anew or (begun.card is None and isinstance(turn.event, Message)):
        turn.show(screen, opinion_id=opinion.id, fresh=True)
        begun.card = turn.conversation.screen_call
    elif isinstance(turn.event, CallbackQuery):
        turn.show(screen, opinion_id=opinion.id)
    else:
        begun.card = turn.replace(screen, card=begun.card, opinion_id=opinion.id)
    await kept.go_on(state, begun)


async def _view(turn: Turn, opinion: Opinion, begun: Begun, note: str) -> screens.Preview:
    """All that the preview shows."""
    possible, days = await DESKS[begun.form.by].possible(turn, opinion), await calendar(turn.post)
    view = screens.Preview(opinion, begun, possible, days, note=note)
    match begun.kind:
        case Kind.HANDING if begun.whom is not None:
            chosen = await turn.session.get_one(Representative, begun.whom)
            view.whom = (await suggesting.weighed(turn.session, [chosen], opinion))[0]
        case Kind.REFERRAL | Kind.STAFF_REFERRAL | Kind.RETURNING if begun.whom is not None:
            view.unit = await turn.session.get_one(HandlingUnit, begun.whom)
        case Kind.PASSING:
            referral = await referrals.current(turn.session, opinion.id)
            view.passed = await cases.passed_on(turn.session, referral) if referral is not None else None
    return view


async def still_theirs(turn: Turn, state: FSMContext, begun: Begun) -> Opinion | None:
    """The case, locked, if this can still be sent about it; else None, and the words are given back to copy.

    A letter whose kind is not possible any more (a question, when one waits already) must be said anew what it is.
    """
    desk = desk_of(begun)
    try:
        opinion = await desk.load(turn, begun.opinion)
    except OpinionNotFound:
        gone = await desk.had(turn, begun.opinion)
        if gone is None:
            raise
        await _give_back(turn, state, gone, begun, desk.elsewhere(turn.t, gone))
        return None
    possible = await desk.possible(turn, opinion)
    if begun.kind is Kind.LETTER and begun.action not in possible:
        begun.action = None
    if any(action in possible for action in begun.form.actions):
        return opinion
    await _give_back(turn, state, opinion, begun, await desk.why_not(turn, opinion))
    return None


async def _give_back(turn: Turn, state: FSMContext, opinion: Opinion, begun: Begun, why: Html) -> None:
    desk = desk_of(begun)
    await kept.drop(state, begun)
    theirs = begun.form.by is not Role.REPRESENTATIVE or opinion.representative_id in representative.representing(turn)
    opens = desk.opens(opinion=opinion.id) if theirs else None
    turn.show(screens.too_late(turn.t, opinion, begun, why, opens, desk.ways(turn.t)), opinion_id=opinion.id)
