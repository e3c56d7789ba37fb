"""Refusals of Cognito, in its own words.

Cognito API reference, SignUp, CreateUserPoolDomain, CreateUserPoolClient; getmoto/moto#5259,
aws-amplify/amplify-cli#1761, amazon-cognito-identity-dart-2#89.
"""

from typing import Any

import pytest

from embedded_aws.tests.integration.server.account.refusing import fresh, refusal
from embedded_aws.tests.integration.server.refusals.world import PASSWORD, Row, World, rows

CODE, REFUSED, SIGN_UP = "InvalidParameterException", "NotAuthorizedException", "sign_up"
POLICY = "Password did not conform with policy: Password "
FLOWS = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
EMAIL = {"Name": "email", "Required": True, "Mutable": True, "AttributeDataType": "String"}
SOMEBODY = {"Username": "somebody", "Password": PASSWORD}


def person(
    pool: dict[str, Any] | None = None, app: dict[str, Any] | None = None, **more: Any
) -> Any:
    """A sign-up in a pool with such settings."""
    return lambda world: {
        "ClientId": world.app(world.pool(**(pool or {})), **(app or {})),
        **SOMEBODY,
        **more,
    }


def of_pool(settings: dict[str, Any] | None = None, **more: Any) -> Any:
    return lambda world: {"UserPoolId": world.pool(**(settings or {})), **more}


def signed_up(world: World) -> dict[str, Any]:
    given = person()(world)
    world.client("cognito-idp").sign_up(**given)
    return dict(given)


def with_user(world: World, **more: Any) -> dict[str, Any]:
    pool = world.pool()
    cognito, named = world.client("cognito-idp"), {"UserPoolId": pool, "Username": "ada"}
    cognito.admin_create_user(**named)
    cognito.admin_set_user_password(**named, Password=PASSWORD, Permanent=True)
    return {**named, **more}


def with_domain(world: World) -> str:
    pool = world.pool()
    world.client("cognito-idp").create_user_pool_domain(UserPoolId=pool, Domain=fresh("domain"))
    return pool


