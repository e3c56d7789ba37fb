"""The condition keys of a request, as API Gateway documents them."""

from datetime import UTC, datetime

from embedded_aws.gateway.authorization.policies.circumstances import keys_of
from embedded_aws.tests.unit.gateway.authorization.callers import caller
from embedded_aws.tests.unit.gateway.exchanges import exchange

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp() + 0.75
OF_ANYBODY = {
    "aws:currenttime": "2026-11-24T12:00:00.750000+00:00",
    "aws:epochtime": "1795521600",
    "aws:referer": None,
    "aws:securetransport": "true",
    "aws:sourceip": "127.0.0.1",
    "aws:sourcevpc": None,
    "aws:sourcevpce": None,
    "aws:useragent": None,
}


def test_an_anonymous_request_has_no_principal() -> None:
    assert keys_of(exchange(at=NOON), None) == OF_ANYBODY | {
        "aws:principalarn": None,
        "aws:principalaccount": None,
        "aws:principaltype": "Anonymous",
        "aws:userid": None,
        "aws:username": None,
    }


def test_a_signed_request_has_its_signers_keys_and_the_clients_headers() -> None:
    headers = {"Referer": "https://shop.example", "User-Agent": "curl/8"}
    session = caller(arn="arn:aws:sts::123456789012:assumed-role/r/s", kind="AssumedRole")

    assert keys_of(exchange(at=NOON, headers=headers), session) == OF_ANYBODY | {
        "aws:referer": "https://shop.example",
        "aws:useragent": "curl/8",
        "aws:principalarn": "arn:aws:iam::123456789012:user/ada",
        "aws:principalaccount": "123456789012",
        "aws:principaltype": "AssumedRole",
        "aws:userid": "AIDAADA",
        "aws:username": "ada",
    }
