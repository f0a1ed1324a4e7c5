"""Everything that is a person's, written out: as a page to read, and as data to take elsewhere."""

from typing import Any

import orjson

from handlers.conversation import opinion_drafts as drafts
from handlers.conversation.context import Context
from handlers.conversation.texts import N_, Translator, escape
from handlers.core.casework.placeholders import named
from handlers.core.people import personal
from handlers.presentation import names, outcomes
from handlers.presentation.history import BY_UNIT, ENTRY_NAMES, counted
from storage.queries.files import Attached
from storage.vocabulary import Action, AttachmentKind, EntryKind, Role, Satisfaction

ROLE_NAMES = {Role.REPRESENTATIVE: N_("Representative"), Role.UNIT: N_("Unit officer"), Role.STAFF: N_("Staff")}
STYLE = """
body{font:16px/1.5 sans-serif;max-width:42em;margin:2em auto;padding:0 1em}
article{border-top:1px solid #ccc;padding:1em 0}p{white-space:pre-wrap}small{color:#666}
"""


async def everything(ctx: Context) -> dict[str, Any]:
    """All that is kept about who speaks, as plain data; `drafts`: what is written and not sent."""
    written = [said for where in drafts.PLACES for said in drafts.of(ctx.conversation, where).said]
    return {
        **await personal.kept_about(ctx.out, ctx.actor),
        "drafts": [
            {"text": said.text, "attachments": [{"kind": file.kind, "name": file.name} for file in said.attachments]}
            for said in written
        ],
    }


def as_json(kept: dict[str, Any]) -> bytes:
    """For machines."""
    return orjson.dumps(kept, option=orjson.OPT_INDENT_2)


def as_page(t: Translator, kept: dict[str, Any]) -> bytes:
    """For people: one page that opens anywhere."""
    # Texts stand outside of f-strings: nothing inside of one is collected for the translators.
    title, unsent = t("What is kept about you"), t("Not sent yet")
    parts = [
        "<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'>",
        f"<title>{title}</title><style>{STYLE}</style><h1>{title}</h1>",
        f"<p>{escape(kept['person']['name'] or '')} · {escape(kept['person']['place'] or '–')}</p>",
        *(_article(t, opinion) for opinion in kept["opinions"]),
    ]
    parts += [_voice(t, voice) for voice in kept["voices"]]
    for role in kept["roles"]:
        until = t.day(role["until"]) if role["until"] else ""
        parts.append(
            f"<p>{t(ROLE_NAMES[role['role']])} {escape(role['of'] or '')}, {t.day(role['since'])} – {until}</p>"
        )
    if kept["drafts"]:
        parts.append(f"<article><h2>{unsent}</h2>{''.join(_said(t, said) for said in kept['drafts'])}</article>")
    return "\n".join(parts).encode()


def _article(t: Translator, opinion: dict[str, Any]) -> str:
    """An opinion with all that was said in it and how its answers were rated."""
    parts = [
        f"<article><h2>{escape(opinion['reference'])}</h2>",
        f"<small>{t.moment(opinion['submitted_at'])} · {t(names.OWN_STAGE_NAMES[opinion['stage']])}</small>",
    ]
    declines = [step for step in opinion["steps"] if step["what"] == Action.DECLINE]
    told = sorted([*opinion["entries"], *declines], key=lambda one: one["at"])
    parts += [_declined(t, one) if "what" in one else _entry(t, one) for one in told]
    if opinion["outcome"] is not None:
        parts.append(f"<p>{outcomes.as_shown(t, opinion['outcome'], opinion['planned_for'])}</p>")
    for rating in opinion["ratings"]:
        if rating["satisfaction"] is not None:
            words = t(names.SATISFACTION_LABELS[Satisfaction(rating["satisfaction"])])
            parts += ["<p>", t("Your rating: {rating}", rating=words), "</p>"]
    return "\n".join([*parts, "</article>"])


def _voice(t: Translator, voice: dict[str, Any]) -> str:
    """A voice added to a matter, with all that was said with it."""
    heading = t("Your voice: {title}", title=voice["matter"])
    said = "".join(_said(t, one) for one in voice["said"])
    return f"<article><h2>{heading}</h2><small>{t.moment(voice['at'])}</small>{said}</article>"


def _entry(t: Translator, entry: dict[str, Any]) -> str:
    heading = t(ENTRY_NAMES[EntryKind(entry["kind"])])
    entry = {**entry, "text": named(entry["text"], None)} if entry["kind"] in BY_UNIT else entry
    return f"<h3>{heading}</h3><small>{t.moment(entry['at'])}</small>{_said(t, entry)}"


def _declined(t: Translator, step: dict[str, Any]) -> str:
    """Step of declining it, with the words that its author read."""
    heading, why = t("Declined"), escape(step["why"] or "")
    return f"<h3>{heading}</h3><small>{t.moment(step['at'])}</small><p>{why}</p>"


def _said(t: Translator, said: dict[str, Any]) -> str:
    """A text and what is attached to it."""
    files = [Attached(AttachmentKind(file["kind"])) for file in said["attachments"]]
    return f"<p>{escape(said['text'])}</p>" + (f"<p>{counted(t, files)}</p>" if files else "")
