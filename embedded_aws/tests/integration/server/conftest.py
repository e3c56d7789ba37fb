"""A real embedded AWS with its own process, ports and folder."""

import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from filelock import FileLock

from embedded_aws.functions import ensure_runtime

BUILD = Path(__file__).parents[4] / ".build"


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]


def limit_files(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@dataclass(frozen=True)
class EmbeddedAws:
    """One embedded AWS, and commands for it."""

    folder: Path
    aws_port: int
    api_port: int

    def command(
        self, name: str, largest_file: int | None = None, **changed: str
    ) -> subprocess.CompletedProcess[str]:
        """Run `python -m embedded_aws <name>` for this folder and these ports.

        With a largest file, writes beyond so many bytes fail, as they do on a full disk.
        """
        environment = {
            **os.environ,
            "LOCAL_DIR": str(self.folder),
            "AWS_PORT": str(self.aws_port),
            "API_PORT": str(self.api_port),
            **changed,
        }
        return subprocess.run(
            [sys.executable, "-m", "embedded_aws", name],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=partial(limit_files, largest_file) if largest_file else None,
        )

    def start(self, largest_file: int | None = None) -> None:
        done = self.command("start", largest_file)
        assert done.returncode == 0, done.stderr

    def stop(self) -> None:
        done = self.command("stop")
        assert done.returncode == 0, done.stderr

    def kill(self) -> None:
        """Kill it, so that it cannot save anything."""
        os.kill(int((self.folder / "aws.pid").read_text()), signal.SIGKILL)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.aws_port}"

    def client(self, service: str, **settings: Any) -> Any:
        return boto3.client(
            service,  # type: ignore[call-overload]
            endpoint_url=self.endpoint,
            region_name="eu-central-1",
            aws_access_key_id="local",
            aws_secret_access_key="local",
            config=Config(retries={"mode": "standard", "total_max_attempts": 5}, **settings),
        )


def prepared(folder: Path) -> EmbeddedAws:
    """A folder with the installed runtime client, so that no test installs it."""
    BUILD.mkdir(exist_ok=True)
    with FileLock(BUILD / "runtime.lock"):
        runtime = ensure_runtime(BUILD / "runtime")
    shutil.copytree(runtime, folder / "runtime")
    return EmbeddedAws(folder, *free_ports(2))


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedAws]:
    """One embedded AWS for all tests that only read and add."""
    running = prepared(tmp_path_factory.mktemp("aws"))
    running.start()
    yield running
    running.stop()


@pytest.fixture
def own_aws(tmp_path: Path) -> Iterator[EmbeddedAws]:
    """An embedded AWS that a test may stop, kill and damage; not started."""
    mine = prepared(tmp_path)
    yield mine
    mine.command("stop")


@dataclass(frozen=True)
class Client:
    """A machine's app client in a user pool with one resource server."""

    pool_id: str
    client_id: str
    secret: str


def make_client(aws: EmbeddedAws) -> Client:
    cognito = aws.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="people")["UserPool"]["Id"]
    cognito.create_resource_server(
        UserPoolId=pool,
        Identifier="orders",
        Name="orders",
        Scopes=[
            {"ScopeName": name, "ScopeDescription": name} for name in ("read", "write", "admin")
        ],
    )
    client = cognito.create_user_pool_client(
        UserPoolId=pool,
        ClientName="acme",
        GenerateSecret=True,
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=["client_credentials"],
        AllowedOAuthScopes=["orders/read", "orders/write"],
    )["UserPoolClient"]
    return Client(pool, client["ClientId"], client["ClientSecret"])


@pytest.fixture(scope="session")
def client(aws: EmbeddedAws) -> Client:
    return make_client(aws)


def eventually(condition: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether the condition becomes true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
