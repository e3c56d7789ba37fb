"""A deployed function's environment, and the isolation of functions that misbehave."""

import asyncio
import json
import os
from typing import Any

import pytest

from embedded_aws.functions import (
    DeployedFunction,
    Functions,
    Invocation,
    RequestTooLargeError,
    TooManyRequestsError,
    UnknownFunctionError,
    UnsupportedRuntimeError,
)
from embedded_aws.tests.integration.functions.conftest import Lambda, Lines, deployed

ECHO = "def handle(event, context):\n    return event\n"
FRAGILE = """
import os, time, sys
def handle(event, context):
    if event == "exit": os._exit(3)
    if event == "leave": os._exit(0)
    if event == "crash": os.kill(os.getpid(), 11)
    if event == "hang": time.sleep(60)
    if event == "raise": raise ValueError("no good")
    if event == "fill": print("x" * 10_000_000, file=sys.stderr)
    if event == "large": return "x" * (6 * 1024 * 1024 + 1)
    if event == "greedy": hoard = bytearray(600 * 1024 * 1024); time.sleep(60)
    return os.getpid()
"""


def run(work: Any) -> Any:
    return asyncio.run(work)


async def invoked(
    local_lambda: Lambda, function: DeployedFunction, *events: object
) -> list[Invocation]:
    async with local_lambda(function) as functions:
        return [await call(functions, event) for event in events]


async def call(functions: Functions, event: object) -> Invocation:
    return await functions.invoke("sample", json.dumps(event).encode())


def test_the_event_goes_in_and_the_answer_comes_out(local_lambda: Lambda) -> None:
    [answer] = run(invoked(local_lambda, deployed(ECHO), {"n": [1, "ä"]}))

    assert json.loads(answer.payload) == {"n": [1, "ä"]}
    assert (answer.function_error, answer.executed_version) == (None, "1")


def test_a_warm_worker_is_used_again(local_lambda: Lambda) -> None:
    source = "import os\ndef handle(event, context):\n    return os.getpid()\n"

    first, second = run(invoked(local_lambda, deployed(source), 1, 2))

    assert first.payload == second.payload
    assert (first.cold_start, second.cold_start) == (True, False)


