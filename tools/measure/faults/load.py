"""Load: many clients that create things, move them on, and read their own and each other's."""

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from uuid import uuid4

from tools.command import CommandError
from tools.measure.faults.client import Client, Outcome
from tools.measure.faults.history import History, Thing
from tools.measure.faults.journey import MOST, Journey, Move
from tools.measure.stack import Stack

CLIENTS = 8
REPEATED, READ = 0.2, 0.3
"""Shares of things whose creation is repeated, and that are read by their owner or another."""
RESOLVING = 5
"""So often a client asks again, after the fault, for what nobody has answered."""


class Load:
    """The clients of one journey."""

    def __init__(self, stack: Stack, journey: Journey, client: Client) -> None:
        self._journey, self._client = journey, client
        self._random, self._lock = random.Random(client.seed), threading.Lock()  # noqa: S311 - repeatable
        self._run = uuid4().hex
        """In each key: a repeated campaign must not get the answers of the one before."""
        self._need = prepared(stack, journey, client)

    def run(self, history: History, things: int, going_on: Callable[[], bool]) -> int:
        """Create so many things, and more as long as it goes on; returns how many."""
        begun, lock = 0, threading.Lock()

        def clients(_: int) -> None:
            nonlocal begun
            while True:
                with lock:
                    if begun >= things and not going_on():
                        return
                    begun += 1
                self._one(history)

        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(clients, range(CLIENTS)))
        return begun

    def probe(self, history: History) -> bool:
        """Whether a creation is acknowledged at the first attempt, a moment after the fault."""
        thing = self._created(self._draw(), history)
        return thing.outcome.acknowledged and not thing.outcome.maybe

    def resolve(self, history: History) -> int:
        """Ask again, with their keys, for creations that were not answered; returns those left."""
        with ThreadPoolExecutor(CLIENTS) as pool:
            return sum(pool.map(self._resolve, history.things))

    def _resolve(self, thing: Thing) -> bool:
        for _ in range(RESOLVING):
            if thing.outcome.acknowledged or not thing.outcome.maybe:
                break
            again = self._create(thing.owner, thing.key, thing.quantity)
            thing.outcome, thing.late = again, True
            time.sleep(0 if again.acknowledged else 1)
        return thing.outcome.maybe and not thing.outcome.acknowledged

    def _draw(self) -> random.Random:
        """The chances of one thing, from the seed and its number alone."""
        with self._lock:
            return random.Random(self._random.getrandbits(64))  # noqa: S311 - repeatable

    def _create(self, owner: str, key: str, quantity: int) -> Outcome:
        body = self._journey.body(self._need, quantity)
        return self._client.ask(owner, ("POST", self._journey.path), body, key)

    def _created(self, chance: random.Random, history: History) -> Thing:
        owner = chance.choice(self._journey.owners)
        key, quantity = f"{self._run}-{chance.getrandbits(64):x}", chance.randint(1, MOST)
        thing = Thing(key, owner, quantity, self._create(owner, key, quantity))
        history.add(thing)
        history.seconds.append(thing.outcome.seconds)
        return thing

    def _one(self, history: History) -> None:
        chance = self._draw()
        thing = self._created(chance, history)
        if thing.id is None:
            return
        if chance.random() < REPEATED:
            repeated = self._create(thing.owner, thing.key, thing.quantity)
            thing.repeated += repeated.acknowledged and repeated.body["id"] != thing.id
            history.check()
        for _ in range(chance.randint(0, 2)):
            self._move(thing, chance.choice(self._journey.moves), history)
        self._read(thing, chance, history)

    def _move(self, thing: Thing, move: Move, history: History) -> None:
        by = thing.owner if move.by == "owner" else move.by
        method = move.request.split()[0]
        outcome = self._client.ask(by, (method, move.path(str(thing.id))))
        thing.moves.append((move, outcome))
        history.seconds.append(outcome.seconds)

    def _read(self, thing: Thing, chance: random.Random, history: History) -> None:
        path = self._journey.thing.replace("{id}", str(thing.id))
        if chance.random() < READ:
            own = self._client.ask(thing.owner, ("GET", path))
            denied = own.status == HTTPStatus.NOT_FOUND
            thing.misread += denied or (own.acknowledged and not self._shows(own, thing))
            history.check()
        if chance.random() < READ:
            others = [each for each in self._journey.owners if each != thing.owner]
            answer = self._client.ask(chance.choice(others), ("GET", path))
            thing.seen_by_others += answer.acknowledged
            history.check()

    def _shows(self, answer: Outcome, thing: Thing) -> bool:
        same = answer.body["id"] == thing.id
        return same and self._journey.quantity_in(answer.body) == thing.quantity


def prepared(stack: Stack, journey: Journey, client: Client) -> str:
    """The id that the sample's requests before the creation leave."""
    need = ""
    for each in journey.preparation:
        listed = client.ask(each["consumer"], ("GET", each["find"])) if "find" in each else None
        items = (listed.body or {}).get("items") if listed else None
        path = each["request"].split()[1]
        things = items or [client.ask(each["consumer"], ("POST", path), each["body"]).body]
        if not things[0] or "id" not in things[0]:
            raise CommandError(f"{each['request']} creates nothing on {stack.outputs['api_url']}")
        need = str(things[0]["id"])
    return need
