"""Calls between services: tokens, retries, and the circuit breaker."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pydantic import BaseModel

from shared.service_calls import Credentials, ServiceClient, ServiceUnavailableError
from shared.service_calls.circuit_breaker import CircuitBreaker
from tests.harness.other_service import Api, Clock, client

ONE = {"ids": "prd_1"}


class Thing(BaseModel):
    id: str


class Things(BaseModel):
    items: list[Thing]


@pytest.fixture
def api() -> Iterator[Api]:
    server = Api()
    yield server
    server.shutdown()


def test_an_answer_comes_over_http(api: Api) -> None:
    answer = client(api).get(Things, "/x", {"ids": "prd_1,prd_2"}, "c1")

    assert [each.id for each in answer.items] == ["prd_1", "prd_2"]
    assert api.asked == [
        {"ids": ["prd_1", "prd_2"], "token": "Bearer token-1", "correlation": "c1"}
    ]


def test_a_token_is_kept_until_a_minute_before_its_end(api: Api) -> None:
    clock = Clock()
    asking = client(api, clock)
    for moment in (0.0, 3539.0, 3541.0):
        clock.now = moment
        asking.get(Things, "/x", ONE, "c1")

    assert [each["token"] for each in api.asked] == ["Bearer token-1"] * 2 + ["Bearer token-2"]


def test_a_refused_token_is_fetched_anew_once(api: Api) -> None:
    api.failures = [401]

    assert client(api).get(Things, "/x", ONE, "c1")
    assert [each["token"] for each in api.asked] == ["Bearer token-1", "Bearer token-2"]


def test_a_renewed_secret_is_read_anew_and_costs_no_call(api: Api) -> None:
    clock = Clock()
    asking = client(api, clock)
    asking.get(Things, "/x", ONE, "c1")
    api.secret, clock.now = "renewed", 3600.0

    asking.get(Things, "/x", ONE, "c1")

    assert (api.tokens, api.secrets_read) == (2, 2)


def test_a_secret_has_the_credentials_by_their_names() -> None:
    secret = {"client_id": "a", "client_secret": "b", "token_url": "c", "api_url": "d", "more": 1}

    assert Credentials.of(json.dumps(secret)) == Credentials("a", "b", "c", "d")


def test_what_is_not_there_is_said_of_the_service_that_was_asked(api: Api) -> None:
    api.failures = [500]

    with pytest.raises(ServiceUnavailableError, match="other cannot be asked now") as failed:
        client(api).get(Things, "/x", ONE, "c1")

    assert str(failed.value.__cause__) == "status 500"


def test_an_answer_that_does_not_fit_is_no_answer(api: Api) -> None:
    class Other(BaseModel):
        elsewhere: str

    with pytest.raises(ServiceUnavailableError):
        client(api).get(Other, "/x", ONE, "c1")


def test_a_token_that_ends_soon_is_used_once(api: Api) -> None:
    clock = Clock()
    asking = client(api, clock)
    for moment in (0.0, 3540.0):
        clock.now = moment
        asking.get(Things, "/x", ONE, "c1")

    assert api.tokens == 2


def test_a_call_that_takes_longer_than_its_budget_is_given_up(api: Api) -> None:
    with pytest.raises(ServiceUnavailableError) as late:
        client(api, budget_seconds=0.0).get(Things, "/x", ONE, "c1")

    assert isinstance(late.value.__cause__, TimeoutError)


def test_a_service_that_answers_again_is_asked_as_if_nothing_had_been(api: Api) -> None:
    asking = client(api, breaker=CircuitBreaker(failures=2, open_seconds=5, clock=Clock()))
    api.failures = [500]
    with pytest.raises(ServiceUnavailableError):
        asking.get(Things, "/x", ONE, "c1")
    asking.get(Things, "/x", ONE, "c1")
    api.failures = [500]
    with pytest.raises(ServiceUnavailableError):
        asking.get(Things, "/x", ONE, "c1")

    assert asking.get(Things, "/x", ONE, "c1")


def test_the_credentials_are_read_once_while_they_are_good(api: Api) -> None:
    asking = client(api)
    for _ in range(3):
        asking.get(Things, "/x", ONE, "c1")

    assert (api.secrets_read, api.tokens) == (1, 1)


def test_credentials_that_are_no_good_are_not_tried_for_ever(api: Api) -> None:
    wrong = replace(api.credentials(), client_secret="wrong")
    asking = ServiceClient("things", lambda: wrong)

    with pytest.raises(ServiceUnavailableError):
        asking.get(Things, "/x", ONE, "c1")

    assert (api.tokens, api.asked) == (0, [])


def test_an_api_that_has_moved_is_found_after_the_first_failure(api: Api) -> None:
    gone = replace(api.credentials(), api_url="http://127.0.0.1:9/v1")
    known = [api.credentials(), gone]
    asking = ServiceClient("things", known.pop)

    with pytest.raises(ServiceUnavailableError):
        asking.get(Things, "/x", ONE, "c1")

    assert asking.get(Things, "/x", ONE, "c1").items[0].id == "prd_1"


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_may_pass_is_repeated(api: Api, status: int) -> None:
    api.failures = [status, status]

    assert client(api).get(Things, "/x", ONE, "c1")
    assert len(api.asked) == 3


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_what_will_not_pass_is_not_repeated(api: Api, status: int) -> None:
    api.failures = [status]

    with pytest.raises(ServiceUnavailableError):
        client(api).get(Things, "/x", ONE, "c1")

    assert len(api.asked) == 1


def test_retries_come_to_an_end(api: Api) -> None:
    api.failures = [503] * 10

    with pytest.raises(ServiceUnavailableError):
        client(api).get(Things, "/x", ONE, "c1")

    assert len(api.asked) == 3


def test_a_service_that_is_not_there_is_unavailable() -> None:
    nowhere = Credentials("a", "b", "http://127.0.0.1:9/token", "http://127.0.0.1:9/v1")

    with pytest.raises(ServiceUnavailableError, match="nothing was changed"):
        ServiceClient("things", lambda: nowhere).get(Things, "/x", {}, "c1")


def test_what_fails_again_and_again_is_left_alone(api: Api) -> None:
    clock = Clock()
    asking = client(api, breaker=CircuitBreaker(failures=2, open_seconds=5, clock=clock))
    api.failures = [500, 500, 500]
    for _ in range(3):
        with pytest.raises(ServiceUnavailableError):
            asking.get(Things, "/x", ONE, "c1")

    assert len(api.asked) == 2


def test_one_trial_closes_or_opens_the_circuit_again() -> None:
    clock = Clock()
    breaker = CircuitBreaker(failures=2, open_seconds=5, clock=clock)
    breaker.failed()
    assert breaker.wait_seconds() == 0
    breaker.failed()
    assert breaker.wait_seconds() == 5

    clock.now = 5.0
    assert breaker.wait_seconds() == 0
    breaker.failed()
    assert breaker.wait_seconds() == 5

    clock.now = 10.0
    breaker.succeeded()
    breaker.failed()
    assert breaker.wait_seconds() == 0
