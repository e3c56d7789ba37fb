"""API Gateway's metrics for each request."""

import time
from typing import Any

import pytest

from embedded_aws.tests.integration.gateway.conftest import World
from embedded_aws.tests.integration.gateway.observed.measuring import Measured, measured

BROKEN = ("GET", "/broken")
DETAILED = ("replace", "/*/*/metrics/enabled", "true")


@pytest.fixture
def api(world: World) -> Measured:
    return measured(world)


@pytest.mark.parametrize(
    ("request_", "status", "errors"),
    [
        (("GET", "/orders/7"), 200, (0, 0)),
        (("POST", "/orders/7"), 201, (0, 0)),
        (("GET", "/mock"), 200, (0, 0)),
        (("GET", "/nowhere"), 403, (1, 0)),
        (("DELETE", "/mock"), 403, (1, 0)),
        (("GET", "/keyed"), 403, (1, 0)),
        (("POST", "/checked"), 400, (1, 0)),
        (("GET", "/refusing"), 404, (1, 0)),
        (("GET", "/faulty"), 503, (0, 1)),
        (("GET", "/malformed"), 502, (0, 1)),
        (BROKEN, 502, (0, 1)),
    ],
)
def test_a_request_counts_once_and_as_the_error_that_it_ended_with(
    api: Measured, request_: tuple[str, str], status: int, errors: tuple[int, int]
) -> None:
    answer = api.deployed.send(*request_)
    api.settle(1)

    assert answer.status_code == status
    assert (api.sum("Count"), api.sum("4XXError"), api.sum("5XXError")) == (1, *errors)


def test_a_throttled_request_is_a_client_error(api: Measured) -> None:
    api.deployed.change(
        ("replace", "/*/*/throttling/rateLimit", "0.001"),
        ("replace", "/*/*/throttling/burstLimit", "1"),
    )

    answers = [api.deployed.get("/mock").status_code for _ in range(3)]
    api.settle(3)

    assert answers == [200, 429, 429]
    assert (api.sum("Count"), api.sum("4XXError")) == (3, 2)


def test_a_customised_gateway_response_counts_with_its_own_status(world: World) -> None:
    unknown = {"MISSING_AUTHENTICATION_TOKEN": {"statusCode": 404}}
    api = measured(world, responses=unknown)

    answer = api.deployed.get("/nowhere")
    api.settle(1)

    assert answer.status_code == 404
    assert api.sum("4XXError") == 1


def test_the_average_of_an_error_metric_is_the_share_of_failed_requests(api: Measured) -> None:
    for path in ("/broken", "/mock", "/mock", "/mock"):
        api.deployed.get(path)
    api.settle(4)

    assert api.value("5XXError", "Average") == 0.25


def test_the_sample_count_of_count_is_the_number_of_requests(api: Measured) -> None:
    for _ in range(3):
        api.deployed.get("/mock")
    api.settle(3)

    assert api.value("Count", "SampleCount") == 3


@pytest.mark.parametrize("path", ["/orders/7", "/broken"])
def test_latency_contains_the_integrations_latency(api: Measured, path: str) -> None:
    api.deployed.get(path)
    api.settle(1)

    latency, integration = api.sum("Latency"), api.sum("IntegrationLatency")
    assert latency is not None
    assert integration is not None
    assert latency >= integration >= 0


@pytest.mark.parametrize("request_", [("GET", "/nowhere"), ("GET", "/keyed"), ("POST", "/checked")])
def test_a_request_that_reached_no_integration_has_no_integration_latency(
    api: Measured, request_: tuple[str, str]
) -> None:
    api.deployed.send(*request_)
    api.settle(1)

    assert api.sum("Latency") is not None
    assert api.sum("IntegrationLatency") is None


def test_a_stage_without_a_cache_measures_neither_hits_nor_misses(api: Measured) -> None:
    api.deployed.get("/mock")
    api.settle(1)

    assert (api.sum("CacheHitCount"), api.sum("CacheMissCount")) == (None, None)


def test_hits_and_misses_of_the_cache_are_measured(api: Measured) -> None:
    update = api.deployed.world.apigateway.update_stage
    enabled = [
        {"op": "replace", "path": "/cacheClusterEnabled", "value": "true"},
        {"op": "replace", "path": "/*/*/caching/enabled", "value": "true"},
    ]
    update(restApiId=api.deployed.id, stageName=api.deployed.stage, patchOperations=enabled)
    for _ in range(3):
        api.deployed.get("/mock")
    api.settle(3)

    assert (api.sum("CacheHitCount"), api.sum("CacheMissCount")) == (2, 1)
    assert api.value("CacheHitCount", "SampleCount") == 3


def test_every_request_counts_for_its_stage(world: World, api: Measured) -> None:
    other = world.staged(api.deployed.id, "v2")

    api.deployed.get("/mock")
    other.get("/mock")
    other.get("/nowhere")
    api.settle(3)

    assert (api.sum("Count", Stage="v1"), api.sum("Count", Stage="v2")) == (1, 2)
    assert api.sum("Count") == 3


def test_methods_are_not_measured_unless_detailed_metrics_are_on(api: Measured) -> None:
    api.deployed.get("/mock")
    api.settle(1)

    assert api.sum("Count", Stage="v1", Resource="/mock", Method="GET") is None


def test_detailed_metrics_tell_methods_of_a_resource_apart(api: Measured) -> None:
    api.deployed.change(DETAILED)

    api.deployed.get("/orders/7")
    api.deployed.get("/orders/8")
    api.deployed.send("POST", "/orders/7")
    api.settle(3)

    of_resource = {"Stage": "v1", "Resource": "/orders/{id}"}
    assert api.sum("Count", **of_resource, Method="GET") == 2
    assert api.sum("Count", **of_resource, Method="POST") == 1
    assert api.sum("Count", Stage="v1") == 3


