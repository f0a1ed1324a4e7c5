"""The templates of a unit's replies: worded and sorted by topic and result, by its officers."""

from typing import NamedTuple

from handlers.conversation.texts import N_
from handlers.core.casework import placeholders
from handlers.core.casework.actions import reply_templates as actions
from handlers.core.errors import ReplyTemplateNotFound
from handlers.desk.fields import Choice, missing
from handlers.desk.web import Answer, Desk, number
from handlers.presentation import outcomes
from storage.models.unit_work import ReplyTemplate
from storage.queries import reply_templates as queries
from storage.queries.topics import active_topics
from storage.vocabulary import Outcome

PLACE = "/unit/templates"
SAID = {
    "added": N_("Kept; it is offered with your unit's next reply."),
    "keep": N_("Kept as it is worded now."),
    "remove": N_("Removed; replies keep the words they were given."),
}
"""Said of what was done just now, by its name in the address."""


class Shown(NamedTuple):
    """A template on the page."""

    id: int
    title: str
    text: str
    topic: str
    outcome: str
    facts: str
    """Topic, result and unit that it is for, in words."""
    is_open: bool
    """Its words were sent just now."""


async def show(desk: Desk) -> Answer:
    """All templates of their units, by title."""
    t, units = desk.t, desk.actor.units
    found = await queries.of_units(desk.session, [one.id for one in units])
    said = SAID.get(desk.asked.one("said"))
    return desk.page(
        "settings/templates.html",
        templates=[_shown(desk, one) for one in found],
        units=[Choice(str(one.id), t.named(one)) for one in units],
        topics=[Choice(str(one.id), t.named(one)) for one in await active_topics(desk.session)],
        outcomes=[Choice(one.value, outcomes.named(t, one).plain) for one in Outcome],
        known=placeholders.examples(t.language),
        longest=(actions.TITLE, actions.TEXT),
        typed=desk.asked.typed,
        is_new=bool(desk.asked.form) and "template" not in desk.parts,
        said=t(said) if said is not None and desk.refusal is None else "",
    )


def _shown(desk: Desk, one: ReplyTemplate) -> Shown:
    t, typed = desk.t, one.id == desk.number("template") and bool(desk.asked.form)
    topic = t.named(one.topic) if one.topic is not None else t("any topic").plain
    result = outcomes.named(t, one.outcome).plain if one.outcome is not None else t("any result").plain
    several = [t.named(one.unit)] if len(desk.actor.units) > 1 else []
    facts = " · ".join([topic, result, *several])
    if typed:
        title, text, of, outcome = (desk.asked.typed(field) for field in ("title", "text", "topic", "outcome"))
        return Shown(one.id, title, text, of, outcome, facts, is_open=True)
    outcome = one.outcome.value if one.outcome is not None else ""
    return Shown(one.id, one.title, one.text, str(one.topic_id or ""), outcome, facts, is_open=False)


async def add(desk: Desk) -> Answer:
    """Keep a new one. Raises `Unusable`, and what its actions raise."""
    title, text = _words(desk)
    units = desk.actor.units
    unit = number(desk.asked.typed("unit")) or (units[0].id if len(units) == 1 else 0)
    made = await actions.add(desk.out, desk.actor, unit, title, text)
    await _sort(desk, made)
    return desk.go(PLACE, said="added")


def _words(desk: Desk) -> tuple[str, str]:
    """Title and text. Raises `Unusable` if one is missing."""
    title, text = " ".join(desk.asked.typed("title").split()), desk.asked.typed("text")
    if not title or not text:
        raise missing(desk)
    return title, text


async def _sort(desk: Desk, one: ReplyTemplate) -> None:
    """Let it be for the topic and the result that were chosen. Raises `Unusable`, `NoSuchTopic`."""
    topic, said = number(desk.asked.typed("topic")) or None, desk.asked.typed("outcome")
    if said and said not in tuple(Outcome):
        raise missing(desk)
    outcome = Outcome(said) if said else None
    if topic != one.topic_id:
        await actions.set_topic(desk.out, desk.actor, one.id, topic)
    if outcome is not one.outcome:
        await actions.set_result(desk.out, desk.actor, one.id, outcome)


DEEDS = ("keep", "remove")
"""What is done with a template, by its name in the address."""


async def act(desk: Desk) -> Answer:
    """Word it anew, or remove it. Raises what its actions raise."""
    one, deed = await actions.find(desk.out, desk.actor, desk.number("template")), desk.parts["deed"]
    if deed == "keep":
        await actions.change(desk.out, desk.actor, one.id, *_words(desk))
        await _sort(desk, one)
    elif deed == "remove":
        await actions.remove(desk.out, desk.actor, one.id)
    else:
        raise ReplyTemplateNotFound
    return desk.go(PLACE, said=deed)
