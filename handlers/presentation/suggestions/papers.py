"""Suggestions on paper, in the reader's words: one as the form that offices use, a list of them as lines of a book."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from handlers.conversation.texts import N_, Html, Translator, dotted
from handlers.core.league.export import Cell
from handlers.core.suggestions.paper import Paper, ReplyLetter
from handlers.core.unit_of_work import UnitOfWork
from handlers.presentation import outcomes
from handlers.presentation.history import counted
from handlers.presentation.names import LEVEL_NAMES, SATISFACTION_LABELS
from handlers.presentation.promises import OF_SUGGESTION, how_often_moved
from handlers.presentation.suggestions import names
from handlers.presentation.suggestions.card import Facts
from storage.models.commitments import Commitment
from storage.models.suggestions import Suggestion, SuggestionRating, SuggestionReply
from storage.queries import commitments
from storage.queries import suggestions as kept
from storage.queries.suggestions import Narrowed, Scope
from storage.suggestion_vocabulary import SuggestionPart
from storage.vocabulary import Satisfaction

MOST = 2_000
"""Lines of a workbook at most: our own choice, several years of a county; narrowed lists have the others."""
COLUMNS = (
    N_("Reference"),
    N_("Title"),
    N_("Suggestion or motion"),
    N_("Session"),
    N_("Lead"),
    N_("Co-signers"),
    N_("State"),
    N_("Unit"),
    N_("Supported by"),
    N_("Handed in"),
    N_("Assigned"),
    N_("Due"),
    N_("Replied"),
    N_("Class"),
    N_("Promised by"),
    N_("Times moved"),
    N_("What came of the promise"),
    N_("Talks"),
    N_("Satisfied"),
    N_("Mostly"),
    N_("Dissatisfied"),
)


def paper(t: Translator, facts: Facts) -> Paper:
    """What the form shows, in the reader's language."""
    one = facts.one
    others = [t.named(each.representative) for each in one.signatures if each.representative_id != one.lead_id]
    level = t(LEVEL_NAMES[one.lead.level.value]).plain
    lines = [
        (t("Title"), one.title),
        (t("Lead"), dotted(t.named(one.lead), level, one.lead.constituency)),
        (t("Co-signers"), t.listed(others) if others else "—"),
        (t("Session"), names.session_name(t, one)),
        (t("Handed in on"), t.day(one.handed_in_at) if one.handed_in_at is not None else "—"),
        (t("Lead unit"), t.named(one.unit) or "—"),
        (t("Photos and files"), files_listed(t, one)),
        (t("Supporting units"), t.listed(t.named(each.unit) for each in one.supporting) or "—"),
    ]
    parts = [
        (t(names.PARTS[part]), getattr(one, part.value)) for part in SuggestionPart if part is not SuggestionPart.TITLE
    ]
    return Paper(
        _plain(t("{kind} of a representative", kind=names.kind_name(t, one.kind).split(" ", 1)[1])),
        one.reference,
        [(_plain(what), _plain(value)) for what, value in lines],
        [(_plain(what), value) for what, value in parts],
        [_letter(t, facts, reply) for reply in one.replies],
        _plain(t("What those who signed think of it")),
    )


def files_listed(t: Translator, one: Suggestion) -> str:
    """Photos and files of a suggestion: their number by kind, and the names of those that have one."""
    if not one.files:
        return "—"
    named = [each.name for each in one.files if each.name]
    return dotted(counted(t, one.files).plain, t.listed(named).plain if named else "")


