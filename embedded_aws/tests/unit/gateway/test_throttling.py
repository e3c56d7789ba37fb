"""Throttling as deployed: the account's, the stage's and the consumer's limits, and API keys."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from embedded_aws.gateway.deployed.model import Stage
from embedded_aws.gateway.exchange import Exchange, Refusal
from embedded_aws.gateway.facts import Level
from embedded_aws.gateway.limits.buckets import UNLIMITED, Allowance, Limit, Quota
from embedded_aws.gateway.limits.throttling import Throttling
from embedded_aws.gateway.limits.usage import Key, Plan
from embedded_aws.tests.unit.gateway.exchanges import API, METHOD, STAGE, exchange

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp()
ACCOUNT = Limit(10_000, 5_000)
KEYED = replace(METHOD, api_key_required=True)
OTHER = replace(KEYED, resource_id="other", resource_path="/others")
NO_LIMIT = Limit(UNLIMITED, UNLIMITED)
ONE = Limit(0, 1)
PLACE = ("api", "v1", "/orders/{id}", "GET")


class Consumers:
    """Keys of the stage v1 of one API by value, and the requests that they used."""

    def __init__(self, *keys: Key) -> None:
        self._keys = {key.value: key for key in keys}
        self.used: dict[str, dict[str, int]] = {}

    def key(self, value: str, api_id: str, stage: str) -> Key | None:
        return self._keys.get(value) if (api_id, stage) == ("api", "v1") else None

    def allowance(self, key: Key) -> Allowance:
        quota = key.plan.quota if key.plan else None
        return Allowance(quota, self.used.setdefault(key.id, {}))


class Gate:
    """Throttling with a clock that stands still until it is set."""

    def __init__(self, *keys: Key) -> None:
        self.now = NOON
        self.consumers = Consumers(*keys)
        self._throttling = Throttling(self.consumers, lambda: self.now)

    def admitted(self, sent: Exchange) -> str:
        """Empty for an admitted request, else the type of the refusal."""
        try:
            self._throttling.admit(sent)
        except Refusal as refusal:
            return refusal.response_type
        return ""


def key(
    name: str = "one",
    limit: Limit = NO_LIMIT,
    methods: Mapping[str, Limit] | None = None,
    quota: Quota | None = None,
) -> Key:
    return Key(f"id-{name}", name, enabled=True, plan=Plan("plan", limit, methods or {}, quota))


def asked(value: str | None = "one", **more: Any) -> Exchange:
    """A request with this API key, of a method that needs one."""
    method = more.pop("method", KEYED)
    return exchange(method, headers={} if value is None else {"x-api-key": value}, **more)


def limited(**settings: Limit) -> Stage:
    """The stage with throttles of methods; `each` is the stage's default."""
    names = {"each": "*/*", "orders": "~1orders~1{id}/GET"}
    return replace(
        STAGE,
        settings={
            names[name]: {"throttlingRateLimit": each.rate, "throttlingBurstLimit": each.burst}
            for name, each in settings.items()
        },
    )


@pytest.mark.parametrize(
    "known",
    [
        None,
        replace(key(), value="two"),
        replace(key(), enabled=False),
        replace(key(), plan=None),
    ],
)
def test_without_a_working_key_of_a_plan_a_request_is_forbidden(known: Key | None) -> None:
    gate = Gate(known) if known else Gate()
    sent = asked()

    with pytest.raises(Refusal, match=r"^Forbidden$") as refused:
        gate._throttling.admit(sent)

    assert refused.value.response_type == "INVALID_API_KEY"
    assert (sent.facts.identity.api_key, sent.facts.identity.api_key_id) == (None, None)


def test_an_empty_key_is_none() -> None:
    assert Gate(key("")).admitted(asked("")) == "INVALID_API_KEY"


def test_the_key_is_noted_for_the_access_log() -> None:
    sent = asked()

    assert Gate(key()).admitted(sent) == ""

    assert (sent.facts.identity.api_key, sent.facts.identity.api_key_id) == ("one", "id-one")


@pytest.mark.parametrize(
    "stage", [replace(STAGE, name="v2"), replace(STAGE, api=replace(API, id="another"))]
)
def test_a_key_counts_for_its_own_stage_alone(stage: Stage) -> None:
    assert Gate(key()).admitted(asked(stage=stage)) == "INVALID_API_KEY"


