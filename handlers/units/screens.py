"""Screens of a unit officer: the inbox, a case. Never who wrote it, named or not."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from handlers.conversation.callbacks import Go, ShowList
from handlers.conversation.case_drafts import CaseDraft, kind_of
from handlers.conversation.paging import Page, Reading
from handlers.conversation.screen import Button, Screen, column, in_pairs
from handlers.conversation.texts import N_, Html, Translator, bold, join, quote, shortened
from handlers.core.workdays.rules import Calendar
from handlers.presentation import promises
from handlers.presentation.callbacks import OpenReferred, ReferredPage, UnitAct
from handlers.presentation.due_days import due_day
from handlers.presentation.history import story_key, told
from handlers.presentation.labels import UNIT_LABELS, unit_label, ways
from handlers.presentation.letters import somebody
from handlers.presentation.names import SATISFACTION_LABELS, capped
from handlers.presentation.referred import Referred, left, standing, taken_by
from handlers.presentation.rounds import mark
from handlers.presentation.status_icon import counted_late, lateness, light
from handlers.units.callbacks import (
    INBOX,
    PAST,
    PROMISED,
    EarlierReplies,
    NotesPage,
    Officers,
    PromisedPage,
    ReferredFiles,
    ReleaseReply,
    SupportedPage,
    WriteNote,
)
from handlers.units.templates_callbacks import TemplatesPage
from storage.models.commitments import Commitment
from storage.models.directory import HandlingUnit
from storage.models.opinions import Entry, Event, Opinion, Referral
from storage.models.unit_work import UnitNote
from storage.queries.opinions import Listed
from storage.queries.referrals import Past
from storage.vocabulary import Action, Role, Stage

PAGE = 6
"""Cases on a page of the inbox, two lines each."""
GO_ON = {
    Action.REPLY: N_("✏️ Go on with your reply"),
    Action.ASK: N_("✏️ Go on with your question"),
    Action.ASK_SUPPORT: N_("✏️ Go on asking for support"),
    Action.RETURN: N_("✏️ Go on with returning it"),
    Action.ASK_EXTENSION: N_("✏️ Go on asking for time"),
    Action.PLAN: N_("✏️ Go on with the steps"),
    Action.MOVE_DATE: N_("✏️ Go on moving the day"),
    Action.REPORT: N_("✏️ Go on with your report"),
    Action.REPORT_DONE: N_("✏️ Go on with your last report"),
}
MEANWHILE = {
    Action.ASSIGN: N_("Staff have taken it back meanwhile. Nothing more is to be done."),
    Action.TAKE_BACK: N_("The representative has taken it back meanwhile. Nothing more is to be done."),
    Action.WITHDRAW: N_("Its author has withdrawn it meanwhile. Nothing more is to be done."),
    Action.PASS_ON: N_("Your reply has been passed on. Nothing more is to be done."),
    Action.SEND_BACK: N_("Your reply was sent back meanwhile. Here is why."),
    Action.MOVE_DATE: N_("The promised day was moved meanwhile."),
    Action.ENTRUST: N_("Staff have passed the promise on to another unit meanwhile. Nothing more is to be done."),
    Action.GRANT_EXTENSION: N_("Staff have given more time meanwhile."),
    Action.REFUSE_EXTENSION: N_("Staff have decided meanwhile: no more time. Here is why."),
}
QUICKER = {
    Action.ACCEPT: N_("{who} has taken it already."),
    Action.REPLY: N_("{who} has replied already."),
    Action.RETURN: N_("{who} has returned it already."),
    Action.ASK_EXTENSION: N_("{who} has asked for more time meanwhile."),
    Action.REPORT: N_("{who} has reported on it meanwhile."),
    Action.REPORT_DONE: N_("{who} has reported it done meanwhile."),
    Action.MOVE_DATE: N_("{who} has moved the day meanwhile."),
    Action.PLAN: N_("{who} has planned the steps meanwhile."),
}


@dataclass(frozen=True, slots=True)
class Inbox:
    """All that the inbox shows."""

    where: Reading
    page: Page
    overdue: int
    past: bool
    """Whether cases have left the unit."""
    supported: int
    """Parts that the unit owes to others."""
    promised: int
    """Promises that the unit has still to keep."""
    unkept: int
    """Those of them whose day has passed."""
    listed: Sequence[Listed]
    referrals: Mapping[int, Referral]
    """Their referrals, by opinion."""
    begun: Set[int]
    """Cases about which something is begun."""
    days: Calendar
    several: bool
    """The officer serves several units."""


def _turning(page: Page, *, past: bool) -> list[Button]:
    return page.turning(lambda number: ReferredPage(past=past, page=number), numbered=True)


def inbox(t: Translator, view: Inbox, now: datetime) -> Screen:
    """Cases that wait, earliest due first."""
    last = [Button(t("🏠 Home"), Go(to="home"))]
    rows = [[Button(t("🗂 Done and returned"), ReferredPage(past=True, page=0))]] if view.past else []
    if view.supported:
        rows.insert(0, [Button(t.counted(t("🤝 We support"), view.supported), SupportedPage(page=0))])
    if view.promised:
        rows.insert(0, [Button(t.counted(t("📌 Our promises"), capped(view.promised)), PromisedPage(page=0))])
    rows.append([Button(t("📝 Templates"), TemplatesPage(page=0))])
    if not view.listed and not view.where.words:
        return Screen(_nothing_referred(t, view), [*rows, last])
    count = view.page.count
    head = bold(
        t.plural("🏢 {n} case referred, earliest due first", "🏢 {n} cases referred, earliest due first", count)
    )
    if view.where.words:
        head = join([bold(t("🏢 Referred to us")), view.where.found(t, view.page)], " · ")
    lines = [_line(t, one, view, now) for one in view.listed]
    keys = [
        Button(f"{_light(one, now, view.days)} {one.reference}", OpenReferred(opinion=one.id)) for one in view.listed
    ]
    text = join([join([head, counted_late(t, view.overdue), _promised(t, view)]), *lines], "\n\n")
    turning = _turning(view.page, past=False)
    return Screen(text, [*in_pairs(keys), turning, view.where.keys(t, view.page), *rows, last])


def _nothing_referred(t: Translator, view: Inbox) -> Html:
    if view.promised:
        return join([t("🏢 Nothing is referred to your unit now. What is comes here by itself."), _promised(t, view)])
    return t("🏢 Nothing waits for your unit. What is referred to it comes here by itself.")


def _promised(t: Translator, view: Inbox) -> Html:
    """Line on what the unit promised; empty if it owes nothing."""
    if not view.promised:
        return Html()
    said = t.plural("📌 {n} promise is to be kept", "📌 {n} promises are to be kept", view.promised)
    return join([said, counted_late(t, view.unkept)], " · ")


def _light(one: Listed, now: datetime, days: Calendar) -> str:
    return "👀" if one.stage is Stage.REPLIED else light(one.due_at, now, days)


def _line(t: Translator, one: Listed, view: Inbox, now: datetime) -> Html:
    referral = view.referrals.get(one.id)
    day = due_day(t, one.due_at, view.days)
    taken = referral is not None and referral.accepted_at is not None
    if one.stage is Stage.REPLIED:
        when = t("replied, checked by {day}", day=day)
    else:
        said = t("reply due {day}", day=day) if taken else t("take or return it by {day}", day=day)
        when = join([said, lateness(t, one, now, view.days)], " · ")
    facts = [
        Html(f"{_light(one, now, view.days)} {bold(one.reference)}"),
        t.named(referral.unit) if view.several and referral is not None else "",
        when,
        taken_by(t, referral) if referral is not None and taken else "",
        t("🔏 to be released") if referral is not None and referral.held_at is not None else "",
        mark(t, one.round),
        t("✏️ begun") if one.id in view.begun else "",
    ]
    return join([join(facts, " · "), one.summary])


def past(t: Translator, where: Reading, page: Page, listed: Sequence[Past]) -> Screen:
    """Cases that have left the unit, the latest first."""
    if not listed and not where.words:
        return Screen(t("Nothing has left your unit yet."), [ways(t, Role.UNIT)])
    lines = []
    for one in listed:
        rated = t(SATISFACTION_LABELS[one.satisfaction]) if one.satisfaction else ""
        kept = t(promises.STATES[one.promise]) if one.promise is not None else ""
        facts = [bold(one.reference), left(t, one), t.day(one.ended_at) if one.ended_at else "", kept, rated]
        lines.append(join([join(list(facts), " · "), one.summary]))
    keys = [Button(one.reference, OpenReferred(opinion=one.opinion_id)) for one in listed]
    head = where.title(t, page, bold(t("🗂 Done and returned, the latest first")))
    rows = [*in_pairs(keys), _turning(page, past=True), where.keys(t, page), ways(t, Role.UNIT)]
    return Screen(join([head, *lines], "\n\n"), rows)


@dataclass(frozen=True, slots=True)
class Case:
    """All that the card of a case shows."""

    at: Referred
    """How it stands with the unit."""
    entries: Sequence[Entry]
    """Entries they may read."""
    possible: Sequence[Action]
    begun: Sequence[CaseDraft]
    notes: Sequence[UnitNote]
    """Newest notes of their unit."""
    earlier: int
    """Replies of their unit on the same topic and place."""
    chief: bool
    """The officer is the unit's chief."""
    waits: bool
    """What the officer replies waits for the chief's release."""
    several: bool
    """The officer serves several units."""
    again: Html
    """Why it is handled again, if it is, and with the unit still."""
    supervision: Html
    """What is expected of the unit under supervision, and its way so far."""

    @property
    def opinion(self) -> Opinion:
        """The case."""
        return self.at.opinion

    @property
    def referral(self) -> Referral:
        """The last one to their unit."""
        return self.at.referral

    @property
    def promise(self) -> Commitment | None:
        """Promise of the unit that somebody still waits for."""
        return self.at.promise


