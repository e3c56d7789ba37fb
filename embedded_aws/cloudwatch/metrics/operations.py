"""CloudWatch's metric operations, over our summaries instead of moto's list of data."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from moto.cloudwatch.exceptions import InvalidParameterCombination, ValidationError
from moto.cloudwatch.models import CloudWatchBackend
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult

from embedded_aws.cloudwatch.maths.series import MathError
from embedded_aws.cloudwatch.metrics.queries import Queries, Window, metric_query
from embedded_aws.cloudwatch.metrics.store import MINUTE, Metric, Store, dimensions_of, put, seconds
from embedded_aws.cloudwatch.metrics.summary import UnknownStatisticError


def install() -> None:
    """Replace moto's operations; safe to call more than once."""
    backend: Any = CloudWatchBackend
    backend.put_metric_data = put_metric_data
    backend.get_metric_data = get_metric_data
    backend.get_filtered_metrics = get_filtered_metrics
    CloudWatchResponse.get_metric_statistics = get_metric_statistics


def put_metric_data(self: Any, namespace: str, metric_data: Sequence[dict[str, Any]]) -> None:
    """PutMetricData: a summary of each datum; all are refused when one is invalid."""
    for number, datum in enumerate(metric_data):
        self._validate_parameters_put_metric_data(datum, number + 1)
    for datum in metric_data:
        put(Store(self), namespace, datum, time.time())


def get_metric_data(
    self: Any,
    queries: Sequence[dict[str, Any]],
    start_time: datetime,
    end_time: datetime,
    scan_by: str = "TimestampDescending",
) -> list[dict[str, Any]]:
    """GetMetricData: metrics and metric math, in the requested order."""
    window = _window(start_time, end_time)
    answers = Queries(Store(self), queries, window)
    returned = [query for query in queries if query.get("ReturnData", True)]
    try:
        results = [(query, answers.values(query["Id"])) for query in returned]
    except (MathError, UnknownStatisticError) as error:
        raise ValidationError(str(error)) from error
    return [_result(query, values, scan_by) for query, values in results]


def _window(start: datetime, end: datetime) -> Window:
    """The requested time in whole minutes."""
    first, last = seconds(start), seconds(end)
    if first == last:
        raise ValidationError("The parameter StartTime must not equal parameter EndTime.")
    if first > last:
        raise ValidationError("The parameter EndTime must be greater than StartTime.")
    return Window(int(first) // MINUTE * MINUTE, int(-(-last // 1)))


def _result(query: dict[str, Any], values: dict[int, float], scan_by: str) -> dict[str, Any]:
    ordered = sorted(values.items(), reverse=scan_by != "TimestampAscending")
    stat = query.get("MetricStat")
    default = f"{stat['Metric']['MetricName']} {stat['Stat']}" if stat else query["Id"]
    return {
        "Id": query["Id"],
        "Label": query.get("Label") or default,
        "Timestamps": [_moment(at) for at, _ in ordered],
        "Values": [value for _, value in ordered],
        "StatusCode": "Complete",
    }


def get_metric_statistics(self: Any) -> ActionResult:
    """GetMetricStatistics: simple and extended statistics of one metric."""
    parameters = self._get_params()
    simple, extended = (
        parameters.get("Statistics") or [],
        parameters.get("ExtendedStatistics") or [],
    )
    if not simple and not extended:
        raise InvalidParameterCombination("Must specify either Statistics or ExtendedStatistics")
    name = parameters["MetricName"]
    metric = parameters["Namespace"], name, parameters.get("Dimensions") or []
    window = _window(parameters["StartTime"], parameters["EndTime"])
    store = Store(self.cloudwatch_backend)
    points: dict[int, dict[str, Any]] = {}
    for statistic in [*simple, *extended]:
        query = metric_query(metric, int(parameters["Period"]), statistic, parameters.get("Unit"))
        try:
            values = Queries(store, [query], window).values("m1")
        except (MathError, UnknownStatisticError) as error:
            raise ValidationError(str(error)) from error
        for at, value in values.items():
            point = points.setdefault(at, {"Timestamp": _moment(at)})
            statistics = (
                point.setdefault("ExtendedStatistics", {}) if statistic in extended else point
            )
            statistics[statistic] = value
    unit = parameters.get("Unit") or store.unit((metric[0], name, dimensions_of(metric[2])))
    rows = [{**point, "Unit": unit or "None"} for _, point in sorted(points.items())]
    return ActionResult({"Label": name, "Datapoints": rows})


def get_filtered_metrics(
    self: Any, metric_name: str, namespace: str, dimensions: Sequence[dict[str, str]]
) -> list[dict[str, Any]]:
    """The metrics with the name, the namespace and at least these dimensions."""

    def fits(metric: Metric) -> bool:
        values = dict(metric[2])
        return (
            namespace in {None, "", metric[0]}
            and metric_name in {None, "", metric[1]}
            and all(
                each["Name"] in values and each.get("Value") in {None, values[each["Name"]]}
                for each in dimensions
            )
        )

    return [_described(metric) for metric in sorted(Store(self).metrics()) if fits(metric)]


def _described(metric: Metric) -> dict[str, Any]:
    namespace, name, dimensions = metric
    pairs = [{"Name": key, "Value": value} for key, value in dimensions]
    return {"Namespace": namespace, "MetricName": name, "Dimensions": pairs}


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)
