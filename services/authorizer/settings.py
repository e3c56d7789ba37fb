"""The environment that the authorizer runs with."""

from dataclasses import dataclass

from shared.settings import EnvironmentSettings


@dataclass(frozen=True)
class Settings(EnvironmentSettings):
    """Variables by their names in lower case."""

    environment: str
    issuer: str
    jwks_url: str
    consumers_path: str
    groups_parameter: str
    powertools_service_name: str
    log_level: str
    tracing: str
