"""The access log's fields, its Glue table's columns and Firehose's conversion agree."""

from collections.abc import Iterator

from tools.review.aws_rules.knowledge.access_log import AccessLog, access_logs
from tools.review.aws_rules.model import Fault, Resource, Subject
from tools.review.aws_rules.values import at, blocks, number

PROMISE = "Firehose, the Glue table and the access-log format have the same fields"
PAGE = "https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion.html"
SMALLEST_MB = 64
VIEW = "VIRTUAL_VIEW"
LEFT_OUT = "left out of the lines"
"""How a column begins to say that it is empty by intention."""


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of tables for an access log, then of Firehose's conversion."""
    tables = [
        each
        for each in subject.of("aws_glue_catalog_table")
        if each.values.get("table_type") != VIEW  # Athena's own, which Firehose never writes
    ]
    for log in access_logs(subject):
        for table in tables:
            yield from _differences(log, table)
    names = {(each.values.get("database_name"), each.values.get("name")) for each in tables}
    for stream in subject.of("aws_kinesis_firehose_delivery_stream"):
        yield from _conversion(stream, names)


def _columns(table: Resource) -> set[str]:
    return {str(name) for name in at(table.values, "storage_descriptor.columns.name")}


def _differences(log: AccessLog, table: Resource) -> Iterator[Fault]:
    columns = _columns(table)
    shared = columns & {field.lower() for field in log.fields}
    if 2 * len(shared) < len(log.fields):  # another table's business
        return
    for field in sorted({field for field in log.fields if field.lower() not in columns}):
        yield Fault(table.place, f"The access log has {field}, the table does not", "Add a column")
    partitions = {str(name) for name in at(table.values, "partition_keys.name")}
    for twice in sorted(partitions & columns):
        yield Fault(table.place, f"{twice} is a column and a partition", "Rename one")
    left_out = {
        str(each.get("name"))
        for descriptor in blocks(table.values, "storage_descriptor")
        for each in blocks(descriptor, "columns")
        if str(each.get("comment") or "").startswith(LEFT_OUT)
    }
    for column in sorted(columns - left_out - {field.lower() for field in log.fields}):
        yield Fault(table.place, f"No access-log line has {column}", "Drop it, or log it")


def _conversion(stream: Resource, names: set[tuple[object, object]]) -> Iterator[Fault]:
    for target in blocks(stream.values, "extended_s3_configuration"):
        converted = [
            each
            for each in blocks(target, "data_format_conversion_configuration")
            if each.get("enabled") is not False
        ]
        size = number(target.get("buffering_size"))
        dynamic = any(
            each.get("enabled") for each in blocks(target, "dynamic_partitioning_configuration")
        )
        if (converted or dynamic) and size is not None and size < SMALLEST_MB:
            yield Fault(
                stream.place,
                f"buffering_size is {size:g} MB",
                f"Conversion and dynamic partitioning need {SMALLEST_MB} MB or more",
            )
        for schema in (
            block for each in converted for block in blocks(each, "schema_configuration")
        ):
            table_name = (schema.get("database_name"), schema.get("table_name"))
            if all(table_name) and names and table_name not in names:
                yield Fault(
                    stream.place, f"There is no table {'.'.join(map(str, table_name))}", "Name one"
                )
