"""The running local stack: its outputs, its processes, and clients of its AWS."""

import contextlib
import json
import os
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import boto3
import httpx
import psutil

from embedded_aws import LocalConfig
from shared.product import NAME
from tools.command import CommandError

ALIAS = "live"
UNWANTED = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "ENV", "REGION", "TRACE"}
PREFIX = f"{NAME}-local-"


@dataclass(frozen=True)
class Stack:
    """The stack that `make up` has started."""

    config: LocalConfig
    outputs: dict[str, Any]
    fast: tuple[str, ...] = ()
    """Consumers that deployments from a copied tree give a fast tier."""

    def function(self, service: str) -> str:
        """The name of the service's function, which is its table's too."""
        return f"{PREFIX}{service}"

    def aws(self, service: str) -> Any:
        """A client of the embedded AWS."""
        return _client(self.config.aws_endpoint, service)

    def token(self, consumer: str, scope: str | None = None) -> str:
        """A new access token by client credentials, for one scope or for all."""
        known = self.outputs["consumers"][consumer]
        answer = httpx.post(
            self.outputs["token_url"],
            auth=(known["client_id"], known["client_secret"]),
            data={"grant_type": "client_credentials"} | ({"scope": scope} if scope else {}),
        )
        answer.raise_for_status()
        return str(answer.json()["access_token"])

    @property
    def environment(self) -> dict[str, str]:
        """The environment of commands about this stack, without another make's variables."""
        own = {name: text for name, text in os.environ.items() if name not in UNWANTED}
        return own | self.config.variables

    @property
    def server(self) -> psutil.Process:
        """The process of the embedded AWS."""
        return psutil.Process(int(self.config.pid.read_text(encoding="utf-8")))

    def workers(self, *services: str) -> list[psutil.Process]:
        """The processes that run the services' functions."""
        names = {self.function(each) for each in services}
        children = self.server.children(recursive=True)
        return [each for each in children if _runs(each, names)]


def running_stack() -> Stack:
    """The stack of AWS_PORT, API_PORT and LOCAL_DIR; CommandError when it does not run."""
    config = LocalConfig.read()
    try:
        text = Path(config.directory, "outputs.json").read_text(encoding="utf-8")
        httpx.get(f"{config.aws_endpoint}/_local/health").raise_for_status()
    except (OSError, httpx.HTTPError) as error:
        raise CommandError(
            f"no stack runs on port {config.aws_port}: start one with `make up`"
        ) from error
    return Stack(config, json.loads(text))


def _runs(process: psutil.Process, functions: Collection[str]) -> bool:
    with contextlib.suppress(psutil.Error):  # it may have ended, or not begun
        return process.environ().get("AWS_LAMBDA_FUNCTION_NAME") in functions
    return False


@cache
def _client(endpoint: str, service: str) -> Any:
    return boto3.client(
        service,  # type: ignore[call-overload]
        endpoint_url=endpoint,
        region_name="eu-central-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106 - the embedded AWS takes any
    )
