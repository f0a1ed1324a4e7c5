"""Screens of screening."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.conversation.callbacks import Go, ShowList
from handlers.conversation.paging import Reading
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen, column
from handlers.conversation.texts import N_, Html, Translator, bold, join, quote, shortened
from handlers.core.casework.candidates import Candidate
from handlers.core.casework.routing import Suggested
from handlers.core.supervision.actions import CAN_BE
from handlers.core.workdays.rules import Calendar
from handlers.presentation import extensions
from handlers.presentation.callbacks import BeginSupervision, MatterFor, OpenScreening, OpenSupervision, StaffAct
from handlers.presentation.choices import proposed_key, representative_label
from handlers.presentation.due_days import due_day, moving, note
from handlers.presentation.history import story_key, told
from handlers.presentation.letters import author, handled, rated
from handlers.presentation.names import STAGE_NAMES, capped
from handlers.presentation.routes import why_key
from handlers.presentation.status_icon import lateness, light
from handlers.screening.callbacks import LATE, QUEUE, AssignTo, CandidatePage, SetTopic, ShowFiles, Skip, WhyThis
from storage.models.opinions import Entry, Event, Extension, Opinion, Rating
from storage.models.supervision import Supervision
from storage.queries.topics import Offered
from storage.stages import CAN_BE_LATE
from storage.vocabulary import Action, Role, Stage


@dataclass(frozen=True, slots=True)
class View:
    """All that the card of an opinion shows."""

    opinion: Opinion
    entries: Sequence[Entry]
    number: int | None
    """Its number in the queue; None if it does not wait for staff."""
    waiting: int
    """Number of opinions that wait."""
    late: int
    """Number of them that are late."""
    best: Candidate | None
    proposal: str | None
    """Reason why the representative proposes to decline it."""
    similar: int
    """Number of others that say nearly the same."""
    together: Html
    """Opinions it is handled together with."""
    declined: str | None
    """Words with which it was declined, if it was."""
    at_unit: Html
    """Its standing with a unit."""
    again: Html
    """Why it is handled again, if it is."""
    watched: Html
    """What is expected under supervision, and its way so far."""
    more_time: Extension | None
    """The request for more time that waits."""
    days: Calendar
    possible: Sequence[Action]
    """Actions that staff may take on it now."""
    unit: Suggested | None = None
    """The unit that is suggested where staff decide which one has it."""
    supervision: Supervision | None = None
    """The one that it is under."""
    ratings: Sequence[Rating] = ()
    matter: str = ""
    """Title of the matter that it is part of; empty: it is part of none."""
    reads_like: Offered | None = None
    """The topic that its text suggests, where it has another or none."""
    earlier_moves: Html = Html()  # noqa: RUF009 - it cannot be changed
    """Times the promised day was moved, where another move is asked for."""


def card(t: Translator, view: View, now: datetime) -> Screen:
    """The whole of an opinion and what staff may do with it."""
    opinion = view.opinion
    title = f"{light(opinion.due_at, now, view.days)} {bold(opinion.reference)}"
    if view.number is not None:
        title += " · " + t("{number} of {count}", number=capped(view.number), count=capped(view.waiting))
    lines: list[str] = [Html(title), _queue(t, view), *_facts(t, view, now), told(t, view.entries), view.together]
    lines += [join([rated(t, rating), handled(t, rating)]) for rating in view.ratings]
    return Screen(join(lines), [*_decisions(t, view), *_ways(t, view)])


def _queue(t: Translator, view: View) -> Html:
    """Number of those that wait, and of the late ones among them; empty for what does not wait itself."""
    if view.number is None:
        return Html()
    waiting = t.plural("🔎 {count} waits", "🔎 {count} wait", view.waiting, count=capped(view.waiting))
    late = t.plural("🔴 {count} is late", "🔴 {count} are late", view.late, count=capped(view.late))
    return join([waiting, late if view.late else ""], " · ")


def _facts(t: Translator, view: View, now: datetime) -> list[str]:
    opinion = view.opinion
    lines: list[str] = []
    lines.append(t("Where it stands: {stage}", stage=t(STAGE_NAMES[opinion.stage.value])))
    if opinion.due_at is not None:
        listed = moving(opinion.stage, view.days)
        due = t("Due: {day}", day=due_day(t, opinion.due_at, listed))
        lines += [join([due, lateness(t, opinion, now, view.days)], " · "), note(t, opinion.due_at, listed)]
    lines.append(t("From: {author}", author=author(t, opinion)))
    if opinion.topic is not None:
        lines.append(t("Topic: {topic}", topic=t.named(opinion.topic)))
    if view.reads_like is not None:
        lines.append(t("🏷 It reads like {topic}.", topic=t.named(view.reads_like)))
    if opinion.wanted is not None:
        lines.append(t("Meant for: {name}", name=t.named(opinion.wanted)))
    if opinion.representative is not None:
        lines.append(t("With: {name}", name=t.named(opinion.representative)))
    lines.append(t("🧩 Part of: {title}", title=view.matter) if view.matter else "")
    lines += [view.again, view.at_unit, view.watched]
    if opinion.appealed and opinion.stage is Stage.SUBMITTED:
        lines.append(t("⚖️ Its author appealed against the decline."))
    if opinion.unit_to_decide:
        lines.append(t("🏢 Please decide which unit has it, or whether its representative answers it without one."))
    if view.declined:
        lines += [t("🚫 It was declined with these words:"), quote(view.declined)]
    if opinion.decline_proposed and opinion.representative is not None:
        lines.append(t("🙋 {name} proposes to decline it:", name=t.named(opinion.representative)))
        lines.append(quote(view.proposal or ""))
    if view.more_time is not None:
        lines += [extensions.asked(t, opinion, view.more_time, view.days), view.earlier_moves]
    return lines


def _decisions(t: Translator, view: View) -> list[list[Button]]:
    """Keys of what staff may do with it, by the table of moves."""
    opinion, rows = view.opinion, []
    here = {"opinion": opinion.id, "version": opinion.version}
    possible = [*view.possible]
    if view.reads_like is not None and Action.CLASSIFY in possible:
        label = shortened(t("🏷 Topic: {topic}", topic=t.named(view.reads_like)), LONGEST_LABEL)
        rows.append([Button(label, SetTopic(topic=view.reads_like.id, **here))])
    if view.best is not None:
        one = view.best.representative
        rows.append([Button(t("✅ Assign to {name}", name=t.named(one)), AssignTo(representative=one.id, **here))])
        rows.append([Button(t("💡 Why {name}?", name=t.named(one)), WhyThis(opinion=opinion.id))])
    if opinion.unit_to_decide:
        rows.append(proposed_key(opinion, view.unit, Role.STAFF, t))
    if (
        Action.KEEP in possible
        and (opinion.decline_proposed or opinion.unit_to_decide)
        and opinion.representative is not None
    ):
        label = t("↩️ {name} keeps it", name=t.named(opinion.representative))
        rows.append([Button(label, StaffAct(action=Action.KEEP, **here))])
    if view.more_time is not None:
        rows.append(extensions.decisions(t, opinion))
    supervised = opinion.stage is Stage.SUPERVISED
    back = Action.ASSIGN in possible and (opinion.unit_id is not None or supervised)
    if back and opinion.representative is not None:
        text = N_("👤 Give it to {name} once more") if supervised else N_("↩️ Take it back for {name}")
        label = t(text, name=t.named(opinion.representative))
        rows.append([Button(label, AssignTo(representative=opinion.representative.id, **here))])
    alike = t.counted(t("🔗 Similar"), view.similar) if view.similar else t("🔗 Merge")
    choices = (
        [(Action.REPLY, t("💬 Tell the result"))],
        [(Action.EXTEND, t("⏳ Give more time"))],
        [(Action.ASSIGN, t("👤 Somebody else"))],
        [(Action.ENTRUST, t("🏢 Pass the promise on"))],
        [(Action.REFER, t("🏢 Refer to a unit"))],
        [(Action.ASK_SUPPORT, t("🤝 Have a unit support"))],
        [(Action.DECLINE, t("🚫 Decline")), (Action.MERGE, alike)],
        [(Action.SEPARATE, t("✂️ Separate again"))],
        [(Action.CLASSIFY, t("🏷 Topic"))],
    )
    return rows + [
        [Button(label, StaffAct(action=action, **here)) for action, label in row if action in possible]
        for row in choices
    ]


def _ways(t: Translator, view: View) -> list[list[Button]]:
    """Keys that lead on from here."""
    matter = t("🧩 In a matter") if view.matter else t("🧩 Matter")
    beside = [*_supervision(t, view), Button(matter, MatterFor(opinion=view.opinion.id))]
    about = [*story_key(t, view.opinion.id, Role.STAFF, view.entries), *why_key(t, view.opinion, Role.STAFF)]
    rows = [beside, about]
    if count := sum(len(entry.attachments) for entry in view.entries):
        rows.append([Button(t.counted(t("📎 Attachments"), count), ShowFiles(opinion=view.opinion.id))])
    if view.opinion.merged_into_id is not None:
        rows.append([Button(t("Open the one it is merged into"), OpenScreening(opinion=view.opinion.merged_into_id))])
    return [*rows, _onward(t, view)]


def _supervision(t: Translator, view: View) -> list[Button]:
    """To its supervision, or to begin one."""
    opinion = view.opinion
    if view.supervision is not None:
        day = due_day(t, view.supervision.due_on, view.days)
        return [Button(t("👁 Supervised until {day}", day=day), OpenSupervision(supervision=view.supervision.id))]
    if opinion.stage not in CAN_BE:
        return []
    return [Button(t("👁 Supervise"), BeginSupervision(opinion=opinion.id, version=opinion.version))]


def _onward(t: Translator, view: View) -> list[Button]:
    if view.number is not None and view.waiting > 1:
        every = Button(t("📋 All of them"), ShowList(list=QUEUE, of=0, all=False))
        return [Button(t("⏭ Skip"), Skip(opinion=view.opinion.id)), every]
    keys = []
    if view.number is None and view.waiting:
        keys.append(Button(t.counted(t("🔎 To screen"), capped(view.waiting)), Go(to="screen")))
    if view.number is None and view.opinion.stage in CAN_BE_LATE:
        keys.append(Button(t("🔴 All that is late"), ShowList(list=LATE, of=0, all=False)))
    return keys or [Button(t("🏠 Home"), Go(to="home"))]


def nothing_waits(t: Translator) -> Screen:
    """The queue is empty."""
    text = t("Nothing waits for screening. 🎉 I tell you when something comes.")
    return Screen(text, [[Button(t("🏠 Home"), Go(to="home"))]])


def done(t: Translator, opinion: Opinion, text: Html) -> Screen:
    """Card once staff have decided."""
    return Screen(
        text, [[Button(t("Open {reference}", reference=opinion.reference), OpenScreening(opinion=opinion.id))]]
    )


def choose(t: Translator, opinion: Opinion, found: Sequence[Candidate], where: Reading) -> Screen:
    """A page of representatives to assign to, the best first, or of those who are called so."""
    here, page = {"opinion": opinion.id, "version": opinion.version}, where.page(len(found))
    best = found[0] if found and not where.words else None
    text = t("Who shall take {reference}? ⭐ is suggested, 💤 has not joined yet.", reference=opinion.reference)
    if where.words:
        text = t("Who shall take {reference}?", reference=opinion.reference)
    text = where.title(t, page, text)
    if not found:
        text = t("Nobody in the list represents this place. Search for a representative by name.")
        if where.words:
            text = t("No representative in office is called “{name}”. Try a part of the name.", name=where.words)
    rows = column([_offer(t, one, found, here, best=one is best) for one in page.of(found)])
    rows.append(page.turning(lambda number: CandidatePage(page=number, **here)))
    return Screen(text, [*rows, where.keys(t, page, more=True), [back(t, opinion)]])


def _offer(t: Translator, one: Candidate, found: Sequence[Candidate], here: dict[str, int], *, best: bool) -> Button:
    label = ("⭐ " if best else "") + representative_label(t, one, found)
    return Button(label, AssignTo(representative=one.representative.id, **here))


def back(t: Translator, opinion: Opinion) -> Button:
    """To the card."""
    return Button(t("⬅️ Back"), OpenScreening(opinion=opinion.id))


DONE_ALREADY = {
    Action.ASSIGN: N_("{who} has assigned it to {name} already."),
    Action.DECLINE: N_("{who} has declined it already."),
    Action.MERGE: N_("{who} has merged it already."),
    Action.SEPARATE: N_("It is screened by itself again."),
    Action.ENTRUST: N_("{who} has passed the promise on already."),
    Action.MOVE_DATE: N_("The promised day was moved meanwhile."),
    Action.REPORT_DONE: N_("Its unit has reported it done meanwhile."),
    Action.KEEP: N_("{who} has decided already that {name} keeps it."),
    Action.WITHDRAW: N_("Its author has withdrawn it meanwhile."),
    Action.REPLY: N_("{name} has answered it meanwhile."),
    Action.ASK: N_("{name} has asked its author something meanwhile."),
    Action.HAND_OVER: N_("It was handed to {name} meanwhile."),
    Action.REFER: N_("It was referred to a unit meanwhile."),
    Action.ACCEPT: N_("Its unit has taken it meanwhile."),
    Action.RETURN: N_("Its unit has returned it meanwhile."),
    Action.PASS_ON: N_("{name} has answered it meanwhile."),
    Action.SEND_BACK: N_("{name} has sent it back to its unit meanwhile."),
    Action.TAKE_BACK: N_("{name} has taken it back from its unit meanwhile."),
    Action.ASK_EXTENSION: N_("More time has been asked for meanwhile."),
    Action.GRANT_EXTENSION: N_("{who} has given more time already."),
    Action.REFUSE_EXTENSION: N_("{who} has refused more time already."),
    Action.SUPERVISE: N_("Its author was not satisfied meanwhile: it is under supervision."),
}


def done_already(t: Translator, event: Event | None, who: str | None) -> Html:
    """Reason why a press came too late; `who` is None if it was the one who pressed."""
    if event is None or event.action not in DONE_ALREADY:
        return t("This has moved on since that button was shown. Here is where it stands now.")
    if who is None:
        return t("You have dealt with it since that button was shown. Here is where it stands now.")
    if event.action is Action.REPLY and event.actor_role is Role.UNIT:
        return t("Its unit has replied meanwhile.")
    if event.action is Action.REPLY and event.actor_role is Role.STAFF:
        return t("{who} has told its author the result already.", who=who)
    name = t.named(event.representative)
    return t(DONE_ALREADY[event.action], who=who, name=name)
