"""A pipeline as the product's Terraform makes it: log group, stream, table, work group."""

import base64
import json
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

DELIVERED_SECONDS = 20.0
ROLE = "arn:aws:iam::123456789012:role/delivery"
PARQUET = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
JSON = "org.openx.data.jsonserde.JsonSerDe"
PARTITIONS = [{"Name": "day", "Type": "string"}, {"Name": "hour", "Type": "string"}]
MESSAGES = [
    {
        "Type": "Decompression",
        "Parameters": [{"ParameterName": "CompressionFormat", "ParameterValue": "GZIP"}],
    },
    {
        "Type": "CloudWatchLogProcessing",
        "Parameters": [{"ParameterName": "DataMessageExtraction", "ParameterValue": "true"}],
    },
]


@dataclass(frozen=True)
class Pipeline:
    """Everything has the same name."""

    aws: Any
    name: str

    def log(self, *messages: str) -> None:
        now = int(time.time() * 1000)
        events = [{"timestamp": now, "message": each} for each in messages]
        place = {"logGroupName": self.name, "logStreamName": "requests"}
        self.aws.client("logs").put_log_events(**place, logEvents=events)

    def objects(self, prefix: str) -> list[str]:
        answer = self.aws.client("s3").list_objects_v2(Bucket=self.name, Prefix=prefix)
        return [each["Key"] for each in answer.get("Contents", [])]

    def delivered(self, prefix: str) -> list[str]:
        """The keys below the prefix, once there are some."""
        deadline = time.monotonic() + DELIVERED_SECONDS
        while not (keys := self.objects(prefix)):
            assert time.monotonic() < deadline, f"nothing at {prefix}"
            time.sleep(0.1)
        return keys

    def refused(self) -> Iterator[dict[str, Any]]:
        """The records of the error output."""
        for key in self.delivered("failed/"):
            body = self.aws.client("s3").get_object(Bucket=self.name, Key=key)["Body"].read()
            yield from (json.loads(each) for each in body.splitlines())

    def asked(self, sql: str, **settings: Any) -> dict[str, Any]:
        """The execution of a query, once it has ended."""
        athena, key = self.aws.client("athena"), self.begun(sql, **settings)
        while True:
            execution: dict[str, Any] = athena.get_query_execution(QueryExecutionId=key)
            execution = execution["QueryExecution"]
            if execution["Status"]["State"] not in {"QUEUED", "RUNNING"}:
                return execution
            time.sleep(0.02)

    def begun(self, sql: str, **settings: Any) -> str:
        """The id of a query's execution."""
        context = {"Database": self.database}
        started = self.aws.client("athena").start_query_execution(
            QueryString=sql, WorkGroup=self.name, QueryExecutionContext=context, **settings
        )
        return str(started["QueryExecutionId"])

    def rows(self, sql: str, **settings: Any) -> list[list[str | None]]:
        """The answer to a query, without the row of names."""
        execution = self.asked(sql, **settings)
        assert execution["Status"]["State"] == "SUCCEEDED", execution["Status"]
        pages = self.aws.client("athena").get_paginator("get_query_results")
        answer = pages.paginate(QueryExecutionId=execution["QueryExecutionId"])
        rows = [row["Data"] for page in answer for row in page["ResultSet"]["Rows"]]
        return [[cell.get("VarCharValue") for cell in row] for row in rows[1:]]

    @property
    def database(self) -> str:
        return self.name.replace("-", "_")


def new(aws: Any, columns: Mapping[str, str], pattern: str = "") -> Pipeline:
    """A pipeline whose table `lines` has these columns."""
    pipeline = Pipeline(aws, f"logs-{uuid.uuid4().hex[:8]}")
    aws.client("s3").create_bucket(
        Bucket=pipeline.name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    aws.client("glue").create_database(DatabaseInput={"Name": pipeline.database})
    table(pipeline, columns)
    _stream(pipeline)
    _subscription(pipeline, pattern)
    _work_group(pipeline)
    return pipeline


def view(pipeline: Pipeline, name: str, sql: str, columns: Sequence[str] = ()) -> None:
    """A view as Athena stores it."""
    content = {
        "originalSql": sql,
        "catalog": "awsdatacatalog",
        "schema": pipeline.database,
        "columns": [{"name": each, "type": "varchar"} for each in columns],
    }
    text = base64.b64encode(json.dumps(content).encode()).decode()
    pipeline.aws.client("glue").create_table(
        DatabaseName=pipeline.database,
        TableInput={
            "Name": name,
            "TableType": "VIRTUAL_VIEW",
            "ViewOriginalText": f"/* Presto View: {text} */",
            "ViewExpandedText": "/* Presto View */",
        },
    )


def table(
    pipeline: Pipeline, columns: Mapping[str, str], name: str = "lines", library: str = PARQUET
) -> None:
    """A table of the files below its name, by day and hour."""
    place = f"s3://{pipeline.name}/{name}/"
    pipeline.aws.client("glue").create_table(
        DatabaseName=pipeline.database,
        TableInput={
            "Name": name,
            "TableType": "EXTERNAL_TABLE",
            "PartitionKeys": PARTITIONS,
            "Parameters": {
                "projection.enabled": "true",
                "storage.location.template": f"{place}day=${{day}}/hour=${{hour}}/",
            },
            "StorageDescriptor": {
                "Columns": [{"Name": name, "Type": kind} for name, kind in columns.items()],
                "Location": place,
                "SerdeInfo": {"SerializationLibrary": library},
            },
        },
    )


def _stream(pipeline: Pipeline) -> None:
    partition = "day=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/"
    pipeline.aws.client("firehose").create_delivery_stream(
        DeliveryStreamName=pipeline.name,
        DeliveryStreamType="DirectPut",
        ExtendedS3DestinationConfiguration={
            "RoleARN": ROLE,
            "BucketARN": f"arn:aws:s3:::{pipeline.name}",
            "Prefix": f"lines/{partition}",
            "ErrorOutputPrefix": f"failed/!{{firehose:error-output-type}}/{partition}",
            "BufferingHints": {"IntervalInSeconds": 60, "SizeInMBs": 64},
            "ProcessingConfiguration": {"Enabled": True, "Processors": MESSAGES},
            "DataFormatConversionConfiguration": {
                "Enabled": True,
                "SchemaConfiguration": {
                    "DatabaseName": pipeline.database,
                    "TableName": "lines",
                    "Region": "eu-central-1",
                    "RoleARN": ROLE,
                },
                "InputFormatConfiguration": {"Deserializer": {"OpenXJsonSerDe": {}}},
                "OutputFormatConfiguration": {"Serializer": {"ParquetSerDe": {}}},
            },
        },
    )


def _subscription(pipeline: Pipeline, pattern: str) -> None:
    logs = pipeline.aws.client("logs")
    logs.create_log_group(logGroupName=pipeline.name)
    logs.create_log_stream(logGroupName=pipeline.name, logStreamName="requests")
    logs.put_subscription_filter(
        logGroupName=pipeline.name,
        filterName="lines",
        filterPattern=pattern,
        destinationArn=f"arn:aws:firehose:eu-central-1:123456789012:deliverystream/{pipeline.name}",
        roleArn=ROLE,
    )


def _work_group(pipeline: Pipeline) -> None:
    pipeline.aws.client("athena").create_work_group(
        Name=pipeline.name,
        Configuration={
            "EnforceWorkGroupConfiguration": True,
            "ResultConfiguration": {"OutputLocation": f"s3://{pipeline.name}/results/"},
        },
    )
