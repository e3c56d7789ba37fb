"""CloudWatch, its logs, X-Ray and budgets."""

import time
from typing import Any

from embedded_aws.tests.integration.plain_moto.asking import Client, Probe, refuses


def lacks_saved_queries(client: Client) -> bool:
    return refuses(client("logs").put_query_definition, name="q", queryString="fields @message")


def _logged(client: Client, *lines: str) -> Any:
    logs = client("logs")
    logs.create_log_group(logGroupName="g")
    logs.create_log_stream(logGroupName="g", logStreamName="s")
    events = [{"timestamp": int(time.time() * 1000), "message": line} for line in lines]
    logs.put_log_events(logGroupName="g", logStreamName="s", logEvents=events)
    return logs


def finds_every_event(client: Client) -> bool:
    logs = _logged(client, '{"status": 200}')
    pattern = "{ $.status = 500 }"
    return bool(logs.filter_log_events(logGroupName="g", filterPattern=pattern)["events"])


def counts_nothing(client: Client) -> bool:
    logs = _logged(client, "x")
    query = {"startTime": 0, "endTime": int(time.time()) + 9, "queryString": "stats count(*) as n"}
    started = logs.start_query(logGroupName="g", **query)["queryId"]
    rows = logs.get_query_results(queryId=started)["results"]
    return bool(rows != [[{"field": "n", "value": "1"}]])


def lacks_groups(client: Client) -> bool:
    return refuses(client("xray").create_group, GroupName="g", FilterExpression="error")


def lacks_sampling_rules(client: Client) -> bool:
    return refuses(client("xray").get_sampling_rules)


def lacks_changes_of_budgets(client: Client) -> bool:
    budget = {
        "BudgetName": "b",
        "BudgetLimit": {"Amount": "1", "Unit": "USD"},
        "TimeUnit": "MONTHLY",
        "BudgetType": "COST",
    }
    client("budgets").create_budget(AccountId="123456789012", Budget=budget)
    return refuses(client("budgets").update_budget, AccountId="123456789012", NewBudget=budget)


def lacks_alarm_history(client: Client) -> bool:
    return refuses(client("cloudwatch").describe_alarm_history)


def lacks_percentiles(client: Client) -> bool:
    cloudwatch = client("cloudwatch")
    cloudwatch.put_metric_data(Namespace="n", MetricData=[{"MetricName": "m", "Value": 1.0}])
    query = {
        "Namespace": "n",
        "MetricName": "m",
        "StartTime": time.time() - 600,
        "EndTime": time.time() + 60,
        "Period": 60,
        "ExtendedStatistics": ["p50"],
    }
    try:
        points = cloudwatch.get_metric_statistics(**query)["Datapoints"]
    except Exception:  # noqa: BLE001 - whatever it is, it does not do it
        return True
    return not points or "p50" not in points[0].get("ExtendedStatistics", {})


def ignores_conditions_of_metric_filters(client: Client) -> bool:
    logs = client("logs")
    logs.create_log_group(logGroupName="g")
    logs.create_log_stream(logGroupName="g", logStreamName="s")
    value = {"metricName": "m", "metricNamespace": "n", "metricValue": "1"}
    logs.put_metric_filter(
        logGroupName="g",
        filterName="f",
        filterPattern="{ $.status = 500 }",
        metricTransformations=[value],
    )
    event = {"timestamp": int(time.time() * 1000), "message": '{"status": 200}'}
    try:
        logs.put_log_events(logGroupName="g", logStreamName="s", logEvents=[event])
    except Exception:  # noqa: BLE001 - whatever it is, it does not do it
        return True
    event["message"] = '{"status": 500}'
    logs.put_log_events(logGroupName="g", logStreamName="s", logEvents=[event])
    counted = client("cloudwatch").get_metric_statistics(
        Namespace="n",
        MetricName="m",
        StartTime=time.time() - 600,
        EndTime=time.time() + 60,
        Period=600,
        Statistics=["Sum"],
    )["Datapoints"]
    return bool(sum(each["Sum"] for each in counted) != 1)


def forgets_classes(client: Client) -> bool:
    logs = client("logs")
    logs.create_log_group(logGroupName="/g", logGroupClass="INFREQUENT_ACCESS")
    return "logGroupClass" not in logs.describe_log_groups()["logGroups"][0]


PROBES: dict[str, Probe] = {
    "patches.logs.classes": forgets_classes,
    "patches.logs.filtering": finds_every_event,
    "patches.logs.insights": counts_nothing,
    "patches.logs.saved_queries": lacks_saved_queries,
    "patches.xray.groups": lacks_groups,
    "patches.xray.sampling": lacks_sampling_rules,
    "patches.budgets": lacks_changes_of_budgets,
    "cloudwatch.alarms.operations": lacks_alarm_history,
    "cloudwatch.metrics.operations": lacks_percentiles,
    "cloudwatch.log_lines.log_metrics": ignores_conditions_of_metric_filters,
}
