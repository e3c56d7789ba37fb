"""The stack of this machine: its embedded AWS, and the file with its outputs."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from embedded_aws import LocalConfig, health
from tools.command import CommandError
from tools.deploy.terraform.cli import written_whole
from tools.deploy.where.cloud import LOCAL, api_url
from tools.deploy.where.place import Place, Primary
from tools.insights.traffic.places import SETTING


def is_it(place: Place) -> bool:
    """Whether this is the place that `make up` starts."""
    return isinstance(place, Primary) and place.name == LOCAL


def check_is_it(place: Place, command: str) -> None:
    """CommandError for any other place."""
    if not is_it(place):
        raise CommandError(
            f"`make {command}` is for this machine; use `make deploy ENV={place.environment.name}`"
        )


def is_new() -> bool:
    """Whether no run has come to its end here yet: the last thing that it does is the outputs."""
    return not _outputs().exists()


class Starting:
    """The embedded AWS, starting in a process of its own while this one goes on."""

    def __init__(self) -> None:
        self._process = _process("start")

    def wait(self) -> str:
        """The address, once it answers; CommandError when it does not start."""
        _answer(self._process)
        return LocalConfig.read().aws_endpoint


def embedded_aws(command: str) -> str:
    """Run a command of the embedded AWS; CommandError with its message when it fails."""
    return _answer(_process(command))


def _process(command: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "embedded_aws", command],
        env=SETTING | os.environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _answer(process: "subprocess.Popen[str]") -> str:
    printed, errors = process.communicate()
    if process.returncode:
        raise CommandError(errors.strip().removeprefix("error: ") or printed.strip())
    return printed.strip()


def not_saved() -> list[str]:
    """The embedded AWS's sentences about data that it cannot save."""
    answer = health(LocalConfig.read()) or {}
    return list(answer.get("not_saved", []))


def write_outputs(place: Place) -> dict[str, Any]:
    """Write `outputs.json` beside the local data, readable by its owner only."""
    config = LocalConfig.read()
    secrets = place.client("secretsmanager")
    consumers = {}
    for name, settings in place.values["consumers"].items():
        if settings.get("kind", "machine") != "machine":
            continue
        answer = secrets.get_secret_value(SecretId=f"/{place.environment.name}/consumers/{name}")
        secret = json.loads(answer["SecretString"])
        consumers[name] = {
            "client_id": secret["client_id"],
            "client_secret": secret["client_secret"],
            "tier": settings["tier"],
        }
    outputs = {
        "api_url": api_url(),
        "token_url": f"{config.aws_endpoint}/oauth2/token",
        "aws_endpoint": config.aws_endpoint,
        "consumers": consumers,
    }
    written_whole(_outputs(), json.dumps(outputs, indent=2) + "\n")
    return outputs


def _outputs() -> Path:
    return LocalConfig.read().directory / "outputs.json"
