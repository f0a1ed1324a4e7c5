"""Screens of manning a reception day: who sits and who could, and a key for each."""

from collections.abc import Sequence

from handlers.conversation import paging
from handlers.conversation.paging import Reading
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen
from handlers.conversation.texts import N_, Html, Translator, bold, dotted, join, shortened
from handlers.core.reception.rosters import Choice, Seated
from handlers.core.reception.rules import Attendance, Reach
from handlers.core.workdays.rules import Calendar
from handlers.notifications.reception import when
from handlers.presentation.callbacks import ManageDay, ManagePage, OpenSeated
from handlers.presentation.names import REACH_MARKS, has_namesake
from handlers.reception.callbacks import Change, ChangeDay, Record, RosterPage, Seat
from storage.models.reception import ReceptionDay

REACHING = {Reach.NOT_JOINED: N_("✉️ Invite {name}"), Reach.SILENT: N_("📞 Reach {name}")}
NOT_COME = (Attendance.AWAITED, Attendance.ABSENT, Attendance.UNTOLD)


def roster(
    t: Translator,
    one: ReceptionDay,
    days: Calendar,
    found: Sequence[Choice],
    where: Reading,
    sitting: Sequence[str],
    proposed: Sequence[Choice],
) -> Screen:
    """A page of who sits and who could, a key each that puts them on or takes them off. `sitting`: names."""
    page = where.page(len(found))
    title = where.title(t, page, bold(t("👥 Roster, {when}", when=when(t, one, days))))
    if where.words and not found:
        title = t("No representative of this station is called “{name}”. Try a part of the name.", name=where.words)
    how = "" if where.words else _how(t)
    lines: list[str] = [title, _sitting(t, sitting), join([how, _marks(t, found), _hint(t)])]
    rows = []
    if proposed and not where.words:
        names = t.listed(REACH_MARKS[who.reach] + t.named(who) for who in proposed)
        here = {"day": one.id, "sequence": one.sequence}
        rows.append([Button(t("⭐ Propose: {names}", names=names), ChangeDay(change=Change.PROPOSAL, **here))])
    rows += [[_seat(t, one, who, found)] for who in page.of(found)]
    rows.append(page.turning(lambda to: RosterPage(day=one.id, page=to)))
    back = Button(t("⬅️ Back"), ManageDay(day=one.id))
    return Screen(join(lines, "\n\n"), [*rows, [*where.keys(t, page), back]])


def not_told(t: Translator, put_on: Sequence[Choice]) -> Html:
    """Note that some who were put on the roster cannot be told; empty where all can."""
    names = [REACH_MARKS[who.reach] + t.named(who) for who in put_on if who.reach is not Reach.TOLD]
    if not names:
        return Html("")
    return t("{names}: I cannot tell them here. Invite them from the day's screen, or call.", names=t.listed(names))


def _how(t: Translator) -> Html:
    return t(
        "A press puts somebody on, another takes them off; they are told. Who is in the bot comes first, then who "
        "waited longest."
    )


def _sitting(t: Translator, names: Sequence[str]) -> Html:
    return t("✅ On it: {names}", names=t.listed(names)) if names else Html("")


def _marks(t: Translator, found: Sequence[Choice]) -> Html:
    """Meaning of the marks, as far as there are any."""
    reach = {who.reach for who in found}
    return join(
        [
            t("💤 is not in the bot yet: invite or call them.") if Reach.NOT_JOINED in reach else "",
            t("🔕 cannot be reached in the bot: call them.") if Reach.SILENT in reach else "",
        ]
    )


def _hint(t: Translator) -> Html:
    return t("You can also type a name, or a part of it, in characters or pinyin.")


def _seat(t: Translator, one: ReceptionDay, who: Choice, found: Sequence[Choice]) -> Button:
    last = t("never yet")
    if who.who.last is not None:
        coming = who.who.last >= one.day
        last = t("also on {day}", day=t.day(who.who.last)) if coming else t("last on {day}", day=t.day(who.who.last))
    beside = (who.who.code, who.who.constituency) if has_namesake(t, who, found) else ()
    name = dotted(REACH_MARKS[who.reach] + t.named(who), *beside)
    label = t("✅ {name}", name=name) if who.sits else t("{name} · {last}", name=name, last=last)
    return Button(shortened(label.plain, LONGEST_LABEL), Seat(day=one.id, representative=who.id, on=not who.sits))


def keys_of_seated(
    t: Translator, one: ReceptionDay, seated: Sequence[Seated], number: int, *, recordable: bool
) -> list[list[Button]]:
    """A page of keys for those who sit on a day: to record that they came, and to get word to who cannot be told."""
    rows = [row for who in seated if (row := _care(t, one, who, number, recordable=recordable))]
    page = paging.page(number, len(rows))
    return [*page.of(rows), page.turning(lambda to: ManagePage(day=one.id, page=to))]


def _care(t: Translator, one: ReceptionDay, who: Seated, page: int, *, recordable: bool) -> list[Button]:
    if one.cancelled_at is not None:
        return []
    here = {"day": one.id, "representative": who.id, "page": page}
    if who.attendance is Attendance.RECORDED:
        return [Button(t("↩️ {name} did not come", name=t.named(who)), Record(came=False, **here))]
    if who.attendance not in NOT_COME:
        return []
    came = [Button(t("✅ {name} came", name=t.named(who)), Record(came=True, **here))] if recordable else []
    if who.reach is Reach.TOLD:
        return came
    label = t(REACHING[who.reach], name=t.named(who))
    return [*came, Button(label, OpenSeated(**here))]
