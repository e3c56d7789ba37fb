"""The supply of workers: callers wait in their order, whatever their function weighs."""

import asyncio
import time
from typing import Any

import pytest

from embedded_aws.functions.model import FullMachineError
from embedded_aws.functions.workers import supply as supply_module
from embedded_aws.functions.workers.supply import Supply

CALLERS = 200


class Heavy:
    """A function that must be neither compared nor printed: its package is in it."""

    key = ("eu-central-1", "heavy")

    def __repr__(self) -> str:
        raise AssertionError("printed a whole package")

    def __eq__(self, other: object) -> bool:
        raise AssertionError("compared two whole packages")

    __hash__ = None  # type: ignore[assignment]


class Ready:
    """A worker that is ready at once."""

    usable = True
    idle_since = 0.0

    async def asks(self) -> bool:
        return True

    async def settled(self) -> None:
        await asyncio.sleep(0)

    def kill(self) -> None:
        self.usable = False


async def made(_: Any) -> Any:
    await asyncio.sleep(0)
    return Ready()


def supply(maximum: int) -> Supply:
    return Supply(made, maximum)


def test_every_one_of_many_callers_gets_a_worker_in_turn() -> None:
    async def crowd() -> list[int]:
        workers: Any = supply(4)
        order: list[int] = []

        async def call(number: int) -> None:
            function: Any = Heavy()
            worker, _ = await workers.take(function)
            order.append(number)
            await asyncio.sleep(0)
            workers.give_back(function, worker)

        await asyncio.gather(*(call(number) for number in range(CALLERS)))
        await workers.close()
        return order

    assert asyncio.run(crowd()) == list(range(CALLERS))


def test_a_caller_that_gave_up_takes_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supply_module, "PATIENCE_SECONDS", 0.02)

    async def late() -> bool:
        workers, function = supply(1), Heavy()
        busy, _ = await workers.take(function)  # type: ignore[arg-type]
        with pytest.raises(FullMachineError):
            await workers.take(function)  # type: ignore[arg-type]
        workers.give_back(function, busy)  # type: ignore[arg-type]
        again, is_new = await workers.take(function)  # type: ignore[arg-type]
        await workers.close()
        return again is busy and not is_new

    assert asyncio.run(late())


def test_a_worker_given_in_the_moment_at_which_patience_ends_is_not_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(supply_module, "PATIENCE_SECONDS", 0.02)

    async def late() -> bool:
        workers, function = supply(1), Heavy()
        busy, _ = await workers.take(function)  # type: ignore[arg-type]
        waiting = asyncio.create_task(workers.take(function))  # type: ignore[arg-type]
        await asyncio.sleep(0)
        time.sleep(0.03)  # noqa: ASYNC251 - the machine is so busy that both come due together
        workers.give_back(function, busy)  # type: ignore[arg-type]
        worker, _ = await waiting
        await workers.close()
        return worker is busy

    assert asyncio.run(late())


def test_a_worker_given_to_a_caller_that_is_cancelled_serves_the_next() -> None:
    async def cancelled() -> bool:
        workers, function = supply(1), Heavy()
        busy, _ = await workers.take(function)  # type: ignore[arg-type]
        waiting = asyncio.create_task(workers.take(function))  # type: ignore[arg-type]
        await asyncio.sleep(0)
        workers.give_back(function, busy)  # type: ignore[arg-type]
        waiting.cancel()
        await asyncio.wait([waiting])
        async with asyncio.timeout(1):
            worker, _ = await workers.take(function)  # type: ignore[arg-type]
        await workers.close()
        return worker is busy

    assert asyncio.run(cancelled())
