"""The history of alarms: changes of configuration and state, and actions."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from moto.core.responses import ActionResult

from embedded_aws.cloudwatch.metrics.store import seconds

KEPT = 2_000
"""AWS forgets after 30 days; here the newest of all alarms are kept."""
PAGE = 100


@dataclass(frozen=True)
class Entry:
    """One entry of the history; kind is ConfigurationUpdate, StateUpdate or Action."""

    kind: str
    summary: str
    data: Mapping[str, Any]


def record(backend: Any, alarm: Any, entry: Entry, at: float) -> None:
    """Add the entry to the history."""
    entries: list[dict[str, Any]] = vars(backend).setdefault("alarm_history", [])
    entries.append(
        {
            "AlarmName": alarm.name,
            "AlarmType": kind_of(alarm),
            "Timestamp": at,
            "HistoryItemType": entry.kind,
            "HistorySummary": entry.summary,
            "HistoryData": json.dumps(entry.data),
        }
    )
    del entries[:-KEPT]


def kind_of(alarm: Any) -> str:
    """MetricAlarm or CompositeAlarm."""
    return "MetricAlarm" if alarm.rule is None else "CompositeAlarm"


def describe_alarm_history(self: Any) -> ActionResult:
    """The operation DescribeAlarmHistory."""
    parameters = self._get_params()
    entries: Sequence[dict[str, Any]] = vars(self.cloudwatch_backend).get("alarm_history", [])
    matches = [each for each in entries if _fits(each, parameters)]
    if parameters.get("ScanBy") != "TimestampAscending":
        matches.reverse()
    begin, size = int(parameters.get("NextToken") or 0), int(parameters.get("MaxRecords") or PAGE)
    page = matches[begin : begin + size]
    items = [each | {"Timestamp": datetime.fromtimestamp(each["Timestamp"], UTC)} for each in page]
    result: dict[str, Any] = {"AlarmHistoryItems": items}
    if len(matches) > begin + size:
        result["NextToken"] = str(begin + size)
    return ActionResult(result)


def _fits(entry: dict[str, Any], parameters: dict[str, Any]) -> bool:
    kinds = parameters.get("AlarmTypes") or [entry["AlarmType"]]
    start, end = parameters.get("StartDate"), parameters.get("EndDate")
    return (
        parameters.get("AlarmName") in {None, entry["AlarmName"]}
        and parameters.get("HistoryItemType") in {None, entry["HistoryItemType"]}
        and entry["AlarmType"] in kinds
        and (start is None or entry["Timestamp"] >= seconds(start))
        and (end is None or entry["Timestamp"] <= seconds(end))
    )
