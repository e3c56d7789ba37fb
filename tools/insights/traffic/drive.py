"""A seeded run: ordinary load in the waves of compressed days, and the behaviours between."""

import asyncio
import math
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass

from tools.command import CommandError
from tools.insights.traffic import behaviours
from tools.insights.traffic.behaviours import Planted
from tools.insights.traffic.callers import Caller, listing, things
from tools.insights.traffic.contract import Collection, collections

THINGS = 60
DAYS = 2
"""Days that are compressed into the ordinary load."""
READS = 0.7
"""Share of ordinary requests for one thing, not for a list."""
AGENTS = ("python-httpx/0.28.1", "okhttp/4.12.0", "axios/1.7.9", "Go-http-client/2.0")


@dataclass(frozen=True)
class Run:
    """What a run needs to know."""

    url: str
    tokens: Mapping[str, str]
    """consumer → access token"""
    client_ids: Mapping[str, str]
    seed: int
    seconds: float
    rate: float
    """Requests a second of all consumers at noon."""
    has_web_acl: bool


@dataclass(frozen=True)
class Stage:
    """The connected consumers, and what each may read."""

    callers: Mapping[str, Caller]
    readable: Mapping[str, Mapping[str, list[str]]]
    """consumer → path of a collection → ids of its things"""
    collections: Mapping[str, Collection]


async def driven(run: Run) -> tuple[int, list[Planted]]:
    """Drive the API; the number of requests and the planted behaviours."""
    chance = random.Random(run.seed)  # noqa: S311 - the same seed, the same run
    callers = {
        name: Caller(run.url, token, AGENTS[place % len(AGENTS)])
        for place, (name, token) in enumerate(sorted(run.tokens.items()))
    }
    for each in callers.values():
        await each.__aenter__()
    try:
        stage = await _stage(callers)
        planted, _ = await asyncio.gather(
            _behave(run, stage, chance), _ordinary(run, stage, chance)
        )
    finally:
        for each in callers.values():
            await each.__aexit__(None, None, None)
    return sum(each.sent for each in callers.values()), planted


async def _stage(callers: Mapping[str, Caller]) -> Stage:
    known = {each.path: each for each in collections()}
    readable: dict[str, dict[str, list[str]]] = {name: {} for name in callers}
    for path, collection in known.items():
        made: list[str] = []
        for caller in callers.values():
            made = max(made, await things(caller, collection, THINGS), key=len)
        for name, caller in callers.items():
            answer = await caller.ask("GET", listing(collection))
            if answer.is_success:
                readable[name][path] = made
    if not any(readable.values()):
        raise CommandError("no consumer may read a list of things; grant one a read scope")
    return Stage(callers, readable, known)


async def _ordinary(run: Run, stage: Stage, chance: random.Random) -> None:
    """Lists and things, in waves: nights are quiet."""
    names = [name for name, paths in stage.readable.items() if paths]
    began = time.monotonic()
    while (passed := time.monotonic() - began) < run.seconds:
        name = names[min(len(names) - 1, int(len(names) * chance.random() ** 2))]
        path = chance.choice(sorted(stage.readable[name]))
        ids = stage.readable[name][path]
        asked = (
            f"{path}/{chance.choice(ids)}"
            if ids and chance.random() < READS
            else listing(stage.collections[path])
        )
        await stage.callers[name].ask("GET", asked)
        wave = 0.55 - 0.45 * math.cos(2 * math.pi * DAYS * passed / run.seconds)
        await asyncio.sleep(chance.expovariate(max(0.5, run.rate * wave)))


async def _behave(run: Run, stage: Stage, chance: random.Random) -> list[Planted]:
    """Each behaviour by a consumer that may do it, and by different ones where there are enough."""
    path = max(
        stage.collections,
        key=lambda each: max(len(ids.get(each, ())) for ids in stage.readable.values()),
    )
    collection = stage.collections[path]
    able = sorted(name for name, paths in stage.readable.items() if path in paths)
    ids = stage.readable[able[0]][path]
    # Who may least probes; who may most neither throttles itself nor is thought a prober.
    fewest = min(stage.callers, key=lambda name: (len(stage.readable[name]), name))
    scraper, hasty, leaker = (able[place % len(able)] for place in (1, -1, 0))
    planted = [
        await behaviours.stuff_credentials(run.url, chance),
        await behaviours.probe(stage.callers[fewest], run.client_ids[fewest]),
        await behaviours.scrape(stage.callers[scraper], collection, ids, run.client_ids[scraper]),
        await behaviours.love_one(
            [stage.callers[name] for name in able], collection, chance.choice(ids)
        ),
        await behaviours.disguise(
            run.url, run.tokens[scraper], collection, run.client_ids[scraper]
        ),
        await behaviours.leak(stage.callers[leaker], collection, run.client_ids[leaker]),
        await behaviours.overrun(stage.callers[hasty], collection, run.client_ids[hasty]),
    ]
    if run.has_web_acl:
        planted.append(
            await behaviours.share(run.url, run.tokens[leaker], collection, run.client_ids[leaker])
        )
    return planted
