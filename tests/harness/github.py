"""GitHub's API on loopback: records calls, and refuses what its published description does."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from jsonschema import validate

OPERATIONS = json.loads(Path(__file__).with_name("github_operations.json").read_text("utf-8"))[
    "operations"
]
REPOSITORY = "acme/shop"
LIMIT = 65_536
FOUND = 302
STORE = "/store"
"""Where artifacts lie: no part of the API, and nobody's token belongs there."""


class UnknownBranchError(Exception):
    """There is no branch of this name."""


@dataclass
class Loopback:
    """The state of a repository, the calls, and the failures that come first."""

    comments: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    branches: dict[str, str] = field(default_factory=lambda: {"main": "tip"})
    commits: dict[str, dict[str, Any]] = field(default_factory=dict)
    pulls: list[dict[str, Any]] = field(default_factory=list)
    releases: list[dict[str, Any]] = field(default_factory=list)
    artifacts: list[dict[str, Any]] = field(default_factory=list)
    """Each with its `content`, which only the download has."""
    failures: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def answer(self, operation: str, ids: list[Any], query: dict[str, str], body: Any) -> Any:
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
            "git/get-ref": lambda: self._branch(ids[0].removeprefix("heads/")),
            "git/get-commit": lambda: {"tree": {"sha": f"tree of {ids[0]}"}},
            "git/create-tree": lambda: {"sha": json.dumps(body["tree"])},
            "git/create-commit": lambda: self._committed(body),
            "git/create-ref": lambda: self._pointed(body["ref"].removeprefix("refs/"), body["sha"]),
            "git/update-ref": lambda: self._pointed(ids[0], body["sha"]),
            "pulls/list": lambda: [
                each for each in self.pulls if query["head"].endswith(f":{each['head']}")
            ],
            "repos/list-releases": lambda: page(self.releases[::-1], query),
            "repos/create-release": lambda: self._added(self.releases, body),
            "repos/update-release": lambda: self._changed(self.releases, ids[0], body),
            "repos/list-pull-requests-associated-with-commit": lambda: page(self.pulls, query),
            "actions/list-artifacts-for-repo": lambda: {
                "artifacts": [
                    {name: value for name, value in each.items() if name != "content"}
                    for each in self.artifacts
                    if each["name"] == query["name"]
                ]
            },
            "actions/download-artifact": lambda: {"location": f"{STORE}/{ids[0]}"},
            "pulls/create": lambda: self._added(self.pulls, body),
            "issues/update": lambda: self._changed(self.issues, ids[0], body),
        }
        return answers[operation]()

    def _branch(self, name: str) -> dict[str, Any]:
        if name not in self.branches:
            raise UnknownBranchError
        return {"object": {"sha": self.branches[name]}}

    def _committed(self, body: dict[str, Any]) -> dict[str, Any]:
        sha = f"commit{len(self.commits) + 1}"
        self.commits[sha] = body
        return {"sha": sha}

    def _pointed(self, ref: str, sha: str) -> dict[str, Any]:
        self.branches[ref.removeprefix("heads/")] = sha
        return {}

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


def described(method: str, path: str) -> tuple[dict[str, Any], list[Any]]:
    """The operation in GitHub's description, and what stands for the parts of its path."""
    for name, operation in OPERATIONS.items():
        verb, _, template = name.partition(" ")
        pattern = re.sub(r"\{(owner|repo)\}", "[^/]+", template)
        pattern = (
            pattern.replace("{archive_format}", "zip")
            .replace("{ref}", r"(heads/[\w-]+)")
            .replace("{commit_sha}", r"(\w+)")
        )
        match = re.fullmatch(re.sub(r"\{\w+\}", r"(\\d+)", pattern), path)
        if verb == method and match:
            return operation, [int(each) if each.isdecimal() else each for each in match.groups()]
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


def checked(state: Loopback, method: str, address: str, text: bytes) -> tuple[int, Any]:
    """The answer; 422 to a call that GitHub's description does not know, which the test tells."""
    try:
        operation, answer = answered(state, method, address, text)
    except UnknownBranchError:
        return 404, {"message": "Not Found"}
    except Exception as error:  # noqa: BLE001 - told by the test
        state.faults.append(repr(error))
        return 422, {"message": repr(error)}
    return int(operation["success"]), answer


def handler(state: Loopback) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _handle(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            call = (self.command, self.path, self.rfile.read(length))
            if state.failures:
                status, headers = state.failures.pop(0)
                self._send(status, {"message": "no"}, headers)
                return
            if self.path.startswith(STORE):
                number = int(self.path.rpartition("/")[2])
                artifact = next(each for each in state.artifacts if each["id"] == number)
                self._send_bytes(200, artifact["content"])
                return
            assert self.headers["authorization"] == "Bearer secret"
            status, answer = checked(state, *call)
            is_elsewhere = status == FOUND
            self._send(status, answer, {"location": answer["location"]} if is_elsewhere else None)

        def _send(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
            self._send_bytes(status, b"" if body is None else json.dumps(body).encode(), headers)

        def _send_bytes(
            self, status: int, content: bytes, headers: dict[str, str] | None = None
        ) -> None:
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None: ...

        do_GET = do_POST = do_PATCH = do_DELETE = _handle  # noqa: N815 - named by http.server

    return Handler


@contextmanager
def serving() -> Iterator[tuple[Loopback, str]]:
    """A repository's state, and the address of its API."""
    state = Loopback()
    with ThreadingHTTPServer(("127.0.0.1", 0), handler(state)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield state, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
    assert state.faults == []
