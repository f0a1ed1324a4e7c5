"""Screens of a representative: the inbox, a case."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.conversation.callbacks import Go, ShowList
from handlers.conversation.case_drafts import CaseDraft, kind_of
from handlers.conversation.paging import Page, Reading
from handlers.conversation.screen import Button, Screen, column, in_pairs
from handlers.conversation.texts import N_, Html, Translator, bold, join, quote
from handlers.core.casework.routing import Suggested
from handlers.core.workdays.rules import Calendar
from handlers.presentation.callbacks import InboxPage, OpenCase, RaiseOpinion, RepresentativeAct
from handlers.presentation.choices import proposed_key
from handlers.presentation.due_days import due_day, moving, note
from handlers.presentation.history import story_key, told
from handlers.presentation.labels import REPRESENTATIVE_LABELS, ways
from handlers.presentation.letters import author, handled, rated
from handlers.presentation.names import SATISFACTION_LABELS, STAGE_NAMES
from handlers.presentation.rounds import mark
from handlers.presentation.routes import why_key
from handlers.presentation.status_icon import case_light, counted_late, lateness
from handlers.representatives.callbacks import INBOX, PAST, Files
from storage.models.opinions import Entry, Event, Opinion, Rating
from storage.queries.caseload import Past
from storage.queries.opinions import Listed
from storage.stages import OVER
from storage.vocabulary import Action, Role, Stage

PAGE = 6
"""Cases on a page of the inbox, two lines each."""
REASON = 120
"""Characters of why a case came back that the list shows."""
GO_ON = {
    Action.REPLY: N_("✏️ Go on with your answer"),
    Action.ASK: N_("✏️ Go on with your question"),
    Action.REFER: N_("✏️ Go on with the referral"),
    Action.PASS_ON: N_("✏️ Go on with passing it on"),
    Action.SEND_BACK: N_("✏️ Go on with sending it back"),
    Action.ASK_SUPPORT: N_("✏️ Go on asking for support"),
    Action.TAKE_BACK: N_("✏️ Go on with taking it back"),
    Action.HAND_OVER: N_("✏️ Go on with handing over"),
    Action.PROPOSE_DECLINE: N_("✏️ Go on with your proposal"),
    Action.ASK_EXTENSION: N_("✏️ Go on asking for time"),
}


@dataclass(frozen=True, slots=True)
class Inbox:
    """All that the inbox shows."""

    where: Reading
    page: Page
    overdue: int
    past: int
    """Cases that are answered or closed."""
    listed: Sequence[Listed]
    reasons: Mapping[int, str]
    """Reasons why those came back that did, by opinion."""
    begun: Set[int]
    """Cases about which something is begun."""
    days: Calendar
    of_unit: bool
    """They are officer of a unit too, which has an inbox of its own."""


def _turning(page: Page, *, past: bool) -> list[Button]:
    return page.turning(lambda number: InboxPage(past=past, page=number), numbered=True)


def inbox(t: Translator, view: Inbox, now: datetime) -> Screen:
    """Cases that wait, earliest due first."""
    last = [Button(t("🏠 Home"), Go(to="home"))]
    if view.of_unit:
        last.insert(0, Button(t("🏢 Referred to us"), Go(to="unit-inbox")))
    rows = (
        [[Button(t.counted(t("✅ Answered and closed"), view.past), InboxPage(past=True, page=0))]] if view.past else []
    )
    if not view.listed and not view.where.words:
        return Screen(t("📥 Nothing waits for you. New cases come here by themselves."), [*rows, last])
    count = view.page.count
    head = bold(t.plural("📥 {n} case, earliest due first", "📥 {n} cases, earliest due first", count))
    if view.where.words:
        head = join([bold(t("📥 Inbox")), view.where.found(t, view.page)], " · ")
    lines = [_waiting_line(t, one, view, now) for one in view.listed]
    keys = [
        Button(f"{case_light(one.stage, one.due_at, now, view.days)} {one.reference}", OpenCase(opinion=one.id))
        for one in view.listed
    ]
    text = join([join([head, counted_late(t, view.overdue)]), *lines], "\n\n")
    turning = _turning(view.page, past=False)
    return Screen(text, [*in_pairs(keys), turning, view.where.keys(t, view.page), *rows, last])


DUE = N_("due {day}")
WHEN = {
    Stage.WAITING: N_("waits for its author until {day}"),
    Stage.REFERRED: N_("with the unit, next step due {day}"),
    Stage.REPLIED: N_("the unit's reply is to be checked by {day}"),
    Stage.SUPERVISED: N_("supervised by staff until {day}"),
}
"""Step that is awaited, of whom and by when; elsewhere an answer is due."""


def _waiting_line(t: Translator, one: Listed, view: Inbox, now: datetime) -> Html:
    light, day = case_light(one.stage, one.due_at, now, view.days), due_day(t, one.due_at, view.days)
    waits = one.stage is Stage.WAITING
    when = join([t(WHEN.get(one.stage, DUE), day=day), lateness(t, one, now, view.days)], " · ")
    begun = t("✏️ begun") if one.id in view.begun else ""
    head = join([Html(f"{light} {bold(one.reference)}"), when, begun], " · ")
    if one.round == 1 or waits:
        return join([head, one.summary])
    again, why = mark(t, one.round), view.reasons.get(one.id)
    return join([head, t("{handling}: “{why}”", handling=again, why=why[:REASON]) if why else again, one.summary])


def past(t: Translator, where: Reading, page: Page, listed: Sequence[Past]) -> Screen:
    """Cases answered or closed, the latest first."""
    last = [Button(t("📥 Inbox"), Go(to="inbox")), Button(t("🏠 Home"), Go(to="home"))]
    if not listed and not where.words:
        return Screen(t("Nothing is answered or closed yet."), [last])
    lines = []
    for one in listed:
        rated = t(SATISFACTION_LABELS[one.satisfaction]) if one.satisfaction else ""
        facts = [bold(one.reference), t(STAGE_NAMES[one.stage]), t.day(one.since), rated]
        lines.append(join([join(list(facts), " · "), one.summary]))
    keys = [Button(one.reference, OpenCase(opinion=one.id)) for one in listed]
    head = where.title(t, page, bold(t("✅ Answered and closed, the latest first")))
    rows = [*in_pairs(keys), _turning(page, past=True), where.keys(t, page), last]
    return Screen(join([head, *lines], "\n\n"), rows)


@dataclass(frozen=True, slots=True)
class Case:
    """All that the card of a case shows."""

    opinion: Opinion
    entries: Sequence[Entry]
    events: Sequence[Event]
    ratings: Sequence[Rating]
    begun: Sequence[CaseDraft]
    together: Html
    """Other opinions that are handled with it."""
    at_unit: Html
    """Its standing with a unit."""
    again: Html
    """Why it is handled again, if it is."""
    possible: Sequence[Action]
    """Actions they may take on it."""
    more_time: Html
    """Result of their asking for more time."""
    days: Calendar
    supervision: Html
    """What is expected under supervision, and its way so far."""
    handling: Sequence[Button] = ()
    """Keys to rate how the unit handled it."""
    best: Suggested | None = None
    """The unit to which it could be referred, where one was named as it was returned."""
    whose: str | None = None
    """Representative whose case it is, for who acts for several."""


def card(t: Translator, view: Case, now: datetime) -> Screen:
    """The whole story of a case and what its representative may do."""
    opinion = view.opinion
    light = case_light(opinion.stage, opinion.due_at, now, view.days)
    lines: list[str] = [
        Html(f"{light} {bold(opinion.reference)} · {t(STAGE_NAMES[opinion.stage])}"),
        t("With: {name}", name=view.whose) if view.whose else "",
        author(t, opinion),
        t("Topic: {topic}", topic=t.named(opinion.topic)) if opinion.topic is not None else "",
        _due(t, view, now),
        view.more_time,
        view.again,
        view.at_unit,
        note(t, opinion.due_at, moving(opinion.stage, view.days)),
        view.supervision,
        *_notes(t, view),
        told(t, view.entries),
        view.together,
        *[join([rated(t, rating), handled(t, rating)]) for rating in view.ratings],
        t("How did the unit handle it? One tap, if you like.") if view.handling and not _is_handled(view) else Html(),
    ]
    return Screen(join(lines), _rows(t, view))


def _is_handled(view: Case) -> bool:
    """True if they have rated how the unit handled this round."""
    return any(one.handling is not None and one.round == view.opinion.round for one in view.ratings)


def _due(t: Translator, view: Case, now: datetime) -> Html:
    opinion = view.opinion
    if opinion.due_at is None or opinion.stage is Stage.REFERRED:
        return Html()
    day = due_day(t, opinion.due_at, moving(opinion.stage, view.days))
    if opinion.stage is Stage.SUPERVISED:
        return t("Staff supervise it until {day}; you need not do anything.", day=day)
    if opinion.stage is Stage.WAITING:
        return t("Its author has until {day} to answer your question.", day=day)
    return join([t("Due: {day}", day=day), lateness(t, opinion, now, view.days)], " · ")


def _notes(t: Translator, view: Case) -> list[Html]:
    """Notes for the representative to read first: how it came to them, what waits for staff."""
    lines = []
    given = _last(view.events, lambda event: event.action in (Action.ASSIGN, Action.HAND_OVER))
    if given is not None and given.action is Action.HAND_OVER:
        lines.append(t("🤝 A colleague handed it over to you."))
        lines.append(quote(given.why) if given.why else Html())
    if view.opinion.unit_to_decide:
        lines.append(t("🏢 Staff decide which unit has it next. You can answer it yourself meanwhile."))
    if view.opinion.decline_proposed:
        proposed = _last(view.events, lambda event: event.action is Action.PROPOSE_DECLINE)
        lines.append(t("🚫 You proposed to decline it. Staff decide; until then it stays with you."))
        lines.append(quote(proposed.why) if proposed is not None and proposed.why else Html())
    return lines


def _last(events: Sequence[Event], of: Callable[[Event], Any]) -> Event | None:
    return next((event for event in reversed(events) if of(event)), None)


def _rows(t: Translator, view: Case) -> list[list[Button]]:
    opinion = view.opinion
    begun = {one.kind: one for one in view.begun}
    keys = []
    for action in view.possible:
        if action is Action.PROPOSE_DECLINE and opinion.decline_proposed:
            continue
        label = (
            GO_ON[action]
            if _is_begun(action, begun.get(kind_of(action, Role.REPRESENTATIVE)))
            else REPRESENTATIVE_LABELS[action]
        )
        keys.append(Button(t(label), RepresentativeAct(opinion=opinion.id, version=opinion.version, action=action)))
    named = proposed_key(opinion, view.best, Role.REPRESENTATIVE, t) if Action.REFER in view.possible else []
    rows = [named, list(view.handling), *column(keys)]
    rows.append(
        [*story_key(t, opinion.id, Role.REPRESENTATIVE, view.entries), *why_key(t, opinion, Role.REPRESENTATIVE)]
    )
    if count := sum(len(entry.attachments) for entry in view.entries):
        rows.append([Button(t.counted(t("📎 Attachments"), count), Files(opinion=opinion.id))])
    if opinion.stage is Stage.ASSIGNED:
        rows.append([Button(t("📜 Raise it as a suggestion"), RaiseOpinion(opinion=opinion.id))])
    if opinion.stage in OVER:
        rows.append([Button(t("⬅️ Back"), ShowList(list=INBOX, of=PAST, all=False))])
    return [*rows, ways(t, Role.REPRESENTATIVE)]


def _is_begun(action: Action, begun: CaseDraft | None) -> bool:
    return begun is not None and (begun.action or Action.REPLY) is action
