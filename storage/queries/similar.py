"""Questions about opinions that share words.

Each opinion has its words in one row, and a row of its own for each of its rare ones, keyed by word and opinion. So the
newest with a word are found at once among millions, on both databases alike and by nothing but a key.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, cast

import orjson
from sqlalchemy import (
    BigInteger,
    CursorResult,
    Float,
    Select,
    String,
    Table,
    bindparam,
    column,
    delete,
    func,
    insert,
    literal,
    select,
    true,
    union,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.ext.asyncio import AsyncSession

from storage.in_list import in_list
from storage.models.opinions import Opinion
from storage.models.similar import OpinionWords, RareWord, WordCount
from storage.upsert import inserts_by_dialect
from storage.vocabulary import Stage

_WORDS, _RARE, _COUNT = (cast("Table", one.__table__) for one in (OpinionWords, RareWord, WordCount))


def _listed(dialect: str) -> Any:
    """The parameter `weights`, weights by word as JSON, as rows of `key` and `value`."""
    given = bindparam("weights", type_=String)
    if dialect == "sqlite":
        return func.json_each(given).table_valued("key", "value").alias("listed")
    return func.json_each_text(sql_cast(given, JSON)).table_valued("key", "value").alias("listed")


def _by_dialect(made: Any) -> dict[str, Any]:
    return {dialect: made(_listed(dialect)) for dialect in ("sqlite", "postgresql")}


_COUNTED = _by_dialect(
    lambda listed: select(_COUNT.c.word, _COUNT.c.opinions).join(listed, _COUNT.c.word == listed.c.key)
)
_KEEP_RARE = _by_dialect(
    lambda listed: insert(_RARE).from_select(
        ["word", "opinion_id"], select(listed.c.key, bindparam("opinion", type_=BigInteger))
    )
)
_FORGET_RARE = delete(_RARE).where(_RARE.c.word == bindparam("rare"), _RARE.c.opinion_id == bindparam("opinion"))
_KEEP_WORDS = insert(_WORDS)
_KEEP_COUNTS = {
    name: made.on_conflict_do_update(
        index_elements=["word"], set_={"opinions": made.excluded.opinions, "upto": made.excluded.upto}
    )
    for name, made in inserts_by_dialect(WordCount)
}


def _sharing(dialect: str) -> Select[int]:
    """Opinions among the newest with any of the words, those first whose words together say most."""
    listed, newer = _listed(dialect), _RARE.alias("newer")
    oldest = (
        select(newer.c.opinion_id)
        .where(newer.c.word == listed.c.key)
        .order_by(newer.c.opinion_id.desc())
        .offset(bindparam("with_word"))
        .limit(1)
        .scalar_subquery()
    )
    together = func.sum(sql_cast(listed.c.value, Float))
    return (
        select(_RARE.c.opinion_id)
        .select_from(listed)
        .join(_RARE, (_RARE.c.word == listed.c.key) & (_RARE.c.opinion_id > func.coalesce(oldest, 0)))
        .group_by(_RARE.c.opinion_id)
        .order_by(together.desc(), _RARE.c.opinion_id.desc())
        .limit(bindparam("most"))
    )


def _split(dialect: str) -> Any:
    """The words of an opinion as rows of `word`, and the empty one."""
    words = _WORDS.c.words.concat(" ")
    if dialect == "sqlite":
        listed = func.json_each("[" + func.replace(func.json_quote(words), " ", '","') + "]")
        return listed.table_valued(column("value", String), name="split")
    listed = func.unnest(func.string_to_array(words, " "))
    return listed.table_valued(column("value", String), name="split").render_derived()


def _counting(dialect: str) -> Select[str, int | None]:
    split = _split(dialect)
    return (
        select(split.c.value, _COUNT.c.opinions)
        .select_from(_WORDS)
        .join(split, true())
        .outerjoin(_COUNT, _COUNT.c.word == split.c.value)
        .where(_WORDS.c.opinion_id == bindparam("opinion"))
    )


_COUNTING = {dialect: _counting(dialect) for dialect in ("sqlite", "postgresql")}


class Compared(NamedTuple):
    """An opinion as it is compared."""

    id: int
    area_id: int | None
    words: str
    """With a space between them."""
    weight: float


class Facts(NamedTuple):
    """What is shown of an opinion beside another one."""

    reference: str
    stage: Stage
    submitted_at: datetime


async def counts(session: AsyncSession, words: Iterable[str]) -> dict[str, int]:
    """Number of opinions with each of these words among those counted; the empty word is the number of them all.

    Words that only one or none has are missing.
    """
    given = orjson.dumps(dict.fromkeys([*words, ""], 0)).decode()
    found = await session.execute(_COUNTED[session.get_bind().dialect.name], {"weights": given})
    return {row[0]: row[1] for row in found}


async def keep(session: AsyncSession, opinion_id: int, words: Sequence[str], kept: int, weight: float) -> None:
    """Keep the words of an opinion that has none kept; the first `kept` are those by which it is found."""
    await session.execute(
        _KEEP_WORDS, {"opinion_id": opinion_id, "words": " ".join(words), "kept": kept, "weight": weight}
    )
    given = orjson.dumps(dict.fromkeys(words[:kept], 0)).decode()
    await session.execute(_KEEP_RARE[session.get_bind().dialect.name], {"weights": given, "opinion": opinion_id})


async def forget(session: AsyncSession, opinions: Collection[int]) -> None:
    """Forget the words of these opinions."""
    found = select(_WORDS.c.opinion_id, _WORDS.c.words, _WORDS.c.kept).where(_WORDS.c.opinion_id.in_(opinions))
    rare = [
        {"rare": word, "opinion": opinion}
        for opinion, words, kept in (await session.execute(found))
        for word in words.split(" ")[:kept]
    ]
    if rare:
        await session.execute(_FORGET_RARE, rare)
    await session.execute(delete(_WORDS).where(_WORDS.c.opinion_id.in_(opinions)))


async def words_of(session: AsyncSession, opinion_id: int) -> list[str]:
    """The words kept of an opinion."""
    found = await session.scalar(select(_WORDS.c.words).where(_WORDS.c.opinion_id == opinion_id))
    return found.split(" ") if found else []


async def counted_words(session: AsyncSession, opinion_id: int) -> dict[str, int]:
    """The words kept of an opinion, each with the number of those counted that have it, and the empty word as `counts`.

    Nothing if none are kept.
    """
    found = await session.execute(_COUNTING[session.get_bind().dialect.name], {"opinion": opinion_id})
    return {row[0]: row[1] or 0 for row in found}


class Among(NamedTuple):
    """How many are looked at."""

    newest: int
    """Of the same village, and of the same topic at the same station."""
    with_word: int
    """Of the newest with each word."""
    candidates: int
    """Of those with such words."""


@cache
def _comparing(
    dialect: str, stages: tuple[Stage, ...], *, in_area: bool, on_topic: bool, of_stations: bool
) -> Select[*tuple[Any, ...]]:
    """Made once each: to put it together takes SQLAlchemy as long as to run it."""
    near = []
    if on_topic:
        station = Opinion.station_id == bindparam("station")
        near.append(select(Opinion.id).where(Opinion.topic_id == bindparam("topic"), station))
    if in_area:
        near.append(select(Opinion.id).where(Opinion.area_id == bindparam("area")))
    newest = [one.order_by(Opinion.id.desc()).limit(bindparam("newest")) for one in near]
    meant = union(*(select(one.subquery().c[0]) for one in (*newest, _sharing(dialect))))
    found = (
        select(Opinion.id, Opinion.area_id, OpinionWords.words, OpinionWords.weight)
        .join(OpinionWords, OpinionWords.opinion_id == Opinion.id)
        .where(Opinion.id.in_(meant), Opinion.id != bindparam("itself"), Opinion.stage.in_(stages))
    )
    return found.where(in_list(Opinion.station_id, "stations")) if of_stations else found


async def compared(
    session: AsyncSession,
    opinion: Opinion,
    weights: Mapping[str, float],
    stations: Sequence[int] | None,
    stages: tuple[Stage, ...],
    among: Among,
) -> list[Compared]:
    """The newest from the same village, of the same topic at the same station, and with these words, with all theirs.

    Those that have some of the words among their rare ones, and share most of the weight. Only at these stages, and of
    these stations (None: of all). However many there are, only those that `among` says are looked at, whatever their
    stage, by `ix_opinion_area_id_id`, `ix_opinion_station_id_topic_id_id` and the key of words: it costs the same among
    millions. One statement, for each that goes to a server costs as much as what it finds.
    """
    found = _comparing(
        session.get_bind().dialect.name,
        stages,
        in_area=opinion.area_id is not None,
        on_topic=opinion.topic_id is not None and opinion.station_id is not None,
        of_stations=stations is not None,
    )
    given: dict[str, Any] = {
        "station": opinion.station_id,
        "topic": opinion.topic_id,
        "area": opinion.area_id,
        "newest": among.newest,
        "with_word": among.with_word,
        "most": among.candidates,
        "weights": orjson.dumps(dict(weights)).decode(),
    }
    given |= {"itself": opinion.id, "stations": list(stations or ())}
    return [Compared(*row) for row in await session.execute(found, given)]


async def facts(session: AsyncSession, ids: Collection[int]) -> dict[int, Facts]:
    """What is shown of each of these opinions."""
    found = select(Opinion.id, Opinion.reference, Opinion.stage, Opinion.submitted_at).where(Opinion.id.in_(ids))
    return {row[0]: Facts(*row[1:]) for row in await session.execute(found)}


async def newest_opinions(session: AsyncSession, before: int | None, limit: int) -> Sequence[int]:
    """The newest opinions below `before`, if any, with words or without."""
    found = select(Opinion.id).order_by(Opinion.id.desc()).limit(limit)
    if before is not None:
        found = found.where(Opinion.id < before)
    return (await session.scalars(found)).all()


async def without_words(
    session: AsyncSession, ids: Collection[int], *, lock: bool = False
) -> Sequence[tuple[int, int | None]]:
    """Those of these opinions (and their villages) of which no words are kept, the newest first.

    `lock`: none of them is moved or written to until the transaction ends.
    """
    known = select(literal(1)).where(OpinionWords.opinion_id == Opinion.id).exists()
    found = select(Opinion.id, Opinion.area_id).where(in_list(Opinion.id, "ids"), ~known, Opinion.summary != "")
    found = found.order_by(Opinion.id.desc())
    return (await session.execute(found.with_for_update() if lock else found, {"ids": list(ids)})).all()


async def newest_words(session: AsyncSession, before: int | None, limit: int) -> Sequence[tuple[int, str]]:
    """The words of the newest opinions below `before`, if any."""
    found = select(_WORDS.c.opinion_id, _WORDS.c.words).order_by(_WORDS.c.opinion_id.desc()).limit(limit)
    if before is not None:
        found = found.where(_WORDS.c.opinion_id < before)
    return (await session.execute(found)).all()


async def counted_upto(session: AsyncSession) -> int:
    """The newest opinion as words were last counted; 0 if they never were."""
    return await session.scalar(select(_COUNT.c.upto).where(_COUNT.c.word == "")) or 0


async def newest_opinion(session: AsyncSession) -> int:
    """The newest opinion with words; 0 if there is none."""
    return await session.scalar(select(func.max(_WORDS.c.opinion_id))) or 0


async def keep_counts(session: AsyncSession, upto: int, counted: Mapping[str, int]) -> None:
    """Keep how many opinions have these words."""
    rows = [{"word": word, "opinions": many, "upto": upto} for word, many in counted.items()]
    if rows:
        await session.execute(_KEEP_COUNTS[session.get_bind().dialect.name], rows)


async def forget_counts(session: AsyncSession, upto: int, limit: int) -> int:
    """Forget some of what was counted before; number of words forgotten."""
    old = select(_COUNT.c.word).where(_COUNT.c.upto < upto).limit(limit)
    done = await session.execute(delete(_COUNT).where(_COUNT.c.word.in_(old)))
    return cast("CursorResult[Any]", done).rowcount
