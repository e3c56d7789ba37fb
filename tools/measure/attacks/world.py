"""An attacker's beginnings: routes of the contracts, things of others, tokens of all kinds."""

import json
import socket
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import httpx

from tools.build.services import SERVICES
from tools.command import CommandError
from tools.measure.attacks.case import Answer
from tools.measure.faults.client import Client
from tools.measure.faults.journey import Journey, journeys
from tools.measure.faults.load import prepared
from tools.measure.stack import Stack

METHODS = ("get", "put", "post", "delete")
NOBODYS = "none_00000000000000000000000000"
SOCKET_SECONDS = 10


@dataclass(frozen=True)
class Route:
    """A route of a contract."""

    service: str
    method: str
    path: str
    body: Any
    """An example of its body; None without one."""

    @property
    def name(self) -> str:
        """The route as the contract writes it."""
        return f"{self.method} {self.path}"

    def addressed(self, thing: str = NOBODYS) -> str:
        """The path with this in place of its parameters."""
        parts = [thing if part.startswith("{") else part for part in self.path.split("/")]
        return "/".join(parts)


@dataclass
class World:
    """The running stack as an attacker sees it."""

    stack: Stack
    sent: list[str] = field(default_factory=list)
    """The tokens that were sent, which no log may have."""

    def __post_init__(self) -> None:
        """Open the connections."""
        self.http = httpx.Client(timeout=35)
        self.url = str(self.stack.outputs["api_url"])

    @cached_property
    def journey(self) -> Journey:
        """A service with things that have owners."""
        return journeys()[0]

    @property
    def owner(self) -> str:
        """The consumer whose things are attacked."""
        return self.journey.owners[0]

    @property
    def stranger(self) -> str:
        """A consumer of another tenant."""
        return self.journey.owners[1]

    @cached_property
    def tokens(self) -> Mapping[str, str]:
        """A good token of each consumer."""
        return {name: self.stack.token(name) for name in self.stack.outputs["consumers"]}

    @cached_property
    def routes(self) -> list[Route]:
        """Every route of every contract."""
        return list(_routes())

    @cached_property
    def need(self) -> str:
        """The id that a creation of a thing needs."""
        with Client(self.stack, 0) as client:
            return prepared(self.stack, self.journey, client)

    @cached_property
    def thing(self) -> str:
        """The id of a thing of the owner."""
        answer = self.create(self.owner, "attack-" + str(time.time_ns()))
        return str(json.loads(answer.body)["id"])

    def create(self, consumer: str, key: str, quantity: int = 1, **more: Any) -> Answer:
        """Create a thing, with these members more."""
        body = {**self.journey.body(self.need, quantity), **more}
        headers = {"Idempotency-Key": key}
        return self.ask(
            "POST", self.journey.path, self.tokens[consumer], json=body, headers=headers
        )

    def ask(self, method: str, path: str, token: str | None = None, **more: Any) -> Answer:
        """The answer to a request with this token."""
        headers = dict(more.pop("headers", {}))
        if token is not None:
            headers.setdefault("Authorization", f"Bearer {token}")
            self.sent.append(token)
        began = time.monotonic()
        answer = self.http.request(method, self.url + path, headers=headers, **more)
        seconds = time.monotonic() - began
        return Answer(answer.status_code, _lower(answer.headers), answer.text, seconds)

    def allowed_read(self, token: str) -> None:
        """Read as the token allows, so that the gateway keeps its policy."""
        if (answer := self.ask("GET", self.journey.path, token)).status != HTTPStatus.OK:
            raise CommandError(f"GET {self.journey.path} answered {answer.status}: {answer.body}")

    def raw(self, data: bytes) -> Answer:
        """The first answer to these bytes; status 400 when the server only hangs up."""
        where = urlsplit(self.url)
        with socket.create_connection((where.hostname, where.port), SOCKET_SECONDS) as connection:
            connection.sendall(data)
            try:
                received = connection.recv(65536)
            except OSError:
                received = b""
        return _parsed(received)


def _routes() -> Iterator[Route]:
    for file in sorted(SERVICES.glob("*/openapi.json")):
        contract = json.loads(file.read_text(encoding="utf-8"))
        for path, operations in contract["paths"].items():
            for method in METHODS:
                if operation := operations.get(method):
                    body = _example(operation, contract)
                    yield Route(file.parent.name, method.upper(), path, body)


def _example(operation: Mapping[str, Any], contract: Mapping[str, Any]) -> Any:
    for media in operation.get("requestBody", {}).get("content", {}).values():
        schema = media["schema"]
        if "$ref" in schema:
            schema = contract["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return media.get("example") or schema.get("example") or {}
    return None


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _parsed(received: bytes) -> Answer:
    head, _, body = received.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    if not status.startswith("HTTP/"):
        return Answer(400, {}, "")
    headers = dict(line.split(": ", 1) for line in lines if ": " in line)
    return Answer(int(status.split()[1]), _lower(headers), body.decode("utf-8", "replace"))
