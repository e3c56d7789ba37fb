"""What happened to alarms: changes of their configuration and state, and their actions."""

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
    """What happened; kind is ConfigurationUpdate, StateUpdate or Action."""

    kind: str
    summary: str
    data: Mapping[str, Any]


def record(backend: Any, alarm: Any, entry: Entry, at: float) -> None:
    """Keep it."""
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
    """Answer CloudWatch's operation of that name."""
    asked = self._get_params()
    entries: Sequence[dict[str, Any]] = vars(self.cloudwatch_backend).get("alarm_history", [])
    found = [each for each in entries if _fits(each, asked)]
    if asked.get("ScanBy") != "TimestampAscending":
        found.reverse()
    begin, size = int(asked.get("NextToken") or 0), int(asked.get("MaxRecords") or PAGE)
    page = found[begin : begin + size]
    items = [each | {"Timestamp": datetime.fromtimestamp(each["Timestamp"], UTC)} for each in page]
    result: dict[str, Any] = {"AlarmHistoryItems": items}
    if len(found) > begin + size:
        result["NextToken"] = str(begin + size)
    return ActionResult(result)


def _fits(entry: dict[str, Any], asked: dict[str, Any]) -> bool:
    kinds = asked.get("AlarmTypes") or [entry["AlarmType"]]
    start, end = asked.get("StartDate"), asked.get("EndDate")
    return (
        asked.get("AlarmName") in {None, entry["AlarmName"]}
        and asked.get("HistoryItemType") in {None, entry["HistoryItemType"]}
        and entry["AlarmType"] in kinds
        and (start is None or entry["Timestamp"] >= seconds(start))
        and (end is None or entry["Timestamp"] <= seconds(end))
    )
