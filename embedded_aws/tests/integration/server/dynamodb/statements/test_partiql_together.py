"""BatchExecuteStatement and ExecuteTransaction: several statements in one request."""

from typing import Any

import pytest

from embedded_aws.tests.integration.server.dynamodb.asking import Body, Dynamo, get, text
from embedded_aws.tests.integration.server.dynamodb.statements import partiql
from embedded_aws.tests.integration.server.dynamodb.statements.partiql import OWN

NEW = "INSERT INTO things VALUE {'pk': 'fresh', 'sk': '0'}"
AGAIN = "INSERT INTO things VALUE {'pk': 'lamp', 'sk': '0'}"
FORGET = "DELETE FROM things WHERE pk = 'fresh' AND sk = '0'"
FAILED = {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed"}
DUPLICATE = {"Code": "DuplicateItem", "Message": "Duplicate primary key exists in table"}
NEEDS_KEY = "must specify the primary key in the where clause."
PLACE = "Validation failed in TransactStatements[0]: "


@pytest.fixture(autouse=True)
def stored(dynamo: Dynamo) -> None:
    partiql.store(dynamo)
    partiql.run(dynamo, FORGET)


def batch(dynamo: Dynamo, *statements: str, **more: Any) -> Body:
    members = [{"Statement": each, **more} for each in statements]
    return dynamo.do("BatchExecuteStatement", Statements=members)


def transaction(*statements: str, **more: Any) -> tuple[str, Body]:
    parts = [{"Statement": each} for each in statements]
    return "ExecuteTransaction", {"TransactStatements": parts, **more}


def is_there(dynamo: Dynamo, name: str) -> bool:
    operation, body = get(name)
    return "Item" in dynamo.do(operation, **body)


def test_a_batch_reads_an_item_for_each_statement(dynamo: Dynamo) -> None:
    answer = batch(
        dynamo,
        f"SELECT s FROM things WHERE {OWN}",
        "SELECT * FROM things WHERE pk = 'never' AND sk = '0'",
    )

    first, second = answer["Responses"]
    assert first == {"TableName": "things", "Item": {"s": text("str")}}
    assert second == {"TableName": "things"}


def test_a_statement_of_a_batch_fails_alone(dynamo: Dynamo) -> None:
    """Recorded answer: the DynamoDB conformance suite was run on AWS."""
    answer = batch(
        dynamo,
        NEW,
        AGAIN,
        f"UPDATE things SET a = 1 WHERE {OWN} AND n = 4",
        "DELETE FROM nowhere WHERE pk = 'a'",
    )

    errors = [each.get("Error") for each in answer["Responses"]]
    assert errors[:3] == [None, DUPLICATE, FAILED]
    assert errors[3]["Code"] == "ResourceNotFound"
    assert is_there(dynamo, "fresh")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM things WHERE pk = 'shelf'",
        "SELECT * FROM things.by_color WHERE color = 'crimson'",
        f"SELECT * FROM things WHERE {OWN} AND attribute_exists(ss)",
    ],
)
def test_reads_of_several_statements_are_by_key(dynamo: Dynamo, statement: str) -> None:
    """Recorded answer: the DynamoDB conformance suite was run on AWS."""
    [response] = batch(dynamo, statement)["Responses"]
    operation, body = transaction(statement)
    whole = dynamo.ask(operation, **body)

    of_batch = f"Select statements within BatchExecuteStatement {NEEDS_KEY}"
    assert response["Error"] == {"Code": "ValidationError", "Message": of_batch}
    assert whole.message == f"{PLACE}Select statements within ExecuteTransaction {NEEDS_KEY}"


def test_a_transaction_writes_everything(dynamo: Dynamo) -> None:
    """Recorded answer: the DynamoDB conformance suite was run on AWS."""
    operation, body = transaction(
        NEW,
        f"UPDATE things SET a = 1 WHERE {OWN} AND attribute_exists(n)",
        "EXISTS(SELECT * FROM things WHERE pk = 'shelf' AND sk = '1' AND weight = 1)",
        ReturnConsumedCapacity="TOTAL",
    )

    answer = dynamo.do(operation, **body)

    assert answer["Responses"] == []
    assert [each["TableName"] for each in answer["ConsumedCapacity"]] == ["things"]
    assert is_there(dynamo, "fresh")


def test_a_transaction_reads_an_item_for_each_statement(dynamo: Dynamo) -> None:
    operation, body = transaction(
        f"SELECT n FROM things WHERE {OWN}", "SELECT * FROM things WHERE pk = 'no' AND sk = '0'"
    )

    assert dynamo.do(operation, **body) == {"Responses": [{"Item": {"n": {"N": "5"}}}, {}]}


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (AGAIN, DUPLICATE),
        (f"UPDATE things SET a = 1 WHERE {OWN} AND n = 4", FAILED),
        (f"EXISTS(SELECT * FROM things WHERE {OWN} AND n = 4)", FAILED),
    ],
)
def test_a_cancelled_transaction_writes_nothing(
    dynamo: Dynamo, statement: str, reason: Body
) -> None:
    """Recorded answer: the DynamoDB conformance suite was run on AWS."""
    operation, body = transaction(NEW, statement)

    answer = dynamo.ask(operation, **body)

    assert answer.code == "TransactionCanceledException"
    assert answer.body["CancellationReasons"] == [{"Code": "None"}, reason]
    assert not is_there(dynamo, "fresh")


REFUSED = {
    "a returned item": (
        (f"UPDATE things SET a = 1 WHERE {OWN} RETURNING ALL NEW *",),
        f"{PLACE}RETURNING clause is not supported in ExecuteTransaction.",
    ),
    "a check without a condition": (
        (f"EXISTS(SELECT * FROM things WHERE {OWN})", NEW),
        f"{PLACE}EXISTS() must contain a single item read with additional condition",
    ),
    "an item twice": (
        (f"UPDATE things SET a = 1 WHERE {OWN}", f"DELETE FROM things WHERE {OWN}"),
        "Transaction request cannot include multiple operations on one item",
    ),
    "reads and writes": (
        (f"SELECT * FROM things WHERE {OWN}", NEW),
        "does not support both read and write operations in the same request.",
    ),
}


@pytest.mark.parametrize("row", REFUSED)
def test_a_transaction_that_cannot_be_one_is_refused(dynamo: Dynamo, row: str) -> None:
    """Recorded answer: the DynamoDB conformance suite was run on AWS."""
    statements, message = REFUSED[row]
    operation, body = transaction(*statements)

    answer = dynamo.ask(operation, **body)

    assert answer.code == "ValidationException"
    assert answer.message.endswith(message)


def test_a_token_makes_a_transaction_once(dynamo: Dynamo) -> None:
    operation, body = transaction(NEW, ClientRequestToken="statements")
    first = dynamo.do(operation, **body)

    again = dynamo.do(operation, **body)
    operation, other = transaction(FORGET, ClientRequestToken="statements")

    assert again == first
    assert dynamo.ask(operation, **other).code == "IdempotentParameterMismatchException"
