"""The committed contracts match the code, and API Gateway can import them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from tools.build.contracts.bodies import bodies, faults
from tools.build.contracts.integrations import GET_ITEM, templates_of
from tools.build.contracts.merge import public_contract
from tools.build.contracts.publish import publishable
from tools.build.services import routes_of

ROOT = Path(__file__).parents[2]
SERVICES = sorted(path.parent.name for path in (ROOT / "services").glob("*/openapi.json"))
VERBS = {"get", "post", "put", "patch", "delete"}


def committed(service: str) -> dict[str, Any]:
    contract: dict[str, Any] = json.loads((ROOT / f"services/{service}/openapi.json").read_text())
    return contract


def published(service: str) -> dict[str, Any]:
    return publishable(committed(service), service, templates_of(ROOT / "services" / service))


def operations(contract: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in contract["paths"].items():
        for verb in VERBS & set(item):
            yield path, verb, item[verb]


def keywords(value: Any) -> Iterator[tuple[str, Any]]:
    """Every keyword of every schema with its value, without names of properties."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key, item
            children = item.values() if key == "properties" else [item]
            for child in children:
                yield from keywords(child)
    elif isinstance(value, list):
        for item in value:
            yield from keywords(item)


@pytest.mark.parametrize("service", SERVICES)
def test_a_contract_is_valid_openapi(service: str) -> None:
    validate(committed(service))


@pytest.mark.parametrize("service", SERVICES)
def test_each_route_in_code_is_in_the_contract_and_no_other(service: str) -> None:
    routes = routes_of(service)

    assert routes
    declared = {(route.path, route.method.lower()) for route in routes.all}
    assert declared == {(path, verb) for path, verb, _ in operations(committed(service))}


@pytest.mark.parametrize("service", SERVICES)
def test_schemas_keep_to_what_api_gateway_imports(service: str) -> None:
    pairs = list(keywords(published(service)["components"]["schemas"]))

    names = {name for name, _ in pairs}
    assert not names & {"anyOf", "oneOf", "const", "nullable", "example", "examples", "$defs"}
    assert all(isinstance(value, bool) for name, value in pairs if name == "exclusiveMinimum")


@pytest.mark.parametrize("service", SERVICES)
def test_published_schemas_are_named_after_the_service(service: str) -> None:
    contract = published(service)
    names = contract["components"]["schemas"]

    assert all(re.fullmatch(rf"{service.title()}[A-Za-z0-9]+", name) for name in names)
    refs = {target for name, target in keywords(contract["paths"]) if name == "$ref"}
    assert {ref.rsplit("/", 1)[-1] for ref in refs} <= set(names)


@pytest.mark.parametrize("service", SERVICES)
def test_every_published_operation_is_secured_and_integrated(service: str) -> None:
    for path, verb, operation in operations(published(service)):
        assert operation["security"] == [{"authorizer": [], "api_key": []}], (path, verb)
        uri = operation["x-amazon-apigateway-integration"]["uri"]
        assert uri in {"{{invoke_arn}}", GET_ITEM}
        assert operation["x-throttle-class"] in {"read", "write"}


@pytest.mark.parametrize("service", SERVICES)
def test_browsers_may_ask_about_every_path(service: str) -> None:
    for item in published(service)["paths"].values():
        response = item["options"]["x-amazon-apigateway-integration"]["responses"]["default"]
        allowed = response["responseParameters"][
            "method.response.header.Access-Control-Allow-Methods"
        ]
        assert {verb.upper() for verb in VERBS & set(item)} < set(allowed.strip("'").split(","))


@pytest.mark.parametrize("service", SERVICES)
def test_browsers_may_send_what_a_route_reads(service: str) -> None:
    for item in published(service)["paths"].values():
        response = item["options"]["x-amazon-apigateway-integration"]["responses"]["default"]
        allowed = response["responseParameters"][
            "method.response.header.Access-Control-Allow-Headers"
        ]
        declared = {
            each["name"]
            for verb in VERBS & set(item)
            for each in item[verb].get("parameters", ())
            if each["in"] == "header"
        }
        known = {"Authorization", "Content-Type", "X-Correlation-Id"}
        assert declared | known <= set(allowed.strip("'").split(","))


def test_no_two_operations_of_the_gateway_share_their_id() -> None:
    ids = [
        operation["operationId"]
        for service in SERVICES
        for _, _, operation in operations(published(service))
    ]

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("service", SERVICES)
def test_every_body_has_an_example_that_its_schema_allows(service: str) -> None:
    assert len(list(bodies(committed(service)))) > 10
    assert faults(committed(service)) == []


@pytest.mark.parametrize("service", SERVICES)
def test_nothing_that_is_published_carries_an_example(service: str) -> None:
    assert '"example' in json.dumps(committed(service))
    assert '"example' not in json.dumps(published(service))


@pytest.mark.parametrize("service", SERVICES)
def test_nothing_that_is_published_carries_a_default(service: str) -> None:
    defaults = [value for name, value in keywords(published(service)) if name == "default"]

    assert all("statusCode" in value for value in defaults)


def test_all_contracts_are_one_that_shows_nothing_of_the_gateways_making() -> None:
    whole = public_contract(ROOT / "services", SERVICES)

    assert {path.split("/")[1] for path in whole["paths"]} == set(SERVICES)
    assert not {name for name, _ in keywords(whole) if name.startswith(("x-amazon", "x-direct"))}
