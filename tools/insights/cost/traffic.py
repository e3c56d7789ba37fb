"""The priced month: the requests of each route, and their durations and sizes."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tools.command import CommandError

Count = Annotated[float, Field(ge=0)]
Ratio = Annotated[float, Field(ge=0, le=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Usual(_Strict):
    """A request on the usual stack (usual.py), where it differs from ours."""

    duration_ms: Count | None = None
    read_units: Count | None = None
    write_units: Count | None = None
    index_write_units: Count | None = None


class RouteTraffic(_Strict):
    """One route's traffic; defaults come from its verb, or from recorded durations."""

    requests: Count = 0
    duration_ms: Count | None = None
    read_units: Count | None = None
    write_units: Count | None = None
    # Of all indexes; without it each takes what the table takes. A key that changes takes two.
    index_write_units: Count | None = None
    response_kb: Count = 1
    cache_hit_ratio: Ratio = 0.8
    # Lines that are written whatever the level is: business metrics.
    metric_bytes: Count = 0
    usual: Usual | None = None


class Authorizer(_Strict):
    """The authorizer's duration, and how often the gateway's cache has its answer."""

    cache_hit_ratio: Ratio = 0.95
    duration_ms: Count = 15


class Traffic(_Strict):
    """A month of traffic."""

    routes: dict[str, RouteTraffic] = {}
    authorizer: Authorizer = Authorizer()
    tokens: Count = 0
    people: Count = 0
    stored_gb: dict[str, Count] = {}
    backup_gb: Count = 0
    packages_gb: Count = 0.1
    function_log_bytes: Count = 700
    # WAF writes a line for every request: what was asked, by whom, and what each rule said.
    waf_log_bytes: Count = 1600
    kms_requests: Count = 0
    secret_requests: Count = 0
    dns_queries: Count = 0
    # What stands in terraform/ is counted; a number here is taken instead.
    running: dict[str, Count] = {}


def read_traffic(path: Path) -> Traffic:
    """The traffic in a file; CommandError says what is wrong in it."""
    try:
        return Traffic.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        raise CommandError(f"{path}: {_sentence(dict(error.errors()[0]))}") from error


def _sentence(fault: dict[str, Any]) -> str:
    place = " → ".join(map(str, fault["loc"]))
    if fault["type"] == "extra_forbidden":
        model = RouteTraffic if fault["loc"][0] == "routes" else Traffic
        model_ = Authorizer if fault["loc"][0] == "authorizer" else model
        return f"{place} is unknown; known are {', '.join(model_.model_fields)}"
    return f"{place}: {fault['msg']}" if place else str(fault["msg"])
