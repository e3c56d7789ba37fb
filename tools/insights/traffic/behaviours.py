"""Behaviours that the logs shall show: each says which question finds it, and for whom."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass

from tools.insights.traffic.callers import Caller, caller, listing
from tools.insights.traffic.contract import Collection, operations
from tools.insights.traffic.dependency import slow_tables
from tools.insights.traffic.places import ABROAD, ATTACKER, local

MOST_IN_A_LIST = 100


@dataclass(frozen=True)
class Planted:
    """A behaviour, the question that finds it, and the subject of its row."""

    behaviour: str
    question: str
    subject: str


async def stuff_credentials(url: str, chance: random.Random) -> Planted:
    """Somebody tries made-up tokens, one after the other."""
    paths = [path for verb, path, _ in operations() if verb == "GET" and "{" not in path]
    for _ in range(chance.randint(60, 120)):
        invented = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=40))
        async with caller(url, invented, "python-requests/2.32", ATTACKER) as attacker:
            await attacker.ask("GET", chance.choice(paths))
    return Planted("credential stuffing", "credential-stuffing", local(ATTACKER))


async def probe(prober: Caller, client_id: str) -> Planted:
    """A consumer tries every route of every contract, twice."""
    calls = [(verb, path.replace("{", "").replace("}", "")) for verb, path, _ in operations()]
    for each in (*calls, *calls):
        await prober.ask(*each)
        await asyncio.sleep(
            0.11
        )  # slower than any tier's rate, so that it is refused for its scopes
    return Planted("scope probing", "scope-probing", client_id)


async def scrape(
    scraper: Caller, collection: Collection, ids: Sequence[str], client_id: str
) -> Planted:
    """A consumer reads every thing, in order."""
    for each in sorted(ids):
        await scraper.ask("GET", f"{collection.path}/{each}")
    return Planted("scraping", "scraping", client_id)


async def love_one(lovers: Sequence[Caller], collection: Collection, key: str) -> Planted:
    """Everybody wants the same thing."""
    for each in lovers:
        await each.together([("GET", f"{collection.path}/{key}")] * (240 // len(lovers)), at_once=2)
    return Planted("hot key", "hot-keys", key)


async def leak(leaker: Caller, collection: Collection, client_id: str) -> Planted:
    """A consumer carries away whole lists."""
    path = listing(collection, MOST_IN_A_LIST)
    for _ in range(150):
        await leaker.ask("GET", path, headers={"Accept-Encoding": "identity"})
    return Planted("leaking client", "exfiltration", client_id)


async def overrun(hasty: Caller, collection: Collection, client_id: str) -> Planted:
    """A consumer sends at once what its tier lets through in many seconds."""
    await hasty.together([("GET", listing(collection))] * 120, at_once=40)
    return Planted("throttled consumer", "throttle-risk", client_id)


async def disguise(url: str, token: str, collection: Collection, client_id: str) -> Planted:
    """A consumer's token is used by software with an odd name."""
    async with caller(url, token, 'sqlmap/1.8 (\' OR "1"="1\\)') as odd:
        for _ in range(15):
            await odd.ask("GET", listing(collection))
            await asyncio.sleep(0.11)
    return Planted("user agent", "user-agent-anomalies", client_id)


async def slow_down(asker: Caller, collection: Collection, seed: int) -> Planted:
    """The tables of a service answer late, and a route of the service with them."""
    detour = slow_tables(collection.path.split("/")[1], seed)
    await asyncio.to_thread(detour.__enter__)
    try:
        await asker.together([("GET", listing(collection))] * 40, at_once=4)
    finally:
        await asyncio.to_thread(detour.__exit__, None, None, None)
    return Planted("slow dependency", "slow-dependency", f"GET {collection.path}")


async def share(url: str, token: str, collection: Collection, client_id: str) -> Planted:
    """A consumer's token is used in four countries within a minute."""
    for address in ABROAD:
        async with caller(url, token, "okhttp/4.12.0", address) as elsewhere:
            await elsewhere.together([("GET", listing(collection))] * 5)
    return Planted("token sharing", "token-sharing", client_id)
