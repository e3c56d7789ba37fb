"""One cold start: a fresh process under awslambdaric, until its first answer."""

import asyncio
import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import BAD_REQUEST, NOT_FOUND, OK
from pathlib import Path
from typing import Any

from embedded_aws import RuntimeAnswer, RuntimeApi, RuntimeEvent, RuntimeExchange, base_python
from shared import smoke
from tools.command import CommandError
from tools.measure.starts.subjects import SMOKE, Subject

PATIENCE_SECONDS = 60
ARN = "arn:aws:lambda:eu-central-1:123456789012:function:bench:live"
TRACE = "Root=1-67430000-0123456789abcdef01234567;Parent=53995c3f42cd8ad8;Sampled=1"


@dataclass(frozen=True)
class ColdStart:
    """The CPU time and memory of one cold start."""

    cpu_ms: float
    wall_ms: float
    memory_mb: float


def environment_of(subject: Subject, runtime: Path, endpoint: str) -> dict[str, str]:
    """The environment variables that Lambda sets and functions read, and the stub's endpoint."""
    return {
        "AWS_ACCESS_KEY_ID": "bench",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        "AWS_LAMBDA_FUNCTION_NAME": "bench",
        "AWS_LAMBDA_FUNCTION_VERSION": "1",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_STREAM_NAME": "bench",
        "AWS_REGION": "eu-central-1",
        "AWS_SECRET_ACCESS_KEY": "bench",  # nosec B105 # nobody's
        "AWS_SESSION_TOKEN": "bench",  # nosec B105 # nobody's
        "AWS_XRAY_CONTEXT_MISSING": "LOG_ERROR",
        "AWS_XRAY_DAEMON_ADDRESS": "127.0.0.1:2000",
        "LAMBDA_TASK_ROOT": str(subject.folder),
        "LANG": "en_US.UTF-8",
        "PATH": os.defpath,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": f"{subject.folder}:{runtime}",
        "TZ": ":UTC",
        **subject.environment,
    }


async def start(subject: Subject, environment: Mapping[str, str], payload: bytes) -> ColdStart:
    """Start the function, send it one event, and stop it."""
    exchange = RuntimeExchange()
    answer = exchange.offer(
        RuntimeEvent("bench", payload, int((time.time() + PATIENCE_SECONDS) * 1000), ARN, TRACE)
    )
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: RuntimeApi(exchange), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    began = time.perf_counter()
    process = _spawn(subject, {**environment, "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{port}"})
    end = loop.run_in_executor(None, os.wait4, process.pid, 0)
    try:
        first: set[asyncio.Future[Any]] = {answer, end}
        await asyncio.wait(first, timeout=PATIENCE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        wall_ms = (time.perf_counter() - began) * 1000
        memory_mb = _peak_memory_mb(process.pid)
    finally:
        server.close()
        if not end.done():
            os.kill(process.pid, signal.SIGKILL)
        _, status, used = await end
        process.returncode = os.waitstatus_to_exitcode(status)
    if not answer.done():
        cause = exchange.init_error or b"no answer within a minute"
        raise CommandError(f"{subject.name} does not start: {cause.decode()}")
    _check(subject, answer.result())
    return ColdStart((used.ru_utime + used.ru_stime) * 1000, wall_ms, memory_mb)


def _check(subject: Subject, answer: RuntimeAnswer) -> None:
    """Fail unless it is a success, or what a function without events answers to the smoke test."""
    payload = json.loads(answer.payload)
    failure = smoke.failure(payload, "Unhandled" if answer.failed else None)
    status = payload.get("statusCode", OK)
    unknown_path = SMOKE in subject.events and status == NOT_FOUND
    if failure or (status >= BAD_REQUEST and not unknown_path):
        raise CommandError(f"{subject.name} failed: {answer.payload.decode()}")


def _peak_memory_mb(pid: int) -> float:
    """Peak resident memory of the process since it started Python (Linux); 0 elsewhere."""
    try:
        lines = Path("/proc", str(pid), "status").read_text(encoding="utf-8").splitlines()
        peak = next(line for line in lines if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return 0.0
    return int(peak.split()[1]) / 1024


def _spawn(subject: Subject, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [base_python(), "-S", "-s", "-m", "awslambdaric", subject.handler],
        cwd=subject.folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
