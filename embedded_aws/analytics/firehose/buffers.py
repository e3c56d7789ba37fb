"""Records that wait for delivery, kept in moto's state so that a snapshot has them."""

import gzip
import json
import time
from dataclasses import dataclass
from typing import Any

from moto.cloudwatch.models import cloudwatch_backends

from embedded_aws.cloudwatch.metrics.store import Store
from embedded_aws.cloudwatch.metrics.summary import add, empty

NAMESPACE = "AWS/Firehose"


@dataclass(frozen=True)
class Record:
    """One record as a producer put it."""

    arrived: float
    data: bytes


@dataclass(frozen=True)
class LogEvents:
    """One record of a subscription, packed only when its bytes are needed."""

    arrived: float
    account_id: str
    group: str
    stream: str
    subscription: str
    events: tuple[tuple[str, int, str], ...]
    """Id, timestamp in milliseconds, message."""

    @property
    def data(self) -> bytes:
        """The record as CloudWatch Logs puts it: a gzipped JSON envelope."""
        envelope = {
            "messageType": "DATA_MESSAGE",
            "owner": self.account_id,
            "logGroup": self.group,
            "logStream": self.stream,
            "subscriptionFilters": [self.subscription],
            "logEvents": [
                {"id": key, "timestamp": at, "message": message} for key, at, message in self.events
            ],
        }
        return gzip.compress(json.dumps(envelope, ensure_ascii=False).encode(errors="replace"), 1)

    @property
    def size(self) -> int:
        """Bytes of its messages, which is what buffers grow by."""
        return sum(len(message) for _, _, message in self.events)


type Waiting = Record | LogEvents


def size_of(waiting: Waiting) -> int:
    """Bytes that it adds to a buffer."""
    return waiting.size if isinstance(waiting, LogEvents) else len(waiting.data)


def of(backend: Any) -> dict[str, list[Waiting]]:
    """The buffers of a region by the stream's name."""
    buffers: dict[str, list[Waiting]] = vars(backend).setdefault("waiting_records", {})
    return buffers


def put(backend: Any, stream: str, records: list[Waiting]) -> None:
    """Add records to a stream's buffer."""
    of(backend).setdefault(stream, []).extend(records)
    count(backend, stream, IncomingRecords=len(records), IncomingBytes=sum(map(size_of, records)))


def count(backend: Any, stream: str, **numbers: float) -> None:
    """Add to a stream's metrics."""
    store = Store(cloudwatch_backends[backend.account_id][backend.region_name])
    for name, number in numbers.items():
        summary = empty()
        add(summary, float(number))
        metric = NAMESPACE, name.replace("_", "."), (("DeliveryStreamName", stream),)
        store.add(metric, "Bytes" if name.endswith("Bytes") else "Count", time.time(), summary)
