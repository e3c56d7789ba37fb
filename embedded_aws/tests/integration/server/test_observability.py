"""Saved queries, composite alarms, X-Ray, Contributor Insights and budgets, through boto3."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from embedded_aws.tests.integration.server.conftest import EmbeddedAws
from embedded_aws.tests.integration.server.test_operations import refused

ACCOUNT = "123456789012"


def named(prefix: str) -> str:
    return f"{prefix}-{uuid.uuid4().hex[:8]}"


def code_of(call: Any) -> str:
    return str(refused(call).response["Error"]["Code"])


def test_a_saved_query_is_found_by_the_beginning_of_its_name(aws: EmbeddedAws) -> None:
    logs, name = aws.client("logs"), named("groundplan/errors")
    answer = logs.put_query_definition(
        name=name, queryString="fields @message", logGroupNames=["/a", "/b"]
    )

    [query] = logs.describe_query_definitions(queryDefinitionNamePrefix=name)["queryDefinitions"]

    assert query["queryDefinitionId"] == answer["queryDefinitionId"]
    assert (query["queryString"], query["logGroupNames"]) == ("fields @message", ["/a", "/b"])


def test_a_saved_query_is_replaced_by_its_id(aws: EmbeddedAws) -> None:
    logs, name = aws.client("logs"), named("replaced")
    key = logs.put_query_definition(name=name, queryString="old")["queryDefinitionId"]

    logs.put_query_definition(queryDefinitionId=key, name=name, queryString="new")

    [query] = logs.describe_query_definitions(queryDefinitionNamePrefix=name)["queryDefinitions"]
    assert (query["queryDefinitionId"], query["queryString"]) == (key, "new")


def test_saved_queries_come_in_pages(aws: EmbeddedAws) -> None:
    logs, prefix = aws.client("logs"), named("paged")
    for number in range(3):
        logs.put_query_definition(name=f"{prefix}-{number}", queryString="fields @message")

    first = logs.describe_query_definitions(queryDefinitionNamePrefix=prefix, maxResults=2)
    second = logs.describe_query_definitions(
        queryDefinitionNamePrefix=prefix, maxResults=2, nextToken=first["nextToken"]
    )

    names = [each["name"] for page in (first, second) for each in page["queryDefinitions"]]
    assert names == [f"{prefix}-{number}" for number in range(3)]
    assert "nextToken" not in second


def test_a_deleted_query_is_gone(aws: EmbeddedAws) -> None:
    logs, name = aws.client("logs"), named("gone")
    key = logs.put_query_definition(name=name, queryString="q")["queryDefinitionId"]

    assert logs.delete_query_definition(queryDefinitionId=key)["success"]

    answer = logs.describe_query_definitions(queryDefinitionNamePrefix=name)
    assert answer["queryDefinitions"] == []
    again = code_of(lambda: logs.delete_query_definition(queryDefinitionId=key))
    assert again == "ResourceNotFoundException"


def put_alarm(cloudwatch: Any, name: str) -> None:
    cloudwatch.put_metric_alarm(
        AlarmName=name,
        Namespace="AWS/Lambda",
        MetricName="Errors",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
    )


def test_a_composite_alarm_keeps_its_rule_and_who_silences_it(aws: EmbeddedAws) -> None:
    cloudwatch = aws.client("cloudwatch")
    part, other, whole = named("part"), named("other"), named("whole")
    put_alarm(cloudwatch, part)
    put_alarm(cloudwatch, other)

    cloudwatch.put_composite_alarm(
        AlarmName=whole,
        AlarmRule=f'ALARM("{part}")',
        ActionsSuppressor=other,
        ActionsSuppressorWaitPeriod=120,
        ActionsSuppressorExtensionPeriod=60,
    )

    [alarm] = cloudwatch.describe_alarms(AlarmNames=[whole], AlarmTypes=["CompositeAlarm"])[
        "CompositeAlarms"
    ]
    assert (alarm["AlarmRule"], alarm["ActionsSuppressor"]) == (f'ALARM("{part}")', other)
    assert (alarm["ActionsSuppressorWaitPeriod"], alarm["ActionsSuppressorExtensionPeriod"]) == (
        120,
        60,
    )


@pytest.mark.parametrize(
    "reference",
    [
        {"AlarmRule": 'ALARM("nowhere")'},
        {"AlarmRule": "TRUE", "ActionsSuppressor": "nowhere"},
    ],
)
def test_a_composite_alarm_of_unknown_parts_is_refused(
    aws: EmbeddedAws, reference: dict[str, str]
) -> None:
    cloudwatch = aws.client("cloudwatch")

    error = refused(lambda: cloudwatch.put_composite_alarm(AlarmName="whole", **reference))

    assert error.response["Error"]["Code"] == "ValidationError"
    assert "nowhere" in error.response["Error"]["Message"]


def test_an_alarm_that_a_composite_alarm_names_is_kept(aws: EmbeddedAws) -> None:
    cloudwatch, part, whole = aws.client("cloudwatch"), named("part"), named("whole")
    put_alarm(cloudwatch, part)
    cloudwatch.put_composite_alarm(AlarmName=whole, AlarmRule=f'ALARM("{part}")')

    refusal = code_of(lambda: cloudwatch.delete_alarms(AlarmNames=[part]))
    cloudwatch.delete_alarms(AlarmNames=[whole])
    cloudwatch.delete_alarms(AlarmNames=[part])

    assert refusal == "ValidationError"
    assert cloudwatch.describe_alarms(AlarmNames=[part])["MetricAlarms"] == []


RULE = {
    "Priority": 100,
    "FixedRate": 0.05,
    "ReservoirSize": 1,
    "ServiceName": "groundplan/v1",
    "ServiceType": "*",
    "Host": "*",
    "HTTPMethod": "*",
    "URLPath": "*",
    "ResourceARN": "*",
    "Version": 1,
}


def rules(xray: Any) -> dict[str, dict[str, Any]]:
    records = xray.get_sampling_rules()["SamplingRuleRecords"]
    return {each["SamplingRule"]["RuleName"]: each["SamplingRule"] for each in records}


def test_a_sampling_rule_is_made_changed_and_deleted(aws: EmbeddedAws) -> None:
    xray, name = aws.client("xray"), named("rule")
    xray.create_sampling_rule(SamplingRule={**RULE, "RuleName": name})

    xray.update_sampling_rule(SamplingRuleUpdate={"RuleName": name, "FixedRate": 0.5})
    changed = rules(xray)[name]
    xray.delete_sampling_rule(RuleName=name)

    assert (changed["FixedRate"], changed["ReservoirSize"]) == (0.5, 1)
    assert name not in rules(xray)


def test_a_group_is_made_changed_and_deleted(aws: EmbeddedAws) -> None:
    xray, name = aws.client("xray"), named("group")
    group = xray.create_group(GroupName=name, FilterExpression="fault = true")["Group"]

    xray.update_group(GroupARN=group["GroupARN"], FilterExpression="error = true")
    changed = xray.get_group(GroupName=name)["Group"]
    xray.delete_group(GroupARN=group["GroupARN"])

    assert changed["FilterExpression"] == "error = true"
    assert name not in {each["GroupName"] for each in xray.get_groups()["Groups"]}


def test_groups_and_rules_of_one_name_are_refused(aws: EmbeddedAws) -> None:
    xray, name = aws.client("xray"), named("twice")
    xray.create_group(GroupName=name)
    xray.create_sampling_rule(SamplingRule={**RULE, "RuleName": name})

    assert code_of(lambda: xray.create_group(GroupName=name)) == "InvalidRequestException"
    again = {**RULE, "RuleName": name}
    assert code_of(lambda: xray.create_sampling_rule(SamplingRule=again)) == (
        "InvalidRequestException"
    )


def test_an_unknown_group_is_not_found(aws: EmbeddedAws) -> None:
    error = refused(lambda: aws.client("xray").get_group(GroupName="nowhere"))

    assert error.response["Error"]["Message"] == "Group not found"


def test_groups_carry_tags(aws: EmbeddedAws) -> None:
    xray = aws.client("xray")
    tags = [{"Key": "project", "Value": "groundplan"}, {"Key": "old", "Value": "x"}]
    arn = xray.create_group(GroupName=named("tagged"), Tags=tags)["Group"]["GroupARN"]

    xray.tag_resource(ResourceARN=arn, Tags=[{"Key": "new", "Value": "y"}])
    xray.untag_resource(ResourceARN=arn, TagKeys=["old"])

    carried = xray.list_tags_for_resource(ResourceARN=arn)["Tags"]
    assert {each["Key"]: each["Value"] for each in carried} == {"project": "groundplan", "new": "y"}


@pytest.fixture
def table(aws: EmbeddedAws) -> str:
    name = named("hot")
    aws.client("dynamodb").create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return name


def test_contributor_insights_are_off_until_they_are_enabled(aws: EmbeddedAws, table: str) -> None:
    dynamodb = aws.client("dynamodb")
    before = dynamodb.describe_contributor_insights(TableName=table)

    dynamodb.update_contributor_insights(TableName=table, ContributorInsightsAction="ENABLE")

    after = dynamodb.describe_contributor_insights(TableName=table)
    assert before["ContributorInsightsStatus"] == "DISABLED"
    assert (after["ContributorInsightsStatus"], after["TableName"]) == ("ENABLED", table)
    assert f"DynamoDBContributorInsights-PKC-{table}" in after["ContributorInsightsRuleList"]


def test_contributor_insights_of_an_index_are_its_own(aws: EmbeddedAws, table: str) -> None:
    dynamodb = aws.client("dynamodb")
    dynamodb.update_contributor_insights(
        TableName=table, IndexName="by-status", ContributorInsightsAction="ENABLE"
    )

    whole = dynamodb.describe_contributor_insights(TableName=table)
    index = dynamodb.describe_contributor_insights(TableName=table, IndexName="by-status")

    assert whole["ContributorInsightsStatus"] == "DISABLED"
    assert index["ContributorInsightsStatus"] == "ENABLED"


def test_contributor_insights_need_a_table(aws: EmbeddedAws) -> None:
    dynamodb = aws.client("dynamodb")

    missing = code_of(lambda: dynamodb.describe_contributor_insights(TableName="nowhere"))

    assert missing == "ResourceNotFoundException"


NOTIFICATION = {
    "NotificationType": "ACTUAL",
    "ComparisonOperator": "GREATER_THAN",
    "Threshold": 80.0,
    "ThresholdType": "PERCENTAGE",
}


def make_budget(budgets: Any, name: str) -> None:
    subscriber = {"SubscriptionType": "EMAIL", "Address": "team@example.com"}
    budgets.create_budget(
        AccountId=ACCOUNT,
        Budget={
            "BudgetName": name,
            "BudgetLimit": {"Amount": "20", "Unit": "USD"},
            "TimeUnit": "MONTHLY",
            "BudgetType": "COST",
        },
        NotificationsWithSubscribers=[
            {"Notification": NOTIFICATION, "Subscribers": [subscriber]},
        ],
        ResourceTags=[{"Key": "project", "Value": "groundplan"}],
    )


def test_a_budget_tells_its_subscribers_and_tags(aws: EmbeddedAws) -> None:
    budgets, name = aws.client("budgets"), named("budget")
    make_budget(budgets, name)

    subscribers = budgets.describe_subscribers_for_notification(
        AccountId=ACCOUNT, BudgetName=name, Notification=NOTIFICATION
    )["Subscribers"]
    tags = budgets.list_tags_for_resource(ResourceARN=f"arn:aws:budgets::{ACCOUNT}:budget/{name}")[
        "ResourceTags"
    ]

    assert subscribers == [{"SubscriptionType": "EMAIL", "Address": "team@example.com"}]
    assert tags == [{"Key": "project", "Value": "groundplan"}]


def test_a_budgets_limit_is_changed(aws: EmbeddedAws) -> None:
    budgets, name = aws.client("budgets"), named("budget")
    make_budget(budgets, name)
    limit = {"Amount": "50", "Unit": "USD"}

    budgets.update_budget(
        AccountId=ACCOUNT,
        NewBudget={
            "BudgetName": name,
            "BudgetLimit": limit,
            "TimeUnit": "MONTHLY",
            "BudgetType": "COST",
            "TimePeriod": {"Start": datetime(2030, 1, 1, tzinfo=UTC)},
        },
    )

    budget = budgets.describe_budget(AccountId=ACCOUNT, BudgetName=name)["Budget"]
    assert budget["BudgetLimit"] == limit
    assert budget["TimePeriod"]["Start"].year == 2030


def test_an_unknown_budget_is_not_found(aws: EmbeddedAws) -> None:
    budgets = aws.client("budgets")

    missing = code_of(
        lambda: budgets.describe_subscribers_for_notification(
            AccountId=ACCOUNT, BudgetName="nowhere", Notification=NOTIFICATION
        )
    )

    assert missing == "NotFoundException"
