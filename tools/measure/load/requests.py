"""Requests of the load: creations and reads of the things of a service's journey."""

import random
from uuid import uuid4

import httpx

from tools.measure.faults.client import Client
from tools.measure.faults.journey import MOST, Journey
from tools.measure.faults.load import prepared
from tools.measure.load.arrivals import Ask
from tools.measure.stack import Stack

CONNECTIONS = 200
TIMEOUT_SECONDS = 31
WRITES = 0.3
"""The share of creations; the others read a list or a thing."""


class Requests:
    """Requests of consumers with their tokens, over many connections."""

    def __init__(self, stack: Stack, journey: Journey) -> None:
        self._stack, self._journey = stack, journey
        self._tokens = {each: stack.token(each) for each in journey.owners}
        self._http = httpx.AsyncClient(
            base_url=stack.outputs["api_url"],
            timeout=TIMEOUT_SECONDS,
            limits=httpx.Limits(max_connections=CONNECTIONS),
        )
        with Client(stack, 0) as client:
            self._need = prepared(stack, journey, client)

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    def of(self, consumer: str) -> Ask:
        """Reads and creations of this consumer."""

        async def ask(chance: random.Random) -> int:
            if chance.random() < WRITES:
                body = self._journey.body(self._need, chance.randint(1, MOST))
                return await self._send(consumer, "POST", body)
            return await self._send(consumer, "GET", None)

        return ask

    def reads_of(self, consumer: str) -> Ask:
        """Reads of this consumer alone."""

        async def ask(_: random.Random) -> int:
            return await self._send(consumer, "GET", None)

        return ask

    async def _send(self, consumer: str, method: str, body: object) -> int:
        headers = {"Authorization": f"Bearer {self._tokens[consumer]}"}
        if method == "POST":
            headers["Idempotency-Key"] = str(uuid4())
        params = {"limit": 10} if method == "GET" else None
        try:
            answer = await self._http.request(
                method, self._journey.path, json=body, headers=headers, params=params
            )
        except httpx.HTTPError:
            return 0
        return answer.status_code