@pytest.mark.parametrize(
    ("source", "header", "by_authorizer", "refusal"),
    [
        ("HEADER", "one", None, ""),
        ("HEADER", None, "one", "INVALID_API_KEY"),
        ("AUTHORIZER", None, "one", ""),
        ("AUTHORIZER", "one", None, "INVALID_API_KEY"),
        ("AUTHORIZER", "one", "unknown", "INVALID_API_KEY"),
    ],
)
def test_the_apis_source_of_keys_alone_is_asked(
    source: str, header: str | None, by_authorizer: str | None, refusal: str
) -> None:
    stage = replace(STAGE, api=replace(API, api_key_source=source))

    assert Gate(key()).admitted(asked(header, stage=stage, usage_key=by_authorizer)) == refusal


def test_a_method_without_a_key_asks_for_none_and_uses_no_quota() -> None:
    gate = Gate(key(quota=Quota(1, "DAY")))

    refusals = [gate.admitted(asked(method=METHOD)) for _ in range(3)]

    assert (refusals, gate.consumers.used) == ([""] * 3, {})


def test_what_has_no_method_is_not_counted() -> None:
    stage = limited(each=Limit(0, 0))

    assert Gate().admitted(exchange(None, stage)) == ""


@pytest.mark.parametrize(
    ("settings", "served"),
    [
        ({}, 4),
        ({"each": Limit(0, 2)}, 2),
        ({"each": Limit(0, 2), "orders": Limit(0, 3)}, 3),
        ({"each": Limit(0, 3), "orders": Limit(0, 2)}, 2),
        ({"orders": Limit(0, 1)}, 1),
        ({"each": Limit(UNLIMITED, 0)}, 4),
        ({"each": Limit(0, UNLIMITED)}, 4),
    ],
)
def test_a_methods_own_throttle_replaces_the_stages(
    settings: dict[str, Limit], served: int
) -> None:
    gate, stage = Gate(), limited(**settings)

    refusals = [gate.admitted(exchange(METHOD, stage)) for _ in range(4)]

    assert refusals == [""] * served + ["THROTTLED"] * (4 - served)


@pytest.mark.parametrize("setting", [{}, {"throttlingRateLimit": 0}, {"throttlingBurstLimit": 0}])
def test_a_setting_without_a_rate_or_a_burst_does_not_throttle(setting: dict[str, int]) -> None:
    stage = replace(STAGE, settings={"*/*": setting})

    assert [Gate().admitted(exchange(METHOD, stage)) for _ in range(2)] == ["", ""]


def test_each_method_of_a_stage_has_a_bucket_of_its_own() -> None:
    gate, stage = Gate(), limited(each=ONE)
    others = (
        replace(METHOD, resource_path="/others"),
        replace(METHOD, http_method="POST"),
    )

    first = [gate.admitted(exchange(METHOD, stage)) for _ in range(2)]
    rest = [gate.admitted(exchange(each, stage)) for each in others]
    elsewhere = [
        gate.admitted(exchange(METHOD, replace(stage, name="v2"))),
        gate.admitted(exchange(METHOD, replace(stage, api=replace(API, id="two")))),
    ]

    assert (first, rest, elsewhere) == (["", "THROTTLED"], ["", ""], ["", ""])


def test_a_rate_fills_the_bucket_again() -> None:
    gate, stage = Gate(), limited(each=Limit(0.5, 1))
    first = [gate.admitted(exchange(METHOD, stage)) for _ in range(2)]

    gate.now += 2

    assert (first, gate.admitted(exchange(METHOD, stage))) == (["", "THROTTLED"], "")


def test_the_account_as_a_whole_has_a_burst_and_a_rate() -> None:
    gate = Gate()
    everybody = [
        exchange(replace(METHOD, resource_path=f"/{number % 3}")) for number in range(5000)
    ]

    refusals = {gate.admitted(each) for each in everybody}
    after = gate.admitted(exchange())
    gate.now += 0.125
    later = [gate.admitted(exchange()) for _ in range(1251)]

    assert (refusals, after) == ({""}, "THROTTLED")
    assert later == [""] * 1250 + ["THROTTLED"]


def test_a_plans_limit_is_each_keys_own_over_all_methods() -> None:
    gate = Gate(key("one", Limit(0, 2)), key("two", Limit(0, 2)))

    one = [gate.admitted(asked("one", method=each)) for each in (KEYED, OTHER, KEYED, OTHER)]
    two = [gate.admitted(asked("two")) for _ in range(3)]

    assert one == ["", "", "THROTTLED", "THROTTLED"]
    assert two == ["", "", "THROTTLED"]


