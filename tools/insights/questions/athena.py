"""Questions asked of an account's Athena."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tools.command import CommandError
from tools.insights.questions.dialect import parsed, with_routes
from tools.insights.questions.logs import Answer
from tools.insights.questions.question import Question

RUNNING = {"QUEUED", "RUNNING"}
CASTS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("bigint", "integer", "smallint", "tinyint"), int),
    **dict.fromkeys(("double", "float", "real", "decimal"), float),
    "boolean": lambda text: text == "true",
    "timestamp": datetime.fromisoformat,
}


@dataclass(frozen=True)
class Athena:
    """A workgroup, and the database of an environment's logs."""

    client: Any
    database: str
    workgroup: str
    routes: Sequence[str] = ()
    poll_seconds: float = 0.5

    def ask(self, question: Question) -> Answer:
        """The answer; CommandError with Athena's reason when the query fails."""
        place = f"analytics/questions/{question.name}.sql"
        query = with_routes(parsed(question.sql, place), self.routes)
        execution = self.client.start_query_execution(
            QueryString=query.sql(dialect="trino"),
            QueryExecutionContext={"Database": self.database},
            WorkGroup=self.workgroup,
        )["QueryExecutionId"]
        status = self._ended(execution)
        if status["State"] != "SUCCEEDED":
            reason = status.get("StateChangeReason", status["State"])
            raise CommandError(f"Athena did not answer {place}: {reason}")
        return self._read(question, execution)

    def _ended(self, execution: str) -> Any:
        while True:
            described = self.client.get_query_execution(QueryExecutionId=execution)
            status = described["QueryExecution"]["Status"]
            if status["State"] not in RUNNING:
                return status
            time.sleep(self.poll_seconds)

    def _read(self, question: Question, execution: str) -> Answer:
        columns: list[tuple[str, str]] = []
        rows: list[list[Any]] = []
        for page in self._pages(execution):
            columns = [
                (each["Name"], each["Type"]) for each in page["ResultSetMetadata"]["ColumnInfo"]
            ]
            rows += [_values(row, columns) for row in page["Rows"]]
        # The first row has the names of the columns.
        return Answer(question, [name for name, _ in columns], rows[1:])

    def _pages(self, execution: str) -> Iterator[Any]:
        pages = self.client.get_paginator("get_query_results")
        for page in pages.paginate(QueryExecutionId=execution):
            yield page["ResultSet"]


def _values(row: Any, columns: Sequence[tuple[str, str]]) -> list[Any]:
    return [
        _value(datum.get("VarCharValue"), kind)
        for datum, (_, kind) in zip(row["Data"], columns, strict=True)
    ]


def _value(text: str | None, kind: str) -> Any:
    if text is None:
        return None
    try:
        return CASTS.get(kind, str)(text)
    except ValueError:  # the name of the column, in the first row
        return text
