"""The operations that moto lacks or gets wrong, each in the shape of the real API."""

from embedded_aws.aws import (
    bucket_policies,
    budgets,
    cognito_clients,
    cognito_resource_servers,
    cognito_secrets,
    contributor_insights,
    domain_names,
    event_invoke_configs,
    event_targets,
    instances,
    lambda_settings,
    log_events,
    log_queries,
    secret_labels,
    table_restores,
    web_acl_parameters,
    web_acls,
    xray_groups,
    xray_sampling,
)

ALL = (
    bucket_policies,
    budgets,
    cognito_clients,
    cognito_resource_servers,
    cognito_secrets,
    contributor_insights,
    domain_names,
    event_invoke_configs,
    event_targets,
    instances,
    lambda_settings,
    log_events,
    log_queries,
    secret_labels,
    table_restores,
    xray_groups,
    xray_sampling,
    web_acl_parameters,
    web_acls,
)


def install() -> None:
    """Add them all to moto."""
    for each in ALL:
        each.install()
