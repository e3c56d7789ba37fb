"""What the entries of an environment's values do to a live consumer: added, disabled, removed."""

import json
from collections.abc import Iterator

import httpx
import pytest

from tests.e2e.conftest import Stack
from tests.e2e.people import parameter
from tests.e2e.test_releases import edited
from tests.e2e.test_rotation import held, is_accepted
from tests.e2e.test_the_main_job import eventually

pytestmark = pytest.mark.slow

FIRST = "    acme = {\n"
VISITOR = '    visitor = { tier = "bronze", tenant = "visitor", scopes = ["orders/read"]%s }\n'
DISABLED = VISITOR % ", enabled = false"
REMEMBERED_SECONDS = 90
"""The authorizer looks a consumer up once a minute."""


@pytest.fixture(scope="module")
def visited(stack: Stack) -> Iterator[Stack]:
    """The stack with one consumer more."""
    values = stack.folder / "terraform/environments/local.tfvars"
    with edited(values, FIRST, VISITOR % "" + FIRST):
        stack.make("deploy")
        yield stack


def lists_orders(stack: Stack, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.get(f"{stack.outputs['api_url']}/orders", headers=headers).status_code


def keys_of(stack: Stack, client_id: str) -> list[dict[str, object]]:
    keys = stack.aws("apigateway").get_api_keys(includeValues=True, limit=500)["items"]
    return [each for each in keys if each["value"] == client_id]


def parameters_of(stack: Stack, client_id: str) -> list[str]:
    found = stack.aws("ssm").get_parameters(Names=[f"/local/consumers/{client_id}"])["Parameters"]
    return [each["Value"] for each in found]


def secrets_of(stack: Stack) -> set[str]:
    pages = stack.aws("secretsmanager").get_paginator("list_secrets").paginate()
    return {each["Name"].rsplit("/", 1)[-1] for page in pages for each in page["SecretList"]}


def test_a_new_entry_is_a_consumer_with_all_it_needs(visited: Stack) -> None:
    client_id = held(visited, "visitor")["client_id"]
    [key], [known] = keys_of(visited, client_id), parameters_of(visited, client_id)
    plans = {
        each["id"]: each["name"] for each in visited.aws("apigateway").get_usage_plans()["items"]
    }
    member_of = [
        name
        for plan, name in plans.items()
        if key["id"]
        in {
            each["id"]
            for each in visited.aws("apigateway").get_usage_plan_keys(usagePlanId=plan)["items"]
        }
    ]

    assert lists_orders(visited, visited.token("visitor")) == 200
    assert key["enabled"]
    assert json.loads(known)["tenant"] == "visitor"
    assert [name.endswith("bronze") for name in member_of] == [True]


def test_a_disabled_consumer_is_refused_and_keeps_its_client(visited: Stack) -> None:
    values = visited.folder / "terraform/environments/local.tfvars"
    secret = held(visited, "visitor")
    with edited(values, VISITOR % "", DISABLED):
        visited.make("deploy")
        refused = eventually(
            lambda: lists_orders(visited, visited.token("visitor")) == 401, REMEMBERED_SECONDS
        )

    assert refused
    assert held(visited, "visitor") == secret
    assert [each["enabled"] for each in keys_of(visited, secret["client_id"])] == [False]


def test_a_removed_consumer_is_gone_and_a_lost_client_comes_back(visited: Stack) -> None:
    """Also: a client that somebody deleted is made anew, and its secret is written anew."""
    values = visited.folder / "terraform/environments/local.tfvars"
    removed, lost = held(visited, "visitor"), held(visited, "viewer")
    visited.aws("cognito-idp").delete_user_pool_client(
        UserPoolId=parameter(visited, "platform")["user_pool_id"], ClientId=lost["client_id"]
    )

    with edited(values, VISITOR % "", ""):
        visited.make("deploy")

    assert not is_accepted(removed)
    assert "visitor" not in secrets_of(visited)
    assert keys_of(visited, removed["client_id"]) == []
    assert parameters_of(visited, removed["client_id"]) == []
    assert held(visited, "viewer")["client_id"] != lost["client_id"]
    assert is_accepted(held(visited, "viewer"))
