"""A consumer's secret is rotated: the valid secrets before, during and after."""

import json
from typing import Any

import httpx
import pytest

from tests.e2e.conftest import Stack
from tests.e2e.people import parameter
from tests.e2e.test_the_shop import order

pytestmark = pytest.mark.slow


def secret_of(stack: Stack, consumer: str) -> dict[str, str]:
    """The secret's current value in Secrets Manager."""
    secret = stack.aws("secretsmanager").get_secret_value(SecretId=f"/local/consumers/{consumer}")
    credentials: dict[str, str] = json.loads(secret["SecretString"])
    return credentials


def is_accepted(secret: dict[str, str]) -> bool:
    answer = httpx.post(
        secret["token_url"],
        auth=(secret["client_id"], secret["client_secret"]),
        data={"grant_type": "client_credentials"},
    )
    return answer.status_code == 200


def test_both_secrets_work_until_the_rotation_is_finished(stack: Stack) -> None:
    first = secret_of(stack, "viewer")
    began = stack.make("rotate-secret", "CONSUMER=viewer").stdout
    second = secret_of(stack, "viewer")
    between = is_accepted(first), is_accepted(second)
    again = stack.make("rotate-secret", "CONSUMER=viewer", check=False)
    planned = stack.make("plan-gateway").stdout
    status = stack.make("rotate-secret", "CONSUMER=viewer", "STATUS=1").stdout

    ended = stack.make("rotate-secret", "CONSUMER=viewer", "FINISH=1").stdout

    assert "FINISH=1" in began
    assert between == (True, True)
    assert again.returncode != 0
    assert "viewer has two secrets already" in again.stdout.replace("\n", " ")
    assert "No changes" in planned
    assert "old, works until FINISH=1" in status
    assert "the only one" in ended
    assert (is_accepted(first), is_accepted(second)) == (False, True)


def test_terraform_leaves_a_rotated_secret_alone(stack: Stack) -> None:
    assert "No changes" in stack.make("plan-gateway").stdout


def test_the_commands_read_the_new_secret(stack: Stack) -> None:
    stack.make("rotate-secret", "CONSUMER=acme")
    stack.make("rotate-secret", "CONSUMER=acme", "FINISH=1")

    assert (
        stack.outputs["consumers"]["acme"]["client_secret"]
        == secret_of(stack, "acme")["client_secret"]
    )
    assert stack.make("-s", "token", "CONSUMER=acme").stdout.count(".") == 2


def _short_lived_tokens(stack: Stack) -> None:
    """Make tokens of `orders-service` expire at once, so that each call needs a new one."""
    cognito: Any = stack.aws("cognito-idp")
    names = {
        "UserPoolId": parameter(stack, "platform")["user_pool_id"],
        "ClientId": secret_of(stack, "orders-service")["client_id"],
    }
    client = cognito.describe_user_pool_client(**names)["UserPoolClient"]
    settings = {
        each: client[each]
        for each in ("AllowedOAuthFlows", "AllowedOAuthFlowsUserPoolClient", "AllowedOAuthScopes")
    }
    cognito.update_user_pool_client(
        **names,
        **settings,
        ClientName="orders-service",
        AccessTokenValidity=30,
        TokenValidityUnits={"AccessToken": "seconds"},
    )


def _is_priced(stack: Stack) -> bool:
    """Whether orders can reach the catalog, for a product that it has not read before."""
    product = stack.sell("Asked for anew", 7)
    with stack.api("acme") as api:
        return order(api, product).status_code == 201


def test_a_service_goes_on_with_the_new_secret_undeployed(stack: Stack) -> None:
    _short_lived_tokens(stack)
    stack.make("down")
    stack.make("aws-up")
    before = _is_priced(stack)
    stack.make("rotate-secret", "CONSUMER=orders-service")
    between = _is_priced(stack)

    stack.make("rotate-secret", "CONSUMER=orders-service", "FINISH=1")

    assert (before, between) == (True, True)
    assert [_is_priced(stack) for _ in range(2)] == [True, True]
