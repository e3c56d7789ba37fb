"""An API with a name of its own, and its metrics in CloudWatch."""

import time
import uuid
from dataclasses import dataclass
from typing import Any

from embedded_aws.tests.integration.gateway.conftest import (
    Deployed,
    Event,
    FunctionFailedError,
    World,
    mocked,
    ok,
    openapi,
    proxied,
)

STAGE_METRICS = ("*/*/metrics/enabled", "true")
KEYS = {"api_key": {"type": "apiKey", "in": "header", "name": "x-api-key"}}
BODY = {"application/json": {"schema": {"type": "object", "required": ["items"]}}}
VALIDATED = {
    "requestBody": {"required": True, "content": BODY},
    "x-amazon-apigateway-request-validator": "all",
}
VALIDATORS = {"all": {"validateRequestBody": True, "validateRequestParameters": True}}


def failing(event: Event) -> object:
    """A behaviour that raises, like a broken function's."""
    raise FunctionFailedError(event["path"])


def answering(status: int) -> Any:
    """A function that answers with the status."""
    return lambda _: {"statusCode": status, "body": ""}


@dataclass
class Measured:
    """A deployed API and its metrics."""

    deployed: Deployed
    name: str

    def dimensions(self, **more: str) -> list[dict[str, str]]:
        """The API's name and further dimensions, in CloudWatch's form."""
        named = {"ApiName": self.name, **more}
        return [{"Name": name, "Value": value} for name, value in named.items()]

    def settle(self, requests: int) -> None:
        """Wait until that many requests are measured; a measurement follows its answer."""
        deadline = time.monotonic() + 5
        while (self.sum("Count") or 0) < requests and time.monotonic() < deadline:
            self.deployed.world.metrics.flush()

    def sum(self, metric: str, **dimensions: str) -> float | None:
        """The metric's sum over the last hour; None without a sample."""
        return self.value(metric, "Sum", **dimensions)

    def value(self, metric: str, stat: str, **dimensions: str) -> float | None:
        """A statistic of the last hour."""
        named = {
            "Namespace": "AWS/ApiGateway",
            "MetricName": metric,
            "Dimensions": self.dimensions(**dimensions),
        }
        now = time.time()
        query = {"Id": "m", "MetricStat": {"Metric": named, "Period": 7200, "Stat": stat}}
        answer = self.deployed.world.client("cloudwatch").get_metric_data(
            MetricDataQueries=[query], StartTime=now - 3600, EndTime=now + 60
        )
        (result,) = answer["MetricDataResults"]
        return result["Values"][0] if result["Values"] else None


def measured(world: World, title: str = "", responses: Any = None) -> Measured:
    """An API with a path for every outcome of a request."""
    name = title or f"api-{uuid.uuid4().hex[:10]}"
    paths = {
        "/orders/{id}": {"get": proxied(world.function(ok)), "post": mocked("made", 201)},
        "/broken": {"get": proxied(world.function(failing))},
        "/refusing": {"get": proxied(world.function(answering(404)))},
        "/faulty": {"get": proxied(world.function(answering(503)))},
        "/malformed": {"get": proxied(world.function(lambda _: "text"))},
        "/mock": {"get": mocked("said")},
        "/checked": {"post": {**mocked("checked"), **VALIDATED}},
        "/keyed": {"get": {**mocked("keyed"), "security": [{"api_key": []}]}},
        "/any": {"x-amazon-apigateway-any-method": mocked("any")},
    }
    document = openapi(paths, components={"securitySchemes": KEYS})
    document["x-amazon-apigateway-gateway-responses"] = responses or {}
    document["x-amazon-apigateway-request-validators"] = VALIDATORS
    document["info"]["title"] = name
    return Measured(world.deployed(document), name)
