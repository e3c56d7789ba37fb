"""Sign-ins of clients with a secret, of users who are not there, and what ends them."""

import base64
import hmac
from typing import Any

import pytest

from embedded_aws.tests.integration.server.account.refusing import fresh, refusal
from embedded_aws.tests.integration.server.account.test_people import PASSWORD, People
from embedded_aws.tests.integration.server.conftest import EmbeddedAws

FLOW = "USER_PASSWORD_AUTH"
FLOWS = {"ExplicitAuthFlows": [f"ALLOW_{FLOW}", "ALLOW_REFRESH_TOKEN_AUTH"]}
WRONG = "Incorrect username or password."


def sign_in(people: People, **parameters: str) -> tuple[int, str, str]:
    given = {"USERNAME": "ada", "PASSWORD": PASSWORD, **parameters}
    return refusal(
        people.api,
        "initiate_auth",
        ClientId=people.client,
        AuthFlow=FLOW,
        AuthParameters=given,
    )


def proof(people: People) -> str:
    described = people.api.describe_user_pool_client(
        UserPoolId=people.pool, ClientId=people.client
    )["UserPoolClient"]
    message = f"ada{people.client}".encode()
    return base64.b64encode(
        hmac.digest(described["ClientSecret"].encode(), message, "sha256")
    ).decode()


@pytest.fixture(scope="module")
def people(aws: EmbeddedAws) -> People:
    return People(aws, **FLOWS)


def test_a_client_with_a_secret_proves_it(aws: EmbeddedAws) -> None:
    people = People(aws, GenerateSecret=True, **FLOWS)

    _, absent, message = sign_in(people)
    _, wrong, _ = sign_in(people, SECRET_HASH="none")
    status, _, _ = sign_in(people, SECRET_HASH=proof(people))

    assert (absent, wrong, status) == ("NotAuthorizedException", "NotAuthorizedException", 200)
    assert message.endswith("is configured with secret but SECRET_HASH was not received")


@pytest.mark.parametrize(
    ("settings", "answer"),
    [
        ({}, ("UserNotFoundException", "User does not exist.")),
        ({"PreventUserExistenceErrors": "ENABLED"}, ("NotAuthorizedException", WRONG)),
    ],
)
def test_a_client_may_hide_who_is_there(
    aws: EmbeddedAws, settings: dict[str, Any], answer: tuple[str, str]
) -> None:
    assert sign_in(People(aws, **FLOWS, **settings), USERNAME="nobody")[1:] == answer


def test_an_unknown_client_is_named(people: People) -> None:
    _, code, message = refusal(
        people.api,
        "initiate_auth",
        ClientId="unknown",
        AuthFlow=FLOW,
        AuthParameters={"USERNAME": "ada", "PASSWORD": PASSWORD},
    )

    assert code == "ResourceNotFoundException"
    assert message == "User pool client unknown does not exist."


def test_a_revoked_token_gives_no_others(people: People) -> None:
    tokens = people.sign_in(FLOW, USERNAME="ada", PASSWORD=PASSWORD)
    people.api.revoke_token(Token=tokens["RefreshToken"], ClientId=people.client)

    _, code, _ = refusal(
        people.api,
        "initiate_auth",
        ClientId=people.client,
        AuthFlow="REFRESH_TOKEN_AUTH",
        AuthParameters={"REFRESH_TOKEN": tokens["RefreshToken"]},
    )

    assert code == "NotAuthorizedException"
    given = {"Token": tokens["AccessToken"], "ClientId": people.client}
    assert refusal(people.api, "revoke_token", **given)[1] == "UnsupportedTokenTypeException"


USERS: dict[str, tuple[dict[str, Any], str]] = {
    "a weak temporary password": ({"TemporaryPassword": "weak-1"}, "InvalidPasswordException"),
    "an attribute that the schema lacks": (
        {"UserAttributes": [{"Name": "custom:none", "Value": "1"}]},
        "InvalidParameterException",
    ),
    "an address that is none": (
        {"UserAttributes": [{"Name": "email", "Value": "nowhere"}]},
        "InvalidParameterException",
    ),
}


@pytest.mark.parametrize("row", USERS)
def test_a_user_that_does_not_fit_the_pool_is_refused(people: People, row: str) -> None:
    parameters, code = USERS[row]
    given = {"UserPoolId": people.pool, "Username": fresh("user"), **parameters}

    assert refusal(people.api, "admin_create_user", **given)[1] == code


def test_a_protected_pool_stays_and_a_domain_is_of_one_pool(people: People) -> None:
    name = fresh("auth-of-one-pool-")
    pool_of_another = people.api.create_user_pool(PoolName=name, DeletionProtection="ACTIVE")
    pool = {"UserPoolId": pool_of_another["UserPool"]["Id"]}
    people.api.create_user_pool_domain(Domain=name, UserPoolId=people.pool)

    _, first, message = refusal(people.api, "delete_user_pool", **pool)
    _, second, _ = refusal(people.api, "create_user_pool_domain", Domain=name, **pool)

    assert (first, second) == ("InvalidParameterException", "InvalidParameterException")
    assert "deletion protection is activated" in message
