"""COGNITO_USER_POOLS: accepted tokens, and the function's claims."""

import time
from dataclasses import dataclass
from typing import Any

import pytest
from joserfc import jwk, jwt
from moto.apigateway.models import apigateway_backends
from moto.cognitoidp.models import cognitoidp_backends

from embedded_aws.tests.integration.gateway.conftest import (
    ACCOUNT,
    REGION,
    Deployed,
    Options,
    World,
    invocation_uri,
    ok,
    openapi,
    proxied,
)
from embedded_aws.tests.integration.gateway.observed.test_access_log import line, logging_to

UNAUTHORIZED = {"message": "Unauthorized"}
READ = "orders/read"


@dataclass(frozen=True)
class Pool:
    """A user pool with one client, and tokens with its signature."""

    world: World
    id: str
    arn: str
    client: str

    def token(self, use: str = "id", key: Any = None, **claims: object) -> str:
        """A token of this use; claims are added, or removed with None."""
        now = int(time.time())
        audience = {"aud": self.client} if use == "id" else {"client_id": self.client}
        usual = {
            "sub": "subject",
            "iss": f"https://cognito-idp.{REGION}.amazonaws.com/{self.id}",
            "token_use": use,
            "iat": now,
            "exp": now + 60,
        }
        all_of_them = {**usual, **audience, **claims}
        payload = {name: value for name, value in all_of_them.items() if value is not None}
        signing = key or cognitoidp_backends[ACCOUNT][REGION].user_pools[self.id].json_web_key
        return str(jwt.encode({"kid": "dummy", "alg": "RS256"}, payload, signing))

    def signed_in(self) -> dict[str, str]:
        """The tokens of a user who signs in: IdToken, AccessToken."""
        cognito, who = self.world.cognito, {"UserPoolId": self.id, "Username": "ada"}
        cognito.admin_create_user(**who)
        cognito.admin_set_user_password(**who, Password="Secret-1234", Permanent=True)
        given = {"USERNAME": "ada", "PASSWORD": "Secret-1234"}
        answer = cognito.admin_initiate_auth(
            UserPoolId=self.id,
            ClientId=self.client,
            AuthFlow="ADMIN_NO_SRP_AUTH",
            AuthParameters=given,
        )
        return dict(answer["AuthenticationResult"])


def pool(world: World) -> Pool:
    people = world.cognito.create_user_pool(PoolName="people")["UserPool"]
    client = world.cognito.create_user_pool_client(
        UserPoolId=people["Id"], ClientName="shop", ExplicitAuthFlows=["ADMIN_NO_SRP_AUTH"]
    )
    return Pool(world, people["Id"], people["Arn"], client["UserPoolClient"]["ClientId"])


def scheme(*arns: str, header: str = "Authorization", **settings: Options) -> dict[str, Any]:
    return {
        "type": "apiKey",
        "name": header,
        "in": "header",
        "x-amazon-apigateway-authtype": "cognito_user_pools",
        "x-amazon-apigateway-authorizer": {
            "type": "cognito_user_pools",
            "providerARNs": list(arns),
            **settings,
        },
    }


def protected(world: World, *arns: str, **settings: Options) -> Deployed:
    """GET /me for any token of the pools, GET /orders for a token with a scope."""
    function = proxied(world.function(ok))
    paths = {
        "/me": {"get": {**function, "security": [{"people": []}]}},
        "/orders": {"get": {**function, "security": [{"people": [READ, "orders/admin"]}]}},
    }
    components = {"securitySchemes": {"people": scheme(*arns, **settings)}}
    return world.deployed(openapi(paths, components=components))


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize("prefix", ["", "Bearer ", "bearer "])
def test_an_identity_token_opens_a_method_without_scopes(world: World, prefix: str) -> None:
    people = pool(world)
    token = people.signed_in()["IdToken"]

    answer = protected(world, people.arn).get("/me", headers={"Authorization": prefix + token})

    assert (answer.status_code, answer.text) == (200, "ok")


@pytest.mark.parametrize("value", [None, "", "Bearer", "Bearer a.b.c", "Basic YTpi"])
def test_what_is_no_token_is_unauthorized(world: World, value: str | None) -> None:
    headers = {} if value is None else {"Authorization": value}

    answer = protected(world, pool(world).arn).get("/me", headers=headers)

    assert (answer.status_code, answer.json()) == (401, UNAUTHORIZED)
    assert answer.headers["x-amzn-errortype"] == "UnauthorizedException"
    assert world.functions.events == {}


def test_a_token_of_another_pool_is_unauthorized(world: World) -> None:
    answer = protected(world, pool(world).arn).get("/me", headers=bearer(pool(world).token()))

    assert (answer.status_code, answer.json()) == (401, UNAUTHORIZED)


def test_a_token_that_has_expired_is_told_so(world: World) -> None:
    people = pool(world)
    token = people.token(exp=int(time.time()) - 1)

    answer = protected(world, people.arn).get("/me", headers=bearer(token))

    assert (answer.status_code, answer.json()) == (
        401,
        {"message": "The incoming token has expired"},
    )


