"""A stream's S3 destination as Firehose reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MEGABYTE = 1024 * 1024
DECOMPRESSION, EXTRACTION, DELIMITER = (
    "Decompression",
    "CloudWatchLogProcessing",
    "AppendDelimiterToRecord",
)
PROCESSORS = frozenset({DECOMPRESSION, EXTRACTION, DELIMITER})


@dataclass(frozen=True)
class Table:
    """The Glue table whose columns are a conversion's schema."""

    database: str
    name: str
    region: str
    lowers_keys: bool
    keys: Mapping[str, str]
    """Keys of the JSON by column, where they differ."""


@dataclass(frozen=True)
class Destination:
    """Where records go, and what is done to them on the way."""

    bucket: str
    prefix: str
    error_prefix: str
    extension: str
    minutes: float
    megabytes: int
    gzipped: bool
    processors: frozenset[str]
    table: Table | None


def destination_of(stream: Any, region: str) -> Destination | None:
    """The stream's destination; None when it is not S3."""
    described = stream.destinations[0]
    given = described.get("ExtendedS3") or described.get("S3")
    if not given:
        return None
    hints = given.get("BufferingHints") or {}
    return Destination(
        bucket=given["BucketARN"].rsplit(":", 1)[-1],
        prefix=given.get("Prefix") or "",
        error_prefix=given.get("ErrorOutputPrefix") or "",
        extension=given.get("FileExtension") or "",
        minutes=hints.get("IntervalInSeconds", 300) / 60,
        megabytes=hints.get("SizeInMBs", 5),
        gzipped=given.get("CompressionFormat") == "GZIP",
        processors=_processors(given.get("ProcessingConfiguration") or {}),
        table=_table(given.get("DataFormatConversionConfiguration") or {}, region),
    )


def processors_of(configuration: Mapping[str, Any]) -> list[str]:
    """The types of the processors, whether or not they are enabled."""
    return [str(each.get("Type")) for each in configuration.get("Processors") or []]


def _processors(configuration: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(processors_of(configuration)) if configuration.get("Enabled") else frozenset()


def _table(conversion: Mapping[str, Any], region: str) -> Table | None:
    if not conversion or conversion.get("Enabled") is False:
        return None
    schema = conversion["SchemaConfiguration"]
    input_format = conversion.get("InputFormatConfiguration") or {}
    reader = (input_format.get("Deserializer") or {}).get("OpenXJsonSerDe") or {}
    return Table(
        schema["DatabaseName"],
        schema["TableName"],
        schema.get("Region") or region,
        reader.get("CaseInsensitive") is not False,
        reader.get("ColumnToJsonKeyMappings") or {},
    )
