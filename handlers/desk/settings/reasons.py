"""The reasons for declining that staff are offered: worded in both languages, ordered, put away, by county staff."""

from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

from handlers.conversation.texts import LANGUAGE_LABELS, N_
from handlers.core.casework.actions import decline_templates as actions
from handlers.core.errors import TemplateNotFound
from handlers.core.languages import LANGUAGES
from handlers.desk.fields import missing
from handlers.desk.web import Answer, Desk
from storage.models.opinions import DeclineTemplate
from storage.queries import decline_templates as queries

PLACE = "/staff/settings/reasons"
SAID = {
    "added": N_("Kept; staff are offered it from now on."),
    "keep": N_("Kept as it is worded now."),
    "up": N_("It stands one place higher now."),
    "down": N_("It stands one place lower now."),
    "archive": N_("It is offered no longer; what was declined with it keeps its words."),
    "restore": N_("It is offered again, after the others."),
}
"""Said of what was done just now, by its name in the address."""


class Wording(NamedTuple):
    """A reason in one language."""

    language: str
    label: str
    title: str
    text: str


class Reason(NamedTuple):
    """A reason on the page."""

    id: int
    title: str
    text: str
    wordings: list[Wording]
    is_open: bool
    """Its words were sent just now."""


async def show(desk: Desk) -> Answer:
    """Those that are offered, in their order, and those that no longer are. Raises `NotAllowed`."""
    desk.actor.require_county()
    said = SAID.get(desk.asked.one("said"))
    offered = await queries.listed(desk.session)
    return desk.page(
        "settings/reasons.html",
        offered=[_reason(desk, one) for one in offered],
        archived=[_reason(desk, one) for one in await queries.listed(desk.session, archived=True)],
        blank=[_wording(desk, None, language, typed="reason" not in desk.parts) for language in LANGUAGES],
        may_add=len(offered) < actions.MOST,
        most=actions.MOST,
        longest=(actions.TITLE, actions.TEXT),
        is_new=bool(desk.asked.form) and "reason" not in desk.parts,
        said=desk.t(said) if said is not None and desk.refusal is None else "",
    )


def _reason(desk: Desk, one: DeclineTemplate) -> Reason:
    typed, mine = one.id == desk.number("reason"), desk.t.language
    title = one.title.get(mine) or next(iter(one.title.values()), "")
    text = one.text.get(mine) or next(iter(one.text.values()), "")
    return Reason(one.id, title, text, [_wording(desk, one, language, typed=typed) for language in LANGUAGES], typed)


def _wording(desk: Desk, one: DeclineTemplate | None, language: str, *, typed: bool) -> Wording:
    title, text = (one.title.get(language, ""), one.text.get(language, "")) if one is not None else ("", "")
    if typed and desk.asked.form:
        title, text = desk.asked.typed(f"title_{language}"), desk.asked.typed(f"text_{language}")
    return Wording(language, LANGUAGE_LABELS[language], title, text)


async def add(desk: Desk) -> Answer:
    """Offer a new one, in one language or both. Raises `Unusable`, `TooManyTemplates`, `TextTooLong`, `NotAllowed`."""
    written = _written(desk, LANGUAGES)
    if not written:
        raise missing(desk)
    (first, title, text), *others = written
    made = await actions.add(desk.out, desk.actor, first, title, text)
    for language, title_, text_ in others:
        await actions.change(desk.out, desk.actor, made.id, language, title_, text_)
    return desk.go(PLACE, said="added")


def _written(desk: Desk, languages: tuple[str, ...] | Mapping[str, str]) -> list[tuple[str, str, str]]:
    """What was filled in, by language. Raises `Unusable` for a title without a text, or the other way round."""
    found = []
    for language in languages:
        title = " ".join(desk.asked.typed(f"title_{language}").split())
        text = desk.asked.typed(f"text_{language}")
        if bool(title) is not bool(text):
            raise missing(desk)
        if title:
            found.append((language, title, text))
    return found


async def _keep(desk: Desk, one: DeclineTemplate) -> object:
    written = _written(desk, LANGUAGES)
    if {language for language, *_ in written} < set(one.text):
        raise missing(desk)
    for language, title, text in written:
        if (title, text) != (one.title.get(language), one.text.get(language)):
            await actions.change(desk.out, desk.actor, one.id, language, title, text)
    return one


DEEDS: Mapping[str, Callable[[Desk, DeclineTemplate], Awaitable[object]]] = {
    "keep": _keep,
    "up": lambda desk, one: actions.move(desk.out, desk.actor, one.id, -1),
    "down": lambda desk, one: actions.move(desk.out, desk.actor, one.id, 1),
    "archive": lambda desk, one: actions.archive(desk.out, desk.actor, one.id),
    "restore": lambda desk, one: actions.restore(desk.out, desk.actor, one.id),
}
"""What is done with a reason, by its name in the address."""


async def act(desk: Desk) -> Answer:
    """Do it. Raises what its action raises, and `TemplateNotFound`."""
    one, deed = await actions.find(desk.out, desk.actor, desk.number("reason")), desk.parts["deed"]
    if deed not in DEEDS:
        raise TemplateNotFound
    await DEEDS[deed](desk, one)
    return desk.go(PLACE, said=deed)
