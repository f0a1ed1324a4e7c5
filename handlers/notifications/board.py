"""Consequences on the public board: authors are asked, staff hear when it may be shown and when it is gone."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator, bold, join
from handlers.core.board.events import BoardConsentAsked, BoardConsentGiven, BoardEntryGone
from handlers.core.events import DomainEvent
from handlers.presentation import board as words
from handlers.presentation.callbacks import BoardCard
from storage.models.matters import Matter
from storage.queries import people
from storage.vocabulary import Lane


async def asked(out: Outgoing, event: BoardConsentAsked) -> None:
    """Ask each of them."""
    for person in event.authors:
        out.tell(person, words.question(out.t(person), event.entry.matter), lane=Lane.REMINDER)


async def given(out: Outgoing, event: BoardConsentGiven) -> None:
    """Tell the staff that nothing hinders it any more."""
    await _to_staff(out, event.entry.matter, lambda t: t("🌐 Its authors agree: this may stand on the public board."))


async def gone(out: Outgoing, event: BoardEntryGone) -> None:
    """Tell the staff that an author does not want it there any longer."""
    await _to_staff(out, event.entry.matter, lambda t: t("🌐 An author said no: this is off the public board."))


async def _to_staff(out: Outgoing, matter: Matter, headline: Callable[[Translator], Html]) -> None:
    for person in await people.staff_of(out.session, matter.station_id):
        t = out.t(person)
        screen = Screen(join([headline(t), bold(matter.title)]), [[Button(t("Open"), BoardCard(matter=matter.id))]])
        out.tell(person, screen, lane=Lane.STAFF)


TOLD: Mapping[type[DomainEvent], Callable[[Outgoing, Any], Awaitable[None]]] = {
    BoardConsentAsked: asked,
    BoardConsentGiven: given,
    BoardEntryGone: gone,
}
