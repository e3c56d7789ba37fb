"""Policies as IAM evaluates them."""

import pytest

from embedded_aws.gateway.authorization.policies.policy import (
    Decision,
    MalformedPolicyError,
    combined,
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


ALLOW = {"Effect": "Allow", "Action": "*", "Resource": "*"}
EFFECT = "a statement needs Effect: Allow or Deny"
ELEMENTS = "a statement needs Action and Resource"


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (None, "a policy needs Statement"),
        ({}, "a policy needs Statement"),
        ({"Statement": [1]}, EFFECT),
        ({"Statement": [ALLOW, {**ALLOW, "Effect": "Maybe"}]}, EFFECT),
        ({"Statement": [{"Effect": "Allow"}]}, ELEMENTS),
        ({"Statement": {"Effect": "Allow", "Action": "*"}}, ELEMENTS),
        ({"Statement": {**ALLOW, "NotResource": "*"}}, ELEMENTS),
        ({"Statement": {**ALLOW, "NotAction": "*"}}, ELEMENTS),
        (
            {"Statement": {**ALLOW, "Action": [1]}},
            "Action and Resource are strings or lists of strings",
        ),
        (
            {"Statement": {**ALLOW, "Resource": {"*": "*"}}},
            "Action and Resource are strings or lists of strings",
        ),
    ],
)
def test_what_is_no_policy_is_told(policy: object, said: str) -> None:
    with pytest.raises(MalformedPolicyError, match=f"^{said}$"):
        decide(policy, "execute-api:Invoke", ARN)


@pytest.mark.parametrize("effect", [["Allow"], {}, None, "allow"])
def test_an_effect_is_one_of_two_words(effect: object) -> None:
    statement = {"Effect": effect, "Action": "*", "Resource": "*"}

    with pytest.raises(MalformedPolicyError):
        decide({"Statement": [statement]}, "a:b", ARN)


DENY = {**ALLOW, "Effect": "Deny"}
OTHER = {"Action": "s3:*"}


@pytest.mark.parametrize(
    ("statements", "decision"),
    [
        ([], Decision.UNMENTIONED),
        ([ALLOW], Decision.ALLOWED),
        ([ALLOW, DENY], Decision.DENIED),
        ([DENY, ALLOW], Decision.DENIED),
        ([{**ALLOW, **OTHER}, ALLOW], Decision.ALLOWED),
        ([ALLOW, {**DENY, **OTHER}], Decision.ALLOWED),
        ([ALLOW, {**DENY, "Resource": "arn:*/POST/*"}], Decision.ALLOWED),
    ],
)
def test_of_several_statements_a_deny_wins(
    statements: list[dict[str, object]], decision: Decision
) -> None:
    assert decide({"Statement": statements}, "execute-api:Invoke", ARN) is decision


@pytest.mark.parametrize(
    ("decisions", "decision"),
    [
        ([], Decision.UNMENTIONED),
        ([Decision.UNMENTIONED], Decision.UNMENTIONED),
        ([Decision.UNMENTIONED, Decision.ALLOWED], Decision.ALLOWED),
        ([Decision.ALLOWED, Decision.DENIED], Decision.DENIED),
        ([Decision.DENIED], Decision.DENIED),
    ],
)
def test_of_several_policies_a_deny_wins(decisions: list[Decision], decision: Decision) -> None:
    assert combined(iter(decisions)) is decision


@pytest.mark.parametrize(
    ("change", "decision"),
    [
        ({"NotAction": "s3:*", "Resource": "*"}, Decision.ALLOWED),
        ({"NotAction": ["s3:*", "Execute-Api:*"], "Resource": "*"}, Decision.UNMENTIONED),
        ({"Action": "*", "NotResource": "arn:*/POST/*"}, Decision.ALLOWED),
        ({"Action": "*", "NotResource": ["arn:*/POST/*", ARN]}, Decision.UNMENTIONED),
    ],
)
def test_a_statement_may_name_what_it_excludes(
    change: dict[str, object], decision: Decision
) -> None:
    policy = {"Statement": [{"Effect": "Allow", **change}]}

    assert decide(policy, "execute-api:Invoke", ARN) is decision


KNOWN = {"aws:username": "7", "aws:userid": None, "aws:useragent": "a.c*"}


def decided(effect: str, resource: str = ARN, **more: object) -> Decision:
    """The decision of one statement about this resource for user 7."""
    policy = {"Statement": {"Effect": effect, "Action": "*", **more}}
    return decide(policy, "execute-api:Invoke", resource, KNOWN)


@pytest.mark.parametrize(
    ("pattern", "resource", "fits"),
    [
        ("arn:*/orders/${aws:UserName}", ARN, True),
        ("arn:*/orders/${aws:UserName}", f"{ARN}7", False),
        ("arn:*/orders/${aws:UserName}", f"x{ARN}", False),
        ("${aws:UserName}/?", "7/a", True),
        ("${aws:UserName}/?", "7/", False),
        ("${aws:UserName}.x", "7.x", True),
        ("${aws:UserName}.x", "7-x", False),
        ("${aws:UserName}*", "7\n8", True),
        ("${aws:UserAgent}", "a.c*", True),
        ("${aws:UserAgent}", "abcd", False),
        ("a${*}", "a*", True),
        ("a${*}", "ab", False),
        ("a${?}", "a?", True),
        ("a${?}", "ab", False),
        ("a${$}", "a$", True),
        ("a${b", "a${b", True),
    ],
)
def test_a_resource_may_have_policy_variables(pattern: str, resource: str, *, fits: bool) -> None:
    decision = Decision.ALLOWED if fits else Decision.UNMENTIONED

    assert decided("Allow", resource, Resource=pattern) is decision


@pytest.mark.parametrize("name", ["aws:userid", "aws:PrincipalTag/team"])
@pytest.mark.parametrize(
    ("effect", "element", "decision"),
    [
        ("Allow", "Resource", Decision.UNMENTIONED),
        ("Allow", "NotResource", Decision.UNMENTIONED),
        ("Deny", "Resource", Decision.DENIED),
        ("Deny", "NotResource", Decision.DENIED),
    ],
)
def test_a_variable_without_a_value_never_widens_rights(
    name: str, effect: str, element: str, decision: Decision
) -> None:
    assert decided(effect, **{element: f"arn:*/${{{name}}}"}) is decision


@pytest.mark.parametrize(
    ("effect", "condition", "decision"),
    [
        ("Allow", {"StringEquals": {"aws:UserName": "7"}}, Decision.ALLOWED),
        ("Allow", {"StringEquals": {"aws:UserName": "8"}}, Decision.UNMENTIONED),
        ("Deny", {"StringEquals": {"aws:UserName": "7"}}, Decision.DENIED),
        ("Deny", {"StringEquals": {"aws:UserName": "8"}}, Decision.UNMENTIONED),
        ("Allow", {"StringEquals": {"aws:PrincipalTag/team": "a"}}, Decision.UNMENTIONED),
        ("Deny", {"StringEquals": {"aws:PrincipalTag/team": "a"}}, Decision.DENIED),
        ("Allow", {}, Decision.ALLOWED),
    ],
)
def test_a_condition_narrows_a_statement(
    effect: str, condition: dict[str, object], decision: Decision
) -> None:
    assert decided(effect, Resource="*", Condition=condition) is decision