def test_keys_of_two_plans_have_the_limits_of_theirs() -> None:
    one = key("one", ONE)
    moved = replace(one, plan=replace(one.plan, id="better")) if one.plan else one
    gate, better = Gate(one), Gate(moved)
    better._throttling._admission = gate._throttling._admission

    assert [gate.admitted(asked()), gate.admitted(asked())] == ["", "THROTTLED"]
    assert better.admitted(asked()) == ""


def test_a_plan_may_limit_one_method_more() -> None:
    methods = {"/orders/{id}/GET": ONE}
    gate = Gate(key("one", methods=methods), key("two", methods=methods))

    assert [gate.admitted(asked("one")) for _ in range(2)] == ["", "THROTTLED"]
    assert [gate.admitted(asked("one", method=OTHER)) for _ in range(2)] == ["", ""]
    assert [gate.admitted(asked("two")) for _ in range(2)] == ["", "THROTTLED"]


def test_a_plans_limit_of_a_method_counts_for_each_method_apart() -> None:
    methods = {"/orders/{id}/GET": ONE, "/others/GET": ONE}
    gate = Gate(key(methods=methods))

    refusals = [gate.admitted(asked(method=each)) for each in (KEYED, OTHER, KEYED, OTHER)]

    assert refusals == ["", "", "THROTTLED", "THROTTLED"]


def test_a_quota_ends_with_its_limit_and_a_throttled_request_uses_none_of_it() -> None:
    gate = Gate(key(limit=Limit(1, 1), quota=Quota(2, "DAY")))

    first = [gate.admitted(asked()) for _ in range(3)]
    gate.now += 1
    second = gate.admitted(asked())
    gate.now += 1
    third = gate.admitted(asked())
    gate.now += 24 * 3600
    tomorrow = gate.admitted(asked())

    assert first == ["", "THROTTLED", "THROTTLED"]
    assert (second, third, tomorrow) == ("", "QUOTA_EXCEEDED", "")
    assert gate.consumers.used == {"id-one": {"2026-11-24": 2, "2026-11-25": 1}}


@pytest.mark.parametrize(
    ("limit", "quota", "message"),
    [
        (Limit(0, 0), None, "Too Many Requests"),
        (NO_LIMIT, Quota(0, "DAY"), "Limit Exceeded"),
    ],
)
def test_a_refusal_says_which_limit_it_was(limit: Limit, quota: Quota | None, message: str) -> None:
    consumers = Consumers(key(limit=limit, quota=quota))

    with pytest.raises(Refusal, match=f"^{message}$"):
        Throttling(consumers).admit(asked())


def test_a_watcher_sees_each_bucket_after_the_request_and_what_is_left_of_the_quota() -> None:
    methods = {"/orders/{id}/GET": Limit(2, 5)}
    gate = Gate(key(limit=Limit(3, 7), methods=methods, quota=Quota(10, "WEEK")))
    sent = asked(stage=limited(orders=Limit(1, 4)), stages=[])

    assert gate.admitted(sent) == ""

    assert sent.facts.levels == (
        Level(("account",), 4_999, ACCOUNT.rate, ACCOUNT.burst),
        Level(("method", *PLACE), 3, 1, 4),
        Level(("plan", "plan", "id-one"), 6, 3, 7),
        Level(("plan method", "plan", "id-one", *PLACE), 4, 2, 5),
    )
    assert sent.facts.quota_left == 9


def test_a_watcher_sees_the_empty_bucket_of_a_refused_request() -> None:
    gate = Gate()
    sent = exchange(METHOD, limited(each=Limit(0, 0)), stages=[])

    assert gate.admitted(sent) == "THROTTLED"

    assert Level(("method", *PLACE), 0, 0, 0) in sent.facts.levels
    assert sent.facts.quota_left is None


@pytest.mark.parametrize("watched", [{}, {"stages": []}])
def test_without_a_quota_none_is_left_and_without_a_watcher_nothing_is_noted(
    watched: dict[str, Any],
) -> None:
    sent = asked(**watched)

    assert Gate(key()).admitted(sent) == ""

    assert sent.facts.quota_left is None
    assert bool(sent.facts.levels) is bool(watched)
