"""Words of a constituent that wait for a key: reminders of a question name them, and have the key."""

from handlers.conversation import opinion_drafts as drafts
from handlers.conversation.callbacks import Go
from handlers.conversation.opinion_drafts import OpinionDraft, Where
from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button
from handlers.conversation.texts import Html, Translator, join, quote
from handlers.presentation.callbacks import Into
from storage import inbox
from storage.models.opinions import Opinion
from storage.models.people import Person
from storage.vocabulary import Action

Waiting = tuple[Where, OpinionDraft]


async def of(out: Outgoing, person: Person) -> Waiting | None:
    """Words of a person that do not say yet where they belong, else the opinion they did not send; None: neither."""
    talk = await inbox.peek(out.session, person.chat_id) if person.chat_id is not None else None
    places: tuple[Where, ...] = ("held", "draft")
    found = [(where, drafts.of(talk, where)) for where in places] if talk is not None else []
    return next(((where, draft) for where, draft in found if draft.parts), None)


def shown(t: Translator, waiting: Waiting) -> Html:
    """Line saying that it waits, and its beginning."""
    where, draft = waiting
    head = t("You wrote this, and have not said yet whether it is the answer:")
    if where == "draft":
        head = t("You began this and did not send it. Is it the answer?")
    return join([head, quote(draft.summary)])


def keys(t: Translator, opinion: Opinion, waiting: Waiting, action: Action) -> list[Button]:
    """Into the case with it, as its answer or as an addition; or whatever else it may be."""
    where, draft = waiting
    into = Into(opinion=opinion.id, version=opinion.version, action=action, draft=draft.id)
    label = t("✅ Yes, it is") if action is Action.RESUME else t("➕ Add it there")
    return [Button(label, into), Button(t("No, go on with it"), Go(to=where))]
