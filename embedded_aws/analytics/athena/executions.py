"""One query: started, run in a thread of its own, stopped, and its results in S3."""

import tempfile
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from moto.s3.models import s3_backends
from moto.utilities.utils import get_partition

from embedded_aws.analytics import engine
from embedded_aws.analytics.athena.results import Row, csv_of, text_of
from embedded_aws.analytics.athena.scans import scanned_bytes
from embedded_aws.analytics.athena.statements import StatementError, read, type_of
from embedded_aws.analytics.athena.tables import Catalog
from embedded_aws.state.changes import changing

QUEUED, RUNNING, SUCCEEDED, FAILED, CANCELLED = (
    "QUEUED",
    "RUNNING",
    "SUCCEEDED",
    "FAILED",
    "CANCELLED",
)
ENDED = {SUCCEEDED, FAILED, CANCELLED}
SCAN_LIMIT = "Query cancelled! : Bytes scanned limit was exceeded"
STOPPED = "Query cancelled by user"
INTERRUPTED = "The embedded AWS was stopped while the query ran; start it again."
PROCESS = uuid.uuid4().hex
"""This process: a query that another one began has no thread any more."""


@dataclass
class Execution:
    """A query and its state; pickled with moto's state, where it is kept."""

    id: str
    query: str
    context: Mapping[str, str]
    workgroup: Any
    output: str
    settings: Mapping[str, Any]
    parameters: Sequence[str]
    submitted: float
    status: str = QUEUED
    reason: str | None = None
    completed: float | None = None
    scanned: int = 0
    engine_ms: int = 0
    columns: list[tuple[str, str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    process: str = PROCESS

    def look(self) -> None:
        """Fail a query that was running when an earlier server stopped."""
        if self.process != PROCESS:
            self.end(FAILED, INTERRUPTED)

    def end(self, status: str, reason: str | None = None) -> None:
        """Set the outcome, unless there is one."""
        if self.status not in ENDED:
            self.status, self.reason, self.completed = status, reason, time.time()


_running: dict[str, Any] = {}
"""Connections of the queries that run in this process, by execution."""


def start(execution: Execution, account_id: str, region: str, limit: int | None) -> None:
    """Run the query in a thread."""
    arguments = (execution, account_id, region, limit)
    threading.Thread(target=_run, args=arguments, name="athena", daemon=True).start()


def stop(execution: Execution) -> None:
    """Cancel a query that has not ended."""
    execution.end(CANCELLED, STOPPED)
    connection = _running.get(execution.id)
    if connection is not None:
        connection.interrupt()


def _run(execution: Execution, account_id: str, region: str, limit: int | None) -> None:
    began = time.perf_counter()
    if execution.status == QUEUED:
        execution.status = RUNNING
    try:
        _answer(execution, account_id, region, limit)
    except StatementError as error:
        execution.end(FAILED, str(error))
    except Exception as error:  # noqa: BLE001 - the reason of a failed query is its answer
        execution.end(FAILED, f"GENERIC_USER_ERROR: {str(error).splitlines()[0]}")
    finally:
        _running.pop(execution.id, None)
        execution.engine_ms = int((time.perf_counter() - began) * 1000)


def _answer(execution: Execution, account_id: str, region: str, limit: int | None) -> None:
    statement = read(execution.query, execution.context.get("Database", ""), execution.parameters)
    with engine.database() as duck, tempfile.TemporaryDirectory(prefix="athena-") as folder:
        _running[execution.id] = duck
        catalog = Catalog(duck, account_id, region, Path(folder))
        with changing(worth_saving=False):
            for each in statement.reads:
                catalog.make(each)
        execution.scanned = scanned_bytes(duck, statement.sql, catalog.sources)
        if limit is not None and execution.scanned > limit:
            execution.end(CANCELLED, SCAN_LIMIT)
            return
        result = duck.execute(statement.sql)
        columns = [(each[0], type_of(str(each[1]))) for each in result.description]
        rows: list[Row] = [[text_of(value) for value in row] for row in result.fetchall()]
    names = [name for name, _ in columns]
    with changing():
        if execution.status in ENDED:
            return
        _store(execution, account_id, region, csv_of(names, rows))
        execution.columns, execution.rows = columns, rows
        execution.end(SUCCEEDED)


def _store(execution: Execution, account_id: str, region: str, body: bytes) -> None:
    """Write the results, encrypted as the bucket says."""
    bucket, _, key = execution.output.removeprefix("s3://").partition("/")
    s3: Any = s3_backends[account_id][get_partition(region)]
    if bucket not in s3.buckets:
        raise StatementError(f"INVALID_OUTPUT: there is no bucket {bucket} for the results")
    s3.put_object(bucket, key, body)
