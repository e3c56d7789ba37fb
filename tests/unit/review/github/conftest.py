"""GitHub's API on loopback: records calls, and refuses what its published description does."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from jsonschema import validate

from tools.review.github.api import GitHub

OPERATIONS = json.loads(Path(__file__).with_name("operations.json").read_text("utf-8"))[
    "operations"
]
REPOSITORY = "acme/shop"
LIMIT = 65_536


@dataclass
class Loopback:
    """The state of a repository, the calls, and the failures that come first."""

    comments: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    failures: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def answer(self, operation: str, ids: list[int], query: dict[str, str], body: Any) -> Any:
        answers: dict[str, Callable[[], Any]] = {
            "issues/list-comments": lambda: page(
                [each for each in self.comments if each["issue"] == ids[0]], query
            ),
            "issues/create-comment": lambda: self._added(self.comments, {**body, "issue": ids[0]}),
            "issues/update-comment": lambda: self._changed(self.comments, ids[0], body),
            "issues/delete-comment": lambda: self._removed(self.comments, ids[0]),
            "issues/list-for-repo": lambda: page(
                [each for each in self.issues if each["state"] == "open"], query
            ),
            "issues/create": lambda: self._added(self.issues, {**body, "state": "open"}),
            "issues/update": lambda: self._changed(self.issues, ids[0], body),
        }
        return answers[operation]()

    def _removed(self, items: list[dict[str, Any]], number: int) -> None:
        items[:] = [each for each in items if each["id"] != number]

    def _added(self, items: list[dict[str, Any]], body: dict[str, Any]) -> dict[str, Any]:
        number = max((each["id"] for each in items), default=0) + 1
        item = {**body, "id": number, "number": number, "html_url": f"https://github.test/{number}"}
        items.append(item)
        return item

    def _changed(self, items: list[dict[str, Any]], number: int, body: Any) -> dict[str, Any]:
        item = next(each for each in items if each["id"] == number)
        item.update(body)
        return item


def page(items: list[Any], query: dict[str, str]) -> list[Any]:
    size, number = int(query["per_page"]), int(query["page"])
    return items[(number - 1) * size : number * size]


def described(method: str, path: str) -> tuple[dict[str, Any], list[int]]:
    """The operation in GitHub's description, and the numbers in the path."""
    for name, operation in OPERATIONS.items():
        verb, _, template = name.partition(" ")
        pattern = re.sub(r"\{(owner|repo)\}", "[^/]+", template)
        match = re.fullmatch(re.sub(r"\{\w+\}", r"(\\d+)", pattern), path)
        if verb == method and match:
            return operation, [int(each) for each in match.groups()]
    raise AssertionError(f"GitHub has no {method} {path}")


def answered(state: Loopback, method: str, address: str, text: bytes) -> tuple[dict[str, Any], Any]:
    """The described operation, and the answer to a call that is as it is described."""
    parts = urlsplit(address)
    operation, ids = described(method, parts.path)
    query = dict(parse_qsl(parts.query))
    assert set(query) <= set(operation["query"]), query
    body = json.loads(text) if text else None
    if operation["body"]:
        validate(body, operation["body"])
        assert len((body or {}).get("body") or "") <= LIMIT
    state.calls.append(operation["operationId"])
    return operation, state.answer(operation["operationId"], ids, query, body)


def handler(state: Loopback) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _handle(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            text = self.rfile.read(length)
            if state.failures:
                status, headers = state.failures.pop(0)
                self._send(status, {"message": "no"}, headers)
                return
            try:
                self._send(*self._answer(text))
            except Exception as error:  # noqa: BLE001 - told by the test
                state.faults.append(repr(error))
                self._send(422, {"message": repr(error)})

        def _answer(self, text: bytes) -> tuple[int, Any]:
            operation, answer = answered(state, self.command, self.path, text)
            assert self.headers["authorization"] == "Bearer secret"
            return int(operation["success"]), answer

        def _send(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
            content = b"" if body is None else json.dumps(body).encode()
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None: ...

        do_GET = do_POST = do_PATCH = do_DELETE = _handle  # noqa: N815 - named by http.server

    return Handler


@pytest.fixture
def loopback() -> Iterator[tuple[Loopback, str]]:
    state = Loopback()
    with ThreadingHTTPServer(("127.0.0.1", 0), handler(state)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield state, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
    assert state.faults == []


@pytest.fixture
def state(loopback: tuple[Loopback, str]) -> Loopback:
    return loopback[0]


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def github(loopback: tuple[Loopback, str], waits: list[float]) -> GitHub:
    return GitHub(loopback[1], REPOSITORY, "secret", wait=waits.append)