def test_a_token_signed_with_another_key_is_unauthorized(world: World) -> None:
    people = pool(world)
    token = people.token(key=jwk.RSAKey.generate_key(2048))

    assert protected(world, people.arn).get("/me", headers=bearer(token)).status_code == 401


def test_a_token_whose_claims_were_changed_is_unauthorized(world: World) -> None:
    people = pool(world)
    head, _, signature = people.token().split(".")
    _, other, _ = people.token(sub="another").split(".")

    answer = protected(world, people.arn).get("/me", headers=bearer(f"{head}.{other}.{signature}"))

    assert answer.status_code == 401


@pytest.mark.parametrize("claim", ["exp", "iss", "token_use"])
def test_a_token_without_a_needed_claim_is_unauthorized(world: World, claim: str) -> None:
    people = pool(world)
    without: dict[str, Any] = {claim: None}
    token = people.token(**without)

    assert protected(world, people.arn).get("/me", headers=bearer(token)).status_code == 401


def test_an_access_token_does_not_open_a_method_without_scopes(world: World) -> None:
    people = pool(world)
    token = people.signed_in()["AccessToken"]

    answer = protected(world, people.arn).get("/me", headers=bearer(token))

    assert (answer.status_code, answer.json()) == (401, UNAUTHORIZED)


@pytest.mark.parametrize(
    ("scope", "status"),
    [
        (READ, 200),
        ("openid orders/admin", 200),
        ("orders/write", 401),
        ("orders/reader", 401),
        ("", 401),
        (None, 401),
    ],
)
def test_an_access_token_needs_one_of_the_methods_scopes(
    world: World, scope: str | None, status: int
) -> None:
    people = pool(world)
    token = people.token("access", scope=scope)

    answer = protected(world, people.arn).get("/orders", headers=bearer(token))

    assert answer.status_code == status


def test_an_identity_token_does_not_open_a_method_with_scopes(world: World) -> None:
    people = pool(world)
    token = people.token("id", scope=READ)

    assert protected(world, people.arn).get("/orders", headers=bearer(token)).status_code == 401


def claims_seen(world: World) -> dict[str, Any]:
    ((event,),) = world.functions.events.values()
    assert set(event["requestContext"]["authorizer"]) == {"claims"}
    return dict(event["requestContext"]["authorizer"]["claims"])


def test_the_function_learns_the_claims_as_text(world: World) -> None:
    people = pool(world)
    custom: dict[str, Any] = {
        "custom:level": 3,
        "email_verified": True,
        "cognito:groups": ["staff", "customer"],
    }

    protected(world, people.arn).get("/me", headers=bearer(people.token(**custom)))

    seen = claims_seen(world)
    assert (seen["sub"], seen["aud"], seen["token_use"]) == ("subject", people.client, "id")
    assert (seen["custom:level"], seen["email_verified"]) == ("3", "true")
    assert seen["cognito:groups"] == "staff,customer"


def test_the_function_learns_when_a_token_ends_in_words(world: World) -> None:
    people = pool(world)

    protected(world, people.arn).get(
        "/me", headers=bearer(people.token(iat=1_500_000_000, exp=4_102_444_800))
    )

    seen = claims_seen(world)
    assert seen["iat"] == "Fri Jul 14 02:40:00 UTC 2017"
    assert seen["exp"] == "Fri Jan 01 00:00:00 UTC 2100"


def test_the_access_log_tells_claims_and_how_it_went(world: World) -> None:
    people = pool(world)
    names = ["authorizer.claims.sub", "authorizer.claims.none", "authorizer.claims"]
    names += ["authorizer.status", "authorizer.error", "authenticate.status", "authorizer.latency"]
    deployed = logging_to(protected(world, people.arn), names)

    deployed.get("/me", headers=bearer(people.token()))

    written = line(world)
    assert written.pop("authorizer.latency").isdecimal()
    assert written == {
        "authorizer.claims.sub": "subject",
        "authorizer.claims.none": "-",
        "authorizer.claims": "-",
        "authorizer.status": "200",
        "authorizer.error": "-",
        "authenticate.status": "-",
    }


def test_the_access_log_tells_a_refused_token(world: World) -> None:
    names = ["authorizer.status", "authorizer.error", "authorizer.claims.sub", "status"]
    deployed = logging_to(protected(world, pool(world).arn), names)

    deployed.get("/me")

    assert line(world) == {
        "authorizer.status": "401",
        "authorizer.error": "Unauthorized",
        "authorizer.claims.sub": "-",
        "status": "401",
    }


def test_the_token_may_come_in_another_header(world: World) -> None:
    people = pool(world)
    deployed = protected(world, people.arn, header="X-Token")

    assert deployed.get("/me", headers=bearer(people.token())).status_code == 401
    assert deployed.get("/me", headers={"X-Token": people.token()}).status_code == 200


