"""Requests that AWS refuses, with the code and words of its answer."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from embedded_aws.tests.integration.server.conftest import EmbeddedAws

NUMBERS = itertools.count(1)
UNCHECKED: dict[str, Any] = {"parameter_validation": False}
"""A client that leaves all checks to the server."""


def fresh(prefix: str) -> str:
    """A name that no other test has."""
    return f"{prefix}{next(NUMBERS)}"


@dataclass(frozen=True)
class Refused:
    """An operation, and how it is refused."""

    service: str
    operation: str
    code: str
    words: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def answer(self, aws: EmbeddedAws, **more: Any) -> tuple[int, str, str]:
        """Status, code and message of the answer."""
        return refusal(
            aws.client(self.service, **UNCHECKED), self.operation, **self.parameters, **more
        )


def refusal(client: Any, operation: str, **parameters: Any) -> tuple[int, str, str]:
    """Status, code and message of an answer; no code where it is none."""
    try:
        getattr(client, operation)(**parameters)
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return status, error.response["Error"]["Code"], error.response["Error"]["Message"]
    return 200, "", ""
