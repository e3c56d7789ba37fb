"""The operations that moto lacks or gets wrong, each in the shape of the real API."""

from tools.local.aws import (
    bucket_policies,
    cognito_clients,
    cognito_resource_servers,
    instances,
    lambda_settings,
    log_events,
    web_acl_parameters,
    web_acls,
)

ALL = (
    bucket_policies,
    cognito_clients,
    cognito_resource_servers,
    instances,
    lambda_settings,
    log_events,
    web_acl_parameters,
    web_acls,
)


def install() -> None:
    """Add them all to moto."""
    for each in ALL:
        each.install()
