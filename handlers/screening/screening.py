"""Staff go through what is new, one by one, and decide."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.calendar.days import calendar
from handlers.conversation.callbacks import Go
from handlers.conversation.filters import HasRole
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator, join
from handlers.conversation.turn import Turn
from handlers.opinions import cases, news, rules
from handlers.opinions.callbacks import OpenScreening, StaffAct
from handlers.opinions.cases import Step
from handlers.opinions.thread import show_attachments
from handlers.opinions.together import together
from handlers.screening import screening_screens as screens
from handlers.screening import suggesting
from handlers.screening.screening_callbacks import ShowFiles, Skip, WhyThis
from handlers.screening.screening_screens import View
from handlers.screening.similar import similar
from handlers.units.whereabouts import at_unit
from storage import audit
from storage.models import Opinion, Person
from storage.queries import extensions, opinions, people, standing
from storage.queries import screening as queries
from storage.vocabulary import Action, Role, Stage

router = Router(name="screening.screening")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))


@router.message(Command("screen"))
async def screen_command(message: Message, turn: Turn, state: FSMContext) -> None:
    """What falls due first."""
    await state.set_state(None)
    await show_first(turn)


@router.callback_query(Go.filter(F.to == "screen"))
async def go_screen(query: CallbackQuery, turn: Turn, state: FSMContext) -> None:
    """What falls due first."""
    await state.set_state(None)
    await show_first(turn)


@router.callback_query(OpenScreening.filter())
async def open_opinion(query: CallbackQuery, callback_data: OpenScreening, turn: Turn, state: FSMContext) -> None:
    """An opinion of the staff's stations, wherever it stands."""
    await show_opinion(turn, state, callback_data.opinion)


async def show_opinion(turn: Turn, state: FSMContext, opinion_id: int) -> None:
    """An opinion of theirs as it stands; nothing is being written any more."""
    opinion = await cases.supervised(turn, opinion_id)
    await state.set_state(None)
    turn.show(await card(turn, opinion), opinion_id=opinion.id)


async def had(turn: Turn, opinion_id: int) -> Opinion | None:
    """Nothing: what is of another station now is not theirs to see."""
    return None


@router.callback_query(Skip.filter())
async def skip(query: CallbackQuery, callback_data: Skip, turn: Turn) -> None:
    """The next one; after the last, the first again."""
    opinion = await cases.supervised(turn, callback_data.opinion)
    following = await queries.next_in_queue(turn.session, turn.stations, opinion.due_at, opinion.id)
    if following is None:
        turn.toast(turn.t("That was the last one. Here is the first again."))
        await show_first(turn)
        return
    turn.show(await card(turn, await cases.supervised(turn, following)), opinion_id=following)


@router.callback_query(ShowFiles.filter())
async def show_files(query: CallbackQuery, callback_data: ShowFiles, turn: Turn) -> None:
    """The attachments themselves."""
    opinion = await cases.supervised(turn, callback_data.opinion)
    entries = await opinions.entries(turn.session, opinion.id)
    attachments = [attachment for entry in entries for attachment in entry.attachments]
    show_attachments(turn.post, turn.chat_id, attachments, opinion.id)


@router.callback_query(WhyThis.filter())
async def why_this(query: CallbackQuery, callback_data: WhyThis, turn: Turn) -> None:
    """What speaks for the suggested representative."""
    opinion = await cases.supervised(turn, callback_data.opinion)
    found = await suggesting.candidates(turn.session, opinion)
    if not found:
        turn.show(await card(turn, opinion))
        return
    turn.show(Screen(suggesting.why(turn.t, found[0], opinion), [[screens.back(turn.t, opinion)]]))


