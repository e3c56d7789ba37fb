"""The environment that the smoke test runs with."""

from dataclasses import dataclass

from shared.settings import EnvironmentSettings


@dataclass(frozen=True)
class Settings(EnvironmentSettings):
    """Variables by their names in lower case."""

    environment: str
    powertools_service_name: str
    log_level: str
    tracing: str
