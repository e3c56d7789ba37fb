"""The resources that AWS decides about an action by: the Service Authorization Reference."""

from typing import Any

from tools.review.aws_rules.knowledge import iam

# The reference calls both kinds needed, of which a request tags one.
EITHER = {"route53:ChangeTagsForResource"}


def needed(action: str) -> list[str]:
    """The patterns of the resources that a policy must allow the action on."""
    definition = _definition(action)
    required = [each for each in definition["resourceTypes"] if each["required"]]
    return _arns(action, definition | {"resourceTypes": required}) if required else []


def possible(action: str) -> list[str]:
    """The patterns of all resources that the action may be about; none if it takes only `*`."""
    return _arns(action, _definition(action))


def _definition(action: str) -> dict[str, Any]:
    [definition] = iam.matching(action)
    return definition


def _arns(action: str, definition: dict[str, Any]) -> list[str]:
    return iam.arns(action.partition(":")[0], definition)
