"""The stage's cache: what it keeps, for whom, how long, and who may have it replaced."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from embedded_aws.gateway.cache import (
    CAPACITY_BYTES,
    LARGEST_ENTRY_BYTES,
    OVERHEAD_BYTES,
    WARNING,
    Cache,
)
from embedded_aws.gateway.deployed.model import Stage
from embedded_aws.gateway.exchange import Answer, Exchange, Refusal
from embedded_aws.tests.unit.gateway.exchanges import API, INTEGRATION, METHOD, STAGE, exchange

ALL = {"*/*": {"cachingEnabled": True}}
CACHED = replace(STAGE, settings=ALL)
FRESH = {"Cache-Control": "max-age=0"}


class Counted:
    """A cache before an integration that counts its calls."""

    def __init__(self) -> None:
        self.now = 0.0
        self.called: list[Exchange] = []
        self.body = b"x"
        self.cache = Cache(lambda: self.now)

    def __call__(self, call: Exchange) -> Answer:
        return asyncio.run(self.cache.answer(call, self._call))

    @property
    def calls(self) -> int:
        return len(self.called)

    async def _call(self, exchange: Exchange) -> Answer:
        self.called.append(exchange)
        return Answer(200, [("X-Call", str(self.calls))], self.body)


def strict(strategy: str | None, **more: Any) -> Stage:
    """A stage whose entries only the authorized may have replaced."""
    own = {"requireAuthorizationForCacheControl": True, **more}
    if strategy:
        own["unauthorizedCacheControlHeaderStrategy"] = strategy
    return replace(STAGE, settings={"*/*": ALL["*/*"] | own})


def test_the_second_answer_is_the_first_one() -> None:
    call = Counted()
    first, second = exchange(stage=CACHED), exchange(stage=CACHED)

    answers = [call(first), call(second)]

    assert [answer.headers for answer in answers] == [[("X-Call", "1")]] * 2
    assert (first.facts.cache, second.facts.cache) == ("miss", "hit")
    assert call.called == [first]


def test_a_watcher_sees_the_stage_of_the_cache() -> None:
    watched = exchange(stage=CACHED, stages=[])

    Counted()(watched)

    assert [name for name, _ in watched.stages or ()] == ["cache"]


def test_what_is_added_to_one_answer_is_not_in_the_next() -> None:
    call = Counted()
    for _ in range(2):
        call(exchange(stage=CACHED)).headers.append(("X-Own", "1"))

    assert call(exchange(stage=CACHED)).headers == [("X-Call", "1")]


@pytest.mark.parametrize(
    "stage",
    [
        replace(CACHED, cache_enabled=False),
        replace(STAGE, settings={}),
        replace(STAGE, settings={"*/*": {"cachingEnabled": False}}),
        replace(STAGE, settings={"*/*": {"cachingEnabled": True, "cacheTtlInSeconds": 0}}),
        replace(STAGE, settings=ALL | {"~1orders~1{id}/GET": {}}),
    ],
)
def test_without_a_cache_each_request_is_called(stage: Stage) -> None:
    call = Counted()
    last = exchange(stage=stage)
    call(exchange(stage=stage))
    call(last)

    assert call.called[1:] == [last]
    assert call.calls == 2
    assert last.facts.cache is None


@pytest.mark.parametrize("method", [None, replace(METHOD, integration=None)])
def test_what_has_no_integration_is_not_cached(method: Any) -> None:
    call = Counted()
    for _ in range(2):
        call(exchange(method, CACHED))

    assert call.calls == 2


def test_the_stages_setting_is_for_get_alone_and_a_methods_own_for_it() -> None:
    call, post = Counted(), replace(METHOD, http_method="POST")
    own = replace(STAGE, settings={"~1orders~1{id}/POST": {"cachingEnabled": True}})
    calls = []
    for stage in (CACHED, CACHED, own, own):
        call(exchange(post, stage, verb="POST"))
        calls.append(call.calls)

    assert calls == [1, 2, 3, 3]


@pytest.mark.parametrize(("ttl", "after"), [(None, 300), (10, 10), (1, 1)])
def test_an_entry_lives_as_long_as_its_method_says(ttl: int | None, after: int) -> None:
    own = {"cachingEnabled": True} | ({"cacheTtlInSeconds": ttl} if ttl else {})
    call, stage = Counted(), replace(STAGE, settings={"*/*": own})

    for now in (0, after - 1, after):
        call.now = now
        call(exchange(stage=stage))

    assert call.calls == 2


def test_an_answer_of_a_megabyte_is_kept_and_a_longer_one_is_not() -> None:
    call = Counted()
    for length in (LARGEST_ENTRY_BYTES, LARGEST_ENTRY_BYTES, LARGEST_ENTRY_BYTES + 1):
        call.body = b"x" * length
        call(exchange(stage=CACHED, path_parameters={"id": str(length)}))
        call(exchange(stage=CACHED, path_parameters={"id": str(length)}))

    assert call.calls == 3


def test_entries_count_with_their_overhead() -> None:
    call, most = Counted(), CAPACITY_BYTES // (LARGEST_ENTRY_BYTES + OVERHEAD_BYTES)
    call.body = b"x" * LARGEST_ENTRY_BYTES
    for number in (*range(most + 1), most, 0):
        call(exchange(stage=CACHED, path_parameters={"id": str(number)}))

    assert most < CAPACITY_BYTES // LARGEST_ENTRY_BYTES
    assert call.calls == most + 2  # the first one made place for the last


@pytest.mark.parametrize(
    "other",
    [
        {"path_parameters": {"id": "2"}},
        {"stage": replace(CACHED, name="v2")},
        {"stage": replace(CACHED, cache_version="flushed")},
        {"stage": replace(CACHED, api=replace(API, id="other"))},
        {"stage": replace(CACHED, api=replace(API, deployment_id="later"))},
        {"method": replace(METHOD, resource_id="another")},
    ],
)
def test_another_place_or_another_key_has_an_entry_of_its_own(other: dict[str, Any]) -> None:
    call = Counted()
    call(exchange(stage=CACHED))

    call(exchange(**{"stage": CACHED} | other))

    assert call.calls == 2


def test_a_namespace_is_shared_and_a_declared_parameter_is_the_key() -> None:
    shared = replace(INTEGRATION, cache_namespace="all", cache_key_parameters=("key",))
    mapped = replace(shared, request_parameters={"key": "method.request.querystring.page"})
    call = Counted()
    for resource in ("one", "two"):
        call(exchange(replace(METHOD, resource_id=resource, integration=mapped), CACHED))
    call(exchange(replace(METHOD, integration=shared), CACHED))

    assert call.calls == 2


@pytest.mark.parametrize("header", ["max-age=0", "no-store, MAX-AGE = 0", "max-age=0,private"])
def test_whoever_asks_for_a_fresh_answer_replaces_the_entry(header: str) -> None:
    call = Counted()
    call(exchange(stage=CACHED))

    fresh = call(exchange(stage=CACHED, headers={"Cache-Control": header}))

    assert fresh.headers == [("X-Call", "2")]
    assert call(exchange(stage=CACHED)).headers == [("X-Call", "2")]


@pytest.mark.parametrize("header", ["max-age=01", "max-age=10", "xmax-age=0", "no-cache"])
def test_other_wishes_are_not_heard(header: str) -> None:
    call = Counted()
    for _ in range(2):
        call(exchange(stage=CACHED, headers={"Cache-Control": header}))

    assert call.calls == 1


@pytest.mark.parametrize(
    ("strategy", "added"),
    [
        ("SUCCEED_WITH_RESPONSE_HEADER", [WARNING]),
        ("SUCCEED_WITHOUT_RESPONSE_HEADER", []),
        (None, []),
    ],
)
def test_whoever_may_not_have_it_replaced_gets_the_entry(
    strategy: str | None, added: list[Any]
) -> None:
    call, stage = Counted(), strict(strategy)
    call(exchange(stage=stage))

    answer = call(exchange(stage=stage, headers=FRESH))

    assert answer.headers == [("X-Call", "1"), *added]


def test_they_are_warned_where_there_is_no_entry_too() -> None:
    stage = strict("SUCCEED_WITH_RESPONSE_HEADER")

    assert Counted()(exchange(stage=stage, headers=FRESH)).headers == [("X-Call", "1"), WARNING]


def test_a_stage_may_refuse_them() -> None:
    call, stage = Counted(), strict("FAIL_WITH_403")

    with pytest.raises(Refusal, match="not authorized to invalidate the cache") as refused:
        call(exchange(stage=stage, headers=FRESH))

    assert refused.value.response_type == "ACCESS_DENIED"
    assert call.calls == 0


AT_HOME = {
    "Effect": "Allow",
    "Action": "execute-api:InvalidateCache",
    "Resource": "*",
    "Condition": {"IpAddress": {"aws:SourceIp": "127.0.0.1/32"}},
}


def policy(effect: str, action: str = "execute-api:InvalidateCache") -> Any:
    return {"Statement": {"Effect": effect, "Action": action, "Resource": "*"}}


@pytest.mark.parametrize(
    ("policies", "replaced"),
    [
        (((policy("Allow"),),), True),
        (((policy("Allow"), policy("Deny")),), False),
        (((policy("Allow", "execute-api:Invoke"),),), False),
        ((({"Statement": AT_HOME},),), True),
        (((policy("Allow"),), (policy("Allow", "a:b"),)), False),
        (((policy("Allow"),), (policy("Allow"),)), True),
        ((("nonsense",),), False),
        ((), False),
    ],
)
def test_policies_and_all_their_limits_have_to_allow_it(policies: Any, *, replaced: bool) -> None:
    call, stage = Counted(), strict("SUCCEED_WITHOUT_RESPONSE_HEADER")
    call(exchange(stage=stage))

    call(exchange(stage=stage, headers=FRESH, policies=policies))

    assert call.calls == (2 if replaced else 1)