@router.callback_query(StaffAct.filter(F.action == Action.KEEP))
async def keep(query: CallbackQuery, callback_data: StaffAct, turn: Turn) -> None:
    """A proposed decline is refused: the representative keeps the case and is told."""
    opinion = await as_shown(turn, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    await cases.move(turn.post, opinion, Action.KEEP, Step(turn.me, Role.STAFF))
    await noted(turn, "opinion.keep", opinion)
    await news.to_representative(
        turn.post,
        opinion,
        lambda t: t("Staff looked at {reference} and ask you to take it on after all.", reference=opinion.reference),
    )
    name = opinion.representative.name if opinion.representative else ""
    text = turn.t("↩️ {name} keeps {reference} and was told.", name=name, reference=opinion.reference)
    await finish(turn, opinion, text)


async def show_first(turn: Turn, *, fresh: bool = False) -> None:
    """The card of what falls due first, or that nothing waits; what comes in from now on is news again."""
    await standing.forget(turn.session, turn.chat_id, news.TO_SCREEN)
    first = await queries.first_in_queue(turn.session, turn.stations)
    if first is None:
        turn.show(screens.nothing_waits(turn.t), fresh=fresh)
        return
    turn.show(await card(turn, await cases.supervised(turn, first)), opinion_id=first, fresh=fresh)


async def card(turn: Turn, opinion: Opinion) -> Screen:
    """The card of an opinion as it stands; that a name was seen is noted."""
    entries = await opinions.entries(turn.session, opinion.id)
    waits = opinion.stage is Stage.SUBMITTED or opinion.decline_proposed or opinion.extension_asked
    number = await queries.place_in_queue(turn.session, turn.stations, opinion) if waits else None
    waiting = await opinions.count_to_screen(turn.session, turn.stations)
    found = await suggesting.candidates(turn.session, opinion) if opinion.stage is Stage.SUBMITTED else []
    mergeable = rules.find(opinion.stage, Action.MERGE, Role.STAFF) is not None
    alike = await similar(turn.session, opinion, turn.stations) if mergeable else []
    if not opinion.anonymous:
        await news.name_seen(turn.post, turn.me, opinion)
    days = await calendar(turn.post)
    was_declined = opinion.appealed or opinion.stage is Stage.DECLINED
    view = View(
        opinion,
        entries,
        number,
        waiting,
        best=found[0] if found else None,
        proposal=await _why(turn, opinion, Action.PROPOSE_DECLINE) if opinion.decline_proposed else None,
        declined=await _why(turn, opinion, Action.DECLINE) if was_declined else None,
        similar=len(alike),
        together=await together(turn.session, turn.t, opinion),
        at_unit=await at_unit(turn.session, turn.t, opinion, days),
        more_time=await extensions.newest(turn.session, opinion.id) if opinion.extension_asked else None,
        days=days,
    )
    return screens.card(turn.t, view, turn.now)


async def _why(turn: Turn, opinion: Opinion, action: Action) -> str | None:
    """With which words this was done the last time."""
    happened = await opinions.events(turn.session, opinion.id)
    return next((event.why for event in reversed(happened) if event.action is action), None)


async def as_shown(turn: Turn, opinion_id: int, version: int) -> Opinion | None:
    """The opinion, locked, if it stands as when the button was shown; else None, and they see who was quicker.

    Raises `OpinionNotFound`, `NotAllowed`.
    """
    opinion = await cases.supervised(turn, opinion_id)
    if opinion.version == version:
        return opinion
    event = await queries.last_event(turn.session, opinion.id)
    late = screens.done_already(turn.t, event, await _who(turn, event.actor_id if event else None))
    shown = await card(turn, opinion)
    if isinstance(turn.event, CallbackQuery):
        turn.toast(late, alert=True)
    else:
        shown = replace(shown, text=join([late, shown.text], "\n\n"))
    turn.show(shown, opinion_id=opinion.id)
    return None


async def _who(turn: Turn, person_id: int | None) -> str | None:
    if person_id == turn.me.id:
        return None
    person = await turn.session.get(Person, person_id) if person_id is not None else None
    return (person.name if person is not None else None) or turn.t("A colleague").plain


async def finish(turn: Turn, opinion: Opinion, text: Html) -> None:
    """The card shrinks to what was decided; what waits next follows as a new message."""
    turn.show(screens.done(turn.t, opinion, text))
    await show_first(turn, fresh=True)


async def tell_the_one_before(turn: Turn, opinion: Opinion, representative_id: int, words: news.Words) -> None:
    """Who had it until now learns that they have it no longer."""
    people_there = await people.acting_for(turn.session, representative_id)
    turn.tell_all(people_there, lambda t: Screen(words(t)), opinion_id=opinion.id)


def author_told(t: Translator, opinion: Opinion) -> Html:
    """Whether its author hears of what was done."""
    if opinion.constituent.telegram_id is not None and opinion.constituent.reachable:
        return t("Its author was told.")
    return t("Its author cannot be reached on Telegram at present, and was not told.")


async def noted(turn: Turn, action: str, opinion: Opinion, detail: str = "") -> None:
    """Write into the audit log what staff did with an opinion."""
    subject = f"opinion:{opinion.id}"
    await audit.note(turn.session, at=turn.now, actor_id=turn.me.id, action=action, subject=subject, detail=detail)


def ask(turn: Turn, opinion: Opinion, text: Html) -> None:
    """Ask staff to type something about an opinion."""
    turn.show(Screen(text, [[Button(turn.t("⬅️ Back"), OpenScreening(opinion=opinion.id))]]))
