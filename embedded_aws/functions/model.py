"""The model of the local Lambda: functions, invocations, errors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from embedded_aws.functions.platform_lines import Logging

PAYLOAD_LIMIT_BYTES = 6 * 1024 * 1024
"""Largest synchronous request and response (AWS Lambda quotas)."""


ACCOUNT_CONCURRENCY = 1_000
"""Requests at once in an account and region (AWS Lambda quotas)."""


class UnknownFunctionError(Exception):
    """No function of that name, or no such version or alias."""


class UnsupportedRuntimeError(Exception):
    """The function's runtime cannot run on this machine."""


class TooManyRequestsError(Exception):
    """The function's concurrent executions are at its reserved concurrency."""

    reason = "ReservedFunctionConcurrentInvocationLimitExceeded"


class AccountConcurrencyError(TooManyRequestsError):
    """As many functions run at once as the account's concurrency allows."""

    reason = "ConcurrentInvocationLimitExceeded"


class FullMachineError(TooManyRequestsError):
    """This machine had no worker in time; AWS, which has more machines, would not say so."""

    reason = "ConcurrentInvocationLimitExceeded"


class BadClientContextError(Exception):
    """The caller's client context is not JSON in base64."""


class BadContentError(Exception):
    """An event that is no JSON."""


class MismatchError(Exception):
    """A name with one qualifier, and another beside it."""


class UnknownKindError(Exception):
    """An invocation of no type that Lambda has."""


class RequestTooLargeError(Exception):
    """The event is larger than Lambda accepts."""


class EntityTooLargeError(RequestTooLargeError):
    """The request is larger than Lambda's front takes for any invocation."""


@dataclass(frozen=True)
class Layer:
    """One version of a layer: a zip with a folder `python` in it."""

    code: bytes = field(repr=False, compare=False)
    code_sha256: str


@dataclass(frozen=True)
class FailedEvents:
    """The settings for asynchronous events that fail."""

    retries: int = 2
    maximum_age_seconds: float = 6 * 3600
    dead_letters: str | None = None
    """ARN of the queue or topic that gets the event."""
    destination: str | None = None
    """ARN of the queue or topic that gets a record of the invocation."""


@dataclass(frozen=True)
class DeployedFunction:
    """One version of a function, as it was published."""

    name: str
    version: str
    arn: str
    code: bytes = field(repr=False, compare=False)  # megabytes, which the checksum stands for
    code_sha256: str
    handler: str
    runtime: str
    role: str
    timeout_seconds: int
    memory_mb: int
    environment: Mapping[str, str]
    log_group: str
    region: str
    account_id: str
    reserved_concurrency: int | None = None
    failed_events: FailedEvents = FailedEvents()
    logging: Logging = field(default_factory=Logging)
    layers: tuple[Layer, ...] = ()
    birth: str = ""
    """Tells the function from an earlier one of its name."""
    overlay: Path | None = None
    """The folder that is run instead of the code: reloaded, but not deployed."""

    @property
    def key(self) -> tuple[object, ...]:
        """The identity by which workers are shared, without settings that affect requests only."""
        identity = self.region, self.name, self.version, self.account_id, self.role, self.birth
        layers = tuple(layer.code_sha256 for layer in self.layers)
        program = self.code_sha256, self.handler, self.runtime, self.overlay, layers
        setting = self.timeout_seconds, self.memory_mb, self.log_group, self.logging
        return *identity, *program, *setting, frozenset(self.environment.items())


@dataclass(frozen=True)
class Invocation:
    """The result of a synchronous invocation (Lambda's Invoke API)."""

    payload: bytes
    function_error: str | None
    executed_version: str
    request_id: str
    log_tail: str
    duration_ms: float
    cold_start: bool


class FunctionCatalog(Protocol):
    """Looks deployed functions up."""

    def resolve(self, function_name: str, qualifier: str | None) -> DeployedFunction:
        """The version for a name, a `name:qualifier` or an ARN; UnknownFunctionError."""
