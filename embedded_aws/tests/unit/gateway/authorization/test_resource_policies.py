"""The API's resource policy, and authorization by the method's type."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from embedded_aws.gateway.authorization.by_method import Authorization, is_signed
from embedded_aws.gateway.authorization.callers import Caller
from embedded_aws.gateway.authorization.policies.policy import Decision
from embedded_aws.gateway.authorization.resource_policies import (
    decision_on,
    refuse_denied,
    require_allow,
)
from embedded_aws.gateway.deployed.model import Authorizer
from embedded_aws.gateway.exchange import Exchange, Refusal
from embedded_aws.gateway.integrations import Invocations
from embedded_aws.tests.unit.gateway.authorization.callers import ADA, caller
from embedded_aws.tests.unit.gateway.exchanges import API, METHOD, STAGE, exchange

HOME = "arn:aws:execute-api:eu-central-1:123456789012:api/"
MASKED = "arn:aws:execute-api:eu-central-1:********9012:api/v1/GET/orders/1"
EVERYBODY = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
NOBODY = {**EVERYBODY, "Effect": "Deny"}
ALLOWED, DENIED, UNMENTIONED = Decision.ALLOWED, Decision.DENIED, Decision.UNMENTIONED
FAR = caller(account_id="999988887777", arn="far", principal_arn="far", unique_id="far")
SESSION = caller(arn="arn:aws:sts::123456789012:assumed-role/r/s", unique_id="AROA:s")


def asked(policy: object, **more: Any) -> Exchange:
    return exchange(stage=replace(STAGE, api=replace(API, policy=policy)), **more)


def ruled(**rule: Any) -> Exchange:
    return asked({"Statement": [EVERYBODY | rule]})


def without(name: str, **more: Any) -> Exchange:
    rule = {key: value for key, value in EVERYBODY.items() if key != name}
    return asked({"Statement": [rule | more]})


def test_without_a_policy_nothing_is_said() -> None:
    assert decision_on(asked(None), ADA) is UNMENTIONED


@pytest.mark.parametrize(
    ("resource", "decision"),
    [
        ("execute-api:/*", ALLOWED),
        ("execute-api:/v1/GET/orders/*", ALLOWED),
        (["execute-api:/v2/*", "execute-api:/v1/*"], ALLOWED),
        ("execute-api:/v1/POST/*", UNMENTIONED),
        ("execute-api:v1/*", UNMENTIONED),
        (f"{HOME}v1/*", ALLOWED),
        (f"{HOME}v1/GET/orders/1", ALLOWED),
        (HOME, UNMENTIONED),
    ],
)
def test_a_resource_may_be_short_for_the_apis_arn(resource: object, decision: Decision) -> None:
    assert decision_on(ruled(Resource=resource)) is decision


def test_an_excluded_resource_may_be_short_too() -> None:
    assert decision_on(without("Resource", NotResource="execute-api:/v1/*")) is UNMENTIONED
    assert decision_on(without("Resource", NotResource="execute-api:/v2/*")) is ALLOWED


@pytest.mark.parametrize(("verb", "decision"), [("Invoke", ALLOWED), ("Manage", UNMENTIONED)])
def test_a_policy_is_about_invoking(verb: str, decision: Decision) -> None:
    assert decision_on(ruled(Action=f"execute-api:{verb}")) is decision


@pytest.mark.parametrize(
    ("principal", "who", "decision"),
    [
        ("*", None, ALLOWED),
        ({"AWS": "*"}, None, ALLOWED),
        ({"AWS": ["x", "*"]}, None, ALLOWED),
        ({"AWS": ADA.arn}, None, UNMENTIONED),
        ({"AWS": ADA.arn}, ADA, ALLOWED),
        ({"AWS": ADA.unique_id}, ADA, ALLOWED),
        ({"AWS": [ADA.arn]}, ADA, ALLOWED),
        ({"AWS": SESSION.arn}, SESSION, ALLOWED),
        ({"AWS": SESSION.principal_arn}, SESSION, ALLOWED),
        ({"AWS": f"{ADA.arn}s"}, ADA, UNMENTIONED),
        ({"AWS": ADA.account_id}, ADA, UNMENTIONED),
        ({"AWS": f"arn:aws:iam::{ADA.account_id}:root"}, ADA, UNMENTIONED),
        ({"AWS": FAR.account_id}, FAR, ALLOWED),
        ({"AWS": f"arn:aws:iam::{FAR.account_id}:root"}, FAR, ALLOWED),
        ({"AWS": int(FAR.account_id)}, FAR, ALLOWED),
        ({"Service": "*"}, ADA, UNMENTIONED),
    ],
)
def test_a_statement_allows_the_principals_that_it_names(
    principal: object, who: Caller | None, decision: Decision
) -> None:
    assert decision_on(ruled(Principal=principal), who) is decision


@pytest.mark.parametrize(
    ("principal", "who", "decision"),
    [
        ({"AWS": ADA.arn}, ADA, DENIED),
        ({"AWS": ADA.account_id}, ADA, DENIED),
        ({"AWS": f"arn:aws:iam::{ADA.account_id}:root"}, ADA, DENIED),
        ({"AWS": ADA.account_id}, FAR, UNMENTIONED),
        ({"AWS": ADA.arn}, None, UNMENTIONED),
        ("*", None, DENIED),
    ],
)
def test_a_statement_denies_the_principals_that_it_names(
    principal: object, who: Caller | None, decision: Decision
) -> None:
    assert decision_on(ruled(Effect="Deny", Principal=principal), who) is decision


@pytest.mark.parametrize(
    ("effect", "who", "decision"),
    [
        ("Deny", FAR, DENIED),
        ("Deny", ADA, UNMENTIONED),
        ("Deny", None, DENIED),
        ("Allow", FAR, UNMENTIONED),
    ],
)
def test_only_a_deny_may_leave_principals_out(
    effect: str, who: Caller | None, decision: Decision
) -> None:
    sent = without("Principal", NotPrincipal={"AWS": ADA.arn}, Effect=effect)

    assert decision_on(sent, who) is decision


def test_a_condition_may_look_at_the_caller() -> None:
    sent = ruled(Condition={"StringEquals": {"aws:username": "ada"}})

    assert [decision_on(sent, who) for who in (ADA, caller(user_name="bob"), None)] == [
        ALLOWED,
        UNMENTIONED,
        UNMENTIONED,
    ]


@pytest.mark.parametrize(
    "policy",
    [
        "{",
        [],
        {"Statement": [{**EVERYBODY, "Effect": "x"}]},
        {"Statement": [{**EVERYBODY, "Principal": 1}]},
    ],
)
def test_a_malformed_policy_opens_nothing(policy: object) -> None:
    with pytest.raises(Refusal) as refused:
        decision_on(asked(policy))

    assert refused.value.response_type == "AUTHORIZER_CONFIGURATION_ERROR"
    assert refused.value.message is None


def test_a_statement_needs_a_principal() -> None:
    with pytest.raises(Refusal) as refused:
        decision_on(without("Principal"))

    assert str(refused.value.__cause__) == "a resource policy's statement needs Principal"


def test_a_deny_is_refused_in_awss_words() -> None:
    with pytest.raises(Refusal) as refused:
        refuse_denied(asked({"Statement": [EVERYBODY, NOBODY]}))

    assert refused.value.response_type == "ACCESS_DENIED"
    assert refused.value.message == (
        "User: anonymous is not authorized to perform: execute-api:Invoke on resource: "
        f"{MASKED} with an explicit deny"
    )


def test_what_no_statement_allows_is_refused_in_awss_words() -> None:
    with pytest.raises(Refusal) as refused:
        require_allow(asked({"Statement": []}))

    assert refused.value.response_type == "ACCESS_DENIED"
    assert refused.value.message == (
        "User: anonymous is not authorized to perform: execute-api:Invoke on resource: "
        f"{MASKED} because no resource-based policy allows the execute-api:Invoke action"
    )


def test_an_allow_or_no_policy_at_all_lets_a_request_pass() -> None:
    require_allow(asked({"Statement": [EVERYBODY]}))
    require_allow(asked(None))

    assert refuse_denied(asked({"Statement": []})) is UNMENTIONED
    assert refuse_denied(asked({"Statement": [EVERYBODY]})) is ALLOWED


POOL = Authorizer("pool", "COGNITO_USER_POOLS", "", ("method.request.header.A",), None, 0, ())
GUARD = replace(POOL, id="guard", kind="TOKEN", function_arn="function")
GUARDS = {"pool": POOL, "guard": GUARD}


class Nothing:
    """Neither functions nor callers, and no permission to invoke."""

    def may_invoke(self, function_arn: str, source_arn: str) -> bool:
        return not (function_arn and source_arn)


def refused(kind: str, authorizer: str | None = None, policy: object = None) -> Exchange:
    """A refused request of a method with this authorization."""
    nothing: Any = Nothing()
    method = replace(METHOD, authorization=kind, authorizer_id=authorizer)
    stage = replace(STAGE, api=replace(API, policy=policy, authorizers=GUARDS))
    sent = exchange(method, stage, headers={"A": "x"})
    guard = Authorization(Invocations(nothing, nothing, nothing), nothing)
    try:
        asyncio.run(guard.authorize(sent))
    except Refusal as refusal:
        sent.refusal = refusal
    return sent


@pytest.mark.parametrize(
    ("kind", "authorizer", "policy", "refusal"),
    [
        ("NONE", None, None, ""),
        ("NONE", None, {"Statement": []}, "ACCESS_DENIED"),
        ("AWS_IAM", None, None, "MISSING_AUTHENTICATION_TOKEN"),
        ("CUSTOM", "guard", None, "AUTHORIZER_CONFIGURATION_ERROR"),
        ("CUSTOM", "guard", {"Statement": [NOBODY]}, "ACCESS_DENIED"),
        ("COGNITO_USER_POOLS", "pool", {"Statement": [NOBODY]}, "UNAUTHORIZED"),
    ],
)
def test_each_type_of_authorization_asks_in_its_order(
    kind: str, authorizer: str | None, policy: Mapping[str, Any] | None, refusal: str
) -> None:
    sent = refused(kind, authorizer, policy)

    assert (sent.refusal.response_type if sent.refusal else "") == refusal


GONE = "the authorizer is gone"
ANOTHER = "the method's authorization is {}, its authorizer's type another"


@pytest.mark.parametrize(
    ("kind", "authorizer", "why"),
    [
        ("CUSTOM", None, GONE),
        ("CUSTOM", "gone", GONE),
        ("COGNITO_USER_POOLS", "gone", GONE),
        ("CUSTOM", "pool", ANOTHER.format("CUSTOM")),
        ("COGNITO_USER_POOLS", "guard", ANOTHER.format("COGNITO_USER_POOLS")),
        ("JWT", "guard", "authorization JWT"),
    ],
)
def test_an_authorizer_that_does_not_fit_opens_nothing(
    kind: str, authorizer: str | None, why: str
) -> None:
    sent = refused(kind, authorizer)

    assert sent.refusal
    assert sent.refusal.response_type == "AUTHORIZER_CONFIGURATION_ERROR"
    assert sent.refusal.message is None
    assert sent.log.failure == f"Execution failed due to configuration error: {why}"


@pytest.mark.parametrize(
    ("kind", "signed"), [("AWS_IAM", True), ("NONE", False), ("CUSTOM", False)]
)
def test_callers_of_a_method_with_iam_sign_the_whole_request(kind: str, *, signed: bool) -> None:
    assert is_signed(exchange(replace(METHOD, authorization=kind))) is signed


def test_what_has_no_method_is_not_signed_and_asks_for_nobody() -> None:
    nothing: Any = Nothing()
    guard = Authorization(Invocations(nothing, nothing, nothing), nothing)

    asyncio.run(guard.authorize(exchange(None)))

    assert is_signed(exchange(None)) is False
