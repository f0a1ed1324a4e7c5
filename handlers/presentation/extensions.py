"""Requests for more time, as those read them who asked and who decide."""

from handlers.conversation.screen import Button
from handlers.conversation.texts import Html, Translator, bold, join, quote
from handlers.core.workdays.rules import Calendar
from handlers.presentation.callbacks import StaffAct
from handlers.presentation.due_days import due_day, moving
from storage.models.opinions import Extension, Opinion
from storage.vocabulary import Action, Role


def standing(t: Translator, extension: Extension | None, days: Calendar) -> Html:
    """State of the request about the clock that runs, for who asked it; empty where there is none."""
    if extension is None:
        return Html()
    day = due_day(t, extension.until, days)
    if extension.ended_at is None:
        head = t("⏳ More time was asked for, until {day}. Staff decide; until then nothing changes.", day=day)
        return join([head, quote(extension.why)])
    if extension.granted:
        return t("⏳ More time was given, until {day}.", day=day)
    if extension.refusal is not None:
        return join([t("⏳ No more time was given:"), quote(extension.refusal)])
    return Html()


def asker(t: Translator, opinion: Opinion, extension: Extension) -> str:
    """Name of whoever asks: the unit, or the representative."""
    if extension.by_role is Role.UNIT:
        return t.named(opinion.unit) if opinion.unit is not None else ""
    return t.named(opinion.representative)


def asked(t: Translator, opinion: Opinion, extension: Extension, days: Calendar) -> Html:
    """Request as staff read it, to decide."""
    listed = moving(opinion.stage, days)
    head = t(
        "⏳ {name} asks for more time for {reference}, until {day} instead of {before}:",
        name=asker(t, opinion, extension),
        reference=bold(opinion.reference),
        day=bold(due_day(t, extension.until, listed)),
        before=due_day(t, extension.due_before, listed),
    )
    return join([head, quote(extension.why)])


def decisions(t: Translator, opinion: Opinion) -> list[Button]:
    """To grant it, or not."""
    here = {"opinion": opinion.id, "version": opinion.version}
    return [
        Button(t("✅ Give more time"), StaffAct(action=Action.GRANT_EXTENSION, **here)),
        Button(t("✋ No more time"), StaffAct(action=Action.REFUSE_EXTENSION, **here)),
    ]
