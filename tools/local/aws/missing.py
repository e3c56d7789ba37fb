"""The operations that moto lacks or gets wrong, each in the shape of the real API."""

from tools.local.aws import (
    bucket_policies,
    cognito_clients,
    cognito_resource_servers,
    domain_names,
    instances,
    lambda_settings,
    log_events,
    table_restores,
)

ALL = (
    bucket_policies,
    cognito_clients,
    cognito_resource_servers,
    domain_names,
    instances,
    lambda_settings,
    log_events,
    table_restores,
)


def install() -> None:
    """Add them all to moto."""
    for each in ALL:
        each.install()