def test_detailed_metrics_can_be_on_for_one_method_alone(api: Measured) -> None:
    api.deployed.change(("replace", "/~1mock/GET/metrics/enabled", "true"))

    api.deployed.get("/mock")
    api.deployed.get("/orders/7")
    api.settle(2)

    assert api.sum("Count", Stage="v1", Resource="/mock", Method="GET") == 1
    assert api.sum("Count", Stage="v1", Resource="/orders/{id}", Method="GET") is None


def test_detailed_metrics_can_be_off_for_one_method_alone(api: Measured) -> None:
    api.deployed.change(DETAILED, ("replace", "/~1mock/GET/metrics/enabled", "false"))

    api.deployed.get("/mock")
    api.settle(1)

    assert api.sum("Count", Stage="v1", Resource="/mock", Method="GET") is None


def test_a_request_for_an_any_method_is_measured_as_any(api: Measured) -> None:
    api.deployed.change(DETAILED)

    api.deployed.send("PUT", "/any")
    api.settle(1)

    assert api.sum("Count", Stage="v1", Resource="/any", Method="ANY") == 1


def test_an_unknown_route_belongs_to_no_method(world: World, api: Measured) -> None:
    api.deployed.change(DETAILED)

    api.deployed.get("/nowhere")
    api.settle(1)

    listed = world.client("cloudwatch").list_metrics(
        Namespace="AWS/ApiGateway", MetricName="Count", Dimensions=api.dimensions()
    )["Metrics"]
    assert sorted(len(each["Dimensions"]) for each in listed) == [1, 2]


def test_a_refused_request_belongs_to_the_method_that_was_asked_for(api: Measured) -> None:
    api.deployed.change(DETAILED)

    api.deployed.get("/keyed")
    api.settle(1)

    assert api.sum("4XXError", Stage="v1", Resource="/keyed", Method="GET") == 1


def test_a_path_that_leads_to_no_stage_counts_for_no_api(world: World, api: Measured) -> None:
    url = f"http://127.0.0.1:{world.port}/restapis/{api.deployed.id}/absent/_user_request_/mock"
    world.http.get(url)
    api.deployed.get("/mock")
    api.settle(1)

    assert api.sum("Count") == 1


@pytest.mark.parametrize(("title", "name"), [("Bücher API", "Bcher API"), ("Orders 1", "Orders 1")])
def test_the_name_is_told_without_what_is_not_ascii(world: World, title: str, name: str) -> None:
    api = measured(world, title)
    api.name = name

    api.deployed.get("/mock")
    api.settle(1)

    assert api.sum("Count") == 1


def test_a_name_without_any_ascii_is_replaced_by_the_id(world: World) -> None:
    api = measured(world, "注文")
    api.name = api.deployed.id

    api.deployed.get("/mock")
    api.settle(1)

    assert api.sum("Count") == 1


def test_a_renamed_api_is_measured_under_its_new_name(world: World, api: Measured) -> None:
    renamed = f"{api.name}-renamed"
    operations = [{"op": "replace", "path": "/name", "value": renamed}]
    world.apigateway.update_rest_api(restApiId=api.deployed.id, patchOperations=operations)
    api.name = renamed

    api.deployed.get("/mock")
    api.settle(1)

    assert api.sum("Count") == 1


@pytest.mark.parametrize("stat", ["p50", "p99", "p99.9", "tm90", "Maximum"])
def test_latency_has_percentiles(api: Measured, stat: str) -> None:
    for _ in range(5):
        api.deployed.get("/mock")
    api.settle(5)

    latency, longest = api.value("Latency", stat), api.value("Latency", "Maximum")
    assert latency is not None
    assert longest is not None
    assert 0 <= latency <= longest


def test_statistics_are_answered_with_their_unit(world: World, api: Measured) -> None:
    api.deployed.get("/mock")
    api.settle(1)

    answer = world.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/ApiGateway",
        MetricName="Latency",
        Dimensions=api.dimensions(Stage="v1"),
        StartTime=time.time() - 600,
        EndTime=time.time() + 60,
        Period=3600,
        ExtendedStatistics=["p99"],
    )

    (point,) = answer["Datapoints"]
    assert point["Unit"] == "Milliseconds"
    assert list(point["ExtendedStatistics"]) == ["p99"]


def test_metric_math_divides_errors_by_requests(world: World, api: Measured) -> None:
    for path in ("/broken", "/mock"):
        api.deployed.get(path)
    api.settle(2)

    answer = world.client("cloudwatch").get_metric_data(
        MetricDataQueries=[
            query("errors", "5XXError", api, returned=False),
            query("requests", "Count", api, returned=False),
            {"Id": "share", "Expression": "IF(requests > 0, 100 * errors / requests, 0)"},
        ],
        StartTime=time.time() - 3600,
        EndTime=time.time() + 60,
    )

    (result,) = answer["MetricDataResults"]
    assert (result["Id"], result["Values"]) == ("share", [50.0])


def query(id_: str, metric: str, api: Measured, *, returned: bool) -> dict[str, Any]:
    """A metric of the API as a query, summed over two hours."""
    named = {
        "Namespace": "AWS/ApiGateway",
        "MetricName": metric,
        "Dimensions": api.dimensions(),
    }
    stat = {"Metric": named, "Period": 7200, "Stat": "Sum"}
    return {"Id": id_, "MetricStat": stat, "ReturnData": returned}
