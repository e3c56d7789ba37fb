"""Real zip files under the real awslambdaric: a local Lambda with functions given as text."""

import base64
import hashlib
import io
import zipfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from embedded_aws.cloudwatch import MetricSink
from embedded_aws.functions import DeployedFunction, Functions, UnknownFunctionError, ensure_runtime
from embedded_aws.functions.model import ACCOUNT_CONCURRENCY

RUNTIME = Path(__file__).parents[4] / ".build" / "runtime"


def zipped(source: str, name: str = "main.py") -> bytes:
    """A deployment package of one module."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr(name, source)
    return buffer.getvalue()


def deployed(source: str, **changed: object) -> DeployedFunction:
    """A function with this source, as it would have been published."""
    code = zipped(source)
    function = DeployedFunction(
        name="sample",
        version="1",
        arn="arn:aws:lambda:eu-central-1:123456789012:function:sample:live",
        code=code,
        code_sha256=base64.b64encode(hashlib.sha256(code).digest()).decode(),
        handler="main.handle",
        runtime="python3.13",
        role="arn:aws:iam::123456789012:role/sample",
        timeout_seconds=3,
        memory_mb=256,
        environment={"GREETING": "hello"},
        log_group="/aws/lambda/sample",
        region="eu-central-1",
        account_id="123456789012",
    )
    return replace(function, **changed)  # type: ignore[arg-type]


class Deployed:
    """A catalog of the functions that a test adds."""

    def __init__(self, functions: Mapping[str, DeployedFunction]) -> None:
        self.functions = dict(functions)

    def resolve(self, function_name: str, qualifier: str | None) -> DeployedFunction:
        """The function of that name, whatever the qualifier."""
        del qualifier
        if function_name not in self.functions:
            raise UnknownFunctionError(function_name)
        return self.functions[function_name]


class Lines:
    """A log sink that stores its lines."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def write(
        self, group: str, stream: str, timestamp_ms: int, message: str, region: str = ""
    ) -> None:
        """Store the line."""
        del group, stream, timestamp_ms, region
        self.messages.append(message)


@pytest.fixture(scope="session")
def runtime() -> Path:
    RUNTIME.parent.mkdir(exist_ok=True)
    with FileLock(RUNTIME.with_suffix(".lock")):
        return ensure_runtime(RUNTIME)


@pytest.fixture
def lines() -> Lines:
    return Lines()


class Lambda:
    """Opens a local Lambda with the functions of one test."""

    def __init__(self, directory: Path, runtime: Path, lines: Lines) -> None:
        self._directory = directory
        self._runtime = runtime
        self._lines = lines

    @asynccontextmanager
    async def __call__(
        self,
        *functions: DeployedFunction,
        maximum_workers: int = 8,
        concurrency: int = ACCOUNT_CONCURRENCY,
        metrics: MetricSink | None = None,
        environment: Mapping[str, str] = {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"},
    ) -> AsyncIterator[Functions]:
        """Functions by name, running until the block ends."""
        catalog = Deployed({function.name: function for function in functions})
        running = Functions(
            catalog,
            self._lines,
            directory=self._directory,
            runtime=self._runtime,
            environment=environment,
            maximum_workers=maximum_workers,
            concurrency=concurrency,
            metrics=metrics,
        )
        try:
            yield running
        finally:
            await running.close()


@pytest.fixture
def local_lambda(tmp_path: Path, runtime: Path, lines: Lines) -> Lambda:
    return Lambda(tmp_path, runtime, lines)
