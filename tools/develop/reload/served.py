"""A client of the embedded AWS's endpoint for hot reloads (functions/code/reload_endpoint.py)."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from embedded_aws import LocalConfig
from tools.build.packages.code import ROOT
from tools.command import CommandError
from tools.develop.reload.tree import FOLDERS

ALIAS = "live"
SECONDS = 60


class NotReloadedError(CommandError):
    """The new code is not served; `failure` is Lambda's error."""

    def __init__(self, failure: Mapping[str, Any]) -> None:
        super().__init__(str(failure.get("errorMessage")))
        self.failure = failure


class UnreachableError(CommandError):
    """The embedded AWS or the function is not there; the message says what to do."""


class Embedded:
    """The services of this working tree in the embedded AWS.

    `function_of` returns the deployed function's name, or None; else it raises UnreachableError.
    """

    def __init__(
        self, services: Callable[[], Sequence[str]], function_of: Callable[[str], str | None]
    ) -> None:
        self.services = services
        self._function_of = function_of

    def put(self, service: str, modules: Mapping[str, str]) -> bool:
        """Serve these modules; False when they equal the deployed ones."""
        function_name = self._function_of(service)
        if function_name is None:
            raise UnreachableError(f"it is not deployed yet; run `make deploy-{service}`")
        return _call("PUT", function_name, {"folders": FOLDERS, "modules": modules})

    def drift(self, service: str) -> str:
        """Changes in the working tree that only a deployment serves; see drift.py."""
        command = [sys.executable, "-m", "tools.develop.reload.drift", service]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        return done.stdout.strip()


def drop(function_name: str) -> None:
    """Serve the deployed code again."""
    _call("DELETE", function_name, None)


def _call(method: str, function_name: str, body: Any) -> bool:
    request = urllib.request.Request(  # noqa: S310 - the embedded AWS alone
        f"{LocalConfig.read().aws_endpoint}/_local/functions/{function_name}/{ALIAS}/code",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
        method=method,
    )
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return bool(json.load(answer)["reloaded"])
    except urllib.error.HTTPError as error:
        raise _refusal(error) from error
    except OSError as error:
        raise UnreachableError(f"the embedded AWS does not answer ({error}); `make up`") from error


def _refusal(error: urllib.error.HTTPError) -> Exception:
    try:
        return NotReloadedError(json.load(error))
    except ValueError:  # not ours: it was started before hot reloads were known
        return UnreachableError("the embedded AWS is an older one; restart it: `make down up`")
