"""Tokens by client credentials, as from Cognito's token endpoint."""

from typing import Any

import httpx
import jwt
import pytest

from embedded_aws.tests.integration.server.conftest import Client, EmbeddedAws, make_client

GRANT = {"grant_type": "client_credentials"}


def ask(aws: EmbeddedAws, client: Client | None, **form: str) -> httpx.Response:
    auth = (client.client_id, client.secret) if client else None
    return httpx.post(f"{aws.endpoint}/oauth2/token", auth=auth, data=GRANT | form)


def test_a_token_is_signed_with_the_key_that_the_pool_shows(
    aws: EmbeddedAws, client: Client
) -> None:
    token = ask(aws, client).json()["access_token"]

    keys = jwt.PyJWKClient(f"{aws.endpoint}/{client.pool_id}/.well-known/jwks.json")
    claims = jwt.decode(token, keys.get_signing_key_from_jwt(token), algorithms=["RS256"])
    assert claims["iss"] == f"https://cognito-idp.eu-central-1.amazonaws.com/{client.pool_id}"


def test_a_token_says_what_cognitos_say(aws: EmbeddedAws, client: Client) -> None:
    answer = ask(aws, client).json()

    claims = jwt.decode(answer["access_token"], options={"verify_signature": False})
    assert (answer["token_type"], answer["expires_in"]) == ("Bearer", 3600)
    assert set(claims) == {
        *("sub", "token_use", "scope", "auth_time", "iss", "exp", "iat", "version", "jti"),
        "client_id",
    }
    assert (claims["sub"], claims["client_id"]) == (client.client_id, client.client_id)
    assert (claims["token_use"], claims["scope"]) == ("access", "orders/read orders/write")
    assert claims["exp"] - claims["iat"] == 3600


def test_credentials_may_come_in_the_body(aws: EmbeddedAws, client: Client) -> None:
    answer = ask(aws, None, client_id=client.client_id, client_secret=client.secret)

    assert answer.status_code == 200


def test_a_client_may_ask_for_less(aws: EmbeddedAws, client: Client) -> None:
    token = ask(aws, client, scope="orders/read").json()["access_token"]

    assert jwt.decode(token, options={"verify_signature": False})["scope"] == "orders/read"


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"client_id": "nobody"}, "invalid_client"),
        ({"scope": "orders/admin"}, "invalid_scope"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "invalid_request"),
    ],
)
def test_what_is_wrong_is_named_as_oauth_does(
    aws: EmbeddedAws, client: Client, form: dict[str, str], error: str
) -> None:
    good = {"client_id": client.client_id, "client_secret": client.secret}

    answer = ask(aws, None, **(good | form))

    assert (answer.status_code, answer.json()) == (400, {"error": error})


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"method": "GET"}, 405),
        ({"method": "POST", "json": GRANT}, 400),
        ({"method": "POST", "data": GRANT, "headers": {"Authorization": "Basic !!"}}, 400),
        ({"method": "POST", "data": GRANT | {"padding": "x" * 70_000}}, 413),
    ],
)
def test_malformed_requests_are_refused(
    aws: EmbeddedAws, request_: dict[str, Any], status: int
) -> None:
    answer = httpx.request(url=f"{aws.endpoint}/oauth2/token", **request_)

    assert answer.status_code == status


def test_a_client_without_the_flow_gets_no_token(aws: EmbeddedAws, client: Client) -> None:
    cognito = aws.client("cognito-idp")
    plain = cognito.create_user_pool_client(
        UserPoolId=client.pool_id, ClientName="web", GenerateSecret=True
    )["UserPoolClient"]

    answer = ask(aws, Client(client.pool_id, plain["ClientId"], plain["ClientSecret"]))

    assert answer.json() == {"error": "unauthorized_client"}


def test_two_servers_sign_with_different_keys_and_each_keeps_its_own(own_aws: EmbeddedAws) -> None:
    keys = []
    own_aws.start()
    first = make_client(own_aws)
    for _ in range(2):
        keys.append(published(own_aws, first))
        own_aws.stop()
        own_aws.start()
    (own_aws.folder / "token-key.json").rename(own_aws.folder / "elsewhere")
    own_aws.stop()
    own_aws.start()

    assert keys[0] == keys[1] != published(own_aws, first)
    assert (own_aws.folder / "token-key.json").stat().st_mode & 0o077 == 0


def published(aws: EmbeddedAws, client: Client) -> object:
    url = f"{aws.endpoint}/{client.pool_id}/.well-known/jwks.json"
    return httpx.get(url).json()["keys"][0]["n"]
