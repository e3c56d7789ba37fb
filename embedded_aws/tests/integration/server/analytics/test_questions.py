"""Athena's queries over the local S3 (Athena API reference)."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from embedded_aws.analytics import engine
from embedded_aws.tests.integration.server.analytics.pipelines import JSON, Pipeline, new, table

COLUMNS = {"name": "string", "value": "double"}


@pytest.fixture(scope="module")
def pipeline(aws: Any) -> Pipeline:
    ready = new(aws, COLUMNS)
    ready.log(*(f'{{"name": "n{n}", "value": {n}.5}}' for n in range(1500)))
    ready.delivered("lines/")
    return ready


def test_types_and_texts_are_athenas(pipeline: Pipeline) -> None:
    execution = pipeline.asked(
        "SELECT 1e10 AS a, true, CAST(NULL AS varchar) AS c, TIMESTAMP '2026-01-02 03:04:05' AS d, "
        "ARRAY[1, 2] AS e, 0.1e0 AS f"
    )
    athena = pipeline.aws.client("athena")
    answer = athena.get_query_results(QueryExecutionId=execution["QueryExecutionId"])["ResultSet"]

    columns = answer["ResultSetMetadata"]["ColumnInfo"]
    kinds = ["double", "boolean", "varchar", "timestamp", "array", "double"]
    assert [each["Type"] for each in columns] == kinds
    assert [each["Name"] for each in columns] == ["a", "_col1", "c", "d", "e", "f"]
    texts = [cell.get("VarCharValue") for cell in answer["Rows"][1]["Data"]]
    assert texts == ["1.0E10", "true", None, "2026-01-02 03:04:05.000", "[1, 2]", "0.1"]


def test_the_output_location_has_the_results_as_csv(pipeline: Pipeline) -> None:
    execution = pipeline.asked("SELECT 'a\"b' AS x, CAST(NULL AS varchar) AS y")

    location = execution["ResultConfiguration"]["OutputLocation"]
    bucket, _, key = location.removeprefix("s3://").partition("/")
    body = pipeline.aws.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
    assert key == f"results/{execution['QueryExecutionId']}.csv"
    assert body == b'"x","y"\n"a""b",\n'


def test_pages_have_a_thousand_rows_and_the_first_names_the_columns(pipeline: Pipeline) -> None:
    assert len(pipeline.rows("SELECT name FROM lines")) == 1500


def test_the_columns_and_partitions_that_are_read_are_the_bytes_scanned(
    pipeline: Pipeline,
) -> None:
    def scanned(sql: str) -> int:
        return int(pipeline.asked(sql)["Statistics"]["DataScannedInBytes"])

    both = scanned("SELECT name, value FROM lines")
    assert both > scanned("SELECT value FROM lines") > scanned("SELECT count(*) FROM lines") == 0
    assert scanned("SELECT name FROM lines WHERE day = '2020-01-01'") == 0


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("SELECT * FROM nowhere", "TABLE_NOT_FOUND: Table 'awsdatacatalog."),
        ("SELECT nothing FROM lines", "nothing"),
        ("CREATE TABLE x (a int)", "NOT_SUPPORTED: CREATE is out of reach"),
        ("SELECT (", "SYNTAX_ERROR"),
        ("SELECT 1; SELECT 2", "Only one sql statement"),
        ("SELECT ?", "expected 1 but found 0"),
    ],
)
def test_a_query_that_cannot_be_answered_fails_with_its_reason(
    pipeline: Pipeline, sql: str, reason: str
) -> None:
    status = pipeline.asked(sql)["Status"]

    assert status["State"] == "FAILED"
    assert reason in status["StateChangeReason"]


def test_parameters_fill_the_question_marks(pipeline: Pipeline) -> None:
    query = "SELECT value FROM lines WHERE name = ? OR value < ?"

    assert pipeline.rows(query, ExecutionParameters=["'n7'", "1"]) == [["0.5"], ["7.5"]]


def test_a_query_may_be_stopped_and_stays_stopped(pipeline: Pipeline) -> None:
    athena = pipeline.aws.client("athena")
    query = "SELECT count(*) FROM lines a, lines b, lines c WHERE a.value + b.value > c.value"
    key = pipeline.begun(query)

    athena.stop_query_execution(QueryExecutionId=key)

    execution = athena.get_query_execution(QueryExecutionId=key)["QueryExecution"]
    assert execution["Status"]["State"] == "CANCELLED"


def test_named_queries_and_work_groups_are_managed(pipeline: Pipeline) -> None:
    athena = pipeline.aws.client("athena")
    place = {"Database": pipeline.database, "WorkGroup": pipeline.name}
    created = athena.create_named_query(Name="q", QueryString="SELECT 1", **place)
    key = created["NamedQueryId"]

    assert athena.get_named_query(NamedQueryId=key)["NamedQuery"]["QueryString"] == "SELECT 1"
    athena.delete_named_query(NamedQueryId=key)

    with pytest.raises(ClientError, match=f"NamedQuery {key} was not found"):
        athena.get_named_query(NamedQueryId=key)
    with pytest.raises(ClientError, match="WorkGroup nobody is not found"):
        athena.get_work_group(WorkGroup="nobody")
    with pytest.raises(ClientError, match="WorkGroup nobody is not found"):
        athena.start_query_execution(QueryString="SELECT 1", WorkGroup="nobody")


def test_a_query_beyond_the_limit_of_its_work_group_is_cancelled(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    large = tmp_path / "large.parquet"
    rows = "SELECT md5(i::VARCHAR) AS name, 0.5 AS value FROM range(700000) AS numbers(i)"
    with engine.database() as duck:
        duck.execute(f"COPY ({rows}) TO '{large}' (FORMAT parquet, COMPRESSION snappy)")
    key = "lines/day=2020-02-29/hour=23/large.parquet"
    pipeline.aws.client("s3").upload_file(str(large), pipeline.name, key)
    updates = {"BytesScannedCutoffPerQuery": 10_000_000}
    athena = pipeline.aws.client("athena")
    athena.update_work_group(WorkGroup=pipeline.name, ConfigurationUpdates=updates)

    beyond = pipeline.asked("SELECT max(name) FROM lines")
    within = pipeline.asked("SELECT max(name) FROM lines WHERE day > '2025-01-01'")

    assert beyond["Status"]["State"] == "CANCELLED"
    assert "Bytes scanned limit" in beyond["Status"]["StateChangeReason"]
    assert beyond["Statistics"]["DataScannedInBytes"] > 10_000_000
    assert within["Status"]["State"] == "SUCCEEDED"


@pytest.fixture(scope="module")
def of_json(pipeline: Pipeline) -> Pipeline:
    """Two compressed files with a table beside the one of Parquet."""
    table(pipeline, {"httprequest": "string", "timestamp": "bigint"}, "requests", JSON)
    line = '{"httpRequest":{"country":"DE","uri":"/a"},"timestamp":1,"action":"ALLOW"}'
    for hour in ("01", "02"):
        pipeline.aws.client("s3").put_object(
            Bucket=pipeline.name,
            Key=f"requests/day=2026-11-28/hour={hour}/one.gz",
            Body=gzip.compress(f"{line}\nno object\n".encode()),
        )
    return pipeline


def test_lines_of_compressed_json_are_read_whatever_the_case_of_their_keys(
    of_json: Pipeline,
) -> None:
    rows = of_json.rows("SELECT httprequest, timestamp FROM requests WHERE hour = '01'")

    assert rows == [['{"country":"DE","uri":"/a"}', "1"], [None, None]]


def test_whole_lines_of_json_are_read(of_json: Pipeline) -> None:
    def scanned(sql: str) -> int:
        return int(of_json.asked(sql)["Statistics"]["DataScannedInBytes"])

    both = scanned("SELECT timestamp FROM requests")
    assert both == 2 * scanned("SELECT httprequest FROM requests WHERE hour = '01'") > 0
