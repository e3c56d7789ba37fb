"""Event source mappings: read by pollers of ours, where moto pushes messages to a container.

Lambda API reference, CreateEventSourceMapping.
"""

from typing import Any

from moto.awslambda.exceptions import (
    InvalidParameterValueException,
    LambdaClientError,
    UnknownFunctionException,
)
from moto.awslambda.models import LambdaBackend
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.table import Table
from moto.sqs.models import Queue, sqs_backends

LARGEST_AT_ONCE = 10
"""Messages that a queue gives without waiting for more."""
NO_QUEUE = (
    "Error occurred while ReceiveMessage. SQS Error Code: "
    "AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not "
    "exist."
)
NO_POSITION = (
    "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: "
    "Member must not be null."
)


class MappingExistsError(LambdaClientError):  # type: ignore[misc]
    """The function reads from this source already."""

    code = 409

    def __init__(self, mapping: Any) -> None:
        source, name = mapping.event_source_arn, str(mapping.function_arn).rsplit(":", 1)[-1]
        of_queue = f'An event source mapping with SQS arn (" {source} ") and function (" {name} ")'
        of_stream = (
            f'The event source arn (" {source} ") and function (" {name} ") provided mapping'
        )
        super().__init__(
            "ResourceConflictException",
            f"{of_queue if ':sqs:' in source else of_stream} already exists. Please update or "
            f"delete the existing mapping with UUID {mapping.uuid}",
        )


def install() -> None:
    """Patch moto; safe to call more than once."""
    backend: Any = LambdaBackend
    if getattr(backend, "is_polled", False):
        return
    backend.is_polled = True
    create = backend.create_event_source_mapping

    def create_event_source_mapping(self: Any, spec: dict[str, Any]) -> Any:
        _check(self, spec)
        source, named = spec.get("EventSourceArn"), spec.get("FunctionName")
        for each in self._event_source_mappings.values():
            if each.event_source_arn == source and _is_named(each, str(named)):
                raise MappingExistsError(each)
        mapping = create(self, spec)
        mapping.qualifier = _qualifier(str(named))
        mapping.position = _position(self, mapping)
        return mapping

    backend.create_event_source_mapping = create_event_source_mapping
    for source in (Queue, Table):
        # Both would push each message themselves, as soon as it comes.
        source.lambda_event_source_mappings = property(_nobody, _ignore)


def _check(backend: Any, spec: dict[str, Any]) -> None:
    """Refuse what Lambda refuses before it reads from the source."""
    source = str(spec.get("EventSourceArn") or "")
    try:
        function = backend.get_function(str(spec.get("FunctionName")))
    except UnknownFunctionException as error:
        raise InvalidParameterValueException("Function does not exist") from error
    if source.split(":")[2:3] == ["sqs"]:
        _check_queue(source, spec, int(function.timeout))
    elif not spec.get("StartingPosition"):
        raise InvalidParameterValueException(NO_POSITION)
    elif spec["StartingPosition"] == "AT_TIMESTAMP":
        raise InvalidParameterValueException(
            f"Unsupported starting position for arn type: {source}"
        )


def _check_queue(arn: str, spec: dict[str, Any], timeout: int) -> None:
    _, _, _, region, account, name = arn.split(":", 5)
    queue = sqs_backends[account][region].queues.get(name)
    if queue is None:
        raise InvalidParameterValueException(NO_QUEUE)
    size, window = spec.get("BatchSize") or 0, spec.get("MaximumBatchingWindowInSeconds") or 0
    if size > LARGEST_AT_ONCE and queue.fifo_queue:
        raise InvalidParameterValueException(
            f"Batch size of {size} is not supported for FIFO queues; at most {LARGEST_AT_ONCE}."
        )
    if size > LARGEST_AT_ONCE and not window:
        raise InvalidParameterValueException(
            "Maximum batch window in seconds must be greater than 0 if maximum batch size is "
            f"greater than {LARGEST_AT_ONCE}"
        )
    if int(queue.visibility_timeout) < timeout:
        raise InvalidParameterValueException(
            f"Queue visibility timeout: {queue.visibility_timeout} seconds is less than Function "
            f"timeout: {timeout} seconds"
        )


def _position(backend: Any, mapping: Any) -> int:
    """The place in a stream from which it is read: its beginning, or its present end."""
    if mapping.starting_position != "LATEST":
        return 0
    place: Any = dynamodb_backends[backend.account_id][backend.region_name]
    table = place.tables.get(mapping.event_source_arn.split("/")[1])
    return len(table.stream_shard.items) if table and table.stream_shard else 0


def _nobody(_: Any) -> dict[str, Any]:
    return {}


def _ignore(_: Any, mappings: dict[str, Any]) -> None:
    del mappings


def _is_named(mapping: Any, function_name: str) -> bool:
    name = str(mapping.function_arn).rsplit(":function:", maxsplit=1)[-1].split(":")[0]
    return function_name.rsplit("function:", maxsplit=1)[-1].split(":", maxsplit=1)[0] == name


def _qualifier(function_name: str) -> str | None:
    """The version or alias in a name or ARN."""
    return function_name.rsplit("function:", maxsplit=1)[-1].partition(":")[2] or None
