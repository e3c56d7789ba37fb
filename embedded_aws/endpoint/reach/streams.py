"""Settings of a Firehose stream that nothing here follows."""

from collections.abc import Mapping
from typing import Any

PROCESSORS = {"Decompression", "CloudWatchLogProcessing", "AppendDelimiterToRecord"}
ELSEWHERE = (
    "Redshift",
    "Elasticsearch",
    "Amazonopensearchservice",
    "AmazonOpenSearchServerless",
    "Splunk",
    "Snowflake",
    "Iceberg",
)
KINDS = ("Configuration", "Update")
COMPRESSIONS = {None, "UNCOMPRESSED", "GZIP"}


def goes_elsewhere(given: Mapping[str, Any]) -> bool:
    """Whether the destination is a service that nothing here delivers to."""
    return any(given.get(f"{each}Destination{kind}") for each in ELSEWHERE for kind in KINDS)


def is_beyond(given: Mapping[str, Any]) -> bool:
    """Whether a destination has settings that nothing here follows."""
    return any(_is_beyond(each) for name, each in given.items() if "S3Destination" in name and each)


def _is_beyond(destination: Mapping[str, Any]) -> bool:
    conversion = destination.get("DataFormatConversionConfiguration") or {}
    return (
        destination.get("CompressionFormat") not in COMPRESSIONS
        or destination.get("S3BackupMode") == "Enabled"
        or bool((destination.get("DynamicPartitioningConfiguration") or {}).get("Enabled"))
        or not set(_processors(destination)) <= PROCESSORS
        or (conversion.get("Enabled") is not False and not _is_parquet(conversion))
    )


def _processors(destination: Mapping[str, Any]) -> list[Any]:
    settings = destination.get("ProcessingConfiguration") or {}
    processors = settings.get("Processors") or [] if settings.get("Enabled") else []
    return [each.get("Type") for each in processors]


def _is_parquet(conversion: Mapping[str, Any]) -> bool:
    """Whether a conversion reads JSON by OpenX and writes Parquet; no conversion is fine too."""
    reader = (conversion.get("InputFormatConfiguration") or {}).get("Deserializer") or {}
    writer = (conversion.get("OutputFormatConfiguration") or {}).get("Serializer") or {}
    return not (reader.get("HiveJsonSerDe") or writer.get("OrcSerDe"))
