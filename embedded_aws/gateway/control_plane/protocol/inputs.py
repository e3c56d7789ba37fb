"""Reads a request into the members of an operation's input."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from embedded_aws.gateway.control_plane.protocol.errors import SerializationError
from embedded_aws.gateway.control_plane.protocol.operations import Operation

JAVA = {bool: "java.lang.Boolean", str: "java.lang.String"}
NUMBER = "com.amazon.coral.value.json.numbers.TruncatingBigNumber"


@dataclass(frozen=True)
class Request:
    """The parts of an HTTP request that an operation reads."""

    parameters: Mapping[str, str]
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes


def read(operation: Operation, request: Request) -> dict[str, Any]:
    """The input's members; those that were not sent are left out."""
    given: dict[str, Any] = {}
    if operation.input is None:
        return given
    payload = operation.input.serialization.get("payload")
    body = {} if payload else _json(request.body)
    for name, shape in operation.input.members.items():
        value = request.body if name == payload else _member(name, shape, request, body)
        if value is not None:
            given[name] = value
    return given


def _member(name: str, shape: Any, request: Request, body: Mapping[str, Any]) -> Any:
    wire = shape.serialization.get("name", name)
    place = shape.serialization.get("location")
    if place == "uri":
        return request.parameters.get(wire)
    if place == "header":
        return request.headers.get(wire)
    if place == "querystring":
        return _from_query(wire, shape, request.query)
    return converted(shape, body.get(wire))


def _from_query(wire: str, shape: Any, query: Mapping[str, list[str]]) -> Any:
    if shape.type_name == "map":
        return {name: values[0] for name, values in query.items()}
    values = query.get(wire)
    if values is None:
        return None
    if shape.type_name == "list":
        return [part for value in values for part in value.split(",")]
    if shape.type_name == "boolean":
        return values[0].lower() == "true"
    if shape.type_name == "integer":
        try:
            return int(values[0])
        except ValueError:
            raise SerializationError(f"{values[0]} can not be converted to an Integer") from None
    return values[0]


def _json(body: bytes) -> dict[str, Any]:
    if not body.strip():
        return {}
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise SerializationError("The request's body is not JSON") from None
    if not isinstance(value, dict):
        raise SerializationError("The request's body is not a JSON object")
    return value


def converted(shape: Any, value: Any) -> Any:
    """The value in the shape's type; SerializationError for another type."""
    return None if value is None else _CONVERTERS[shape.type_name](shape, value)


def _structure(shape: Any, value: Any) -> Any:
    if not isinstance(value, dict):
        raise _unlike(value, "Structure")
    members = {
        name: converted(member, value.get(member.serialization.get("name", name)))
        for name, member in shape.members.items()
    }
    return {name: each for name, each in members.items() if each is not None}


def _map(shape: Any, value: Any) -> Any:
    if not isinstance(value, dict):
        raise _unlike(value, "Map")
    return {name: converted(shape.value, each) for name, each in value.items()}


def _list(shape: Any, value: Any) -> Any:
    if not isinstance(value, list):
        raise _unlike(value, "List")
    return [converted(shape.member, each) for each in value]


def _string(_: Any, value: Any) -> Any:
    if not isinstance(value, str):
        raise _unlike(value, "String")
    return value


def _boolean(_: Any, value: Any) -> Any:
    if not isinstance(value, bool):
        raise _unlike(value, "Boolean")
    return value


def _number(kind: type, name: str) -> Callable[[Any, Any], Any]:
    def number(_: Any, value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float) or kind(value) != value:
            raise _unlike(value, name)
        return kind(value)

    return number


def _unlike(value: Any, kind: str) -> SerializationError:
    if isinstance(value, dict | list):
        form = "list" if isinstance(value, list) else "structure or map"
        return SerializationError(f"Start of {form} found where not expected.")
    name = JAVA.get(type(value), NUMBER)
    return SerializationError(f"class {name} can not be converted to an {kind}")


_CONVERTERS: dict[str, Callable[[Any, Any], Any]] = {
    "structure": _structure,
    "map": _map,
    "list": _list,
    "string": _string,
    "boolean": _boolean,
    "integer": _number(int, "Integer"),
    "long": _number(int, "Long"),
    "double": _number(float, "Double"),
    "float": _number(float, "Float"),
    "timestamp": _number(float, "Date"),
    "blob": _string,
}
