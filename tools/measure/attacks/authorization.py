"""Callers who may do something, and try more: others' things, functions, cached policies."""

import json
from collections.abc import Iterator
from functools import partial

from tools.measure.attacks.case import Answer, Case
from tools.measure.attacks.world import World

SAMPLES = 15
NOISE_SECONDS = 0.005
BREAK_SECONDS = 0.11
GONE, DENIED = (404,), (403,)
NOT_FOUND = (403, 404)


def cases(world: World) -> Iterator[Case]:
    """Ownership, functions, cached policies."""
    yield from _of_others(world)
    yield from _of_another_function(world)
    yield from _cached_policies(world)


def _of_others(world: World) -> Iterator[Case]:
    token = world.tokens[world.stranger]
    for route in world.routes:
        if route.service != world.journey.service or "{" not in route.path:
            continue
        for name, headers in {
            "plainly": {},
            "with any version": {"If-Match": "*"},
            "with a tenant's header": {"X-Tenant": world.owner, "X-Tenant-Id": world.owner},
            "with a user's header": {"X-User": world.owner, "X-Forwarded-User": world.owner},
            "with the authorizer's context": {"X-Amzn-Authorizer": json.dumps({"tenant": "acme"})},
        }.items():
            yield Case(
                "API1",
                "things of others",
                f"{route.name} {name}",
                partial(
                    world.ask, route.method, route.addressed(world.thing), token, headers=headers
                ),
                NOT_FOUND,
            )
    for name, params in {
        "tenant": {"tenant": world.owner},
        "owner": {"owner": world.owner},
        "array": {"tenant[]": world.owner},
    }.items():
        yield Case(
            "API1",
            "lists of others",
            f"query {name}",
            partial(world.ask, "GET", world.journey.path, token, params=params),
            (200, 400),
            lambda answer: world.thing not in answer.body,
        )


def _of_another_function(world: World) -> Iterator[Case]:
    for scope, refuses in (("read", lambda method: method != "GET"), ("write", "GET".__eq__)):
        token = world.stack.token(world.owner, f"{world.journey.service}/{scope}")
        for route in world.routes:
            elsewhere = route.service != world.journey.service
            if elsewhere or refuses(route.method):
                yield Case(
                    "API5",
                    "function of another scope",
                    f"{route.name} with {scope} of {world.journey.service}",
                    partial(
                        world.ask,
                        route.method,
                        route.addressed(world.thing),
                        token,
                        json=route.body,
                    ),
                    DENIED,
                )
    token = world.stack.token(world.owner, f"{world.journey.service}/read")
    for header in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        yield Case(
            "API5",
            "method overridden",
            header,
            partial(
                world.ask,
                "GET",
                f"{world.journey.path}/{world.thing}",
                token,
                headers={header: "DELETE"},
            ),
            (200,),
            lambda answer: world.thing in answer.body,
        )
    for method in ("PATCH", "TRACE", "CONNECT", "PROPFIND", "FOO", "HEAD"):
        yield Case(
            "API9",
            "undeclared method",
            method,
            partial(world.ask, method, world.journey.path, world.tokens[world.owner]),
        )


def _cached_policies(world: World) -> Iterator[Case]:
    """The gateway keeps a policy by token and route: it must not open another route or caller."""
    service = world.journey.service
    for route in world.routes:
        if route.method == "GET" and route.service == service:
            continue

        def after_a_read(method: str = route.method, path: str = route.addressed()) -> Answer:
            token = world.stack.token(world.owner, f"{service}/read")
            world.allowed_read(token)
            return world.ask(method, path, token, json={})

        yield Case(
            "API5", "cached policy", f"{route.name} after an allowed read", after_a_read, DENIED
        )
    for tail in ("x", ".", "%20", ",Bearer nonsense"):

        def nearly(tail: str = tail) -> Answer:
            token = world.tokens[world.owner]
            world.allowed_read(token)
            return world.ask("GET", world.journey.path, token + tail)

        yield Case("API2", "cached policy", f"a known token and {tail!r}", nearly, (401,))
