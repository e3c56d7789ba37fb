"""A web ACL's statements about addresses, countries and rates."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from embedded_aws.tests.integration.gateway.conftest import Clock, Deployed, World
from embedded_aws.tests.integration.gateway.web_acls.web_acls import (
    EVERYTHING,
    FORWARDED,
    Json,
    labelled,
    negated,
    path_is,
    protect,
    rate,
    rule,
    things,
)

NOON = 1_795_608_000.0
FROM_HEADER = {**FORWARDED, "Position": "FIRST"}


@pytest.fixture
def api(world: World) -> Deployed:
    return things(world)


@pytest.fixture
def clock(world: World) -> Iterator[Clock]:
    """A clock that stays at noon until it is set."""
    world.clock.now = NOON
    yield world.clock
    world.clock.now = None


def ip_set(world: World, *addresses: str, version: str = "IPV4") -> Json:
    """A new IP set's summary."""
    summary: Json = world.wafv2.create_ip_set(
        Name=f"set-{uuid.uuid4().hex[:8]}",
        Scope="REGIONAL",
        IPAddressVersion=version,
        Addresses=addresses,
    )["Summary"]
    return summary


def in_set(summary: Json, **config: Any) -> Json:
    forwarded = {"IPSetForwardedIPConfig": config} if config else {}
    return {"IPSetReferenceStatement": {"ARN": summary["ARN"], **forwarded}}


def from_country(*codes: str, **config: Any) -> Json:
    forwarded = {"ForwardedIPConfig": config} if config else {}
    return {"GeoMatchStatement": {"CountryCodes": codes, **forwarded}}


@pytest.mark.parametrize(("cidr", "status"), [("127.0.0.0/8", 403), ("198.51.100.0/24", 200)])
def test_an_address_of_an_ip_set_is_matched(api: Deployed, cidr: str, status: int) -> None:
    web_acl = protect(api, rule(in_set(ip_set(api.world, cidr))))

    assert web_acl.status() == status


def test_an_ip_sets_change_is_seen_by_the_next_request(api: Deployed) -> None:
    summary = ip_set(api.world, "198.51.100.0/24")
    web_acl = protect(api, rule(in_set(summary)))
    before = web_acl.status()

    place = {"Name": summary["Name"], "Scope": "REGIONAL", "Id": summary["Id"]}
    api.world.wafv2.update_ip_set(
        **place, Addresses=["127.0.0.1/32"], LockToken=summary["LockToken"]
    )

    assert (before, web_acl.status()) == (200, 403)


@pytest.mark.parametrize("wrong", ["127.0.0.1", "nonsense/8", "0.0.0.0/0"])
def test_an_ip_set_holds_networks_only(world: World, wrong: str) -> None:
    with pytest.raises(ClientError, match="WAFInvalidParameterException"):
        ip_set(world, wrong)


def test_an_ip_set_in_use_cannot_be_deleted(api: Deployed) -> None:
    summary = ip_set(api.world, "127.0.0.1/32")
    protect(api, rule(in_set(summary)))

    place = {"Name": summary["Name"], "Scope": "REGIONAL", "Id": summary["Id"]}
    with pytest.raises(ClientError, match="WAFAssociatedItemException"):
        api.world.wafv2.delete_ip_set(**place, LockToken=summary["LockToken"])


@pytest.mark.parametrize(
    ("position", "addresses", "status"),
    [
        ("FIRST", ["198.51.100.7", "10.0.0.1"], 403),
        ("FIRST", ["10.0.0.1", "198.51.100.7"], 200),
        ("LAST", ["10.0.0.1", "198.51.100.7"], 403),
        ("ANY", ["10.0.0.1", "198.51.100.7", "10.0.0.2"], 403),
        ("ANY", ["198.51.100.7", *["10.0.0.1"] * 10], 200),
    ],
)
def test_a_forwarded_address_is_looked_for_at_its_position(
    api: Deployed, position: str, addresses: list[str], status: int
) -> None:
    summary = ip_set(api.world, "198.51.100.0/24")
    web_acl = protect(api, rule(in_set(summary, **FORWARDED, Position=position)))

    assert web_acl.from_address(*addresses) == status


@pytest.mark.parametrize(("address", "status"), [("2001:db8::7", 403), ("2001:db9::7", 200)])
def test_addresses_of_version_six_are_matched(api: Deployed, address: str, status: int) -> None:
    summary = ip_set(api.world, "2001:db8::/32", version="IPV6")
    web_acl = protect(api, rule(in_set(summary, **FROM_HEADER)))

    assert web_acl.from_address(address) == status


@pytest.mark.parametrize(("fallback", "status"), [("MATCH", 403), ("NO_MATCH", 200)])
def test_a_header_without_a_valid_address_falls_back(
    api: Deployed, fallback: str, status: int
) -> None:
    config = {**FROM_HEADER, "FallbackBehavior": fallback}
    web_acl = protect(api, rule(in_set(ip_set(api.world, "127.0.0.1/32"), **config)))

    assert web_acl.from_address("nonsense") == status


@pytest.mark.parametrize(
    ("fallback", "wrapped"), [("MATCH", lambda each: each), ("NO_MATCH", negated)]
)
def test_a_rule_is_not_applied_when_its_header_is_absent(
    api: Deployed, fallback: str, wrapped: Callable[[Json], Json]
) -> None:
    config = {**FROM_HEADER, "FallbackBehavior": fallback}
    web_acl = protect(api, rule(wrapped(in_set(ip_set(api.world, "10.0.0.0/8"), **config))))

    assert web_acl.status() == 200


