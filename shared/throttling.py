"""Service levels: the rates and quotas of consumers' tiers and of routes' classes.

throttling.json is their one home; Terraform reads it too.
"""

from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from shared.routes import RouteClass

FILE = Path(__file__).with_name("throttling.json")
CONFIG = ConfigDict(extra="forbid", frozen=True)


class Period(StrEnum):
    """The period of a quota (API Gateway, usage plans)."""

    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"


class Rate(BaseModel):
    """A token bucket: requests per second, and the largest burst."""

    model_config = CONFIG

    rate_per_second: float = Field(gt=0)
    burst: int = Field(ge=1)


class Quota(BaseModel):
    """The number of requests of a consumer in each period."""

    model_config = CONFIG

    limit: int = Field(ge=1)
    period: Period


class Tier(Rate):
    """The limits of a tier's consumers."""

    quota: Quota


class ServiceLevels(BaseModel):
    """The whole of throttling.json."""

    model_config = CONFIG

    tiers: dict[str, Tier] = Field(min_length=1)
    route_classes: dict[RouteClass, Rate]


def service_levels(path: Path = FILE) -> ServiceLevels:
    """The validated service levels; pydantic's ValidationError names what is wrong."""
    return ServiceLevels.model_validate_json(path.read_bytes())