@pytest.mark.parametrize(
    ("expression", "status"), [("{client}", 200), (".*", 200), ("{client}x", 401), ("other", 401)]
)
def test_the_validation_expression_is_for_the_audience(
    world: World, expression: str, status: int
) -> None:
    people = pool(world)
    pattern = expression.replace("{client}", people.client)
    deployed = protected(world, people.arn, identityValidationExpression=pattern)

    assert deployed.get("/me", headers=bearer(people.token())).status_code == status


def test_any_of_several_pools_will_do(world: World) -> None:
    one, two = pool(world), pool(world)
    deployed = protected(world, one.arn, two.arn)

    statuses = [deployed.get("/me", headers=bearer(p.token())).status_code for p in (one, two)]

    assert statuses == [200, 200]


def test_a_pool_may_be_named_by_a_stage_variable(world: World) -> None:
    one, two = pool(world), pool(world)
    deployed = protected(world, one.arn.replace(one.id, "${stageVariables.pool}"))
    deployed.change(("replace", "/variables/pool", two.id))

    statuses = [deployed.get("/me", headers=bearer(p.token())).status_code for p in (one, two)]

    assert statuses == [401, 200]


def test_a_pool_that_is_added_counts_when_it_is_deployed(world: World) -> None:
    one, two = pool(world), pool(world)
    deployed = protected(world, one.arn)
    (authorizer,) = world.apigateway.get_authorizers(restApiId=deployed.id)["items"]
    world.apigateway.update_authorizer(
        restApiId=deployed.id,
        authorizerId=authorizer["id"],
        patchOperations=[
            {"op": "add", "path": "/providerARNs", "value": two.arn},
            {"op": "remove", "path": "/providerARNs", "value": one.arn},
        ],
    )
    before = deployed.get("/me", headers=bearer(two.token())).status_code

    deployed.redeploy()

    statuses = [deployed.get("/me", headers=bearer(p.token())).status_code for p in (one, two)]
    assert (before, statuses) == (401, [401, 200])


@pytest.mark.parametrize(
    "arn", ["arn:aws:cognito-idp:mars:1:userpool/x", "arn:aws:cognito-idp:::userpool/", ""]
)
def test_a_pool_that_is_not_there_opens_nothing(world: World, arn: str) -> None:
    deployed = protected(world, arn or pool(world).arn)

    assert deployed.get("/me", headers=bearer(pool(world).token())).status_code == 401


def test_the_tokens_of_a_deleted_pool_open_nothing(world: World) -> None:
    people = pool(world)
    deployed, token = protected(world, people.arn), people.token()
    before = deployed.get("/me", headers=bearer(token)).status_code

    world.cognito.delete_user_pool(UserPoolId=people.id)

    assert (before, deployed.get("/me", headers=bearer(token)).status_code) == (200, 401)


def test_a_method_made_by_hand_has_its_authorizer_and_scopes(world: World) -> None:
    people = pool(world)
    api = world.apigateway.create_rest_api(name="api")["id"]
    authorizer = world.apigateway.create_authorizer(
        restApiId=api,
        name="people",
        type="COGNITO_USER_POOLS",
        providerARNs=[people.arn],
        identitySource="method.request.header.Authorization",
    )["id"]
    (root,) = world.apigateway.get_resources(restApiId=api)["items"]
    place = {"restApiId": api, "resourceId": root["id"], "httpMethod": "GET"}
    world.apigateway.put_method(
        **place,
        authorizationType="COGNITO_USER_POOLS",
        authorizerId=authorizer,
        authorizationScopes=[READ],
    )
    uri = invocation_uri(world.function(ok))
    world.apigateway.put_integration(
        **place, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri
    )
    deployed = world.staged(api)

    tokens = (people.token("access", scope=READ), people.token("access", scope="x"))
    statuses = [deployed.get("/", headers=bearer(token)).status_code for token in tokens]

    assert statuses == [200, 401]


def test_a_method_whose_user_pool_authorizer_is_gone_lets_nobody_through(world: World) -> None:
    people = pool(world)
    deployed = protected(world, people.arn)
    apigateway_backends[ACCOUNT][REGION].apis[deployed.id].authorizers.clear()
    deployed.redeploy()

    answer = deployed.get("/me", headers=bearer(people.token()))

    assert answer.status_code == 500
    assert answer.headers["x-amzn-errortype"] == "AuthorizerConfigurationException"


def test_a_refused_token_gets_the_apis_own_gateway_response(world: World) -> None:
    own = {"UNAUTHORIZED": {"responseTemplates": {"application/json": '{"status": 401}'}}}
    schemes = {"securitySchemes": {"people": scheme(pool(world).arn)}}
    document = openapi(
        {"/": {"get": proxied(world.function(ok))}},
        security=[{"people": []}],
        components=schemes,
        **{"x-amazon-apigateway-gateway-responses": own},
    )

    assert world.deployed(document).get("/").json() == {"status": 401}
