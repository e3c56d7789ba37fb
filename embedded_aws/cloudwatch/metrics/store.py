"""All metrics of one region: a summary per minute, and per five minutes for older ones."""

import logging
import threading
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from embedded_aws.cloudwatch.metrics.summary import Summary, add, add_set, empty, merge

MINUTE = 60
MINUTES_KEPT_SECONDS = 3 * 3600
"""So long minutes stay apart; then five of them become one."""
OLDER_SECONDS = 300
KEPT_SECONDS = 24 * 3600
MAXIMUM_METRICS = 5_000
"""A dimension with a value for each request must not fill the machine's memory."""

type Dimensions = tuple[tuple[str, str], ...]
"""(name, value), ordered by name."""
type Metric = tuple[str, str, Dimensions]
"""Namespace, name, dimensions: a metric is its exact set of dimensions."""
type Kept = dict[Metric, dict[tuple[int, str | None], Summary]]
"""By metric, then by (begin of the minute, unit)."""

_lock = threading.Lock()
_report = logging.getLogger(__name__)


def dimensions_of(given: Iterable[Any]) -> Dimensions:
    """Dimensions in the store's form, from the API's (Name, Value)."""
    return tuple(sorted((each["Name"], each["Value"]) for each in given))


def seconds(moment: datetime) -> float:
    """Unix time of the API's time; without a time zone it is UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


class Store:
    """Reads and writes the metrics in moto's CloudWatch; thread-safe."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    @property
    def _kept(self) -> Kept:
        """The metrics, stored on moto's backend, so that the snapshot has them."""
        metrics: Kept = vars(self._backend).setdefault("kept_metrics", {})
        return metrics

    def add(self, metric: Metric, unit: str | None, at: float, summary: Summary) -> None:
        """Add samples of one minute."""
        with _lock:
            metrics = self._kept
            if metric not in metrics and len(metrics) >= MAXIMUM_METRICS:
                if not vars(self._backend).get("too_many_metrics"):
                    vars(self._backend)["too_many_metrics"] = True
                    _report.warning("%s is one metric too many: new ones are dropped", metric)
                return
            place = int(at) // MINUTE * MINUTE, unit
            merge(metrics.setdefault(metric, {}).setdefault(place, empty()), summary)

    def has(self, metric: Metric, at: float) -> bool:
        """Whether the minute has samples."""
        minute = int(at) // MINUTE * MINUTE
        with _lock:
            return any(key[0] == minute for key in self._kept.get(metric, {}))

    def windows(
        self, metric: Metric, start: int, period: int, count: int, unit: str | None = None
    ) -> list[Summary | None]:
        """The summaries of consecutive periods from the start; None where there are no samples."""
        summaries: list[Summary | None] = [None] * count
        with _lock:
            for (minute, of_unit), summary in self._minutes(metric).items():
                place = (minute - start) // period
                if 0 <= place < count and unit in {None, of_unit}:
                    window = summaries[place] = summaries[place] or empty()
                    merge(window, summary)
        return summaries

    def unit(self, metric: Metric) -> str | None:
        """A unit of the metric's samples."""
        with _lock:
            return next((unit for _, unit in self._minutes(metric)), None)

    def metrics(self) -> list[Metric]:
        """All metrics, with those that moto calculates."""
        with _lock:
            return [*self._kept, *dict(self._calculated())]

    def forget(self, now: float) -> None:
        """Drop expired minutes, and merge older ones by five."""
        with _lock:
            metrics = self._kept
            for metric, minutes in list(metrics.items()):
                metrics[metric] = _thinned(minutes, now)
                if not metrics[metric]:
                    del metrics[metric]

    def _minutes(self, metric: Metric) -> dict[tuple[int, str | None], Summary]:
        if metric[0] == "AWS/S3":
            return dict(self._calculated()).get(metric, {})
        return self._kept.get(metric, {})

    def _calculated(self) -> Iterator[tuple[Metric, dict[tuple[int, str | None], Summary]]]:
        """The sizes of S3 buckets, which moto calculates on demand."""
        for datum in self._backend.aws_metric_data:
            dimensions = tuple(sorted((each.name, each.value) for each in datum.dimensions))
            summary = empty()
            add(summary, datum.value)
            minute = int(seconds(datum.timestamp))
            yield (datum.namespace, datum.name, dimensions), {(minute, datum.unit): summary}


def _thinned(
    minutes: dict[tuple[int, str | None], Summary], now: float
) -> dict[tuple[int, str | None], Summary]:
    thinned: dict[tuple[int, str | None], Summary] = {}
    for (minute, unit), summary in minutes.items():
        if minute < now - KEPT_SECONDS:
            continue
        old = minute < now - MINUTES_KEPT_SECONDS
        begin = minute // OLDER_SECONDS * OLDER_SECONDS if old else minute
        if begin == minute and (minute, unit) not in thinned:
            thinned[minute, unit] = summary
        else:
            merge(thinned.setdefault((begin, unit), empty()), summary)
    return thinned


def put(store: Store, namespace: str, datum: dict[str, Any], now: float) -> None:
    """Add one datum of PutMetricData."""
    summary = empty()
    if datum.get("Values"):
        counts = datum.get("Counts") or [1] * len(datum["Values"])
        for value, times in zip(datum["Values"], counts, strict=True):
            add(summary, float(value), float(times))
    elif datum.get("StatisticValues"):
        given = datum["StatisticValues"]
        names = ("SampleCount", "Sum", "Minimum", "Maximum")
        add_set(summary, *(float(given[name]) for name in names))
    else:
        add(summary, float(datum.get("Value", 0)))
    at = seconds(datum["Timestamp"]) if datum.get("Timestamp") else now
    metric = namespace, datum["MetricName"], dimensions_of(datum.get("Dimensions") or [])
    store.add(metric, datum.get("Unit"), at, summary)
