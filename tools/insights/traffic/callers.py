"""Callers over HTTP: each from an address, with a token and the name of its software."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import httpx

from tools.insights.traffic.contract import Collection
from tools.insights.traffic.places import HOME, local

AT_ONCE = 8


@dataclass
class Caller:
    """One consumer, or somebody without a valid token."""

    url: str
    token: str
    agent: str
    address: str = HOME
    sent: int = 0
    _client: httpx.AsyncClient = field(init=False)

    async def __aenter__(self) -> Self:
        """Connect from the caller's address."""
        transport = httpx.AsyncHTTPTransport(local_address=local(self.address))
        headers = {"User-Agent": self.agent, "Authorization": f"Bearer {self.token}"}
        self._client = httpx.AsyncClient(transport=transport, headers=headers, timeout=30)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Disconnect."""
        await self._client.aclose()

    async def ask(self, method: str, path: str, **more: object) -> httpx.Response:
        """The answer to one request."""
        self.sent += 1
        return await self._client.request(method, f"{self.url}{path}", **more)  # type: ignore[arg-type]

    async def together(self, calls: Sequence[tuple[str, str]], at_once: int = AT_ONCE) -> None:
        """Send many requests, some at a time."""
        turn = asyncio.Semaphore(at_once)

        async def one(method: str, path: str) -> None:
            async with turn:
                await self.ask(method, path)

        await asyncio.gather(*(one(*each) for each in calls))


@asynccontextmanager
async def caller(url: str, token: str, agent: str, address: str = HOME) -> AsyncIterator[Caller]:
    """A connected caller."""
    async with Caller(url, token, agent, address) as connected:
        yield connected


async def things(owner: Caller, collection: Collection, least: int) -> list[str]:
    """Ids of a collection's things, after making those that are missing; none where refused."""
    path = listing(collection)
    first = await owner.ask("GET", path)
    if first.status_code != httpx.codes.OK:
        return []
    ids = _ids(first)
    for number in range(least - len(ids)):
        key = {"Idempotency-Key": f"traffic-{random.randrange(10**9)}-{number}"}  # noqa: S311
        answer = await owner.ask("POST", collection.path, json=collection.example, headers=key)
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
            await asyncio.sleep(0.2)
        elif not answer.is_success:
            return ids
        else:
            ids.append(str(answer.json().get("id")))
    return ids


def listing(collection: Collection, limit: int | None = None) -> str:
    """The path and query of a collection's list."""
    query = {**collection.query, **({"limit": str(limit)} if limit else {})}
    return f"{collection.path}?{httpx.QueryParams(query)}" if query else collection.path


def _ids(answer: httpx.Response) -> list[str]:
    return [str(each["id"]) for each in answer.json().get("items", ()) if "id" in each]
