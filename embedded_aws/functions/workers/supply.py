"""The supply of workers: warm ones reused, new ones started, idle ones ended.

A caller waits for an idle worker or a new one, whichever comes first. New ones go to the function
with the fewest, and none gets more than half of the rest: a function that others wait for always
has a place.
"""

import asyncio
import contextlib
import os
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable

from embedded_aws.functions.model import DeployedFunction, FullMachineError
from embedded_aws.functions.workers.worker import Worker

IDLE_SECONDS = 300
REAP_SECONDS = 30
PATIENCE_SECONDS = 12
"""So long a caller waits; two of them, one called by the other, are within the gateway's time."""
STARTS_AT_ONCE = 2 * (os.cpu_count() or 1)
"""More would only slow each other down."""

Key = tuple[object, ...]
Delivery = asyncio.Future[tuple[Worker, bool]]


class Supply:
    """Workers by the key that functions share them by."""

    def __init__(self, make: Callable[[DeployedFunction], Awaitable[Worker]], maximum: int) -> None:
        self._make = make
        self._maximum = maximum
        self._idle: dict[Key, list[Worker]] = defaultdict(list)
        self._waiting: dict[Key, dict[Delivery, DeployedFunction]] = {}
        """Callers in the order in which they came; none is looked for by its function's value,
        which has the whole package in it."""
        self._workers: dict[Worker, Key] = {}
        self._starting: Counter[Key] = Counter()
        self._busy_starts = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._reaper: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        """The number of workers, idle ones included."""
        return len(self._workers)

    async def take(self, function: DeployedFunction) -> tuple[Worker, bool]:
        """A worker, and whether it is new; FullMachineError when none is free in time."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            worker, is_new = await self._next(function, deadline)
            if is_new:
                return worker, True
            ready = False
            try:
                ready = worker.usable and await worker.asks()
            finally:
                if not ready:
                    self.end(worker)
            if ready:
                return worker, False

    async def _next(self, function: DeployedFunction, deadline: float) -> tuple[Worker, bool]:
        if idle := self._idle.get(function.key):
            return idle.pop(), False
        delivery: Delivery = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(function.key, {})[delivery] = function
        self._grow()
        try:
            await asyncio.wait([delivery], timeout=deadline - time.monotonic())
        except asyncio.CancelledError:
            self._withdraw(function, delivery)
            self._take_back(function.key, delivery)
            raise
        self._withdraw(function, delivery)
        if delivery.cancelled():
            raise FullMachineError("Every worker of this machine is busy.")
        return delivery.result()

    def _withdraw(self, function: DeployedFunction, delivery: Delivery) -> None:
        """Forget a caller that waits no longer; what it was given in time stays its own."""
        if delivery in self._waiting.get(function.key, {}):
            self._called(function.key, delivery)
        delivery.cancel()

    def _take_back(self, key: Key, delivery: Delivery) -> None:
        """Keep the worker of a caller that was called away in the moment of getting it.

        Without this it would be neither busy nor idle, and count among the function's for ever.
        """
        if not delivery.cancelled() and delivery.exception() is None:
            self._keep(key, *delivery.result())

    def _called(self, key: Key, delivery: Delivery) -> None:
        """Take a caller out of those that wait."""
        waiting = self._waiting[key]
        del waiting[delivery]
        if not waiting:
            del self._waiting[key]

    def give_back(self, function: DeployedFunction, worker: Worker) -> None:
        """Give a worker to the next caller, or keep it idle; end one that cannot go on."""
        self._keep(function.key, worker, is_new=False)

    def _keep(self, key: Key, worker: Worker, is_new: bool) -> None:  # noqa: FBT001 - of a delivery
        if not worker.usable:
            self.end(worker)
        elif not self._deliver(key, worker, is_new=is_new):
            self._idle[key].append(worker)
        self._grow()

    def _deliver(self, key: Key, worker: Worker, *, is_new: bool) -> bool:
        while waiting := self._waiting.get(key):
            delivery = next(iter(waiting))
            self._called(key, delivery)
            if not delivery.done():
                delivery.set_result((worker, is_new))
                return True
        return False

    def _grow(self) -> None:
        """Start workers for waiting callers, as many at once as this machine can."""
        while self._busy_starts < STARTS_AT_ONCE:
            key = self._neediest()
            if key is None or not self._has_room():
                return
            function = next(iter(self._waiting[key].values()))
            self._busy_starts += 1
            self._starting[key] += 1
            task = asyncio.get_running_loop().create_task(self._start(function))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _neediest(self) -> Key | None:
        """The function with waiting callers that has the fewest workers."""
        having = Counter(self._workers.values()) + self._starting
        keys = [
            key
            for key, each in self._waiting.items()
            if len(each) > self._starting[key] and having[key] < self._share(key, having)
        ]
        return min(keys, key=lambda key: having[key], default=None)

    def _share(self, key: Key, having: Counter[Key]) -> int:
        """The number of workers that a function may have: half of what others leave, or one."""
        busy = sum(
            count - len(self._idle.get(each, ())) for each, count in having.items() if each != key
        )
        return max(1, (self._maximum - busy) // 2)

    def _has_room(self) -> bool:
        """Whether there is room for another; the longest idle worker makes room."""
        if len(self._workers) + self._starting.total() < self._maximum:
            return True
        idle = [(worker.idle_since, key) for key, all_ in self._idle.items() for worker in all_]
        if not idle:
            return False
        _, key = min(idle, key=lambda each: each[0])
        self.end(self._idle[key].pop(0))
        return True

    async def _start(self, function: DeployedFunction) -> None:
        key = function.key
        try:
            worker = await self._started(function)
        except Exception as error:  # noqa: BLE001 - whatever it is, a caller waits for it
            self._starting[key] -= 1
            self._refuse(key, error)
        else:
            self._starting[key] -= 1
            if not self._deliver(key, worker, is_new=True):
                self._idle[key].append(worker)
            await worker.settled()
        finally:
            self._busy_starts -= 1
            self._grow()

    def _refuse(self, key: Key, error: Exception) -> None:
        if waiting := self._waiting.get(key):
            delivery = next(iter(waiting))
            self._called(key, delivery)
            delivery.set_exception(error)

    async def _started(self, function: DeployedFunction) -> Worker:
        if self._reaper is None:
            self._reaper = asyncio.create_task(self._reap())
        worker = await self._make(function)
        self._workers[worker] = function.key
        return worker

    async def warm_up(self, function: DeployedFunction) -> bytes | None:
        """Start a worker for the function; returns the error of its init, if any."""
        self._has_room()
        worker = await self._started(function)
        try:
            failure = await worker.initialise()
        except asyncio.CancelledError:
            self.end(worker)
            raise
        if failure is None:
            self.give_back(function, worker)
        else:
            self.end(worker)
        return failure

    def retire(self, key: Key) -> None:
        """End the function's idle workers; a busy one ends after its request."""
        for worker in self._idle.pop(key, []):
            self.end(worker)

    def forget(self, gone: Callable[[Key], bool]) -> None:
        """End the idle workers of all keys that are gone."""
        for key in [key for key in self._idle if gone(key)]:
            self.retire(key)

    def end(self, worker: Worker) -> None:
        """End a worker for good."""
        worker.kill()
        self._workers.pop(worker, None)

    async def close(self) -> None:
        """End every worker."""
        for task in (*self._tasks, *([self._reaper] if self._reaper else [])):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        for worker in list(self._workers):
            self.end(worker)
        await asyncio.sleep(0)

    async def _reap(self) -> None:
        while True:
            await asyncio.sleep(REAP_SECONDS)
            limit = time.monotonic() - IDLE_SECONDS
            for key, workers in list(self._idle.items()):
                for worker in [each for each in workers if each.idle_since < limit]:
                    workers.remove(worker)
                    self.end(worker)
                if not workers:
                    del self._idle[key]
