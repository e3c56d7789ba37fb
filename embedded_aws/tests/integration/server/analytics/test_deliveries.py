"""Log lines on their way to Parquet: nothing is lost, and what is refused says why."""

import base64
import gzip
import json
import re
import time
from typing import Any

import pytest
from botocore.exceptions import ClientError

from embedded_aws.tests.integration.server.analytics.pipelines import ROLE, Pipeline, new, view

COLUMNS = {
    "agent": "string",
    "path": "string",
    "status": "string",
    "httprequest": "string",
    "count": "int",
}
AGENTS = [
    "Mozilla/5.0 \"quoted\" 'single'",
    "back\\slash \\n not a line",
    "control \u0000 \u0001 \u001b[31m \u007f",
    "emoji 👩‍👩‍👧 and ümläuts, 日本語",
    "8 KB " + "x" * 8192,
    "",
    "-",
    "lone \\ud83d half",
    "tab\tline\nreturn\r",
]
PLACES = ["/" + "p/" * 4000, "/v1/orders?a=%00&b=%22", "2001:db8::1%eth0", "/" + "ä" * 1000]
NO_LINES = [" ", "not json", "[1, 2]", "42", '"text"', "null", '{"agent": "open', '{"a":1}{"a":2}']
UNFIT = [json.dumps({"agent": "unfit", "count": "many"})]


LINES = [
    *(json.dumps({"agent": each, "count": "7"}) for each in AGENTS),
    *(json.dumps({"path": each}) for each in PLACES),
    "{}",
    '{"unknown": {"a": [1]}}',
    '{"status": "twice"}',
    '{"status": "twice"}',
]
REFUSED = [*NO_LINES, *UNFIT]


@pytest.fixture(scope="module")
def pipeline(aws: Any) -> Pipeline:
    """A pipeline through which every odd line went."""
    ready = new(aws, COLUMNS)
    ready.log(*LINES, *REFUSED)
    ready.delivered("lines/")
    ready.delivered("failed/format-conversion-failed/")
    return ready


def test_every_odd_line_is_a_row_or_is_refused_with_its_reason(pipeline: Pipeline) -> None:
    rows = pipeline.rows("SELECT agent, path, status FROM lines WHERE httprequest IS NULL")
    records = [each for each in pipeline.refused() if each["dataCatalogTable"]]

    assert len(rows) + len(records) == len(LINES) + len(REFUSED)
    assert [base64.b64decode(each["rawData"]).decode() for each in records] == REFUSED
    assert all(each["ErrorCode"].startswith("DataFormatConversion.") for each in records)
    assert records[-1]["ErrorMessage"] == "The value of count is no int."
    assert {row[0] for row in rows} >= set(AGENTS)
    assert {row[1] for row in rows} >= set(PLACES)
    assert [row[2] for row in rows].count("twice") == 2


def test_keys_are_found_by_lower_case_and_objects_become_text(pipeline: Pipeline) -> None:
    pipeline.log('{"httpRequest": {"country": "DE", "args": "a=1"}, "Status": 403}')

    query = (
        "SELECT json_extract_scalar(httprequest, '$.country'), status FROM lines "
        "WHERE httprequest IS NOT NULL"
    )
    deadline = time.monotonic() + 20
    while not (rows := pipeline.rows(query)) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert rows == [["DE", "403"]]


def test_objects_are_named_by_the_day_and_hour_of_arrival(pipeline: Pipeline) -> None:
    [key, *_] = pipeline.delivered("lines/")

    name = rf"{pipeline.name}-1-\d{{4}}(-\d\d){{5}}-[0-9a-f-]{{36}}\.parquet"
    assert re.fullmatch(rf"lines/day=\d{{4}}-\d\d-\d\d/hour=\d\d/{name}", key)
    assert pipeline.objects("failed/format-conversion-failed/day=")


def test_failed_and_delivered_records_are_counted(pipeline: Pipeline) -> None:
    cloudwatch = pipeline.aws.client("cloudwatch")

    def total(name: str) -> float:
        points = cloudwatch.get_metric_statistics(
            Namespace="AWS/Firehose",
            MetricName=name,
            Dimensions=[{"Name": "DeliveryStreamName", "Value": pipeline.name}],
            StartTime=time.time() - 3600,
            EndTime=time.time() + 60,
            Period=3600,
            Statistics=["Sum"],
        )["Datapoints"]
        return float(sum(each["Sum"] for each in points))

    assert total("FailedConversion.Records") == len(REFUSED)
    assert total("SucceedConversion.Records") == total("DeliveryToS3.Records") > 0


