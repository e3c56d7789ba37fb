"""The authorizer's settings, from environment variables."""

from dataclasses import dataclass

from shared.settings import EnvironmentSettings


@dataclass(frozen=True)
class Settings(EnvironmentSettings):
    """The environment variables, by their names in lower case."""

    environment: str
    issuer: str
    jwks_url: str
    consumers_path: str
    groups_parameter: str
    signers_path: str
    audience: str
    powertools_service_name: str
    log_level: str
    tracing: str
