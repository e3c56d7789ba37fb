"""Reads tables' streams for functions (Lambda developer guide, "Using Lambda with DynamoDB").

A shard's records come in order: a failed batch is tried again, whole or in halves, until the
function takes it or the mapping's settings give it up.
"""

import asyncio
import json
import logging
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from moto.awslambda.models import lambda_backends
from moto.dynamodb.models import dynamodb_backends

from embedded_aws.functions.events.dead_letters import send
from embedded_aws.functions.model import Invocation
from embedded_aws.functions.sources.messages import failures_in, matches
from embedded_aws.functions.workers.pool import Functions
from embedded_aws.state.changes import changing
from embedded_aws.state.regions import of_arn, used

LOOK_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 60.0
type Records = Sequence[dict[str, Any]]
_report = logging.getLogger(__name__)


class StreamPollers:
    """Reads every stream that has an enabled mapping, in the event loop."""

    def __init__(self, functions: Functions, account_id: str) -> None:
        self._functions = functions
        self._account_id = account_id
        self._running: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Poll until cancelled."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            for mapping in self._mappings():
                before = self._running.get(mapping.uuid)
                if (before is None or before.done()) and self._records(mapping):
                    self._running[mapping.uuid] = asyncio.create_task(self._read(mapping))

    def _mappings(self) -> list[Any]:
        return [
            each
            for place in used(lambda_backends, self._account_id).values()
            for each in list(place._event_source_mappings.values())  # noqa: SLF001 - moto's own
            if each.enabled and ":dynamodb:" in each.event_source_arn
        ]

    def _records(self, mapping: Any) -> Records:
        """The next batch, as the function gets it."""
        place: Any = dynamodb_backends[self._account_id].get(of_arn(mapping.event_source_arn))
        name = mapping.event_source_arn.split("/")[1]
        table = place.tables.get(name) if place else None
        shard = table.stream_shard if table else None
        position = getattr(mapping, "position", 0)
        stored = shard.items[position : position + mapping.batch_size] if shard else []
        return [_event(each.to_json(), mapping.event_source_arn) for each in stored]

    async def _read(self, mapping: Any) -> None:
        """Give the function the next batch, and go on behind it once it is taken or given up."""
        await asyncio.sleep(float(mapping.max_batch_window or 0))
        try:
            count = await self._handle(mapping, self._records(mapping))
        except Exception:  # noqa: BLE001 - tried again at the next look
            _report.warning("%s was not read", mapping.event_source_arn, exc_info=True)
            return
        with changing():
            mapping.position = getattr(mapping, "position", 0) + count

    async def _handle(self, mapping: Any, records: Records) -> int:
        """Invoke the function until the records are done with; their number."""
        attempts, size = 0, len(records)
        began = time.monotonic()
        while mapping.enabled:
            batch = records[:size]
            outcome, done = await self._tried(mapping, batch)
            if done:
                return done
            attempts += 1
            if _is_given_up(mapping, attempts, time.monotonic() - began):
                _send_away(mapping, batch, outcome, attempts)
                return len(batch)
            if mapping.bisect_on_error and size > 1:
                size //= 2
                continue
            await asyncio.sleep(min(2.0 ** (attempts - 1), LONGEST_PAUSE_SECONDS))
        return 0

    async def _tried(self, mapping: Any, batch: Records) -> tuple[Invocation | None, int]:
        """The outcome, and how many records of the batch the function has taken."""
        chosen = [each for each in batch if matches(each, mapping.filter_criteria)]
        if not chosen:
            return None, len(batch)
        outcome = await self._invoked(mapping, json.dumps({"Records": chosen}).encode())
        if outcome is None or outcome.function_error:
            return outcome, 0
        failed = failures_in(outcome.payload, mapping.function_response_types)
        if failed is None:
            return outcome, 0
        numbers = [each["dynamodb"]["SequenceNumber"] for each in batch]
        places = [numbers.index(each) for each in failed if each in numbers]
        return outcome, min(places, default=len(batch))

    async def _invoked(self, mapping: Any, event: bytes) -> Invocation | None:
        qualifier = getattr(mapping, "qualifier", None)
        try:
            return await self._functions.invoke(mapping.function_arn, event, qualifier)
        except Exception as error:  # noqa: BLE001 - tried again, as a failure of the function is
            _report.warning("%s was not invoked for its stream: %s", mapping.function_arn, error)
            return None


def _event(record: dict[str, Any], stream_arn: str) -> dict[str, Any]:
    """A record of the stream, as in an event."""
    change = dict(record["dynamodb"])
    moment = change.get("ApproximateCreationDateTime")
    if isinstance(moment, datetime):
        change["ApproximateCreationDateTime"] = moment.replace(tzinfo=UTC).timestamp()
    identity = record.get("userIdentity") or {}
    if identity:  # whose members an event spells otherwise than the stream
        record = {**record, "userIdentity": _spelled(identity)}
    place = {"awsRegion": of_arn(stream_arn), "eventSourceARN": stream_arn}
    return {**record, **place, "dynamodb": change}


def _spelled(identity: dict[str, str]) -> dict[str, str]:
    return {"type": identity["Type"], "principalId": identity["PrincipalId"]}


def _is_given_up(mapping: Any, attempts: int, seconds: float) -> bool:
    """Whether the settings end the retries; without any, they go on until the records expire."""
    most, age = mapping.max_retry_attempts, mapping.max_record_age
    return (most is not None and 0 <= most < attempts) or (age is not None and 0 < age < seconds)


def _send_away(mapping: Any, batch: Records, outcome: Invocation | None, attempts: int) -> None:
    """Send the place of a batch that was given up to the mapping's destination on failure."""
    destination = ((mapping.destination_config or {}).get("OnFailure") or {}).get("Destination")
    numbers = [each["dynamodb"]["SequenceNumber"] for each in batch]
    _report.warning("%s gave up %d records", mapping.event_source_arn, len(batch))
    if not destination:
        return
    record = {
        "version": "1.0",
        "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "requestContext": {
            "requestId": outcome.request_id if outcome else None,
            "functionArn": mapping.function_arn,
            "condition": "RetryAttemptsExhausted",
            "approximateInvokeCount": attempts,
        },
        "DDBStreamBatchInfo": {
            "startSequenceNumber": numbers[0],
            "endSequenceNumber": numbers[-1],
            "batchSize": len(batch),
            "streamArn": mapping.event_source_arn,
        },
    }
    send(destination, json.dumps(record), {})
