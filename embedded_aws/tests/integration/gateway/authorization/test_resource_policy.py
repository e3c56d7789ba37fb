"""The API's resource policy, alone and with each kind of authorization."""

import json
from dataclasses import replace
from typing import Any

import httpx
import pytest

from embedded_aws.tests.integration.gateway.authorization.signing import (
    SIGV4,
    Signer,
    call,
    role,
    session,
    statement,
    user,
)
from embedded_aws.tests.integration.gateway.authorization.test_authorizers import (
    bearer,
    calls,
    policy,
)
from embedded_aws.tests.integration.gateway.authorization.test_authorizers import (
    protected as by_function,
)
from embedded_aws.tests.integration.gateway.authorization.test_cognito_authorizer import pool
from embedded_aws.tests.integration.gateway.authorization.test_cognito_authorizer import (
    protected as by_pool,
)
from embedded_aws.tests.integration.gateway.conftest import (
    ACCOUNT,
    REGION,
    Deployed,
    Event,
    Options,
    World,
    ok,
    openapi,
    proxied,
)

OTHER_ACCOUNT = "222222222222"


def rule(effect: str = "Allow", resource: str = "*", **more: Options) -> dict[str, Any]:
    """A statement for everybody and everything below the stage, unless changed."""
    return {
        "Effect": effect,
        "Principal": "*",
        "Action": "execute-api:Invoke",
        "Resource": f"execute-api:/v1/{resource}",
        **more,
    }


def governed(deployed: Deployed, *rules: dict[str, Any]) -> Deployed:
    """The API, deployed again with these statements as its policy."""
    text = json.dumps({"Version": "2012-10-17", "Statement": list(rules)})
    return with_policy(deployed, text)


def with_policy(deployed: Deployed, text: str) -> Deployed:
    deployed.world.apigateway.update_rest_api(
        restApiId=deployed.id,
        patchOperations=[{"op": "replace", "path": "/policy", "value": text}],
    )
    deployed.redeploy()
    return deployed


def open_api(world: World, **more: Options) -> Deployed:
    """GET and POST /orders and /orders/{id} without authorization."""
    orders = proxied(world.function(ok))
    paths = {path: {"get": orders, "post": orders} for path in ("/orders", "/orders/{id}")}
    return world.deployed(openapi(paths, **more))


def signed_api(world: World) -> Deployed:
    return open_api(world, security=[{"iam": []}], components={"securitySchemes": {"iam": SIGV4}})


def denial(deployed: Deployed, reason: str) -> dict[str, str]:
    """The message to an anonymous caller of GET /orders."""
    return {
        "Message": "User: anonymous is not authorized to perform: execute-api:Invoke on resource: "
        f"arn:aws:execute-api:{REGION}:********9012:{deployed.id}/v1/GET/orders {reason}"
    }


NO_ALLOW = "because no resource-based policy allows the execute-api:Invoke action"


def test_a_policy_that_allows_lets_anybody_in(world: World) -> None:
    assert governed(open_api(world), rule()).get("/orders").status_code == 200


def test_a_policy_that_is_silent_lets_nobody_in(world: World) -> None:
    deployed = governed(open_api(world), rule("Allow", "POST/*"))

    answer = deployed.get("/orders")

    assert (answer.status_code, answer.json()) == (403, denial(deployed, NO_ALLOW))
    assert answer.headers["x-amzn-errortype"] == "AccessDeniedException"
    assert world.functions.events == {}


def test_an_explicit_deny_of_the_api_wins(world: World) -> None:
    deployed = governed(open_api(world), rule(), rule("Deny", "GET/*"))

    answer = deployed.get("/orders")

    assert (answer.status_code, answer.json()) == (403, denial(deployed, "with an explicit deny"))


@pytest.mark.parametrize(
    ("resource", "status"),
    [
        ("execute-api:/*", 200),
        ("execute-api:/v1/GET/orders/7", 200),
        ("execute-api:/v2/*", 403),
        (["execute-api:/v2/*", "execute-api:/v1/*/orders/?"], 200),
        (f"arn:aws:execute-api:{REGION}:{ACCOUNT}:*/v1/GET/orders/7", 200),
        (f"arn:aws:execute-api:{REGION}:{ACCOUNT}:another/*", 403),
    ],
)
def test_a_resource_may_be_short_for_the_apis_arn(
    world: World, resource: object, status: int
) -> None:
    deployed = governed(open_api(world), rule(Resource=resource))

    assert deployed.get("/orders/7").status_code == status


