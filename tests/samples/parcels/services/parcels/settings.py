"""The environment that parcels runs with."""

from dataclasses import dataclass

from shared.settings import EnvironmentSettings


@dataclass(frozen=True)
class Settings(EnvironmentSettings):
    """Variables by their names in lower case."""

    environment: str
    parcels_table: str
    powertools_service_name: str
    log_level: str
    tracing: str
