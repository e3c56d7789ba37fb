"""Least privilege as it is written: a statement names its actions, and resources if there are any.

`tests/e2e/test_what_functions_may_do.py` holds the deployed policies against what is called.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tools.review.lint_aws import hcl, iam
from tools.review.lint_aws.model import Resource
from tools.review.lint_aws.values import as_list

WRITTEN = hcl.read()
# What is wide with a reason: it grants nothing.
WIDE = {
    "terraform/bootstrap/boundary.tf: data.aws_iam_policy_document.boundary": (
        "the end of what roles may ever do: a boundary gives nothing by itself"
    ),
    "terraform/bootstrap/deploying.tf: data.aws_iam_policy_document.deploy": (
        "the end of what pipelines may ever do: a boundary as well"
    ),
}


def statements(values: Any) -> Iterator[Mapping[str, Any]]:
    """Everything with actions: statements, those of `dynamic` blocks, and modules' inputs."""
    if isinstance(values, Mapping):
        if "actions" in values:
            yield values
        for held in values.values():
            yield from statements(held)
    elif isinstance(values, list):
        for held in values:
            yield from statements(held)


def grants(found: Resource) -> list[Mapping[str, Any]]:
    """Statements that give something to whom the policy is attached to, not to whom it names."""
    return [
        each
        for each in statements(found.values)
        if each.get("effect") != "Deny" and "principals" not in each
    ]


def too_wide(statement: Mapping[str, Any]) -> list[str]:
    """Actions with a wildcard, and those on `*` that AWS could narrow."""
    actions, resources = as_list(statement["actions"]), as_list(statement.get("resources"))
    wild = [each for each in actions if "*" in each]
    anywhere = [
        each
        for each in actions
        if resources == ["*"] and any(known["resourceTypes"] for known in iam.matching(each))
    ]
    return wild + anywhere


def without_effect(statement: Mapping[str, Any]) -> list[str]:
    """Actions for which IAM knows no resource, on anything but `*`."""
    if as_list(statement.get("resources")) == ["*"]:
        return []
    return [
        each
        for each in as_list(statement["actions"])
        if not any(iam.arns(each.partition(":")[0], known) for known in iam.matching(each))
    ]


GRANTING = {
    found.place: found
    for found in WRITTEN.of("aws_iam_policy_document", "module", "locals")
    if grants(found)
}


@pytest.mark.parametrize("place", sorted(GRANTING.keys() - WIDE))
def test_a_statement_names_actions_and_resources(place: str) -> None:
    assert [wide for each in grants(GRANTING[place]) for wide in too_wide(each)] == []


@pytest.mark.parametrize("place", sorted(GRANTING.keys() - WIDE))
def test_a_statement_has_an_effect(place: str) -> None:
    assert [lost for each in grants(GRANTING[place]) for lost in without_effect(each)] == []


def test_what_is_excused_is_there_and_wide() -> None:
    assert all(any(too_wide(each) for each in grants(GRANTING[place])) for place in WIDE)


def test_the_policies_of_functions_releases_and_pipelines_are_among_them() -> None:
    folders = {place.rsplit("/", 1)[0] for place in GRANTING}

    assert {
        "terraform/bootstrap",
        "terraform/modules/lambda_function",
        "terraform/modules/release",
        "terraform/modules/service",
        "terraform/services/smoke",
    } <= folders


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ({"actions": ["dynamodb:*"], "resources": ["arn:aws:dynamodb:r:1:table/t"]}, 1),
        ({"actions": ["*"], "resources": ["arn:aws:dynamodb:r:1:table/t"]}, 1),
        ({"actions": ["dynamodb:GetItem", "dynamodb:ListTables"], "resources": ["*"]}, 1),
        ({"actions": ["dynamodb:ListTables"], "resources": ["*"]}, 0),
        ({"actions": ["dynamodb:GetItem"], "resources": ["arn:aws:dynamodb:r:1:table/t"]}, 0),
    ],
)
def test_what_is_too_wide_is_found(statement: dict[str, Any], found: int) -> None:
    assert len(too_wide(statement)) == found
