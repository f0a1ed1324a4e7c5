"""Things that the county's offices keep beside cases: reception days, notices, reasons for declining."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo.county.people import Crowd
from handlers.core.casework.actions.decline_templates import MOST
from storage.models.notices import Notice, NoticeText
from storage.models.opinions import DeclineTemplate
from storage.models.reception import ReceptionDay, ReceptionRule, RosterPlace
from storage.vocabulary import NoticeColumn, NoticeState, Recurrence

DAYS_OF_ONE, RULES_OF_ONE, NOTICES = 200, 6, 60
"""Reception days and rules of the first station; notices."""
SEATED = 3
_STATES = (NoticeState.DRAFT, NoticeState.HANDED, NoticeState.DONE, NoticeState.CANCELLED)


async def build(session: AsyncSession, crowd: Crowd, now: datetime, today: date, reasons: int) -> None:
    """Keep them; there are `reasons` for declining already."""
    await session.execute(insert(ReceptionRule), _rules(today))
    days = _days(today)
    await session.execute(insert(ReceptionDay), days)
    seats = [
        {"day_id": one["id"], "representative_id": (one["id"] + n) % len(crowd.representatives) + 1}
        for one in days
        for n in range(SEATED)
    ]
    await session.execute(insert(RosterPlace), seats)
    await session.execute(insert(Notice), _notices(crowd, now))
    await session.execute(insert(NoticeText), _texts())
    await session.execute(insert(DeclineTemplate), _reasons(reasons))


def _rules(today: date) -> list[dict[str, Any]]:
    return [
        {"station_id": 1, "recurrence": Recurrence.MONTHLY, "day": 5 * n + 1, "every": 1, "since": today,
         "starts": time(9), "ends": time(11), "place": f"第{n + 1}接待室"}
        for n in range(RULES_OF_ONE)
    ]  # fmt: skip


def _days(today: date) -> list[dict[str, Any]]:
    """Most of them still to come."""
    rows = []
    for n in range(DAYS_OF_ONE):
        day = today + timedelta(days=n // 2 - 12)
        rows.append(
            {"id": n + 1, "station_id": 1, "planned": day, "day": day, "starts": time(9 + n % 2 * 5),
             "ends": time(11 + n % 2 * 5), "place": "一楼接待室", "sequence": 0, "moved_by_hand": False}
        )  # fmt: skip
    return rows


def _notices(crowd: Crowd, now: datetime) -> list[dict[str, Any]]:
    rows = []
    for n in range(NOTICES):
        state, at = _STATES[n % 4], now - timedelta(hours=NOTICES - n)
        over = state in (NoticeState.DONE, NoticeState.CANCELLED)
        rows.append(
            {"id": n + 1, "author_id": crowd.county[n // 4 % 2].id, "state": state, "column": NoticeColumn.NEWS,
             "audience": {}, "created_at": at, "ended_at": at if over else None, "released_at": at if over else None,
             "recipients": 900 if over else 0, "sent": 900 if over else 0}
        )  # fmt: skip
    return rows


def _texts() -> list[dict[str, Any]]:
    return [
        {
            "notice_id": n,
            "language": "zh_Hans",
            "body": {"text": f"第{n}号通知：下周三停水检修。"},
            "sources": [],
        }
        for n in range(1, NOTICES + 1)
    ]


def _reasons(known: int) -> list[dict[str, Any]]:
    return [
        {"title": {"zh_Hans": f"其他情形（{n}）", "en": f"Another case ({n})"},
         "text": {"zh_Hans": "请向有关部门反映。", "en": "Please turn to the office in charge."}, "position": n}
        for n in range(known + 1, MOST + 1)
    ]  # fmt: skip
