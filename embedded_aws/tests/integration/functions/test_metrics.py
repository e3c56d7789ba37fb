"""Lambda's metrics for each attempt to invoke."""

import asyncio
from typing import Any

import pytest

from embedded_aws.cloudwatch import Measurement
from embedded_aws.functions import TooManyRequestsError
from embedded_aws.tests.integration.functions.conftest import Lambda, deployed

SLEEPING = "import time\ndef handle(event, context): time.sleep(0.5)"
FAILING = "def handle(event, context): raise ValueError"
FINE = "def handle(event, context): return 1"


class Seen:
    """A sink that stores measurements."""

    def __init__(self) -> None:
        self.measurements: list[Measurement] = []

    def record(self, measurement: Measurement) -> None:
        """Store the measurement."""
        self.measurements.append(measurement)

    def sums(self) -> dict[str, float]:
        """Each metric's sum over all attempts, without durations."""
        sums: dict[str, float] = {}
        for name, _, value in [s for each in self.measurements for s in each.samples()]:
            sums[name] = sums.get(name, 0) + value
        sums.pop("Duration", None)
        return sums


@pytest.fixture
def seen() -> Seen:
    return Seen()


def invoked(local_lambda: Lambda, seen: Seen, source: str, **changed: Any) -> None:
    """One invocation of a function with this source."""

    async def run() -> None:
        async with local_lambda(deployed(source, **changed), metrics=seen) as functions:
            await functions.invoke("sample", b"{}")

    asyncio.run(run())


@pytest.mark.parametrize(("source", "errors"), [(FINE, 0), (FAILING, 1)])
def test_an_invocation_counts_with_its_error(
    local_lambda: Lambda, seen: Seen, source: str, errors: int
) -> None:
    invoked(local_lambda, seen, source)

    assert seen.sums() == {
        "Invocations": 1,
        "Errors": errors,
        "Throttles": 0,
        "ConcurrentExecutions": 1,
    }


def test_a_time_out_is_an_error_that_took_its_time(local_lambda: Lambda, seen: Seen) -> None:
    forever = "import time\ndef handle(event, context): time.sleep(60)"

    invoked(local_lambda, seen, forever, timeout_seconds=1)

    (measured,) = seen.measurements
    samples = {name: value for name, _, value in measured.samples()}
    assert samples["Errors"] == 1
    assert samples["Duration"] >= 1000


def test_a_throttled_attempt_is_neither_an_invocation_nor_an_error(
    local_lambda: Lambda, seen: Seen
) -> None:
    async def run() -> list[Any]:
        function = deployed(SLEEPING, reserved_concurrency=1)
        async with local_lambda(function, metrics=seen) as functions:
            attempts = [functions.invoke("sample", b"{}") for _ in range(2)]
            return await asyncio.gather(*attempts, return_exceptions=True)

    outcomes = asyncio.run(run())

    assert [type(each) for each in outcomes].count(TooManyRequestsError) == 1
    assert seen.sums()["Throttles"] == 1
    assert (seen.sums()["Invocations"], seen.sums()["Errors"]) == (1, 0)


def test_an_alias_is_measured_beside_its_function_and_the_version_behind_it(
    local_lambda: Lambda, seen: Seen
) -> None:
    invoked(local_lambda, seen, FINE)

    (measured,) = seen.measurements
    name, resource = ("FunctionName", "sample"), ("Resource", "sample:live")
    assert list(measured.dimension_sets()) == [
        (),
        (name,),
        (name, resource),
        (("ExecutedVersion", "1"), name, resource),
    ]