def test_a_subscription_sends_what_its_pattern_matches(aws: Any) -> None:
    pipeline = new(aws, COLUMNS, pattern='{ ($.level = "*") || ($.type = "platform.report") }')

    pipeline.log('{"type": "platform.start"}', '{"level": "INFO", "status": "a"}', "plain")
    pipeline.log('{"type": "platform.report", "status": "b"}')

    pipeline.delivered("lines/")
    assert pipeline.rows("SELECT status FROM lines ORDER BY 1") == [["a"], ["b"]]
    assert pipeline.objects("failed/") == []


def test_a_record_that_is_no_envelope_is_kept(pipeline: Pipeline) -> None:
    control = {"messageType": "CONTROL_MESSAGE", "logEvents": [{"message": "who is there?"}]}
    records = [{"Data": b"no gzip"}, {"Data": gzip.compress(json.dumps(control).encode())}]

    pipeline.aws.client("firehose").put_record_batch(
        DeliveryStreamName=pipeline.name, Records=records
    )

    [key] = pipeline.delivered("failed/decompression-failed/")
    body = pipeline.aws.client("s3").get_object(Bucket=pipeline.name, Key=key)["Body"].read()
    [record] = [json.loads(each) for each in body.splitlines()]
    assert base64.b64decode(record["rawData"]) == b"no gzip"


def test_a_stream_without_conversion_writes_what_it_gets(aws: Any) -> None:
    pipeline = new(aws, COLUMNS)
    firehose = aws.client("firehose")
    firehose.create_delivery_stream(
        DeliveryStreamName=f"{pipeline.name}-plain",
        ExtendedS3DestinationConfiguration={
            "RoleARN": ROLE,
            "BucketARN": f"arn:aws:s3:::{pipeline.name}",
            "Prefix": "plain/",
            "CompressionFormat": "GZIP",
            "BufferingHints": {"IntervalInSeconds": 60, "SizeInMBs": 5},
        },
    )

    for each in (b"one\n", b"two\n"):
        firehose.put_record(DeliveryStreamName=f"{pipeline.name}-plain", Record={"Data": each})

    [key] = pipeline.delivered("plain/")
    body = aws.client("s3").get_object(Bucket=pipeline.name, Key=key)["Body"].read()
    assert re.match(r"plain/\d{4}/\d\d/\d\d/\d\d/", key)
    assert gzip.decompress(body) == b"one\ntwo\n"


@pytest.mark.parametrize(
    ("settings", "subject"),
    [
        ({"CompressionFormat": "Snappy"}, "Processors of Firehose other than"),
        ({"DynamicPartitioningConfiguration": {"Enabled": True}}, "dynamic partitioning"),
        (
            {"ProcessingConfiguration": {"Enabled": True, "Processors": [{"Type": "Lambda"}]}},
            "Processors of Firehose other than",
        ),
    ],
)
def test_what_nothing_here_follows_is_refused_by_name(
    aws: Any, settings: dict[str, Any], subject: str
) -> None:
    destination = {"RoleARN": ROLE, "BucketARN": "arn:aws:s3:::any", **settings}

    with pytest.raises(ClientError, match=subject):
        aws.client("firehose").create_delivery_stream(
            DeliveryStreamName="beyond", ExtendedS3DestinationConfiguration=destination
        )


def test_lines_that_wait_are_delivered_at_the_end(own_aws: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("FIREHOSE_MINUTE_SECONDS", "60")
    own_aws.start()
    pipeline = new(own_aws, COLUMNS)
    pipeline.log('{"status": "last"}')
    own_aws.stop()

    own_aws.start()

    assert len(pipeline.objects("lines/")) == 1
    assert pipeline.rows("SELECT status FROM lines") == [["last"]]


def test_a_view_is_asked_like_a_table(pipeline: Pipeline) -> None:
    view(pipeline, "agents", "SELECT agent, CAST(count AS bigint) AS n FROM lines", ["agent"])

    assert pipeline.rows("SELECT DISTINCT n FROM agents WHERE agent = '-'") == [["7"]]


def test_lines_for_a_table_that_is_gone_are_kept(aws: Any) -> None:
    pipeline = new(aws, COLUMNS)
    aws.client("glue").delete_table(DatabaseName=pipeline.database, Name="lines")

    pipeline.log('{"status": "kept"}')

    [record] = pipeline.refused()
    assert record["ErrorCode"] == "DataFormatConversion.InvalidSchema"
    assert base64.b64decode(record["rawData"]) == b'{"status": "kept"}'
