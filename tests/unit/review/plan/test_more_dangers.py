"""Dangers and harmless changes that need no more than one object to be told apart."""

from typing import Any

import pytest

from tools.review.plan.facts.model import Kind
from tools.review.plan.ruleset import dangers

type Values = dict[str, Any]

ACCOUNT = "123456789012"
STRANGER = "999999999999"
CALL = {"action": "lambda:InvokeFunction", "function_name": "f", "principal": "sns.amazonaws.com"}
INDEX = {"name": "by_day", "hash_key": "day", "range_key": "id", "projection_type": "ALL"}
TABLE = {"global_secondary_index": [INDEX], "attribute": [{"name": "day", "type": "S"}]}
PLAN = {"throttle_settings": [{"rate_limit": 10.0, "burst_limit": 20}]}
OPEN_ROUTE = {"throttle": [{"path": "/a/GET", "rate_limit": 1000.0, "burst_limit": 20}]}


def canary(percentage: int, interval: int) -> Values:
    pace = {"percentage": percentage, "interval": interval}
    return routing(type="TimeBasedCanary", time_based_canary=[pace])


def linear(percentage: int, interval: int) -> Values:
    pace = {"percentage": percentage, "interval": interval}
    return routing(type="TimeBasedLinear", time_based_linear=[pace])


def routing(**values: Any) -> Values:
    return {"traffic_routing_config": [values]}


def kinds(type_: str, before: Values | None, after: Values | None, **expressions: Any) -> set[Kind]:
    actions = ["create"] if before is None else ["update"]
    address = f"{type_}.this"
    change = {"actions": actions, "before": before, "after": after, "after_unknown": {}}
    caller = {
        "address": "data.aws_caller_identity.this",
        "mode": "data",
        "type": "aws_caller_identity",
    }
    configured = {"resources": [{"address": address, "expressions": expressions}]}
    plan = {
        "resource_changes": [{"address": address, "type": type_, "change": change}],
        "prior_state": {
            "values": {
                "root_module": {"resources": [{**caller, "values": {"account_id": ACCOUNT}}]}
            }
        },
        "configuration": {"root_module": configured},
    }
    return {each.kind for each in dangers("shop", plan)}


NEW = {
    "a load balancer of the internet": (Kind.ACCESS, "aws_lb", {"internal": False}),
    "a network whose machines have public addresses": (
        Kind.ACCESS, "aws_subnet",
        {"map_public_ip_on_launch": True},
    ),
    "a way to the internet": (
        Kind.ACCESS, "aws_route",
        {"destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-12345678"},
    ),
    "a list of a network that allows everybody": (
        Kind.ACCESS, "aws_network_acl",
        {"ingress": [{"action": "allow", "cidr_block": "0.0.0.0/0"}]},
    ),
    "an open access point": (
        Kind.ACCESS, "aws_s3_access_point",
        {"public_access_block_configuration": [{"ignore_public_acls": False}]},
    ),
    "a snapshot for all": (Kind.ACCESS, "aws_db_snapshot", {"shared_accounts": ["all"]}),
    "the use of a key": (
        Kind.PERMISSIONS, "aws_kms_grant",
        {"grantee_principal": f"arn:aws:iam::{ACCOUNT}:role/a", "operations": ["Decrypt"]},
    ),
    "another account's topics": (
        Kind.CALLER, "aws_lambda_permission",
        {**CALL, "source_account": STRANGER},
    ),
    "more than calls": (
        Kind.CALLER, "aws_lambda_permission",
        {**CALL, "action": "lambda:*", "source_account": ACCOUNT},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "type_", "after"), NEW.values(), ids=NEW)
def test_a_new_object_is_a_danger(kind: Kind, type_: str, after: Values) -> None:
    assert kinds(type_, None, after) == {kind}


QUIET: dict[str, tuple[str, Values]] = {
    "an inner load balancer": ("aws_lb", {"internal": True}),
    "a way through NAT": (
        "aws_route", {"destination_cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-1"},
    ),
    "a list of a network that lets out": (
        "aws_network_acl_rule",
        {"rule_action": "allow", "cidr_block": "0.0.0.0/0", "egress": True},
    ),
    "a closed access point": (
        "aws_s3_access_point",
        {"public_access_block_configuration": [{"ignore_public_acls": True}]},
    ),
    "the own account's topics": ("aws_lambda_permission", {**CALL, "source_account": ACCOUNT}),
}  # fmt: skip


@pytest.mark.parametrize(("type_", "after"), QUIET.values(), ids=QUIET)
def test_a_new_object_that_opens_nothing_is_none(type_: str, after: Values) -> None:
    assert kinds(type_, None, after) == set()


ALTERED: dict[str, tuple[Kind, str, Values, Values]] = {
    "the type of an index's key": (
        Kind.INDEX, "aws_dynamodb_table",
        TABLE, {**TABLE, "attribute": [{"name": "day", "type": "N"}]},
    ),
    "one route beyond its plan": (
        Kind.LIMITS, "aws_api_gateway_usage_plan",
        {**PLAN, "api_stages": [{"api_id": "a", "throttle": []}]},
        {**PLAN, "api_stages": [{"api_id": "a", **OPEN_ROUTE}]},
    ),
    "a program before people sign up": (
        Kind.AUTHORIZATION, "aws_cognito_user_pool",
        {"lambda_config": []}, {"lambda_config": [{"pre_sign_up": "arn:aws:lambda:x"}]},
    ),
    "a role of more rights for a stream": (
        Kind.PERMISSIONS, "aws_kinesis_firehose_delivery_stream",
        {"extended_s3_configuration": [{"role_arn": "arn:aws:iam::1:role/a"}]},
        {"extended_s3_configuration": [{"role_arn": "arn:aws:iam::1:role/b"}]},
    ),
    "an API without a role for its logs": (
        Kind.WATCHING, "aws_api_gateway_account",
        {"cloudwatch_role_arn": "arn:aws:iam::1:role/a"}, {"cloudwatch_role_arn": None},
    ),
    "a canary of a larger share": (
        Kind.RELEASES, "aws_codedeploy_deployment_config",
        canary(10, 5), canary(20, 5),
    ),
    "a shorter line": (
        Kind.RELEASES, "aws_codedeploy_deployment_config",
        canary(10, 5), linear(10, 1),
    ),
    "all at once": (
        Kind.RELEASES, "aws_codedeploy_deployment_config",
        linear(10, 5), routing(type="AllAtOnce"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "type_", "before", "after"), ALTERED.values(), ids=ALTERED)
def test_an_altered_object_is_a_danger(
    kind: Kind, type_: str, before: Values, after: Values
) -> None:
    assert kinds(type_, before, after) == {kind}


def test_a_slower_shift_is_none_in_whatever_steps() -> None:
    assert kinds("aws_codedeploy_deployment_config", canary(10, 5), linear(10, 10)) == set()


def test_a_secret_that_is_put_together_of_literals_is_in_the_source() -> None:
    after = {"secret_string": "(sensitive value)"}

    assert kinds("aws_secretsmanager_secret_version", None, after, secret_string={}) == {Kind.PLAIN}
    named = {"references": ["var.password"]}
    assert kinds("aws_secretsmanager_secret_version", None, after, secret_string=named) == set()
