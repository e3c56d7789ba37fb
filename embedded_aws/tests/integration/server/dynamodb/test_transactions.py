"""TransactWriteItems and TransactGetItems: all parts or none, and why."""

from typing import Any

import pytest

from embedded_aws.tests.integration.server.dynamodb.asking import (
    COUNTED,
    VALIDATION,
    Body,
    Dynamo,
    Refused,
    key,
    number,
    put,
    text,
)

CANCELLED = "TransactionCanceledException"
TWICE = "Transaction request cannot include multiple operations on one item"
SPECIFIC = "Transaction cancelled, please refer cancellation reasons for specific reasons "
FINE = {"Code": "None"}
FAILED = {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed"}


def part(verb: str, name: str, **parameters: Any) -> Body:
    own = {"Item": key(name)} if verb == "Put" else {"Key": key(name)}
    return {verb: {"TableName": "things", **own, **parameters}}


def absent(name: str, **parameters: Any) -> Body:
    condition = {"ConditionExpression": "attribute_not_exists(pk)"}
    return part("ConditionCheck", name, **condition, **parameters)


REFUSED = {
    "an item twice": ([part("Put", "one"), part("Delete", "one")], TWICE),
    "two verbs in one part": (
        [part("Put", "one") | part("Delete", "two")],
        "TransactItems can only contain one of Check, Put, Update or Delete",
    ),
    "nothing": (
        [],
        f"{COUNTED}Value at 'transactItems' failed to satisfy constraint: Member must have length "
        "greater than or equal to 1",
    ),
    "101 parts": (
        [part("Delete", str(number_of)) for number_of in range(101)],
        f"{COUNTED}Value at 'transactItems' failed to satisfy constraint: Member must have length "
        "less than or equal to 100",
    ),
    "an expression at fault": (
        [part("Update", "one", UpdateExpression="SET name = a")],
        "Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: name",
    ),
    "a check without its condition": (
        [part("ConditionCheck", "one")],
        f"{COUNTED}Value null at 'transactItems.1.member.conditionCheck.conditionExpression' "
        "failed to satisfy constraint: Member must not be null",
    ),
}


@pytest.mark.parametrize("row", REFUSED)
def test_a_transaction_at_fault_is_refused(dynamo: Dynamo, row: str) -> None:
    """Recorded answer: moto's tests were run on AWS."""
    parts, message = REFUSED[row]

    request = Refused("TransactWriteItems", {"TransactItems": parts}, message, VALIDATION)

    assert request.holds(dynamo)


def test_a_cancelled_transaction_says_why_for_each_part(dynamo: Dynamo) -> None:
    """Recorded answer: moto's tests were run on AWS."""
    dynamo.do("PutItem", **put("taken", n=number(1))[1])
    dynamo.do("DeleteItem", TableName="things", Key=key("new"))
    with_item = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    parts = [part("Put", "new"), absent("taken", **with_item), absent("never")]

    answer = dynamo.ask("TransactWriteItems", TransactItems=parts)

    assert answer.code == CANCELLED
    assert answer.message == f"{SPECIFIC}[None, ConditionalCheckFailed, None]"
    item = {"Item": {**key("taken"), "n": number(1)}}
    assert answer.body["CancellationReasons"] == [FINE, {**FAILED, **item}, FINE]
    assert "Item" not in dynamo.do("GetItem", TableName="things", Key=key("new"))


def test_an_update_that_does_not_fit_cancels_too(dynamo: Dynamo) -> None:
    dynamo.do("PutItem", **put("word", v=text("a"))[1])
    values = {"ExpressionAttributeValues": {":v": number(1)}}

    answer = dynamo.ask(
        "TransactWriteItems",
        TransactItems=[part("Update", "word", UpdateExpression="ADD v :v", **values)],
    )

    assert answer.message == f"{SPECIFIC}[ValidationError]"
    assert answer.body["CancellationReasons"] == [
        {
            "Code": "ValidationError",
            "Message": "An operand in the update expression has an incorrect data type",
        }
    ]


def test_all_parts_are_written_together(dynamo: Dynamo) -> None:
    for name in ("b", "c"):
        dynamo.do("PutItem", **put(f"all {name}", n=number(1))[1])
    values = {"ExpressionAttributeValues": {":v": number(1)}}
    parts = [
        part("Put", "all a"),
        part("Update", "all b", UpdateExpression="ADD n :v", **values),
        part("Delete", "all c"),
        absent("all d"),
    ]

    answer = dynamo.do("TransactWriteItems", TransactItems=parts, ReturnConsumedCapacity="TOTAL")
    gets = [part("Get", f"all {name}") for name in "abc"]
    read = dynamo.do("TransactGetItems", TransactItems=gets)["Responses"]

    assert answer["ConsumedCapacity"] == [
        {"TableName": "things", "CapacityUnits": 8.0, "WriteCapacityUnits": 8.0}
    ]
    assert read == [{"Item": key("all a")}, {"Item": {**key("all b"), "n": number(2)}}, {}]


def test_a_token_makes_a_transaction_once(dynamo: Dynamo) -> None:
    dynamo.do("PutItem", **put("once", n=number(1))[1])
    values = {"ExpressionAttributeValues": {":v": number(1)}}
    add = part("Update", "once", UpdateExpression="ADD n :v", **values)

    for _ in range(2):
        dynamo.do("TransactWriteItems", TransactItems=[add], ClientRequestToken="once")
    other = dynamo.ask(
        "TransactWriteItems", TransactItems=[part("Delete", "once")], ClientRequestToken="once"
    )

    assert other.code == "IdempotentParameterMismatchException"
    item = dynamo.do("GetItem", TableName="things", Key=key("once"))["Item"]
    assert item["n"] == number(2)


def test_a_transaction_reads_each_item_once(dynamo: Dynamo) -> None:
    gets = [part("Get", "one"), part("Get", "one")]

    assert Refused("TransactGetItems", {"TransactItems": gets}, TWICE).holds(dynamo)


def test_a_transaction_projects(dynamo: Dynamo) -> None:
    dynamo.do("PutItem", **put("projected", n=number(1), m=number(2))[1])

    [answer] = dynamo.do(
        "TransactGetItems", TransactItems=[part("Get", "projected", ProjectionExpression="n")]
    )["Responses"]

    assert answer == {"Item": {"n": number(1)}}
