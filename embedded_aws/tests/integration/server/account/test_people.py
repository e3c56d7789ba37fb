"""The tokens of people, the flows that a client allows, and a pool's domain."""

import base64
import itertools
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from embedded_aws.tests.integration.server.conftest import EmbeddedAws

NUMBERS = itertools.count(1)
PASSWORD = "Correct-horse-7"
ADMIN = "ADMIN_USER_PASSWORD_AUTH"
CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/c"


class People:
    """A pool with one user and one app client."""

    def __init__(self, aws: EmbeddedAws, **settings: Any) -> None:
        self.api = aws.client("cognito-idp")
        pool = self.api.create_user_pool(PoolName=f"people{next(NUMBERS)}")
        self.pool = pool["UserPool"]["Id"]
        attributes = {"email": "ada@example.com", "email_verified": "true", "given_name": "Ada"}
        user = {"UserPoolId": self.pool, "Username": "ada"}
        self.api.admin_create_user(
            **user,
            UserAttributes=[{"Name": name, "Value": value} for name, value in attributes.items()],
        )
        self.api.admin_set_user_password(**user, Password=PASSWORD, Permanent=True)
        given = {"ExplicitAuthFlows": [f"ALLOW_{ADMIN}", "ALLOW_REFRESH_TOKEN_AUTH"]} | settings
        client = self.api.create_user_pool_client(UserPoolId=self.pool, ClientName="a", **given)
        self.client = client["UserPoolClient"]["ClientId"]

    def sign_in(self, flow: str = ADMIN, **parameters: str) -> Any:
        given = parameters or {"USERNAME": "ada", "PASSWORD": PASSWORD}
        call, place = self.api.initiate_auth, {}
        if flow.startswith("ADMIN"):
            call, place = self.api.admin_initiate_auth, {"UserPoolId": self.pool}
        answer = call(ClientId=self.client, AuthFlow=flow, AuthParameters=given, **place)
        return answer["AuthenticationResult"]


def claims(token: str) -> dict[str, Any]:
    body = token.split(".")[1]
    read: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=="))
    return read


def test_an_id_token_has_the_users_attributes(aws: EmbeddedAws) -> None:
    tokens = People(aws).sign_in()

    identity = claims(tokens["IdToken"])
    assert (identity["email"], identity["email_verified"], identity["given_name"]) == (
        "ada@example.com",
        True,
        "Ada",
    )
    assert "email" not in claims(tokens["AccessToken"])


def test_a_client_reads_the_attributes_that_it_names(aws: EmbeddedAws) -> None:
    tokens = People(aws, ReadAttributes=["given_name"]).sign_in()

    identity = claims(tokens["IdToken"])
    assert "email" not in identity
    assert identity["given_name"] == "Ada"


def test_tokens_live_as_long_as_the_client_says(aws: EmbeddedAws) -> None:
    units = {"AccessToken": "minutes", "IdToken": "hours"}
    tokens = People(
        aws, AccessTokenValidity=5, IdTokenValidity=2, TokenValidityUnits=units
    ).sign_in()

    access, identity = claims(tokens["AccessToken"]), claims(tokens["IdToken"])
    assert tokens["ExpiresIn"] == 300
    assert (access["exp"] - access["iat"], identity["exp"] - identity["iat"]) == (300, 7200)


def test_a_refresh_token_gives_new_ones_and_an_unknown_one_none(aws: EmbeddedAws) -> None:
    people = People(aws)
    first = people.sign_in()

    second = people.sign_in("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=first["RefreshToken"])
    with pytest.raises(ClientError, match="Refresh Token") as unknown:
        people.sign_in("REFRESH_TOKEN_AUTH", REFRESH_TOKEN="unknown")

    assert claims(second["IdToken"])["email"] == "ada@example.com"
    assert unknown.value.response["Error"]["Code"] == "NotAuthorizedException"


@pytest.mark.parametrize(
    ("settings", "flow", "message"),
    [
        ({}, "USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH flow not enabled for this client"),
        ({}, "USER_SRP_AUTH", "USER_SRP_AUTH is not enabled for the client."),
        ({"ExplicitAuthFlows": []}, ADMIN, "Auth flow not enabled for this client"),
        (
            {"ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"]},
            "REFRESH_TOKEN_AUTH",
            "Auth flow not enabled for this client",
        ),
    ],
)
def test_a_flow_that_the_client_does_not_allow_is_refused(
    aws: EmbeddedAws, settings: dict[str, Any], flow: str, message: str
) -> None:
    people = People(aws, **settings)

    with pytest.raises(ClientError) as refused:
        people.sign_in(flow)

    error = refused.value.response["Error"]
    assert (error["Code"], error["Message"]) == ("InvalidParameterException", message)


@pytest.mark.parametrize("flow", ["ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH"])
def test_flows_named_as_before_are_allowed(aws: EmbeddedAws, flow: str) -> None:
    assert People(aws, ExplicitAuthFlows=[flow]).sign_in(flow)["IdToken"]


def test_a_wrong_password_is_told_as_cognito_does(aws: EmbeddedAws) -> None:
    with pytest.raises(ClientError) as refused:
        People(aws).sign_in(ADMIN, USERNAME="ada", PASSWORD="wrong")

    error = refused.value.response["Error"]
    assert (error["Code"], error["Message"]) == (
        "NotAuthorizedException",
        "Incorrect username or password.",
    )


def test_a_domain_shows_its_certificate(aws: EmbeddedAws) -> None:
    people = People(aws)
    name = {"Domain": f"auth{next(NUMBERS)}.example.com"}
    people.api.create_user_pool_domain(
        **name, UserPoolId=people.pool, CustomDomainConfig={"CertificateArn": CERTIFICATE}
    )

    domain = people.api.describe_user_pool_domain(**name)["DomainDescription"]

    assert domain["CustomDomainConfig"] == {"CertificateArn": CERTIFICATE}
    assert domain["AWSAccountId"] == "123456789012"
