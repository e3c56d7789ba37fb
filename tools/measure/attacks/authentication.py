"""Who nobody is: missing, forged and misplaced tokens on every route."""

from collections.abc import Iterator
from functools import partial

from tools.measure.attacks.case import Case
from tools.measure.attacks.forged import forged_tokens
from tools.measure.attacks.world import World

TOKENS = "API2"


def cases(world: World) -> Iterator[Case]:
    """Every route without a good token; every forgery on a read of each service."""
    good = world.tokens[world.owner]
    nobody = {
        "no token": {},
        "garbage": {"Authorization": "Bearer nonsense"},
        "basic": {"Authorization": "Basic YWRtaW46YWRtaW4="},
        "bearer without token": {"Authorization": "Bearer"},
        "token in X-Api-Key": {"X-Api-Key": good},
        "token in a cookie": {"Cookie": f"access_token={good}; Authorization=Bearer {good}"},
        "token in X-Authorization": {"X-Authorization": f"Bearer {good}"},
    }
    for route in world.routes:
        for name, headers in nobody.items():
            yield Case(
                TOKENS,
                "authentication matrix",
                f"{route.name}: {name}",
                partial(
                    world.ask, route.method, route.addressed(), headers=headers, json=route.body
                ),
                (401,),
            )
    forged = list(forged_tokens(world.stack, world.owner))
    for path in _reads(world):
        for name, token in forged:
            yield Case(
                TOKENS,
                "forged token",
                f"GET {path}: {name}",
                partial(world.ask, "GET", path, _sendable(token)),
                (400, 401, 403, 431),
            )
    path = world.journey.path
    for name in ("access_token", "token", "Authorization", "authorizationToken"):
        yield Case(
            TOKENS,
            "misplaced token",
            f"in the query as {name}",
            partial(world.ask, "GET", path, params={name: good}),
            (401,),
        )


def _reads(world: World) -> list[str]:
    """The first read of each service."""
    first: dict[str, str] = {}
    for route in world.routes:
        if route.method == "GET":
            first.setdefault(route.service, route.addressed())
    return list(first.values())


def _sendable(token: str) -> str:
    """The token as a header can carry it."""
    return token.encode("ascii", "replace").decode()
