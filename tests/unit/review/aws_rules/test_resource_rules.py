from pathlib import Path
from types import ModuleType
from typing import Any
from zipfile import ZipFile

import pytest

from tests.unit.review.aws_rules.subjects import FUNCTION, of, operation, sentences
from tools.review.aws_rules.model import Subject
from tools.review.aws_rules.rules.functions import deployment_groups, lambda_functions
from tools.review.aws_rules.rules.gateway import limits, waf
from tools.review.aws_rules.rules.resources import backup_plans


def function(**values: Any) -> Subject:
    return of("aws_lambda_function", function_name="parcels", **values)


def variables(**pairs: str) -> Subject:
    return function(environment=[{"variables": pairs}])


def called(timeout_ms: int) -> Subject:
    uri = f"{FUNCTION}:function:parcels:live/invocations"
    return operation({"type": "aws_proxy", "uri": uri, "timeoutInMillis": timeout_ms})


def rules(*statements: dict[str, Any], first: int = 0) -> Subject:
    entries = [
        {"priority": first * number, "statement": [statement]}
        for number, statement in enumerate(statements, 1)
    ]
    return of("aws_wafv2_web_acl", rule=entries)


def managed(name: str) -> dict[str, Any]:
    return {"managed_rule_group_statement": [{"name": name, "vendor_name": "AWS"}]}


def logs_to(arn: str) -> Subject:
    return of("aws_wafv2_web_acl_logging_configuration", log_destination_configs=[arn])


def backup(**rule: Any) -> Subject:
    return of("aws_backup_plan", rule=[{"rule_name": "daily", **rule}])


def kept(cold: int | None, delete: int, **more: Any) -> Subject:
    return backup(lifecycle=[{"cold_storage_after": cold, "delete_after": delete}], **more)


SHIFTING = [{"deployment_type": "BLUE_GREEN", "deployment_option": "WITH_TRAFFIC_CONTROL"}]
ON_ALARM = [{"events": ["DEPLOYMENT_STOP_ON_ALARM"]}]
RINGING = [{"enabled": True, "alarms": ["errors"]}]


def group(**values: Any) -> Subject:
    config = "CodeDeployDefault.LambdaCanary10Percent5Minutes"
    alarm = of("aws_cloudwatch_metric_alarm", alarm_name="errors")
    arguments = {"deployment_config_name": config, "deployment_style": SHIFTING, **values}
    return alarm + of("aws_codedeploy_deployment_group", **arguments)


COMMON, BAD_INPUTS = (
    managed("AWSManagedRulesCommonRuleSet"),
    managed("AWSManagedRulesKnownBadInputsRuleSet"),
)
XSS = {"xss_match_statement": [{"text_transformation": [{"type": "URL_DECODE"}]}]}
RATE = {"rate_based_statement": [{"limit": 5, "evaluation_window_sec": 90}]}


