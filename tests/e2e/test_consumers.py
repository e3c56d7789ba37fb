"""A consumer in the environment's values: added, disabled, removed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from shared.product import NAME
from tests.e2e.harness.changes import edited
from tests.e2e.harness.consumers import secret_of
from tests.e2e.harness.people import parameter
from tests.e2e.harness.product import Product
from tests.e2e.harness.stack import Stack

pytestmark = [pytest.mark.slow, pytest.mark.changes]

VALUES = "terraform/environments/local.tfvars"
AFTER = "  consumers = {\n"
GUEST = '    guest = { tier = "bronze", tenant = "guest", scopes = ["%s/read"]%s }\n'


@dataclass(frozen=True)
class Seen:
    """The resources and answers after one deployment."""

    token: httpx.Response
    with_the_first_token: int
    of_guest: Mapping[str, bool]
    of_others: Mapping[str, Any]
    acme: int


def asked(stack: Stack, product: Product, token: str) -> int:
    """The status of a request with the token."""
    with stack.api() as api:
        return product.read(api, headers={"Authorization": f"Bearer {token}"}).status_code


def token_of(secret: Mapping[str, str]) -> httpx.Response:
    return httpx.post(
        secret["token_url"],
        auth=(secret["client_id"], secret["client_secret"]),
        data={"grant_type": "client_credentials"},
    )


def clients(stack: Stack) -> dict[str, str]:
    """The app clients of the pool: name → id."""
    cognito, pool = stack.aws("cognito-idp"), parameter(stack, "platform")["user_pool_id"]
    app_clients = cognito.list_user_pool_clients(UserPoolId=pool, MaxResults=60)["UserPoolClients"]
    return {each["ClientName"]: each["ClientId"] for each in app_clients}


def keys(stack: Stack) -> dict[str, Any]:
    """The API keys: value → key."""
    api_keys = stack.aws("apigateway").get_api_keys(includeValues=True, limit=500)["items"]
    return {each["value"]: each for each in api_keys}


def members(stack: Stack) -> set[str]:
    """The values of the keys in any usage plan."""
    gateway = stack.aws("apigateway")
    plans = gateway.get_usage_plans()["items"]
    by_plan = [gateway.get_usage_plan_keys(usagePlanId=each["id"])["items"] for each in plans]
    return {key["value"] for of_plan in by_plan for key in of_plan}


def exists(stack: Stack, client_id: str) -> dict[str, bool]:
    """Which of a consumer's resources exist."""
    secrets = stack.aws("secretsmanager").list_secrets(IncludePlannedDeletion=True)["SecretList"]
    known = stack.aws("ssm").get_parameters(Names=[f"/local/consumers/{client_id}"])
    return {
        "client": client_id in clients(stack).values(),
        "key": client_id in keys(stack),
        "enabled": keys(stack).get(client_id, {}).get("enabled", False),
        "plan": client_id in members(stack),
        "secret": "/local/consumers/guest" in {each["Name"] for each in secrets},
        "parameter": bool(known["Parameters"]),
    }


def others(stack: Stack) -> dict[str, Any]:
    """Ids and secrets of all other consumers."""
    ids = clients(stack)
    return {
        name: (ids[name], keys(stack)[ids[name]]["id"], secret_of(stack, name))
        for name in stack.outputs["consumers"]
        if name != "guest"
    }


def seen(stack: Stack, product: Product, guest: Mapping[str, str], token: str) -> Seen:
    return Seen(
        token=token_of(guest),
        with_the_first_token=asked(stack, product, token),
        of_guest=exists(stack, guest["client_id"]),
        of_others=others(stack),
        acme=asked(stack, product, stack.token("acme")),
    )


@dataclass(frozen=True)
class Life:
    """The guest before, during and after its registration."""

    before: Mapping[str, Any]
    added: Seen
    disabled: Seen
    removed: Seen


@pytest.fixture(scope="module")
def life(stack: Stack, product: Product) -> Life:
    values, before = stack.folder / VALUES, others(stack)
    with edited(values, AFTER, AFTER + GUEST % (product.name, "")):
        stack.make("deploy")
        guest = secret_of(stack, "guest")
        token = str(token_of(guest).json()["access_token"])
        added = seen(stack, product, guest, token)
    with edited(values, AFTER, AFTER + GUEST % (product.name, ", enabled = false")):
        stack.make("deploy-gateway")
        disabled = seen(stack, product, guest, token)
    stack.make("deploy-gateway")
    return Life(before, added, disabled, seen(stack, product, guest, token))


def test_an_added_consumer_gets_a_token_and_is_answered(life: Life, product: Product) -> None:
    assert life.added.token.status_code == 200
    assert life.added.with_the_first_token == product.status_read
    assert all(life.added.of_guest.values())


def test_a_disabled_consumer_gets_no_token(life: Life) -> None:
    assert life.disabled.token.status_code == 400
    assert life.disabled.token.json() == {"error": "unauthorized_client"}


def test_a_token_that_a_disabled_consumer_holds_is_refused_at_once(life: Life) -> None:
    assert life.disabled.with_the_first_token == 403


def test_everything_of_a_disabled_consumer_stays(life: Life) -> None:
    assert life.disabled.of_guest == {**life.added.of_guest, "enabled": False}


def test_nothing_of_a_removed_consumer_stays(life: Life) -> None:
    assert not any(life.removed.of_guest.values())
    assert life.removed.token.json() == {"error": "invalid_client"}
    assert life.removed.with_the_first_token in {401, 403}


def test_other_consumers_notice_nothing(life: Life, product: Product) -> None:
    after = [life.added, life.disabled, life.removed]

    assert [each.of_others for each in after] == [life.before] * 3
    assert [each.acme for each in after] == [product.status_read] * 3


def test_a_plan_afterwards_changes_nothing(stack: Stack, life: Life) -> None:
    del life

    assert "No changes" in stack.make("plan-gateway").stdout


def test_no_state_of_terraform_holds_a_secret_that_works(stack: Stack) -> None:
    """Unreviewed pull requests are planned, and a plan reads the states."""
    s3, bucket = stack.aws("s3"), f"{NAME}-state-123456789012-eu-central-1"
    secrets = [each["client_secret"] for each in stack.outputs["consumers"].values()]
    keys = [each["Key"] for each in s3.list_objects_v2(Bucket=bucket)["Contents"]]
    states = {key: s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode() for key in keys}

    assert {"bootstrap.tfstate", "local/gateway.tfstate"} <= states.keys()
    assert [key for key, text in states.items() if any(each in text for each in secrets)] == []
