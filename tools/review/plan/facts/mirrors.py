"""Attributes in which an object shows what other objects of the state manage.

After the first apply a role shows the policies that `aws_iam_role_policy` put there, and a bucket
its policy: the state calls that drift, though Terraform did it. What somebody changes in a managed
object is that object's own drift.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tools.review.plan.facts.model import Change, Values


@dataclass(frozen=True)
class Mirror:
    """An attribute, the type that manages it, and how that names the object and its own part."""

    attribute: str
    manager: str
    owner: str
    part: str = ""
    """The manager's attribute that names its part of the list; empty when it manages all of it."""
    name: str = ""
    """The name of a part in the list's elements; empty when the elements are the names."""


BUCKET_PARTS = {
    "policy": "policy",
    "versioning": "versioning",
    "lifecycle_rule": "lifecycle_configuration",
    "server_side_encryption_configuration": "server_side_encryption_configuration",
    "logging": "logging",
    "cors_rule": "cors_configuration",
    "website": "website_configuration",
}
MIRRORS: Mapping[str, Sequence[Mirror]] = {
    "aws_iam_role": (
        Mirror("inline_policy", "aws_iam_role_policy", "role", "name", "name"),
        Mirror("managed_policy_arns", "aws_iam_role_policy_attachment", "role", "policy_arn"),
    ),
    "aws_s3_bucket": tuple(
        Mirror(attribute, f"aws_s3_bucket_{part}", "bucket")
        for attribute, part in BUCKET_PARTS.items()
    ),
    "aws_sqs_queue": (
        Mirror("policy", "aws_sqs_queue_policy", "queue_url"),
        Mirror("redrive_policy", "aws_sqs_queue_redrive_policy", "queue_url"),
        Mirror("redrive_allow_policy", "aws_sqs_queue_redrive_allow_policy", "queue_url"),
    ),
    "aws_sns_topic": (Mirror("policy", "aws_sns_topic_policy", "arn"),),
    "aws_kms_key": (Mirror("policy", "aws_kms_key_policy", "key_id"),),
    "aws_secretsmanager_secret": (
        Mirror("policy", "aws_secretsmanager_secret_policy", "secret_arn"),
    ),
    "aws_api_gateway_rest_api": (
        Mirror("policy", "aws_api_gateway_rest_api_policy", "rest_api_id"),
    ),
}
NAMES = ("id", "name", "arn", "bucket", "url")


def without_mirrors(drift: Iterable[Change], prior: Iterable[Mapping[str, Any]]) -> list[Change]:
    """The drift without what managed objects of the state explain."""
    state = list(prior)
    return [_without(each, state) for each in drift]


def _without(change: Change, state: Sequence[Mapping[str, Any]]) -> Change:
    for mirror in MIRRORS.get(change.type, ()):
        managers = [each for each in state if _manages(each, mirror, change)]
        if managers and change.before is not None and change.after is not None:
            explained = {str(each["values"].get(mirror.part)) for each in managers}
            change = replace(
                change,
                before=_reduced(change.before, mirror, explained),
                after=_reduced(change.after, mirror, explained),
            )
    return change


def _manages(resource: Mapping[str, Any], mirror: Mirror, change: Change) -> bool:
    names = {change.sides()[1].get(name) for name in NAMES} - {None}
    values = resource.get("values") or {}
    return resource.get("type") == mirror.manager and values.get(mirror.owner) in names


def _reduced(values: Values, mirror: Mirror, explained: set[str]) -> Values:
    if not mirror.part:
        return {name: value for name, value in values.items() if name != mirror.attribute}
    parts = values.get(mirror.attribute) or []
    left = [each for each in parts if _named(each, mirror) not in explained]
    return {**values, mirror.attribute: left}


def _named(part: Any, mirror: Mirror) -> str:
    return str(part.get(mirror.name) if isinstance(part, Mapping) else part)
