from types import ModuleType

import pytest

from tests.unit.review.aws_rules.subjects import alarm, log_format, of, sentences, sql
from tools.review.aws_rules.model import Subject
from tools.review.aws_rules.rules.gateway import access_log_columns
from tools.review.aws_rules.rules.watching import (
    alarm_metrics,
    alarm_settings,
    athena_queries,
    logs_insights,
)

ERRORS = {"namespace": "AWS/Lambda", "metric_name": "Errors"}
ORDERS = {"FunctionName": "parcels"}
LOG = log_format(request_id="$context.requestId", status="$context.status")
FILTER = of(
    "aws_cloudwatch_log_metric_filter",
    metric_transformation=[{"namespace": "Shop", "name": "Refusals"}],
)


def saved(text: str) -> Subject:
    return LOG + of(
        "aws_cloudwatch_query_definition", query_string=text, log_group_names=["/access"]
    )


def glue(*columns: str, partitions: tuple[str, ...] = ()) -> Subject:
    return LOG + of(
        "aws_glue_catalog_table",
        storage_descriptor=[{"columns": [{"name": name} for name in columns]}],
        partition_keys=[{"name": name} for name in partitions],
    )


def test_a_view_and_a_column_that_is_empty_by_intention_are_fine() -> None:
    left_out = {"name": "trace", "comment": "left out of the lines"}
    lines = [{"columns": [{"name": "request_id"}, {"name": "status"}, left_out]}]
    view = [{"columns": [{"name": "request_id"}, {"name": "status"}, {"name": "day"}]}]

    table, columns = "aws_glue_catalog_table", "storage_descriptor"
    subject = LOG + of(table, **{columns: lines})
    subject += of(table, table_type="VIRTUAL_VIEW", **{columns: view})

    assert not list(access_log_columns.faults(subject))


def firehose(size: int) -> Subject:
    target = {"buffering_size": size, "data_format_conversion_configuration": [{"enabled": True}]}
    return of("aws_kinesis_firehose_delivery_stream", extended_s3_configuration=[target])


@pytest.mark.parametrize(
    ("rule", "subject", "sentence"),
    [
        (alarm_metrics, alarm(namespace="AWS/Lambda", metric_name="Error"), "did you mean Errors"),
        (alarm_metrics, alarm(**ERRORS, dimensions={"Function": "x"}), "no dimensions Function"),
        (alarm_metrics, alarm(namespace="AWS/Lamda", metric_name="Errors"), "no namespace"),
        (alarm_metrics, alarm(namespace="Shop", metric_name="Refusals"), "Nobody publishes"),
        (
            alarm_metrics,
            alarm(metric_query=[{"metric": [{**ERRORS, "dimensions": {"Name": "x"}}]}]),
            "no dimensions Name",
        ),
        (
            alarm_metrics,
            alarm(
                namespace="AWS/DynamoDB",
                metric_name="SystemErrors",
                dimensions={"TableName": "parcels"},
            ),
            "it has Operation+TableName",
        ),
        (alarm_settings, alarm(period=45), "A period of 45 s"),
        (alarm_settings, alarm(**ERRORS, period=10), "once a minute"),
        (alarm_settings, alarm(extended_statistic="p101"), "no statistic p101"),
        (alarm_settings, alarm(extended_statistic="99p"), "no statistic 99p"),
        (alarm_settings, alarm(statistic="Sum", extended_statistic="p99"), "Both statistic"),
        (alarm_settings, alarm(evaluation_periods=2, datapoints_to_alarm=3), "3 of 2"),
        (alarm_settings, alarm(period=1800, evaluation_periods=49), "49 periods of 1800 s"),
        (logs_insights, saved("fields status | where status = 1"), "no command where"),
        (logs_insights, saved("stats avrage(status)"), "no function avrage"),
        (logs_insights, saved("fields request_id, code"), "no field code"),
        (logs_insights, saved("filter (status = 1"), "a bracket is never closed"),
        (logs_insights, saved("filter status) = 1"), "closes what was never opened"),
        (logs_insights, saved("fields status | | limit 1"), "followed by no command"),
        (logs_insights, saved("filter status = 'x"), "is not understood"),
        (logs_insights, saved(""), "it has no command"),
        (athena_queries, of("aws_athena_named_query", query="SELEC 1 FROM"), "It is no query"),
        (athena_queries, sql("SELECT count(* FROM ${table}"), "It is no query"),
        (access_log_columns, glue("request_id"), "has status, the table does not"),
        (access_log_columns, glue("request_id", "status", "day"), "No access-log line has day"),
        (
            access_log_columns,
            glue("request_id", "status", partitions=("status",)),
            "a column and a partition",
        ),
        (access_log_columns, firehose(5), "buffering_size is 5 MB"),
    ],
)
def test_what_would_stay_silent_is_found(rule: ModuleType, subject: Subject, sentence: str) -> None:
    assert sentence in sentences(rule, subject)


@pytest.mark.parametrize(
    ("rule", "subject"),
    [
        (alarm_metrics, alarm(**ERRORS, dimensions=ORDERS)),
        (alarm_metrics, alarm(**ERRORS, dimensions={**ORDERS, "Resource": "parcels:live"})),
        (alarm_metrics, FILTER + alarm(namespace="Shop", metric_name="Refusals")),
        (alarm_metrics, alarm(**ERRORS)),
        (alarm_settings, alarm(**ERRORS, period=60, evaluation_periods=5, statistic="Sum")),
        (alarm_settings, alarm(period=0, metric_query=[{"metric": [{**ERRORS, "period": 60}]}])),
        (alarm_settings, alarm(extended_statistic="p99.9")),
        (alarm_settings, alarm(extended_statistic="TM(10%:90%)")),
        (alarm_settings, alarm(period=3600, evaluation_periods=168)),
        (logs_insights, saved("stats count(*) as n by status | sort n desc | limit 20 # most")),
        (logs_insights, saved("filter status like /^5(0|2)/ | stats pct(status, 99) by bin(5m)")),
        (logs_insights, saved("parse @message /id=(?<id>\\S+)/ | filter @message =~ /a|b/")),
        (logs_insights, saved("filter status in ['403', '401'] and ispresent(request_id)")),
        (athena_queries, sql("SELECT status, count(*) FROM ${table} GROUP BY 1")),
        (athena_queries, of("aws_athena_named_query", query="MSCK REPAIR TABLE logs")),
        (access_log_columns, glue("request_id", "status", partitions=("day",))),
        (access_log_columns, glue("something", "else", "and", "more")),
        (access_log_columns, firehose(64)),
    ],
)
def test_what_reads_and_rings_passes(rule: ModuleType, subject: Subject) -> None:
    assert sentences(rule, subject) == ""