def from_address(deployed: Deployed, address: str) -> int:
    """The status for a client at this address of the machine."""
    transport = httpx.HTTPTransport(local_address=address)
    with httpx.Client(transport=transport) as client:
        url = f"http://127.0.0.1:{deployed.world.port}{deployed.base}/orders"
        return client.get(url).status_code


@pytest.mark.parametrize(
    ("rules", "statuses"),
    [
        ([rule(Condition={"IpAddress": {"aws:SourceIp": "127.0.0.2/32"}})], [403, 200]),
        ([rule(Condition={"IpAddress": {"aws:SourceIp": ["127.0.0.2", "::1"]}})], [403, 200]),
        ([rule(Condition={"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}})], [200, 200]),
        ([rule(Condition={"NotIpAddress": {"aws:SourceIp": "127.0.0.2/32"}})], [200, 403]),
        (
            [rule(), rule("Deny", Condition={"IpAddress": {"aws:SourceIp": "127.0.0.2"}})],
            [200, 403],
        ),
        (
            [rule(), rule("Deny", Condition={"NotIpAddress": {"aws:SourceIp": ["127.0.0.2"]}})],
            [403, 200],
        ),
    ],
)
def test_a_policy_may_look_at_the_source_address(
    world: World, rules: list[dict[str, Any]], statuses: list[int]
) -> None:
    deployed = governed(open_api(world), *rules)

    assert [from_address(deployed, each) for each in ("127.0.0.1", "127.0.0.2")] == statuses


def test_a_forwarded_address_is_not_the_source_address(world: World) -> None:
    condition = {"IpAddress": {"aws:SourceIp": "203.0.113.7"}}
    deployed = governed(open_api(world), rule(Condition=condition))

    answer = deployed.get("/orders", headers={"X-Forwarded-For": "203.0.113.7"})

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ({"StringEquals": {"aws:UserAgent": "test/1"}}, 200),
        ({"StringEquals": {"AWS:useragent": ["other", "test/1"]}}, 200),
        ({"StringEquals": {"aws:UserAgent": "Test/1"}}, 403),
        ({"StringEqualsIgnoreCase": {"aws:UserAgent": "TEST/1"}}, 200),
        ({"StringLike": {"aws:UserAgent": "test/*"}}, 200),
        ({"StringNotLike": {"aws:UserAgent": ["a*", "test/*"]}}, 403),
        ({"StringNotEquals": {"aws:UserAgent": "other"}}, 200),
        ({"StringEquals": {"aws:Referer": "x"}}, 403),
        ({"StringNotEquals": {"aws:Referer": "x"}}, 200),
        ({"StringEqualsIfExists": {"aws:Referer": "x"}}, 200),
        ({"Null": {"aws:Referer": "true"}}, 200),
        ({"Null": {"aws:UserAgent": True}}, 403),
        ({"Bool": {"aws:SecureTransport": "true"}}, 200),
        ({"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}, 200),
        ({"DateLessThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}, 403),
        ({"NumericGreaterThan": {"aws:EpochTime": 1}}, 200),
        ({"StringEquals": {"aws:SourceVpce": "vpce-1"}}, 403),
        ({"StringLike": {"aws:UserAgent": "t*"}, "StringEquals": {"aws:UserAgent": "u"}}, 403),
    ],
)
def test_conditions_are_judged_as_iam_does(
    world: World, condition: dict[str, Any], status: int
) -> None:
    deployed = governed(open_api(world), rule(Condition=condition))

    assert deployed.get("/orders", headers={"User-Agent": "test/1"}).status_code == status


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:PrincipalOrgID": "o-1"}},
        {"BinaryEquals": {"aws:UserAgent": "eA=="}},
        {"ForAllValues:StringEquals": {"aws:TagKeys": "a"}},
        {"IpAddress": {"aws:SourceIp": "nonsense"}},
        {"StringEquals": {"aws:UserAgent": "${aws:UserAgent}"}},
        {"StringEquals": {}},
        "nonsense",
    ],
)
def test_a_condition_that_cannot_be_judged_never_widens_rights(
    world: World, condition: object
) -> None:
    allowing = governed(open_api(world), rule(Condition=condition))
    denying = governed(open_api(world), rule(), rule("Deny", Condition=condition))

    assert allowing.get("/orders").status_code == 403
    assert denying.get("/orders").status_code == 403


def test_a_policy_counts_when_it_is_deployed(world: World) -> None:
    deployed = open_api(world)
    text = json.dumps({"Statement": [rule("Deny")]})
    patch = {"op": "replace", "path": "/policy", "value": text}
    world.apigateway.update_rest_api(restApiId=deployed.id, patchOperations=[patch])
    before = deployed.get("/orders").status_code

    deployed.redeploy()

    assert (before, deployed.get("/orders").status_code) == (200, 403)


def test_a_policy_that_is_taken_away_leaves_the_api_open(world: World) -> None:
    deployed = governed(open_api(world), rule("Deny"))

    assert with_policy(deployed, "").get("/orders").status_code == 200


def test_a_policy_is_shown_escaped_as_terraform_expects_it(world: World) -> None:
    text = json.dumps({"Statement": [{**rule(), "Resource": "*"}]})
    deployed = with_policy(open_api(world), text)

    escaped = world.apigateway.get_rest_api(restApiId=deployed.id)["policy"]

    assert escaped == text.replace('"', '\\"')


def test_a_policy_is_shown_with_whole_resources(world: World) -> None:
    """Recorded answer."""
    text = json.dumps({"Statement": [{**rule(), "Resource": ["execute-api:/*"]}]})
    deployed = with_policy(open_api(world), text)

    escaped = world.apigateway.get_rest_api(restApiId=deployed.id)["policy"]

    (statement,) = json.loads(escaped.replace('\\"', '"'))["Statement"]
    assert statement["Resource"] == f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{deployed.id}/*"


def test_a_document_brings_its_policy(world: World) -> None:
    brought = {"Version": "2012-10-17", "Statement": [rule("Allow", "POST/*")]}
    deployed = open_api(world, **{"x-amazon-apigateway-policy": brought})

    statuses = [deployed.send(verb, "/orders").status_code for verb in ("GET", "POST")]

    assert statuses == [403, 200]


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "[]",
        "{}",
        '{"Statement": [{"Effect": "Allow"}]}',
        '{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}',
    ],
)
def test_a_malformed_policy_lets_nobody_in(world: World, text: str) -> None:
    assert with_policy(open_api(world), text).get("/orders").status_code == 500


@pytest.mark.parametrize(
    "principal", [{"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, {"Service": "x"}, {"AWS": []}]
)
def test_only_everybody_stands_for_an_anonymous_caller(world: World, principal: object) -> None:
    narrow = governed(open_api(world), rule(Principal=principal))
    wide = governed(open_api(world), rule(Principal={"AWS": "*"}))

    assert (narrow.get("/orders").status_code, wide.get("/orders").status_code) == (403, 200)


def deciding(effect: str | None) -> Any:
    """An authorizer that allows or denies the method, or says nothing of it."""

    def behave(event: Event) -> object:
        del event
        return policy((effect, "*")) if effect else policy(("Allow", "nothing"))

    return behave


def test_an_explicit_deny_spares_the_authorizer(world: World) -> None:
    deployed = governed(by_function(world, deciding("Allow")), rule("Deny"))

    answer = deployed.get("/orders", headers=bearer())

    assert answer.json() == denial(deployed, "with an explicit deny")
    assert calls(world, "TOKEN") == []


OUTCOMES = [
    ("Allow", "Allow", 200),
    ("Allow", None, 200),
    ("Allow", "Deny", 403),
    (None, "Allow", 200),
    (None, None, 403),
    (None, "Deny", 403),
    ("Deny", "Allow", 403),
    ("Deny", None, 403),
    ("Deny", "Deny", 403),
]
"""Table A: the caller's policy, the API's, the outcome."""


@pytest.mark.parametrize(("own", "of_api", "status"), OUTCOMES)
def test_authorizer_and_api_decide_together(
    world: World, own: str | None, of_api: str | None, status: int
) -> None:
    rules = [rule(of_api)] if of_api else [rule("Allow", "nothing")]
    deployed = governed(by_function(world, deciding(own)), *rules)

    assert deployed.get("/orders", headers=bearer()).status_code == status


@pytest.mark.parametrize(("own", "of_api", "status"), OUTCOMES)
def test_iam_and_api_decide_together_within_an_account(
    world: World, own: str | None, of_api: str | None, status: int
) -> None:
    rules = [rule(of_api)] if of_api else [rule("Allow", "nothing")]
    deployed = governed(signed_api(world), *rules)
    signer = user(world, *([statement(own)] if own else []))

    assert call(deployed, signer).status_code == status


def test_a_deny_of_the_api_is_told_to_who_signed(world: World) -> None:
    signer = user(world, statement())

    answer = call(governed(signed_api(world), rule("Deny")), signer)

    assert answer.json()["Message"].startswith(f"User: {signer.arn} is not authorized")
    assert answer.json()["Message"].endswith("with an explicit deny in a resource-based policy")


@pytest.mark.parametrize(
    ("rules", "status"),
    [([rule()], 200), ([rule("Allow", "nothing")], 403), ([rule(), rule("Deny")], 403)],
)
def test_a_token_of_a_pool_needs_the_apis_allow_too(
    world: World, rules: list[dict[str, Any]], status: int
) -> None:
    people = pool(world)
    deployed = governed(by_pool(world, people.arn), *rules)

    assert deployed.get("/me", headers=bearer(people.token())).status_code == status


def test_a_token_is_looked_at_before_the_policy(world: World) -> None:
    deployed = governed(by_pool(world, pool(world).arn), rule("Deny"))

    assert deployed.get("/me").status_code == 401


def named(world: World, form: str, signer: Signer) -> str:
    """A principal: another caller, the signer by one of its names, or an account."""
    role_name = signer.arn.split("/")[1]
    return {
        "session": signer.arn,
        "role": f"arn:aws:iam::{ACCOUNT}:role/{role_name}",
        "account": f"arn:aws:iam::{ACCOUNT}:root",
        "number": ACCOUNT,
        "another": user(world).arn,
    }[form]


@pytest.mark.parametrize(
    ("form", "allowed", "denied"),
    [
        ("session", 200, 403),
        ("role", 200, 403),
        # Naming the account leaves the decision to the account's own policies.
        ("account", 403, 403),
        ("number", 403, 403),
        ("another", 403, 200),
    ],
)
def test_a_policy_may_name_principals(world: World, form: str, allowed: int, denied: int) -> None:
    without, with_rights = session(world, role(world)), session(world, role(world, statement()))
    allowing = rule(Principal={"AWS": [named(world, form, without)]})
    denying = rule("Deny", Principal={"AWS": named(world, form, with_rights)})

    first = call(governed(signed_api(world), allowing), without)
    second = call(governed(signed_api(world), denying), with_rights)

    assert (first.status_code, second.status_code) == (allowed, denied)


def test_a_deny_may_leave_principals_out(world: World) -> None:
    one, other = user(world, statement()), user(world, statement())
    but_one = rule("Deny", NotPrincipal={"AWS": one.arn})
    del but_one["Principal"]
    deployed = governed(signed_api(world), but_one)

    assert (call(deployed, one).status_code, call(deployed, other).status_code) == (200, 403)


def test_a_condition_may_name_who_signed(world: World) -> None:
    one, other = user(world, statement()), user(world, statement())
    others = {"ArnNotLike": {"aws:PrincipalArn": f"arn:aws:iam::*:user/{one.arn.split('/')[-1]}"}}
    deployed = governed(signed_api(world), rule("Deny", Condition=others))

    assert (call(deployed, one).status_code, call(deployed, other).status_code) == (200, 403)


def foreigner(world: World, *statements: dict[str, Any]) -> Signer:
    """A session of a role in another account, with these statements."""
    arn = f"arn:aws:iam::{OTHER_ACCOUNT}:role/any"
    credentials = world.sts.assume_role(RoleArn=arn, RoleSessionName="setup")["Credentials"]
    abroad = replace(world, iam=world.client("iam", credentials["AccessKeyId"]))
    return session(world, role(abroad, *statements), OTHER_ACCOUNT)


@pytest.mark.parametrize(
    ("own", "of_api", "status"),
    [("Allow", "Allow", 200), ("Allow", None, 403), (None, "Allow", 403), ("Allow", "Deny", 403)],
)
def test_a_caller_of_another_account_needs_the_allow_of_both(
    world: World, own: str | None, of_api: str | None, status: int
) -> None:
    signer = foreigner(world, *([statement(own)] if own else []))
    account = {"AWS": OTHER_ACCOUNT}
    rules = [rule(of_api, Principal=account)] if of_api else [rule("Allow", "nothing")]

    answer = call(governed(signed_api(world), *rules), signer)

    assert answer.status_code == status


def test_a_caller_of_another_account_finds_no_door_without_a_policy(world: World) -> None:
    answer = call(signed_api(world), foreigner(world, statement()))

    assert answer.status_code == 403
    assert answer.json()["Message"].endswith(NO_ALLOW)
