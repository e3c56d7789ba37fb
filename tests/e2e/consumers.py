"""Consumers that no tfvars name: app clients of a pool, registered and disabled as a test says."""

import json
from dataclasses import dataclass
from typing import Any

import httpx

from tests.e2e.conftest import Stack
from tests.e2e.people import parameter

SCOPES = ["orders/read", "orders/write"]


@dataclass
class Client:
    """An app client, and what the registry keeps of it."""

    stack: Stack
    id: str
    secret: str

    def token(self) -> str:
        """Asked for as OAuth clients do (RFC 6749, 4.4)."""
        answer = httpx.post(
            self.stack.outputs["token_url"],
            auth=(self.id, self.secret),
            data={"grant_type": "client_credentials"},
        )
        answer.raise_for_status()
        return str(answer.json()["access_token"])

    def register(self, *, enabled: bool) -> None:
        """What the gateway's Terraform writes for a consumer."""
        known = {
            "name": "e2e",
            "tenant": "e2e",
            "kind": "machine",
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
        """An API key in some usage plan; its id."""
        gateway = self.stack.aws("apigateway")
        key = gateway.create_api_key(name=self.id, value=self.id, enabled=True)["id"]
        plan = gateway.get_usage_plans()["items"][0]["id"]
        gateway.create_usage_plan_key(usagePlanId=plan, keyId=key, keyType="API_KEY")
        return str(key)

    def disable(self, key: str) -> None:
        """What `enabled = false` changes."""
        self.register(enabled=False)
        off = {"op": "replace", "path": "/enabled", "value": "false"}
        self.stack.aws("apigateway").update_api_key(apiKey=key, patchOperations=[off])


def new_client(stack: Stack) -> Client:
    """An app client of the stack's pool, that nobody has registered."""
    cognito: Any = stack.aws("cognito-idp")
    made = cognito.create_user_pool_client(
        UserPoolId=parameter(stack, "platform")["user_pool_id"],
        ClientName="e2e",
        GenerateSecret=True,
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=["client_credentials"],
        AllowedOAuthScopes=SCOPES,
    )["UserPoolClient"]
    return Client(stack, made["ClientId"], made["ClientSecret"])
