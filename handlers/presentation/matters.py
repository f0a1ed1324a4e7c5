"""Matters as people read them: how many voices they have, what is public of them, what is told of them."""

from datetime import date

from handlers.conversation.screen import Button
from handlers.conversation.texts import N_, Html, Translator, bold, join, quote
from handlers.core.matters.rules import FEW, Found, Personal
from handlers.presentation.callbacks import JudgeMatter
from handlers.presentation.promises import DONE_LABELS
from storage.matter_vocabulary import MatterNewsKind, MatterState
from storage.models.matters import Matter, MatterNews

STATES = {
    MatterState.DRAFT: N_("draft"),
    MatterState.TO_CHECK: N_("to be checked"),
    MatterState.RELEASED: N_("public"),
    MatterState.WITHDRAWN: N_("withdrawn"),
}
SIGNS = {MatterState.DRAFT: "✏️", MatterState.TO_CHECK: "👀", MatterState.RELEASED: "📣", MatterState.WITHDRAWN: "🚫"}
NEWS = {
    MatterNewsKind.ANSWER: N_("💬 Answer"),
    MatterNewsKind.PROMISE: N_("🤝 Promise"),
    MatterNewsKind.MOVED: N_("📅 Another day"),
    MatterNewsKind.DONE: N_("🏁 Reported done"),
}
HEADS = {
    MatterNewsKind.ANSWER: N_("💬 There is an answer to what you gave your voice to: {title}"),
    MatterNewsKind.PROMISE: N_("🤝 Something is promised on what you gave your voice to: {title}"),
    MatterNewsKind.MOVED: N_("📅 Another day is promised on what you gave your voice to: {title}. We are sorry."),
    MatterNewsKind.DONE: N_("🏁 What you gave your voice to is reported done: {title}"),
}
PERSONAL = {
    Personal.PHONE: N_("a phone number"),
    Personal.IDENTITY: N_("an identity number"),
    Personal.BANK: N_("a bank card"),
    Personal.PLATE: N_("a number plate"),
    Personal.ADDRESS: N_("an e-mail address or WeChat name"),
    Personal.HOUSE: N_("a house number"),
    Personal.NAME: N_("somebody's name"),
}


def neighbours(t: Translator, matter: Matter) -> Html:
    """How many care about it, for constituents; small numbers are not public."""
    n = matter.people
    if n < FEW:
        return t("Neighbours wrote about this.")
    return t.plural("{n} neighbour wrote about this.", "{n} neighbours wrote about this.", n)


def counted(t: Translator, matter: Matter) -> Html:
    """`12 opinions, 30 voices`, for those in office; and how many people, where some did both or wrote twice."""
    opinions = t.plural("{n} opinion", "{n} opinions", matter.opinions)
    both = t.listed([opinions, t.plural("{n} voice", "{n} voices", matter.endorsements)])
    if matter.people == matter.opinions + matter.endorsements:
        return both
    return join([both, t.plural("of {n} person", "of {n} people", matter.people)], " ")


def public(t: Translator, matter: Matter) -> Html:
    """All that is public of a matter."""
    return join(
        [
            bold(f"🧩 {matter.title}"),
            t("Place: {place}", place=t.named(matter.area)) if matter.area is not None else "",
            quote(matter.summary),
            neighbours(t, matter),
            answered(t, matter),
        ]
    )


def answered(t: Translator, matter: Matter) -> Html:
    """Its newest answer and what is promised; empty where there is neither."""
    lines: list[str] = []
    if matter.answer is not None and matter.answered_at is not None:
        lines += [t("💬 Answer of {day}:", day=t.day(matter.answered_at)), quote(matter.answer)]
    if matter.promised_for is not None:
        lines.append(t("🤝 Promised by {day}", day=t.day(matter.promised_for)))
    return join(lines)


def told(t: Translator, kind: MatterNewsKind, title: str, text: str, promised_for: date | None) -> Html:
    """What those who follow a matter read."""
    return join(
        [
            t(HEADS[kind], title=bold(title)),
            quote(text),
            t("It is promised by {day}.", day=bold(t.day(promised_for))) if promised_for is not None else "",
        ]
    )


def news_line(t: Translator, one: MatterNews) -> Html:
    """What was told, in a line and its words."""
    return join([join([t(NEWS[one.kind]), t.day(one.at)], " · "), quote(one.text)])


def tells_who(t: Translator, found: list[Found]) -> Html:
    """What may tell who somebody is, a line each; empty if nothing does."""
    lines = [t("• {what}: “{words}”", what=t(PERSONAL[one.kind]), words=one.words) for one in found]
    if not lines:
        return Html()
    return join([t("⚠️ This may tell who somebody is. Please write it without:"), *lines])


def verdict_rows(t: Translator, matter: Matter) -> list[list[Button]]:
    """One tap: yes, partly, no."""
    keys = [Button(t(label), JudgeMatter(matter=matter.id, done=done)) for done, label in DONE_LABELS.items()]
    return [keys[:1], keys[1:]]
