"""Lambda authorizers: their input, their output, and its cache."""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from embedded_aws.functions import FullMachineError, Invocation, UnknownFunctionError
from embedded_aws.gateway.authorization import lambda_authorizers
from embedded_aws.gateway.authorization.by_method import Authorization
from embedded_aws.gateway.authorization.lambda_authorizers import (
    LARGEST_ANSWER_BYTES,
    LambdaAuthorizers,
)
from embedded_aws.gateway.deployed.model import Authorizer
from embedded_aws.gateway.exchange import Exchange, Refusal
from embedded_aws.gateway.execution_log import ExecutionLog
from embedded_aws.gateway.integrations import Invocations
from embedded_aws.tests.unit.gateway.exchanges import API, STAGE, exchange

FUNCTION = "arn:aws:lambda:eu-central-1:123456789012:function:authorizer"
ROLE = "arn:aws:iam::123456789012:role/invoker"
SOURCE = "arn:aws:execute-api:eu-central-1:123456789012:api/authorizers/guard"
METHOD_ARN = "arn:aws:execute-api:eu-central-1:123456789012:api/v1/GET/orders/1"
TOKEN = Authorizer(
    id="guard",
    kind="TOKEN",
    function_arn=FUNCTION,
    identity_sources=("method.request.header.Authorization",),
    validation=None,
    ttl_seconds=300,
    provider_arns=(),
)
REQUEST = replace(TOKEN, kind="REQUEST")


def answer(effect: str = "Allow", resource: str = "*", **more: Any) -> dict[str, Any]:
    statement = {"Effect": effect, "Action": "execute-api:Invoke", "Resource": resource}
    return {"principalId": "ada", "policyDocument": {"Statement": [statement]}, **more}


class Lambda:
    """One function, its permissions, and its events."""

    def __init__(self, result: Any, error: str | None = None, permitted: str = SOURCE) -> None:
        self.result = result
        self.error = error
        self.permitted = permitted
        self.events: list[dict[str, Any]] = []

    async def invoke(self, function_name: str, payload: bytes, **_: Any) -> Invocation:
        assert function_name == FUNCTION
        self.events.append(json.loads(payload))
        if isinstance(self.result, Exception):
            raise self.result
        body = self.result if isinstance(self.result, bytes) else json.dumps(self.result).encode()
        return Invocation(body, self.error, "1", "lambda-request", "", 1.0, cold_start=False)

    def may_invoke(self, function_arn: str, source_arn: str) -> bool:
        return (function_arn, source_arn) == (FUNCTION, self.permitted)

    def assumable(self, role_arn: str) -> bool:
        return role_arn == ROLE

    def allows(self, role_arn: str, action: str, resource: str) -> bool:
        return (role_arn, action, resource) == (ROLE, "lambda:InvokeFunction", FUNCTION)


