"""DynamoDB Contributor Insights, which moto lacks (DynamoDB API reference); a setting here."""

import time
from typing import Any

from moto.core.responses import ActionResult
from moto.dynamodb.exceptions import MockValidationException
from moto.dynamodb.responses import DynamoHandler

RULES = ("PKC", "SKC", "PKT", "SKT")
"""Most accessed and most throttled partition and sort keys."""
STATUS = {"ENABLE": "ENABLED", "DISABLE": "DISABLED"}


def install() -> None:
    """Add UpdateContributorInsights and DescribeContributorInsights."""
    DynamoHandler.update_contributor_insights = _update
    DynamoHandler.describe_contributor_insights = _describe


def _settings(handler: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """What is kept of the table, by index, and the names that were asked for."""
    table = handler.dynamodb_backend.get_table(handler.body["TableName"])
    index = handler.body.get("IndexName")
    names = {"TableName": table.name, **({"IndexName": index} if index else {})}
    return vars(table).setdefault("contributor_insights", {}), names


def _update(self: Any) -> ActionResult:
    kept, names = _settings(self)
    action = self.body["ContributorInsightsAction"]
    if action not in STATUS:
        raise MockValidationException(f"{action} is no action: it is ENABLE or DISABLE.")
    mode = self.body.get("ContributorInsightsMode", "ACCESSED_AND_THROTTLED_KEYS")
    held = {"ContributorInsightsStatus": STATUS[action], "ContributorInsightsMode": mode}
    kept[names.get("IndexName", "")] = {**held, "LastUpdateDateTime": time.time()}
    return ActionResult({**names, **held})


def _describe(self: Any) -> ActionResult:
    kept, names = _settings(self)
    held = kept.get(names.get("IndexName", ""), {"ContributorInsightsStatus": "DISABLED"})
    enabled = held["ContributorInsightsStatus"] == "ENABLED"
    place = "-".join(names.values())
    rules = [f"DynamoDBContributorInsights-{rule}-{place}" for rule in RULES if enabled]
    return ActionResult({**names, **held, "ContributorInsightsRuleList": rules})
