"""Requests that may be repeated: their ids, their fingerprints and their refusals."""

from dataclasses import replace

import pytest

from shared.idempotency import Attempt, AttemptUnderWayError, KeyReusedError, fingerprint

ATTEMPT = Attempt("acme", "key-1", fingerprint("{}"), "corr-1")


def test_an_attempt_that_is_repeated_gives_the_same_id() -> None:
    assert replace(ATTEMPT, correlation_id="corr-2").ending == ATTEMPT.ending


@pytest.mark.parametrize("other", [{"tenant": "globex"}, {"key": "key-2"}])
def test_another_callers_attempt_or_another_key_gives_another_id(other: dict[str, str]) -> None:
    assert replace(ATTEMPT, **other).ending != ATTEMPT.ending


def test_a_fingerprint_stands_for_its_body_and_hides_it() -> None:
    assert fingerprint('{"a": 1}') == fingerprint('{"a": 1}')
    assert fingerprint('{"a": 1}') != fingerprint('{"a": 2}')
    assert len(fingerprint("x" * 9000)) == 64


@pytest.mark.parametrize(
    ("error", "advice"),
    [(KeyReusedError, "use a new key"), (AttemptUnderWayError, "repeat it shortly")],
)
def test_a_refusal_says_what_to_do_next(error: type[Exception], advice: str) -> None:
    assert advice in str(error())
