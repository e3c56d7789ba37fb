"""All rules, and a run over them."""

from collections.abc import Iterable, Iterator

from tools.review.aws_rules.model import Finding, Rule, Subject, rule_id
from tools.review.aws_rules.rules.access import app_clients, iam_names, iam_sizes, policy_grammar
from tools.review.aws_rules.rules.functions import (
    deployment_groups,
    lambda_functions,
    lambda_settings,
)
from tools.review.aws_rules.rules.gateway import (
    access_log_columns,
    authorizers,
    context_variables,
    gateway_responses,
    integrations,
    limits,
    mapping_templates,
    openapi_import,
    usage_plans,
    waf,
)
from tools.review.aws_rules.rules.resources import (
    backup_plans,
    dynamodb_expressions,
    properties,
    schedules,
)
from tools.review.aws_rules.rules.watching import (
    alarm_expressions,
    alarm_metrics,
    alarm_settings,
    athena_queries,
    dashboards,
    logs_insights,
    metric_filters,
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
