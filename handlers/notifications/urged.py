"""What somebody hears when staff remind them of a case."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, bold, join, quote
from handlers.core.casework.actions.urging import KIND
from handlers.core.casework.events import CaseUrged
from handlers.core.events import DomainEvent
from handlers.core.workdays.days import calendar
from handlers.notifications.deduplication import About, remind
from handlers.presentation.due_days import moving, promised
from handlers.presentation.labels import OPENS


async def urged(out: Outgoing, event: CaseUrged) -> None:
    """Ask for the case, once a day."""
    opinion, days = event.opinion, await calendar(out)
    for person in event.people:
        t = out.t(person)
        text = join(
            [
                t("🔔 The liaison station asks you to see to {reference}.", reference=bold(opinion.reference)),
                quote(opinion.summary) if opinion.summary else "",
                promised(t, opinion.due_at, moving(opinion.stage, days), out.now, N_("It is due {day}."),
                         N_("It was due {day}.")) if opinion.due_at is not None else "",
            ]
        )  # fmt: skip
        keys = [Button(t("Open"), OPENS[event.role](opinion=opinion.id))]
        about = About(KIND, f"opinion:{opinion.id}", event.day)
        await remind(out, person, about, Screen(text, [keys]), opinion_id=opinion.id)


TOLD: Mapping[type[DomainEvent], Callable[[Outgoing, Any], Awaitable[None]]] = {CaseUrged: urged}
