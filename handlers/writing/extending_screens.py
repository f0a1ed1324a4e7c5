"""Screens of asking for more time: until when, and previews."""

from collections.abc import Callable
from datetime import datetime

from aiogram.filters.callback_data import CallbackData

from handlers.conversation.case_drafts import CaseDraft
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator, bold, join, quote
from handlers.core.casework.extensions import Span
from handlers.core.workdays.rules import Calendar
from handlers.presentation.callbacks import RepresentativeAct, StaffAct, UnitAct
from handlers.presentation.common_texts import how_to_change
from handlers.presentation.due_days import due_day, note
from storage.models.opinions import Opinion
from storage.vocabulary import Action, Role


def choose(
    t: Translator,
    opinion: Opinion,
    span: Span,
    days: Calendar,
    key: Callable[[str], CallbackData],
    back: Button,
    fault: str = "",
) -> Screen:
    """Question until when; `key` makes a day's button data, ISO. `fault`: what was wrong with a day that was typed."""
    text = t(
        "⏳ {reference} is due {day}. Until when do you need? Choose, or write a day like {example}. The latest is "
        "{last}.",
        reference=bold(opinion.reference),
        day=due_day(t, opinion.due_at, days),
        example=t.typed(span.offered[0]),
        last=due_day(t, span.last, days),
    )
    rows = [[Button(due_day(t, day, days), key(day.isoformat()))] for day in span.offered]
    return Screen(join([fault, text, note(t, span.last, days)], "\n\n"), [*rows, [back]])


def preview(t: Translator, opinion: Opinion, draft: CaseDraft, days: Calendar, due_at: datetime | None) -> Html:
    """A request, its refusal, or time that staff give by themselves, as its readers will read it."""
    if draft.action is Action.REFUSE_EXTENSION:
        return _refusal(t, opinion, draft, days, due_at)
    return (_gift if draft.action is Action.EXTEND else _request)(t, opinion, draft, days)


def _request(t: Translator, opinion: Opinion, draft: CaseDraft, days: Calendar) -> Html:
    """Request to staff, as they will read it."""
    facts = {
        "reference": bold(opinion.reference),
        "day": due_day(t, draft.day, days),
        "before": due_day(t, opinion.due_at, days),
    }
    if not draft.parts:
        head = t("⏳ {reference}: more time, until {day} instead of {before}.", **facts)
        ask = t("Why do you need it? Staff read this and decide. If they agree, its author reads it too.")
        return join([head, ask], "\n\n")
    head = t("⏳ This goes to staff: more time for {reference}, until {day} instead of {before}.", **facts)
    return join([head, quote(draft.words), how_to_change(t)], "\n\n")


def _gift(t: Translator, opinion: Opinion, draft: CaseDraft, days: Calendar) -> Html:
    """More time that staff give by themselves, as everybody concerned will read it."""
    facts = {
        "reference": bold(opinion.reference),
        "day": due_day(t, draft.day, days),
        "before": due_day(t, opinion.due_at, days),
    }
    if not draft.parts:
        head = t("⏳ {reference}: more time, until {day} instead of {before}.", **facts)
        return join([head, t("Why? Its author and whoever must act read this.")], "\n\n")
    head = t("⏳ {reference} gets more time, until {day} instead of {before}. Everybody concerned reads:", **facts)
    return join([head, quote(draft.words), how_to_change(t)], "\n\n")


def _refusal(t: Translator, opinion: Opinion, draft: CaseDraft, days: Calendar, due_at: datetime | None) -> Html:
    """Refusal, as whoever asked will read it; `due_at`: as it will be, with the days that the request waited."""
    facts = {"reference": bold(opinion.reference), "day": due_day(t, due_at, days)}
    if not draft.parts:
        return t("Why can {reference} not have more time? Whoever asked reads this; it stays due {day}.", **facts)
    head = t("This goes to whoever asked: no more time for {reference}, it stays due {day}.", **facts)
    return join([head, quote(draft.words), how_to_change(t)], "\n\n")


def another_day(t: Translator, opinion: Opinion, by: Role) -> Button:
    """Choose anew until when."""
    here = {"opinion": opinion.id, "version": opinion.version}
    if by is Role.STAFF:
        return Button(t("🗓 Another day"), StaffAct(action=Action.EXTEND, **here))
    act = UnitAct if by is Role.UNIT else RepresentativeAct
    return Button(t("🗓 Another day"), act(action=Action.ASK_EXTENSION, **here))
