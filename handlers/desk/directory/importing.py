"""A list is brought in: first what it would change, record by record, then all of it or nothing; and taken out."""

import hashlib
from collections import Counter
from typing import Any

from handlers.conversation.errors import Unusable
from handlers.core.aside import TooCostly
from handlers.core.directory import actions, importing
from handlers.core.directory.book import Book, Unreadable
from handlers.core.directory.changes import changes
from handlers.core.directory.export import template
from handlers.core.directory.rules import Plan
from handlers.core.directory.workbook import LARGEST_FILE, read
from handlers.desk.casework.export import KINDS
from handlers.desk.directory.pages import tabs
from handlers.desk.fields import missing
from handlers.desk.web import Answer, Desk
from handlers.presentation import directory as presented
from handlers.presentation.directory import KIND_NAMES
from storage.queries import files

LONGEST = LARGEST_FILE + (1 << 16)
"""Bytes of the form that brings a file: the file, and a little around it."""
SHOWN = 200
"""Changes, and troubles, that are shown one by one; the others are counted."""


async def form(desk: Desk) -> Answer:
    """What can be brought in, and how. Raises `NotAllowed`."""
    return desk.page("directory/import.html", tabs=tabs(desk), most=LARGEST_FILE >> 20, plan=None)


async def preview(desk: Desk) -> Answer:
    """Show what the file would change; nothing is changed yet. Raises `NotAllowed`, `Unusable`."""
    desk.actor.require_county()
    sent = desk.asked.files.get("file")
    if sent is None or not sent.content:
        raise missing(desk)
    book = _read(desk, sent.name, sent.content)
    await desk.out.file(sent.name, sent.content)
    plan = await actions.dry_run(desk.out, desk.actor, book)
    return _planned(desk, sent.name, hashlib.sha256(sent.content).hexdigest(), plan)


def _read(desk: Desk, name: str, content: bytes) -> Book:
    """The file as plain rows, read in a process of its own. Raises `Unusable`."""
    try:
        return desk.out.aside(read, name, content)
    except Unreadable as error:
        raise Unusable(presented.words(desk.t, error.saying)) from None
    except TooCostly:
        raise Unusable(presented.too_costly(desk.t, name)) from None


def _planned(desk: Desk, name: str, sha256: str, plan: Plan) -> Answer:
    t, every = desk.t, list(changes(plan))
    return desk.page(
        "directory/import.html",
        tabs=tabs(desk),
        most=LARGEST_FILE >> 20,
        plan=plan,
        name=name,
        sha256=sha256,
        counted=presented.counted(t, plan.counts),
        troubles=[presented.wrong(t, one) for one in plan.problems[:SHOWN]],
        changes=every[:SHOWN],
        kept_back=max(0, len(every) - SHOWN),
        kinds=Counter(one.kind for one in every),
        kind_name=lambda kind: t(KIND_NAMES[kind]),
    )


async def bring_in(desk: Desk) -> Answer:
    """Bring it in as it was shown: all of it, or nothing where it fits no longer. Raises `NotAllowed`, `Unusable`."""
    desk.actor.require_county()
    sha256 = desk.parts["sha256"]
    kept = await files.blob(desk.session, sha256)
    if kept is None:
        raise Unusable(desk.t("I no longer have that file. Please send it again."))
    name, content = kept.name, kept.content
    book = _read(desk, name, content)
    try:
        done = await actions.import_book(desk.out, desk.actor, book, sha256)
    except importing.Refused as refused:
        return _planned(desk, name, sha256, refused.plan)
    return desk.go("/staff/directory", imported=sum(one.new + one.changed for one in done.counts.values()))


async def take_out(desk: Desk) -> Answer:
    """The whole directory, phone numbers in clear, once the chat has said that it is they. Raises `NotAllowed`."""
    desk.actor.require_county()
    if not desk.is_sure:
        return desk.page("ask.html", to="/staff/directory/import")
    content = await actions.export(desk.out, desk.actor)
    return _saved("huiyin-directory.xlsx", content)


async def take_template(desk: Desk) -> Answer:
    """An example of each kind, every column explained."""
    desk.actor.require_county()
    return _saved("huiyin-template.xlsx", desk.out.aside(template))


def _saved(name: str, content: Any) -> Answer:
    return Answer(body=content, mime=KINDS["xlsx"], filename=name)
