"""Staff give more time, or say why not; they are reminded of what waits for that."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.calendar.days import calendar
from handlers.calendar.marks import due_day
from handlers.calendar.rules import due as due_after
from handlers.calendar.rules import working_morning
from handlers.conversation.filters import HasRole
from handlers.conversation.outgoing import Post
from handlers.conversation.texts import Html, join
from handlers.conversation.turn import Turn
from handlers.extensions import extending_news
from handlers.extensions import extending_screens as screens
from handlers.opinions import cases
from handlers.opinions.callbacks import StaffAct
from handlers.opinions.cases import Step
from handlers.reminders import ledger
from handlers.reminders.ledger import About
from handlers.reminders.rules import EACH
from handlers.screening import screening
from handlers.writing import begun as kept
from handlers.writing import writing
from handlers.writing.begun import Begun, Kind
from storage.models import Due, Extension, Opinion
from storage.queries import extensions, opinions, people
from storage.vocabulary import Action, Role

router = Router(name="extensions.granting")
router.callback_query.filter(HasRole(Role.STAFF))


async def _waiting(turn: Turn, asked: StaffAct) -> tuple[Opinion, Extension] | None:
    """The case and the request, if both stand as when the button was shown; else None, and they see who was quicker."""
    opinion = await screening.as_shown(turn, asked.opinion, asked.version)
    if opinion is None:
        return None
    extension = await extensions.newest(turn.session, opinion.id) if opinion.extension_asked else None
    if extension is None:
        turn.toast(turn.t("Nobody asks for more time any longer. Here is where it stands now."), alert=True)
        turn.show(await screening.card(turn, opinion), opinion_id=opinion.id)
        return None
    return opinion, extension


@router.callback_query(StaffAct.filter(F.action == Action.GRANT_EXTENSION))
async def grant(query: CallbackQuery, callback_data: StaffAct, turn: Turn) -> None:
    """It is due later now; who asked, and its author, are told."""
    found = await _waiting(turn, callback_data)
    if found is None:
        return
    opinion, extension = found
    await cases.move(turn.post, opinion, Action.GRANT_EXTENSION, Step(turn.me, Role.STAFF))
    await screening.noted(turn, "opinion.grant_extension", opinion, f"until {extension.until.isoformat()}")
    await extending_news.granted(turn.post, opinion, extension)
    t, days = turn.t, await calendar(turn.post)
    facts = {"name": screens.asker(t, opinion, extension), "day": due_day(t, extension.until, days)}
    text = t("✅ {reference}: {name} has until {day} and was told.", reference=opinion.reference, **facts)
    await screening.finish(turn, opinion, join([text, screening.author_told(t, opinion)]))


@router.callback_query(StaffAct.filter(F.action == Action.REFUSE_EXTENSION))
async def refuse(query: CallbackQuery, callback_data: StaffAct, turn: Turn, state: FSMContext) -> None:
    """Why is written first."""
    found = await _waiting(turn, callback_data)
    if found is not None:
        opinion, _ = found
        begun = await kept.find(state, opinion.id, Kind.REFUSAL)
        begun = begun or Begun(opinion.id, Kind.REFUSAL, Action.REFUSE_EXTENSION)
        await writing.show(turn, state, opinion, begun, anew=True)


async def send(turn: Turn, opinion: Opinion, begun: Begun) -> Html:
    """Who asked has the reason; the due day stays."""
    await cases.move(turn.post, opinion, Action.REFUSE_EXTENSION, Step(turn.me, Role.STAFF, why=begun.words))
    await screening.noted(turn, "opinion.refuse_extension", opinion)
    extension = await extensions.newest(turn.session, opinion.id)
    assert extension is not None  # noqa: S101 - the move has ended it
    await extending_news.refused(turn.post, opinion, extension)
    name = screens.asker(turn.t, opinion, extension)
    return turn.t("✋ {name} was told that {reference} stays due as it was.", name=name, reference=opinion.reference)


async def remind(post: Post, thing: Due) -> None:
    """A request still waits for staff; looked at again on each third working morning, as of all that is late."""
    opinion = await opinions.any_of(post.session, thing.opinion_id or 0)
    extension = await extensions.newest(post.session, opinion.id) if opinion is not None else None
    if opinion is None or extension is None or extension.ended_at is not None or await ledger.put_off(post, thing):
        return
    days = await calendar(post)
    about = About(thing.kind, f"opinion:{opinion.id}", f"{extension.id}:{days.day_of(post.now)}")
    for person in await people.staff_of(post.session, opinion.station_id):
        screen = extending_news.to_decide(post.t(person), opinion, extension, days)
        await ledger.remind(post, person, about, screen, opinion_id=opinion.id)
    ledger.again(thing, working_morning(due_after(post.now, EACH, days), days))
