"""Consequences of what happens to matters: who checks and wrote them, and those who follow them, are told."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator, bold, join, quote
from handlers.core.casework.events import CaseMoved
from handlers.core.events import DomainEvent
from handlers.core.matters.events import (
    EndorserJudged,
    MatterGivenBack,
    MatterHandedOver,
    MatterReleased,
    MatterTold,
)
from handlers.notifications.promises import question
from handlers.presentation import matters as words
from handlers.presentation.callbacks import OpenMatter, OpenPublicMatter
from storage.matter_vocabulary import MatterState
from storage.models.matters import Endorsement, Matter, MatterNews
from storage.models.opinions import Due
from storage.models.people import Person
from storage.queries import due, people
from storage.queries import matters as queries
from storage.vocabulary import Action, Done, Lane, Role

TELL = "matter.tell"
"""Kind of the due row that tells the next of those who follow a matter."""
A_PIECE = 100
"""So many are told in one transaction: a few milliseconds, for everybody else waits for it."""


async def handed_over(out: Outgoing, event: MatterHandedOver) -> None:
    """Ask those who may check it."""
    for person in await queries.checkers(out.session, event.matter, event.by.id):
        _to_staff(out, person, event.matter, lambda t: t("👀 Please check what will be public of a matter:"))


async def given_back(out: Outgoing, event: MatterGivenBack) -> None:
    """Tell who wrote it what should be better."""
    why = event.why
    await _to_writer(
        out, event.matter, event.by, lambda t: join([t("✏️ What you wrote for a matter came back to you:"), quote(why)])
    )


async def released(out: Outgoing, event: MatterReleased) -> None:
    """Tell who wrote it that it is public."""
    await _to_writer(out, event.matter, event.by, lambda t: t("📣 What you wrote for a matter is public now:"))


async def _to_writer(out: Outgoing, matter: Matter, by: Person, headline: Callable[[Translator], Html]) -> None:
    if matter.written_by_id is not None and matter.written_by_id != by.id:
        _to_staff(out, await out.session.get_one(Person, matter.written_by_id), matter, headline)


def _to_staff(out: Outgoing, person: Person, matter: Matter, headline: Callable[[Translator], Html]) -> None:
    t = out.t(person)
    text = join([headline(t), bold(matter.title)])
    out.tell(person, Screen(text, [[Button(t("Open"), OpenMatter(matter=matter.id))]]), lane=Lane.STAFF)


async def told(out: Outgoing, event: MatterTold) -> None:
    """Tell the first of those who follow it; the others in pieces."""
    await _tell_next(out, event.news)


async def tell_more(out: Outgoing, thing: Due) -> None:
    """Tell the next of those who follow it."""
    news = await queries.told(out.session, thing.subject_id or 0)
    if news is not None:
        await _tell_next(out, news)


async def _tell_next(out: Outgoing, news: MatterNews) -> None:
    matter, found = news.matter, await queries.followers(out.session, news.matter_id, news.told_up_to, A_PIECE)
    for voice in found:
        if voice.person is not None:
            once = f"matter:{news.id}:{voice.id}"
            out.tell(voice.person, _news(out.t(voice.person), matter, news, voice), lane=Lane.REMINDER, once=once)
    if len(found) == A_PIECE:
        news.told_up_to = found[-1].id
        once = f"{TELL}:{news.id}:{news.told_up_to}"
        await due.plan(out.session, TELL, None, out.now, once, subject_id=news.id)


def _news(t: Translator, matter: Matter, news: MatterNews, voice: Endorsement) -> Screen:
    """What one of them reads; with the question whether it was really done, if they are one of those who are asked."""
    text = words.told(t, news.kind, matter.title, news.text, news.promised_for)
    opens = [Button(t("Open"), OpenPublicMatter(matter=matter.id))]
    if voice.asked_at != news.at or voice.done is not None:
        return Screen(text, [opens])
    return Screen(join([text, question(t)]), [*words.verdict_rows(t, matter), opens])


async def judged(out: Outgoing, event: EndorserJudged) -> None:
    """Tell the staff, in one message that stands, how many of those who were asked say that something is missing."""
    matter = event.endorsement.matter
    counts = await queries.judged(out.session, matter.id)
    no, partly = counts.get(Done.NO, 0), counts.get(Done.PARTLY, 0)
    for person in await people.staff_of(out.session, matter.station_id):
        t = out.t(person)
        head = t("❌ {title} was reported done. Of those who follow it say:", title=bold(matter.title))
        said = t.listed(
            [t("not done: {n}", n=no), t("partly: {n}", n=partly), t("yes: {n}", n=counts.get(Done.YES, 0))]
        )
        screen = Screen(join([head, said]), [[Button(t("Open"), OpenMatter(matter=matter.id))]])
        await out.stand(person, f"matter.judged:{matter.id}", screen)


async def could_be_told(out: Outgoing, moved: CaseMoved) -> None:
    """Propose to the staff to tell those who follow a matter what came of one of its opinions."""
    to_representative = moved.action is Action.REPLY and moved.step.role is Role.UNIT
    if moved.action not in queries.CAME or to_representative:
        return
    matter = await queries.of_opinion(out.session, moved.opinion.id)
    if matter is None or matter.state is not MatterState.RELEASED:
        return
    if moved.along_with is not None:
        told = await queries.of_opinion(out.session, moved.along_with.id)
        if told is not None and told.id == matter.id:
            return
    await propose(out, matter, moved.opinion.reference, moved.step.by)


async def propose(out: Outgoing, matter: Matter, reference: str, by: Person | None) -> None:
    """Propose to the staff to tell those who follow a matter; never to who did what came of it."""
    n = await queries.count_followers(out.session, matter.id)
    for person in await people.staff_of(out.session, matter.station_id) if n else []:
        if by is None or person.id != by.id:
            _to_staff(out, person, matter, _proposal(reference, n))


def _proposal(reference: str, n: int) -> Callable[[Translator], Html]:
    return lambda t: t.plural(
        "📣 Something came of {reference}. {n} person follows its matter: tell them, in your own words?",
        "📣 Something came of {reference}. {n} people follow its matter: tell them, in your own words?",
        n,
        reference=bold(reference),
    )


TOLD: Mapping[type[DomainEvent], Callable[[Outgoing, Any], Awaitable[None]]] = {
    MatterHandedOver: handed_over,
    MatterGivenBack: given_back,
    MatterReleased: released,
    MatterTold: told,
    EndorserJudged: judged,
}
