"""A service's routes over a DynamoDB table in this process, called with API Gateway's events."""

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Literal

from hypothesis import Phase, settings

from shared.auth.principal import Kind, Principal
from shared.logging import make_logger
from shared.pagination import Cursors
from shared.routes import Routes
from shared.routes.router import Router

BOUNDED = settings(
    deadline=None,
    max_examples=12,
    stateful_step_count=20,
    derandomize=True,
    phases=[Phase.generate],  # a shorter example of a failure would take minutes to find
)
cursors = Cursors(lambda: b"a key of the tests")


@dataclass(frozen=True)
class Context:
    aws_request_id: str = "lambda-id"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: Any


class Api:
    """The routes as a consumer sees them: requests in, answers out."""

    def __init__(self, routes: Routes, works_on: Any) -> None:
        self._router = Router(routes, works_on, make_logger(routes.service, "ERROR"))

    def __call__(  # noqa: PLR0913 - the parts of a request
        self,
        caller: Principal,
        method: str,
        resource: str,
        *,
        path: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
    ) -> Answer:
        event = {
            "httpMethod": method,
            "resource": resource,
            "pathParameters": path,
            "queryStringParameters": query,
            "headers": headers,
            "body": None if body is None else json.dumps(body),
            "requestContext": {"requestId": "r", "authorizer": caller.context()},
        }
        answer = self._router(event, Context())
        text = answer["body"]
        return Answer(answer["statusCode"], answer["headers"], json.loads(text) if text else None)

    def walk(
        self,
        caller: Principal,
        resource: str,
        query: Mapping[str, str],
        between: Callable[[], None] = lambda: None,
    ) -> list[Any]:
        """The items of all pages; calls `between` after each page."""
        page = self(caller, "GET", resource, query=query).body
        items = list(page["items"])
        while "nextCursor" in page:
            between()
            page = self(caller, "GET", resource, query={**query, "cursor": page["nextCursor"]}).body
            items += page["items"]
        return items


class DiedError(Exception):
    """The function crashed: nobody gets its answer."""


class Mortal:
    """A client whose function crashes at its next write, just before or just after it."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.dies: Literal["before", "after"] | None = None

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(**request: Any) -> Any:
            writes = name in {"transact_write_items", "put_item", "delete_item"}
            dies, self.dies = (self.dies, None) if writes else (None, self.dies)
            if dies == "before":
                raise DiedError
            answer = getattr(self._client, name)(**request)
            if dies == "after":
                raise DiedError
            return answer

        return call


class Late:
    """A client whose next transaction comes after another change."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.first: Callable[[], None] | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def transact_write_items(self, **request: Any) -> Any:
        first, self.first = self.first, None
        if first:
            first()
        return self._client.transact_write_items(**request)


def at_once[Result](calls: Sequence[Callable[[], Result]]) -> list[Result]:
    """The results of all calls, started together, each in a thread of its own."""
    begin = threading.Barrier(len(calls))

    def run(call: Callable[[], Result]) -> Result:
        begin.wait(timeout=30)
        return call()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def machine(tenant: str, *scopes: str) -> Principal:
    """A consumer of the tenant."""
    return Principal(tenant, f"client-of-{tenant}", tenant, Kind.MACHINE, frozenset(scopes))
