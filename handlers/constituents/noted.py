"""Screens after something was said into an opinion, and how more of it may follow."""

from datetime import timedelta
from typing import NamedTuple

from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.screen import Button, Screen
from handlers.conversation.state import data_of, remember
from handlers.conversation.texts import N_, Html, join, quote, shortened
from handlers.core.casework import rules
from handlers.core.workdays.days import calendar
from handlers.presentation import rounds
from handlers.presentation.callbacks import ConstituentAct, OpenMine
from handlers.presentation.common_texts import also_not_translated
from handlers.presentation.due_days import due_day, note
from handlers.presentation.names import supervisors
from storage.inbox import Talk
from storage.models.opinions import Opinion
from storage.queries import opinions, own, people
from storage.vocabulary import Action, EntryKind, Role, Stage

MORE_FOR = timedelta(minutes=15)
"""After something was said into an opinion, what follows within this time of it belongs there too, if so announced."""

QUESTION = 150
"""Characters of the question that was answered."""

EXPECTED = {
    (Stage.SUBMITTED, False): N_("Staff look at it by {day}."),
    (Stage.ASSIGNED, True): N_("You will hear from them by {day}."),
    (Stage.SUPERVISED, True): N_("{office} takes it in hand itself and tells you the result by {day}."),
}
"""Next step that its author waits for, by stage and whether somebody has it."""


class Last(NamedTuple):
    """Last thing said into an opinion: more of it may follow."""

    opinion: int
    kind: EntryKind
    album: str | None
    """Its further messages belong to it."""
    until: float
    """Unix seconds; until then, what is simply written belongs to it too. 0: it does not."""
    shown: int | None
    """The outbox call that said that it is noted."""
    unasked: bool = False
    """It was simply written and taken for the answer to a question; it may have been meant otherwise."""


def last_of(talk: Talk) -> Last | None:
    """Last thing said in a talk; None: nothing was."""
    found = data_of(talk).get("last")
    return Last(found[0], EntryKind(found[1]), *found[2:]) if found else None


def remember_last(talk: Talk, last: Last) -> None:
    """More of it may follow."""
    remember(talk, last=list(last))


def takes_more(opinion: Opinion, last: Last) -> bool:
    """True if more of what was said last may follow: what is closed takes only more of why."""
    if opinion.stage is Stage.CLOSED:
        return last.kind in (EntryKind.REOPENING, EntryKind.ANSWER)
    return rules.find(opinion.stage, Action.ADD, Role.CONSTITUENT) is not None


async def screen(ctx: Context, opinion: Opinion) -> Screen:
    """It is in."""
    t = ctx.t
    rows = [[Button(t("📋 Follow it"), OpenMine(opinion=opinion.id)), Button(t("🏠 Home"), Go(to="home"))]]
    return Screen(await _noted(ctx, opinion), rows)


async def screen_for_more(ctx: Context, opinion: Opinion, *, unasked: bool = False) -> Screen:
    """It is in, and more may follow; `unasked`: as the answer to which question, and the way out."""
    t, rows = ctx.t, [[Button(ctx.t("✅ Done"), OpenMine(opinion=opinion.id))]]
    if unasked:
        act = ConstituentAct(opinion=opinion.id, version=opinion.version, action=Action.RETRACT)
        rows.append([Button(t("✍️ No answer: a new opinion"), act)])
    text = join([*await _as_answer(ctx, opinion, unasked), await _noted(ctx, opinion), t("Send more, or press Done.")])
    return Screen(text, rows)


async def _as_answer(ctx: Context, opinion: Opinion, unasked: bool) -> list[Html]:
    if not unasked:
        return []
    asked = (await own.last_questions(ctx.session, [opinion.id])).get(opinion.id, "")
    return [ctx.t("I take it as your answer to the question:"), quote(shortened(asked, QUESTION)) if asked else Html()]


async def _noted(ctx: Context, opinion: Opinion) -> Html:
    """Confirmation that it is kept, who is told, and by when its author hears of it."""
    t, entrusted = ctx.t, opinion.representative_id is not None
    text = N_("Noted in {reference}; who has it is told.") if entrusted else N_("Noted in {reference}.")
    told, expected = t(text, reference=opinion.reference), EXPECTED.get((opinion.stage, entrusted))
    hint = await _language_hint(ctx, opinion)
    if opinion.round > rounds.FIRST and opinion.stage is Stage.ASSIGNED and opinion.stage_since == ctx.now:
        told = t.sentences(told, t("🔁 The {handling} begins.", handling=rounds.handling(t, opinion.round)))
    if expected is None or opinion.due_at is None or opinion.due_at < ctx.now:
        return join([told, hint])
    days = await calendar(ctx.out)
    facts = {"day": due_day(t, opinion.due_at, days), "office": supervisors(t, opinion.station)}
    return join([told, t(expected, **facts), note(t, opinion.due_at, days), hint])


async def _language_hint(ctx: Context, opinion: Opinion) -> Html:
    """Hint that those who have it do not read the language in which it was written."""
    if opinion.representative_id is None:
        return Html()
    written = await opinions.last_words(ctx.session, opinion.id)
    return also_not_translated(ctx.t, written, await people.languages_of(ctx.session, opinion.representative_id))
