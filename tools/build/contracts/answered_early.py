"""Routes that the gateway answers without the function: cached ones, and direct DynamoDB reads.

A declaration that the gateway could answer wrongly is refused when the contract is written.
"""

import inspect

from shared.routes import Route, Routes
from tools.command import CommandError

KNOWN = "If-None-Match"


def check(routes: Routes) -> None:
    """CommandError for the first route that the gateway must not answer."""
    for route in routes.all:
        for sentence in (_cached(route), _direct(routes.service, route)):
            if sentence:
                raise CommandError(f"{route.method} {route.path} {sentence}")


def _cached(route: Route) -> str | None:
    if route.cached is None:
        return None
    if route.method != "GET":
        return "is cached but changes something; only GET is cached"
    if ".principal" in inspect.getsource(route.handler):
        return "is cached but answers by its caller, whom no cache key tells apart; do not cache it"
    if _takes(route, KNOWN) and f"header.{KNOWN}" not in route.cached.keys:
        return f"is cached and answers 304; add header.{KNOWN} to the keys of its cache"
    unnamed = [part for part in _path_parameters(route) if f"path.{part}" not in route.cached.keys]
    if unnamed:
        return f"is cached for every {unnamed[0]} alike; add path.{unnamed[0]} to its cache keys"
    return None


def _direct(service: str, route: Route) -> str | None:
    if route.direct is None and route.cached:
        return (
            "is cached but answered by the function, whose failures the gateway would keep as well;"
            " answer it from the table (direct=…) or do not cache it"
        )
    if route.direct is None:
        return None
    if route.method != "GET":
        return "goes straight to DynamoDB but changes something; let the function do it"
    if route.scope != f"{service}/read":
        return f"goes straight to DynamoDB, where nobody asks for {route.scope}; let the function"
    return None


def _takes(route: Route, header: str) -> bool:
    fields = route.headers.model_fields.values() if route.headers else ()
    return any(field.alias == header for field in fields)


def _path_parameters(route: Route) -> list[str]:
    return [part[1:-1] for part in route.path.split("/") if part.startswith("{")]
