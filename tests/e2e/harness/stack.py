"""A copy of the repository, started as a new user would, and its commands."""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import httpx

from tests.harness.copy_of_the_repository import copy_to
from tests.harness.ports import free_ports

ROOT = Path(__file__).parents[3]
OF_ANOTHER_MAKE = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
"""Such as two targets at a time, with which the tests themselves were started."""

when_it_runs: list[Callable[["Stack"], None]] = []
"""Preparations of a service's tests, as soon as the stack runs: a module adds one when imported."""
when_sent: list[Callable[[str, bytes | str | None], None]] = []
"""Who hears of the URL and body of each request that a test sends."""


@dataclass(frozen=True)
class Stack:
    """A running copy of the repository, and its commands."""

    folder: Path
    environment: dict[str, str]

    def make(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run `make …` in the copy; a failing test shows the output."""
        done = subprocess.run(
            ["make", *arguments],
            cwd=self.folder,
            env=self.environment,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        print(done.stdout)
        assert not check or done.returncode == 0, f"make {' '.join(arguments)}: {done.returncode}"
        return done

    @property
    def outputs(self) -> dict[str, Any]:
        """The content of outputs.json, which `make up` writes."""
        text = Path(self.environment["LOCAL_DIR"], "outputs.json").read_text(encoding="utf-8")
        outputs: dict[str, Any] = json.loads(text)
        return outputs

    def token(self, consumer: str, scope: str | None = None) -> str:
        """A new access token by client credentials (RFC 6749, 4.4)."""
        client = self.outputs["consumers"][consumer]
        answer = httpx.post(
            self.outputs["token_url"],
            auth=(client["client_id"], client["client_secret"]),
            data={"grant_type": "client_credentials"} | ({"scope": scope} if scope else {}),
        )
        answer.raise_for_status()
        return str(answer.json()["access_token"])

    def api(self, consumer: str | None = None, scope: str | None = None) -> httpx.Client:
        """An HTTP client of the API, with the consumer's token or without one."""
        headers = {"Authorization": f"Bearer {self.token(consumer, scope)}"} if consumer else {}
        return httpx.Client(
            base_url=self.outputs["api_url"],
            headers=headers,
            timeout=30,
            event_hooks={"request": [_note]},
        )

    def aws(self, service: str) -> Any:
        """A boto3 client of the embedded AWS."""
        return boto3.client(
            service,  # type: ignore[call-overload]
            endpoint_url=f"http://127.0.0.1:{self.environment['AWS_PORT']}",
            region_name="eu-central-1",
            aws_access_key_id="tests",
            aws_secret_access_key="tests",
        )


def note(url: str, body: bytes | str | None) -> None:
    """Tell those who want to hear of it that a request is sent, by whatever client."""
    for hear in when_sent:
        hear(url, body)


def _note(request: httpx.Request) -> None:
    note(str(request.url), request.content)


@contextmanager
def running_stack(folder: Path) -> Iterator[Stack]:
    """The stack in a copy in the folder, and its end."""
    copy_to(folder)
    aws_port, api_port = free_ports(2)
    environment = {
        **{name: text for name, text in os.environ.items() if name not in OF_ANOTHER_MAKE},
        "AWS_PORT": str(aws_port),
        "API_PORT": str(api_port),
        "LOCAL_DIR": str(folder / ".local"),
    }
    running = Stack(folder, environment)
    try:
        running.make("up")
        for prepare in when_it_runs:
            prepare(running)
        yield running
    finally:
        running.make("down", check=False)