class Time:
    """A clock that goes on by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now

    def perf_counter(self) -> float:
        self.now += 0.25
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Time:
    clock = Time()
    for module in ("lambda_authorizers", "verdicts"):
        monkeypatch.setattr(f"embedded_aws.gateway.authorization.{module}.time", clock)
    return clock


def authorizers(function: Any) -> LambdaAuthorizers:
    return LambdaAuthorizers(Invocations(function, function, function))


def asked(value: str | None = "t", **more: Any) -> Exchange:
    headers = {"authorization": value} if value is not None else {}
    return exchange(headers=headers, log=ExecutionLog("INFO"), **more)


def refusal(run: Callable[[], None]) -> Refusal:
    with pytest.raises(Refusal) as refused:
        run()
    return refused.value


def authorized(function: Any, sent: Exchange, authorizer: Authorizer = TOKEN) -> None:
    asyncio.run(authorizers(function).authorize(sent, authorizer))


def texts(sent: Exchange) -> list[str]:
    return [text for _, text in sent.log.events]


def test_an_allowed_caller_brings_context_policy_and_usage_key() -> None:
    context = {"tenant": "T1", "staff": True, "level": 2, "rest": None}
    sent = asked()

    authorized(Lambda(answer(context=context, usageIdentifierKey="key")), sent)

    assert sent.authorizer == {
        "tenant": "T1",
        "staff": "true",
        "level": "2",
        "principalId": "ada",
    }
    assert sent.usage_key == "key"
    assert sent.policies == ((answer()["policyDocument"],),)
    assert (sent.facts.authorizer.status, sent.facts.authorize.status) == (200, 200)
    assert sent.facts.authorizer.request_id == "lambda-request"


@pytest.mark.parametrize(("principal", "masked"), [("ada", "***"), ("adaada", "******")])
def test_the_log_tells_each_step_but_not_who_it_was(principal: str, masked: str) -> None:
    sent = asked(request_id="r1")

    authorized(Lambda(answer() | {"principalId": principal}), sent)

    assert texts(sent) == [
        "Starting authorizer: guard for request: r1",
        f"Using valid authorizer policy for principal: {masked}",
        "Successfully completed authorizer execution",
    ]


def test_of_a_long_name_the_log_tells_the_end() -> None:
    sent = asked()

    authorized(Lambda(answer() | {"principalId": "user-1234567"}), sent)

    assert "Using valid authorizer policy for principal: **********234567" in texts(sent)


@pytest.mark.parametrize(
    ("own", "explicit"),
    [
        (answer("Deny"), True),
        (answer(resource=METHOD_ARN.replace("GET", "POST")), False),
        (answer(resource=f"{METHOD_ARN}0"), False),
    ],
)
def test_a_policy_that_does_not_allow_the_method_is_refused(
    own: dict[str, Any], *, explicit: bool
) -> None:
    sent = asked()

    refused = refusal(lambda: authorized(Lambda(own), sent))

    said = "User is not authorized to access this resource"
    assert refused.response_type == "ACCESS_DENIED"
    assert refused.message == (f"{said} with an explicit deny" if explicit else said)
    assert (sent.facts.authorizer.status, sent.facts.authorize.status) == (403, 403)
    assert texts(sent)[-1] == "The client is not authorized to perform this operation."


def test_an_authorizers_policy_may_look_at_the_request() -> None:
    here = {"IpAddress": {"aws:SourceIp": "127.0.0.1"}}
    own = answer()
    own["policyDocument"]["Statement"][0]["Condition"] = here
    sent = asked()

    authorized(Lambda(own), sent)

    assert sent.usage_key is None


@pytest.mark.parametrize(
    ("result", "why"),
    [
        (None, "Authorizer response has no principalId"),
        ([], "Authorizer response has no principalId"),
        ({"principalId": 1}, "Authorizer response has no principalId"),
        (b"{", "Authorizer response has no principalId"),
        (answer(context={"a": {}}), "Authorizer response context has values that are no scalars"),
        (answer(context={"a": []}), "Authorizer response context has values that are no scalars"),
        (answer(context=["a"]), "Authorizer response context has values that are no scalars"),
        ({"principalId": "a"}, "Invalid policy document: a policy needs Statement"),
    ],
)
def test_an_answer_that_is_none_is_a_misconfiguration(result: Any, why: str) -> None:
    sent = asked()

    refused = refusal(lambda: authorized(Lambda(result), sent))

    assert (refused.response_type, refused.message) == ("AUTHORIZER_CONFIGURATION_ERROR", None)
    assert sent.log.failure == f"Execution failed due to configuration error: {why}"
    assert sent.authorizer is None


@pytest.mark.parametrize("more", [0, 1])
def test_an_answer_has_a_largest_size(more: int) -> None:
    room = LARGEST_ANSWER_BYTES + more - len(json.dumps(answer(context={"a": ""})))
    sent = asked()
    function = Lambda(answer(context={"a": "x" * room}))

    if not more:
        authorized(function, sent)
        return

    refused = refusal(lambda: authorized(function, sent))
    said = "The authorizer's answer is too large: 8193 bytes of 8192"
    assert refused.response_type == "AUTHORIZER_CONFIGURATION_ERROR"
    assert sent.facts.authorizer.error == said
    assert sent.log.failure == f"Execution failed due to configuration error: {said}"


@pytest.mark.parametrize(
    ("raised", "message", "kind", "status"),
    [
        ({"errorMessage": "Unauthorized"}, "Unauthorized", "UNAUTHORIZED", 401),
        ({"errorMessage": "unauthorized"}, "unauthorized", "AUTHORIZER_FAILURE", 500),
        (["Unauthorized"], None, "AUTHORIZER_FAILURE", 500),
    ],
)
def test_a_function_that_raises_unauthorized_answers_401(
    raised: Any, message: str | None, kind: str, status: int
) -> None:
    sent = asked(request_id="r1")

    refused = refusal(lambda: authorized(Lambda(raised, error="Unhandled"), sent))

    assert refused.response_type == kind
    assert refused.message == ("Unauthorized" if status == 401 else None)
    assert (sent.facts.authorizer.status, sent.facts.authorizer.error) == (status, message)
    assert texts(sent)[-1] == (
        "Unauthorized request: r1"
        if status == 401
        else "Lambda execution failed with status 200 due to customer function error: "
        f"{message}. Lambda request id: lambda-request"
    )


@pytest.mark.parametrize(
    ("error", "kind", "message", "said"),
    [
        (FullMachineError("full"), "THROTTLED", "Too Many Requests", "Authorizer was not run: "),
        (
            UnknownFunctionError("gone"),
            "AUTHORIZER_FAILURE",
            None,
            "Execution failed due to configuration error: ",
        ),
    ],
)
def test_a_function_that_was_not_run_opens_nothing(
    error: Exception, kind: str, message: str | None, said: str
) -> None:
    sent = asked()

    refused = refusal(lambda: authorized(Lambda(error), sent))

    assert (refused.response_type, refused.message) == (kind, message)
    assert sent.log.failure == f"{said}{error}"


def test_a_function_must_permit_this_authorizer() -> None:
    sent = asked()
    function = Lambda(answer(), permitted=SOURCE.replace("guard", "another"))

    refused = refusal(lambda: authorized(function, sent))

    said = "Execution failed due to configuration error: Invalid permissions on Lambda function"
    assert (refused.response_type, refused.message) == ("AUTHORIZER_CONFIGURATION_ERROR", None)
    assert (sent.log.failure, sent.facts.authorizer.error) == (said, said)
    assert function.events == []


@pytest.mark.parametrize(("role", "called"), [(ROLE, 1), (f"{ROLE}s", 0)])
def test_an_authorizer_with_a_role_needs_no_permission_of_the_function(
    role: str, called: int
) -> None:
    function = Lambda(answer(), permitted="")
    authorizer = replace(TOKEN, credentials=role)

    if called:
        authorized(function, asked(), authorizer)
    else:
        refusal(lambda: authorized(function, asked(), authorizer))

    assert len(function.events) == called


def test_function_and_role_may_have_stage_variables() -> None:
    variables = {"function": "authorizer", "role": "invoker"}
    arn = FUNCTION.replace("authorizer", "${stageVariables.function}")
    role = ROLE.replace("invoker", "${stageVariables.role}")
    sent = asked(stage=replace(STAGE, variables=variables))
    function = Lambda(answer(), permitted="")

    authorized(function, sent, replace(TOKEN, function_arn=arn, credentials=role))
    authorized(function, sent, replace(TOKEN, credentials=role))
    permitted = Lambda(answer())
    authorized(permitted, sent, replace(TOKEN, function_arn=arn))

    assert (len(function.events), len(permitted.events)) == (2, 1)


def test_a_token_authorizer_gets_the_token_and_the_method() -> None:
    function = Lambda(answer())

    authorized(function, asked("Bearer x"))

    event = {"type": "TOKEN", "methodArn": METHOD_ARN, "authorizationToken": "Bearer x"}
    assert function.events == [event]


def test_a_request_authorizer_gets_the_request_without_its_body() -> None:
    function = Lambda(answer())

    authorized(function, asked("Bearer x", body=b"secret"), REQUEST)

    [event] = function.events
    assert (event["type"], event["methodArn"], event["path"]) == (
        "REQUEST",
        METHOD_ARN,
        "/orders/1",
    )
    assert event["headers"]["authorization"] == "Bearer x"
    assert event["queryStringParameters"] == {"page": "2"}
    assert {"body", "isBase64Encoded"} & set(event) == set()


@pytest.mark.parametrize(
    ("authorizer", "token", "asks"),
    [
        (TOKEN, None, 0),
        (TOKEN, "", 0),
        (replace(TOKEN, ttl_seconds=0), None, 0),
        (replace(TOKEN, validation=re.compile("Bearer .+")), "Bearer", 0),
        (replace(TOKEN, validation=re.compile("Bearer")), "Bearer x", 0),
        (replace(TOKEN, validation=re.compile("Bearer .+")), "Bearer x", 1),
        (REQUEST, None, 0),
        (replace(REQUEST, validation=re.compile("Bearer")), "x", 1),
        (replace(REQUEST, ttl_seconds=0), None, 1),
        (replace(REQUEST, identity_sources=()), None, 1),
    ],
)
def test_a_request_without_its_identity_sources_spares_the_function(
    authorizer: Authorizer, token: str | None, asks: int
) -> None:
    function = Lambda(answer())

    if asks:
        authorized(function, asked(token), authorizer)
    else:
        refused = refusal(lambda: authorized(function, asked(token), authorizer))
        assert (refused.response_type, refused.message) == ("UNAUTHORIZED", "Unauthorized")

    assert len(function.events) == asks


@pytest.mark.parametrize(
    ("source", "known"),
    [
        ("method.request.querystring.page", True),
        ("method.request.querystring.other", False),
        ("stageVariables.tenant", True),
        ("stageVariables.other", False),
        ("context.identity.sourceIp", True),
        ("context.identity.apiKey", False),
    ],
)
def test_identity_may_come_from_query_stage_and_context(source: str, *, known: bool) -> None:
    authorizer = replace(REQUEST, identity_sources=(source,))
    sent = asked(stage=replace(STAGE, variables={"tenant": "t1"}))
    function = Lambda(answer())

    if known:
        authorized(function, sent, authorizer)
    else:
        refusal(lambda: authorized(function, sent, authorizer))

    assert bool(function.events) is known


def results(function: Lambda, *calls: tuple[Exchange, Authorizer]) -> int:
    """How often the function was asked about these requests, one after another."""

    async def all_of_them() -> None:
        guard = authorizers(function)
        for sent, authorizer in calls:
            await guard.authorize(sent, authorizer)

    asyncio.run(all_of_them())
    return len(function.events)


@pytest.mark.parametrize(
    ("first", "second", "asks"),
    [
        ((asked(), TOKEN), (asked(), TOKEN), 1),
        ((asked(), TOKEN), (asked("another"), TOKEN), 2),
        ((asked(), TOKEN), (asked(stage=replace(STAGE, name="v2")), TOKEN), 2),
        ((asked(), TOKEN), (asked(stage=replace(STAGE, authorizers_version="2")), TOKEN), 2),
        ((asked(), TOKEN), (asked(path="/orders/2"), TOKEN), 1),
        ((asked(), replace(TOKEN, ttl_seconds=0)), (asked(), replace(TOKEN, ttl_seconds=0)), 2),
    ],
)
def test_a_result_is_cached_for_one_identity_of_one_stage(
    first: tuple[Exchange, Authorizer], second: tuple[Exchange, Authorizer], asks: int
) -> None:
    assert results(Lambda(answer()), first, second) == asks


def test_authorizers_have_caches_of_their_own() -> None:
    class Both(Lambda):
        def may_invoke(self, function_arn: str, source_arn: str) -> bool:
            return bool(function_arn and source_arn)

    other = replace(TOKEN, id="other")

    assert results(Both(answer()), (asked(), TOKEN), (asked(), other), (asked(), TOKEN)) == 2


@pytest.mark.parametrize(("seconds", "asks"), [(298, 1), (301, 2)])
def test_a_result_expires_after_its_time_to_live(clock: Time, seconds: float, asks: int) -> None:
    function = Lambda(answer())

    async def twice() -> None:
        guard = authorizers(function)
        await guard.authorize(asked(), TOKEN)
        clock.now += seconds
        await guard.authorize(asked(), TOKEN)

    asyncio.run(twice())

    assert len(function.events) == asks


def test_a_result_is_gone_at_the_very_end_of_its_time(clock: Time) -> None:
    function = Lambda(answer())

    async def twice() -> None:
        guard = authorizers(function)
        await guard.authorize(asked(), TOKEN)
        clock.now += 300
        await guard.authorize(asked(), TOKEN)

    asyncio.run(twice())

    assert len(function.events) == 2


@pytest.mark.parametrize(("gone", "asks"), [(0, 4), (1, 5)])
def test_a_full_cache_forgets_what_expired_or_else_everything(
    clock: Time, monkeypatch: pytest.MonkeyPatch, gone: int, asks: int
) -> None:
    monkeypatch.setattr(lambda_authorizers, "CACHE_ENTRIES", 2)
    function = Lambda(answer())

    async def fill() -> None:
        guard = authorizers(function)
        await guard.authorize(asked("old"), TOKEN)
        clock.now += 301 * (1 - gone)
        await guard.authorize(asked("new"), TOKEN)
        await guard.authorize(asked("newest"), TOKEN)
        await guard.authorize(asked("new"), TOKEN)
        await guard.authorize(asked("newest"), TOKEN)
        await guard.authorize(asked("old"), TOKEN)

    asyncio.run(fill())

    assert len(function.events) == asks


def test_the_access_log_has_the_functions_latency(clock: Time) -> None:
    sent = asked()

    authorized(Lambda(answer()), sent)

    assert clock.now > 1000
    assert sent.facts.authorizer.latency_ms == 250
    assert sent.facts.authorizer.integration_latency_ms == 250


def test_a_test_of_an_authorizer_asks_the_function_each_time() -> None:
    function = Lambda(answer())

    async def twice() -> None:
        guard = authorizers(function)
        for _ in range(2):
            verdict = await guard.asked(asked(), TOKEN)
            assert (verdict.principal_id, verdict.policy) == ("ada", answer()["policyDocument"])

    asyncio.run(twice())

    assert len(function.events) == 2


@pytest.mark.parametrize(
    ("own", "of_api", "allowed"),
    [
        (None, "Allow", True),
        (None, None, False),
        ("Allow", "Deny", False),
        ("Allow", None, True),
    ],
)
def test_authorizer_and_api_decide_together(
    own: str | None, of_api: str | None, *, allowed: bool
) -> None:
    rule = {"Effect": of_api, "Principal": "*", "Action": "*", "Resource": "*"}
    policy = {"Statement": [rule]} if of_api else None
    sent = asked(stage=replace(STAGE, api=replace(API, policy=policy)))
    function = Lambda(answer(own) if own else answer(resource="none"))

    if allowed:
        authorized(function, sent)
    else:
        assert refusal(lambda: authorized(function, sent)).response_type == "ACCESS_DENIED"

    assert len(function.events) == 1


def test_a_test_of_an_authorizer_shows_its_answer_as_api_gateway_does() -> None:
    function: Any = Lambda(answer(context={"tenant": "t1"}))
    guard = Authorization(Invocations(function, function, function), function)

    result = asyncio.run(guard.tested(asked(), TOKEN))

    assert result == {
        "principalId": "ada",
        "policy": '{"Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*"}]}',
        "authorization": {"tenant": ["t1"]},
    }
