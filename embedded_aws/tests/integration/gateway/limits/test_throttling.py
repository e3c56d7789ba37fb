"""Keys, usage plans, quotas and limits, as deployed."""

import pytest

from embedded_aws.tests.integration.gateway.conftest import NOON, Clock, Deployed, World
from embedded_aws.tests.integration.gateway.limits.keyed import call, keyed, member, plan, statuses


@pytest.fixture
def api(world: World) -> Deployed:
    return keyed(world)


def test_a_member_of_a_plan_passes(api: Deployed, clock: Clock) -> None:
    _, value = member(api, plan(api))

    assert call(api, value).status_code == 200
    assert clock.now == NOON


@pytest.mark.parametrize("kind", ["none", "unknown", "disabled", "without plan"])
def test_whoever_has_no_working_key_is_forbidden(api: Deployed, kind: str) -> None:
    values = {
        "none": None,
        "unknown": "x" * 30,
        "disabled": member(api, plan(api), enabled=False)[1],
        "without plan": member(api, None)[1],
    }

    answer = call(api, values[kind])

    assert (answer.status_code, answer.json()) == (403, {"message": "Forbidden"})
    assert answer.headers["x-amzn-errortype"] == "ForbiddenException"


def test_a_method_without_key_needs_none(api: Deployed) -> None:
    assert call(api, None, "/open").status_code == 200


def test_a_plan_admits_its_burst_and_then_its_rate(api: Deployed, clock: Clock) -> None:
    _, value = member(api, plan(api, throttle={"rateLimit": 2, "burstLimit": 3}))

    burst = statuses(api, value, 4)
    clock.now = NOON + 0.5
    later = statuses(api, value, 2)

    assert (burst, later) == ([200, 200, 200, 429], [200, 429])


def test_a_throttled_consumer_is_told_so(api: Deployed, clock: Clock) -> None:
    _, value = member(api, plan(api, throttle={"rateLimit": 0, "burstLimit": 1}))
    statuses(api, value, 1)

    answer = call(api, value)

    assert answer.json() == {"message": "Too Many Requests"}
    assert answer.headers["x-amzn-errortype"] == "TooManyRequestsException"
    assert clock.now == NOON


def test_consumers_of_one_plan_have_a_bucket_each(api: Deployed, clock: Clock) -> None:
    bronze = plan(api, throttle={"rateLimit": 0, "burstLimit": 1})
    (_, one), (_, two) = member(api, bronze), member(api, bronze)

    assert statuses(api, one, 2) == [200, 429]
    assert statuses(api, two, 2) == [200, 429]
    assert clock.now == NOON


def test_a_better_plan_is_served_beside_a_throttled_one(api: Deployed, clock: Clock) -> None:
    _, bronze = member(api, plan(api, throttle={"rateLimit": 1, "burstLimit": 2}))
    _, gold = member(api, plan(api, throttle={"rateLimit": 100, "burstLimit": 200}))

    mixed = [(call(api, bronze).status_code, call(api, gold).status_code) for _ in range(4)]

    assert mixed == [(200, 200), (200, 200), (429, 200), (429, 200)]
    assert clock.now == NOON


def test_a_plan_may_limit_one_method_more(api: Deployed, clock: Clock) -> None:
    methods = {"/keyed/GET": {"rateLimit": 0, "burstLimit": 1}}
    _, value = member(api, plan(api, methods=methods))

    assert statuses(api, value, 2) == [200, 429]
    assert statuses(api, value, 2, "/other") == [200, 200]
    assert clock.now == NOON


def test_a_stages_setting_limits_each_method_on_its_own(api: Deployed, clock: Clock) -> None:
    api.change(
        ("replace", "/*/*/throttling/rateLimit", "0"),
        ("replace", "/*/*/throttling/burstLimit", "1"),
    )
    _, value = member(api, plan(api))

    assert statuses(api, None, 2, "/open") == [200, 429]
    assert statuses(api, value, 2) == [200, 429]
    assert clock.now == NOON


def test_a_methods_setting_may_be_higher_than_the_stages(api: Deployed, clock: Clock) -> None:
    api.change(
        ("replace", "/*/*/throttling/burstLimit", "1"),
        ("replace", "/*/*/throttling/rateLimit", "0"),
        ("replace", "/~1open/GET/throttling/burstLimit", "3"),
        ("replace", "/~1open/GET/throttling/rateLimit", "0"),
    )

    assert statuses(api, None, 4, "/open") == [200, 200, 200, 429]
    assert clock.now == NOON


def test_a_quota_ends_with_its_limit_and_begins_with_the_next_period(
    api: Deployed, clock: Clock
) -> None:
    _, value = member(api, plan(api, quota={"limit": 2, "period": "DAY"}))

    today = statuses(api, value, 3)
    refused = call(api, value)
    clock.now = NOON + 24 * 3600
    tomorrow = statuses(api, value, 1)

    assert (today, tomorrow) == ([200, 200, 429], [200])
    assert refused.json() == {"message": "Limit Exceeded"}
    assert refused.headers["x-amzn-errortype"] == "LimitExceededException"


def test_what_is_throttled_uses_no_quota(api: Deployed, clock: Clock) -> None:
    settings = {
        "throttle": {"rateLimit": 1, "burstLimit": 1},
        "quota": {"limit": 2, "period": "DAY"},
    }
    _, value = member(api, plan(api, **settings))

    first = statuses(api, value, 5)
    clock.now = NOON + 1
    second = statuses(api, value, 1)

    assert (first, second) == ([200, 429, 429, 429, 429], [200])


def test_a_key_that_is_disabled_is_refused_at_once(api: Deployed) -> None:
    key, value = member(api, plan(api))
    before = call(api, value).status_code

    operation = {"op": "replace", "path": "/enabled", "value": "false"}
    api.world.apigateway.update_api_key(apiKey=key, patchOperations=[operation])

    assert (before, call(api, value).status_code) == (200, 403)
