"""A misbehaving function does not harm the worker pool, the event loop or later requests."""

import asyncio
import base64
import hashlib
import io
import json
import os
import time
import zipfile
from dataclasses import replace
from typing import Any

import psutil
import pytest

from embedded_aws.functions import FullMachineError, Functions, Invocation, TooManyRequestsError
from embedded_aws.functions.workers import supply, worker
from embedded_aws.tests.integration.functions.conftest import Lambda, Lines, deployed, zipped
from embedded_aws.tests.integration.functions.test_functions import ECHO, call, invoked, run

SLEEPY = (
    "import os, time\ndef handle(event, context):\n    time.sleep(event)\n    return os.getpid()\n"
)
FLOOD = """
import os
def handle(event, context):
    while True: os.write(1, b"x\\n" * 30000)
"""
ODD = """
import http.client, os, subprocess
def handle(event, context):
    if event == "answers twice":
        api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
        path = f"/2018-06-01/runtime/invocation/{context.aws_request_id}/response"
        api.request("POST", path, b"0")
        api.getresponse().read()
    if event == "closes its descriptors": os.closerange(3, 200)
    if event == "leaves a session": subprocess.Popen(["sleep", "20"], start_new_session=True)
    return os.getpid()
"""


async def longest_pause(pauses: list[float]) -> None:
    while True:
        began = time.monotonic()
        await asyncio.sleep(0.01)
        pauses.append(time.monotonic() - began)


def test_output_without_end_holds_up_nobody_and_times_out(local_lambda: Lambda) -> None:
    async def scenario() -> tuple[bytes, float]:
        pauses: list[float] = []
        async with local_lambda(deployed(FLOOD, timeout_seconds=1)) as functions:
            watch = asyncio.create_task(longest_pause(pauses))
            answer = await call(functions, {})
            watch.cancel()
        return answer.payload, max(pauses)

    payload, pause = run(scenario())

    assert json.loads(payload)["errorType"] == "Sandbox.Timedout"
    assert pause < 0.2


@pytest.mark.parametrize("event", ["answers twice", "closes its descriptors"])
def test_a_spoilt_worker_gets_no_other_request(local_lambda: Lambda, event: str) -> None:
    function = deployed(ODD, timeout_seconds=2)

    _, after, later = run(invoked(local_lambda, function, event, "ok", "ok"))

    assert (after.function_error, after.cold_start) == (None, True)
    assert (later.function_error, later.cold_start) == (None, False)


def test_a_child_in_another_session_ends_with_its_worker(local_lambda: Lambda) -> None:
    async def scenario() -> list[psutil.Process]:
        async with local_lambda(deployed(ODD)) as functions:
            answer = await call(functions, "leaves a session")
            return psutil.Process(json.loads(answer.payload)).children()

    [child] = run(scenario())
    _, running = psutil.wait_procs([child], timeout=0.3)

    assert [each for each in running if each.status() != psutil.STATUS_ZOMBIE] == []


def test_memory_is_checked_once_at_a_time(
    local_lambda: Lambda, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "MEMORY_CHECK_SECONDS", 0.01)
    checks: list[float] = []
    check = worker.Worker._check_memory

    def counted(self: worker.Worker, *rest: Any) -> None:
        checks.append(time.monotonic())
        check(self, *rest)

    monkeypatch.setattr(worker.Worker, "_check_memory", counted)

    run(invoked(local_lambda, deployed(SLEEPY), *[0.05] * 10))

    assert len(checks) <= 10 * 6


def test_a_worker_is_kept_when_the_reaper_passed_meanwhile(
    local_lambda: Lambda, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supply, "REAP_SECONDS", 0.05)

    first, *later = run(invoked(local_lambda, deployed(SLEEPY), 0.2, 0.2, 0.2))

    assert [answer.payload for answer in later] == [first.payload] * 2


def test_starting_workers_count_towards_the_maximum(local_lambda: Lambda) -> None:
    names = ["a", "b", "c", "d"]

    async def scenario() -> int:
        several = [deployed(SLEEPY, name=name) for name in names]
        async with local_lambda(*several, maximum_workers=3) as functions:
            await asyncio.gather(*(functions.invoke(name, b"0.1") for name in "ab"))
            await asyncio.gather(*(functions.invoke(name, b"0.1") for name in "cd"))
            return len(functions._supply)

    assert run(scenario()) <= 3


async def reconfigured(functions: Functions, **changed: object) -> list[object]:
    catalog = functions._catalog
    await call(functions, {})
    catalog.functions["sample"] = replace(catalog.functions["sample"], **changed)  # type: ignore[attr-defined]
    answer = await call(functions, {})
    return [answer.cold_start, json.loads(answer.payload)]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"timeout_seconds": 30}, [True, ["live", "256", True]]),
        ({"memory_mb": 512}, [True, ["live", "512", False]]),
        ({"arn": "arn:aws:lambda:eu-central-1:1:function:sample:1"}, [False, ["1", "256", False]]),
    ],
)
def test_a_warm_worker_never_serves_an_old_configuration(
    local_lambda: Lambda, changed: dict[str, object], expected: list[object]
) -> None:
    source = (
        "def handle(event, context):\n"
        "    alias = context.invoked_function_arn.rsplit(':', 1)[1]\n"
        "    late = context.get_remaining_time_in_millis() > 3000\n"
        "    return alias, context.memory_limit_in_mb, late\n"
    )

    async def scenario() -> list[object]:
        async with local_lambda(deployed(source)) as functions:
            return await reconfigured(functions, **changed)

    assert run(scenario()) == expected


