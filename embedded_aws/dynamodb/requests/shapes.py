"""JSON types and constraints of every parameter, from botocore's model of DynamoDB.

Each operation's check is compiled once. A parameter that is null counts as absent.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from botocore.model import Shape
from moto.core.utils import get_service_model

from embedded_aws.dynamodb.errors import SerializationError, ValidationError
from embedded_aws.dynamodb.requests import constraints, scalars

type Faults = list[str]
type Check = Callable[[Any, str, Faults], None]
MOST_FAULTS = 10


def check(operation: str, body: dict[str, Any]) -> None:
    """Refuse a body that is not as the operation's model says; takes its nulls away."""
    message = faults_of("dynamodb", operation, body)
    if message:
        raise ValidationError(message)


def faults_of(service: str, operation: str, body: dict[str, Any]) -> str:
    """The message of a service about a body that is not as its model says, else empty."""
    faults: Faults = []
    _of_operation(service, operation)(body, "", faults)
    return _message(faults)


def faults_in(service: str, operation: str, given: dict[str, Any]) -> str:
    """The message about some parameters of a request, of which others may be elsewhere."""
    faults: Faults = []
    checks = _of_members(service, operation)
    for name, value in given.items():
        if name in checks and value is not None:
            checks[name](value, _below("", name), faults)
    return _message(faults)


def _message(faults: Faults) -> str:
    if not faults:
        return ""
    count = min(len(faults), MOST_FAULTS)
    plural = "s" if count > 1 else ""
    return f"{count} validation error{plural} detected: {'; '.join(faults[:MOST_FAULTS])}"


@cache
def _of_operation(service: str, operation: str) -> Check:
    shape = get_service_model(service).operation_model(operation).input_shape
    return _compiled(shape, {}) if shape else lambda *_: None


@cache
def _of_members(service: str, operation: str) -> dict[str, Check]:
    shape: Any = get_service_model(service).operation_model(operation).input_shape
    members = shape.members.items() if shape else ()
    return {name: _compiled(member, {}) for name, member in members}


def _compiled(shape: Shape, known: dict[str, list[Check]]) -> Check:
    """The check of a shape; one that contains itself is found among the known ones."""
    if shape.name in known:
        return _later(known[shape.name])
    known[shape.name] = []
    build = {"structure": _structure, "list": _list, "map": _map}.get(shape.type_name)
    check = build(shape, known) if build else scalars.checking(shape)
    known[shape.name].append(check)
    return check


def _later(checks: list[Check]) -> Check:
    def check(value: Any, path: str, faults: Faults) -> None:
        checks[0](value, path, faults)

    return checks[0] if checks else check


def _structure(shape: Any, known: dict[str, list[Check]]) -> Check:
    members = {name: _compiled(member, known) for name, member in shape.members.items()}
    required = shape.required_members

    def structure(value: Any, path: str, faults: Faults) -> None:
        if not isinstance(value, dict):
            raise _unexpected(value, shape)
        for name in [name for name, each in value.items() if each is None]:
            del value[name]
        for name in required:
            if name not in value:
                place = _below(path, name)
                faults.append(constraints.broken("null", place, "Member must not be null"))
        for name, each in value.items():
            if name in members:
                members[name](each, _below(path, name), faults)

    return structure


def _list(shape: Any, known: dict[str, list[Check]]) -> Check:
    member, limits = _compiled(shape.member, known), constraints.of_length(shape)

    def elements(value: Any, path: str, faults: Faults) -> None:
        if not isinstance(value, list):
            raise _unexpected(value, shape)
        faults += [constraints.collection(path, limit) for limit in limits(len(value))]
        for number, each in enumerate(value, 1):
            member(each, f"{path}.{number}.member", faults)

    return elements


def _map(shape: Any, known: dict[str, list[Check]]) -> Check:
    member, limits = _compiled(shape.value, known), constraints.of_length(shape)
    inner = constraints.of_values(shape)

    def entries(value: Any, path: str, faults: Faults) -> None:
        if not isinstance(value, dict):
            raise _unexpected(value, shape)
        faults += [constraints.collection(path, limit) for limit in limits(len(value))]
        for name, each in value.items():
            if inner and isinstance(each, list):
                faults += inner(each, path)
                member(each, f"{path}.{name}", [])
            else:
                member(each, f"{path}.{name}.member", faults)

    return entries


def _unexpected(value: Any, shape: Shape) -> SerializationError:
    if isinstance(value, dict):
        return SerializationError("Start of structure or map found where not expected")
    if isinstance(value, list):
        return SerializationError(f"Unrecognized collection type {shape.name}")
    return SerializationError("Unexpected value type in payload")


def _below(path: str, name: str) -> str:
    place = name[0].lower() + name[1:]
    return f"{path}.{place}" if path else place
