"""Requests to DynamoDB as JSON over HTTP, so that no client checks or completes them before."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

SIGNED = (
    "AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/dynamodb/aws4_request, "
    "SignedHeaders=host, Signature=none"
)
COUNTED = "1 validation error detected: "
INVALID = "One or more parameter values were invalid: "
VALIDATION = "ValidationException"

type Body = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """Status and body."""

    status: int
    body: Body

    @property
    def code(self) -> str:
        """The error's name; empty without one."""
        return str(self.body.get("__type", "")).rsplit("#", maxsplit=1)[-1]

    @property
    def message(self) -> str:
        """The error's message."""
        return str(self.body.get("message", self.body.get("Message", "")))


@dataclass(frozen=True)
class Dynamo:
    """DynamoDB at one endpoint."""

    endpoint: str

    def ask(self, operation: str, **body: Any) -> Answer:
        """The answer to one request."""
        answer = httpx.post(
            self.endpoint,
            content=json.dumps(body).encode(),
            headers={
                "Authorization": SIGNED,
                "Content-Type": "application/x-amz-json-1.0",
                "X-Amz-Date": "20260101T000000Z",
                "X-Amz-Target": f"DynamoDB_20120810.{operation}",
            },
        )
        return Answer(answer.status_code, answer.json() if answer.content else {})

    def do(self, operation: str, **body: Any) -> Body:
        """The body of an answer without an error."""
        answer = self.ask(operation, **body)
        assert answer.status == 200, answer
        return answer.body


@dataclass(frozen=True)
class Refused:
    """A request, and the end of the message that refuses it."""

    operation: str
    body: Mapping[str, Any]
    message: str
    code: str = VALIDATION

    def holds(self, dynamo: Dynamo) -> bool:
        """Whether it is refused so."""
        answer = dynamo.ask(self.operation, **self.body)
        return (answer.status, answer.code) == (400, self.code) and answer.message.endswith(
            self.message
        )


@dataclass(frozen=True)
class Answered:
    """Requests one after the other, and members of the last answer."""

    steps: tuple[tuple[str, Mapping[str, Any]], ...]
    answer: Mapping[str, Any]

    def holds(self, dynamo: Dynamo) -> bool:
        """Whether the last answer has these members."""
        answers = [dynamo.ask(operation, **body) for operation, body in self.steps]
        last = answers[-1]
        return last.status == 200 and all(
            last.body.get(name) == value for name, value in self.answer.items()
        )


def text(content: str) -> Body:
    """A text value."""
    return {"S": content}


def number(content: object) -> Body:
    """A number value."""
    return {"N": str(content)}


def key(name: str, sort: str = "0") -> Body:
    """A key of the table `things`."""
    return {"pk": text(name), "sk": text(sort)}


def put(name: str, sort: str = "0", /, **attributes: Any) -> tuple[str, Body]:
    """A step that stores an item in `things`."""
    return "PutItem", {"TableName": "things", "Item": {**key(name, sort), **attributes}}


def get(name: str, **parameters: Any) -> tuple[str, Body]:
    """A step that reads an item of `things`."""
    return "GetItem", {"TableName": "things", "Key": key(name), **parameters}


def update(name: str, expression: str, **values: Any) -> tuple[str, Body]:
    """A step that updates an item of `things` and returns the new one; values by name."""
    body = {
        "TableName": "things",
        "Key": key(name),
        "UpdateExpression": expression,
        "ReturnValues": "ALL_NEW",
    }
    named = {f":{each}": value for each, value in values.items()}
    return "UpdateItem", body | ({"ExpressionAttributeValues": named} if named else {})


def query(condition: str, values: Body, **parameters: Any) -> tuple[str, Body]:
    """A step that queries `things`; values by name."""
    named = {f":{name}": value for name, value in values.items()}
    body = {
        "TableName": "things",
        "KeyConditionExpression": condition,
        "ExpressionAttributeValues": named,
    }
    return "Query", body | parameters


def scan(name: str, condition: str, values: Body, **parameters: Any) -> tuple[str, Body]:
    """A step that scans `things` for items of one partition that the condition holds for."""
    named = {f":{each}": value for each, value in values.items()}
    body = {
        "TableName": "things",
        "FilterExpression": f"pk = :own AND ({condition})",
        "ExpressionAttributeValues": {":own": text(name), **named},
    }
    return "Scan", body | parameters
