"""StartQuery in the language of Logs Insights, of which moto has little and passes over the rest.

CloudWatch Logs user guide, "CloudWatch Logs Insights query language".
"""

from collections.abc import Callable
from typing import Any

from moto.logs import models
from moto.logs.exceptions import LogsClientError

from embedded_aws.cloudwatch.insights.events import row_of
from embedded_aws.cloudwatch.insights.queries import compiled
from embedded_aws.cloudwatch.insights.tokens import QueryError


def install() -> None:
    """Run queries with our own engine; safe to call more than once."""
    models.execute_query = execute_query
    query: Any = models.LogQuery
    if not getattr(query, "counts_records", False):
        query.counts_records = True
        query.to_result_json = _counted(query.to_result_json)


def _counted(original: Callable[[Any], dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
    def to_result_json(self: Any) -> dict[str, Any]:
        answer = original(self)
        matched = float(len(answer["results"]))
        statistics = {"recordsMatched": matched, "recordsScanned": matched, "bytesScanned": 0.0}
        return {**answer, "queryLanguage": "CWLI", "statistics": statistics}

    return to_result_json


def execute_query(
    log_groups: list[Any], query: str, start_time: int, end_time: int
) -> list[dict[str, str]]:
    """The rows of the answer; a malformed query is refused, as StartQuery does."""
    try:
        run = compiled(query)
    except QueryError as error:
        raise LogsClientError("MalformedQueryException", str(error)) from error
    events = [
        (event, stream.log_stream_name, f"{group.account_id}:{group.name}")
        for group in log_groups
        for stream in list(group.streams.values())
        for event in list(stream.events)
        if start_time * 1000 <= event.timestamp <= (end_time or 1e12) * 1000
    ]
    events.sort(key=lambda each: each[0].timestamp, reverse=True)
    return run([row_of(*each) for each in events])
