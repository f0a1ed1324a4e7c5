"""What was written to, by and about units goes out, as it was previewed."""

from handlers.calendar.days import calendar
from handlers.calendar.marks import due_day
from handlers.conversation.texts import Html, join
from handlers.conversation.turn import Turn
from handlers.opinions import cases, clocks
from handlers.opinions import news as opinion_news
from handlers.opinions.cases import Step
from handlers.screening import screening
from handlers.units import news
from handlers.writing.begun import Begun
from storage.models import HandlingUnit, Opinion, Referral
from storage.queries import people, referrals
from storage.vocabulary import Action, EntryKind, Role


async def refer(turn: Turn, opinion: Opinion, begun: Begun) -> Html:
    """It is with the unit."""
    unit, by = await turn.session.get_one(HandlingUnit, begun.whom), begun.form.by
    await cases.move(
        turn.post, opinion, Action.REFER, Step(turn.me, by, said=begun.said, kind=EntryKind.REFERRAL, unit=unit)
    )
    if by is Role.STAFF:
        await screening.noted(turn, "opinion.refer", opinion, f"to unit:{unit.id}")
    referral = await _current(turn, opinion)
    await news.referred(turn.post, opinion, referral, begun.words, begun.files, by_staff=by is Role.STAFF)
    text = turn.t(
        "🏢 {reference} is with {unit} now; its author was told.", reference=opinion.reference, unit=turn.t.named(unit)
    )
    if await people.officers_of(turn.session, unit.id):
        return text
    return join([text, turn.t("💤 Nobody has joined for {unit} yet; staff can invite.", unit=turn.t.named(unit))])


async def _current(turn: Turn, opinion: Opinion) -> Referral:
    found = await referrals.current(turn.session, opinion.id)
    assert found is not None  # noqa: S101 - it is with a unit
    return found


async def reply(turn: Turn, opinion: Opinion, begun: Begun) -> Html:
    """The unit's reply is with the representative."""
    step = Step(
        turn.me,
        Role.UNIT,
        said=begun.said,
        kind=EntryKind.UNIT_REPLY,
        outcome=begun.outcome,
        planned_for=begun.day,
    )
    await cases.move(turn.post, opinion, Action.REPLY, step)
    await news.replied(turn.post, opinion, await _current(turn, opinion))
    return turn.t(
        "Sent. The representative checks your reply to {reference} and passes it on.", reference=opinion.reference
    )


async def give_back(turn: Turn, opinion: Opinion, begun: Begun) -> Html:
    """It is the representative's again, with whose it is."""
    unit = opinion.unit
    assert unit is not None  # noqa: S101 - it was found through its unit
    suggested = await turn.session.get(HandlingUnit, begun.whom) if begun.whom is not None else None
    await cases.move(turn.post, opinion, Action.RETURN, Step(turn.me, Role.UNIT, why=begun.words, unit=suggested))
    await news.returned(turn.post, opinion, unit, begun.words, suggested)
    return turn.t("↩️ {reference} is returned; you need not do anything more about it.", reference=opinion.reference)


async def pass_on(turn: Turn, opinion: Opinion, begun: Begun) -> Html:
    """The constituent has the unit's reply, under the representative's own words."""
    referral = await _current(turn, opinion)
    step = Step(turn.me, Role.REPRESENTATIVE, said=begun.said, kind=EntryKind.REPLY)
    await cases.move(turn.post, opinion, Action.PASS_ON, step)
    await clocks.ask_rating(turn.post, opinion)
    passed = await cases.passed_on(turn.session, referral)
    opinion_news.answered(turn.post, opinion, begun.words, begun.files, passed)
    await news.passed_on(turn.post, opinion, referral.unit)
    return turn.t("Sent. You will hear what becomes of {reference}.", reference=opinion.reference)


async def send_back(turn: Turn, opinion: Opinion, begun: Begun) -> Html:
    """The unit has to reply again."""
    await cases.move(turn.post, opinion, Action.SEND_BACK, Step(turn.me, Role.REPRESENTATIVE, why=begun.words))
    await news.sent_back(turn.post, opinion, begun.words)
    day = due_day(turn.t, opinion.due_at, await calendar(turn.post))
    return turn.t("↩️ {reference} is with the unit again until {day}.", reference=opinion.reference, day=day)
