"""Probes plain moto: `python -m …plain_moto.asking` prints what it lacks.

In a process of its own, because an installed patch stays for good; with `patched`, all patches are
installed, and nothing is lacking.
"""

import importlib
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError, ParamValidationError
from botocore.parsers import ResponseParserError
from moto import mock_aws

from embedded_aws import light
from embedded_aws.patches.cognito import signing_keys

type Client = Callable[[str], Any]
type Probe = Callable[[Client], bool]
FOLDER = "embedded_aws.tests.integration.plain_moto"
ROOMS = ("accounts", "callers", "data", "functions", "gateway", "messages", "watching")
SESSION = boto3.Session()
"""One for all clients: each has to read the descriptions of services."""
UNKNOWN = {"404", "NotImplemented", "UnknownOperationException", "InternalFailure", "501"}


def refuses(call: Callable[..., Any], **named: Any) -> bool:
    """Whether moto lacks the operation, or fails in it."""
    try:
        call(**named)
    except ParamValidationError:
        raise
    except ClientError as error:
        return error.response["Error"]["Code"] in UNKNOWN
    except (NotImplementedError, ResponseParserError, AttributeError, KeyError, TypeError):
        return True
    return False


def takes(call: Callable[..., Any], **named: Any) -> bool:
    """Whether moto accepts a call that AWS refuses."""
    try:
        call(**named)
    except ClientError:
        return False
    return True


def probes() -> dict[str, Probe]:
    """All probes by patch."""
    modules = [importlib.import_module(f"{FOLDER}.{room}") for room in ROOMS]
    return {name: probe for module in modules for name, probe in module.PROBES.items()}


def main() -> None:
    """Print for each patch whether moto still needs it, or the error of its probe."""
    if "patched" in sys.argv:
        install()
    light.import_jsonschema()
    answers: dict[str, Any] = {}
    for name, probe in probes().items():
        with mock_aws():
            try:
                answers[name] = probe(client)
            except Exception as error:  # noqa: BLE001 - told in the test's message
                answers[name] = f"{type(error).__name__}: {error}"
    json.dump(answers, sys.stdout)


def install() -> None:
    for name in (
        "endpoint.failures",
        "patches.installation",
        "dynamodb",
        "gateway.control_plane.installation",
        "cloudwatch",
        "codedeploy",
    ):
        importlib.import_module(f"embedded_aws.{name}").install()
    signing_keys.install(Path(tempfile.mkdtemp(), "key.json"))


def client(service: str) -> Any:
    return SESSION.client(
        service,  # type: ignore[call-overload]
        region_name="eu-central-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )


if __name__ == "__main__":
    main()
