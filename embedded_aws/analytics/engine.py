"""DuckDB in this process, imported at first use: few commands of a laptop ever need it."""

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

THREADS = 2
MEMORY = "512MB"
"""DuckDB writes to a temporary folder what exceeds this."""
_lock = threading.Lock()
_database: Any = None


def _limits() -> dict[str, Any]:
    """Of a database; its temporary files are in no folder of whoever started the server."""
    folder = Path(tempfile.gettempdir(), f"embedded-aws-{os.getpid()}")
    return {"threads": THREADS, "memory_limit": MEMORY, "temp_directory": str(folder)}


def _connection() -> "DuckDBPyConnection":
    global _database  # noqa: PLW0603 - one database for the process, as there is one moto
    import duckdb  # noqa: PLC0415 - takes a tenth of a second that a start must not take

    with _lock:
        if _database is None:
            _database = duckdb.connect(config=_limits())
    connection: DuckDBPyConnection = _database.cursor()
    return connection


@contextmanager
def session() -> "Iterator[DuckDBPyConnection]":
    """A connection with temporary tables and views of its own."""
    connection = _connection()
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def database() -> "Iterator[DuckDBPyConnection]":
    """A database of one query's own, with nothing else in it."""
    import duckdb  # noqa: PLC0415 - see above

    with duckdb.connect(config=_limits()) as connection:
        yield connection


def quoted(name: str) -> str:
    """The name as an identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """The text as a literal."""
    return "'" + text.replace("'", "''") + "'"
