"""An unfinished draft, or words that wait until it is said where they belong, are remembered, once."""

from handlers.conversation import opinion_drafts as drafts
from handlers.conversation.callbacks import Go
from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import join, quote
from handlers.core.reminders import planning
from handlers.notifications import deduplication
from handlers.notifications.deduplication import About
from storage import inbox
from storage.models.opinions import Due
from storage.models.people import Person


async def remind(out: Outgoing, thing: Due) -> None:
    """The draft is still there as it was left; one that was sent or thrown away is not spoken of."""
    draft_id = thing.once.partition(":")[2]
    person = await out.session.get(Person, thing.subject_id)
    if person is None or person.chat_id is None or await deduplication.put_off(out, thing):
        return
    talk = await inbox.peek(out.session, person.chat_id)
    found = drafts.find(talk, draft_id) if talk is not None else None
    if found is None:
        return
    t, (where, draft) = out.t(person), found
    head = t("✍️ You began an opinion and did not send it. It is kept:")
    if where == "held":
        head = t("✍️ You wrote this, and have not said yet where it belongs. It is kept:")
    text = join([head, quote(draft.summary), t("Go on whenever you like; I do not ask again.")])
    rows = [[Button(t("Go on"), Go(to=where)), Button(t("🗑 Throw away"), Go(to=f"{where}-drop"))]]
    await deduplication.remind(out, person, About(planning.DRAFT, f"draft:{draft_id}", "once"), Screen(text, rows))
