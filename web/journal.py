"""Keeps feedback: which answer, which verdict, which reason. No words, no address, no person.

Answers never depend on it. The store is opened at the first entry, so that a service without a
disk still answers; an entry that was not kept is told to the one who sent it.
"""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from sqlalchemy import (
    Column,
    DateTime,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    func,
    insert,
    make_url,
    select,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_MS = 600
CONNECT_SECONDS = 2
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    f"busy_timeout={BUSY_MS}",
    "trusted_schema=OFF",
    "secure_delete=ON",
)

_TABLES = MetaData()
_FEEDBACK = Table(
    "feedback",
    _TABLES,
    Column("id", Integer, primary_key=True),
    Column("received", DateTime(), nullable=False),
    Column("topic", String(80), nullable=False),
    Column("ruling", String(80), nullable=False),
    Column("as_of", String(10), nullable=False),
    Column("knowledge", String(71), nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("reason", String(20), nullable=True),
)


class JournalError(Exception):
    """The entry was not kept."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody thought of one answer; every field is from a closed list."""

    topic: str
    ruling: str
    as_of: str
    knowledge: str
    verdict: str
    reason: str | None


class Journal:
    """The store behind ``ANNAI_DATABASE_URL``. Safe to share between threads."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._engine: Engine | None = None
        self._opening = Lock()

    def keep(self, feedback: Feedback) -> None:
        """Store one entry, durably.

        Raises:
            JournalError: it was not kept, for whatever reason.
        """
        received = datetime.now(UTC).replace(tzinfo=None)
        try:
            with self._opened().begin() as connection:
                row = insert(_FEEDBACK).values(received=received, **asdict(feedback))
                connection.execute(row)
        except (SQLAlchemyError, ImportError, OSError) as error:
            raise JournalError(type(error).__name__) from error

    def count(self) -> int:
        """Return how many entries are kept.

        Raises:
            JournalError: the store cannot be read.
        """
        try:
            with self._opened().connect() as connection:
                return connection.execute(select(func.count()).select_from(_FEEDBACK)).scalar_one()
        except (SQLAlchemyError, ImportError, OSError) as error:
            raise JournalError(type(error).__name__) from error

    def close(self) -> None:
        """Give the connections back."""
        if self._engine is not None:
            self._engine.dispose()

    def _opened(self) -> Engine:
        """Return the engine; makes folder and tables first, and again until that has succeeded."""
        with self._opening:
            if self._engine is None:
                engine = _engine(self._url)
                _TABLES.create_all(engine)
                self._engine = engine
            return self._engine


def _engine(text: str) -> Engine:
    url = make_url(text)
    if url.get_backend_name() != "sqlite":
        return create_engine(
            url, pool_pre_ping=True, connect_args={"connect_timeout": CONNECT_SECONDS}
        )
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000})
    event.listen(engine, "connect", _set_pragmas)
    return engine


def _set_pragmas(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
