"""IAM conditions, and those that cannot be evaluated here."""

import time

import pytest

from embedded_aws.gateway.authorization.policies.conditions import met

KNOWN = {
    "aws:principalarn": "arn:aws:iam::1:user/team/ada",
    "aws:sourceip": "2001:db8::7",
    "aws:epochtime": "100",
    "aws:referer": None,
    "aws:useragent": "Curl/8",
    "aws:securetransport": "true",
}
LOGS = "arn:aws:logs:eu-central-1:1:log-group:a:b"


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
        ("IpAddress", "aws:SourceIp", "2001:db8::9/32", True),
        ("NotIpAddress", "aws:SourceIp", "2001:db8::/32", False),
        ("IpAddress", "aws:SourceIp", "everywhere", None),
        ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::2:user/*", False),
        ("ArnLike", "aws:PrincipalArn", "arn:aws:iam", False),
        ("ArnNotLike", "aws:PrincipalArn", "arn:aws:iam::2:user/*", True),
        ("StringEquals", "aws:UserAgent", "Curl/8", True),
        ("StringEquals", "aws:UserAgent", "curl/8", False),
        ("StringEquals", "aws:UserAgent", "${aws:UserAgent}", None),
        ("StringNotEquals", "aws:UserAgent", "curl/8", True),
        ("StringEqualsIgnoreCase", "aws:UserAgent", "cURL/8", True),
        ("StringEqualsIgnoreCase", "aws:UserAgent", "wget", False),
        ("StringNotEqualsIgnoreCase", "aws:UserAgent", "cURL/8", False),
        ("StringLike", "aws:UserAgent", "C*/?", True),
        ("StringLike", "aws:UserAgent", "c*", False),
        ("StringNotLike", "aws:UserAgent", "C*", False),
        ("Bool", "aws:SecureTransport", True, True),
        ("Bool", "aws:SecureTransport", "False", False),
        ("NumericEquals", "aws:EpochTime", "101", False),
        ("NumericNotEquals", "aws:EpochTime", 101, True),
        ("NumericLessThan", "aws:EpochTime", "100.5", True),
        ("NumericLessThan", "aws:EpochTime", 100, False),
        ("NumericLessThanEquals", "aws:EpochTime", 100, True),
        ("NumericLessThanEquals", "aws:EpochTime", 99, False),
        ("NumericGreaterThan", "aws:EpochTime", "20", True),
        ("NumericGreaterThan", "aws:EpochTime", 100, False),
        ("NumericGreaterThanEquals", "aws:EpochTime", 100, True),
        ("NumericGreaterThanEquals", "aws:EpochTime", 101, False),
        ("DateEquals", "aws:EpochTime", "1970-01-01T00:01:40Z", True),
        ("DateNotEquals", "aws:EpochTime", "1970-01-01T00:01:40Z", False),
        ("DateEquals", "aws:EpochTime", "1970-01-01T02:01:40+02:00", True),
        ("DateGreaterThan", "aws:EpochTime", "99.5", True),
        ("DateGreaterThan", "aws:EpochTime", "1970-01-01T00:01:40Z", False),
        ("StringEquals", "aws:Referer", "a", False),
        ("StringNotEquals", "aws:Referer", "a", True),
        ("StringEqualsIfExists", "aws:Referer", "a", True),
        ("StringNotEqualsIfExists", "aws:Referer", "a", True),
        ("StringEqualsIfExists", "aws:UserAgent", "a", False),
        ("StringEqualsIfExists", "aws:UserAgent", "Curl/8", True),
        ("Null", "aws:Referer", "true", True),
        ("Null", "aws:Referer", True, True),
        ("Null", "aws:UserAgent", True, False),
        ("Null", "aws:UserAgent", "false", True),
        ("Null", "aws:Referer", [], None),
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


@pytest.mark.parametrize(
    ("pattern", "value", "fits"),
    [
        ("arn:aws:logs:*:1:log-group:*", LOGS, True),
        ("arn:aws:logs:*:1:log-group:a:?", LOGS, True),
        ("arn:aws:iam::*:user/ada", "arn:aws:iam::1:role/x:user/ada", False),
    ],
)
def test_a_wildcard_reaches_over_colons_in_an_arns_last_part_alone(
    pattern: str, value: str, *, fits: bool
) -> None:
    condition = {"ArnLike": {"aws:PrincipalArn": pattern}}

    assert met(condition, {"aws:principalarn": value}) is fits


def test_a_date_without_a_zone_is_in_utc_on_every_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()

    holds = met({"DateEquals": {"aws:EpochTime": "1970-01-01T00:01:40"}}, KNOWN)
    monkeypatch.undo()
    time.tzset()

    assert holds is True


@pytest.mark.parametrize("conditions", [None, "Bool", ["Bool"], {"Bool": "x"}, {"Null": None}, {}])
def test_what_is_no_condition_cannot_be_told(conditions: object) -> None:
    assert met(conditions, KNOWN) is None
