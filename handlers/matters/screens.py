"""Screens of matters for staff."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from handlers.conversation.callbacks import Go
from handlers.conversation.paging import Page, Reading
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen, column
from handlers.conversation.texts import N_, Html, Translator, bold, dotted, join, quote, shortened
from handlers.core.board.rules import is_answered
from handlers.core.matters.rules import Found, MatterAction
from handlers.matters.callbacks import (
    AlikePage,
    KeepWritten,
    MatterAct,
    MatterPage,
    SaidPage,
    SendNews,
    TellFollowers,
    WithinPage,
    WriteMatter,
)
from handlers.presentation import matters as words
from handlers.presentation.callbacks import BoardCard, OpenMatter
from handlers.presentation.names import STAGE_NAMES
from handlers.presentation.promises import DONE_LABELS
from storage.matter_vocabulary import MatterNewsKind, MatterState
from storage.models.directory import Area
from storage.models.matters import Matter, MatterNews
from storage.models.opinions import Event
from storage.queries.matters import Within
from storage.vocabulary import Action, Done

EXCERPT = 100
"""Characters of what an opinion says, in a list."""
PLACES, NEWS = 5, 3
"""Places, and steps and news, on a card: our own choice."""
CAME = {
    Action.REPLY: N_("{reference} was answered"),
    Action.PASS_ON: N_("{reference} was answered"),
    Action.MOVE_DATE: N_("{reference}: another day is promised"),
    Action.REPORT_DONE: N_("{reference} is reported done"),
}
LABELS = {
    MatterAction.HAND_OVER: N_("👀 Have it checked"),
    MatterAction.GIVE_BACK: N_("↩️ Give it back"),
    MatterAction.RELEASE: N_("📣 Make it public"),
    MatterAction.WITHDRAW: N_("🚫 Make it public no longer"),
}
NEXT = {
    MatterState.DRAFT: N_("Nothing of it is public yet. Write a title and a summary in your own words."),
    MatterState.TO_CHECK: N_("Somebody else looks over title and summary; then they make it public."),
    MatterState.RELEASED: N_("Constituents of this place see title, summary and answer, and may add their voice."),
    MatterState.WITHDRAWN: N_("It is public no longer. Write it anew to make it public again."),
}


class View(NamedTuple):
    """All that the card of a matter shows to staff."""

    matter: Matter
    places: Sequence[tuple[Area | None, int]]
    came: Sequence[tuple[Event, str]]
    news: Sequence[MatterNews]
    followers: int
    said: int
    """Messages said with its voices."""
    judged: Mapping[Done | None, int]
    possible: Sequence[MatterAction]
    has_board: bool


def label(t: Translator, one: Matter) -> str:
    """A matter as a key of a list."""
    n = one.people
    return shortened(dotted(f"{words.SIGNS[one.state]} {one.title}", f"{n}", t.named(one.area)), LONGEST_LABEL)


def listed(t: Translator, where: Reading, page: Page, keys: list[Button]) -> Screen:
    """The matters, the newest first."""
    head = where.title(t, page, bold(t("🧩 Matters, newest first")))
    if not page.count and not where.words:
        head = t("No matter is open yet. Open one from the card of an opinion: “🧩 Matter”.")
    hint = t("Each groups what many wrote about one thing.") if page.count else ""
    turning = page.turning(lambda number: MatterPage(page=number))
    last = [Button(t("🔥 What grows"), Go(to="hot")), Button(t("🏠 Home"), Go(to="home"))]
    return Screen(join([head, hint]), [*column(keys), turning, where.keys(t, page), last])


def card(t: Translator, view: View) -> Screen:
    """A matter as staff see it, and what they may do."""
    one = view.matter
    lines: list[str] = [
        Html(f"{words.SIGNS[one.state]} {bold(one.title)} · {t(words.STATES[one.state])}"),
        t("Place: {place}", place=t.named(one.area) if one.area is not None else t("the whole county")),
        t("Topic: {topic}", topic=t.named(one.topic)) if one.topic is not None else "",
        words.counted(t, one),
        _places(t, view.places),
        quote(one.summary) if one.summary else "",
        words.answered(t, one),
        *_came(t, view),
        _judged(t, view.judged),
        t(NEXT[one.state]),
    ]
    return Screen(join(lines), [*_decisions(t, view), *_ways(t, view)])


def _places(t: Translator, places: Sequence[tuple[Area | None, int]]) -> Html:
    if len(places) < 2:
        return Html()
    shown = [Html(f"{t.named(area) if area is not None else t('unknown')} {n}") for area, n in places[:PLACES]]
    more = len(places) - PLACES
    return join([t("From:"), t.listed(shown), t("and {n} more", n=more) if more > 0 else ""], " ")


def _came(t: Translator, view: View) -> list[Html]:
    """What came of its opinions, and what followers were told."""
    lines = [
        join(["•", t(CAME[event.action], reference=reference), "·", t.day(event.at)], " ")
        for event, reference in view.came
    ]
    told = [words.news_line(t, one) for one in view.news]
    return [
        *([t("What came of its opinions:"), *lines] if lines else []),
        *([t("What those who follow it were told:"), *told] if told else []),
    ]


def _judged(t: Translator, judged: Mapping[Done | None, int]) -> Html:
    if not judged:
        return Html()
    said = [Html(f"{t(name)} {judged[done]}") for done, name in DONE_LABELS.items() if judged.get(done)]
    asked = t("“Was it really done?” {n} were asked:", n=sum(judged.values()))
    return join([asked, t.listed(said) if said else t("no answer yet")], " ")


def _decisions(t: Translator, view: View) -> list[list[Button]]:
    here = {"matter": view.matter.id, "version": view.matter.version}
    rows = []
    if view.matter.state is MatterState.RELEASED:
        rows.append(
            [Button(t.counted(t("📣 Tell those who follow it"), view.followers), TellFollowers(matter=view.matter.id))]
        )
    if MatterAction.WRITE in view.possible:
        rows.append([Button(t("✏️ Title and summary"), WriteMatter(**here))])
    rows.append([Button(t(LABELS[act]), MatterAct(act=act, **here)) for act in view.possible if act in LABELS])
    if view.has_board and is_answered(view.matter.answer, view.matter.promised_for):
        rows.append([Button(t("🌐 Public board"), BoardCard(matter=view.matter.id))])
    return rows


def _ways(t: Translator, view: View) -> list[list[Button]]:
    number = view.matter.id
    rows = [
        [
            Button(t.counted(t("📋 Its opinions"), view.matter.opinions), WithinPage(matter=number, page=0)),
            Button(t("➕ Add opinions"), AlikePage(matter=number, page=0)),
        ]
    ]
    if view.said:
        rows.append([Button(t.counted(t("🙋 What voices said"), view.said), SaidPage(matter=number, page=0))])
    return [*rows, [Button(t("🧩 Matters"), MatterPage(page=-1)), Button(t("🏠 Home"), Go(to="home"))]]


def back(t: Translator, matter_id: int) -> Button:
    """To the card."""
    return Button(t("⬅️ Back"), OpenMatter(matter=matter_id))


def title_wanted(t: Translator) -> Html:
    """What a title should be like."""
    return t("Type a title in a few words of your own: what and where, like “Street lamps dark on East Street”.")


def within_label(t: Translator, one: Within) -> str:
    """An opinion as a key of a list."""
    return shortened(dotted(one.reference, t(STAGE_NAMES[one.stage.value]).plain, one.summary), LONGEST_LABEL)


def written(t: Translator, matter: Matter, title: str, summary: str, found: list[Found]) -> Screen:
    """Title and summary as they will be public, before they are kept."""
    keep = Button(t("✅ Keep it so"), KeepWritten(matter=matter.id, version=matter.version))
    again = Button(t("✏️ Write it again"), WriteMatter(matter=matter.id, version=matter.version))
    text = join([t("So it will read:"), bold(title), quote(summary), words.tells_who(t, found)])
    return Screen(text, [[keep], [again], [back(t, matter.id)]])


def confirmation(t: Translator, matter: Matter, found: list[Found]) -> Screen:
    """Title and summary once more, before everybody sees them."""
    act = MatterAct(matter=matter.id, version=matter.version, act=MatterAction.RELEASE, sure=True)
    label = t("📣 Make it public all the same") if found else t("📣 Yes, make it public")
    head = t("Every constituent of this place will be able to read this:")
    rows = [[Button(label, act)], [back(t, matter.id)]]
    return Screen(join([head, words.public(t, matter), words.tells_who(t, found)]), rows)


def news(t: Translator, matter: Matter, kind: MatterNewsKind, text: Html, found: list[Found], n: int) -> Screen:
    """What those who follow it will read, before they do."""
    send = Button(
        t("📣 Tell them all the same") if found else t("📣 Tell them"),
        SendNews(matter=matter.id, version=matter.version),
    )
    head = t.plural("{n} person reads this:", "{n} people read this:", n)
    asked = t("Up to 20 of them are asked whether it was really done.") if kind is MatterNewsKind.DONE else ""
    hint = t("To change the words, just write them again.")
    return Screen(join([head, text, asked, words.tells_who(t, found), hint]), [[send], [back(t, matter.id)]])
