"""`column IN (...)` with a list of any length as one parameter."""

from collections.abc import Collection
from typing import Any, Self

import orjson
from sqlalchemy import BigInteger, Boolean, ColumnElement, Dialect, Text, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeDecorator, TypeEngine


class _Numbers(TypeDecorator[Collection[int]]):
    """Whole numbers as one value: an array, or JSON where there is none."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(BigInteger) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Collection[int] | None, dialect: Dialect) -> Any:
        numbers = list(value or ())
        return numbers if dialect.name == "postgresql" else orjson.dumps(numbers).decode()


class in_list(FunctionElement[bool]):  # noqa: N801 - read as a function, as SQLAlchemy's own
    """True if `column` is one of the numbers given as the parameter `name`; never if there are none.

    For statements that are made once: `in_` has SQLAlchemy write, and SQLite prepare, another one for each length.
    """

    type = Boolean()
    inherit_cache = True

    def __init__(self, column: ColumnElement[Any] | InstrumentedAttribute[Any], name: str) -> None:
        super().__init__(column, bindparam(name, type_=_Numbers()))

    def self_group(self, against: OperatorType | None = None) -> Self:
        """As it stands: SQLAlchemy would have it compared with 1, and then SQLite uses no index."""
        return self


@compiles(in_list)
def _in_json(element: in_list, compiler: Any, **options: Any) -> str:
    column, numbers = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({numbers}))"  # noqa: S608 - made of compiled parts


@compiles(in_list, "postgresql")
def _any_of_array(element: in_list, compiler: Any, **options: Any) -> str:
    column, numbers = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} = ANY ({numbers})"
