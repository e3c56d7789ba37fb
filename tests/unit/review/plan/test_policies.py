"""Policies compared statement by statement: what is allowed now, and was not."""

import json
from dataclasses import replace
from typing import Any

import pytest

from tools.review.plan.policies.comparison import no_longer_refused, widened
from tools.review.plan.policies.document import Statement, document
from tools.review.plan.policies.judgement import Setting, judged

READ = {
    "Effect": "Allow",
    "Action": "dynamodb:GetItem",
    "Resource": "arn:aws:dynamodb:eu:1:table/a",
}
REFUSED = {**READ, "Effect": "Deny", "Principal": "*"}
OWN = {"Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}}}
ROLE = Setting(
    existed=True, is_trust=False, is_of_resource=False, accounts=frozenset({"123456789012"})
)
RESOURCE = Setting(
    existed=True, is_trust=False, is_of_resource=True, accounts=frozenset({"123456789012"})
)


def statements(*raw: dict[str, Any]) -> tuple[Statement, ...]:
    known = document(json.dumps({"Version": "2012-10-17", "Statement": list(raw)}))
    assert known is not None
    return known


def sentences(before: dict[str, Any], after: dict[str, Any], setting: Setting = ROLE) -> list[str]:
    grants = widened(statements(before), statements(after))
    return [each.sentence for each in judged(grants, setting)]


WIDER = {
    "every action": ({"Action": "dynamodb:*"}, "whatever AWS adds"),
    "every action of every service": ({"Action": "*"}, "whatever AWS adds"),
    "a part of the actions": ({"Action": "dynamodb:Get*"}, "whatever AWS adds"),
    "every resource": ({"Resource": "*"}, "every resource that fits"),
    "every table": ({"Resource": "arn:aws:dynamodb:eu:1:table/*"}, "every resource that fits"),
    "another table": ({"Resource": "arn:aws:dynamodb:eu:1:table/b"}, "did not before"),
    "one action more": ({"Action": ["dynamodb:GetItem", "dynamodb:PutItem"]}, "did not before"),
    "rights over rights": ({"Action": "iam:PutRolePolicy"}, "takes more rights"),
}


@pytest.mark.parametrize(("change", "reason"), WIDER.values(), ids=WIDER)
def test_what_is_allowed_beyond_before_is_said(change: dict[str, Any], reason: str) -> None:
    assert reason in " ".join(sentences(READ, {**READ, **change}))


SAME = {
    "another name": {"Sid": "Read"},
    "a condition more": OWN,
    "an index of the table": {"Resource": [READ["Resource"], f"{READ['Resource']}/index/by_b"]},
    "a list of one": {"Action": ["dynamodb:GetItem"]},
    "capitals": {"Action": "DynamoDB:GetItem"},
    "what every function may do": {"Action": "logs:PutLogEvents", "Resource": "*"},
    "seeing what there is": {"Action": "dynamodb:DescribeTable"},
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_what_is_no_more_than_before_is_not_said(change: dict[str, Any]) -> None:
    assert sentences(READ, {**READ, **change}) == []


def test_a_condition_that_is_gone_or_looser_is_said() -> None:
    looser = {"Condition": {"StringLike": {"aws:SourceAccount": "*"}}}

    assert "aws:sourceaccount" in " ".join(sentences({**READ, **OWN}, READ))
    assert "aws:sourceaccount" in " ".join(sentences({**READ, **OWN}, {**READ, **looser}))
    assert sentences({**READ, **looser}, {**READ, **OWN}) == []


@pytest.mark.parametrize(
    ("principal", "reason"),
    [
        ("*", "everybody"),
        ({"AWS": "*"}, "everybody"),
        ({"AWS": "999999999999"}, "another account"),
        ({"AWS": "arn:aws:iam::999999999999:role/x"}, "another account"),
        ({"Service": "sns.amazonaws.com"}, "could not before"),
    ],
)
def test_a_new_principal_is_said(principal: Any, reason: str) -> None:
    before = {**READ, "Principal": {"Service": "events.amazonaws.com"}}

    assert reason in " ".join(sentences(before, {**before, "Principal": principal}, RESOURCE))


def test_everybody_with_a_condition_that_says_who_is_not_everybody() -> None:
    before = {**READ, "Principal": {"AWS": "arn:aws:iam::123456789012:root"}}

    (sentence,) = sentences(before, {**before, **OWN, "Principal": "*"}, RESOURCE)
    assert "everybody" not in sentence


@pytest.mark.parametrize("operator", ["StringEqualsIfExists", "ForAllValues:StringEquals"])
def test_a_condition_that_a_request_meets_without_the_key_says_nobody(operator: str) -> None:
    said = {"aws:SourceAccount": "123456789012"}
    now = {**READ, "Principal": "*", "Condition": {operator: said}}

    assert "everybody may do" in " ".join(sentences(REFUSED, now, RESOURCE))


def test_everybody_but_some_is_everybody() -> None:
    now = {**READ, "NotPrincipal": {"AWS": "arn:aws:iam::123456789012:role/a"}}

    assert "everybody may do" in " ".join(sentences(REFUSED, now, RESOURCE))


def test_what_takes_no_resource_is_only_said_of_roles_that_were_there() -> None:
    now = {"Effect": "Allow", "Action": "logs:CreateLogDelivery", "Resource": "*"}

    assert "did not before" in " ".join(sentences(READ, now))
    assert sentences(READ, now, replace(ROLE, existed=False)) == []


def test_all_but_some_actions_is_said() -> None:
    after = {"Effect": "Allow", "NotAction": "iam:*", "Resource": READ["Resource"]}

    assert "all but" in " ".join(sentences(READ, after))


def test_what_every_function_may_do_is_said_when_it_holds_for_everything() -> None:
    own = {**READ, "Action": "logs:PutLogEvents", "Resource": "arn:aws:logs:eu:1:log-group:a:*"}

    assert "every resource" in " ".join(sentences(own, {**own, "Resource": "*"}))


DENY = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}


@pytest.mark.parametrize(
    "change",
    [{"Action": "s3:Get*"}, {"Effect": "Allow"}, {"Resource": "arn:aws:s3:::a"}, OWN],
)
def test_a_refusal_that_refuses_less_is_said(change: dict[str, Any]) -> None:
    assert list(no_longer_refused(statements(DENY), statements({**DENY, **change})))


def test_a_refusal_that_refuses_as_much_is_not_said() -> None:
    wider = statements({**DENY, "Action": "*"})

    assert list(no_longer_refused(statements({**DENY, **OWN}), wider)) == []


def test_a_principal_beside_its_account_needs_nobody_else_to_agree() -> None:
    account = {**READ, "Principal": {"AWS": "123456789012"}}
    role = {**READ, "Principal": {"AWS": "arn:aws:iam::123456789012:role/analyst"}}
    beside = judged(widened(statements(account), statements(account, role)), RESOURCE)

    assert [each.sentence.partition(", ")[2] for each in beside] == ["and did not before"]
    assert sentences(account, role, RESOURCE) == []


@pytest.mark.parametrize(
    ("value", "is_public"),
    [("arn:aws:sns:*:*:*", True), ("arn:aws:sns:*:123456789012:*", False), ("*", True)],
)
def test_a_condition_that_everybody_meets_says_nothing(value: str, *, is_public: bool) -> None:
    everybody = {**READ, "Principal": "*", "Condition": {"ArnLike": {"aws:SourceArn": value}}}
    grants = widened(statements(), statements(everybody))

    assert any(each.is_public for each in judged(grants, RESOURCE)) is is_public
