"""Screens of manning a reception day: who sits and who could, and a key for each."""

from collections.abc import Sequence

from handlers.conversation import paging
from handlers.conversation.paging import Page
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen
from handlers.conversation.texts import N_, Html, Translator, bold, dotted, join, shortened
from handlers.core.reception.rosters import Choice, Seated
from handlers.core.reception.rules import Attendance, Reach
from handlers.core.workdays.rules import Calendar
from handlers.notifications.reception import when
from handlers.presentation.callbacks import ManageDay, ManagePage, OpenSeated
from handlers.presentation.names import REACH_MARKS, has_namesake
from handlers.reception.callbacks import AskName, Change, ChangeDay, Record, RosterPage, Seat
from storage.models.reception import ReceptionDay

REACHING = {Reach.NOT_JOINED: N_("✉️ Invite {name}"), Reach.SILENT: N_("📞 Reach {name}")}
NOT_COME = (Attendance.AWAITED, Attendance.ABSENT, Attendance.UNTOLD)


def roster(
    t: Translator,
    one: ReceptionDay,
    days: Calendar,
    found: Sequence[Choice],
    page: Page,
    sitting: Sequence[str],
    proposed: Sequence[Choice],
) -> Screen:
    """A page of who sits and who could, a key each that puts them on or takes them off. `sitting`: names."""
    title = page.title(t, bold(t("👥 Roster, {when}", when=when(t, one, days))))
    lines = [title, _sitting(t, sitting), join([_how(t), _marks(t, found), _hint(t)])]
    rows = []
    if proposed:
        names = t.listed(REACH_MARKS[who.reach] + t.named(who) for who in proposed)
        here = {"day": one.id, "sequence": one.sequence}
        rows.append([Button(t("⭐ Propose: {names}", names=names), ChangeDay(change=Change.PROPOSAL, **here))])
    rows += _page(t, one, found, page, named=False)
    back = Button(t("⬅️ Back"), ManageDay(day=one.id))
    search = Button(t("🔤 Search by name"), AskName(day=one.id, page=page.number))
    return Screen(join(list(lines), "\n\n"), [*rows, [search, back]])


def named(
    t: Translator, one: ReceptionDay, name: str, found: Sequence[Choice], page: Page, sitting: Sequence[str]
) -> Screen:
    """A page of those who are called so."""
    text = t("No representative of this station is called “{name}”. Try a part of the name.", name=name)
    if found:
        title = t.plural(
            "{n} representative fits “{name}”.", "{n} representatives fit “{name}”.", len(found), name=name
        )
        text = join([page.title(t, bold(title)), _sitting(t, sitting), join([_marks(t, found), _hint(t)])], "\n\n")
    rows = _page(t, one, found, page, named=True)
    return Screen(text, [*rows, [Button(t("⬅️ Back"), RosterPage(day=one.id, page=0, named=False))]])


def ask_name(t: Translator, one: ReceptionDay, page: int) -> Screen:
    """A name is typed next."""
    text = t("Type the representative's name, in characters or pinyin, or a part of it.")
    return Screen(text, [[Button(t("⬅️ Back"), RosterPage(day=one.id, page=page, named=False))]])


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


def _page(t: Translator, one: ReceptionDay, found: Sequence[Choice], page: Page, *, named: bool) -> list[list[Button]]:
    shown = page.of(found)
    keys = [[_seat(t, one, who, found, page.number, named=named)] for who in shown]
    return [*keys, page.turning(lambda to: RosterPage(day=one.id, page=to, named=named))]


def _seat(t: Translator, one: ReceptionDay, who: Choice, found: Sequence[Choice], page: int, *, named: bool) -> Button:
    last = t("last on {day}", day=t.day(who.who.last)) if who.who.last else t("never yet")
    beside = (who.who.code, who.who.constituency) if has_namesake(t, who, found) else ()
    name = dotted(REACH_MARKS[who.reach] + t.named(who), *beside)
    label = t("✅ {name}", name=name) if who.sits else t("{name} · {last}", name=name, last=last)
    return Button(
        shortened(label.plain, LONGEST_LABEL),
        Seat(day=one.id, representative=who.id, on=not who.sits, page=page, named=named),
    )


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
