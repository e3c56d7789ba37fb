"""Requests that fit: for every route one whose answer depends on its caller alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tools.build.contracts.bodies import examples, operations
from tools.command import CommandError

ANY_VERSION = {"If-Match": "*"}
MAKES_WHAT_IS_NOT_THERE = {"PUT /customers/me"}


@dataclass(frozen=True)
class Ask:
    """A request without its caller; `needs` is what must be there before it."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    needs: tuple[str, ...] = ()

    @property
    def route(self) -> str:
        """The row's name."""
        return f"{self.method} {self.path}"

    @property
    def service(self) -> str:
        """Whose paths these are."""
        return self.path.split("/")[1]


HEALTH = Ask("GET", "/health")

# What stands in a path, what must have happened before a route: each is a step of preparation.py.
NEEDS = {
    "{productId}": ("product",),
    "{orderId}": ("order",),
    "{customerId}": ("profile",),
    "me": ("profile",),
}


def asks(contract: Mapping[str, Any]) -> Iterator[Ask]:
    """A request for every operation of the public contract, and for what the gateway adds."""
    yield HEALTH
    for path, verb, operation in operations(contract):
        yield _ask(path, verb.upper(), operation)


def _ask(path: str, method: str, operation: Mapping[str, Any]) -> Ask:
    route, parameters = f"{method} {path}", operation.get("parameters", [])
    shown = {
        (each["in"], each["name"]): str(each["schema"]["example"])
        for each in parameters
        if "example" in each["schema"]
    }
    required = {each["name"] for each in parameters if each.get("required")}
    named = {name: value for (place, name), value in shown.items() if place == "header"}
    headers = {name: value for name, value in named.items() if name in required}
    if "If-Match" in named and route not in MAKES_WHAT_IS_NOT_THERE:
        headers |= ANY_VERSION
    query = {name: value for (place, name), value in shown.items() if place == "query"}
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    sent = examples(body)[0] if body else None
    return Ask(method, path, query, headers, sent, _needs(route, path))


def _needs(route: str, path: str) -> tuple[str, ...]:
    if route in MAKES_WHAT_IS_NOT_THERE:
        return ()
    unknown = [part for part in path.split("/") if part.startswith("{") and part not in NEEDS]
    if unknown:
        raise CommandError(
            f"{route}: nobody makes a {unknown[0]} to ask for; "
            "add it to NEEDS in tools/review/access_matrix/requests.py and a step to preparation.py"
        )
    before = tuple(step for part in path.split("/") for step in NEEDS.get(part, ()))
    return (*before, "shipment") if path.endswith("/deliver") else before
