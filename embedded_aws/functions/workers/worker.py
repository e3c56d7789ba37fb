"""One worker: a process, its Runtime API, and its current request."""

import asyncio
import contextlib
import functools
import json
import time
import uuid
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from embedded_aws.functions.application_lines import passes
from embedded_aws.functions.model import PAYLOAD_LIMIT_BYTES, DeployedFunction
from embedded_aws.functions.platform_lines import EXITED, TIMED_OUT, Report, lines_of
from embedded_aws.functions.workers.process import WorkerProcess
from embedded_aws.functions.workers.runtime_api import (
    RuntimeAnswer,
    RuntimeApi,
    RuntimeEvent,
    RuntimeExchange,
)
from embedded_aws.logs import LogSink

INIT_SECONDS = 10
"""Lambda's limit on the init phase; the first request then starts anew, in the function's time."""
READY_SECONDS = 1
"""So long after an answer a worker may take to ask for the next event."""
MEMORY_CHECK_SECONDS = 0.2
TAIL_BYTES = 4096


class WorkerEndedError(Exception):
    """The process ended during a request."""


@dataclass(frozen=True)
class Request:
    """One invocation on its way to a worker."""

    request_id: str
    payload: bytes
    trace_id: str
    function_arn: str
    client_context: str | None = None


@dataclass(frozen=True)
class Outcome:
    """The result of a request; a broken worker must not be used again."""

    payload: bytes
    function_error: str | None
    log_tail: str
    duration_ms: float


