"""People: users of the pool, in a group, with a token of the app client `web`."""

import json
from uuid import uuid4

import httpx

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
    client = _web(cognito, pool)
    challenge = cognito.initiate_auth(
        ClientId=client,
        AuthFlow="USER_SRP_AUTH",
        AuthParameters={"USERNAME": name, "SRP_A": uuid4().hex},
    )["ChallengeParameters"]
    answer = cognito.respond_to_auth_challenge(
        ClientId=client, ChallengeName="PASSWORD_VERIFIER", ChallengeResponses=_proof(challenge)
    )
    tokens: dict[str, str] = answer["AuthenticationResult"]
    return tokens


def _proof(challenge: dict[str, str]) -> dict[str, str]:
    """The answer to SRP's challenge, of which the embedded AWS checks the session alone."""
    return {
        "USERNAME": challenge["USERNAME"],
        "PASSWORD_CLAIM_SECRET_BLOCK": challenge["SECRET_BLOCK"],
        "PASSWORD_CLAIM_SIGNATURE": "signature",
        "TIMESTAMP": "Sat Jan 31 12:00:00 UTC 2026",
    }


def _web(cognito: object, pool: str) -> str:
    clients = cognito.list_user_pool_clients(UserPoolId=pool, MaxResults=60)  # type: ignore[attr-defined]
    [web] = [each for each in clients["UserPoolClients"] if each["ClientName"] == "web"]
    return str(web["ClientId"])


def parameter(stack: Stack, name: str) -> dict[str, str]:
    """The parameter that a root publishes about itself."""
    value = stack.aws("ssm").get_parameter(Name=f"/local/{name}")["Parameter"]["Value"]
    content: dict[str, str] = json.loads(value)
    return content
