"""Least privilege in the sources: statements name actions, and resources where AWS has them.

`tests/e2e/test_what_functions_may_do.py` compares the deployed policies with the calls made.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tools.review.aws_rules import sources
from tools.review.aws_rules.knowledge import iam
from tools.review.aws_rules.model import Resource
from tools.review.aws_rules.values import as_list

WRITTEN = sources.read(Path("terraform"))
# What is wide with a reason: it grants nothing.
WIDE = {
    "terraform/bootstrap/policies/boundary.yaml": (
        "the end of what roles may ever do: a boundary gives nothing by itself"
    ),
    "terraform/bootstrap/policies/pipelines.yaml": (
        "the end of what pipelines may ever do: a boundary as well"
    ),
}


def statements(values: Any) -> Iterator[Mapping[str, Any]]:
    """Every mapping with `actions`: statements, those of `dynamic` blocks, and modules' inputs."""
    if isinstance(values, Mapping):
        if "actions" in values:
            yield values
        for item in values.values():
            yield from statements(item)
    elif isinstance(values, list):
        for item in values:
            yield from statements(item)


def grants(block: Resource) -> list[Mapping[str, Any]]:
    """Allow statements of identity policies, which have no principals."""
    return [
        each
        for each in statements(block.values)
        if each.get("effect") != "Deny" and "principals" not in each
    ]


def too_wide(statement: Mapping[str, Any]) -> list[str]:
    """Actions with a wildcard, and actions on `*` that AWS could narrow."""
    actions, resources = as_list(statement["actions"]), as_list(statement.get("resources"))
    wild = [each for each in actions if "*" in each]
    anywhere = [
        each
        for each in actions
        if resources == ["*"] and any(known["resourceTypes"] for known in iam.matching(each))
    ]
    return wild + anywhere


def without_effect(statement: Mapping[str, Any]) -> list[str]:
    """Actions on named resources for which IAM knows no resource type."""
    if as_list(statement.get("resources")) == ["*"]:
        return []
    return [
        each
        for each in as_list(statement["actions"])
        if not any(iam.arns(each.partition(":")[0], known) for known in iam.matching(each))
    ]


GRANTING = {
    block.place: block
    for block in WRITTEN.of("aws_iam_policy_document", "module", "locals")
    if grants(block)
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
        "terraform/bootstrap/policies/deploy",
        "terraform/modules/lambda_function",
        "terraform/modules/release",
        "terraform/modules/service",
        "terraform/services/smoke",
    } <= folders


@pytest.mark.parametrize(
    ("statement", "faults"),
    [
        ({"actions": ["dynamodb:*"], "resources": ["arn:aws:dynamodb:r:1:table/t"]}, 1),
        ({"actions": ["*"], "resources": ["arn:aws:dynamodb:r:1:table/t"]}, 1),
        ({"actions": ["dynamodb:GetItem", "dynamodb:ListTables"], "resources": ["*"]}, 1),
        ({"actions": ["dynamodb:ListTables"], "resources": ["*"]}, 0),
        ({"actions": ["dynamodb:GetItem"], "resources": ["arn:aws:dynamodb:r:1:table/t"]}, 0),
    ],
)
def test_what_is_too_wide_is_found(statement: dict[str, Any], faults: int) -> None:
    assert len(too_wide(statement)) == faults
