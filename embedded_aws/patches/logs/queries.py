"""Queries and metric filters that are not there are told of, where moto breaks or stays silent.

CloudWatch Logs API reference, GetQueryResults, StopQuery, PutMetricFilter, DeleteMetricFilter.
"""

from typing import Any

from moto.logs.exceptions import InvalidParameterException, ResourceNotFoundException
from moto.logs.models import LogsBackend
from moto.logs.responses import LogsResponse

NO_FILTER = "The specified metric filter does not exist."


def install() -> None:
    """Patch moto; safe to call more than once."""
    backend: Any = LogsBackend
    if getattr(backend, "knows_what_is_there", False):
        return
    backend.knows_what_is_there = True
    results = backend.get_query_results

    def get_query_results(self: Any, query_id: str) -> Any:
        if query_id not in self.queries:
            raise ResourceNotFoundException(f"Query does not exist: {query_id}")
        return results(self, query_id)

    backend.get_query_results = get_query_results
    LogsResponse.stop_query = _stop
    _patch_filters(backend)


def _patch_filters(backend: Any) -> None:
    put, delete = backend.put_metric_filter, backend.delete_metric_filter

    def put_metric_filter(
        self: Any, filter_name: str, filter_pattern: str, log_group_name: str, given: Any
    ) -> None:
        if log_group_name not in self.groups:
            raise ResourceNotFoundException
        put(self, filter_name, filter_pattern, log_group_name, given)

    def delete_metric_filter(self: Any, filter_name: str, log_group_name: str) -> None:
        if log_group_name not in self.groups:
            raise ResourceNotFoundException
        before = len(self.filters.metric_filters)
        delete(self, filter_name, log_group_name)
        if len(self.filters.metric_filters) == before:
            raise ResourceNotFoundException(NO_FILTER)

    backend.put_metric_filter = put_metric_filter
    backend.delete_metric_filter = delete_metric_filter


def _stop(self: Any) -> str:
    """Every query has ended when it is answered, so none can be stopped."""
    query_id = self._get_param("queryId")
    if query_id not in self.logs_backend.queries:
        raise ResourceNotFoundException(f"Query does not exist: {query_id}")
    raise InvalidParameterException("The query has already ended.")
