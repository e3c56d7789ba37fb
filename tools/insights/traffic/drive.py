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

THINGS = 80
DAYS = 2
"""Days that are compressed into the ordinary load."""
READS = 0.85
"""Share of ordinary requests for one thing, not for a list."""
AGENTS = ("python-httpx/0.28.1", "okhttp/4.12.0", "axios/1.7.9", "Go-http-client/2.0")


@dataclass(frozen=True)
class Run:
    """The settings of a run."""

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
        cast = _cast(stage)
        behaving = asyncio.create_task(_behave(run, stage, cast, chance))
        await _ordinary(run, stage, chance, cast.scraper, behaving)
        planted = await behaving
    finally:
        for each in callers.values():
            await each.__aexit__(None, None, None)
    return sum(each.sent for each in callers.values()), planted


async def _stage(callers: Mapping[str, Caller]) -> Stage:
    known = {each.path: each for each in collections()}
    readable: dict[str, dict[str, list[str]]] = {name: {} for name in callers}
    for path, collection in known.items():
        ids: list[str] = []
        for caller in callers.values():
            ids = max(ids, await things(caller, collection, THINGS), key=len)
        for name, caller in callers.items():
            answer = await caller.ask("GET", listing(collection))
            if answer.is_success:
                readable[name][path] = ids
    if not any(readable.values()):
        raise CommandError("no consumer may read a list of things; grant one a read scope")
    return Stage(callers, readable, known)


async def _ordinary(
    run: Run, stage: Stage, chance: random.Random, quiet: str, behaving: asyncio.Task[list[Planted]]
) -> None:
    """Lists and things, in waves: nights are quiet, and one consumer all the time."""
    names = [name for name, paths in stage.readable.items() if paths and name != quiet]
    began = time.monotonic()
    while (passed := time.monotonic() - began) < run.seconds or not behaving.done():
        name = names[min(len(names) - 1, int(len(names) * chance.random() ** 2))]
        path = chance.choice(sorted(stage.readable[name]))
        ids = stage.readable[name][path]
        path_asked = (
            f"{path}/{chance.choice(ids)}"
            if ids and chance.random() < READS
            else listing(stage.collections[path])
        )
        await stage.callers[name].ask("GET", path_asked)
        wave = 0.55 - 0.45 * math.cos(2 * math.pi * DAYS * passed / run.seconds)
        await asyncio.sleep(chance.expovariate(max(0.5, run.rate * wave)))


@dataclass(frozen=True)
class Cast:
    """Who does what: different consumers, where there are enough."""

    collection: Collection
    ids: list[str]
    leaker: str
    scraper: str
    hasty: str
    prober: str


def _cast(stage: Stage) -> Cast:
    """The parts for the collection that has most things."""
    path = max(
        stage.collections,
        key=lambda each: max(len(ids.get(each, ())) for ids in stage.readable.values()),
    )
    able = sorted(name for name, paths in stage.readable.items() if path in paths)
    leaker, scraper, hasty = (able[place % len(able)] for place in (0, 1, -1))
    # Who may least is refused most.
    prober = min(stage.callers, key=lambda name: (len(stage.readable[name]), name))
    return Cast(
        stage.collections[path], stage.readable[leaker][path], leaker, scraper, hasty, prober
    )


async def _behave(run: Run, stage: Stage, cast: Cast, chance: random.Random) -> list[Planted]:
    """Each behaviour, one after the other."""
    of, clients, callers = cast.collection, run.client_ids, stage.callers
    lovers = [callers[cast.leaker], callers[cast.hasty]]
    planted = [
        await behaviours.stuff_credentials(run.url, chance),
        await behaviours.probe(callers[cast.prober], clients[cast.prober]),
        await behaviours.scrape(callers[cast.scraper], of, cast.ids, clients[cast.scraper]),
        await behaviours.love_one(lovers, of, chance.choice(cast.ids)),
        await behaviours.disguise(run.url, run.tokens[cast.scraper], of, clients[cast.scraper]),
        await behaviours.leak(callers[cast.leaker], of, clients[cast.leaker]),
        await behaviours.overrun(callers[cast.hasty], of, clients[cast.hasty]),
        await behaviours.slow_down(callers[cast.leaker], of, run.seed),
    ]
    if run.has_web_acl:
        token, client = run.tokens[cast.leaker], clients[cast.leaker]
        planted.append(await behaviours.share(run.url, token, of, client))
    return planted
