"""Writes an operation's answer in the form of the service's description."""

import json
from typing import Any

from embedded_aws.gateway.control_plane.protocol.operations import Operation

type Answer = tuple[int, dict[str, Any], Any]


def written(operation: Operation, answer: dict[str, Any] | None) -> Answer:
    """Status, headers and body."""
    if operation.output is None or answer is None:
        return operation.status, {}, ""
    headers = {
        member.serialization["name"]: answer[name]
        for name, member in operation.output.members.items()
        if member.serialization.get("location") == "header" and name in answer
    }
    payload = operation.output.serialization.get("payload")
    if payload:
        return operation.status, headers, answer.get(payload) or b""
    content = json.dumps(serialized(operation.output, answer), separators=(",", ":"))
    return operation.status, {"Content-Type": "application/json", **headers}, content


def serialized(shape: Any, value: Any) -> Any:
    """The value with the names of the wire, and only with members that the shape has."""
    if value is None:
        return None
    if shape.type_name == "structure":
        return {
            member.serialization.get("name", name): serialized(member, value[name])
            for name, member in shape.members.items()
            if value.get(name) is not None and "location" not in member.serialization
        }
    if shape.type_name == "map":
        return {name: serialized(shape.value, each) for name, each in value.items()}
    if shape.type_name == "list":
        return [serialized(shape.member, each) for each in value]
    return value
