"""Athena's operations on queries, work groups and named queries, which moto lacks or pretends.

Athena API reference.
"""

import json
import time
from collections.abc import Callable
from typing import Any

from moto.athena.responses import AthenaResponse
from moto.core.exceptions import JsonRESTError
from moto.moto_api._internal import mock_random

from embedded_aws.analytics.athena import executions
from embedded_aws.analytics.athena.executions import CANCELLED, ENDED, SUCCEEDED, Execution
from embedded_aws.analytics.athena.results import Row
from embedded_aws.state import chance

DDL = ("ALTER", "CREATE", "DESCRIBE", "DROP", "MSCK", "SHOW")
LARGEST_PAGE = 1000
ENGINE = "Athena engine version 3"


class InvalidRequestError(JsonRESTError):  # type: ignore[misc]
    """Athena's error for a request that makes no sense."""

    code = 400

    def __init__(self, message: str) -> None:
        super().__init__("InvalidRequestException", message)


def install() -> None:
    """Patch moto; safe to call more than once."""
    response: Any = AthenaResponse
    if getattr(response, "runs_queries", False):
        return
    response.runs_queries = True
    for each in (
        start_query_execution,
        get_query_execution,
        batch_get_query_execution,
        get_query_results,
        stop_query_execution,
        list_query_executions,
        get_work_group,
        update_work_group,
        delete_named_query,
        update_named_query,
        batch_get_named_query,
    ):
        setattr(response, each.__name__, each)
    response.get_named_query = _known(response.get_named_query)
    response.list_tags_for_resource = _tags


def start_query_execution(self: Any) -> str:
    """Start a query in a work group, whose settings count where it enforces them."""
    group = _group(self, self._get_param("WorkGroup") or "primary")
    if group.state != "ENABLED":
        raise InvalidRequestError(f"WorkGroup {group.name} is disabled.")
    settings = group.configuration
    result = settings.get("ResultConfiguration") or {}
    if not settings.get("EnforceWorkGroupConfiguration"):
        result = {**result, **(self._get_param("ResultConfiguration") or {})}
    location = result.get("OutputLocation")
    if not location:
        raise InvalidRequestError(
            "No output location provided. An output location is required either through the "
            "Workgroup result configuration setting or as an API input."
        )
    key = str(mock_random.uuid4())
    output = f"{location.rstrip('/')}/{key}.csv"
    execution = Execution(
        key,
        self._get_param("QueryString") or "",
        self._get_param("QueryExecutionContext") or {},
        group,
        output,
        {**result, "OutputLocation": output},
        self._get_param("ExecutionParameters") or [],
        chance.now(),
    )
    self.athena_backend.executions[key] = execution
    limit = settings.get("BytesScannedCutoffPerQuery")
    executions.start(execution, self.current_account, self.region, limit)
    return json.dumps({"QueryExecutionId": key})


def get_query_execution(self: Any) -> str:
    """The state of a query."""
    return json.dumps({"QueryExecution": _described(_execution(self))})


def batch_get_query_execution(self: Any) -> str:
    """The states of several queries."""
    known, ids = self.athena_backend.executions, self._get_param("QueryExecutionIds")
    unknown = [{"QueryExecutionId": each} for each in ids if each not in known]
    described = [_described(known[each]) for each in ids if each in known]
    return json.dumps({"QueryExecutions": described, "UnprocessedQueryExecutionIds": unknown})


def get_query_results(self: Any) -> str:
    """A page of the results; the first row of the first page names the columns."""
    execution = _execution(self)
    if execution.status != SUCCEEDED:
        word = "finished" if execution.status not in ENDED else "succeeded"
        message = f"Query has not yet {word}. Current state: {execution.status}"
        raise InvalidRequestError(execution.reason or message)
    rows: list[Row] = [[name for name, _ in execution.columns], *execution.rows]
    begin = int(self._get_param("NextToken") or 0)
    end = begin + min(int(self._get_param("MaxResults") or LARGEST_PAGE), LARGEST_PAGE)
    columns = [_column(*each) for each in execution.columns]
    cells = [
        {"Data": [{} if cell is None else {"VarCharValue": cell} for cell in row]}
        for row in rows[begin:end]
    ]
    result = {"Rows": cells, "ResultSetMetadata": {"ColumnInfo": columns}}
    token = {"NextToken": str(end)} if end < len(rows) else {}
    return json.dumps({"UpdateCount": 0, "ResultSet": result, **token})


def stop_query_execution(self: Any) -> str:
    """Cancel a query; one that has ended stays as it is."""
    executions.stop(_execution(self))
    return "{}"


def list_query_executions(self: Any) -> str:
    """The queries of a work group, the last ones first."""
    name = self._get_param("WorkGroup") or "primary"
    known = self.athena_backend.executions.values()
    ids = [each.id for each in known if each.workgroup.name == name]
    return json.dumps({"QueryExecutionIds": ids[::-1]})


