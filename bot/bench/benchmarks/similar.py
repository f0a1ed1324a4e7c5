"""`similar`: whether opinions on the same matter are found, on real messages."""

import csv
import os
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bot.bench import databases
from bot.bench.databases import Skipped
from bot.bench.dataset_rows import LONG_AGO
from bot.bench.figures import Figure, compared
from handlers.core.casework import similar
from storage.engine import Database
from storage.models.directory import Area
from storage.models.opinions import Opinion
from storage.models.people import Person
from storage.vocabulary import AreaKind, Stage

MESSAGES = "BENCH_MESSAGES"
"""Names the folder with messages_zh.csv, hot_issues_zh.csv, duplicates_zh.csv, labelled_zh.csv: docs/performance.md."""
PLACE_ONLY = "place_only"
"""Ending of the names of issues that are none: one street, other matters."""
FIRST = 5
"""So many of those found are looked at: as many as staff see at once."""
_DISTRICT, _STREET = re.compile(r"[A-Z]\d*[市区县]"), re.compile(r"(?<=[区县])[\u4e00-\u9fff]{2}街道")

Groups = Mapping[str, Sequence[int]]
"""Messages on the same matter, by its name."""
Found = Mapping[int, Sequence[int]]
"""What is found for a message, the most alike first."""


async def on_real_messages() -> list[Figure]:
    """Share of messages for which others on the same matter are found. Raises `Skipped` without messages."""
    folder = Path(os.environ.get(MESSAGES, ""))
    if not (folder / "messages_zh.csv").is_file():
        raise Skipped(f"{MESSAGES} names no folder with messages_zh.csv")
    hot, doubles = _groups(folder / "hot_issues_zh.csv", "issue"), _groups(folder / "duplicates_zh.csv", "group")
    issues = {name: ids for name, ids in hot.items() if not name.endswith(PLACE_ONLY)}
    traps = {name: ids for name, ids in hot.items() if name.endswith(PLACE_ONLY)}
    async with databases.sqlite() as url, databases.opened(url) as database:
        await _keep(database, rows(folder / "messages_zh.csv"))
        found = await _found(database, [one for ids in (*hot.values(), *doubles.values()) for one in ids])
    trapped = [bool(hits) for hits, _ in _hits(traps, found, FIRST)]
    return [
        compared("similar.hot.first", "share", _share(issues, found, 1), 1.0, ">=", 0.75),
        compared("similar.hot.five", "share", _share(issues, found, FIRST), 1.0, ">=", 0.7),
        compared("similar.double.first", "share", _share(doubles, found, 1), 1.0, ">=", 0.9),
        compared("similar.trap.five", "share", sum(trapped) / len(trapped), 1.0, "<=", 0.4),
    ]


def rows(file: Path) -> list[dict[str, str]]:
    """Rows of a file with commas."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _groups(file: Path, name: str) -> Groups:
    groups: dict[str, list[int]] = defaultdict(list)
    for row in rows(file):
        groups[row[name]].append(int(row["id"]))
    return groups


async def _keep(database: Database, messages: Sequence[Mapping[str, str]]) -> None:
    """Each message as an opinion, in the order they were written, from the place it names."""
    async with database.writing() as session:
        person = Person(chat_id=7, language="zh_Hans", created_at=LONG_AGO)
        session.add(person)
    same = {"constituent_id": person.id, "stage": Stage.SUBMITTED, "anonymous": True}
    same |= dict.fromkeys(("submitted_at", "stage_since"), LONG_AGO)
    areas: dict[tuple[str, str], int] = {}
    ordered = sorted(messages, key=lambda one: one["time"])
    for start in range(0, len(ordered), 100):
        async with database.writing() as session:
            for message in ordered[start : start + 100]:
                text = f"{message['title']}\n{message['detail'].strip()}"
                district, street = ((pattern.findall(text) or [""])[0] for pattern in (_DISTRICT, _STREET))
                area = await _area(session, areas, district, street)
                number = int(message["id"])
                own = {"id": number, "area_id": area, "summary": text[:80]}
                own |= {"reference": message["id"], "submission": message["id"]}
                await session.execute(insert(Opinion), {**same, **own})
                await similar.keep(session, number, area, text)
        await similar.count_words(database.reading, database.writing)


async def _area(session: Any, areas: dict[tuple[str, str], int], district: str, street: str) -> int:
    if (district, street) not in areas:
        above = await _area(session, areas, district, "") if street else None
        code = f"{district}{street}-"
        area = Area(code=code, kind=AreaKind.TOWN, name=street or district or "–", sound=code, parent_id=above)
        session.add(area)
        await session.flush()
        areas[district, street] = area.id
    return areas[district, street]


async def _found(database: Database, ids: Sequence[int]) -> Found:
    found = {}
    async with database.reading() as session:
        for one in dict.fromkeys(ids):
            like = await similar.similar(session, await session.get_one(Opinion, one), None)
            found[one] = [other.opinion.id for other in like]
    return found


def _hits(groups: Groups, found: Found, first: int) -> list[tuple[int, int]]:
    """For each message: how many of the first found are on the same matter, and how many could be."""
    return [
        (len({*ids} & {*found[one][:first]}), min(first, len({*ids}) - 1)) for ids in groups.values() for one in ids
    ]


def _share(groups: Groups, found: Found, first: int) -> float:
    hits = [many / could for many, could in _hits(groups, found, first) if could]
    return sum(hits) / len(hits)
