"""Databases: SQLite without a thread hop for each statement, PostgreSQL by psycopg, both behind one `Database`."""

import asyncio
import select
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from typing import Any

from sqlalchemy import Engine, event, pool, text
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DisconnectionError, OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.util import await_only

from storage.trouble import Health, Trouble, trouble_of

BUSY_SECONDS = 5
"""Seconds a transaction waits for the lock of another process on a SQLite file: as many as Python's sqlite3 does."""
BUSY_AGAIN_SECONDS = 0.02
"""Between two tries, while everything else goes on: our own choice."""
LOCK_SECONDS = 2.0
"""Seconds PostgreSQL waits for a lock. Shorter than `IDLE_SECONDS`: a frozen process's transactions end all at once,
none gets, at the end of another, the lock it was waiting for."""
IDLE_SECONDS = 2.5
"""After so long without a word from its process an open transaction is rolled back by PostgreSQL, which ends the
connection too. Longer than a process may be busy with itself, shorter than it takes the lease to pass on."""
PATIENT_SECONDS = 60.0
"""The same where a handler reads a large file in between (`hold_longer`), which may take a minute."""
APPLICATION = "huiyin"
"""Our connections' name in pg_stat_activity, by which `storage.lease.end_frozen` knows them."""
_LIMITS = text(
    f"SET LOCAL lock_timeout = {LOCK_SECONDS * 1000:.0f}; "
    f"SET LOCAL idle_in_transaction_session_timeout = {IDLE_SECONDS * 1000:.0f}; "
    "SET LOCAL tcp_keepalives_idle = 2; SET LOCAL tcp_keepalives_interval = 1; SET LOCAL tcp_keepalives_count = 2; "
    "SET LOCAL tcp_user_timeout = 4000"
)
"""Said in each transaction: a pooler knows no settings of a connection, PgBouncer refuses those made on connecting."""
_LONGER = text(
    f"SET LOCAL idle_in_transaction_session_timeout = {PATIENT_SECONDS * 1000:.0f}; "
    f"SET LOCAL application_name = '{APPLICATION} holds longer'"
)
_OUR_SIDE = {
    "application_name": APPLICATION,
    "connect_timeout": 5,
    "keepalives_idle": 3,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 5000,
}
"""libpq's own settings, which never reach the server, except for the name, which PgBouncer passes on: a server that is
gone without a word, or a line, is noticed within 6 s."""


class InlineCursor(sqlite3.Cursor):
    """A cursor that nothing has to be awaited for."""

    async def _async_soft_close(self) -> None:
        """Called by asyncio sessions once a result of plain SQL was read."""


class InlineConnection(sqlite3.Connection):
    """A connection with such cursors."""

    def cursor(self, factory: Any = InlineCursor) -> Any:
        return super().cursor(factory)


class InlineSQLite(SQLiteDialect_pysqlite):
    """SQLite for asyncio that runs each statement where it stands and only the commit, the one slow call, in a thread.

    Statements here take microseconds, a hop to another thread takes longer than most of them. See docs/adr/0002.
    """

    driver = "inline"
    is_async = True
    supports_statement_cache = True

    def create_connect_args(self, url: URL) -> Any:
        """As for pysqlite, with connections that give the cursors asyncio sessions close."""
        args, options = super().create_connect_args(url)
        return args, {**options, "factory": InlineConnection}

    @classmethod
    def get_pool_class(cls, url: URL) -> type[pool.Pool]:
        """Connections are handed to coroutines, so the queue must not block the loop."""
        return pool.AsyncAdaptedQueuePool

    def do_commit(self, dbapi_connection: Any) -> None:
        """Sync to disk without holding up the loop."""
        await_only(asyncio.get_running_loop().run_in_executor(None, dbapi_connection.commit))

    def get_driver_connection(self, connection: Any) -> Any:
        """The sqlite3 connection itself: there is no adapter around it."""
        return connection


registry.register("sqlite.inline", "storage.engine", "InlineSQLite")


class Transaction(AsyncSession):
    """A session that flushes before every statement, not only before those about models."""

    async def execute(self, statement: Any, params: Any = None, **options: Any) -> Any:
        """As `AsyncSession.execute`."""
        if self.new or self.dirty or self.deleted:
            await self.flush()
        return await super().execute(statement, params, **options)

    async def scalar(self, statement: Any, params: Any = None, **options: Any) -> Any:
        """As `AsyncSession.scalar`."""
        return (await self.execute(statement, params, **options)).scalar()

    async def scalars(self, statement: Any, params: Any = None, **options: Any) -> Any:
        """As `AsyncSession.scalars`."""
        return (await self.execute(statement, params, **options)).scalars()


