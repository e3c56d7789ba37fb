"""All workers of this machine: warm ones reused, new ones started, idle ones ended."""

import asyncio
import contextlib
import json
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

from embedded_aws.cloudwatch import MetricSink, Unmeasured
from embedded_aws.functions.code.packages import BrokenPackageError, folder_of, layer_paths
from embedded_aws.functions.metrics import invoked, throttled
from embedded_aws.functions.model import (
    PAYLOAD_LIMIT_BYTES,
    DeployedFunction,
    FunctionCatalog,
    Invocation,
    RequestTooLargeError,
    TooManyRequestsError,
)
from embedded_aws.functions.runtimes.supported import Runtimes
from embedded_aws.functions.workers.environment import command_of, environment_of
from embedded_aws.functions.workers.worker import Request, Worker
from embedded_aws.logs import LogSink

IDLE_SECONDS = 300
REAP_SECONDS = 30

Key = tuple[object, ...]


class Functions:
    """Invokes deployed functions as Lambda does, in worker processes of this machine."""

    def __init__(  # noqa: PLR0913 - what a Lambda consists of
        self,
        catalog: FunctionCatalog,
        logs: LogSink,
        *,
        directory: Path,
        runtime: Path,
        environment: Mapping[str, str],
        maximum_workers: int = 16,
        metrics: MetricSink | None = None,
    ) -> None:
        self._catalog = catalog
        self._logs = logs
        self._metrics = metrics or Unmeasured()
        self._directory = directory
        self._runtimes = Runtimes(runtime)
        self._environment = environment
        self._maximum = maximum_workers
        self._places = asyncio.Semaphore(maximum_workers)
        self._idle: dict[Key, list[Worker]] = defaultdict(list)
        self._workers: set[Worker] = set()
        self._starting = 0
        self._running: Counter[str] = Counter()
        self._reaper: asyncio.Task[None] | None = None

    async def invoke(  # noqa: PLR0913 - what a caller may say
        self,
        function_name: str,
        payload: bytes,
        qualifier: str | None = None,
        client_context: str | None = None,
        trace_id: str | None = None,
        *,
        request_id: str | None = None,
    ) -> Invocation:
        """Run the function once; its failures are answers, refusals are raised.

        Raises UnknownFunctionError, TooManyRequestsError, RequestTooLargeError and
        UnsupportedRuntimeError.
        """
        _check_size(payload)
        function = self._catalog.resolve(function_name, qualifier)
        await self._runtimes.of(function)
        limit = function.reserved_concurrency
        running, at = self._running[function.name], time.time()
        if limit is not None and running >= limit:
            self._metrics.record(throttled(function, at, running))
            raise TooManyRequestsError("Rate Exceeded.")
        trace = trace_id or _trace_id()
        request = Request(
            request_id or str(uuid.uuid4()), payload, trace, function.arn, client_context
        )
        self._running[function.name] += 1
        try:
            async with self._places:
                outcome = await self._run(function, request)
        finally:
            self._running[function.name] -= 1
        self._metrics.record(invoked(function, at, running + 1, outcome))
        return outcome

    def check(
        self, function_name: str, qualifier: str | None, payload: bytes = b""
    ) -> DeployedFunction:
        """The version that would be invoked; raises as `invoke` does, except for concurrency."""
        _check_size(payload)
        function = self._catalog.resolve(function_name, qualifier)
        self._runtimes.prepared(function)
        return function

    async def warm_up(self, function: DeployedFunction) -> bytes | None:
        """Start a worker for the function; returns the error of its init, if any."""
        async with self._places:
            worker = await self._start(function)
            try:
                failure = await worker.initialise()
            except asyncio.CancelledError:
                self._end(worker)
                raise
            if failure is None and worker.usable:
                self._idle[function.key].append(worker)
            else:
                self._end(worker)
            return failure

    def retire(self, function: DeployedFunction) -> None:
        """End the function's idle workers; a busy one ends after its request."""
        for worker in self._idle.pop(function.key, []):
            self._end(worker)

    async def close(self) -> None:
        """End every worker."""
        if self._reaper:
            self._reaper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reaper
        for worker in list(self._workers):
            worker.kill()
        self._workers.clear()
        await asyncio.sleep(0)

    async def _run(self, function: DeployedFunction, request: Request) -> Invocation:
        key = function.key
        worker = await self._warm(key)
        cold = worker is None
        try:
            worker = worker or await self._start(function)
        except BrokenPackageError as error:
            return _broken(function, request, str(error))
        try:
            outcome = await worker.run(request)
        except asyncio.CancelledError:
            self._end(worker)
            raise
        if worker.usable:
            self._idle[key].append(worker)
        else:
            self._end(worker)
        return Invocation(
            outcome.payload,
            outcome.function_error,
            function.version,
            request.request_id,
            outcome.log_tail,
            outcome.duration_ms,
            cold,
        )

    async def _warm(self, key: Key) -> Worker | None:
        while idle := self._idle.get(key):
            worker = idle.pop()
            ready = False
            try:
                ready = worker.usable and await worker.asks()
            finally:
                if not ready:
                    self._end(worker)
            if ready:
                return worker
        return None

    async def _start(self, function: DeployedFunction) -> Worker:
        self._make_room()
        self._starting += 1
        try:
            return await self._started(function)
        finally:
            self._starting -= 1

    async def _started(self, function: DeployedFunction) -> Worker:
        if self._reaper is None:
            self._reaper = asyncio.create_task(self._reap())
        runtime = await self._runtimes.of(function)
        folder = await asyncio.to_thread(folder_of, function, self._directory)
        layers = await asyncio.to_thread(layer_paths, function, self._directory)
        environment = await asyncio.to_thread(
            environment_of, function, [folder, *layers], runtime.folder, self._environment
        )
        worker = Worker(function, self._logs)
        await worker.start(command_of(function, runtime.python), folder, environment)
        self._workers.add(worker)
        return worker

    def _make_room(self) -> None:
        """End the worker that was idle longest if this machine has no room for another."""
        if len(self._workers) + self._starting < self._maximum:
            return
        idle = [(worker.idle_since, key) for key, all_ in self._idle.items() for worker in all_]
        if idle:
            _, key = min(idle, key=lambda each: each[0])
            self._end(self._idle[key].pop(0))

    async def _reap(self) -> None:
        while True:
            await asyncio.sleep(REAP_SECONDS)
            limit = time.monotonic() - IDLE_SECONDS
            for key, workers in list(self._idle.items()):
                for worker in [each for each in workers if each.idle_since < limit]:
                    workers.remove(worker)
                    self._end(worker)
                if not workers:
                    del self._idle[key]

    def _end(self, worker: Worker) -> None:
        worker.kill()
        self._workers.discard(worker)


def _check_size(payload: bytes) -> None:
    if len(payload) > PAYLOAD_LIMIT_BYTES:
        raise RequestTooLargeError(f"Request must be smaller than {PAYLOAD_LIMIT_BYTES} bytes")


def _trace_id() -> str:
    return f"Root=1-{int(time.time()):08x}-{uuid.uuid4().hex[:24]};Sampled=0"


def _broken(function: DeployedFunction, request: Request, message: str) -> Invocation:
    body = json.dumps({"errorType": "Runtime.InvalidPackage", "errorMessage": message})
    return Invocation(
        body.encode(),
        "Unhandled",
        function.version,
        request.request_id,
        message,
        0.0,
        cold_start=True,
    )
