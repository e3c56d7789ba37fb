"""The environment's alarms: their state, since when, and why."""

from datetime import UTC, datetime
from typing import Any

from rich.table import Table

from tools.deploy.where.place import Place

STYLES = {"ALARM": "bold red", "OK": "green", "INSUFFICIENT_DATA": "yellow"}
ORDER = list(STYLES)
KINDS = ["MetricAlarm", "CompositeAlarm"]
UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def all_alarms(place: Place) -> list[dict[str, Any]]:
    """All alarms, those in ALARM first."""
    pages = place.client("cloudwatch").get_paginator("describe_alarms")
    alarms = [
        alarm
        for page in pages.paginate(AlarmTypes=KINDS)
        for alarm in page["MetricAlarms"] + page["CompositeAlarms"]
    ]
    return sorted(alarms, key=lambda each: (ORDER.index(each["StateValue"]), each["AlarmName"]))


def table(alarms: list[dict[str, Any]], now: datetime) -> Table:
    """One row per alarm."""
    rows = Table(box=None, pad_edge=False)
    for title in ("alarm", "state", "for", "why"):
        rows.add_column(title, overflow="fold")
    for alarm in alarms:
        state = alarm["StateValue"]
        rows.add_row(
            alarm["AlarmName"],
            f"[{STYLES[state]}]{state}[/]",
            since(alarm, now),
            alarm.get("StateReason", "").replace("[", r"\["),
        )
    return rows


def since(alarm: dict[str, Any], now: datetime) -> str:
    """The time since the alarm's last change of state: `3 min`."""
    began = alarm.get("StateTransitionedTimestamp") or alarm["StateUpdatedTimestamp"]
    seconds = max(int((now - began.astimezone(UTC)).total_seconds()), 0)
    size, unit = next((each for each in UNITS if seconds >= each[0]), UNITS[-1])
    return f"{seconds // size} {unit}"
