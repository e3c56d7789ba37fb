"""The settings of orders, from environment variables."""

from dataclasses import dataclass

from shared.settings import EnvironmentSettings


@dataclass(frozen=True)
class Settings(EnvironmentSettings):
    """The environment variables, by their names in lower case."""

    environment: str
    orders_table: str
    cursor_key_arn: str
    credentials: str
    powertools_service_name: str
    log_level: str
    tracing: str