def encrypted() -> bytes:
    package = bytearray(zipped(ECHO))
    package[6] |= 1
    package[package.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(package)


def corrupted() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("main.py", os.urandom(50).hex() * 200)
    content = bytearray(buffer.getvalue())
    content[45:80] = b"\xff" * 35
    return bytes(content)


@pytest.mark.parametrize("package", [encrypted(), corrupted()], ids=["encrypted", "corrupted"])
def test_a_zip_that_cannot_be_unpacked_says_so(local_lambda: Lambda, package: bytes) -> None:
    digest = base64.b64encode(hashlib.sha256(package).digest()).decode()
    function = deployed(ECHO, code=package, code_sha256=digest)

    [answer] = run(invoked(local_lambda, function, {}))

    assert json.loads(answer.payload)["errorType"] == "Runtime.InvalidPackage"


def test_nothing_can_be_added_to_the_deployed_code(local_lambda: Lambda) -> None:
    source = (
        "import os\ndef handle(event, context):\n    return oct(os.stat('.').st_mode & 0o222)\n"
    )

    [answer] = run(invoked(local_lambda, deployed(source), {}))

    assert json.loads(answer.payload) == "0o0"


def test_a_function_may_have_its_own_python_path(local_lambda: Lambda) -> None:
    function = deployed(ECHO, environment={"PYTHONPATH": "/var/task/lib"})

    [answer] = run(invoked(local_lambda, function, 5))

    assert (answer.function_error, answer.payload) == (None, b"5")


def test_the_report_tells_the_most_memory_used(local_lambda: Lambda, lines: Lines) -> None:
    source = "def handle(event, context):\n    bytearray(100 * 1024 * 1024)\n"

    run(invoked(local_lambda, deployed(source), {}))

    assert int(lines.messages[-1].split("Max Memory Used: ")[1].split()[0]) > 100


def test_an_init_that_never_ends_is_ended(
    local_lambda: Lambda, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "INIT_SECONDS", 0.5)

    [answer] = run(invoked(local_lambda, deployed("import time\ntime.sleep(30)\n"), {}))

    assert json.loads(answer.payload)["errorType"] == "Sandbox.Timedout"


SLOW = """
import time
time.sleep(1)
def handle(event, context):
    return context.get_remaining_time_in_millis()
"""


def test_a_start_beyond_its_time_is_begun_again_in_the_functions_own(
    local_lambda: Lambda, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "INIT_SECONDS", 0.5)

    first, second = run(invoked(local_lambda, deployed(SLOW, timeout_seconds=5), 1, 2))

    assert (first.function_error, second.function_error) == (None, None)
    assert int(first.payload) < 4_000 < int(second.payload)
    reports = [each for each in lines.messages if each.startswith("INIT_REPORT")]
    assert ["Status: timeout" in each for each in reports] == [True]


def test_a_start_beyond_the_functions_own_time_ends_the_invocation(
    local_lambda: Lambda, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "INIT_SECONDS", 0.2)

    [answer] = run(invoked(local_lambda, deployed(SLOW, timeout_seconds=0.5), {}))

    assert "Task timed out after 0.50 seconds" in json.loads(answer.payload)["errorMessage"]


def test_no_concurrency_at_all_throttles_everything(local_lambda: Lambda) -> None:
    with pytest.raises(TooManyRequestsError):
        run(invoked(local_lambda, deployed(ECHO, reserved_concurrency=0), {}))


def test_functions_that_call_each_other_never_wait_for_ever(local_lambda: Lambda) -> None:
    """Each call holds a worker while it waits for another function's."""

    async def scenario() -> list[object]:
        outer, inner = deployed(SLEEPY, name="outer"), deployed(SLEEPY, name="inner")
        async with local_lambda(outer, inner, maximum_workers=4) as functions:

            async def nested() -> object:
                worker, _ = await functions._supply.take(outer)
                try:
                    return await functions.invoke("inner", b"0.01")
                except FullMachineError as refusal:
                    return refusal
                finally:
                    functions._supply.give_back(outer, worker)

            return await asyncio.gather(*(nested() for _ in range(12)))

    answers = run(scenario())

    assert all(isinstance(each, Invocation) for each in answers)


def test_a_machine_without_a_free_worker_refuses_in_time(
    local_lambda: Lambda, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supply, "PATIENCE_SECONDS", 0.2)

    async def scenario() -> None:
        async with local_lambda(deployed(SLEEPY), maximum_workers=1) as functions:
            busy = asyncio.create_task(functions.invoke("sample", b"2"))
            await asyncio.sleep(0.5)
            with pytest.raises(FullMachineError):
                await functions.invoke("sample", b"0")
            await busy

    run(scenario())


def test_the_accounts_concurrency_is_refused_at_once(local_lambda: Lambda) -> None:
    async def scenario() -> None:
        async with local_lambda(deployed(SLEEPY), concurrency=2) as functions:
            busy = [asyncio.create_task(functions.invoke("sample", b"1")) for _ in range(2)]
            await asyncio.sleep(0)
            with pytest.raises(TooManyRequestsError) as refusal:
                await functions.invoke("sample", b"0")
            assert refusal.value.reason == "ConcurrentInvocationLimitExceeded"
            await asyncio.gather(*busy)

    run(scenario())
