"""Policies as IAM evaluates them."""

import pytest

from embedded_aws.gateway.authorization.policies.policy import (
    Decision,
    MalformedPolicyError,
    decide,
)
from embedded_aws.gateway.wildcards import like

ARN = "arn:aws:execute-api:eu-central-1:1:api/v1/GET/orders/7"


@pytest.mark.parametrize(
    ("pattern", "value", "fits"),
    [
        ("a*", "a", True),
        ("a*", "abc/def", True),
        ("a?", "a", False),
        ("a?", "ab", True),
        ("a.c", "abc", False),
        ("A", "a", False),
        ("*", "a\nb", True),
        ("a", "ab", False),
    ],
)
def test_wildcards_stand_for_any_text_or_one_character(
    pattern: str, value: str, *, fits: bool
) -> None:
    assert like(pattern, value) is fits


@pytest.mark.parametrize(
    ("statement", "decision"),
    [
        ({"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": ARN}, Decision.ALLOWED),
        ({"Effect": "Allow", "Action": "EXECUTE-API:*", "Resource": [ARN]}, Decision.ALLOWED),
        ({"Effect": "Allow", "Action": "s3:*", "Resource": "*"}, Decision.UNMENTIONED),
        ({"Effect": "Deny", "Action": "*", "Resource": "*"}, Decision.DENIED),
        (
            {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {}}},
            Decision.UNMENTIONED,
        ),
        (
            {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {}}},
            Decision.DENIED,
        ),
    ],
)
def test_a_statement_counts_when_action_and_resource_fit(
    statement: dict[str, object], decision: Decision
) -> None:
    assert decide({"Statement": statement}, "execute-api:Invoke", ARN) is decision


@pytest.mark.parametrize(
    "policy", [None, {}, {"Statement": [1]}, {"Statement": [{"Effect": "Allow"}]}]
)
def test_what_is_no_policy_is_told(policy: object) -> None:
    with pytest.raises(MalformedPolicyError):
        decide(policy, "execute-api:Invoke", ARN)


@pytest.mark.parametrize("effect", [["Allow"], {}, None, "allow"])
def test_an_effect_is_one_of_two_words(effect: object) -> None:
    statement = {"Effect": effect, "Action": "*", "Resource": "*"}

    with pytest.raises(MalformedPolicyError):
        decide({"Statement": [statement]}, "a:b", ARN)
