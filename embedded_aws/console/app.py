"""The console over HTTP: a page, its data as JSON, and requests and log lines as events.

It only reads. No web page elsewhere can read it: other origins, foreign host names and frames are
refused, and nothing permits them to share what it answers.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from embedded_aws.console import events, visitors
from embedded_aws.console.traffic import Traffic
from embedded_aws.console.views.alarms import alarms
from embedded_aws.console.views.functions import functions
from embedded_aws.console.views.lines import opened
from embedded_aws.console.views.tables import page_of, tables
from embedded_aws.console.views.terraform import roots
from embedded_aws.state.changes import changing

PREFIX = "/_local/console"
PAGES = Path(__file__).parent / "page"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}

type Query = Mapping[str, str]
type Answer = tuple[HTTPStatus, str, Iterable[bytes]]


class NothingThereError(Exception):
    """There is no such page, request or table; the message says so."""


class Console:
    """A WSGI application under PREFIX."""

    def __init__(self, traffic: Traffic) -> None:
        self._traffic = traffic
        self._files = {
            f"/{path.relative_to(PAGES).as_posix()}": path
            for path in PAGES.rglob("*")
            if path.suffix in TYPES
        }
        self._files["/"] = PAGES / "index.html"
        self._data: dict[str, Callable[[Query], object]] = {
            "/data/request": self._request,
            "/data/functions": lambda _: functions(),
            "/data/tables": lambda _: tables(),
            "/data/items": _items,
            "/data/alarms": lambda _: alarms(),
            "/data/terraform": lambda _: roots(),
        }

    def __call__(self, environ: Mapping[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        refused = visitors.refusal_of(environ)
        status, kind, body = _text(*refused) if refused else self._answer(environ)
        headers = [("Content-Type", kind), *visitors.HEADERS]
        if isinstance(body, list):
            headers.append(("Content-Length", str(sum(map(len, body)))))
        if status is HTTPStatus.PERMANENT_REDIRECT:
            headers.append(("Location", f"{PREFIX}/"))
        start_response(f"{status} {status.phrase}", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else body

    def _answer(self, environ: Mapping[str, Any]) -> Answer:
        path = environ.get("PATH_INFO", "").removeprefix(PREFIX)
        query = {name: each[0] for name, each in parse_qs(environ.get("QUERY_STRING", "")).items()}
        if not path:
            return _text(HTTPStatus.PERMANENT_REDIRECT, "The console is one slash further.")
        if path in self._files:
            file = self._files[path]
            return HTTPStatus.OK, TYPES[file.suffix], [file.read_bytes()]
        if path == "/events":
            return self._events(query)
        view = self._data.get(path)
        if view is None:
            return _text(HTTPStatus.NOT_FOUND, f"The console has nothing at {path}.")
        try:
            with changing(worth_saving=False):
                content = view(query)
        except NothingThereError as error:
            return _text(HTTPStatus.NOT_FOUND, str(error))
        return HTTPStatus.OK, "application/json", [json.dumps(content).encode()]

    def _events(self, query: Query) -> Answer:
        if self._traffic.listeners >= events.LISTENERS:
            return _text(HTTPStatus.SERVICE_UNAVAILABLE, "Too many pages listen; close some.")
        return HTTPStatus.OK, "text/event-stream", self._stream(query.get("group"))

    def _stream(self, group: str | None) -> Iterator[bytes]:
        return events.lines(self._traffic, group) if group else events.requests(self._traffic)

    def _request(self, query: Query) -> object:
        requests = self._traffic.requests()
        for each in reversed(requests):
            if each["id"] == query.get("id"):
                return opened(each, requests, self._traffic.calls())
        raise NothingThereError("This request is no longer recorded; the newest 500 are.")


def _items(query: Query) -> object:
    number = query.get("page", "0")
    if not number.isdecimal():
        raise NothingThereError(f"{number} is no page; the first one is 0.")
    page = page_of(
        query.get("region", ""),
        query.get("table", ""),
        int(number),
        values=query.get("values") == "1",
    )
    if page is None:
        raise NothingThereError(f"There is no table {query.get('table', '')} in this region.")
    return page


def _text(status: HTTPStatus, sentence: str) -> Answer:
    return status, "text/plain; charset=utf-8", [f"{sentence}\n".encode()]
