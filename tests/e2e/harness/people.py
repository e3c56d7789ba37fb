"""People: users of the pool, in a group, with a token of the app client `web`."""

import json
from uuid import uuid4

import httpx
from pycognito import AWSSRP

from tests.e2e.harness.stack import Stack

PASSWORD = "Correct-horse-battery-staple-7"


def person(stack: Stack, group: str = "customer") -> httpx.Client:
    """An HTTP client of the API for a new user in the group."""
    client = stack.api()
    client.headers["Authorization"] = f"Bearer {signed_in(stack, group)['AccessToken']}"
    return client


def signed_in(stack: Stack, *groups: str) -> dict[str, str]:
    """The tokens of a new user in these groups."""
    cognito, pool = stack.aws("cognito-idp"), parameter(stack, "platform")["user_pool_id"]
    name = f"{uuid4()}@example.com"
    user = {"UserPoolId": pool, "Username": name}
    cognito.admin_create_user(**user, UserAttributes=[{"Name": "email", "Value": name}])
    cognito.admin_set_user_password(**user, Password=PASSWORD, Permanent=True)
    for group in groups:
        cognito.admin_add_user_to_group(**user, GroupName=group)
    srp = AWSSRP(name, PASSWORD, pool, _web(cognito, pool), client=cognito)
    tokens: dict[str, str] = srp.authenticate_user()["AuthenticationResult"]
    return tokens


def _web(cognito: object, pool: str) -> str:
    clients = cognito.list_user_pool_clients(UserPoolId=pool, MaxResults=60)  # type: ignore[attr-defined]
    [web] = [each for each in clients["UserPoolClients"] if each["ClientName"] == "web"]
    return str(web["ClientId"])


def parameter(stack: Stack, name: str) -> dict[str, str]:
    """The parameter that a root publishes about itself."""
    value = stack.aws("ssm").get_parameter(Name=f"/local/{name}")["Parameter"]["Value"]
    content: dict[str, str] = json.loads(value)
    return content
