"""Alarms with their states, those that ring first."""

from typing import Any

from moto.cloudwatch.models import cloudwatch_backends

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.state.regions import used

ORDER = {"ALARM": 0, "INSUFFICIENT_DATA": 1, "OK": 2}

type Json = dict[str, Any]


def alarms() -> list[Json]:
    """Every alarm of every region."""
    views = [
        {
            "name": each.name,
            "region": region,
            "state": each.state_value,
            "reason": each.state_reason,
            "since": str(each.state_updated_timestamp or ""),
            "description": each.description,
        }
        for region, backend in used(cloudwatch_backends, ACCOUNT_ID).items()
        for each in list(backend.alarms.values())
    ]
    return sorted(views, key=lambda each: (ORDER.get(each["state"], 1), each["name"]))
