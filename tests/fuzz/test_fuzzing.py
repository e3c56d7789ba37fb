"""The short form of `make fuzz`: the kept corpus of every target, and some inputs at random."""

from random import Random

import pytest

from tests.fuzz.corpora import corpus
from tests.fuzz.every import TARGETS
from tests.fuzz.source import Source
from tests.fuzz.target import Crash, Target, crash_of

RANDOM_INPUTS = 40


@pytest.mark.parametrize("target", TARGETS.values(), ids=str)
def test_whatever_comes_in_ends_in_an_answer_or_a_declared_error(target: Target) -> None:
    random = Random(target.name)  # noqa: S311 - no secrets
    inputs = [*corpus(target), *(random.randbytes(90) for _ in range(RANDOM_INPUTS))]

    assert [crash for data in inputs if (crash := crash_of(target, data))] == []


def test_an_error_that_is_not_declared_is_a_crash() -> None:
    target = Target("divides", lambda source: 1 // source.byte(), (ValueError,))

    crash = crash_of(target, b"\0")

    assert isinstance(crash, Crash)
    assert crash.kind == "ZeroDivisionError"
    assert crash_of(target, b"\1") is None


def test_a_declared_error_is_an_answer() -> None:
    assert (
        crash_of(Target("numbers", lambda source: int(source.text()), (ValueError,)), b"") is None
    )


def test_the_same_bytes_are_the_same_value() -> None:
    data = Random(1).randbytes(300)  # noqa: S311 - no secrets

    values = [Source(data).value(("a", "b")) for _ in range(2)]

    assert values[0] == values[1]
