"""DynamoDB Contributor Insights, which moto lacks (DynamoDB API reference); only its settings."""

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
    """The stored settings of the table by index, and the names in the request."""
    table = handler.dynamodb_backend.get_table(handler.body["TableName"])
    index = handler.body.get("IndexName")
    names = {"TableName": table.name, **({"IndexName": index} if index else {})}
    return vars(table).setdefault("contributor_insights", {}), names


def _update(self: Any) -> ActionResult:
    by_index, names = _settings(self)
    action = self.body["ContributorInsightsAction"]
    if action not in STATUS:
        raise MockValidationException(f"{action} is no action: it is ENABLE or DISABLE.")
    mode = self.body.get("ContributorInsightsMode", "ACCESSED_AND_THROTTLED_KEYS")
    settings = {"ContributorInsightsStatus": STATUS[action], "ContributorInsightsMode": mode}
    by_index[names.get("IndexName", "")] = {**settings, "LastUpdateDateTime": time.time()}
    return ActionResult({**names, **settings})


def _describe(self: Any) -> ActionResult:
    by_index, names = _settings(self)
    settings = by_index.get(names.get("IndexName", ""), {"ContributorInsightsStatus": "DISABLED"})
    enabled = settings["ContributorInsightsStatus"] == "ENABLED"
    place = "-".join(names.values())
    rules = [f"DynamoDBContributorInsights-{rule}-{place}" for rule in RULES if enabled]
    return ActionResult({**names, **settings, "ContributorInsightsRuleList": rules})
