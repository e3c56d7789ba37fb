"""Broken promises, planted in the table before a campaign: a blind checker ends it at once."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from tools.command import CommandError
from tools.measure.faults.checker import Verdict, judge, stored
from tools.measure.faults.history import History
from tools.measure.faults.journey import Journey
from tools.measure.faults.kinds.breakages import never
from tools.measure.faults.load import Load
from tools.measure.stack import Stack

KINDS = ("lost", "doubled", "crossed", "disordered")
THINGS = 8
"""To be created, so that one is there for each kind."""
WRONG = "planted"


def check_the_checker(
    stack: Stack, journey: Journey, load: Load, tenants: Mapping[str, str]
) -> int:
    """Break each promise once in the table; CommandError unless the checker sees just that."""
    history, before = History(journey), stored(stack, journey)
    load.run(history, THINGS, never)
    ids = [thing.id for thing in history.things if thing.id]
    if len(ids) < len(KINDS):
        raise CommandError(f"{journey.service} acknowledges too little to begin with: {len(ids)}")
    with _planted(stack, journey, ids, sorted(tenants.values())):
        verdict = judge(history, before, stored(stack, journey), tenants)
    if _seen(verdict) != [1] * len(KINDS):
        raise CommandError(f"the checker is blind: of one each planted it saw {verdict}")
    if any(_seen(judge(history, before, stored(stack, journey), tenants))):
        raise CommandError(f"what was planted in {journey.service}'s table is still there")
    return len(KINDS)


def _seen(verdict: Verdict) -> list[int]:
    return [getattr(verdict, kind) for kind in KINDS]


@contextmanager
def _planted(
    stack: Stack, journey: Journey, ids: Sequence[str], tenants: Sequence[str]
) -> Iterator[None]:
    """One item deleted, one copied, one given to another tenant, one in no state, for a while."""
    table, dynamodb = stack.function(journey.service), stack.aws("dynamodb")
    keys = [
        each["AttributeName"]
        for each in dynamodb.describe_table(TableName=table)["Table"]["KeySchema"]
    ]
    lost, copied, crossed, moved = _items(dynamodb, table, ids[: len(KINDS)])
    owner, first = journey.stored["owner"], journey.stored["key"]
    copy = {**copied, "id": {"S": WRONG}, first: {"S": copied[first]["S"] + WRONG}}
    other = next(each for each in tenants if each != crossed[owner]["S"])
    dynamodb.delete_item(TableName=table, Key={key: lost[key] for key in keys})
    for item in (copy, {**crossed, owner: {"S": other}}, {**moved, journey.state: {"S": WRONG}}):
        dynamodb.put_item(TableName=table, Item=item)
    try:
        yield
    finally:
        dynamodb.delete_item(TableName=table, Key={key: copy[key] for key in keys})
        for item in (lost, crossed, moved):
            dynamodb.put_item(TableName=table, Item=item)


def _items(dynamodb: Any, table: str, ids: Sequence[str]) -> list[dict[str, Any]]:
    """The stored items of these things, as DynamoDB writes them."""
    pages = dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    items = {item["id"]["S"]: item for page in pages for item in page["Items"] if "id" in item}
    return [items[each] for each in ids]
