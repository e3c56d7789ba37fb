"""The port of a tenant's things in memory; the table keeps the same promises."""

import time
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

from shared.idempotency import KEY_LIFE_SECONDS, Attempt, KeyReusedError
from shared.owned import Lookup, Owned, Page, UnknownThingError, lookup_of
from shared.versions import PreconditionFailedError

type Clock = Callable[[], float]


class InMemoryThings[Thing: Owned]:
    """Things by tenant and id, attempts by tenant and key."""

    def __init__(self, kind: str, clock: Clock = time.time) -> None:
        self._kind, self._clock = kind, clock
        self._things: dict[tuple[str, str], Thing] = {}
        self._attempts: dict[tuple[str, str], tuple[str, Thing, float]] = {}

    def add(self, thing: Thing, attempt: Attempt) -> Thing:
        place = (attempt.tenant, attempt.key)
        first = self._attempts.get(place)
        if first and first[2] > self._clock():
            if first[0] != attempt.fingerprint:
                raise KeyReusedError
            return first[1]
        self._things[thing.tenant, thing.id] = thing
        ends = self._clock() + KEY_LIFE_SECONDS
        self._attempts[place] = (attempt.fingerprint, thing, ends)
        return thing

    def get(self, tenant: str, thing_id: str) -> Thing:
        if (tenant, thing_id) not in self._things:
            raise UnknownThingError(self._kind, thing_id)
        return self._things[tenant, thing_id]

    def save(self, thing: Thing) -> None:
        self._check(thing, thing.version - 1)
        self._things[thing.tenant, thing.id] = thing

    def remove(self, thing: Thing) -> None:
        self._check(thing, thing.version)
        del self._things[thing.tenant, thing.id]

    def _check(self, thing: Thing, version: int) -> None:
        before = self._things.get((thing.tenant, thing.id))
        if before is None or before.version != version:
            raise PreconditionFailedError

    def page(self, tenant: str, limit: int, position: str | None, lookup: Lookup) -> Page[Thing]:
        newest = lookup.query.newest_first
        matches = sorted(
            (
                each
                for each in self._things.values()
                if each.tenant == tenant
                and lookup_of(lookup.query, values_of(each)) == lookup
                and (position is None or ((each.id < position) is newest and each.id != position))
            ),
            key=lambda each: each.id,
            reverse=newest,
        )
        items = tuple(matches[:limit])
        return Page(items, items[-1].id if len(matches) > limit else None)


def values_of(thing: Any) -> dict[str, Any]:
    """The values of a thing's fields, and those of its parts."""
    own = {field.name: getattr(thing, field.name) for field in fields(thing)}
    parts = [values_of(part) for part in own.values() if is_dataclass(part)]
    return own | {name: value for part in parts for name, value in part.items()}