def _letter(t: Translator, facts: Facts, reply: SuggestionReply) -> ReplyLetter:
    one, opinions = facts.one, []
    for each in facts.ratings:
        if each.round != reply.round:
            continue
        said = t(SATISFACTION_LABELS[each.satisfaction]).plain.split(" ", 1)[-1]
        opinions.append((t.named(each.representative), dotted(said, each.why or "")))
    promised = t("Promised by {day}.", day=t.day(reply.planned_for)).plain if reply.planned_for is not None else ""
    if facts.promise is not None and facts.promise.round == reply.round:
        promised = kept_so_far(t, facts.promise)
    return ReplyLetter(
        _plain(t("Class: {letter}", letter=reply.outcome.value)),
        _plain(t("Reply to {reference}", reference=one.reference)),
        "\n".join(filter(None, (one.title, _plain(outcomes.named(t, reply.outcome)), _plain(promised), reply.text))),
        [t.named(reply.unit), t.day(reply.at).plain],
        opinions,
    )


def kept_so_far(t: Translator, promise: Commitment) -> str:
    """A promise in one line: by when, how often that was moved, what came of it."""
    day = t("Promised by {day}.", day=t.day(promise.due_on))
    state = t("It stands: {state}", state=t(OF_SUGGESTION[promise.state]))
    return " ".join(filter(None, (one.plain for one in (day, how_often_moved(t, promise), state))))


def _plain(value: str) -> str:
    """The same without marks and signs: fonts on paper have no pictures."""
    plain = value.plain if isinstance(value, Html) else value
    return _PICTURES.sub("", plain).strip()


_PICTURES = re.compile("[\u2300-\u27bf\ufe0f\U0001f300-\U0001faff] ?")


class Book(NamedTuple):
    """A list of suggestions as a workbook."""

    remark: str
    header: Sequence[Cell]
    rows: Sequence[Sequence[Cell]]


async def book(work: UnitOfWork, t: Translator, reach: Scope, by: Narrowed) -> Book:
    """The list that is narrowed so, the oldest first."""
    found = await kept.whole(work.session, reach, by, MOST)
    ids = [one.id for one in found]
    talks, given = await kept.talked(work.session, ids), await kept.ratings_of(work.session, ids)
    promises = await commitments.of_suggestions(work.session, ids)
    rows = [
        _row(
            t,
            one,
            talks.get(one.id, 0),
            [each for each in given if each.suggestion_id == one.id],
            promises.get(one.id),
        )
        for one in found
    ]
    replied = [one for one in found if one.replies]
    remark = t(
        "Replied to: {replied} of {all}. Talked with the representative before the reply: {talked} of {replied}.",
        replied=len(replied),
        all=len(found),
        talked=sum(1 for one in replied if talks.get(one.id)),
    ).plain
    return Book(remark, [t(name).plain for name in COLUMNS], rows)


def _row(
    t: Translator, one: Suggestion, talks: int, given: list[SuggestionRating], promise: Commitment | None
) -> list[Cell]:
    reply = one.replies[-1] if one.replies else None
    newest = [each.satisfaction for each in given if reply is not None and each.round == reply.round]
    others = [t.named(each.representative) for each in one.signatures if each.representative_id != one.lead_id]
    by_day = promise.due_on if promise is not None else reply.planned_for if reply is not None else None
    return [
        one.reference,
        one.title,
        names.kind_name(t, one.kind).split(" ", 1)[1],
        names.session_name(t, one),
        t.named(one.lead),
        t.listed(others).plain,
        t(names.STAGES[one.stage]).plain,
        t.named(one.unit),
        t.listed(t.named(each.unit) for each in one.supporting).plain,
        _day(t, one.handed_in_at),
        _day(t, one.assigned_at),
        _day(t, one.due_at),
        _day(t, reply.at if reply is not None else None),
        reply.outcome.value if reply is not None else "",
        by_day.isoformat() if by_day is not None else "",
        promise.moves if promise is not None else "",
        t(OF_SUGGESTION[promise.state]).plain if promise is not None else "",
        talks,
        newest.count(Satisfaction.SATISFIED),
        newest.count(Satisfaction.MOSTLY),
        newest.count(Satisfaction.DISSATISFIED),
    ]


def _day(t: Translator, instant: datetime | None) -> str:
    return instant.astimezone(t.zone).date().isoformat() if instant is not None else ""
