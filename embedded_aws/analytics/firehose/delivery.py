"""One delivery: what waits is processed, converted and written to S3, with its failures beside it.

Firehose developer guide, "Handle data format conversion error".
"""

import base64
import gzip
import json
import time
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from moto.s3.models import s3_backends
from moto.utilities.utils import get_partition

from embedded_aws.analytics.firehose.buffers import Waiting, count
from embedded_aws.analytics.firehose.conversion import (
    MALFORMED,
    SCHEMA,
    Columns,
    SchemaError,
    converted,
)
from embedded_aws.analytics.firehose.keys import key_of
from embedded_aws.analytics.firehose.processing import Failure, processed
from embedded_aws.analytics.firehose.settings import Destination, Table

CONVERSION = "format-conversion-failed"


class Delivery:
    """Delivers for one stream."""

    def __init__(self, backend: Any, stream: Any, destination: Destination) -> None:
        self._backend = backend
        self._name = stream.delivery_stream_name
        self._object_name = f"{self._name}-{stream.version_id}"
        self._destination = destination

    def deliver(self, waiting: Sequence[Waiting]) -> None:
        """Write all; an error of S3's propagates, and nothing of the rest was written."""
        result = processed(waiting, self._destination.processors)
        failures = list(result.failures)
        # A prefix has the time at which the oldest record of an object arrived.
        for _, group in groupby(result.payloads, key=lambda each: int(each[0] // 3600)):
            payloads = list(group)
            failures += self._write(payloads[0][0], payloads)
        self._write_failures(failures)

    def _write(self, at: float, payloads: list[tuple[float, bytes | str]]) -> list[Failure]:
        destination = self._destination
        if destination.table is None:
            body = b"".join(_bytes(each) for _, each in payloads)
            extension = destination.extension or (".gz" if destination.gzipped else "")
            self._put(at, gzip.compress(body) if destination.gzipped else body, extension)
            count(self._backend, self._name, DeliveryToS3_Records=len(payloads))
            return []
        lines = [_text(each) for _, each in payloads]
        try:
            result = converted(lines, self._columns(destination.table))
        except SchemaError as error:
            return [_unconverted(SCHEMA, str(error), *each) for each in payloads]
        if result.rows:
            self._put(at, result.parquet, destination.extension or ".parquet")
        refused = [_unconverted(MALFORMED, why, *payloads[place]) for place, why in result.refused]
        numbers = {"SucceedConversion_Records": result.rows, "DeliveryToS3_Records": result.rows}
        count(self._backend, self._name, **numbers, FailedConversion_Records=len(refused))
        return refused

    def _columns(self, table: Table) -> Columns:
        """The table's present columns, without those that are partitions."""
        from moto.glue.exceptions import EntityNotFoundException  # noqa: PLC0415 - see below
        from moto.glue.models import glue_backends  # noqa: PLC0415 - no start should take its time

        backend: Any = glue_backends[self._backend.account_id][table.region]
        try:
            described = backend.get_table(table.database, table.name).as_dict()
        except EntityNotFoundException as error:
            raise SchemaError(f"There is no table {table.database}.{table.name}.") from error
        columns = described["StorageDescriptor"]["Columns"]
        types = {each["Name"]: each.get("Type") or "string" for each in columns}
        return Columns(types, table.keys, table.lowers_keys)

    def _write_failures(self, failures: Iterable[Failure]) -> None:
        def output(failure: Failure) -> str:
            return failure.output

        for kind, group in groupby(sorted(failures, key=output), key=output):
            each = list(group)
            body = "".join(json.dumps(self._error(one)) + "\n" for one in each).encode()
            prefix = self._destination.error_prefix
            self._store(key_of(prefix, self._object_name, each[0].arrived, kind), body)

    def _error(self, failure: Failure) -> dict[str, Any]:
        """The record in the error output, as AWS's page about it has it."""
        table = self._destination.table
        place = {
            "catalogId": self._backend.account_id,
            "databaseName": table.database if table else None,
            "tableName": table.name if table else None,
            "region": table.region if table else None,
            "versionId": "LATEST",
            "catalogArn": None,
        }
        return {
            "attemptsMade": 1,
            "arrivalTimestamp": int(failure.arrived * 1000),
            "ErrorCode": failure.code,
            "ErrorMessage": failure.message,
            "attemptEndingTimestamp": int(time.time() * 1000),
            "rawData": base64.b64encode(failure.data).decode(),
            "sequenceNumber": None,
            "subSequenceNumber": None,
            "dataCatalogTable": place if failure.output == CONVERSION else None,
        }

    def _put(self, at: float, body: bytes, extension: str) -> None:
        self._store(key_of(self._destination.prefix, self._object_name, at) + extension, body)
        numbers = {"DeliveryToS3_Bytes": len(body), "DeliveryToS3_Success": 1}
        count(self._backend, self._name, **numbers)

    def _store(self, key: str, body: bytes) -> None:
        partition = get_partition(self._backend.region_name)
        s3 = s3_backends[self._backend.account_id][partition]
        s3.put_object(self._destination.bucket, key, body)


def _unconverted(code: str, why: str, arrived: float, payload: bytes | str) -> Failure:
    return Failure(CONVERSION, code, why, arrived, _bytes(payload))


def _bytes(payload: bytes | str) -> bytes:
    return payload.encode(errors="replace") if isinstance(payload, str) else payload


def _text(payload: bytes | str) -> str:
    """The text; DuckDB takes no half of a character."""
    if isinstance(payload, bytes):
        return payload.decode(errors="replace")
    return payload if payload.isascii() else payload.encode(errors="replace").decode()
