"""The resource and method that a request reaches."""

import pytest

from embedded_aws.tests.integration.gateway.conftest import (
    Deployed,
    World,
    mocked,
    openapi,
    proxied,
)


@pytest.fixture
def shop(world: World) -> Deployed:
    """Resources that compete with one another, each answering with its own path."""

    def says(name: str) -> dict[str, object]:
        return proxied(world.function(lambda _: {"statusCode": 200, "body": name}))

    anything = "x-amazon-apigateway-any-method"
    return world.deployed(
        openapi(
            {
                "/": {"get": says("root")},
                "/orders": {"get": says("orders"), "head": says("head")},
                "/orders/mine": {"get": says("mine")},
                "/orders/{id}": {"get": says("{id}"), "post": says("post {id}")},
                "/orders/{id}/items": {"get": says("items")},
                "/orders/{proxy+}": {"get": says("orders proxy"), "delete": says("delete proxy")},
                "/files/{path+}": {anything: says("files")},
                "/mixed": {anything: says("any"), "put": says("put")},
            }
        )
    )


@pytest.mark.parametrize(
    ("method", "path", "answer"),
    [
        ("GET", "", "root"),
        ("GET", "/", "root"),
        ("GET", "/orders", "orders"),
        ("GET", "/orders/", "orders"),
        ("GET", "/orders/mine", "mine"),
        ("GET", "/orders/7", "{id}"),
        ("POST", "/orders/7", "post {id}"),
        ("GET", "/orders/7/items", "items"),
        ("GET", "/orders/7/other", "orders proxy"),
        ("GET", "/orders/7/items/9", "orders proxy"),
        ("GET", "/files/a", "files"),
        ("PATCH", "/files/a/b/c", "files"),
        ("GET", "/mixed", "any"),
        ("PUT", "/mixed", "put"),
        ("GET", "/%6Frders", "orders"),
        ("GET", "/orders/mi%6ee", "mine"),
        ("GET", "/orders/a%2Fb", "{id}"),
        ("GET", "/orders/%E2%82%AC", "{id}"),
        ("GET", "/orders?/mine", "orders"),
    ],
)
def test_the_most_specific_resource_answers(
    shop: Deployed, method: str, path: str, answer: str
) -> None:
    assert shop.send(method, path).text == answer


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", "/orders/7"),
        ("DELETE", "/orders/mine"),
    ],
)
def test_a_method_that_the_nearest_resource_lacks_is_looked_for_in_the_greedy_one(
    shop: Deployed, method: str, path: str
) -> None:
    assert shop.send(method, path).text == "delete proxy"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/nothing"),
        ("GET", "/ORDERS"),
        ("POST", "/orders"),
        ("POST", "/"),
        ("GET", "/files"),
        ("GET", "/files/"),
        ("HEAD", "/orders/mine"),
    ],
)
def test_an_unknown_route_or_method_misses_its_authentication_token(
    shop: Deployed, method: str, path: str
) -> None:
    answer = shop.send(method, path)

    assert answer.status_code == 403
    assert answer.headers["x-amzn-errortype"] == "MissingAuthenticationTokenException"
    assert method == "HEAD" or answer.json() == {"message": "Missing Authentication Token"}


def test_a_head_request_reaches_its_own_method_and_gets_no_body(shop: Deployed) -> None:
    answer = shop.send("HEAD", "/orders")

    assert (answer.status_code, answer.headers["content-length"]) == (200, "4")
    assert answer.content == b""


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("/orders/7", {"id": "7"}),
        ("/orders/a%20b", {"id": "a%20b"}),
        ("/orders/a+b", {"id": "a+b"}),
        ("/orders/%E2%82%AC", {"id": "%E2%82%AC"}),
        ("/orders/7/items", {"id": "7"}),
        ("/files/a/b%20c/d", {"path": "a/b%20c/d"}),
        ("/orders/%40me", {"id": "%40me"}),
        ("/files/test%2Balias", {"path": "test%2Balias"}),
        ("/orders", None),
    ],
)
def test_path_parameters_reach_a_proxy_function_as_they_were_sent(
    world: World, shop: Deployed, path: str, parameters: dict[str, str] | None
) -> None:
    shop.get(path)

    (event,) = (each for events in world.functions.events.values() for each in events)
    assert event["pathParameters"] == parameters


def test_a_method_without_an_integration_cannot_be_deployed(world: World) -> None:
    api = world.imported(openapi({"/a": {"get": mocked()}, "/b": {"get": {"responses": {}}}}))

    with pytest.raises(world.apigateway.exceptions.BadRequestException, match="No integration"):
        world.apigateway.create_deployment(restApiId=api)