def get_work_group(self: Any) -> str:
    """A work group's settings."""
    group = _group(self, self._get_param("WorkGroup"))
    described = self.athena_backend.get_work_group(group.name)
    return json.dumps({"WorkGroup": {**described, "State": group.state}})


def update_work_group(self: Any) -> str:
    """Change the settings that are given."""
    group = _group(self, self._get_param("WorkGroup"))
    updates = dict(self._get_param("ConfigurationUpdates") or {})
    if self._get_param("Description") is not None:
        group.description = self._get_param("Description")
    group.state = self._get_param("State") or group.state
    results = dict(updates.pop("ResultConfigurationUpdates", None) or {})
    own = dict(group.configuration.get("ResultConfiguration") or {})
    _remove(own, results)
    _remove(group.configuration, updates)
    group.configuration.update(updates)
    group.configuration["ResultConfiguration"] = {**own, **results}
    return "{}"


def delete_named_query(self: Any) -> str:
    """Forget a named query."""
    key = _named(self)
    del self.athena_backend.named_queries[key]
    return "{}"


def update_named_query(self: Any) -> str:
    """Change a named query."""
    query = self.athena_backend.named_queries[_named(self)]
    query.name, query.query_string = self._get_param("Name"), self._get_param("QueryString")
    query.description = self._get_param("Description") or ""
    return "{}"


def batch_get_named_query(self: Any) -> str:
    """Several named queries."""
    known, ids = self.athena_backend.named_queries, self._get_param("NamedQueryIds")
    queries = [
        {
            "Name": query.name,
            "Description": query.description,
            "Database": query.database,
            "QueryString": query.query_string,
            "NamedQueryId": query.id,
            "WorkGroup": query.workgroup.name,
        }
        for query in (known[each] for each in ids if each in known)
    ]
    unknown = [{"NamedQueryId": each} for each in ids if each not in known]
    return json.dumps({"NamedQueries": queries, "UnprocessedNamedQueryIds": unknown})


def _tags(self: Any) -> str:
    tags = self.athena_backend.list_tags_for_resource(self._get_param("ResourceARN"))
    return json.dumps(tags or {"Tags": []})


def _known(original: Callable[[Any], str]) -> Callable[[Any], str]:
    def get_named_query(self: Any) -> str:
        _named(self)
        return original(self)

    return get_named_query


def _named(self: Any) -> str:
    key: str = self._get_param("NamedQueryId")
    if key not in self.athena_backend.named_queries:
        raise InvalidRequestError(f"NamedQuery {key} was not found")
    return key


def _group(self: Any, name: str) -> Any:
    group = self.athena_backend.work_groups.get(name)
    if group is None:
        raise InvalidRequestError(f"WorkGroup {name} is not found.")
    return group


def _execution(self: Any) -> Execution:
    key = self._get_param("QueryExecutionId")
    execution: Execution | None = self.athena_backend.executions.get(key)
    if execution is None:
        raise InvalidRequestError(f"QueryExecution {key} was not found")
    execution.look()
    return execution


def _described(execution: Execution) -> dict[str, Any]:
    word = (execution.query.split(maxsplit=1) or [""])[0].upper()
    status: dict[str, Any] = {
        "State": execution.status,
        "SubmissionDateTime": execution.submitted,
    }
    if execution.completed:
        status["CompletionDateTime"] = execution.completed
    if execution.reason:
        status["StateChangeReason"] = execution.reason
        kind = 1 if execution.status == CANCELLED else 2
        status["AthenaError"] = {"ErrorCategory": kind, "ErrorMessage": execution.reason}
    total = int(((execution.completed or time.time()) - execution.submitted) * 1000)
    return {
        "QueryExecutionId": execution.id,
        "Query": execution.query,
        "StatementType": "DDL" if word in DDL else "DML",
        "ResultConfiguration": execution.settings,
        "QueryExecutionContext": execution.context,
        "Status": status,
        "Statistics": {
            "EngineExecutionTimeInMillis": execution.engine_ms,
            "DataScannedInBytes": execution.scanned,
            "TotalExecutionTimeInMillis": total,
            "QueryQueueTimeInMillis": 0,
            "ServiceProcessingTimeInMillis": 0,
        },
        "WorkGroup": execution.workgroup.name,
        "EngineVersion": {"SelectedEngineVersion": "AUTO", "EffectiveEngineVersion": ENGINE},
    }


def _column(name: str, kind: str) -> dict[str, Any]:
    return {
        "CatalogName": "hive",
        "SchemaName": "",
        "TableName": "",
        "Name": name,
        "Label": name,
        "Type": kind,
        "Precision": 0,
        "Scale": 0,
        "Nullable": "UNKNOWN",
        "CaseSensitive": kind == "varchar",
    }


def _remove(settings: dict[str, Any], updates: dict[str, Any]) -> None:
    """Take out of the settings what the updates say to remove."""
    for name in [name for name in updates if name.startswith("Remove")]:
        if updates.pop(name):
            settings.pop(name.removeprefix("Remove"), None)