class Worker:
    """Runs one request at a time in one process, and reports whether it can go on."""

    def __init__(self, function: DeployedFunction, logs: LogSink) -> None:
        self._function = function
        self._logs = logs
        self._platform = lines_of(function.logging)
        self._passes = passes(function.logging)
        self._exchange = RuntimeExchange()
        self._tail: deque[str] = deque(maxlen=200)
        self._ended: str | None = None
        self._ended_by: str | None = None
        self._started = time.monotonic()
        self._began = self._started
        self._init_ms: float | None = None
        self._spent = False
        self._check: asyncio.TimerHandle | None = None
        self.idle_since = self._started
        day = datetime.now(UTC).strftime("%Y/%m/%d")
        self.log_stream = f"{day}/[{function.version}]{uuid.uuid4().hex}"

    async def start(self, command: list[str], folder: Path, environment: Mapping[str, str]) -> None:
        """Open the Runtime API and start the process, without waiting for its init."""
        self._anew = functools.partial(self.start, command, folder, environment)
        loop, exchange = asyncio.get_running_loop(), self._exchange
        self._server = await loop.create_server(lambda: RuntimeApi(exchange), "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        own = {
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{port}",
            "AWS_LAMBDA_LOG_STREAM_NAME": self.log_stream,
        }
        self._process = WorkerProcess(
            command,
            folder,
            {**environment, **own},
            self._printed,
            functools.partial(self._exited, exchange),
        )

    @property
    def usable(self) -> bool:
        """Whether it may get another request."""
        return self._ended is None and not self._spent and self._process.alive

    async def asks(self) -> bool:
        """Whether it asks for a request, now or within a moment."""
        try:
            async with asyncio.timeout(READY_SECONDS):
                await self._exchange.ready.wait()
        except TimeoutError:
            return False
        return self.usable

    async def settled(self) -> None:
        """Return when its init phase is over, however it ended."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(INIT_SECONDS):
                await self._exchange.ready.wait()

    def kill(self) -> None:
        """Kill the process; it gets no other request."""
        self._spent = True
        self._process.kill()

    async def initialise(self) -> bytes | None:
        """Run the init phase before any request; returns its error, if any."""
        try:
            async with asyncio.timeout(INIT_SECONDS):
                await self._exchange.ready.wait()
            failed = self._end_of_init()
        except TimeoutError:
            self.kill()
            failed = self._failure(TIMED_OUT, str(uuid.uuid4()), "Init phase timed out")
        except WorkerEndedError as ended:
            failed = self._failure(EXITED, str(uuid.uuid4()), str(ended))
        return failed[0] if failed else None

    async def run(self, request: Request) -> Outcome:
        """The outcome of the request, whatever the function does."""
        self._tail.clear()
        self._write(self._platform.start(request.request_id, self._function.version))
        self._ended_by = None
        self._began = time.monotonic()
        payload, error = await self._attempt(request)
        duration_ms = (time.monotonic() - self._began) * 1000
        self._process.drain()
        self._report(request.request_id, duration_ms, self._ended_by or error)
        self.idle_since = time.monotonic()
        return Outcome(payload, error, self._tail_text(), duration_ms)

    async def _attempt(self, request: Request) -> tuple[bytes, str | None]:
        try:
            failed_init = await self._initialised()
            return failed_init or _checked(await self._handle(request))
        except TimeoutError:
            self.kill()
            seconds = f"Task timed out after {self._function.timeout_seconds:.2f} seconds"
            return self._failure(TIMED_OUT, request.request_id, seconds)
        except WorkerEndedError as ended:
            self._process.drain()
            return self._failure(EXITED, request.request_id, str(ended))

    async def _initialised(self) -> tuple[bytes, str] | None:
        """Wait for the init phase of a new worker; returns its error, if any.

        One that takes too long is begun again as a part of the request, within the function's time.
        """
        if self._init_ms is not None:
            return None
        try:
            async with asyncio.timeout(INIT_SECONDS):
                await self._exchange.ready.wait()
        except TimeoutError:
            await self._start_anew()
            began = self._began
        else:
            began = time.monotonic()
        failed = self._end_of_init()
        self._began = began
        return failed

    async def _start_anew(self) -> None:
        """Start the process again and wait for it; TimeoutError beyond the function's time."""
        self._write(self._platform.init_timeout((time.monotonic() - self._started) * 1000))
        process, self._exchange = self._process, RuntimeExchange()
        self._server.close()
        process.kill()
        self._began = self._started = time.monotonic()
        await self._anew()
        async with asyncio.timeout(self._function.timeout_seconds):
            await self._exchange.ready.wait()

    def _end_of_init(self) -> tuple[bytes, str] | None:
        """Note how long the init phase took; returns its error, if any."""
        self._began = time.monotonic()
        self._init_ms = (self._began - self._started) * 1000
        if self._exchange.init_error is not None:
            self.kill()
            return self._exchange.init_error, "Unhandled"
        if self._ended:
            raise WorkerEndedError(self._ended)
        return None

    async def _handle(self, request: Request) -> RuntimeAnswer:
        if self._ended:
            raise WorkerEndedError(self._ended)
        seconds = self._function.timeout_seconds - (time.monotonic() - self._began)
        answer = self._exchange.offer(
            RuntimeEvent(
                request.request_id,
                request.payload,
                int((time.time() + seconds) * 1000),
                request.function_arn,
                request.trace_id,
                request.client_context,
            )
        )
        self._check_memory_later()
        try:
            async with asyncio.timeout(seconds):
                return await answer
        finally:
            if self._check:
                self._check.cancel()

    def _check_memory_later(self) -> None:
        loop = asyncio.get_running_loop()
        self._check = loop.call_later(MEMORY_CHECK_SECONDS, self._check_memory)

    def _check_memory(self) -> None:
        """Kill a worker that uses more memory than its function has, as Lambda does."""
        if self._process.memory_mb() > self._function.memory_mb:
            self.kill()
        else:
            self._check_memory_later()

    def _exited(self, exchange: RuntimeExchange, reason: str) -> None:
        if exchange is not self._exchange:  # that process has been replaced
            return
        self._ended = reason
        self._server.close()
        self._exchange.ready.set()
        answer = self._exchange.answer
        if answer and not answer.done():
            answer.set_exception(WorkerEndedError(reason))

    def _failure(self, kind: str, request_id: str, message: str) -> tuple[bytes, str]:
        text = f"RequestId: {request_id} Error: {message}"
        self._write(self._platform.failure(text))
        self._ended_by = kind
        return json.dumps({"errorType": kind, "errorMessage": text}).encode(), "Unhandled"

    def _write(self, lines: list[str]) -> None:
        for line in lines:
            self._line(line)

    def _printed(self, line: str) -> None:
        if self._passes(line):
            self._line(line)

    def _line(self, line: str) -> None:
        if not line:
            return
        self._tail.append(line)
        group, at_ms = self._function.log_group, int(time.time() * 1000)
        self._logs.write(group, self.log_stream, at_ms, line, self._function.region)

    def _report(self, request_id: str, duration_ms: float, error: str | None) -> None:
        used_mb, given_mb = self._process.memory_mb(), self._function.memory_mb
        self._spent = self._spent or used_mb > given_mb
        init_ms, self._init_ms = self._init_ms or 0.0, 0.0
        report = Report(request_id, duration_ms, given_mb, used_mb, init_ms, error)
        self._write(self._platform.report(report))

    def _tail_text(self) -> str:
        return "\n".join(self._tail).encode()[-TAIL_BYTES:].decode("utf-8", "replace")


def _checked(answer: RuntimeAnswer) -> tuple[bytes, str | None]:
    """The answer within Lambda's limit, or Lambda's error for a larger one."""
    if len(answer.payload) > PAYLOAD_LIMIT_BYTES:
        message = (
            "Response payload size exceeded maximum allowed payload size "
            f"({PAYLOAD_LIMIT_BYTES} bytes)."
        )
        body = {"errorType": "Function.ResponseSizeTooLarge", "errorMessage": message}
        return json.dumps(body).encode(), "Unhandled"
    return answer.payload, "Unhandled" if answer.failed else None