def test_an_address_is_limited_once_it_exceeds_its_rate(api: Deployed, clock: Clock) -> None:
    web_acl = protect(api, rule(rate(10)))

    statuses = web_acl.statuses(12)

    assert statuses == [200] * 10 + [403] * 2
    assert clock.now == NOON


@pytest.mark.parametrize("window", [60, 120, 300, 600])
def test_a_limited_address_passes_again_after_the_window(
    api: Deployed, clock: Clock, window: int
) -> None:
    web_acl = protect(api, rule(rate(10, EvaluationWindowSec=window)))
    web_acl.statuses(11)

    clock.now = NOON + window * 0.9
    within = web_acl.status()
    clock.now = NOON + window * 2
    after = web_acl.status()

    assert (within, after) == (403, 200)


def test_a_window_is_five_minutes_when_none_is_given(api: Deployed, clock: Clock) -> None:
    statement = {"RateBasedStatement": {"Limit": 10, "AggregateKeyType": "IP"}}
    web_acl = protect(api, rule(statement))
    web_acl.statuses(10)

    clock.now = NOON + 290

    assert web_acl.status() == 403


def test_requests_that_are_refused_count_as_well(api: Deployed, clock: Clock) -> None:
    web_acl = protect(api, rule(rate(10)))
    web_acl.statuses(11)

    clock.now = NOON + 30
    web_acl.statuses(10)
    clock.now = NOON + 70

    assert web_acl.status() == 403


def test_forwarded_addresses_are_limited_one_by_one(api: Deployed, clock: Clock) -> None:
    web_acl = protect(api, rule(rate(10, "FORWARDED_IP", ForwardedIPConfig=FORWARDED)))

    one = [web_acl.from_address("198.51.100.1", "10.0.0.1") for _ in range(11)]
    two = web_acl.from_address("198.51.100.2", "10.0.0.1")

    assert (one[-2:], two, clock.now) == ([200, 403], 200, NOON)


@pytest.mark.parametrize(("fallback", "status"), [("MATCH", 403), ("NO_MATCH", 200)])
def test_a_rate_by_a_header_without_an_address_falls_back(
    api: Deployed, fallback: str, status: int
) -> None:
    config = {**FORWARDED, "FallbackBehavior": fallback}
    web_acl = protect(api, rule(rate(10, "FORWARDED_IP", ForwardedIPConfig=config)))

    assert web_acl.from_address("unknown") == status


def test_a_scope_down_statement_says_what_counts(api: Deployed, clock: Clock) -> None:
    web_acl = protect(api, rule(rate(10, ScopeDownStatement=path_is("/v1/login"))))

    others = web_acl.statuses(12, "/things")
    logins = web_acl.statuses(11, "/login")

    assert (set(others), logins[-2:], clock.now) == ({200}, [200, 403], NOON)


def test_a_constant_key_counts_everybody_together(api: Deployed, clock: Clock) -> None:
    web_acl = protect(api, rule(rate(10, "CONSTANT", ScopeDownStatement=EVERYTHING)))

    statuses = [web_acl.from_address(f"198.51.100.{n}") for n in range(11)]

    assert (statuses[-2:], clock.now) == ([200, 403], NOON)


def test_a_changed_limit_begins_to_count_anew(api: Deployed, clock: Clock) -> None:
    web_acl = protect(api, rule(rate(10)))
    web_acl.statuses(11)

    web_acl.update(rule(rate(11)))

    assert (web_acl.status(), clock.now) == (200, NOON)


def test_a_count_outlives_a_change_of_other_rules(api: Deployed, clock: Clock) -> None:
    web_acl = protect(api, rule(rate(10)))
    web_acl.statuses(10)

    web_acl.update(rule(rate(10)), rule(path_is("/v1/x"), priority=1))

    assert (web_acl.status(), clock.now) == (403, NOON)


def test_two_web_acls_count_for_themselves(world: World, clock: Clock) -> None:
    one, two = protect(things(world), rule(rate(10))), protect(things(world), rule(rate(10)))

    first = one.statuses(11)

    assert (first[-1], two.status(), clock.now) == (403, 200, NOON)


@pytest.mark.parametrize(("code", "status"), [("DE", 403), ("FR", 200)])
def test_the_country_of_an_address_is_the_one_that_was_set(
    api: Deployed, code: str, status: int
) -> None:
    assert protect(api, rule(from_country(code))).status() == status


def test_a_header_cannot_claim_a_country(api: Deployed) -> None:
    web_acl = protect(api, rule(from_country("FR")))

    assert web_acl.status(headers={"CloudFront-Viewer-Country": "FR"}) == 200


def test_the_country_of_a_forwarded_address_is_matched(api: Deployed) -> None:
    web_acl = protect(api, rule(from_country("FR", **FORWARDED)))

    assert web_acl.from_address("203.0.113.9", "127.0.0.1") == 403


@pytest.mark.parametrize(
    "label", ["awswaf:forwardedip:geo:country:XX", "awswaf:forwardedip:geo:region:XX-XX"]
)
def test_an_unknown_country_is_labelled_as_such(api: Deployed, label: str) -> None:
    web_acl = protect(
        api,
        rule(from_country("FR", **FORWARDED), "Count"),
        rule(labelled(label), priority=1),
    )

    assert web_acl.from_address("192.0.2.1") == 403
