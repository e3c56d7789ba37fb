"""The checker of a campaign of faults: each kind of broken promise is seen."""

from collections.abc import Mapping
from typing import Any

import pytest

from tools.command import CommandError
from tools.measure.faults.campaign import Plan
from tools.measure.faults.checker import Verdict, judge
from tools.measure.faults.client import Outcome
from tools.measure.faults.history import History, Thing
from tools.measure.faults.journey import Journey, Move, journeys
from tools.measure.faults.rows import COUNTS, Row, together

SHIP = Move("staff", "POST /parcels/{id}/ship", ("placed",), "shipped")
JOURNEY = Journey(
    service="parcels",
    owners=("acme", "globex"),
    preparation=(),
    creation={"request": "POST /parcels", "body": {"items": [{"id": "{id}", "quantity": 1}]}},
    quantity="items.0.quantity",
    thing="/parcels/{id}",
    state="status",
    begins="placed",
    moves=(SHIP,),
    stored={"key": "sk", "begins": "PARCEL#", "owner": "tenant"},
)
TENANTS = {"acme": "acme", "globex": "globex"}
ITEM = {"id": "one", "tenant": "acme", "status": "placed"}


def outcome(code: int | None = 201, *, maybe: bool = False, **body: Any) -> Outcome:
    content = {"id": "one", "items": [{"quantity": 3}], **body}
    return Outcome(code, content, 0.1, maybe)


def verdict(
    thing: Thing | None = None, *, item: Mapping[str, Any] | None = ITEM, **more: Any
) -> Verdict:
    things = [thing or Thing("key", "acme", 3, outcome())]
    after = {**({"one": item} if item else {}), **more}
    return judge(History(JOURNEY, things), {}, after, TENANTS)


def counts(seen: Verdict) -> tuple[int, int, int, int]:
    return seen.lost, seen.doubled, seen.crossed, seen.disordered


def test_what_is_stored_as_it_was_acknowledged_is_good() -> None:
    assert counts(verdict()) == (0, 0, 0, 0)


def test_an_acknowledged_thing_that_is_not_stored_is_lost() -> None:
    assert counts(verdict(item=None)) == (1, 0, 0, 0)


def test_a_stored_thing_that_nobody_was_told_of_is_doubled() -> None:
    assert counts(verdict(two={**ITEM, "id": "two"})) == (0, 1, 0, 0)


def test_a_repeated_creation_with_another_answer_is_doubled() -> None:
    assert counts(verdict(Thing("key", "acme", 3, outcome(), repeated=1))) == (0, 1, 0, 0)


@pytest.mark.parametrize(
    ("thing", "item"),
    [
        (Thing("key", "acme", 3, outcome()), {**ITEM, "tenant": "globex"}),
        (Thing("key", "acme", 4, outcome()), ITEM),
        (Thing("key", "acme", 3, outcome(), seen_by_others=1), ITEM),
        (Thing("key", "acme", 3, outcome(), misread=1), ITEM),
    ],
)
def test_a_thing_of_another_owner_or_content_is_crossed(
    thing: Thing, item: Mapping[str, Any]
) -> None:
    assert counts(verdict(thing, item=item)) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("status", "maybe", "stored", "disordered"),
    [
        (200, False, "shipped", 0),
        (200, False, "placed", 1),
        (409, False, "placed", 0),
        (409, False, "shipped", 1),
        (502, True, "placed", 0),
        (502, True, "shipped", 0),
    ],
)
def test_a_state_is_what_the_answers_to_moves_say(
    status: int, maybe: bool, stored: str, disordered: int
) -> None:
    thing = Thing("key", "acme", 3, outcome())
    thing.moves.append((SHIP, outcome(status, maybe=maybe, status="shipped")))

    assert verdict(thing, item={**ITEM, "status": stored}).disordered == disordered


def test_a_body_has_the_quantity_in_its_place() -> None:
    body = JOURNEY.body("lamp", 7)

    assert body == {"items": [{"id": "lamp", "quantity": 7}]}
    assert JOURNEY.quantity_in(body) == 7
    assert JOURNEY.path == "/parcels"


@pytest.mark.usefixtures("sample_tree")
def test_without_any_journey_the_message_says_what_to_write() -> None:

    with pytest.raises(CommandError, match="no service has a journey"):
        journeys()


def row(fault: str, **other: Any) -> Row:
    numbers: dict[str, Any] = dict.fromkeys(COUNTS, 1)
    seconds = {"p99_during_seconds": 1.0, "p99_after_seconds": 1.0, "recovery_seconds": 1.0}
    return Row(
        **{"fault": fault, "service": "parcels", **numbers, **seconds, "sentences": (), **other}
    )


def test_rounds_of_a_fault_add_their_counts_and_keep_their_worst_seconds() -> None:
    rows = [
        row("slow", recovery_seconds=3.0),
        row("killed"),
        row("slow", lost=2, p99_during_seconds=9.0),
    ]

    slow, killed = together(rows)

    assert (slow.operations, slow.lost, slow.p99_during_seconds) == (2, 3, 9.0)
    assert (slow.recovery_seconds, killed.fault) == (3.0, "killed")


def test_a_fault_that_never_ended_in_one_round_has_no_recovery() -> None:
    (whole,) = together([row("slow"), row("slow", recovery_seconds=None)])

    assert whole.recovery_seconds is None
    assert whole.broken == 11


def test_a_campaign_gives_its_operations_to_faults_that_answer() -> None:
    plan = Plan(["table-slow", "disk-full", "answer-dropped"], 12_000, seed=1, rounds=2)

    shares = [plan.operations_of(fault, journeys=1) for fault in plan.faults]

    assert shares == [2850, 300, 2850]
