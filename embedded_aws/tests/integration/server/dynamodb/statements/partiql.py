"""Statements of PartiQL against `things`, and the item that most of them are about."""

from typing import Any

from embedded_aws.tests.integration.server.dynamodb.asking import Body, Dynamo, Refused, put, text

OWN = "pk = 'lamp' AND sk = '0'"
MALFORMED = "Statement wasn't well formed, can't be processed: "
LEFTOVER = f"{MALFORMED}Unexpected token after expression"
FAILED = "ConditionalCheckFailedException"


def store(dynamo: Dynamo) -> None:
    """Store the item `lamp`, three items of `shelf`, and nothing else that the tests read."""
    whole: dict[str, Any] = {
        "ss": {"SS": ["a", "b", "c"]},
        "ns": {"NS": ["1", "2", "3"]},
        "s": text("str"),
        "n": {"N": "5"},
        "m": {"M": {"sub": text("x"), "list": {"L": [{"N": "1"}, {"N": "2"}]}}},
        "nul": {"NULL": True},
        "flag": {"BOOL": True},
        "date": text("today"),
    }
    steps = [
        put("lamp", "0", **whole),
        *(put("shelf", each, color=text("crimson"), weight={"N": each}) for each in "123"),
    ]
    for operation, body in steps:
        dynamo.do(operation, **body)


def run(dynamo: Dynamo, statement: str, *parameters: Body, **more: Any) -> Body:
    """The answer to a statement that is not refused."""
    given = {"Parameters": list(parameters)} if parameters else {}
    return dynamo.do("ExecuteStatement", Statement=statement, **given, **more)


def items(dynamo: Dynamo, statement: str, *parameters: Body, **more: Any) -> list[Body]:
    """The items that a statement answers."""
    return list(run(dynamo, statement, *parameters, **more)["Items"])


def refused(statement: str, message: str, code: str = "ValidationException") -> Refused:
    """A statement, and how it is refused."""
    return Refused("ExecuteStatement", {"Statement": statement}, message, code)
