"""An embedded AWS for one command: on free ports, empty, and stopped at the end of the block."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from embedded_aws.config import HOST, REGION, LocalConfig
from embedded_aws.process import health

START_SECONDS = 300


@dataclass(frozen=True)
class Target:
    """A running server."""

    config: LocalConfig
    pid: int

    def client(self, service: str) -> Any:
        """A boto3 client of the embedded AWS."""
        return boto3.client(  # type: ignore[call-overload]
            service,
            endpoint_url=self.config.aws_endpoint,
            region_name=REGION,
            aws_access_key_id="local",
            aws_secret_access_key="local",  # noqa: S106 - the embedded AWS has no secrets
        )


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Target]:
    """A server on free ports with its data in the folder, which is emptied first."""
    folder.mkdir(parents=True, exist_ok=True)
    config = LocalConfig(_free_port(), _free_port(), folder.resolve())
    for each in (config.snapshot, *config.journals()):
        each.unlink(missing_ok=True)
    with (
        config.log.open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-m", "embedded_aws", "serve"],
            env=os.environ | config.variables,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        ) as process,
    ):
        try:
            _wait(config)
            yield Target(config, process.pid)
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as listener:
        return int(listener.getsockname()[1])


def _wait(config: LocalConfig) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if health(config):
            return
        time.sleep(0.1)
    raise TimeoutError(f"the embedded AWS did not answer in {START_SECONDS} s; see {config.log}")


@contextlib.contextmanager
def here(folder: Path) -> Iterator[Target]:
    """A server as of `serving`, which this process asks instead of the folder's own."""
    with serving(folder) as target:
        before = {name: os.environ.get(name) for name in target.config.variables}
        os.environ.update(target.config.variables)
        try:
            yield target
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value
