"""What staff see of an opinion."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.conversation.callbacks import Go
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import N_, Html, Translator, bold, join, quote
from handlers.opinions import rules, suggesting
from handlers.opinions.callbacks import OpenScreening, StaffAct
from handlers.opinions.light import light
from handlers.opinions.news import STAGE_NAMES, author
from handlers.opinions.screening_callbacks import AskName, AssignTo, ShowFiles, Skip, WhyThis
from handlers.opinions.suggesting import Candidate
from handlers.opinions.thread import thread
from storage.models import Entry, Event, Opinion
from storage.vocabulary import Action, Role, Stage


@dataclass(frozen=True, slots=True)
class View:
    """All that the card of an opinion shows."""

    opinion: Opinion
    entries: Sequence[Entry]
    number: int | None
    """Its number in the queue; None if it does not wait for staff."""
    waiting: int
    """How many wait."""
    best: Candidate | None
    proposal: str | None
    """Why the representative proposes to decline it."""


def card(t: Translator, view: View, now: datetime) -> Screen:
    """The whole of an opinion and what staff may do with it."""
    opinion = view.opinion
    title = f"{light(opinion.due_at, now)} {bold(opinion.reference)}"
    if view.number is not None:
        title += " · " + t("{number} of {count}", number=view.number, count=view.waiting)
    lines: list[str] = [Html(title), *_facts(t, view)]
    lines.append(thread(t, view.entries))
    return Screen(join(lines), _rows(t, view))


def _facts(t: Translator, view: View) -> list[str]:
    opinion = view.opinion
    lines: list[str] = []
    lines.append(t("Where it stands: {stage}", stage=t(STAGE_NAMES[opinion.stage.value])))
    if opinion.due_at is not None:
        lines.append(t("Due: {day}", day=t.day(opinion.due_at)))
    lines.append(t("From: {author}", author=author(t, opinion)))
    if opinion.topic is not None:
        lines.append(t("Topic: {topic}", topic=t.named(opinion.topic)))
    if opinion.wanted is not None:
        lines.append(t("Meant for: {name}", name=opinion.wanted.name))
    if opinion.representative is not None:
        lines.append(t("With: {name}", name=opinion.representative.name))
    if opinion.appealed and opinion.stage is Stage.SUBMITTED:
        lines.append(t("⚖️ Its author appealed against the decline."))
    if opinion.decline_proposed and opinion.representative is not None:
        lines.append(t("🙋 {name} proposes to decline it:", name=opinion.representative.name))
        lines.append(quote(view.proposal or ""))
    return lines


def _rows(t: Translator, view: View) -> list[list[Button]]:
    opinion = view.opinion
    rows: list[list[Button]] = []
    here = {"opinion": opinion.id, "version": opinion.version}
    possible = rules.actions(rules.possible(opinion.stage, Role.STAFF))
    if Action.ASSIGN in possible and opinion.stage is Stage.SUBMITTED and view.best is not None:
        one = view.best.representative
        rows.append([Button(t("✅ Assign to {name}", name=one.name), AssignTo(representative=one.id, **here))])
        rows.append([Button(t("💡 Why {name}?", name=one.name), WhyThis(opinion=opinion.id))])
    if Action.KEEP in possible and opinion.decline_proposed and opinion.representative is not None:
        label = t("↩️ {name} keeps it", name=opinion.representative.name)
        rows.append([Button(label, StaffAct(action=Action.KEEP, **here))])
    if Action.ASSIGN in possible:
        rows.append([Button(t("👤 Somebody else"), StaffAct(action=Action.ASSIGN, **here))])
    last = []
    if Action.DECLINE in possible:
        last.append(Button(t("🚫 Decline"), StaffAct(action=Action.DECLINE, **here)))
    rows.append(last)
    if count := sum(len(entry.attachments) for entry in view.entries):
        rows.append([Button(t("📎 Attachments ({n})", n=count), ShowFiles(opinion=opinion.id))])
    rows.append([_onward(t, view)])
    return rows


def _onward(t: Translator, view: View) -> Button:
    if view.number is not None and view.waiting > 1:
        return Button(t("⏭ Skip"), Skip(opinion=view.opinion.id))
    if view.number is None and view.waiting:
        return Button(t("🔎 To screen ({n})", n=view.waiting), Go(to="screen"))
    return Button(t("🏠 Home"), Go(to="home"))


def nothing_waits(t: Translator) -> Screen:
    """The queue is empty."""
    text = t("Nothing waits for screening. 🎉 I tell you when something comes.")
    return Screen(text, [[Button(t("🏠 Home"), Go(to="home"))]])


def done(t: Translator, opinion: Opinion, text: Html) -> Screen:
    """What remains of a card once staff have decided."""
    return Screen(
        text, [[Button(t("Open {reference}", reference=opinion.reference), OpenScreening(opinion=opinion.id))]]
    )


def choose(t: Translator, opinion: Opinion, found: Sequence[Candidate], headline: Html) -> Screen:
    """Representatives to assign to, the best first."""
    here = {"opinion": opinion.id, "version": opinion.version}
    rows = column([_offer(t, one, number, here) for number, one in enumerate(found)])
    rows.append([Button(t("🔤 Search by name"), AskName(**here))])
    rows.append([back(t, opinion)])
    return Screen(headline, rows)


def _offer(t: Translator, one: Candidate, number: int, here: dict[str, int]) -> Button:
    label = ("⭐ " if number == 0 else "") + suggesting.label(t, one)
    return Button(label, AssignTo(representative=one.representative.id, **here))


def back(t: Translator, opinion: Opinion) -> Button:
    """To the card."""
    return Button(t("⬅️ Back"), OpenScreening(opinion=opinion.id))


DONE_ALREADY = {
    Action.ASSIGN: N_("{who} has assigned it to {name} already."),
    Action.DECLINE: N_("{who} has declined it already."),
    Action.MERGE: N_("{who} has merged it already."),
    Action.KEEP: N_("{who} has decided already that {name} keeps it."),
    Action.WITHDRAW: N_("Its author has withdrawn it meanwhile."),
    Action.REPLY: N_("{name} has answered it meanwhile."),
    Action.ASK: N_("{name} has asked its author something meanwhile."),
    Action.HAND_OVER: N_("It was handed to {name} meanwhile."),
}


def done_already(t: Translator, event: Event | None, who: str | None) -> Html:
    """Why a press came too late; `who` is None if it was the one who pressed."""
    if event is None or event.action not in DONE_ALREADY:
        return t("This has moved on since that button was shown. Here is where it stands now.")
    if who is None:
        return t("You have done that already. Here is where it stands now.")
    name = event.representative.name if event.representative is not None else ""
    return t(DONE_ALREADY[event.action], who=who, name=name)
