"""What is offered to choose from in forms: representatives, units, topics, reasons, similar opinions."""

from collections.abc import Sequence

from handlers.conversation.errors import Unusable
from handlers.conversation.texts import shortened
from handlers.core.casework import candidates as found_candidates
from handlers.core.casework import commitments, references, routing
from handlers.core.casework.candidates import Candidate
from handlers.core.casework.outcomes import legend
from handlers.core.casework.similar import similar
from handlers.core.supervision.kinds import kinds
from handlers.desk.fields import Choice
from handlers.desk.web import Desk
from handlers.presentation import outcomes as presented
from handlers.presentation.choices import how_alike, representative_label, unit_label
from handlers.presentation.names import person_name
from handlers.presentation.supervision import kind_name
from handlers.writing.previews import PERCENTS
from storage.models.commitments import CommitmentStep
from storage.models.directory import Topic
from storage.models.opinions import Opinion
from storage.queries import decline_templates, desk_cases, directory, finding, opinions, people, referrals
from storage.queries import similar as similarity
from storage.queries.finding import Scope
from storage.vocabulary import Outcome

SIMILAR, WORDS = 12, 90
"""So many similar ones are offered, with so many characters of each: our own choice."""
NAMED = 12
"""Representatives of one name who are named."""


async def candidates(desk: Desk, opinion: Opinion) -> list[Choice]:
    """Representatives it could go to, the best first; whoever has it and could have it again, too."""
    found = await found_candidates.candidates(desk.session, opinion)
    offered = _people(desk, found)
    if opinion.representative is not None:
        again = desk.t("{name}, once more", name=desk.t.named(opinion.representative)).plain
        offered.append(Choice(str(opinion.representative.id), again))
    return offered


async def colleagues(desk: Desk, opinion: Opinion) -> list[Choice]:
    """Representatives it could be handed over to."""
    return _people(desk, await found_candidates.colleagues(desk.session, opinion))


def _people(desk: Desk, found: Sequence[Candidate]) -> list[Choice]:
    return [Choice(str(one.representative.id), representative_label(desk.t, one, found)) for one in found]


async def called(desk: Desk, said: str) -> int:
    """The one representative with this name or code. Raises `Unusable` for none, or several."""
    found = await desk_cases.representatives_called(desk.session, said, None, NAMED)
    if len(found) == 1:
        return found[0].id
    if not found:
        raise Unusable(desk.t("No representative is called “{name}”. Try a part of the name.", name=said))
    names = desk.t.listed([f"{desk.t.named(one)} ({one.code})" for one in found])
    raise Unusable(desk.t("Several are called so; please type the code: {names}", names=names))


async def units(desk: Desk, opinion: Opinion) -> list[Choice]:
    """All units; the one that is suggested first."""
    ways = await routing.weighed(desk.session, await referrals.units(desk.session))
    best = await routing.suggested(desk.session, opinion)
    first = best.way.unit.id if best is not None else 0
    ways = sorted(ways, key=lambda way: way.unit.id != first)
    return [
        Choice(str(way.unit.id), ("⭐ " if way.unit.id == first else "") + unit_label(desk.t, way))
        for way in ways
        if way.unit.id != opinion.unit_id
    ]


async def topics(desk: Desk, opinion: Opinion) -> list[Choice]:
    """The topics that are offered."""
    found = await directory.all_rows(desk.session, Topic)
    offered = sorted((one for one in found if one.active), key=lambda one: one.position)
    return [Choice(str(one.id), desk.t.named(one)) for one in offered if one.id != opinion.topic_id]


async def reasons(desk: Desk, opinion: Opinion) -> list[Choice]:
    """Reasons for declining that are kept."""
    found = await decline_templates.listed(desk.session)
    return [Choice(str(one.id), _in(one.title, desk.t.language)) for one in found]


async def reason_in_words(desk: Desk, template_id: int, opinion_id: int) -> str:
    """A kept reason in the language of the author; empty for none. Raises `Unusable` if it is offered no more."""
    if not template_id:
        return ""
    found = await decline_templates.by_id(desk.session, template_id)
    if found is None or found.archived:
        raise Unusable(desk.t("That reason is no longer offered. Here are those that are."))
    opinion = await desk.session.get(Opinion, opinion_id)
    return _in(found.text, opinion.constituent.language if opinion is not None else desk.t.language)


def _in(words: dict[str, str], language: str) -> str:
    return words.get(language) or next(iter(words.values()), "")


async def similar_ones(desk: Desk, opinion: Opinion) -> list[Choice]:
    """Opinions of their stations that say nearly the same, the most alike first."""
    found = (await similar(desk.session, opinion, desk.actor.stations))[:SIMILAR]
    ids = [one.opinion.id for one in found]
    texts, known = await opinions.openings(desk.session, ids, WORDS), await similarity.facts(desk.session, ids)
    return [
        Choice(
            str(one.opinion.id),
            f"{known[one.opinion.id].reference} · {desk.t(how_alike(one.alike)).plain} · "
            + shortened(" ".join(texts[one.opinion.id].split()), WORDS),
        )
        for one in found
    ]


async def with_reference(desk: Desk, said: str) -> int:
    """The opinion of their stations with this reference or number. Raises `Unusable`."""
    years = await finding.years(desk.session)
    meant = references.meant(said, desk.out.county.reference_prefix, years)
    found = await finding.by_references(desk.session, Scope(stations=desk.actor.stations), meant)
    if not found:
        text = desk.t("I find no opinion “{typed}” at your stations. Type its reference or number.", typed=said)
        raise Unusable(text)
    return found[0].id


def supervision_kinds() -> list[str]:
    """Keys of the kinds of supervision."""
    return list(kinds())


async def kinds_of_supervision(desk: Desk, opinion: Opinion) -> list[Choice]:
    """Kinds of supervision."""
    return [Choice(key, kind_name(desk.t, key)) for key in kinds()]


async def outcomes(desk: Desk, opinion: Opinion) -> list[Choice]:
    """Result classes, with what each means."""
    return [
        Choice(one.value, f"{presented.named(desk.t, one).plain}: {legend()[one].meaning[desk.t.language]}")
        for one in Outcome
    ]


async def officers(desk: Desk, opinion: Opinion) -> list[Choice]:
    """Officers of the unit that has it."""
    found = await people.officers_of(desk.session, opinion.unit_id or 0)
    return [Choice(str(one.id), person_name(desk.t, one)) for one in found]


async def _ahead(desk: Desk, opinion: Opinion) -> list[CommitmentStep]:
    promise = await commitments.of(desk.session, opinion)
    steps = promise.steps if promise is not None else []
    return sorted((one for one in steps if one.done_at is None), key=lambda one: (one.due_on, one.id))


async def open_steps(desk: Desk, opinion: Opinion) -> list[Choice]:
    """Steps of the promise that are still to come."""
    return [Choice(str(one.id), one.what) for one in await _ahead(desk, opinion)]


async def ahead(desk: Desk, opinion: Opinion) -> str:
    """The same as they are typed, a line each with its day."""
    return "\n".join(f"{desk.t.typed(one.due_on)} {one.what}" for one in await _ahead(desk, opinion))


async def percents(desk: Desk, opinion: Opinion) -> list[Choice]:
    """So much of a promise done, as the chat has keys for it."""
    return [Choice(str(one), desk.t("{percent} %", percent=one).plain) for one in PERCENTS]