def card(t: Translator, view: Case, now: datetime) -> Screen:
    """Card of a case: what was written, how it stands with the unit, and what an officer may do."""
    opinion, referral = view.opinion, view.referral
    in_hand = opinion.stage is Stage.REFERRED and referral.ended_at is None
    mark = light(opinion.due_at, now, view.at.days) if in_hand else "🗂"
    if view.promise is not None:
        mark = promises.sign(view.promise, now, view.at.days)
    lines: list[str] = [
        Html(f"{mark} {bold(opinion.reference)}"),
        t("For: {unit}", unit=t.named(_unit_of(view))) if view.several else "",
        somebody(t, opinion),
        t("Topic: {topic}", topic=t.named(opinion.topic)) if opinion.topic is not None else "",
        view.again,
        *standing(t, view.at, now),
        view.supervision,
        told(t, view.entries),
        noted(t, view.notes),
    ]
    return Screen(join(lines), _rows(t, view))


def _unit_of(view: Case) -> HandlingUnit:
    return view.promise.unit if view.promise is not None else view.referral.unit


def _rows(t: Translator, view: Case) -> list[list[Button]]:
    opinion, begun = view.opinion, {one.kind for one in view.begun}
    keys = []
    for action in (one for one in view.possible if one in UNIT_LABELS):
        if action is Action.REPLY and view.waits and view.referral.held_at is not None:
            continue
        going_on = action in GO_ON and kind_of(action, Role.UNIT) in begun
        label = GO_ON[action] if going_on else unit_label(action, promised=view.promise is not None)
        keys.append(Button(t(label), UnitAct(opinion=opinion.id, version=opinion.version, action=action)))
    rows = [*_release_keys(t, view), *column(keys), story_key(t, opinion.id, Role.UNIT, view.entries)]
    if count := sum(len(entry.attachments) for entry in view.entries):
        rows.append([Button(t.counted(t("📎 Attachments"), count), ReferredFiles(opinion=opinion.id))])
    if view.earlier:
        rows.append([Button(t.counted(t("📚 Earlier replies"), view.earlier), EarlierReplies(opinion=opinion.id))])
    rows.append(note_keys(t, opinion.id, view.notes))
    if view.promise is not None:
        rows.append([Button(t("📌 Our promises"), ShowList(list=PROMISED, of=0, all=False))])
    elif view.referral.ended_at is not None:
        rows.append([Button(t("⬅️ Back"), ShowList(list=INBOX, of=PAST, all=False))])
    return [*rows, ways(t, Role.UNIT)]


