"""The operations that moto lacks or gets wrong, each in the shape of the real API."""

from tools.local.aws import (
    bucket_policies,
    budgets,
    cloudwatch_composites,
    cognito_clients,
    cognito_resource_servers,
    contributor_insights,
    instances,
    lambda_settings,
    log_events,
    log_queries,
    xray_groups,
    xray_sampling,
)

ALL = (
    bucket_policies,
    budgets,
    cloudwatch_composites,
    cognito_clients,
    cognito_resource_servers,
    contributor_insights,
    instances,
    lambda_settings,
    log_events,
    log_queries,
    xray_groups,
    xray_sampling,
)


def install() -> None:
    """Add them all to moto."""
    for each in ALL:
        each.install()
