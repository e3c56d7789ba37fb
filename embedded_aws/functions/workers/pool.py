"""Deployed functions, invoked: limits of concurrency, a worker for each request, metrics."""

import asyncio
import json
import time
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from embedded_aws.cloudwatch import MetricSink, Unmeasured
from embedded_aws.functions.code.packages import BrokenPackageError, folder_of, layer_paths
from embedded_aws.functions.metrics import invoked, throttled
from embedded_aws.functions.model import (
    ACCOUNT_CONCURRENCY,
    PAYLOAD_LIMIT_BYTES,
    AccountConcurrencyError,
    DeployedFunction,
    EntityTooLargeError,
    FullMachineError,
    FunctionCatalog,
    Invocation,
    TooManyRequestsError,
)
from embedded_aws.functions.runtimes.sdk import sdk_folder
from embedded_aws.functions.runtimes.supported import Runtimes
from embedded_aws.functions.workers.environment import command_of, environment_of
from embedded_aws.functions.workers.room import room_for_workers
from embedded_aws.functions.workers.supply import Supply
from embedded_aws.functions.workers.worker import Request, Worker
from embedded_aws.logs import LogSink


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
        maximum_workers: int | None = None,
        concurrency: int = ACCOUNT_CONCURRENCY,
        metrics: MetricSink | None = None,
        before_start: Callable[[DeployedFunction], None] = lambda _: None,
    ) -> None:
        self._catalog = catalog
        self._logs = logs
        self._metrics = metrics or Unmeasured()
        self._directory = directory
        self._runtimes = Runtimes(runtime)
        self._environment = environment
        self._before_start = before_start
        self._sdk = runtime.parent / "sdk"
        self._supply = Supply(self._started, maximum_workers or room_for_workers())
        self._concurrency = concurrency
        self._running: Counter[tuple[str, str]] = Counter()
        """By region and name: limits are a region's."""

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
        place = function.region, function.name
        running, at = self._running[place], time.time()
        refusal = self._refusal(function, running)
        if refusal:
            self._metrics.record(throttled(function, at, running))
            raise refusal
        trace = trace_id or _trace_id()
        request = Request(
            request_id or str(uuid.uuid4()), payload, trace, function.arn, client_context
        )
        self._running[place] += 1
        try:
            outcome = await self._run(function, request)
        except FullMachineError:
            self._metrics.record(throttled(function, at, running + 1))
            raise
        finally:
            self._running[place] -= 1
        self._metrics.record(invoked(function, at, running + 1, outcome))
        return outcome

    def _refusal(self, function: DeployedFunction, running: int) -> TooManyRequestsError | None:
        """Lambda's refusal beyond the function's reserved concurrency, or the account's."""
        reserved = function.reserved_concurrency
        if reserved is not None:
            return TooManyRequestsError("Rate Exceeded.") if running >= reserved else None
        here = (n for (region, _), n in self._running.items() if region == function.region)
        if sum(here) >= self._concurrency:
            return AccountConcurrencyError("Rate Exceeded.")
        return None

    def check(
        self, function_name: str, qualifier: str | None, payload: bytes = b""
    ) -> DeployedFunction:
        """The version that would be invoked; raises as `invoke` does, except for concurrency."""
        _check_size(payload)
        function = self._catalog.resolve(function_name, qualifier)
        self._runtimes.prepared(function)
        return function

    def trouble(self, function_name: str, runtime: str) -> str | None:
        """Why a function of this runtime cannot run here; None when it can."""
        return self._runtimes.trouble(function_name, runtime)

    async def warm_up(self, function: DeployedFunction) -> bytes | None:
        """Start a worker for the function; returns the error of its init, if any."""
        return await self._supply.warm_up(function)

    def retire(self, function: DeployedFunction) -> None:
        """End the function's idle workers; a busy one ends after its request."""
        self._supply.retire(function.key)

    def forget(self, region: str, function_name: str) -> None:
        """End the idle workers of a deleted function; a new one of its name gets none of them."""
        self._supply.forget(lambda key: key[:2] == (region, function_name))

    async def close(self) -> None:
        """End every worker."""
        await self._supply.close()

    async def _run(self, function: DeployedFunction, request: Request) -> Invocation:
        try:
            worker, cold = await self._supply.take(function)
        except BrokenPackageError as error:
            return _broken(function, request, str(error))
        try:
            outcome = await worker.run(request)
        except BaseException:
            self._supply.end(worker)
            raise
        self._supply.give_back(function, worker)
        return Invocation(
            outcome.payload,
            outcome.function_error,
            function.version,
            request.request_id,
            outcome.log_tail,
            outcome.duration_ms,
            cold,
        )

    async def _started(self, function: DeployedFunction) -> Worker:
        """A new worker, whose process has just begun."""
        runtime = await self._runtimes.of(function)
        folder = await asyncio.to_thread(folder_of, function, self._directory)
        layers = await asyncio.to_thread(layer_paths, function, self._directory)
        await asyncio.to_thread(self._before_start, function)
        own, brought = (
            [folder, *layers],
            [runtime.folder, await asyncio.to_thread(sdk_folder, self._sdk)],
        )
        environment = await asyncio.to_thread(
            environment_of, function, own, brought, self._environment
        )
        worker = Worker(function, self._logs)
        await worker.start(command_of(function, runtime.python), folder, environment)
        return worker


def _check_size(payload: bytes) -> None:
    if len(payload) > PAYLOAD_LIMIT_BYTES:
        raise EntityTooLargeError(
            f"Request must be smaller than {PAYLOAD_LIMIT_BYTES} bytes for the InvokeFunction "
            "operation"
        )


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