NOTES = 3
"""Notes that a card shows."""


def noted(t: Translator, notes: Sequence[UnitNote]) -> Html:
    """Newest notes of a unit, for its officers only; empty if there are none."""
    lines = [note_line(t, one) for one in reversed(notes[:NOTES])]
    return join([bold(t("🗒 Notes, read by your unit only:")), *lines]) if lines else Html()


def note_line(t: Translator, note: UnitNote, most: int = 1_000) -> Html:
    """A note, and whose; at most so many characters of it."""
    name = (note.by.name if note.by is not None else None) or t("A colleague").plain
    return join([join([name, t.day(note.at)], " · "), quote(shortened(note.text, most))])


def note_keys(t: Translator, opinion_id: int, notes: Sequence[UnitNote]) -> list[Button]:
    """Keys to write a note, and to all of them where the card shows only some."""
    keys = [Button(t("🗒 Write a note"), WriteNote(opinion=opinion_id))]
    return [*keys, Button(t("🗒 All notes"), NotesPage(opinion=opinion_id, page=0))] if len(notes) > NOTES else keys


def _release_keys(t: Translator, view: Case) -> list[list[Button]]:
    """Keys of the chief."""
    opinion = view.opinion
    if not view.chief or opinion.stage is not Stage.REFERRED or view.referral.ended_at is not None:
        return []
    here = {"opinion": opinion.id, "version": opinion.version}
    rows = []
    if view.referral.held_at is not None:
        rows = [
            [Button(t("✅ Release the reply"), ReleaseReply(**here))],
            [Button(t("↩️ Give it back"), UnitAct(action=Action.GIVE_BACK, **here))],
        ]
    return [*rows, [Button(t("👤 Officer in charge"), Officers(page=0, **here))]]


def meanwhile(t: Translator, event: Event | None, who: str | None, *, mine: bool) -> Html:
    """Reason why a press came too late: `who`, a colleague, was quicker, or it moved on otherwise."""
    action = event.action if event is not None else None
    if mine:
        return t("You have dealt with it since that button was shown. Here is where it stands now.")
    if who is not None and action in QUICKER:
        return t(QUICKER[action], who=who)
    if action in MEANWHILE:
        return t(MEANWHILE[action])
    return t("This has moved on since that button was shown. Here is where it stands now.")