class Database:
    """An open database: `writing()` for a transaction that changes something, `reading()` for a look.

    On SQLite writers queue here, in order, instead of meeting in the file's lock.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._writers = async_sessionmaker(engine, class_=Transaction, expire_on_commit=False)
        self._readers = async_sessionmaker(
            engine.execution_options(read_only=True) if self.is_sqlite else engine,
            class_=Transaction,
            expire_on_commit=False,
        )
        self._turn = asyncio.Lock()
        self.health = Health()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        try:
            async with self._transaction() as session:
                yield session
        except BaseException as error:
            self.health.failed(error)
            if self.is_sqlite and trouble_of(error) in (Trouble.READ_ONLY, Trouble.FAILING):
                await self.engine.dispose()  # a file that was opened to be read stays so
            raise
        self.health.succeeded()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncSession]:
        if not self.is_sqlite:
            with _stopping_when_told():
                async with self._writers() as session, session.begin():
                    await session.execute(_LIMITS)
                    yield session
            return
        async with self._turn, self._writers() as session, session.begin():
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session to read with; what it changes is thrown away."""
        with _stopping_when_told():
            async with self._readers() as session:
                yield session

    async def truncate_log(self) -> None:
        """SQLite: write the log back into the file and cut it to nothing. PostgreSQL looks after itself."""
        if not self.is_sqlite or not self.engine.url.database:
            return
        async with self._turn:
            await asyncio.to_thread(_truncate_log, self.engine.url.database)

    async def close(self) -> None:
        """Give the connections back."""
        await self.engine.dispose()


@contextmanager
def _stopping_when_told() -> Iterator[None]:
    """A task that was cancelled in a transaction ends; that to roll back failed as well must not keep it going."""
    try:
        yield
    except SQLAlchemyError as error:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise asyncio.CancelledError from error
        raise


async def hold_longer(session: AsyncSession) -> None:
    """Let this transaction stay open for `PATIENT_SECONDS` while nothing is asked of the database."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(_LONGER)


def open_database(url: str, *, pool_size: int = 8) -> Database:
    """Open `url` (`sqlite:///path`, `postgresql://…`); the schema is not touched.

    Raises `sqlalchemy.exc.ArgumentError` if the address cannot be read.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = create_async_engine(
            address.set(drivername="sqlite+inline"),
            connect_args={"check_same_thread": False, "timeout": 0},
            pool_size=pool_size,
            hide_parameters=True,
        )
        _make_durable(engine.sync_engine)
        return Database(engine)
    engine = create_async_engine(
        address.set(drivername="postgresql+psycopg"),
        # Prepared statements do not survive a pooler that changes servers between transactions (PgBouncer).
        connect_args={"prepare_threshold": None, **_OUR_SIDE},
        pool_size=pool_size,
        hide_parameters=True,
    )
    _replace_dead(engine.sync_engine)
    return Database(engine)


def _replace_dead(engine: Engine) -> None:
    """A connection that the server has ended is replaced before it is used; to ask the server would cost a round trip.

    What can be read from an idle connection is the server's farewell.
    """

    @event.listens_for(engine, "checkout")
    def look(_connection: Any, record: Any, _fairy: Any) -> None:
        poll = select.poll()
        poll.register(record.driver_connection.pgconn.socket, select.POLLIN | select.POLLHUP)
        if poll.poll(0):
            raise DisconnectionError


def _truncate_log(file: str) -> None:
    with closing(sqlite3.connect(file, timeout=BUSY_SECONDS)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _make_durable(engine: Engine) -> None:
    """Commits survive a power cut (WAL, synchronous=FULL); writers take the lock at BEGIN, not half-way."""

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "journal_size_limit=67108864",
            "cache_size=-16000",
            "secure_delete=FAST",  # what somebody erased is not left in the file's free pages
        ):
            _patiently(connection, f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        driver = connection.connection.dbapi_connection
        if not connection.get_execution_options().get("read_only", False):
            _patiently(driver, "BEGIN IMMEDIATE")
            return
        driver.execute("BEGIN")
        _patiently(driver, "SELECT 1 FROM sqlite_schema LIMIT 1")  # takes the lock under which all else is read


def _patiently(connection: sqlite3.Connection, statement: str) -> None:
    """Run what may meet the lock of another program: for `BUSY_SECONDS` it is asked for again, the loop goes on.

    SQLite's own patience would hold the loop.
    """
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute(statement).close()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise OperationalError(statement, None, error) from error  # SQLAlchemy leaves it bare here
        await_only(asyncio.sleep(BUSY_AGAIN_SECONDS))
