"""Usage plans and keys as the data plane looks them up in API Gateway's store."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from moto import mock_aws
from moto.apigateway.models import apigateway_backends

from embedded_aws.gateway.deployed.stored import Api, Store, store_of
from embedded_aws.gateway.limits.buckets import UNLIMITED, Limit, Quota
from embedded_aws.gateway.limits.usage import Key, MotoUsage, Plan, limit_of, quota_of

ACCOUNT = "123456789012"
ELSEWHERE, REGION = "eu-west-1", "eu-central-1"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp()
NO_LIMIT = Limit(UNLIMITED, UNLIMITED)
THROTTLE = {"rateLimit": 2.5, "burstLimit": 4}
QUOTA = {"limit": 10, "period": "WEEK", "offset": 3}


def filled(region: str, api: str) -> Store:
    """The store of a region with one API and its stages v1 and v2."""
    store = store_of(apigateway_backends[ACCOUNT][region])
    store.apis[api] = Api({"id": api}, ACCOUNT, region)
    return store


@pytest.fixture
def store() -> Iterator[Store]:
    """The store of the API's region, which is not the first one that was used."""
    with mock_aws():
        elsewhere = filled(ELSEWHERE, "another")
        with_key(elsewhere, "far", "elsewhere")
        yield filled(REGION, "api")


def with_key(store: Store, key_id: str, value: str, *, enabled: bool = True) -> None:
    store.keys[key_id] = {"id": key_id, "value": value, "enabled": enabled}


def with_plan(store: Store, plan_id: str, *members: str, **settings: Any) -> None:
    """A plan of the stage v1 with these keys."""
    stages = settings.pop("stages", [{"apiId": "api", "stage": "v1"}])
    store.usage_plans[plan_id] = {"id": plan_id, "apiStages": stages, **settings}
    store.usage_plan_keys[plan_id] = {each: {} for each in members}


def usage() -> MotoUsage:
    return MotoUsage(ACCOUNT, lambda: NOON)


def key_of(value: str, api: str = "api", stage: str = "v1") -> Key | None:
    return usage().key(value, api, stage)


@pytest.mark.parametrize("enabled", [True, False])
def test_a_key_is_looked_up_by_its_value(store: Store, *, enabled: bool) -> None:
    with_key(store, "other", "before")
    with_key(store, "k", "secret", enabled=enabled)

    assert key_of("secret") == Key("k", "secret", enabled, None)


@pytest.mark.parametrize(
    ("value", "api"),
    [("k", "api"), ("", "api"), ("elsewhere", "api"), ("secret", "another"), ("secret", "none")],
)
def test_a_key_works_in_its_region_alone(store: Store, value: str, api: str) -> None:
    with_key(store, "k", "secret")

    assert key_of(value, api) is None


def test_a_key_has_the_plan_of_the_stage_that_it_is_a_member_of(store: Store) -> None:
    with_key(store, "k", "secret")
    with_plan(store, "of others", "other", throttle={"rateLimit": 1, "burstLimit": 1})
    with_plan(store, "of another stage", "k", stages=[{"apiId": "api", "stage": "v2"}])
    with_plan(store, "of another api", "k", stages=[{"apiId": "two", "stage": "v1"}])
    place = {"apiId": "api", "stage": "v1", "throttle": {"/orders/GET": {"burstLimit": 1}}}
    stages = [{"apiId": "api", "stage": "v0"}, place]
    with_plan(store, "own", "k", stages=stages, throttle=THROTTLE, quota=QUOTA)

    known = key_of("secret")

    methods = {"/orders/GET": Limit(UNLIMITED, 1)}
    assert known
    assert known.plan == Plan("own", Limit(2.5, 4), methods, Quota(10, "WEEK", 3))


@pytest.mark.parametrize("missing", [{}, {"throttle": None, "quota": None}])
def test_a_plan_without_limits_has_none(store: Store, missing: dict[str, None]) -> None:
    with_key(store, "k", "secret")
    with_plan(store, "own", "k", **missing)

    known = key_of("secret")

    assert known
    assert known.plan == Plan("own", NO_LIMIT, {}, None)


