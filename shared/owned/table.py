"""The port of a tenant's things in one table: a partition per tenant, things sorted by their ids.

pk             sk                 what
TENANT#acme    PAYMENT#pay_…      a thing; ids sort by time, so the newest is the last
TENANT#acme    KEY#<key>          an idempotency key with its first answer, gone after a day

Each query has an index: tenant and values in one text, then id.
"""

import time
from collections.abc import Callable, Sequence

from shared.attributes import Attribute, to_attributes
from shared.codecs import Codec, Item
from shared.idempotency import KEY_LIFE_SECONDS, Attempt, AttemptUnderWayError, KeyReusedError
from shared.ids import may_be_id
from shared.owned import Lookup, Owned, Page, Query, UnknownThingError, lookup_of
from shared.tables import NOT_THERE, DynamoClient, LostRaceError, Table
from shared.versions import PreconditionFailedError

UNCHANGED = "version = :before"
# DynamoDB deletes what has expired within days, not at once: until then it counts as gone.
EXPIRED = "expires_at <= :now"


class OwnedTable[Thing: Owned]:
    """Things of one kind, with everything that their port promises."""

    def __init__(  # noqa: PLR0913, PLR0917 - the kind in three words, and where it is
        self,
        client: DynamoClient,
        table: str,
        codec: Codec[Thing],
        kind: str,
        queries: Sequence[Query],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._table = Table(client, table)
        self._codec, self._kind = codec, kind
        self._queries = [query for query in queries if query.fields]
        self._clock = clock

    def add(self, thing: Thing, attempt: Attempt) -> Thing:
        """Thing and idempotency key in one transaction."""
        now = int(self._clock())
        try:
            self._table.transact(
                self._table.putting(
                    self._key_item(thing, attempt, now), f"{NOT_THERE} OR {EXPIRED}", now=now
                ),
                self._table.putting(self._item(thing), NOT_THERE),
            )
        except LostRaceError as error:
            # The key was the reason; where it is not there yet, another attempt is being kept.
            if first := self._first(attempt):
                return first
            raise AttemptUnderWayError from error
        return thing

    def get(self, tenant: str, thing_id: str) -> Thing:
        """A consistent read, because callers see what they have written, and change it."""
        item = self._table.read(self._place(tenant, thing_id)) if may_be_id(thing_id) else None
        if item is None:
            raise UnknownThingError(self._kind, thing_id)
        return self._codec.from_item(item)

    def save(self, thing: Thing) -> None:
        """Replace the previous version only."""
        try:
            self._table.put(self._item(thing), UNCHANGED, before=thing.version - 1)
        except LostRaceError as error:
            raise PreconditionFailedError from error

    def remove(self, thing: Thing) -> None:
        """Delete this version only."""
        place = self._place(thing.tenant, thing.id)
        try:
            self._table.delete(place, UNCHANGED, before=thing.version)
        except LostRaceError as error:
            raise PreconditionFailedError from error

    def page(self, tenant: str, limit: int, position: str | None, lookup: Lookup) -> Page[Thing]:
        """Query the table, or the index of the lookup."""
        condition, index = "pk = :of AND begins_with(sk, :kind)", {}
        values = {":of": f"TENANT#{tenant}", ":kind": f"{self._kind.upper()}#"}
        start = self._place(tenant, position) if position else None
        if lookup.query.fields:
            condition, index = f"{lookup.query.attribute} = :of", {"IndexName": lookup.query.index}
            values = {":of": lookup.key(tenant)}
            key = to_attributes({lookup.query.attribute: values[":of"], "id": position})
            start = start and start | key
        backwards = not lookup.query.newest_first
        items, more = self._table.page(
            condition, values, limit, start, ScanIndexForward=backwards, **index
        )
        things = tuple(map(self._codec.from_item, items))
        return Page(things, things[-1].id if more else None)

    def _first(self, attempt: Attempt) -> Thing | None:
        """The answer that the attempt's key stands for, if it was used and has not expired."""
        item = self._table.read(_key_place(attempt))
        if not item or int(item["expires_at"]["N"]) <= int(self._clock()):
            return None
        if item["fingerprint"]["S"] != attempt.fingerprint:
            raise KeyReusedError
        return self._codec.from_item(item["answer"]["M"])

    def _key_item(self, thing: Thing, attempt: Attempt, now: int) -> Item:
        """The key with its first answer, which a retry gets whatever has happened since."""
        content = {"fingerprint": attempt.fingerprint, "expires_at": now + KEY_LIFE_SECONDS}
        answer = {"answer": {"M": self._codec.to_item(thing)}}
        return _key_place(attempt) | to_attributes(content) | answer

    def _place(self, tenant: str, thing_id: str) -> dict[str, Attribute]:
        kind = self._kind.upper()
        return to_attributes({"pk": f"TENANT#{tenant}", "sk": f"{kind}#{thing_id}"})

    def _item(self, thing: Thing) -> Item:
        """The thing's item, with its keys in the table and in the index of each query."""
        item = self._codec.to_item(thing)
        fields = self._codec.values(thing)
        lookups = [lookup_of(query, fields) for query in self._queries]
        keys = {each.query.attribute: each.key(thing.tenant) for each in lookups if each}
        return item | self._place(thing.tenant, thing.id) | to_attributes(keys)


def _key_place(attempt: Attempt) -> dict[str, Attribute]:
    return to_attributes({"pk": f"TENANT#{attempt.tenant}", "sk": f"KEY#{attempt.key}"})
