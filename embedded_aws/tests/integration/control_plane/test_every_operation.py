"""Promises for every operation of API Gateway, by botocore's description of the service."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from embedded_aws import api_operations
from embedded_aws.gateway.control_plane.coverage import BY_THE_DATA_PLANE
from embedded_aws.gateway.control_plane.protocol.calls import SERVED
from embedded_aws.gateway.control_plane.protocol.operations import ROOTS, Operation, every

PLAIN = {
    "string": "x",
    "boolean": True,
    "integer": 1,
    "list": ["x"],
    "map": {},
    "structure": {},
    "blob": b"{}",
}
SIMPLE = {"string", "boolean", "integer"}
CREATING = {"CreateApiKey", "GenerateClientCertificate"}
WITHOUT_A_NAME = {"GetAccount", "UpdateAccount", "ImportApiKeys", "ImportRestApi", *CREATING}
# AWS answers these to an id that does not exist, as recorded.
OTHERWISE = {
    "CreateAuthorizer": "ConflictException",
    "CreateRequestValidator": "BadRequestException",
    "GetTags": "BadRequestException",
    "TagResource": "BadRequestException",
    "UntagResource": "BadRequestException",
    "GetUsagePlanKeys": None,
}


def served() -> list[Operation]:
    return [each for name, each in every().items() if name in SERVED]


def call(gateway: Any, operation: Operation, given: dict[str, Any]) -> str | None:
    """The error's code; None when there is none."""
    try:
        gateway._make_api_call(operation.name, given)
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return None


def value(shape: Any) -> Any:
    """The smallest value that the shape allows."""
    if shape.type_name == "structure":
        return {name: value(shape.members[name]) for name in shape.required_members}
    if getattr(shape, "enum", None):
        return shape.enum[0]
    return "200" if shape.name == "StatusCode" else PLAIN[shape.type_name]


def places(operation: Operation) -> list[str]:
    """The members that stand in the path."""
    members = operation.input.members.items() if operation.input else ()
    return [name for name, shape in members if shape.serialization.get("location") == "uri"]


def test_every_operation_is_served_kept_or_refused() -> None:
    worths = {row.operation: row.worth for row in api_operations()}

    assert set(worths) == set(every())
    assert {name for name, worth in worths.items() if worth != "refused"} == (
        set(SERVED) | BY_THE_DATA_PLANE
    )
    assert {each.segments[0] for each in every().values()} == set(ROOTS)


def test_what_is_refused_says_so_by_name(gateway: Any) -> None:
    for row in api_operations():
        if row.worth == "refused":
            operation = every()[row.operation]
            given = value(operation.input)
            with pytest.raises(ClientError, match=f"{row.operation} is not served .*: .*{row.why}"):
                gateway._make_api_call(row.operation, given)


@pytest.mark.parametrize("operation", served(), ids=lambda each: each.name)
def test_an_unknown_id_is_not_found(gateway: Any, operation: Operation) -> None:
    named = places(operation)
    if not named or operation.name in WITHOUT_A_NAME:
        pytest.skip("names nothing that could be missing")
    given = value(operation.input)

    code = call(gateway, operation, given)

    assert code == OTHERWISE.get(operation.name, "NotFoundException")


@pytest.mark.parametrize("operation", served(), ids=lambda each: each.name)
def test_a_missing_member_is_named(gateway: Any, operation: Operation) -> None:
    required = set(operation.input.required_members if operation.input else ()) - set(
        places(operation)
    )
    payload = operation.input.serialization.get("payload") if operation.input else None
    for name in sorted(required - {payload}):
        given = {each: value(operation.input.members[each]) for each in places(operation)}
        given |= {each: value(operation.input.members[each]) for each in required - {name}}

        with pytest.raises(ClientError, match=rf"'.*{name}' failed .*Member must not be null"):
            gateway._make_api_call(operation.name, given)


@pytest.mark.parametrize("wrong", [{"a": 1}, ["a"], 7, True])
def test_a_value_of_another_type_is_no_failure_of_ours(gateway: Any, wrong: Any) -> None:
    for operation in served():
        if operation.method in {"POST", "PUT", "PATCH"} and operation.name not in CREATING:
            given = value(operation.input)
            for name, shape in operation.input.members.items():
                if shape.type_name in SIMPLE and "location" not in shape.serialization:
                    code = call(gateway, operation, {**given, name: wrong})
                    assert code is None or code.endswith("Exception"), (operation.name, name)
