from typing import Any

import pytest

from tests.unit.review.aws_rules.subjects import of, sentences
from tools.review.aws_rules.knowledge.schemas import broken
from tools.review.aws_rules.knowledge.tables import table
from tools.review.aws_rules.rules.resources import properties

KEY = "arn:aws:kms:eu-central-1:123456789012:key/1"


@pytest.mark.parametrize(
    ("type_", "values", "sentence"),
    [
        ("aws_xray_sampling_rule", {"rule_name": "x" * 33}, "rule_name has 33 characters"),
        ("aws_xray_sampling_rule", {"fixed_rate": 1.5}, "fixed_rate is 1.5; it is 1 or less"),
        ("aws_xray_group", {"group_name": "x" * 33}, "AWS takes 1 to 32"),
        ("aws_sqs_queue", {"delay_seconds": 901}, "delay_seconds is 901; it is 900 or less"),
        ("aws_sqs_queue", {"visibility_timeout_seconds": 43_201}, "43200 or less"),
        ("aws_lambda_alias", {"name": "12"}, "name is '12', which does not fit"),
        ("aws_lambda_permission", {"action": "InvokeFunction"}, "action is 'InvokeFunction'"),
        ("aws_lambda_function", {"tracing_config": [{"mode": "On"}]}, "tracing_config.mode is On"),
        ("aws_iam_role", {"max_session_duration": 60}, "it is 3600 or more"),
        ("aws_kms_key", {"rotation_period_in_days": 30}, "rotation_period_in_days is 30"),
        ("aws_cloudwatch_log_group", {"name": "a b"}, "name is 'a b', which does not fit"),
        ("aws_cloudwatch_metric_alarm", {"alarm_description": "x" * 1025}, "1025 characters"),
        ("aws_cloudwatch_metric_alarm", {"comparison_operator": "Above"}, "is Above; it is one of"),
        ("aws_dynamodb_table", {"billing_mode": "ON_DEMAND"}, "billing_mode is ON_DEMAND"),
        ("aws_cognito_resource_server", {"scope": [{}] * 101}, "scope has 101 entries of 100"),
        ("aws_codedeploy_app", {"name": "a/b"}, "name is 'a/b', which does not fit"),
        ("aws_secretsmanager_secret", {"description": "x" * 2049}, "2049 characters"),
        ("aws_cloudwatch_event_rule", {"name": "x" * 65}, "65 characters; AWS takes 1 to 64"),
        ("aws_cloudwatch_event_rule", {"schedule_expression": "daily"}, "is 'daily'"),
        ("aws_wafv2_web_acl", {"name": "a b"}, "name is 'a b', which does not fit"),
    ],
)
def test_what_the_registry_does_not_allow_is_found(
    type_: str, values: dict[str, Any], sentence: str
) -> None:
    assert sentence in sentences(properties, of(type_, **values))


@pytest.mark.parametrize(
    ("type_", "values"),
    [
        ("aws_xray_sampling_rule", {"rule_name": "groundplan-local", "fixed_rate": 0.05}),
        ("aws_lambda_function", {"tracing_config": [{"mode": "Active"}], "timeout": 10}),
        ("aws_lambda_function", {"reserved_concurrent_executions": -1}),
        ("aws_cloudwatch_log_group", {"name": "/aws/lambda/x", "kms_key_id": KEY}),
        ("aws_cognito_user_pool_client", {"client_secret": "what-AWS-answers"}),
        ("aws_kms_key", {"description": "", "deletion_window_in_days": 0}),
    ],
)
def test_what_the_registry_allows_passes(type_: str, values: dict[str, Any]) -> None:
    assert sentences(properties, of(type_, **values)) == ""


@pytest.mark.parametrize("row", table("schemas")["types"], ids=lambda row: str(row["type"]))
def test_every_type_of_the_table_is_in_the_registry(row: dict[str, Any]) -> None:
    assert list(broken(row, {})) == []
