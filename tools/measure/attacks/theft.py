"""Things that belong to others: their keys, cursors and versions, and whether they exist."""

import json
import math
import time
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus

from tools.measure.attacks.case import Answer, Case
from tools.measure.attacks.world import NOBODYS, World

SAMPLES = 15
NOISE_SECONDS = 0.005
BREAK_SECONDS = 0.11
GONE = (404,)


def cases(world: World) -> Iterator[Case]:
    """Idempotency keys, cursors, ETags, enumeration."""
    yield from _keys(world)
    yield from _cursors(world)
    yield from _etags(world)
    yield from _enumerated(world)


def _keys(world: World) -> Iterator[Case]:
    def with_the_owners_key() -> Answer:
        key = f"theft-{time.time_ns()}"
        owners = json.loads(world.create(world.owner, key).body)["id"]
        answer = world.create(world.stranger, key)
        return (
            Answer(409, {}, "")
            if answer.status == HTTPStatus.CREATED and owners not in answer.body
            else answer
        )

    def with_another_body() -> Answer:
        key = f"reuse-{time.time_ns()}"
        world.create(world.owner, key)
        return world.create(world.owner, key, quantity=2)

    yield Case(
        "API6", "idempotency key", "of another caller gives nothing of theirs", with_the_owners_key
    )
    yield Case("API6", "idempotency key", "with another body", with_another_body, (422,))


def _cursors(world: World) -> Iterator[Case]:
    path, token = world.journey.path, world.tokens[world.stranger]

    def cursor() -> str:
        world.create(world.owner, f"page-{time.time_ns()}")
        world.create(world.owner, f"page-{time.time_ns()}")
        page = world.ask("GET", path, world.tokens[world.owner], params={"limit": 1})
        return str(json.loads(page.body)["nextCursor"])

    def page(change: str, token: str) -> Answer:
        good = cursor()
        middle = len(good) // 2
        changed = {
            "theirs": good,
            "a letter changed": good[:middle]
            + ("A" if good[middle] != "A" else "B")
            + good[middle + 1 :],
            "cut": good[:-4],
            "longer": good + "AAAA",
            "twice": good + good,
            "empty signature": good[:8],
            "JSON": "eyJwayI6ICJURU5BTlQjYWNtZSJ9",
            "long": "A" * 4000,
            "no base64": "%%%%",
            "zero byte": "\x00",
        }[change]
        return world.ask("GET", path, token, params={"limit": 1, "cursor": changed})

    yield Case("API1", "cursor", "of another caller", lambda: page("theirs", token), (400,))
    for change in (
        "a letter changed",
        "cut",
        "longer",
        "twice",
        "empty signature",
        "JSON",
        "long",
        "no base64",
        "zero byte",
    ):
        yield Case("API1", "cursor", change, partial(page, change, world.tokens[world.owner]))


def _etags(world: World) -> Iterator[Case]:
    for tag in (
        '"0"',
        '"999"',
        "1",
        'W/"1"',
        '"1',
        "'; DROP",
        '""',
        "*, *",
        '"1" OR "2"',
        '"' + "9" * 500 + '"',
    ):
        for move in world.journey.moves[:1]:
            yield Case(
                "API6",
                "forged ETag",
                f"{move.request} with If-Match {tag[:12]}",
                partial(
                    world.ask,
                    "POST",
                    move.path(world.thing),
                    world.tokens[world.owner],
                    headers={"If-Match": tag},
                ),
                (400, 412, 428),
            )


def _enumerated(world: World) -> Iterator[Case]:
    token, path = world.tokens[world.stranger], world.journey.path
    unknown = world.thing[:-4] + ("0000" if not world.thing.endswith("0000") else "1111")

    def alike() -> Answer:
        theirs = world.ask("GET", f"{path}/{world.thing}", token)
        nobodys = world.ask("GET", f"{path}/{unknown}", token)
        same = _plain(theirs, world.thing) == _plain(nobodys, unknown)
        return theirs if same else Answer(200, theirs.headers, "another's and nobody's differ")

    def as_quick() -> Answer:
        """By turns, so that both have the same machine; and with breaks, for the tier is small."""
        least = {world.thing: math.inf, unknown: math.inf}
        for each in (*least,) * SAMPLES:
            answer = world.ask("GET", f"{path}/{each}", token)
            least[each] = min(least[each], answer.seconds if answer.status in GONE else math.inf)
            time.sleep(BREAK_SECONDS)
        one, other = least.values()
        if abs(one - other) < max(NOISE_SECONDS, 0.5 * min(one, other)):
            return Answer(404, {}, "")
        return Answer(200, {}, f"another's takes {one:.4f} s, nobody's {other:.4f} s")

    yield Case("API1", "enumeration", "another's thing looks like nobody's", alike, GONE)
    yield Case(
        "API1",
        "enumeration",
        "another's thing takes as long as nobody's",
        as_quick,
        GONE,
        alone=True,
    )
    for each in (NOBODYS, "0", "-1", "1", "null", "true", "*", "me", "%2e", "ord_", "a" * 300):
        yield Case(
            "API1",
            "guessed id",
            each[:20],
            partial(world.ask, "GET", f"{path}/{each}", token),
        )


def _plain(answer: Answer, thing: str) -> str:
    """The answer without what differs by its nature."""
    return f"{answer.status} {answer.body}".replace(thing, "<id>").replace(
        answer.request_id or "-", ""
    )
