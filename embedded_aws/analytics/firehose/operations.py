"""PutRecord and PutRecordBatch wait for delivery; moto writes each call to S3 at once."""

from collections.abc import Callable
from typing import Any

from moto.firehose.exceptions import InvalidArgumentException
from moto.firehose.models import FirehoseBackend
from moto.moto_api._internal import mock_random

from embedded_aws.analytics.firehose.buffers import Record, of, put
from embedded_aws.analytics.firehose.settings import destination_of
from embedded_aws.state import chance

LARGEST_BYTES = 1_024_000


def install() -> None:
    """Patch moto; safe to call more than once."""
    backend: Any = FirehoseBackend
    if getattr(backend, "has_buffers", False):
        return
    backend.has_buffers = True
    backend.put_record_batch = _buffered(backend.put_record_batch)
    backend.delete_delivery_stream = _forgetting(backend.delete_delivery_stream)


def _buffered(original: Callable[..., Any]) -> Callable[..., Any]:
    def put_record_batch(self: Any, delivery_stream_name: str, records: list[Any]) -> Any:
        stream = self.delivery_streams.get(delivery_stream_name)
        if stream is None or destination_of(stream, self.region_name) is None:
            return original(self, delivery_stream_name, records)
        datas = [bytes(each["Data"]) for each in records]
        if any(len(data) > LARGEST_BYTES for data in datas):
            raise InvalidArgumentException(f"A record has at most {LARGEST_BYTES} bytes.")
        now = chance.now()
        put(self, delivery_stream_name, [Record(now, data) for data in datas])
        answers = [{"RecordId": str(mock_random.uuid4())} for _ in datas]
        return {"FailedPutCount": 0, "Encrypted": False, "RequestResponses": answers}

    return put_record_batch


def _forgetting(original: Callable[..., None]) -> Callable[..., None]:
    def delete_delivery_stream(self: Any, delivery_stream_name: str) -> None:
        original(self, delivery_stream_name)
        of(self).pop(delivery_stream_name, None)

    return delete_delivery_stream
