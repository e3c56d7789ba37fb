"""One request in the gateway: its input, the facts about it, and its answer."""

import base64
import os
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from embedded_aws.gateway.context import variable
from embedded_aws.gateway.deployed.model import Method, Stage
from embedded_aws.gateway.execution_log import ExecutionLog
from embedded_aws.gateway.facts import Facts
from embedded_aws.gateway.incoming import Incoming

PAYLOAD_LIMIT_BYTES = 10 * 1024 * 1024
"""Largest payload that API Gateway passes on, in either direction."""


class Refusal(Exception):  # noqa: N818 - an answer rather than a failure
    """An answer of the gateway itself, of one of API Gateway's gateway response types."""

    def __init__(
        self,
        response_type: str,
        message: str | None,
        status: int | None = None,
        error_type: str | None = None,
    ) -> None:
        super().__init__(message)
        self.response_type = response_type
        self.message = message
        self.status = status
        self.error_type = error_type
        self.validation_error: str | None = None


@dataclass
class Answer:
    """The answer to the client."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def _extended_id() -> str:
    return base64.urlsafe_b64encode(os.urandom(11)).decode().rstrip("=") + "="


@dataclass
class Exchange:
    """The state of one request, to which each stage of the pipeline adds."""

    incoming: Incoming
    stage: Stage
    path: str
    domain: str
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    extended_id: str = field(default_factory=_extended_id)
    started: float = field(default_factory=time.perf_counter)
    at: float = field(default_factory=time.time)
    method: Method | None = None
    path_parameters: Mapping[str, str] = field(default_factory=dict)
    sent_path_parameters: Mapping[str, str] = field(default_factory=dict)
    """As a proxy function gets them: API Gateway does not decode them for it."""
    authorizer: dict[str, Any] | None = None
    usage_key: str | None = None
    policies: tuple[tuple[object, ...], ...] = ()
    trace_id: str = ""
    facts: Facts = field(default_factory=Facts)
    refusal: Refusal | None = None
    body: bytes = b""
    base_path: str = ""
    """The path before the resource's: the stage's name, or a custom domain's base path."""
    sent_path: str = ""
    """The resource's path as it was sent, with slashes that routing leaves out."""
    on_custom_domain: bool = False
    is_canary: bool = False
    is_at_edge: bool = False
    log: ExecutionLog = field(default_factory=ExecutionLog)
    stages: list[tuple[str, float]] | None = None
    """The stages entered so far, each with the time; None while nobody watches."""

    def enter(self, stage: str) -> None:
        """Begin a stage, which ends where the next one begins."""
        if self.stages is not None:
            self.stages.append((stage, time.perf_counter()))

    @property
    def full_path(self) -> str:
        """The path as the caller sent it, stage or base path included."""
        return f"{self.base_path}{self.sent_path or self.path}"

    @property
    def event_path(self) -> str:
        """The path that a function is told: without the stage, with a custom domain's base path."""
        return f"{self.base_path}{self.path}" if self.on_custom_domain else self.path

    @property
    def resource_path(self) -> str | None:
        """The declared path of the resource, once it is known."""
        return self.method.resource_path if self.method else None

    def method_arn(self) -> str:
        """The ARN for the evaluation of policies.

        Its path is decoded: an encoded letter must not evade a policy that the route matches.
        """
        api = self.stage.api
        path = unquote(self.path.removeprefix("/"))
        return (
            f"arn:aws:execute-api:{api.region}:{api.account_id}:{api.id}/{self.stage.name}/"
            f"{self.incoming.method}/{path}"
        )

    def request_time(self) -> str:
        """The time of the request in the Common Log Format."""
        return datetime.fromtimestamp(self.at, UTC).strftime("%d/%b/%Y:%H:%M:%S +0000")

    def variable(self, name: str) -> str | None:
        """A `$context` variable (API Gateway developer guide, "Variables for access logging")."""
        return variable(self, name)
