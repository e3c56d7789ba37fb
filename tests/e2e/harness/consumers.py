"""Consumers beside those of the environment: app clients that a test registers and disables."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from tests.e2e.harness.people import parameter
from tests.e2e.harness.stack import Stack

NAME = "e2e"


def secret_of(stack: Stack, consumer: str) -> dict[str, str]:
    """The current value of a consumer's secret in Secrets Manager."""
    secret = stack.aws("secretsmanager").get_secret_value(SecretId=f"/local/consumers/{consumer}")
    credentials: dict[str, str] = json.loads(secret["SecretString"])
    return credentials


def scopes_of(stack: Stack, consumer: str) -> list[str]:
    """The scopes that a consumer may ask for; none until a service grants it one."""
    client = stack.aws("cognito-idp").describe_user_pool_client(
        UserPoolId=parameter(stack, "platform")["user_pool_id"],
        ClientId=stack.outputs["consumers"][consumer]["client_id"],
    )["UserPoolClient"]
    return list(client.get("AllowedOAuthScopes", []))


@dataclass
class Client:
    """An app client, and its record in the registry."""

    stack: Stack
    id: str
    secret: str
    kind: str = "machine"

    def token(self) -> str:
        """An access token by client credentials (RFC 6749, 4.4)."""
        answer = httpx.post(
            self.stack.outputs["token_url"],
            auth=(self.id, self.secret),
            data={"grant_type": "client_credentials"},
        )
        answer.raise_for_status()
        return str(answer.json()["access_token"])

    def register(self, *, enabled: bool) -> None:
        """Write the parameter that the gateway's Terraform writes for a consumer."""
        known = {
            "name": NAME,
            "tenant": NAME,
            "kind": self.kind,
            "enabled": enabled,
            "tier": "gold",
        }
        self.stack.aws("ssm").put_parameter(
            Name=f"/local/consumers/{self.id}",
            Value=json.dumps(known),
            Type="String",
            Overwrite=True,
        )

    def give_key(self) -> str:
        """Create an API key in some usage plan; returns its id."""
        gateway = self.stack.aws("apigateway")
        key = gateway.create_api_key(name=self.id, value=self.id, enabled=True)["id"]
        plan = gateway.get_usage_plans()["items"][0]["id"]
        gateway.create_usage_plan_key(usagePlanId=plan, keyId=key, keyType="API_KEY")
        return str(key)

    def disable(self, key: str) -> None:
        """Do what `enabled = false` does."""
        self.register(enabled=False)
        off = {"op": "replace", "path": "/enabled", "value": "false"}
        self.stack.aws("apigateway").update_api_key(apiKey=key, patchOperations=[off])


def new_client(stack: Stack, *scopes: str) -> Client:
    """A new app client of the stack's pool, not registered as a consumer."""
    cognito: Any = stack.aws("cognito-idp")
    client = cognito.create_user_pool_client(
        UserPoolId=parameter(stack, "platform")["user_pool_id"],
        ClientName=NAME,
        GenerateSecret=True,
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=["client_credentials"],
        AllowedOAuthScopes=[*scopes],
    )["UserPoolClient"]
    return Client(stack, client["ClientId"], client["ClientSecret"])


def forget_clients(stack: Stack, *signers: str) -> None:
    """Remove all of them: a deployment would look for the secrets of registered ones."""
    cognito = stack.aws("cognito-idp")
    pool = parameter(stack, "platform")["user_pool_id"]
    listed = cognito.list_user_pool_clients(UserPoolId=pool, MaxResults=60)["UserPoolClients"]
    ids = [each["ClientId"] for each in listed if each["ClientName"] == NAME]
    _forget_records(stack, [*ids, *signers])
    for each in ids:
        cognito.delete_user_pool_client(UserPoolId=pool, ClientId=each)


def _forget_records(stack: Stack, ids: Sequence[str]) -> None:
    """Remove the parameters and the API keys of consumers."""
    ssm, gateway = stack.aws("ssm"), stack.aws("apigateway")
    ssm.delete_parameters(Names=[f"/local/consumers/{each}" for each in ids] or ["/none"])
    for key in gateway.get_api_keys(limit=500)["items"]:
        if key["name"] in ids:
            gateway.delete_api_key(apiKey=key["id"])
