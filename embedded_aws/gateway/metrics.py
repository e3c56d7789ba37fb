"""API Gateway's metrics (developer guide, "Amazon API Gateway dimensions and metrics")."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from embedded_aws.cloudwatch import MetricSink
from embedded_aws.gateway.deployed.model import Method, Stage
from embedded_aws.gateway.exchange import Exchange

NAMESPACE = "AWS/ApiGateway"
CLIENT_ERRORS = range(400, 500)
SERVER_ERRORS = range(500, 600)

type _Dimensions = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RequestMeasurement:
    """One answered request of a deployed stage; method is None without a route."""

    at: float
    stage: Stage
    method: Method | None
    status: int
    latency_ms: int
    integration_ms: int | None
    cache: str | None

    @property
    def region(self) -> str:
        """The API's region."""
        return self.stage.api.region

    @property
    def namespace(self) -> str:
        """API Gateway's namespace."""
        return NAMESPACE

    def dimension_sets(self) -> Iterator[_Dimensions]:
        """By API and by stage; by method too with detailed metrics."""
        name = ("ApiName", api_name(self.stage))
        stage = ("Stage", self.stage.name)
        yield (name,)
        yield (name, stage)
        method = self.method
        if method and _detailed(self.stage, method):
            resource = ("Resource", method.resource_path)
            yield (name, ("Method", method.http_method), resource, stage)

    def samples(self) -> Iterator[tuple[str, str, float]]:
        """Zeros included: the average of an error metric is the share of failed requests."""
        yield "Count", "Count", 1
        yield "4XXError", "Count", self.status in CLIENT_ERRORS
        yield "5XXError", "Count", self.status in SERVER_ERRORS
        yield "Latency", "Milliseconds", self.latency_ms
        if self.integration_ms is not None:
            yield "IntegrationLatency", "Milliseconds", self.integration_ms
        if self.cache in {"hit", "miss"}:
            yield "CacheHitCount", "Count", self.cache == "hit"
            yield "CacheMissCount", "Count", self.cache == "miss"


def measure(sink: MetricSink, exchange: Exchange, status: int, latency_ms: int) -> None:
    """Queue a request's measurement; the rest is done off the request's path."""
    facts = exchange.facts
    sink.record(
        RequestMeasurement(
            exchange.at,
            exchange.stage,
            exchange.method,
            status,
            latency_ms,
            facts.integration.latency_ms,
            facts.cache,
        )
    )


def api_name(stage: Stage) -> str:
    """The API's name without non-ASCII characters; its id when nothing is left."""
    return stage.api_name.encode("ascii", "ignore").decode().strip() or stage.api.id


def _detailed(stage: Stage, method: Method) -> bool:
    """The method's own setting, else the stage's default."""
    path = method.resource_path.replace("/", "~1")
    for name in (f"{path}/{method.http_method}", "*/*"):
        setting: Any = stage.settings.get(name)
        if setting is not None:
            return bool(setting.get("metricsEnabled"))
    return False
