"""TestInvokeMethod and TestInvokeAuthorizer: an undeployed API's methods and authorizers, called.

API Gateway developer guide, "Use the API Gateway console to test a REST API method". No stage, no
authorizer, no key and no limit stands before the method; the log is an execution log.
"""

import asyncio
import copy
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from embedded_aws.gateway.answers.refusals import render, status_of
from embedded_aws.gateway.control_plane.protocol.calls import Call, Handler, served
from embedded_aws.gateway.control_plane.protocol.errors import NotFoundError
from embedded_aws.gateway.deployed.compiling import compile_api
from embedded_aws.gateway.deployed.model import Api, Method, Resource, Stage
from embedded_aws.gateway.deployed.stored import snapshot
from embedded_aws.gateway.exchange import Answer, Exchange, Refusal
from embedded_aws.gateway.execution_log import ExecutionLog
from embedded_aws.gateway.http.app import Gateway
from embedded_aws.gateway.incoming import Incoming
from embedded_aws.gateway.requests.routing import parameters

STAGE = "test-invoke-stage"
DOMAIN = "testPrefix.testDomainName"
LONGEST_SECONDS = 35
RESOURCE = "Invalid Resource identifier specified"
METHOD = "Invalid Method identifier specified"
AUTHORIZER = "Invalid Authorizer identifier specified"

type Json = dict[str, Any]


class UnknownPartError(Exception):
    """The API has no such resource, method or authorizer; the text is API Gateway's."""


@dataclass(frozen=True)
class TestInvocations:
    """Calls methods and authorizers from another thread than the gateway's."""

    gateway: Gateway
    loop: asyncio.AbstractEventLoop

    def method(self, snapshot: Mapping[str, Any], given: Mapping[str, Any]) -> Json:
        """TestInvokeMethod's answer for the API as it is now; UnknownPartError."""
        api = compile_api(snapshot)
        resource, method = _part(api, given["resourceId"], given["httpMethod"])
        exchange = _exchange(api, given, given["httpMethod"], resource.path)
        exchange.method = method
        sent = parameters(resource, exchange.path)
        exchange.path_parameters = exchange.sent_path_parameters = sent
        exchange.body = (given.get("body") or "").encode()
        return self._run(self._method(exchange))

    def authorizer(self, snapshot: Mapping[str, Any], given: Mapping[str, Any]) -> Json:
        """TestInvokeAuthorizer's answer for the API as it is now; UnknownPartError."""
        api = compile_api(snapshot)
        authorizer = api.authorizers.get(given["authorizerId"])
        if authorizer is None:
            raise UnknownPartError(AUTHORIZER)
        exchange = _exchange(api, given, "GET", "/")
        return self._run(self._authorizer(exchange, authorizer.id))

    def _run(self, call: Any) -> Json:
        answer: Json = asyncio.run_coroutine_threadsafe(call, self.loop).result(LONGEST_SECONDS)
        return answer

    async def _method(self, exchange: Exchange) -> Json:
        began = time.perf_counter()
        try:
            answer = await self.gateway.pipeline.executed(exchange)
        except Refusal as refusal:
            answer = _without_type(render(exchange, refusal))
        exchange.log.note("Method completed with status: %s", answer.status)
        return {
            "status": answer.status,
            "body": answer.body.decode("utf-8", "replace"),
            "headers": dict(answer.headers),
            "multiValueHeaders": _several(answer.headers),
            "log": _log(exchange),
            "latency": int((time.perf_counter() - began) * 1000),
        }

    async def _authorizer(self, exchange: Exchange, number: str) -> Json:
        began = time.perf_counter()
        authorizer = exchange.stage.api.authorizers[number]
        try:
            answer = await self.gateway.pipeline.authorization.tested(exchange, authorizer)
            status = 200
        except Refusal as refusal:
            answer, status = {}, status_of(refusal)
        return {
            "clientStatus": status,
            "log": _log(exchange),
            "latency": int((time.perf_counter() - began) * 1000),
            **answer,
        }


def _part(api: Api, resource_id: str, verb: str) -> tuple[Resource, Method]:
    resource = next((each for each in api.resources if each.id == resource_id), None)
    if resource is None:
        raise UnknownPartError(RESOURCE)
    method = resource.methods.get(verb) or resource.methods.get("ANY")
    if method is None:
        raise UnknownPartError(METHOD)
    return resource, method


def _exchange(api: Api, given: Mapping[str, Any], verb: str, path: str) -> Exchange:
    place, _, query = (given.get("pathWithQueryString") or path).partition("?")
    headers = [
        (name, value)
        for name, values in (given.get("multiValueHeaders") or {}).items()
        for value in values
    ]
    several = {name.lower() for name, _ in headers}
    single = (given.get("headers") or {}).items()
    headers += [(name, value) for name, value in single if name.lower() not in several]
    variables = dict(given.get("stageVariables") or {})
    incoming = Incoming(verb, place, query, tuple(headers), "test-invoke-source-ip", "HTTP/1.1")
    exchange = Exchange(incoming, Stage(api, STAGE, variables, None, None), place, DOMAIN)
    exchange.log = ExecutionLog("INFO", traces_data=True)
    exchange.trace_id = f"Root=1-{int(exchange.at):08x}-{uuid.uuid4().hex[:24]}"
    identity = exchange.facts.identity
    identity.api_key, identity.api_key_id = "test-invoke-api-key", "test-invoke-api-key-id"
    return exchange


def _without_type(answer: Answer) -> Answer:
    """The gateway's own answer as TestInvokeMethod has it: without a content type (recorded)."""
    headers = [each for each in answer.headers if each[0].lower() != "content-type"]
    return Answer(answer.status, headers, answer.body)


def _several(headers: list[tuple[str, str]]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for name, value in headers:
        values.setdefault(name, []).append(value)
    return values


def _log(exchange: Exchange) -> str:
    lines = [f"Execution log for request {exchange.request_id}"]
    for at, text in exchange.log.events:
        moment = datetime.fromtimestamp(at, UTC).strftime("%a %b %d %H:%M:%S UTC %Y")
        lines.append(f"{moment} : {text}")
    return "\n".join([*lines, ""])


def serve_tests(gateway: Gateway, loop: asyncio.AbstractEventLoop) -> None:
    """Let the control plane answer both operations by this gateway, which runs in `loop`."""
    tests = TestInvocations(gateway, loop)
    served("TestInvokeMethod")(_operation(tests.method))
    served("TestInvokeAuthorizer")(_operation(tests.authorizer))


def _operation(run: Callable[[Mapping[str, Any], Mapping[str, Any]], Json]) -> Handler:
    def operation(call: Call) -> Json:
        api = call.store.apis.get(call["restApiId"])
        try:
            if api is None:
                raise UnknownPartError(RESOURCE)
            return run(copy.deepcopy(dict(snapshot(api, "test"))), call.given)
        except UnknownPartError as error:
            raise NotFoundError(str(error)) from error

    return operation
