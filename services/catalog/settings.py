"""The catalog's settings, from environment variables."""

from dataclasses import dataclass

from shared.settings import EnvironmentSettings


@dataclass(frozen=True)
class Settings(EnvironmentSettings):
    """The environment variables, by their names in lower case."""

    environment: str
    catalog_table: str
    cursor_key_arn: str
    powertools_service_name: str
    log_level: str
    tracing: str
