"""GetUsage: the used requests of a plan, day by day."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from embedded_aws.tests.integration.gateway.conftest import NOON, Clock, Deployed, World
from embedded_aws.tests.integration.gateway.limits.keyed import keyed, member, plan, statuses

DAY = 24 * 3600


@pytest.fixture
def api(world: World) -> Deployed:
    return keyed(world)


def usage(api: Deployed, plan_id: str, begin: str, end: str, **only: str) -> Any:
    """The log of the days from begin to end, by key."""
    return api.world.apigateway.get_usage(
        usagePlanId=plan_id, startDate=begin, endDate=end, **only
    )["items"]


def test_it_shows_what_was_used_and_what_is_left(api: Deployed, clock: Clock) -> None:
    plan_id = plan(api, quota={"limit": 10, "period": "DAY"})
    key, value = member(api, plan_id)
    statuses(api, value, 3)

    assert usage(api, plan_id, "2026-11-24", "2026-11-24", keyId=key) == {key: [[3, 7]]}
    assert clock.now == NOON


def test_a_days_line_tells_what_is_left_of_the_whole_period(api: Deployed, clock: Clock) -> None:
    plan_id = plan(api, quota={"limit": 10, "period": "WEEK"})
    key, value = member(api, plan_id)
    statuses(api, value, 3)
    clock.now = NOON + 2 * DAY
    statuses(api, value, 2)

    days = usage(api, plan_id, "2026-11-23", "2026-11-26")[key]

    assert days == [[0, 10], [3, 7], [0, 7], [2, 5]]


def test_a_key_that_used_nothing_is_shown_too(api: Deployed) -> None:
    plan_id = plan(api, quota={"limit": 10, "period": "DAY"})
    (idle, _), (other, _) = member(api, plan_id), member(api, plan_id)

    assert set(usage(api, plan_id, "2026-11-24", "2026-11-24")) == {idle, other}


@pytest.mark.parametrize(
    ("begin", "end"), [("yesterday", "2026-11-24"), ("2026-11-24", "2026-11-23")]
)
def test_days_that_are_none_are_refused(api: Deployed, begin: str, end: str) -> None:
    plan_id = plan(api, quota={"limit": 10, "period": "DAY"})

    with pytest.raises(ClientError, match="startDate"):
        usage(api, plan_id, begin, end)
