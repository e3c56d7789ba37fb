"""Composite alarms that still name an alarm which an apply deletes.

CloudWatch deletes no alarm that a composite alarm's rule names, and Terraform deletes before it
changes what depended on the deleted. The new rules are given to CloudWatch first.
"""

import json
from typing import Any

REFUSED = "as there are composite alarm(s) depending on it"
"""CloudWatch's words, DeleteAlarms."""

PLAN_AGAIN = "The composite alarms hold it no longer: plan again, and apply that."

SETTINGS = {
    "alarm_name": "AlarmName",
    "alarm_rule": "AlarmRule",
    "alarm_description": "AlarmDescription",
    "actions_enabled": "ActionsEnabled",
    "alarm_actions": "AlarmActions",
    "ok_actions": "OKActions",
    "insufficient_data_actions": "InsufficientDataActions",
}


def tell_new_rules(plan: str, cloudwatch: Any) -> list[str]:
    """Change the composite alarms as this plan, in JSON, would; returns their names."""
    changes = json.loads(plan).get("resource_changes", [])
    changed = [
        each["change"]["after"]
        for each in changes
        if each["type"] == "aws_cloudwatch_composite_alarm"
        and each["change"]["actions"] == ["update"]
    ]
    for values in changed:
        given = {SETTINGS[name]: values[name] for name in SETTINGS if values.get(name) is not None}
        cloudwatch.put_composite_alarm(**given)
    return [values["alarm_name"] for values in changed]
