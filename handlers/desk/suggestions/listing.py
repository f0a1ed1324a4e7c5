"""The list of formal suggestions: narrowed by an address that one can share, page after page, as a workbook."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode

from handlers.core.suggestions.actions import taking_out
from handlers.core.workdays.days import calendar
from handlers.desk.casework.export import KINDS
from handlers.desk.fields import Choice
from handlers.desk.web import Answer, Desk, number
from handlers.presentation.due_days import due_day
from handlers.presentation.status_icon import light
from handlers.presentation.suggestions import names, papers
from storage.models.directory import HandlingUnit
from storage.queries import directory
from storage.queries import suggestions as kept
from storage.queries.suggestions import Listed, Narrowed, Scope
from storage.suggestion_vocabulary import SuggestionStage
from storage.vocabulary import Role

A_PAGE = 50
FILTERS = ("words", "waiting", "stage", "session", "unit", "who", "late")
"""Names in the address, in the order of the form."""
LONGEST = 80
"""Characters of what is looked for."""


def reach(desk: Desk) -> Scope:
    """Those that they may list in this role."""
    actor, role = desk.actor, desk.role
    return Scope(
        [one.id for one in actor.representatives] if role is Role.REPRESENTATIVE else [],
        [one.id for one in actor.units] if role is Role.UNIT else [],
        of_county=role is Role.STAFF and actor.of_county,
    )


def narrowed(desk: Desk, said: Callable[[str], str]) -> Narrowed:
    """What of them is wanted, as an address says; what it says wrong leaves nothing out."""
    session = said("session")
    return Narrowed(
        waiting=said("waiting") == "1",
        session_id=number(session) if session.isascii() and session.isdigit() else None,
        stage=next((one for one in SuggestionStage if one.value == said("stage")), None),
        unit_id=number(said("unit")) or None,
        words=said("words").strip()[:LONGEST],
        lead=said("who").strip()[:LONGEST],
        late_at=desk.out.now if said("late") == "1" else None,
    )


async def show(desk: Desk) -> Answer:
    """A page of the list."""
    t, asked, now = desk.t, desk.asked.one, desk.out.now
    scope, wanted, days = reach(desk), narrowed(desk, asked), await calendar(desk.out)
    total = await kept.count(desk.session, scope, wanted)
    pages = max(1, -(-total // A_PAGE))
    page = min(max(1, number(asked("page"))), pages)
    found = await kept.listed(desk.session, scope, wanted, A_PAGE, (page - 1) * A_PAGE)
    chosen = {name: asked(name) for name in FILTERS if asked(name)}
    units = {one.id: one for one in await directory.all_rows(desk.session, HandlingUnit)}
    return desk.page(
        "suggestions/list.html",
        role=desk.role.value,
        found=found,
        total=total,
        nth=page,
        last=pages,
        chosen=asked,
        is_narrowed=bool(chosen),
        here_query=urlencode(chosen),
        choices=await _choices(desk, units),
        stage_name=lambda stage: t(names.STAGES[stage]),
        unit=lambda one: t.named(units.get(one.unit_id)),
        due=lambda one: due_day(t, one.due_at, None if one.stage is SuggestionStage.IMPLEMENTING else days),
        light=lambda one: _light(one, light(one.due_at, now, days)),
        of_county=desk.role is not Role.STAFF or desk.actor.of_county,
    )


def _light(one: Listed, shown: str) -> str:
    over = one.stage in (SuggestionStage.CLOSED, SuggestionStage.DECLINED, SuggestionStage.WITHDRAWN)
    return "" if over else {"🔴": "late", "🟡": "soon"}.get(shown, "")


async def _choices(desk: Desk, units: dict[int, Any]) -> dict[str, list[Choice]]:
    """What can be chosen from in the form above the list."""
    t = desk.t
    stages = [Choice(one.value, t(names.STAGES[one]).plain) for one in SuggestionStage]
    sessions = [Choice(str(one.id), one.name) for one in await kept.sessions(desk.session)]
    choices = {"stage": stages, "session": [*sessions, Choice("0", t("out of session").plain)]}
    if desk.role is not Role.UNIT:
        choices["unit"] = [Choice(str(one.id), t.named(one)) for one in units.values()]
    return choices


async def take_out(desk: Desk) -> Answer:
    """The list as a workbook; before, the chat is asked whether it is they. Raises `NotAllowed`, `TooCostly`."""
    query = desk.asked.typed("query")
    if not desk.is_sure:
        return desk.page("ask.html", to="/staff/suggestions" + (f"?{query}" if query else ""))
    desk.actor.require_county()
    said = parse_qs(query)
    wanted = narrowed(desk, lambda name: next(iter(said.get(name, ())), ""))
    book = await papers.book(desk.out, desk.t, reach(desk), wanted)
    title = desk.t("📜 Suggestions").plain
    content = await taking_out.take_book(desk.out, desk.actor, title, book.remark, book.header, book.rows)
    day = (await calendar(desk.out)).day_of(desk.out.now)
    return Answer(body=content, mime=KINDS["xlsx"], filename=f"suggestions-{day}.xlsx")
