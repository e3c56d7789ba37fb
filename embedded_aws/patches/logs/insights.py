"""Makes StartQuery refuse commands that moto lacks, by name, instead of returning no rows.

CloudWatch Logs user guide, "CloudWatch Logs Insights language query syntax".
"""

from typing import Any

from moto.logs.models import LogsBackend

SERVED = {"fields", "sort", "limit"}
FIELDS = {"@timestamp", "@message", "@logStream", "@log", "@ptr"}


def install() -> None:
    """Check each query first; safe to call more than once."""
    backend: Any = LogsBackend
    if getattr(backend, "refuses_queries", False):
        return
    backend.refuses_queries = True
    start = backend.start_query

    def start_query(self: Any, *arguments: Any, **named: Any) -> Any:
        _check(named["query_string"] if "query_string" in named else arguments[-1])
        return start(self, *arguments, **named)

    backend.start_query = start_query


def _check(query: str) -> None:
    lines = (line for line in query.splitlines() if not line.strip().startswith("#"))
    for part in " ".join(lines).split("|"):
        command, _, rest = part.strip().partition(" ")
        if not command:
            continue
        if command.lower() not in SERVED:
            raise NotImplementedError(f"the command {command} of Logs Insights")
        _check_fields(command.lower(), rest)


def _check_fields(command: str, rest: str) -> None:
    if command == "limit":
        return
    for each in rest.split(","):
        name = each.strip().split(" ")[0] if command == "sort" else each.strip()
        if name not in FIELDS or (command == "sort" and name != "@timestamp"):
            raise NotImplementedError(f"{command} {name} of Logs Insights")
