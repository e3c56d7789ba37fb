"""All applications: plans are empty after an apply, changes are made in place, nothing is left."""

import pytest

from embedded_aws.tests.applications.conftest import Deployed

pytestmark = pytest.mark.slow

UNCHANGED = {
    "aws_acm_certificate",
    "aws_api_gateway_domain_name",
    "aws_api_gateway_usage_plan_key",
    "aws_cognito_user_pool_domain",
    "aws_iam_role_policy_attachment",
    "aws_lambda_permission",
}
"""Kinds of resources that have nothing that these applications could change in place."""
REPLACED = {"aws_api_gateway_deployment"}
"""A deployment never changes: a new one takes its place."""


def test_a_second_plan_is_empty(first: Deployed) -> None:
    assert first.left == []


def test_a_plan_after_the_change_is_empty(second: Deployed) -> None:
    assert second.left == []


def test_every_kind_of_resource_is_changed_in_place(first: Deployed, second: Deployed) -> None:
    kinds = {each["type"] for each in first.changes}
    updated = {each["type"] for each in second.changes if each["change"]["actions"] == ["update"]}

    assert kinds - updated - REPLACED == UNCHANGED


def test_nothing_but_deployments_is_replaced(second: Deployed) -> None:
    others = {each["type"] for each in second.changes if each["change"]["actions"] != ["update"]}

    assert others <= REPLACED


def test_nothing_is_left_after_the_end(second: Deployed, destroyed: str) -> None:
    apis = second.client("apigateway").get_rest_apis()["items"]
    functions = second.client("lambda").list_functions()["Functions"]

    assert "Destroy complete!" in destroyed
    assert (apis, functions) == ([], [])