def test_a_plan_that_has_no_keys_is_nobodys(store: Store) -> None:
    with_key(store, "k", "secret")
    store.usage_plans["own"] = {"id": "own", "apiStages": [{"apiId": "api", "stage": "v1"}]}

    known = key_of("secret")

    assert known == Key("k", "secret", enabled=True, plan=None)
    assert usage().standing("secret") is None


@pytest.mark.parametrize(
    ("throttle", "limit"),
    [
        ({}, NO_LIMIT),
        ({"rateLimit": "0.5", "burstLimit": "2"}, Limit(0.5, 2)),
        ({"rateLimit": 0}, Limit(0, UNLIMITED)),
        ({"burstLimit": 0}, Limit(UNLIMITED, 0)),
    ],
)
def test_a_missing_rate_or_burst_does_not_limit(throttle: dict[str, Any], limit: Limit) -> None:
    assert limit_of(throttle) == limit


@pytest.mark.parametrize(
    ("raw", "quota"),
    [
        ({}, None),
        ({"limit": 0, "period": "DAY"}, None),
        ({"limit": "5", "period": "DAY"}, Quota(5, "DAY", 0)),
        ({"limit": 5, "period": "MONTH", "offset": "2"}, Quota(5, "MONTH", 2)),
    ],
)
def test_a_quota_has_an_offset_of_none_unless_it_is_given(
    raw: dict[str, Any], quota: Quota | None
) -> None:
    assert quota_of(raw) == quota


def test_what_a_key_used_is_counted_in_the_store_by_plan_and_key(store: Store) -> None:
    with_key(store, "k", "secret")
    with_plan(store, "own", "k", quota=QUOTA)
    known = key_of("secret")
    assert known

    for _ in range(2):
        allowance = usage().allowance(known)
        allowance.count(datetime.fromtimestamp(NOON, UTC).date())

    assert allowance.quota == Quota(10, "WEEK", 3)
    assert store.used == {"own": {"k": {"2026-11-24": 2}}}


def test_a_key_without_a_plan_has_no_quota(store: Store) -> None:
    with_key(store, "k", "secret")
    known = key_of("secret")
    assert known

    allowance = usage().allowance(known)

    assert (allowance.quota, allowance.used_by_day) == (None, {})
    assert store.used == {"": {"k": {}}}


def test_a_key_that_was_deleted_meanwhile_counts_nowhere(store: Store) -> None:
    gone = Key("gone", "v", enabled=True, plan=Plan("own", NO_LIMIT, {}, Quota(1, "DAY")))

    allowance = usage().allowance(gone)

    assert (allowance.quota, allowance.used_by_day) == (Quota(1, "DAY"), {})
    assert store.used == {}


def test_a_consumers_standing_is_its_plan_and_what_is_left(store: Store) -> None:
    with_key(store, "other", "before")
    with_key(store, "k", "secret")
    with_plan(store, "of others", "other", name="silver")
    with_plan(store, "own", "k", name="gold", throttle=THROTTLE, quota=QUOTA)
    store.used["own"] = {"k": {"2026-11-20": 4, "2026-11-23": 2, "2026-11-24": 2}, "other": {}}

    assert usage().standing("secret") == {
        "name": "gold",
        "rate": 2.5,
        "burst": 4,
        "quota": 10,
        "period": "WEEK",
        "left": 6,
    }


@pytest.mark.parametrize("throttle", [None, {"rateLimit": 1}, {"burstLimit": 1}])
def test_a_standing_without_limits_names_none(
    store: Store, throttle: dict[str, int] | None
) -> None:
    with_key(store, "k", "secret")
    with_plan(store, "own", "k", throttle=throttle)

    nothing = dict.fromkeys(("name", "rate", "burst", "quota", "period", "left"))
    assert usage().standing("secret") == nothing


def test_an_unused_quota_is_left_whole_but_for_its_offset(store: Store) -> None:
    with_key(store, "k", "secret")
    with_plan(store, "own", "k", quota=QUOTA)

    assert (usage().standing("secret") or {})["left"] == 7


@pytest.mark.parametrize("value", ["none", "secret"])
def test_without_a_key_or_a_plan_there_is_no_standing(store: Store, value: str) -> None:
    with_key(store, "k", "secret")

    assert usage().standing(value) is None
