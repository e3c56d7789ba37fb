"""Every acknowledged write held against the table: lost, doubled, crossed, out of order."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

from tools.measure.faults.history import History, Thing
from tools.measure.faults.journey import Journey
from tools.measure.stack import Stack

Items = Mapping[str, Mapping[str, Any]]
"""Stored things by their ids."""


@dataclass(frozen=True)
class Verdict:
    """How many writes are not as their callers were told; each has a sentence."""

    lost: int
    doubled: int
    crossed: int
    disordered: int
    sentences: tuple[str, ...]


def stored(stack: Stack, journey: Journey) -> Items:
    """All things in the service's table."""
    where, read = journey.stored, TypeDeserializer().deserialize
    pages = stack.aws("dynamodb").get_paginator("scan")
    items = (
        {name: read(value) for name, value in item.items()}
        for page in pages.paginate(TableName=stack.function(journey.service), ConsistentRead=True)
        for item in page["Items"]
    )
    return {
        str(item["id"]): item
        for item in items
        if str(item[where["key"]]).startswith(where["begins"])
    }


def judge(
    history: History, before: Collection[str], after: Items, tenants: Mapping[str, str]
) -> Verdict:
    """Compare what clients were told with what came into the table meanwhile."""
    ids = Counter(thing.id for thing in history.things if thing.id)
    new = after.keys() - set(before)
    lost = sorted(ids.keys() - new)
    unasked = sorted(new - ids.keys())
    again = [thing for thing in history.things if thing.repeated]
    shared = [each for each, count in ids.items() if count > 1]
    crossed, disordered = [], []
    for thing in history.things:
        item = after.get(thing.id or "")
        if item is None:
            continue
        crossed += _crossed(history.journey, thing, item, tenants)
        disordered += _disordered(history.journey, thing, item)
    crossed += [f"{each} was given to two callers" for each in shared]
    return Verdict(
        len(lost),
        len(unasked) + len(again),
        len(crossed),
        len(disordered),
        (
            *(f"{each} was acknowledged and is not stored" for each in lost),
            *(f"{each} is stored, and no caller was told of it" for each in unasked),
            *(f"{each.id} was created again by a repeated request" for each in again),
            *crossed,
            *disordered,
        ),
    )


def _crossed(
    journey: Journey, thing: Thing, item: Mapping[str, Any], tenants: Mapping[str, str]
) -> list[str]:
    owner = item[journey.stored["owner"]]
    sentences = []
    if owner != tenants[thing.owner]:
        sentences.append(f"{thing.id} of {thing.owner} is stored as {owner}'s")
    if journey.quantity_in(thing.outcome.body) != thing.quantity:
        sentences.append(f"{thing.id} was answered with another thing's quantity")
    if thing.seen_by_others:
        sentences.append(f"{thing.id} of {thing.owner} was shown to somebody else")
    if thing.misread:
        sentences.append(f"{thing.id} was denied to its owner, or another thing shown")
    return sentences


def _disordered(journey: Journey, thing: Thing, item: Mapping[str, Any]) -> list[str]:
    states, sentences = {journey.begins}, []
    for move, outcome in thing.moves:
        possible = {move.ends} if states & set(move.begins) else set()
        if outcome.acknowledged:
            if not possible:
                sentences.append(f"{thing.id} was {move.ends} from {sorted(states)}")
            if outcome.body[journey.state] != move.ends:
                sentences.append(f"{thing.id}: {move.request} answered with another state")
            states = {move.ends}
        elif outcome.maybe:
            states |= possible
    if item[journey.state] not in states:
        sentences.append(f"{thing.id} is {item[journey.state]}, not one of {sorted(states)}")
    return sentences
