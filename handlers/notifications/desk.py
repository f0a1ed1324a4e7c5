"""What somebody hears in the chat of the browsers that come by their link to the desk."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from handlers.conversation.callbacks import Go
from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import bold, join
from handlers.core.desk import rules
from handlers.core.desk.events import BrowserCame, DeskBegun, SureAsked
from handlers.core.events import DomainEvent
from handlers.presentation.callbacks import ConfirmDesk, EndDesk, SureAtDesk
from storage.vocabulary import Lane


async def browser_came(out: Outgoing, event: BrowserCame) -> None:
    """Have the code confirmed that the browser shows."""
    session = event.session
    t = out.t(session.person)
    text = join(
        [
            bold(t("🖥 A browser wants to open the desk as you")),
            session.browser,
            t("Which number does it show? If you did not open the link yourself, press “That was not me”."),
        ]
    )
    codes = [
        Button(code, data=ConfirmDesk(session=session.id, code=code)) for code in rules.choices(session.code or "")
    ]
    half = len(codes) // 2
    refuse = [Button(t("🚫 That was not me"), EndDesk(session=session.id))]
    out.tell(session.person, Screen(text, [codes[:half], codes[half:], refuse]), lane=Lane.ANSWER)


async def desk_begun(out: Outgoing, event: DeskBegun) -> None:
    """Say that the desk is open, and how it is closed from here."""
    session = event.session
    t = out.t(session.person)
    until = t.moment(session.ends_at) if session.ends_at is not None else ""
    text = t("🖥 The desk is open in {browser}, until {moment} at the latest.", browser=session.browser, moment=until)
    keys = [Button(t("🔒 Close it"), EndDesk(session=session.id)), Button(t("My sessions"), Go(to="desk-sessions"))]
    out.tell(session.person, Screen(text, [keys]), lane=Lane.ANSWER)


async def sure_asked(out: Outgoing, event: SureAsked) -> None:
    """Ask whether it is they who want to see an identity or to take something out."""
    session = event.session
    t = out.t(session.person)
    text = join(
        [
            t("🖥 At the desk in {browser} somebody asks for names, or for an export. Is that you?",
              browser=session.browser),
            t("After your yes it is given for {n} minutes.", n=int(rules.SURE_FOR.total_seconds() // 60)),
        ]
    )  # fmt: skip
    keys = [
        Button(t("✅ Yes, that is me"), SureAtDesk(session=session.id)),
        Button(t("🚫 No: close it"), EndDesk(session=session.id)),
    ]
    out.tell(session.person, Screen(text, [keys]), lane=Lane.ANSWER)


TOLD: Mapping[type[DomainEvent], Callable[[Outgoing, Any], Awaitable[None]]] = {
    BrowserCame: browser_came,
    DeskBegun: desk_begun,
    SureAsked: sure_asked,
}