def test_the_function_sees_only_its_own_environment(
    local_lambda: Lambda, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_OF_THE_HOST", "hidden")
    source = "import os\ndef handle(event, context):\n    return dict(os.environ)\n"

    [answer] = run(invoked(local_lambda, deployed(source), {}))
    seen = json.loads(answer.payload)

    assert "SECRET_OF_THE_HOST" not in seen
    assert seen["GREETING"] == "hello"
    assert seen["AWS_LAMBDA_FUNCTION_NAME"] == "sample"
    assert seen["AWS_ENDPOINT_URL"] == "http://127.0.0.1:1"
    assert seen["AWS_SESSION_TOKEN"]


def test_the_hosts_packages_do_not_leak_in(local_lambda: Lambda) -> None:
    source = "def handle(event, context):\n    import pytest\n"

    [answer] = run(invoked(local_lambda, deployed(source), {}))

    assert json.loads(answer.payload)["errorType"] == "ModuleNotFoundError"


def test_the_context_tells_function_version_and_deadline(local_lambda: Lambda) -> None:
    source = (
        "def handle(event, context):\n"
        "    return [context.function_name, context.function_version, context.invoked_function_arn,"
        " context.get_remaining_time_in_millis()]\n"
    )
    function = deployed(source)

    [answer] = run(invoked(local_lambda, function, {}))
    name, version, arn, remaining = json.loads(answer.payload)

    assert (name, version, arn) == ("sample", "1", function.arn)
    assert 2000 < remaining <= 3000


@pytest.mark.parametrize(
    ("event", "error_type", "message"),
    [
        ("exit", "Runtime.ExitError", "exit status 3"),
        ("leave", "Runtime.ExitError", "without providing a reason"),
        ("crash", "Runtime.ExitError", "signal: segmentation fault"),
        ("hang", "Sandbox.Timedout", "Task timed out after 1.00 seconds"),
        ("raise", "ValueError", "no good"),
        ("large", "Function.ResponseSizeTooLarge", "exceeded"),
        ("greedy", "Runtime.ExitError", "signal: killed"),
    ],
)
def test_a_failure_costs_its_own_request_only(
    local_lambda: Lambda, event: str, error_type: str, message: str
) -> None:
    # Only the one that hangs has to be waited for: a busy machine may take long for the others.
    function = deployed(FRAGILE, timeout_seconds=1 if event == "hang" else 30, memory_mb=256)

    before, failed, after = run(invoked(local_lambda, function, "ok", event, "ok"))

    assert failed.function_error == "Unhandled"
    assert json.loads(failed.payload)["errorType"] == error_type
    assert message in json.loads(failed.payload)["errorMessage"]
    assert (before.function_error, after.function_error) == (None, None)


def test_a_flood_of_output_blocks_nobody(local_lambda: Lambda) -> None:
    [answer] = run(invoked(local_lambda, deployed(FRAGILE), "fill"))

    assert answer.function_error is None


NONSENSE = """
import os, socket
def handle(event, context):
    host, port = os.environ["AWS_LAMBDA_RUNTIME_API"].split(":")
    with socket.create_connection((host, int(port))) as line:
        line.sendall(event.encode())
        return line.recv(100).decode()
"""


@pytest.mark.parametrize(
    "nonsense",
    [
        "not http at all\r\n\r\n",
        "POST /2018-06-01/runtime/invocation/other/response HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
        "GET /2018-06-01/runtime/somewhere HTTP/1.1\r\n\r\n",
    ],
)
def test_nonsense_on_the_runtime_api_is_refused_and_harmless(
    local_lambda: Lambda, nonsense: str
) -> None:
    answers = run(invoked(local_lambda, deployed(NONSENSE), nonsense, nonsense))

    assert [answer.function_error for answer in answers] == [None, None]
    assert "202" not in json.loads(answers[0].payload)


@pytest.mark.parametrize(
    ("source", "error_type"),
    [
        ("import no_such_module\n", "Runtime.ImportModuleError"),
        ("def handle(:\n", "Runtime.UserCodeSyntaxError"),
        ("other = 1\n", "Runtime.HandlerNotFound"),
        ("import sys\nsys.exit(7)\n", "Runtime.ExitError"),
    ],
)
def test_a_package_that_does_not_start_says_why(
    local_lambda: Lambda, source: str, error_type: str
) -> None:
    [answer] = run(invoked(local_lambda, deployed(source), {}))

    assert answer.function_error == "Unhandled"
    assert json.loads(answer.payload)["errorType"] == error_type


def test_a_package_that_is_no_zip_says_so(local_lambda: Lambda) -> None:
    [answer] = run(invoked(local_lambda, deployed(ECHO, code=b"not a zip"), {}))

    assert json.loads(answer.payload)["errorType"] == "Runtime.InvalidPackage"


def test_the_deployed_code_cannot_be_changed_by_the_function(local_lambda: Lambda) -> None:
    source = (
        "import os\ndef handle(event, context):\n"
        "    return oct(os.stat(__file__).st_mode & 0o222)\n"
    )

    [answer] = run(invoked(local_lambda, deployed(source), {}))

    assert json.loads(answer.payload) == "0o0"


def test_reserved_concurrency_throttles(local_lambda: Lambda) -> None:
    async def scenario() -> None:
        function = deployed(FRAGILE, timeout_seconds=1, reserved_concurrency=1)
        async with local_lambda(function) as functions:
            busy = asyncio.create_task(call(functions, "hang"))
            await asyncio.sleep(0)
            with pytest.raises(TooManyRequestsError):
                await call(functions, "ok")
            await busy
            assert (await call(functions, "ok")).function_error is None

    run(scenario())


def test_a_full_machine_waits_instead_of_throttling(local_lambda: Lambda) -> None:
    async def scenario() -> list[Invocation]:
        async with local_lambda(deployed(ECHO), maximum_workers=1) as functions:
            return await asyncio.gather(*(call(functions, n) for n in range(5)))

    assert [json.loads(answer.payload) for answer in run(scenario())] == [0, 1, 2, 3, 4]


def test_refusals_are_raised(local_lambda: Lambda) -> None:
    async def scenario() -> None:
        function = deployed(ECHO, runtime="nodejs22.x")
        async with local_lambda(function) as functions:
            with pytest.raises(UnsupportedRuntimeError, match="nodejs22"):
                await call(functions, {})
            with pytest.raises(UnknownFunctionError):
                await functions.invoke("nobody", b"{}")
            with pytest.raises(RequestTooLargeError):
                await functions.invoke("sample", b"x" * (6 * 1024 * 1024 + 1))

    run(scenario())


def test_the_log_has_start_output_end_and_report(local_lambda: Lambda, lines: Lines) -> None:
    source = "def handle(event, context):\n    print('working on it')\n"

    [answer] = run(invoked(local_lambda, deployed(source), {}))

    kinds = [message.split(" ")[0] for message in lines.messages]
    assert kinds == ["START", "working", "END", "REPORT"]
    assert answer.request_id in lines.messages[0]
    assert "Max Memory Used" in lines.messages[-1]
    assert "working on it" in answer.log_tail


def test_closing_leaves_no_worker_behind(local_lambda: Lambda) -> None:
    source = "import os\ndef handle(event, context):\n    return os.getpid()\n"

    [answer] = run(invoked(local_lambda, deployed(source), {}))

    with pytest.raises(ProcessLookupError):
        os.kill(json.loads(answer.payload), 0)
