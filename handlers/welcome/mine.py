"""Everything that is a person's: gathered, written out, erased."""

from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.conversation.texts import Translator, escape
from handlers.conversation.turn import Turn
from handlers.opinions import cases, news
from handlers.opinions.cases import Step
from handlers.opinions.rules import find
from handlers.opinions.thread import ENTRY_NAMES
from storage.models import Person
from storage.queries import mine as kept_of
from storage.queries import notices
from storage.vocabulary import Action, EntryKind, NoticeColumn, Role

STYLE = """
body{font:16px/1.5 sans-serif;max-width:42em;margin:2em auto;padding:0 1em}
article{border-top:1px solid #ccc;padding:1em 0}p{white-space:pre-wrap}small{color:#666}
"""


async def everything(session: AsyncSession, person: Person) -> dict[str, Any]:
    """All that is kept about a person, as plain data: `person`, muted columns, `opinions` in full."""
    return {
        "person": {
            "name": person.name,
            "telegram_id": person.telegram_id,
            "language": person.language,
            "place": person.area.name if person.area else None,
            "since": person.created_at,
        },
        "muted_notices": sorted(await notices.muted_by(session, person.id)),
        "opinions": await kept_of.opinions_in_full(session, person.id),
    }


def as_json(kept: dict[str, Any]) -> bytes:
    """For machines."""
    return orjson.dumps(kept, option=orjson.OPT_INDENT_2)


def as_page(t: Translator, kept: dict[str, Any]) -> bytes:
    """For people: one page that opens anywhere."""
    parts = [
        "<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'>",
        f"<title>{t('What is kept about you')}</title>",
        f"<style>{STYLE}</style>",
        f"<h1>{t('What is kept about you')}</h1>",
        f"<p>{escape(kept['person']['name'] or '')} · {escape(kept['person']['place'] or '–')}</p>",
    ]
    for opinion in kept["opinions"]:
        parts.append(f"<article><h2>{escape(opinion['reference'])}</h2>")
        parts.append(f"<small>{t.moment(opinion['submitted_at'])} · {t(news.STAGE_NAMES[opinion['stage']])}</small>")
        for entry in opinion["entries"]:
            heading = t(ENTRY_NAMES[EntryKind(entry["kind"])])
            parts.append(f"<h3>{heading}</h3><small>{t.moment(entry['at'])}</small><p>{escape(entry['text'])}</p>")
        parts.append("</article>")
    return "\n".join(parts).encode()


async def erase(turn: Turn) -> None:
    """Withdraw what is open, then delete what the person wrote and who they are. Events and counts stay."""
    for opinion in await kept_of.all_opinions(turn.session, turn.me.id):
        if find(opinion.stage, Action.WITHDRAW, Role.CONSTITUENT) is not None:
            await cases.move(turn.post, opinion, Action.WITHDRAW, Step(turn.me, Role.CONSTITUENT))
            await news.withdrawn(turn.post, opinion)
    await turn.session.flush()
    await notices.unmute(turn.session, turn.me.id, list(NoticeColumn))
    await kept_of.forget(turn.session, turn.me)
    turn.conversation.state, turn.conversation.data, turn.conversation.screen_call = None, "{}", None
