"""Valid tokens pass while the issuer rotates its keys and clocks differ."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from shared.auth.jwks import (
    KEEP_SECONDS,
    REFRESH_SECONDS,
    RETRY_SECONDS,
    TRUSTED_SECONDS,
    IssuerUnavailableError,
    Jwks,
)
from shared.auth.tokens import LEEWAY_SECONDS, InvalidTokenError, TokenVerifier
from tests.unit.shared.auth.test_tokens import ISSUER, KEY, OTHER_KEY, VERIFIER, public, token

MARGIN_SECONDS = 5
INSIDE, OUTSIDE = LEEWAY_SECONDS - MARGIN_SECONDS, LEEWAY_SECONDS + MARGIN_SECONDS


class Issuer:
    """An issuer with changing keys, and a clock that a test advances."""

    def __init__(self, **keys: Any) -> None:
        self.keys = keys
        self.now = 1000.0
        self.fetched = 0
        self.says = self.document

    def fetch(self, _: str) -> bytes:
        self.fetched += 1
        return self.says()

    def document(self) -> bytes:
        keys = [public(key, "RS256", key_id) for key_id, key in self.keys.items()]
        return json.dumps({"keys": keys}).encode()

    def verifier(self) -> TokenVerifier:
        return TokenVerifier(ISSUER, Jwks("https://issuer.example", self.fetch, lambda: self.now))


def of_old() -> str:
    return token(KEY, "RS256", "old")


def of_new() -> str:
    return token(OTHER_KEY, "RS256", "new")


def test_a_token_of_a_new_key_is_good_at_once() -> None:
    issuer = Issuer(old=KEY)
    verifier = issuer.verifier()
    verifier.verify(of_old())
    issuer.keys["new"] = OTHER_KEY

    assert verifier.verify(of_new()).client_id == "client1"


def test_both_keys_are_good_while_both_are_published() -> None:
    issuer = Issuer(old=KEY, new=OTHER_KEY)
    verifier = issuer.verifier()

    clients = [verifier.verify(each).client_id for each in (of_old(), of_new(), of_old())]

    assert clients == ["client1"] * 3
    assert issuer.fetched == 1


def test_a_withdrawn_keys_tokens_end_with_the_next_fetch() -> None:
    issuer = Issuer(old=KEY)
    verifier = issuer.verifier()
    verifier.verify(of_old())
    issuer.keys = {"new": OTHER_KEY}

    verifier.verify(of_new())

    with pytest.raises(InvalidTokenError):
        verifier.verify(of_old())


def test_a_withdrawn_keys_tokens_end_within_the_hour_whoever_calls() -> None:
    issuer = Issuer(old=KEY)
    verifier = issuer.verifier()
    verifier.verify(of_old())
    issuer.keys = {"new": OTHER_KEY}
    issuer.now += KEEP_SECONDS + 1

    with pytest.raises(InvalidTokenError):
        verifier.verify(of_old())


def test_a_new_key_under_the_id_of_the_old_takes_its_place() -> None:
    issuer = Issuer(old=KEY)
    verifier = issuer.verifier()
    verifier.verify(of_old())
    issuer.keys = {"old": OTHER_KEY}
    issuer.now += KEEP_SECONDS + 1

    assert verifier.verify(token(OTHER_KEY, "RS256", "old")).client_id == "client1"


def test_made_up_key_ids_delay_a_new_key_no_longer_than_seconds() -> None:
    issuer = Issuer(old=KEY)
    verifier = issuer.verifier()
    with pytest.raises(InvalidTokenError):
        verifier.verify(token(KEY, "RS256", "made up"))
    issuer.keys["new"] = OTHER_KEY
    issuer.now += REFRESH_SECONDS + 1

    assert verifier.verify(of_new()).client_id == "client1"


def unreachable() -> bytes:
    raise TimeoutError


OUTAGES = [
    unreachable,
    lambda: b"<html>",
    lambda: b'{"keys": []}',
    lambda: b"[]",
    lambda: b"[" * 100_000,
    lambda: b'{"keys": [{"kty": "EC", "kid": {}}]}',
]


@pytest.mark.parametrize("outage", OUTAGES)
def test_known_keys_stay_good_while_the_issuer_cannot_be_asked(
    outage: Callable[[], bytes],
) -> None:
    issuer = Issuer(old=KEY)
    verifier = issuer.verifier()
    verifier.verify(of_old())
    issuer.says = outage
    issuer.now += KEEP_SECONDS + 1

    clients = [verifier.verify(of_old()).client_id for _ in range(3)]

    assert clients == ["client1"] * 3
    assert issuer.fetched == 2


@pytest.mark.parametrize("outage", OUTAGES)
def test_no_key_outlives_a_day_without_its_issuer(outage: Callable[[], bytes]) -> None:
    issuer = Issuer(old=KEY)
    verifier = issuer.verifier()
    verifier.verify(of_old())
    issuer.says = outage
    issuer.now += TRUSTED_SECONDS + 1

    with pytest.raises((TimeoutError, IssuerUnavailableError)):
        verifier.verify(of_old())


def test_a_new_key_that_cannot_be_fetched_is_our_failure_not_its_callers() -> None:
    issuer = Issuer(old=KEY)
    verifier = issuer.verifier()
    verifier.verify(of_old())
    issuer.says = unreachable

    with pytest.raises(TimeoutError):
        verifier.verify(of_new())


@pytest.mark.parametrize(
    "claimed_at",
    [
        pytest.param(lambda now: token(exp=now - INSIDE), id="our clock is ahead of its end"),
        pytest.param(lambda now: token(nbf=now + INSIDE), id="our clock is behind its begin"),
        pytest.param(lambda now: token(iat=now + INSIDE), id="our clock is behind its issue"),
    ],
)
def test_clocks_may_differ_by_the_leeway(claimed_at: Callable[[int], str]) -> None:
    assert VERIFIER.verify(claimed_at(int(time.time()))).client_id == "client1"


@pytest.mark.parametrize(
    "claimed_at",
    [
        pytest.param(lambda now: token(exp=now - OUTSIDE), id="it has ended"),
        pytest.param(lambda now: token(nbf=now + OUTSIDE), id="it has not begun"),
        pytest.param(lambda now: token(iat=now + OUTSIDE), id="it comes from the future"),
    ],
)
def test_clocks_differ_by_no_more_than_the_leeway(claimed_at: Callable[[int], str]) -> None:
    said = claimed_at(int(time.time()))

    with pytest.raises(InvalidTokenError):
        VERIFIER.verify(said)


@pytest.mark.parametrize("outage", OUTAGES)
def test_without_keys_the_issuer_is_asked_once_in_some_seconds(
    outage: Callable[[], bytes],
) -> None:
    issuer = Issuer(old=KEY)
    verifier = issuer.verifier()
    issuer.says = outage
    with pytest.raises((TimeoutError, IssuerUnavailableError)):
        verifier.verify(of_old())

    for _ in range(3):
        issuer.now += RETRY_SECONDS / 4
        with pytest.raises(IssuerUnavailableError):
            verifier.verify(of_old())

    assert issuer.fetched == 1
    issuer.says, issuer.now = issuer.document, issuer.now + RETRY_SECONDS
    assert verifier.verify(of_old()).client_id == "client1"
    assert issuer.fetched == 2
