"""Polls queues for functions, as Lambda does (developer guide, "Using Lambda with Amazon SQS").

A batch that the function takes is deleted; another comes back after the queue's visibility
time-out, and goes to its dead-letter queue as often as the queue says.
"""

import asyncio
import contextlib
import json
import logging
import time
from collections import defaultdict
from typing import Any

from moto.awslambda.models import lambda_backends
from moto.sqs.models import sqs_backends

from embedded_aws.functions.model import Invocation
from embedded_aws.functions.sources.messages import failures_in, matches, record_of
from embedded_aws.functions.workers.pool import Functions
from embedded_aws.state.changes import changing
from embedded_aws.state.regions import of_arn, used

LOOK_SECONDS = 0.2
AT_ONCE = 5
"""Batches of one mapping at once, as Lambda begins with."""
_report = logging.getLogger(__name__)


class QueuePollers:
    """Reads from every queue that has an enabled mapping, in the event loop."""

    def __init__(self, functions: Functions, account_id: str) -> None:
        self._functions = functions
        self._account_id = account_id
        self._running: dict[str, set[asyncio.Task[None]]] = defaultdict(set)
        self._waiting_since: dict[str, float] = {}

    async def run(self) -> None:
        """Poll until cancelled."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            for mapping in self._mappings():
                try:
                    await self._look(mapping)
                except Exception:  # noqa: BLE001 - one queue's trouble must not stop the others
                    _report.warning("%s was not polled", mapping.event_source_arn, exc_info=True)

    def _mappings(self) -> list[Any]:
        return [
            each
            for place in used(lambda_backends, self._account_id).values()
            for each in list(place._event_source_mappings.values())  # noqa: SLF001 - moto's own
            if each.enabled and ":sqs:" in each.event_source_arn
        ]

    async def _look(self, mapping: Any) -> None:
        """Begin batches for the messages that are there."""
        queue = self._queue(mapping)
        running = self._running[mapping.uuid]
        limit = 1 if queue is not None and queue.fifo_queue else AT_ONCE
        if queue is None or not queue.messages or len(running) >= limit:
            return
        if self._collects(mapping, len(queue.messages)):
            return
        records = await asyncio.to_thread(self._received, mapping, queue)
        if records:
            task = asyncio.create_task(self._handle(mapping, queue, records))
            running.add(task)
            task.add_done_callback(running.discard)

    def _collects(self, mapping: Any, count: int) -> bool:
        """Whether the batch still waits for more messages (MaximumBatchingWindowInSeconds)."""
        window = float(mapping.max_batch_window or 0)
        since = self._waiting_since.setdefault(mapping.uuid, time.monotonic())
        if window and count < mapping.batch_size and time.monotonic() - since < window:
            return True
        del self._waiting_since[mapping.uuid]
        return False

    def _queue(self, mapping: Any) -> Any:
        place: Any = sqs_backends[self._account_id].get(of_arn(mapping.event_source_arn))
        name = mapping.event_source_arn.rsplit(":", maxsplit=1)[-1]
        return place.queues.get(name) if place else None

    def _received(self, mapping: Any, queue: Any) -> list[dict[str, Any]]:
        """The records of a batch; messages that no filter takes are deleted."""
        place: Any = sqs_backends[self._account_id][queue.region]
        hidden = int(queue.visibility_timeout)
        with changing():
            messages = place.receive_message(queue.name, mapping.batch_size, 0, hidden, ["All"])
            records = [record_of(each, queue) for each in messages]
            unwanted = [each for each in records if not matches(each, mapping.filter_criteria)]
            for each in unwanted:
                place.delete_message(queue.name, each["receiptHandle"])
        return [each for each in records if each not in unwanted]

    async def _handle(self, mapping: Any, queue: Any, records: list[dict[str, Any]]) -> None:
        outcome = await self._invoked(mapping, json.dumps({"Records": records}).encode())
        failed = None
        if outcome and not outcome.function_error:
            failed = failures_in(outcome.payload, mapping.function_response_types)
        if failed is not None:
            taken = [each for each in records if each["messageId"] not in failed]
            await asyncio.to_thread(self._delete, queue, taken)

    async def _invoked(self, mapping: Any, event: bytes) -> Invocation | None:
        """The outcome; None when the function could not be invoked, which is told in the log."""
        qualifier = getattr(mapping, "qualifier", None)
        try:
            return await self._functions.invoke(mapping.function_arn, event, qualifier)
        except Exception as error:  # noqa: BLE001 - the messages come back in their time
            _report.warning(
                "%s was not invoked for %s: %s",
                mapping.function_arn,
                mapping.event_source_arn,
                error,
            )
            return None

    def _delete(self, queue: Any, records: list[dict[str, Any]]) -> None:
        place: Any = sqs_backends[self._account_id][queue.region]
        with changing():
            for each in records:
                with contextlib.suppress(Exception):  # gone with its queue, or deleted already
                    place.delete_message(queue.name, each["receiptHandle"])
