"""Operations that moto's Budgets lacks: updates, subscribers, tags (AWS Budgets API reference)."""

import json
import time
from typing import Any

from moto.budgets.exceptions import NotFoundException
from moto.budgets.responses import BudgetsResponse
from moto.utilities.tagging_service import TaggingService


def install() -> None:
    """Add the operations that Terraform's provider calls."""
    BudgetsResponse.update_budget = _update
    BudgetsResponse.describe_subscribers_for_notification = _subscribers
    BudgetsResponse.list_tags_for_resource = _list_tags
    BudgetsResponse.tag_resource = _tag
    BudgetsResponse.untag_resource = _untag
    create = BudgetsResponse.create_budget

    def create_budget(self: Any) -> str:
        answer: str = create(self)
        name = self._get_param("Budget")["BudgetName"]
        arn = f"arn:{self.partition}:budgets::{self._get_param('AccountId')}:budget/{name}"
        _tagger(self).tag_resource(arn, self._get_param("ResourceTags") or [])
        return answer

    BudgetsResponse.create_budget = create_budget


def _budget(response: Any, name: str) -> Any:
    budget = response.backend.budgets[response._get_param("AccountId")].get(name)  # noqa: SLF001 - moto's way to read parameters
    if budget is None:
        raise NotFoundException(f"Unable to get budget: {name} - the budget doesn't exist.")
    return budget


def _update(self: Any) -> str:
    new = self._get_param("NewBudget")
    budget = _budget(self, new["BudgetName"])
    period = {**budget.budget["TimePeriod"], **new.get("TimePeriod", {})}
    budget.budget = {**new, "TimePeriod": period, "LastUpdatedTime": time.time()}
    return json.dumps({})


def _subscribers(self: Any) -> str:
    notification = self._get_param("Notification")
    keys = ("NotificationType", "ComparisonOperator", "Threshold")
    for each in _budget(self, self._get_param("BudgetName")).notifications:
        if all(each.details[key] == notification[key] for key in keys):
            return json.dumps({"Subscribers": each.subscribers})
    raise NotFoundException("Unable to get subscribers - the notification doesn't exist.")


def _tagger(response: Any) -> Any:
    """The tags of all budgets, stored where the snapshot has them."""
    return vars(response.backend).setdefault("tagger", TaggingService("ResourceTags"))


def _list_tags(self: Any) -> str:
    return json.dumps(_tagger(self).list_tags_for_resource(self._get_param("ResourceARN")))


def _tag(self: Any) -> str:
    _tagger(self).tag_resource(self._get_param("ResourceARN"), self._get_param("ResourceTags"))
    return json.dumps({})


def _untag(self: Any) -> str:
    keys = self._get_param("ResourceTagKeys")
    _tagger(self).untag_resource_using_names(self._get_param("ResourceARN"), keys)
    return json.dumps({})
