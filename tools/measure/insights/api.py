"""The API that streams ask: routes of the committed contracts, with times and sizes by kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools.insights.cost.routes import SERVICES, Route, routes
from tools.insights.traffic.contract import collections

INVENTED = (
    Route("things", "GET /things", reads=True, cached=False, direct=False),
    Route("things", "POST /things", reads=False, cached=False, direct=False),
    Route("things", "GET /things/{thingId}", reads=True, cached=False, direct=False),
    Route("things", "DELETE /things/{thingId}", reads=False, cached=False, direct=False),
)
"""Where no contract has a list of things."""


@dataclass(frozen=True)
class Kind:
    """A kind of routes: median milliseconds and bytes, and how often one is asked."""

    ms: float
    size: float
    weight: int


THING, LIST, READ = Kind(15, 1000, 9), Kind(28, 5000, 3), Kind(18, 600, 1)
WRITE = Kind(60, 1000, 1)


@dataclass(frozen=True)
class Api:
    """Routes by their kind."""

    kinds: Mapping[str, Kind]
    things: Mapping[str, str]
    """The route of a list → the route of one of its things."""
    cached: frozenset[str]
    direct: frozenset[str]
    """Answered without a function."""

    @property
    def usual(self) -> Sequence[str]:
        """Each route as often as an ordinary consumer asks for it."""
        return [name for name, kind in self.kinds.items() for _ in range(kind.weight)]


@cache
def api(services: Path = SERVICES) -> Api:
    """The API of the committed contracts, or an invented one where they have no collections."""
    paths = {f"GET {each.path}" for each in collections(services)}
    known = routes(services) if paths else INVENTED
    lists = paths or {"GET /things"}
    things = {each: _thing(each, known) for each in sorted(lists)}
    return Api(
        kinds={each.name: _kind(each, things) for each in known},
        things=things,
        cached=frozenset(each.name for each in known if each.cached),
        direct=frozenset(each.name for each in known if each.direct),
    )


def _thing(listing: str, known: Sequence[Route]) -> str:
    """The route of one thing of a list."""
    depth = listing.count("/") + 1
    return next(
        each.name
        for each in known
        if each.name.startswith(f"{listing}/{{") and each.name.count("/") == depth
    )


def _kind(route: Route, things: Mapping[str, str]) -> Kind:
    if not route.reads:
        return WRITE
    if route.name in things:
        return LIST
    return THING if route.name in things.values() else READ
