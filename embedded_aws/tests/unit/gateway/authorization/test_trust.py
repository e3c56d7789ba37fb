"""Trust policies: the services that may assume a role."""

import json

import pytest

from embedded_aws.gateway.authorization.policies.trust import trusts

SERVICE = "apigateway.amazonaws.com"
OWN = {"Effect": "Allow", "Principal": {"Service": SERVICE}, "Action": "sts:AssumeRole"}
DENY = {**OWN, "Effect": "Deny"}


@pytest.mark.parametrize(
    ("change", "trusted"),
    [
        ({}, True),
        ({"Action": ["sts:TagSession", "STS:assumerole"]}, True),
        ({"Action": "sts:*"}, True),
        ({"Action": "sts:AssumeRoleWithWebIdentity"}, False),
        ({"Action": []}, False),
        ({"Action": [1, {}]}, False),
        ({"Action": {"sts:AssumeRole": 1}}, False),
        ({"Effect": "allow"}, False),
        ({"Effect": "Deny"}, False),
        ({"Principal": "*"}, True),
        ({"Principal": {"Service": ["lambda.amazonaws.com", SERVICE]}}, True),
        ({"Principal": {"Service": "lambda.amazonaws.com"}}, False),
        ({"Principal": {"Service": []}}, False),
        ({"Principal": {"AWS": SERVICE}}, False),
        ({"Principal": None}, False),
    ],
)
def test_a_role_trusts_the_services_that_it_names(
    change: dict[str, object], *, trusted: bool
) -> None:
    assert trusts({"Statement": {**OWN, **change}}, SERVICE) is trusted


@pytest.mark.parametrize(
    ("statements", "trusted"),
    [
        ([OWN], True),
        ([{**OWN, "Principal": {"Service": "other"}}, OWN], True),
        ([OWN, DENY], False),
        ([OWN, {**DENY, "Principal": {"Service": "other"}}], True),
        ([1, None, OWN], True),
        ([], False),
        (None, False),
    ],
)
def test_of_several_statements_a_deny_of_the_service_wins(
    statements: object, *, trusted: bool
) -> None:
    assert trusts({"Statement": statements}, SERVICE) is trusted
    assert trusts(json.dumps({"Statement": statements}), SERVICE) is trusted


@pytest.mark.parametrize("document", ["{", "", "[]", None, [], 1, {}, {"statement": [OWN]}])
def test_what_is_no_policy_trusts_nobody(document: object) -> None:
    assert trusts(document, SERVICE) is False
