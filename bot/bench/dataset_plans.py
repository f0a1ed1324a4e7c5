"""Plans in the data set: reception days of three years with their rosters, and notices: as many in every county."""

from datetime import time, timedelta

from sqlalchemy import Connection, Date, func, literal

from bot.bench.dataset_rows import LONG_AGO, NOW, i, type_of, write
from storage.models.notices import Notice, NoticeText
from storage.models.reception import ReceptionDay, RosterPlace
from storage.types import Json
from storage.vocabulary import NoticeColumn, NoticeState

A_MONTH, MONTHS = 2, 36
"""Reception days of a station a month, as stations hold them; the last two months are still to come."""
SIT = 2
NOTICES = 400
"""So many the list shows."""
BODY = {"text": "East Street is mended next week; please come by the river road, and mind the school children."}


def plans(connection: Connection, stations: int, author: int) -> None:
    """All of them; `author`: who wrote the notices."""
    many = stations * A_MONTH * MONTHS
    back = 60 - i // stations * (30 // A_MONTH)
    day = func.date(NOW.strftime("%F"), func.printf("%+d days", back), type_=Date())
    write(connection, ReceptionDay, {
        "id": i + 1, "station_id": i % stations + 1, "planned": day, "day": day, "starts": time(9), "ends": time(11),
        "place": "Village hall", "moved_by_hand": True, "sequence": 0,
    }, many)  # fmt: skip
    write(connection, RosterPlace, {
        "id": i + 1, "day_id": i // SIT + 1, "representative_id": i // SIT % stations + 1 + stations * (i % SIT),
    }, many * SIT)  # fmt: skip
    write(connection, Notice, {
        "id": i + 1, "author_id": author, "state": NoticeState.DONE, "version": 5, "column": NoticeColumn.NEWS,
        "audience": {}, "counting": False, "created_at": LONG_AGO, "released_at": LONG_AGO,
        "ended_at": LONG_AGO + timedelta(hours=1), "fixed_up_to": 0, "fix_until": 0, "recipients": 100_000,
        "left_muted": 0, "left_unreachable": 0, "sent": 99_000, "unreachable": 900, "failed": 50, "ambiguous": 50,
        "muted": 0, "tolerated": 0, "rate": 0.0,
    }, NOTICES)  # fmt: skip
    body = literal(BODY, type_of(NoticeText, "body"))
    write(connection, NoticeText, {"notice_id": i + 1, "language": "en", "body": body, "sources": literal([], Json)},
          NOTICES)  # fmt: skip
