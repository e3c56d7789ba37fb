"""Lambda's runtimes that this machine can run, with their interpreters and clients."""

import asyncio
import threading
import time
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from botocore.session import get_session
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from embedded_aws.functions.model import DeployedFunction, UnsupportedRuntimeError
from embedded_aws.functions.runtimes.client import RuntimeInstallError, ensure_runtime
from embedded_aws.functions.runtimes.interpreters import base_python, interpreter, own_version

CLIENT = "awslambdaric"
REFUSED_SECONDS = 30


@dataclass(frozen=True)
class Runtime:
    """An interpreter, and the folder of the runtime client for it."""

    python: str
    folder: Path


class Runtimes:
    """The runtime of each function; other Python versions than ours are prepared on demand."""

    def __init__(self, own: Path) -> None:
        self._own = own
        self._ready = {f"python{own_version()}": Runtime(base_python(), own)}
        self._refused: dict[str, tuple[float, str]] = {}
        self._turn = threading.Lock()

    async def of(self, function: DeployedFunction) -> Runtime:
        """Like `prepared`, without blocking the event loop."""
        if function.runtime in self._ready:
            return self._ready[function.runtime]
        return await asyncio.to_thread(self.prepared, function)

    def prepared(self, function: DeployedFunction) -> Runtime:
        """The runtime; UnsupportedRuntimeError names what is missing and what would run."""
        trouble = self.trouble(function.name, function.runtime)
        if trouble:
            raise UnsupportedRuntimeError(trouble)
        return self._ready[function.runtime]

    def trouble(self, function_name: str, runtime: str) -> str | None:
        """Why a function cannot run here, and what would; None when it can."""
        name = runtime or "a container image"
        with self._turn:
            if name not in self._ready:
                self._prepare(name)
            if name in self._ready:
                return None
        return f"{function_name} asks for {name}{self._refused[name][1]}"

    def _prepare(self, name: str) -> None:
        """Search for the runtime; a failure is cached for a while, because a search takes long."""
        since, _ = self._refused.get(name, (-REFUSED_SECONDS, ""))
        if time.monotonic() - since < REFUSED_SECONDS:
            return
        try:
            self._ready[name] = self._made(name)
        except UnsupportedRuntimeError as error:
            self._refused[name] = time.monotonic(), str(error)

    def _made(self, name: str) -> Runtime:
        version = name.removeprefix("python")
        if version == name:
            raise UnsupportedRuntimeError(
                f"; the embedded AWS runs Python functions only, here {self._runnable()}."
            )
        if version not in self._clients():
            raise UnsupportedRuntimeError(
                f", which AWS's runtime client ({CLIENT} for Python {self._wanted()}) "
                f"does not run; here it runs {self._runnable()}."
            )
        python = interpreter(version)
        if python is None:
            raise UnsupportedRuntimeError(
                f", which this machine lacks: `uv python install {version}`, or set the "
                f"function's runtime to one that runs here: {self._runnable()}."
            )
        return Runtime(python, self._client(name, python))

    def _client(self, name: str, python: str) -> Path:
        try:
            return ensure_runtime(self._own.parent / "runtimes" / name, python)
        except RuntimeInstallError as error:
            raise UnsupportedRuntimeError(f", but {error}") from error

    def _clients(self) -> list[str]:
        """Python versions that Lambda has and the client supports, the oldest first."""
        shape: Any = get_session().get_service_model("lambda").shape_for("Runtime")
        versions = [name.removeprefix("python") for name in shape.enum if "python" in name]
        supported = SpecifierSet(self._wanted())
        return sorted((each for each in versions if each in supported), key=Version)

    def _wanted(self) -> str:
        """The Python versions that the client supports."""
        [client] = (each for each in distributions(path=[str(self._own)]) if each.name == CLIENT)
        return str(client.metadata["Requires-Python"])

    def _runnable(self) -> str:
        names = [f"python{each}" for each in self._clients() if interpreter(each)]
        return ", ".join(names)