@pytest.mark.parametrize(
    ("rule", "subject", "sentence"),
    [
        (lambda_functions, variables(A_B="x" * 4_096), "bytes of 4,096"),
        (lambda_functions, variables(AWS_REGION="x"), "Lambda sets AWS_REGION itself"),
        (lambda_functions, of("aws_lambda_function", function_name="a b"), "no name of a function"),
        (lambda_functions, function(runtime="python3.99"), "no runtime python3.99"),
        (lambda_functions, function(runtime="nodejs12.x"), "with nodejs12.x since"),
        (lambda_functions, function(runtime="python3.8"), "python3.8 is deprecated"),
        (lambda_functions, function(architectures=["arm"]), "no architecture arm"),
        (lambda_functions, function(timeout=901), "timeout is 901 s"),
        (lambda_functions, function(memory_size=64), "memory_size is 64"),
        (lambda_functions, function(timeout=30) + called(29_000), "answers 504 after 29"),
        (limits, of("aws_cloudwatch_log_group", retention_in_days=10), "retention_in_days is 10"),
        (limits, of("aws_s3_bucket", bucket="Groundplan"), "bucket is 'Groundplan'"),
        (limits, of("aws_s3_bucket", bucket="a..b"), "bucket is 'a..b'"),
        (limits, of("aws_ssm_parameter", name="/aws/x"), "name is '/aws/x'"),
        (limits, of("aws_ssm_parameter", insecure_value="x" * 4_097), "4,097 bytes"),
        (limits, of("aws_kms_alias", name="alias/aws/logs"), "name is 'alias/aws/logs'"),
        (limits, of("aws_cognito_user_pool_domain", domain="my-cognito"), "domain is"),
        (limits, of("aws_cognito_resource_server", scope=[{"scope_name": "a/b"}]), "'a/b'"),
        (limits, of("aws_dynamodb_table", name="o"), "name is 'o'"),
        (
            limits,
            of("aws_secretsmanager_secret", name="parcels-secret"),
            "name is 'parcels-secret'",
        ),
        (limits, of("aws_api_gateway_usage_plan", quota_settings=[{"period": "YEAR"}]), "YEAR"),
        (
            limits,
            of("aws_api_gateway_method_settings", settings=[{"cache_ttl_in_seconds": 3_601}]),
            "it goes from 0 to 3,600",
        ),
        (waf, rules(COMMON, COMMON, BAD_INPUTS, first=1), "1,600 WCU; 1,500 are included"),
        (waf, rules(*[COMMON] * 8, first=1), "5,600 WCU of 5,000"),
        (waf, rules(managed("AWSManagedRulesAll")), "no managed rule group AWSManagedRulesAll"),
        (waf, rules(COMMON, XSS), "2 rules have priority 0"),
        (waf, rules(RATE), "A rate of 5 is none"),
        (waf, rules(RATE), "An evaluation window of 90 s"),
        (waf, logs_to("arn:aws:logs:r:1:log-group:waf"), "WAF does not log to"),
        (backup_plans, kept(30, 119), "go cold after 30 days and are deleted after 119"),
        (backup_plans, kept(None, 36, enable_continuous_backup=True), "end after 35 days"),
        (backup_plans, backup(start_window=60, completion_window=90), "completion_window is 90"),
        (deployment_groups, group(deployment_style=[]), "deployment_type is not set"),
        (
            deployment_groups,
            group(alarm_configuration=[{"alarms": ["no"]}]),
            "There is no alarm no",
        ),
        (deployment_groups, group(auto_rollback_configuration=ON_ALARM), "but watches none"),
    ],
)
def test_what_a_service_refuses_is_found(rule: ModuleType, subject: Subject, sentence: str) -> None:
    assert sentence in sentences(rule, subject)


@pytest.mark.parametrize(
    ("rule", "subject"),
    [
        (lambda_functions, function(runtime="python3.13", architectures=["arm64"], timeout=10)),
        (lambda_functions, function(timeout=29) + called(29_000)),
        (lambda_functions, variables(ORDERS_TABLE="x")),
        (limits, of("aws_cloudwatch_log_group", retention_in_days=30, name="/aws/lambda/x")),
        (limits, of("aws_s3_bucket", bucket="groundplan-artifacts-123456789012")),
        (limits, of("aws_ssm_parameter", name="/local/services/parcels", value="x" * 4_096)),
        (limits, of("aws_ssm_parameter", tier="Advanced", value="x" * 8_000)),
        (limits, of("aws_secretsmanager_secret", name="/local/consumers/parcels-service")),
        (limits, of("aws_cognito_user_pool_domain", domain="groundplan-dev-1")),
        (waf, rules(COMMON, BAD_INPUTS, XSS, first=1)),
        (waf, logs_to("arn:aws:logs:r:1:log-group:aws-waf-logs-dev")),
        (waf, logs_to("arn:aws:firehose:r:1:deliverystream/aws-waf-logs-dev")),
        (backup_plans, kept(30, 120, start_window=60, completion_window=120)),
        (backup_plans, kept(None, 35, enable_continuous_backup=True)),
        (deployment_groups, group()),
        (
            deployment_groups,
            group(auto_rollback_configuration=ON_ALARM, alarm_configuration=RINGING),
        ),
    ],
)
def test_what_a_service_takes_passes(rule: ModuleType, subject: Subject) -> None:
    assert sentences(rule, subject) == ""


def test_a_package_that_lambda_cannot_unpack_is_found(tmp_path: Path) -> None:
    package = tmp_path / "package.zip"
    with ZipFile(package, "w", compression=8) as archive:
        archive.writestr("large", b"\0" * (251 * 1024 * 1024))

    faults = sentences(lambda_functions, function(filename=str(package)))

    assert "251 MB unpacked" in faults
