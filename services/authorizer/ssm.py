"""Consumers and groups in SSM parameters, as the gateway's Terraform writes them."""

import json
import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from botocore.exceptions import ClientError

from services.authorizer.model import Consumer
from shared.auth.principal import Kind
from shared.auth.signers import Signer

KEEP_SECONDS = 60
KEEP_ENTRIES = 1000


class SsmClient(Protocol):
    """The operation of boto3's client that this adapter calls."""

    @property
    def get_parameter(self) -> Callable[..., Any]: ...  # noqa: D102


class SsmConsumers:
    """The port `Consumers`; reads a consumer at most once a minute."""

    def __init__(
        self, client: SsmClient, path: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._client = client
        self._path = path
        self._clock = clock
        self._kept: dict[str, tuple[float, Consumer | None]] = {}

    def get(self, client_id: str) -> Consumer | None:
        """The consumer, at most a minute old."""
        known = self._kept.get(client_id)
        if known and known[0] > self._clock():
            return known[1]
        consumer = self._read(client_id)
        if len(self._kept) >= KEEP_ENTRIES:
            self._kept.clear()
        self._kept[client_id] = (self._clock() + KEEP_SECONDS, consumer)
        return consumer

    def _read(self, client_id: str) -> Consumer | None:
        if not client_id.isalnum():  # a name of ours; anything else could be another path
            return None
        value = _value(self._client, f"{self._path}/{client_id}")
        return value and _consumer(value)


class SsmGroups:
    """The port `Groups`; reads the table of all live contracts at most once a minute."""

    def __init__(
        self, client: SsmClient, name: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._client = client
        self._name = name
        self._clock = clock
        self._table: Mapping[str, Sequence[str]] = {}
        self._ends = -math.inf

    def scopes(self, groups: Iterable[str]) -> frozenset[str]:
        """All scopes of the groups, at most a minute old."""
        if self._ends <= self._clock():
            # Without a live contract there is no table, and nothing that a group could open.
            self._table = _value(self._client, self._name) or {}
            self._ends = self._clock() + KEEP_SECONDS
        return frozenset[str]().union(*(self._table.get(group, ()) for group in groups))


class SsmSigners:
    """The port `Signers`; reads each of their sixteen parameters at most once a minute.

    Who asks for them is not known yet: whatever ids it makes up, it makes no more requests of ours.
    """

    def __init__(
        self, client: SsmClient, path: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._client = client
        self._path = path
        self._clock = clock
        self._parts: dict[str, tuple[float, Mapping[str, Any]]] = {}

    def get(self, client_id: str) -> Signer | None:
        """The consumer, at most a minute old; its id has the format of one."""
        value = self._part(client_id.removeprefix("signer")[:1]).get(client_id)
        return Signer(value["keys"], frozenset(value["scopes"])) if value else None

    def _part(self, digit: str) -> Mapping[str, Any]:
        ends, part = self._parts.get(digit, (-math.inf, {}))
        if ends <= self._clock():
            part = _value(self._client, f"{self._path}/{digit}") or {}
            self._parts[digit] = (self._clock() + KEEP_SECONDS, part)
        return part


def _consumer(value: Mapping[str, Any]) -> Consumer:
    """The fields of the value that a consumer has; the others are Terraform's own."""
    known = {name: value[name] for name in Consumer.__annotations__ if name in value}
    if value["kind"] == "signer":
        return Consumer(**known | {"kind": Kind.MACHINE, "signs": True})
    return Consumer(**known | {"kind": Kind(value["kind"])})


def _value(client: SsmClient, name: str) -> Any:
    """The parameter's value; None without one."""
    try:
        answer = client.get_parameter(Name=name)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ParameterNotFound":
            return None
        raise
    return json.loads(answer["Parameter"]["Value"])
