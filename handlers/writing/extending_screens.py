"""Screens of asking for more time: until when, and previews."""

from collections.abc import Callable
from datetime import datetime

from aiogram.filters.callback_data import CallbackData

from handlers.conversation.case_drafts import CaseDraft
from handlers.conversation.screen import Button, Screen, in_pairs
from handlers.conversation.texts import Html, Translator, bold, join, quote
from handlers.core.casework.commitments import anew
from handlers.core.casework.extensions import Span
from handlers.core.workdays.rules import Calendar
from handlers.presentation.common_texts import how_to_change
from handlers.presentation.due_days import due_day, moving, note
from handlers.presentation.labels import ACTS
from storage.models.commitments import Commitment
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


def choose_promised(
    t: Translator,
    opinion: Opinion,
    promise: Commitment,
    span: Span,
    key: Callable[[str], CallbackData],
    back: Button,
    fault: str = "",
) -> Screen:
    """Question by which day what was promised will be done; the others are as for `choose`."""
    text = t(
        "📅 {reference} is promised by {day}. By which day will it be done? Choose, or write it like {example}.",
        reference=bold(opinion.reference),
        day=bold(t.day(promise.due_on)),
        example=t.typed(span.offered[0]),
    )
    follows = t("Then say why: everybody who waits for it is told the new day and your reason.")
    if anew(promise) is Action.ASK_EXTENSION:
        follows = t.plural(
            "The day was moved once already, so staff decide: say why once you have chosen.",
            "The day was moved {n} times already, so staff decide: say why once you have chosen.",
            promise.moves,
        )
    keys = [Button(t.day(day), key(day.isoformat())) for day in span.offered]
    return Screen(join([fault, text, follows], "\n\n"), [*in_pairs(keys), [back]])


def preview(
    t: Translator,
    opinion: Opinion,
    draft: CaseDraft,
    days: Calendar,
    due_at: datetime | None,
    promise: Commitment | None = None,
) -> Html:
    """A request, its refusal, time that staff give by themselves, or a moved day, as its readers will read it."""
    if draft.action is Action.MOVE_DATE and promise is not None:
        return _moved(t, opinion, draft, promise)
    listed = moving(opinion.stage, days)
    if draft.action is Action.REFUSE_EXTENSION:
        return _refusal(t, opinion, draft, listed, due_at)
    if draft.action is Action.EXTEND:
        return _gift(t, opinion, draft, listed)
    return _request(t, opinion, draft, listed, promise)


def _moved(t: Translator, opinion: Opinion, draft: CaseDraft, promise: Commitment) -> Html:
    """Another promised day, as everybody who waits for it will read it."""
    day = bold(t.day(draft.day)) if draft.day is not None else ""
    facts = {"reference": bold(opinion.reference), "day": day, "before": t.day(promise.due_on)}
    if not draft.parts:
        head = t("📅 {reference}: by {day} instead of {before}.", **facts)
        ask = t(
            "Why another day? Whoever waits for it, the representative and staff read this. The day can be "
            "moved once; after that staff decide."
        )
        return join([head, ask], "\n\n")
    head = t("📅 This goes to everybody who waits for {reference}: by {day} instead of {before}.", **facts)
    return join([head, quote(draft.words), how_to_change(t)], "\n\n")


def _request(
    t: Translator, opinion: Opinion, draft: CaseDraft, days: Calendar | None, promise: Commitment | None
) -> Html:
    """Request to staff, as they will read it."""
    facts = {
        "reference": bold(opinion.reference),
        "day": due_day(t, draft.day, days),
        "before": due_day(t, promise.due_on if promise is not None else opinion.due_at, days),
    }
    if not draft.parts:
        head = t("⏳ {reference}: more time, until {day} instead of {before}.", **facts)
        ask = t("Why do you need it? Staff read this and decide. If they agree, its author reads it too.")
        return join([head, ask], "\n\n")
    head = t("⏳ This goes to staff: more time for {reference}, until {day} instead of {before}.", **facts)
    return join([head, quote(draft.words), how_to_change(t)], "\n\n")


def _gift(t: Translator, opinion: Opinion, draft: CaseDraft, days: Calendar | None) -> Html:
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


def _refusal(t: Translator, opinion: Opinion, draft: CaseDraft, days: Calendar | None, due_at: datetime | None) -> Html:
    """Refusal, as whoever asked will read it; `due_at`: as it will be, with the days that the request waited."""
    facts = {"reference": bold(opinion.reference), "day": due_day(t, due_at, days)}
    if not draft.parts:
        return t("Why can {reference} not have more time? Whoever asked reads this; it stays due {day}.", **facts)
    head = t("This goes to whoever asked: no more time for {reference}, it stays due {day}.", **facts)
    return join([head, quote(draft.words), how_to_change(t)], "\n\n")


def another_day(t: Translator, opinion: Opinion, by: Role, action: Action) -> Button:
    """Choose anew until when."""
    here = {"opinion": opinion.id, "version": opinion.version, "action": action}
    return Button(t("🗓 Another day"), ACTS[by](**here))
