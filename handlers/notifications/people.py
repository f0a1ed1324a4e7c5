"""Messages on roles given and ended, and menus that follow roles and languages."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from handlers.conversation.callbacks import Go
from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import bold, join
from handlers.core.events import DomainEvent
from handlers.core.people.events import LanguageChanged, RoleEnded, RoleGranted
from handlers.presentation.callbacks import OpenHolder
from handlers.presentation.commands import set_menu
from handlers.presentation.names import person_name
from handlers.presentation.offices import office
from storage.models.people import Person


async def role_granted(out: Outgoing, event: RoleGranted) -> None:
    """The inviter hears who has joined; the holder's menu grows."""
    grant = event.grant
    inviter = await out.session.get(Person, grant.granted_by_id) if grant.granted_by_id is not None else None
    if inviter is not None and inviter.id != event.person.id:
        t = out.t(inviter)
        name = bold(person_name(t, event.person))
        text = join(
            [
                t("✅ {name} has joined as {office}.", name=name, office=office(t, grant)),
                t("If that is somebody else than you invited, end the role at once."),
            ]
        )
        out.tell(inviter, Screen(text, [[Button(t("Open"), OpenHolder(grant=grant.id))]]))
    set_menu(out, event.person)


async def role_ended(out: Outgoing, event: RoleEnded) -> None:
    """A farewell, unless they ended it themselves; their menu shrinks."""
    person = event.person
    if person.id != event.by_id:
        t = out.t(person)
        text = join(
            [
                t("Your role as {office} has ended. Thank you for your work.", office=office(t, event.grant)),
                t(
                    "What you did in it stays on record. You can go on writing opinions of your own, "
                    "and /privacy is yours."
                ),
            ]
        )
        out.tell(person, Screen(text, [[Button(t("🏠 Home"), Go(to="home"))]]))
    set_menu(out, person)


async def language_changed(out: Outgoing, event: LanguageChanged) -> None:
    """The menu in the new language, for who has one of their own: everybody's follows the channel by itself."""
    if event.person.grants or event.person.language_chosen:
        set_menu(out, event.person)


TOLD: Mapping[type[DomainEvent], Callable[[Outgoing, Any], Awaitable[None]]] = {
    RoleEnded: role_ended,
    LanguageChanged: language_changed,
}
