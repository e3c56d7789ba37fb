"""Custom domains: by Host, with and without base paths, over several stages."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from embedded_aws.tests.integration.gateway.conftest import (
    Deployed,
    Event,
    World,
    mocked,
    openapi,
    proxied,
)

DOMAIN = "api.shop.example"
type Map = Callable[..., None]


@pytest.fixture
def to(world: World) -> Iterator[Map]:
    """Map a base path of the domain to a stage."""
    certificate = world.client("acm").request_certificate(DomainName=DOMAIN)["CertificateArn"]
    world.apigateway.create_domain_name(
        domainName=DOMAIN,
        regionalCertificateArn=certificate,
        endpointConfiguration={"types": ["REGIONAL"]},
    )

    def map_(deployed: Deployed, base: str = "", stage: str = "") -> None:
        parts = {"basePath": base, "stage": stage}
        world.apigateway.create_base_path_mapping(
            domainName=DOMAIN,
            restApiId=deployed.id,
            **{name: value for name, value in parts.items() if value},
        )

    yield map_
    for each in world.apigateway.get_base_path_mappings(domainName=DOMAIN)["items"]:
        world.apigateway.delete_base_path_mapping(domainName=DOMAIN, basePath=each["basePath"])
    world.apigateway.delete_domain_name(domainName=DOMAIN)


def ask(world: World, path: str, host: str = DOMAIN) -> httpx.Response:
    return httpx.get(f"http://127.0.0.1:{world.port}{path}", headers={"Host": host})


def named(world: World, text: str) -> Deployed:
    return world.deployed(openapi({"/who": {"get": mocked(text)}}))


def test_a_domain_without_a_base_path_leads_to_its_stage(world: World, to: Map) -> None:
    to(named(world, "one"), stage="v1")

    assert ask(world, "/who").text == "one"
    assert ask(world, "/who", f"{DOMAIN.upper()}:8443").text == "one"


def test_base_paths_lead_to_several_apis_and_stages(world: World, to: Map) -> None:
    one, two = named(world, "one"), named(world, "two")
    other = world.staged(two.id, "v2")
    to(one, stage="v1")
    to(two, "two", "v1")
    to(other, "new", "v2")

    assert [ask(world, path).text for path in ("/who", "/two/who", "/new/who")] == [
        "one",
        "two",
        "two",
    ]


def test_a_mapping_without_a_stage_takes_it_from_the_path(world: World, to: Map) -> None:
    to(named(world, "one"), "shop")

    assert ask(world, "/shop/v1/who").text == "one"
    assert ask(world, "/shop/v9/who").status_code == 403


@pytest.mark.parametrize("path", ["/", "/who", "/shopping/who"])
def test_a_path_of_no_mapping_is_forbidden(world: World, to: Map, path: str) -> None:
    to(named(world, "one"), "shop", "v1")

    answer = ask(world, path)

    assert (answer.status_code, answer.json()) == (403, {"message": "Forbidden"})


def test_an_unknown_host_is_forbidden_and_leads_to_nobodys_stage(world: World) -> None:
    named(world, "one")

    answer = ask(world, "/v1/who", "elsewhere.example")

    assert (answer.status_code, answer.json()) == (403, {"message": "Forbidden"})
    assert answer.headers["x-amzn-errortype"] == "ForbiddenException"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8080", "[::1]:8080", "gateway"])
def test_a_name_of_this_machine_leads_to_the_projects_own_api(world: World, host: str) -> None:
    named(world, "one")

    assert ask(world, "/v1/who", host).text == "one"


def test_a_function_is_told_the_domain_and_the_base_path(world: World, to: Map) -> None:
    events: list[Event] = []

    def note(event: Event) -> object:
        events.append(event)
        return {"statusCode": 200}

    operation = proxied(world.function(note))
    to(world.deployed(openapi({"/who/{id}": {"get": operation}})), "shop", "v1")

    ask(world, "/shop/who/7")

    (event,) = events
    context = event["requestContext"]
    assert (event["path"], context["path"]) == ("/shop/who/7", "/shop/who/7")
    assert (event["resource"], event["pathParameters"]) == ("/who/{id}", {"id": "7"})
    assert (context["stage"], context["domainName"]) == ("v1", DOMAIN)
    assert (context["domainPrefix"], event["headers"]["Host"]) == ("api", DOMAIN)
