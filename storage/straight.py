"""The shortest way of a statement that is made once: SQLAlchemy writes it down, the driver runs it (docs/adr/0011)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Self
from weakref import WeakKeyDictionary

from sqlalchemy import BindParameter, Connection, Dialect, Executable, Float, Numeric, TextClause
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.util import greenlet_spawn

Process = Callable[[Any], Any]
Params = Mapping[str, Any] | list[Mapping[str, Any]] | None


class Rows(IteratorResult[*tuple[Any, ...]]):
    """What a statement found, or how many rows it changed."""

    rowcount: int = -1


class Slot(NamedTuple):
    """A parameter of a statement."""

    name: str
    write: Process | None
    """Makes of it what the driver takes."""
    is_fixed: bool
    value: Any
    """If it is fixed: what the statement itself says, as the driver takes it."""


class Plain(NamedTuple):
    """A statement as the driver takes it."""

    sql: str
    slots: Sequence[Slot]
    in_order: bool
    """Whether the driver wants the parameters in this order, not by name."""
    keys: SimpleResultMetaData
    readers: Sequence[Process | None]
    """Make of what the driver gives a value; empty where no column needs that."""

    @classmethod
    def of(cls, statement: Executable, given: Sequence[str], dialect: Dialect, *, many: bool) -> Self | None:
        """None where SQLAlchemy has more to do than to write it down once. `many`: it is run with a list."""
        options = {"dialect": dialect, "column_keys": list(given), "for_executemany": many}
        compiled = statement.compile(**options)  # type: ignore[attr-defined]
        if not isinstance(compiled, SQLCompiler) or _needs_more(compiled):
            return None
        binds = {name: bind for bind, name in compiled.bind_names.items()}
        if any(bind.callable or (bind.required and name not in given) for name, bind in binds.items()):
            return None
        columns = compiled._result_columns  # public in no other way: what comes back, and of which type
        readers = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        return cls(
            compiled.string,
            [_slot(name, binds[name], given, dialect) for name in compiled.positiontup or binds],
            compiled.positiontup is not None,
            SimpleResultMetaData([column.keyname for column in columns], [column.objects for column in columns]),
            readers if any(readers) else (),
        )

    def taken(self, params: Mapping[str, Any]) -> Sequence[Any] | Mapping[str, Any]:
        """Parameters as the driver takes them."""
        values = [
            value if is_fixed else params[name] if write is None else write(params[name])
            for name, write, is_fixed, value in self.slots
        ]
        return values if self.in_order else {slot.name: value for slot, value in zip(self.slots, values, strict=True)}

    def read(self, found: Sequence[Sequence[Any]], count: int) -> Rows:
        """Rows as SQLAlchemy gives them, of what the driver gave."""
        if self.readers:
            found = [
                tuple(read(value) if read else value for read, value in zip(self.readers, row, strict=True))
                for row in found
            ]
        rows = Rows(self.keys, iter(found))
        rows.rowcount = count
        return rows


def _slot(name: str, bind: BindParameter[Any], given: Sequence[str], dialect: Dialect) -> Slot:
    write, is_fixed = bind.type.dialect_impl(dialect).bind_processor(dialect), name not in given
    value = bind.effective_value if is_fixed else None
    return Slot(name, write, is_fixed, write(value) if write is not None and is_fixed else value)


def _needs_more(compiled: SQLCompiler) -> bool:
    """Whether a run needs more than parameters: defaults made here, lists, escaped names, what comes as text.

    Numbers with a fraction are read by a type that psycopg tells only with the rows.
    """
    return bool(
        compiled.insert_prefetch
        or compiled.update_prefetch
        or compiled.literal_execute_params
        or compiled.post_compile_params
        or compiled.escaped_bind_names
        or not compiled._ordered_columns
        or any(isinstance(column.type, Numeric | Float) for column in compiled._result_columns)
    )


_known: WeakKeyDictionary[Executable, dict[tuple[str, bool, *tuple[str, ...]], Plain | None]] = WeakKeyDictionary()
"""Statements that were seen before; one that is made anew each time is not seen again."""


def plain(statement: Executable, params: Params, dialect: Dialect) -> Plain | None:
    """How the driver takes it; None for SQLAlchemy's ordinary way."""
    seen = _known.get(statement)
    if seen is None:
        _known[statement] = {}
        return None
    many = isinstance(params, list)
    first = params[0] if isinstance(params, list) and params else params
    if isinstance(statement, TextClause) or not isinstance(first, Mapping | None):
        return None
    key = (dialect.name, many, *(first or ()))
    if key not in seen:
        seen[key] = Plain.of(statement, key[2:], dialect, many=many)
    found = seen[key]
    return None if many and found is not None and found.keys.keys else found


def run(here: Connection, plain: Plain, params: Params) -> Rows:
    """Have SQLite run it, where it stands. Raises `sqlalchemy.exc.DBAPIError`."""
    driver: Any = here.connection.dbapi_connection
    try:
        if isinstance(params, list):
            cursor = driver.executemany(plain.sql, [plain.taken(row) for row in params])
        else:
            cursor = driver.execute(plain.sql, plain.taken(params or {}))
        return plain.read(cursor.fetchall(), cursor.rowcount)
    except here.dialect.loaded_dbapi.Error as error:
        raise _told(here, plain, error) from error


async def run_there(here: Connection, plain: Plain, params: Params) -> Rows:
    """Have PostgreSQL run it. Raises `sqlalchemy.exc.DBAPIError`."""
    driver: Any = here.connection.driver_connection
    try:
        async with driver.cursor() as cursor:
            if isinstance(params, list):
                await cursor.executemany(plain.sql, [plain.taken(row) for row in params])
            else:
                await cursor.execute(plain.sql, plain.taken(params or {}))
            found = await cursor.fetchall() if plain.keys.keys else ()
            return plain.read(found, cursor.rowcount)
    except here.dialect.loaded_dbapi.Error as error:
        told = _told(here, plain, error)
        if isinstance(told, DBAPIError) and told.connection_invalidated:
            await greenlet_spawn(here.invalidate, error)
        raise told from error


def _told(here: Connection, plain: Plain, error: Exception) -> BaseException:
    """The driver's error as SQLAlchemy tells it."""
    dialect = here.dialect
    lost = dialect.is_disconnect(error, here.connection.dbapi_connection, None)  # type: ignore[arg-type]
    return DBAPIError.instance(
        plain.sql,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=dialect,
    )
