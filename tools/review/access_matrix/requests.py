"""A valid request for every route, so that the answer depends on the caller alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tools.build.contracts.bodies import examples, operations
from tools.command import CommandError

ANY_VERSION = {"If-Match": "*"}

type Things = Mapping[str, list[str]]
"""Route → the routes that make what it asks for, where that is not its parent's POST."""


@dataclass(frozen=True)
class Ask:
    """A request without its caller; `needs` are the requests to send before it."""

    method: str
    path: str
    scope: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    needs: tuple["Ask", ...] = ()

    @property
    def route(self) -> str:
        """The name of the table's row."""
        return f"{self.method} {self.path}"

    @property
    def service(self) -> str:
        """The service with this path."""
        return self.path.split("/")[1]


HEALTH = Ask("GET", "/health")


def asks(contract: Mapping[str, Any], things: Things) -> Iterator[Ask]:
    """A request for every operation of the public contract, and for those that the gateway adds."""
    yield HEALTH
    known = {f"{verb.upper()} {path}": it for path, verb, it in operations(contract)}
    for route in known:
        needs = things[route] if route in things else _makers(route, known)
        yield _ask(route, known, tuple(_ask(each, known) for each in needs))


def _makers(route: str, known: Mapping[str, Any]) -> list[str]:
    """For each path parameter, the POST to its collection: POST /parcels → {parcelId}."""
    parts = route.partition(" ")[2].split("/")
    places = [place for place, part in enumerate(parts) if part.startswith("{")]
    makers = [f"POST {'/'.join(parts[:place])}" for place in places]
    for place, maker in zip(places, makers, strict=True):
        if maker not in known:
            raise CommandError(
                f"{route}: nobody makes a {parts[place]} to ask for; say how in "
                f'services/{parts[1]}/checks/things.json: {{"{route}": ["POST /…"]}}'
            )
    return makers


def _ask(route: str, known: Mapping[str, Any], needs: tuple[Ask, ...] = ()) -> Ask:
    method, _, path = route.partition(" ")
    operation = known[route]
    parameters = operation.get("parameters", [])
    samples = {
        (each["in"], each["name"]): str(each["schema"]["example"])
        for each in parameters
        if "example" in each["schema"]
    }
    required = {each["name"] for each in parameters if each.get("required")}
    named = {name: value for (place, name), value in samples.items() if place == "header"}
    headers = {name: value for name, value in named.items() if name in required}
    # What nothing has made has no version yet.
    if "If-Match" in named and needs:
        headers |= ANY_VERSION
    query = {name: value for (place, name), value in samples.items() if place == "query"}
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    sent = examples(body)[0] if body else None
    scope = operation.get("x-required-scope", "")
    return Ask(method, path, scope, query, headers, sent, needs)
