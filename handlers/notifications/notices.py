"""Messages on moves of notices: to whoever may release them, and to their author, in whose chat the card stands."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from handlers.conversation.callbacks import Go
from handlers.conversation.outgoing import STANDS_FOR, Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, Html, Translator, join, quote
from handlers.core.events import DomainEvent
from handlers.core.notices.events import NoticeMoved, NoticeProgressed
from handlers.core.notices.rules import By, NoticeAction
from handlers.presentation.notices import wire
from handlers.presentation.notices.callbacks import OpenNotice
from handlers.presentation.notices.card import card, standing_kind, view_of
from handlers.presentation.notices.summary import summary
from storage.models.notices import Notice
from storage.models.people import Person
from storage.queries import notices, standing
from storage.vocabulary import Lane

TO_AUTHOR = {
    NoticeAction.RELEASE: N_("✅ {name} released your notice {n}."),
    NoticeAction.SEND_BACK: N_("↩️ {name} sent your notice {n} back:"),
    NoticeAction.PAUSE: N_("⏸ {name} paused your notice {n}."),
    NoticeAction.CANCEL: N_("⏹ {name} cancelled your notice {n}."),
    NoticeAction.RESUME: N_("▶️ {name} lets your notice {n} go on."),
}
"""In a word, what somebody else did with their notice."""
SETTLED = {
    NoticeAction.RELEASE: N_("✅ {name} has released this notice:"),
    NoticeAction.SEND_BACK: N_("↩️ {name} has sent this notice back to its author:"),
    NoticeAction.TAKE_BACK: N_("↩️ {name} has taken this notice back for now:"),
}
"""In a word, what became of a request to release."""


async def moved(out: Outgoing, event: NoticeMoved) -> None:
    """Everybody whom a move of a person concerns; how far it comes by itself stands on the card."""
    if event.action is NoticeAction.HAND_OVER:
        await _ask_releasers(out, event.notice)
    elif event.action in SETTLED:
        await _settle_requests(out, event)
    if event.action is NoticeAction.RELEASE:
        wire.freeze(event.notice, out.county.zone)
    if event.by is not None and event.by.id != event.notice.author_id and event.action in TO_AUTHOR:
        await _tell_author(out, event, event.by)


async def _ask_releasers(out: Outgoing, notice: Notice) -> None:
    name = notice.author.name or ""
    for person in await notices.releasers(out.session, notice):
        t = out.t(person)
        text = join([t("🙋 {name} asks you to release a notice:", name=name), quote(summary(notice, t.language))])
        screen = Screen(text, [[Button(t("Look at it"), OpenNotice(notice=notice.id))]])
        await out.stand(person, _request(notice), screen)


async def _settle_requests(out: Outgoing, event: NoticeMoved) -> None:
    """Let the requests for a release say what became of it: a further one is a message of its own."""
    notice, kind = event.notice, _request(event.notice)
    for person in await notices.releasers(out.session, notice):
        if person.chat_id is None:
            continue
        call = await standing.call_of(out.session, person.chat_id, kind, out.now - STANDS_FOR)
        if call is not None and event.by is not None and person.id != event.by.id:
            t = out.t(person)
            text = join([t(SETTLED[event.action], name=_name(t, event.by)), quote(summary(notice, t.language))])
            rows = [[Button(t("Open"), OpenNotice(notice=notice.id))]] if event.action is NoticeAction.RELEASE else []
            screen = Screen(text, [*rows, [Button(t("📢 All notices"), Go(to="notice"))]])
            out.edit(person.chat_id, screen, call=call, lane=Lane.STAFF)
        await standing.forget(out.session, person.chat_id, kind)


def _request(notice: Notice) -> str:
    """The kind of the standing message that asks for a release."""
    return f"notice-release:{notice.id}"


async def _tell_author(out: Outgoing, event: NoticeMoved, by: Person) -> None:
    notice = event.notice
    await show_author(out, notice)
    t = out.t(notice.author)
    text = t(TO_AUTHOR[event.action], name=_name(t, by), n=notice.id)
    if event.action is NoticeAction.SEND_BACK:
        text = join([text, quote(notice.remark or "")])
    out.tell(notice.author, Screen(text, [[Button(t("Open"), OpenNotice(notice=notice.id))]]))


def _name(t: Translator, person: Person) -> Html | str:
    return person.name or t("A colleague")


async def progressed(out: Outgoing, event: NoticeProgressed) -> None:
    """The author's card."""
    await show_author(out, event.notice)


async def show_author(out: Outgoing, notice: Notice) -> None:
    """Keep the card that stands in the author's chat up to date."""
    await notices.complete(out.session, notice)
    screen = card(out.t(notice.author), await view_of(out, notice, By.AUTHOR))
    await out.stand(notice.author, standing_kind(notice), screen)


TOLD: Mapping[type[DomainEvent], Callable[[Outgoing, Any], Awaitable[None]]] = {
    NoticeMoved: moved,
    NoticeProgressed: progressed,
}