CUSTOM = [{"Name": "custom:none", "Value": "x"}]
BY_ADMIN = {"AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True}}
NO_SECRET = "is configured with secret but SECRET_HASH was not received"
NO_RECOVERY = "Cannot reset password for the user as there is no registered/verified email or phone"


@pytest.mark.parametrize(
    "row",
    rows(
        "cognito-idp",
        (SIGN_UP, person(Password="Ab1!"), "InvalidPasswordException", f"{POLICY}not long enough"),
        (
            SIGN_UP,
            person(Password="abcdefg1!"),
            "InvalidPasswordException",
            f"{POLICY}must have uppercase characters",
        ),
        (
            "admin_create_user",
            of_pool(Username="ada", TemporaryPassword="Abcdefgh1"),
            "InvalidPasswordException",
            f"{POLICY}must have symbol characters",
        ),
        (
            "admin_set_user_password",
            lambda world: with_user(world, Password="Abcdefgh!"),
            "InvalidPasswordException",
            f"{POLICY}must have numeric characters",
        ),
        (SIGN_UP, signed_up, "UsernameExistsException", "User already exists"),
        ("admin_create_user", with_user, "UsernameExistsException", "User account already exists"),
        (SIGN_UP, person(BY_ADMIN), REFUSED, "SignUp is not permitted for this user pool"),
        (SIGN_UP, person(app={"GenerateSecret": True}), REFUSED, NO_SECRET),
        (SIGN_UP, person({"UsernameAttributes": ["email"]}), CODE, "Username should be an email."),
        (
            SIGN_UP,
            person(UserAttributes=CUSTOM),
            CODE,
            "Attributes did not conform to the schema: custom:none: Attribute does not exist",
        ),
        (SIGN_UP, person({"Schema": [EMAIL]}), CODE, "email: The attribute is required"),
        (SIGN_UP, person(Username="a b"), CODE, "Value 'a b' at 'username'"),
        ("get_user", {"AccessToken": "a.b.c"}, REFUSED, "Invalid Access Token"),
        (
            "admin_add_user_to_group",
            lambda world: with_user(world, GroupName="none"),
            "ResourceNotFoundException",
            "Group not found.",
        ),
    ),
)
def test_people_that_cognito_refuses(world: World, row: Row) -> None:
    row.assert_refused(world)


PROVIDER = "The provider Google does not exist for User Pool"
CODE_FLOW: dict[str, Any] = {
    "AllowedOAuthFlows": ["code"],
    "AllowedOAuthFlowsUserPoolClient": True,
    "CallbackURLs": ["https://shop.example"],
}


@pytest.mark.parametrize(
    "row",
    rows(
        "cognito-idp",
        (
            "create_user_pool_domain",
            of_pool(Domain="mycognito"),
            CODE,
            "Domain cannot contain reserved word: cognito",
        ),
        (
            "create_user_pool_domain",
            lambda world: {"UserPoolId": with_domain(world), "Domain": fresh("second")},
            CODE,
            "already has a domain",
        ),
        (
            "delete_user_pool",
            lambda world: {"UserPoolId": with_domain(world)},
            CODE,
            "User pool cannot be deleted. It has a domain configured that should be deleted first.",
        ),
        (
            "create_user_pool_client",
            of_pool(ClientName="a", **CODE_FLOW, AllowedOAuthScopes=["nothing/read"]),
            "ScopeDoesNotExistException",
            "Invalid scope requested: nothing/read",
        ),
        (
            "create_user_pool_client",
            of_pool(ClientName="a", **{**CODE_FLOW, "CallbackURLs": ["http://shop.example"]}),
            CODE,
            "http://shop.example cannot use the HTTP protocol.",
        ),
        (
            "create_user_pool_client",
            of_pool(ClientName="a", SupportedIdentityProviders=["Google"]),
            CODE,
            PROVIDER,
        ),
        (
            "create_user_pool_client",
            of_pool(
                ClientName="a", AccessTokenValidity=1, TokenValidityUnits={"AccessToken": "minutes"}
            ),
            CODE,
            "accessTokenValidity",
        ),
        (
            "create_user_pool",
            {"PoolName": "p", "MfaConfiguration": "ON"},
            CODE,
            "SMS configuration",
        ),
    ),
)
def test_pools_that_cognito_refuses(world: World, row: Row) -> None:
    row.assert_refused(world)


def sign_in(world: World) -> tuple[str, str, dict[str, str]]:
    """Pool, client and tokens of a person who has signed in."""
    pool = with_user(world)["UserPoolId"]
    app = world.app(pool, ExplicitAuthFlows=FLOWS)
    answer = world.client("cognito-idp").initiate_auth(
        ClientId=app,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "ada", "PASSWORD": PASSWORD},
    )
    return pool, app, answer["AuthenticationResult"]


def refresh(world: World, app: str, token: str) -> tuple[int, str, str]:
    parameters = {"REFRESH_TOKEN": token}
    given = {"ClientId": app, "AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": parameters}
    return refusal(world.client("cognito-idp"), "initiate_auth", **given)


def test_who_signs_out_everywhere_is_out(world: World) -> None:
    _, app, tokens = sign_in(world)
    cognito, access = world.client("cognito-idp"), {"AccessToken": tokens["AccessToken"]}

    cognito.global_sign_out(**access)

    assert refresh(world, app, tokens["RefreshToken"])[2] == "Refresh Token has been revoked"
    assert refusal(cognito, "get_user", **access)[2] == "Access Token has been revoked"


def test_a_refresh_token_is_of_its_client(world: World) -> None:
    pool, app, tokens = sign_in(world)
    other = world.app(pool, ExplicitAuthFlows=FLOWS)

    answers = [refresh(world, each, tokens["RefreshToken"]) for each in (other, app)]

    assert [each[1:] for each in answers] == [(REFUSED, "Invalid Refresh Token"), ("", "")]


def test_a_password_is_not_sent_to_nowhere(world: World) -> None:
    pool = with_user(world)["UserPoolId"]
    given = {"ClientId": world.app(pool), "Username": "ada"}

    _, code, message = refusal(world.client("cognito-idp"), "forgot_password", **given)

    assert code == CODE
    assert message.startswith(NO_RECOVERY)


def test_a_name_is_needed_to_sign_in(world: World) -> None:
    given = {
        "ClientId": world.app(world.pool(), ExplicitAuthFlows=FLOWS),
        "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": {"PASSWORD": PASSWORD},
    }

    answer = refusal(world.client("cognito-idp"), "initiate_auth", **given)

    assert answer[1:] == (CODE, "Missing required parameter USERNAME")
