"""IAM conditions, and those that cannot be evaluated here."""

import pytest

from embedded_aws.gateway.authorization.policies.conditions import met

KNOWN = {
    "aws:principalarn": "arn:aws:iam::1:user/team/ada",
    "aws:sourceip": "2001:db8::7",
    "aws:epochtime": "100",
    "aws:referer": None,
}


@pytest.mark.parametrize(
    ("operator", "key", "expected", "holds"),
    [
        ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:user/*", True),
        ("ArnLike", "aws:PrincipalArn", "arn:*:user/*", False),
        ("ArnEquals", "aws:PrincipalArn", ["nonsense", "arn:aws:iam::1:user/team/ada"], True),
        ("ArnNotEquals", "aws:PrincipalArn", "arn:aws:iam::1:user/team/ada", False),
        ("IpAddress", "aws:SourceIp", "2001:db8::/32", True),
        ("IpAddress", "aws:SourceIp", "10.0.0.0/8", False),
        ("NumericEquals", "aws:EpochTime", 100, True),
        ("NumericNotEquals", "aws:EpochTime", [100, 200], False),
        ("DateLessThanEquals", "aws:EpochTime", "1970-01-01T00:01:40", True),
        ("NumericLessThan", "aws:EpochTime", "soon", None),
        ("Null", "aws:Referer", "false", False),
        ("Null", "aws:Unheard", "true", None),
        ("StringEqualsIfExists", "aws:Unheard", "a", None),
        ("StringLikely", "aws:Referer", "a", None),
        ("IpAddress", "aws:SourceIp", [], None),
    ],
)
def test_one_condition_holds_or_not_or_cannot_be_told(
    operator: str, key: str, expected: object, *, holds: bool | None
) -> None:
    assert met({operator: {key: expected}}, KNOWN) is holds


@pytest.mark.parametrize(
    ("second", "holds"),
    [
        ({"NumericEquals": {"aws:EpochTime": "100"}}, True),
        ({"NumericEquals": {"aws:EpochTime": "101"}}, False),
        ({"NumericEquals": {"aws:EpochTime": "101", "aws:Unheard": "1"}}, False),
        ({"NumericEquals": {"aws:EpochTime": "100", "aws:Unheard": "1"}}, None),
    ],
)
def test_all_conditions_must_hold_and_one_that_does_not_decides(
    second: dict[str, dict[str, str]], *, holds: bool | None
) -> None:
    assert met({"IpAddress": {"aws:SourceIp": "::/0"}, **second}, KNOWN) is holds
