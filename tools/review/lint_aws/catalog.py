"""All rules, and a run over them."""

from collections.abc import Iterable, Iterator

from tools.review.lint_aws.model import Finding, Rule, Subject, rule_id
from tools.review.lint_aws.rules import (
    access_log_columns,
    alarm_expressions,
    alarm_metrics,
    alarm_settings,
    app_clients,
    athena_queries,
    authorizers,
    backup_plans,
    context_variables,
    dashboards,
    deployment_groups,
    dynamodb_expressions,
    gateway_responses,
    iam_names,
    iam_sizes,
    integrations,
    lambda_functions,
    lambda_settings,
    limits,
    logs_insights,
    mapping_templates,
    metric_filters,
    openapi_import,
    policy_grammar,
    properties,
    schedules,
    usage_plans,
    waf,
    xray,
)

RULES: tuple[Rule, ...] = (
    access_log_columns,
    alarm_expressions,
    alarm_metrics,
    alarm_settings,
    app_clients,
    athena_queries,
    authorizers,
    backup_plans,
    context_variables,
    dashboards,
    deployment_groups,
    dynamodb_expressions,
    gateway_responses,
    iam_names,
    iam_sizes,
    integrations,
    lambda_functions,
    lambda_settings,
    limits,
    logs_insights,
    mapping_templates,
    metric_filters,
    openapi_import,
    policy_grammar,
    properties,
    schedules,
    usage_plans,
    waf,
    xray,
)


def findings(subject: Subject, rules: Iterable[Rule] = RULES) -> list[Finding]:
    """The faults that all rules report, without duplicates."""
    return list(dict.fromkeys(_all(subject, rules)))


def _all(subject: Subject, rules: Iterable[Rule]) -> Iterator[Finding]:
    for rule in rules:
        for fault in rule.faults(subject):
            yield Finding(rule_id(rule), fault.page or rule.PAGE, fault)
