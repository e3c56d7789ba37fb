"""APIs deployed with boto3 to moto over HTTP, and served by the gateway under uvicorn."""

import asyncio
import contextlib
import json
import socket
import threading
import time
import uuid
from collections.abc import Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import boto3
import httpx
import pytest
import uvicorn
from moto.server import (
    DomainDispatcherApplication,
    ThreadedMotoServer,
    create_backend_app,
)

from embedded_aws import cloudwatch
from embedded_aws.functions import Invocation
from embedded_aws.gateway import (
    Backends,
    Cache,
    EmbeddedServices,
    Firewall,
    Gateway,
    MotoApis,
    MotoCallers,
    MotoUsage,
    Throttling,
    install,
    serve_tests,
)
from embedded_aws.gateway.http.protocol import SpellingProtocol
from embedded_aws.patches.wafv2 import parameters as web_acl_parameters
from embedded_aws.patches.wafv2 import web_acls
from embedded_aws.waf import Countries, MotoWebAcls

ACCOUNT = "123456789012"
REGION = "eu-central-1"
STAGE = "v1"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp()
FUNCTIONS = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function"

type Event = dict[str, Any]
type Options = Any
"""Whatever boto3, httpx or a document takes by name."""
type Behaviour = Callable[[Event], object]


class FunctionFailedError(Exception):
    """Raised by a fake function to answer with an unhandled error."""


class FakeFunctions:
    """Functions as Python callables by ARN; records their events."""

    def __init__(self) -> None:
        self.behaviours: dict[str, Behaviour] = {}
        self.events: dict[str, list[Event]] = {}

    async def invoke(
        self,
        function_name: str,
        payload: bytes,
        qualifier: str | None = None,
        client_context: str | None = None,
        trace_id: str | None = None,
    ) -> Invocation:
        """Run the callable; its result is the payload."""
        del qualifier, client_context, trace_id
        event = json.loads(payload)
        self.events.setdefault(function_name, []).append(event)
        error = None
        try:
            answer = self.behaviours[function_name](event)
            if asyncio.iscoroutine(answer):
                answer = await answer
        except FunctionFailedError as failure:
            answer, error = {"errorMessage": str(failure), "errorType": "Exception"}, "Unhandled"
        raw = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        return Invocation(raw, error, "1", str(uuid.uuid4()), "", 1.0, cold_start=False)


class Lines:
    """A log sink that stores lines by group."""

    def __init__(self) -> None:
        self.by_group: dict[str, list[str]] = {}

    def write(
        self, group: str, stream: str, timestamp_ms: int, message: str, region: str = ""
    ) -> None:
        """Store one line."""
        assert stream
        assert timestamp_ms
        del region
        self.by_group.setdefault(group, []).append(message)

    def of(self, group: str, count: int) -> list[str]:
        """The lines of a group; waits for that many, because a line follows its answer."""
        deadline = time.monotonic() + 2
        while len(self.by_group.get(group, [])) < count and time.monotonic() < deadline:
            time.sleep(0.002)
        return self.by_group.get(group, [])


class Clock:
    """A clock that a test may take over."""

    def __init__(self) -> None:
        self.now: float | None = None

    def __call__(self) -> float:
        return time.time() if self.now is None else self.now


@dataclass
class World:
    """The embedded AWS of a test: its clients, the functions, the gateway's port."""

    apigateway: Any
    lambda_: Any
    iam: Any
    ssm: Any
    dynamodb: Any
    cognito: Any
    sts: Any
    wafv2: Any
    port: int
    http: httpx.Client
    functions: FakeFunctions = field(default_factory=FakeFunctions)
    lines: Lines = field(default_factory=Lines)
    clock: Clock = field(default_factory=Clock)
    backends: Any = None
    gateway: Any = None
    client: Any = None
    metrics: Any = None
    alarms: Any = None

    def function(self, behaviour: Behaviour) -> str:
        """The ARN of a new function with this behaviour."""
        arn = f"{FUNCTIONS}:f{uuid.uuid4().hex[:12]}:live"
        self.functions.behaviours[arn] = behaviour
        return arn

    def imported(self, document: Mapping[str, Any]) -> str:
        """The id of a new API from this OpenAPI document, created as Terraform does."""
        api = self.apigateway.create_rest_api(
            name=f"api-{uuid.uuid4().hex[:8]}", endpointConfiguration={"types": ["REGIONAL"]}
        )["id"]
        body = json.dumps(document).encode()
        self.apigateway.put_rest_api(restApiId=api, mode="overwrite", body=body)
        return str(api)

    def staged(self, api: str, stage: str = STAGE, **settings: Options) -> "Deployed":
        """Deploy the API's present state to a stage."""
        deployment = self.apigateway.create_deployment(restApiId=api)["id"]
        self.apigateway.create_stage(
            restApiId=api, stageName=stage, deploymentId=deployment, **settings
        )
        return Deployed(self, api, stage)

    def deployed(self, document: Mapping[str, Any], **settings: Options) -> "Deployed":
        """Import and deploy a document."""
        return self.staged(self.imported(document), **settings)


@dataclass
class Deployed:
    """One stage of one API, called over HTTP."""

    world: World
    id: str
    stage: str

    @property
    def base(self) -> str:
        """The path of the stage."""
        return f"/restapis/{self.id}/{self.stage}/_user_request_"

    def send(self, method: str, path: str, **request: Options) -> httpx.Response:
        """Send one request over a connection of its own."""
        url = f"http://127.0.0.1:{self.world.port}{self.base}{path}"
        return self.world.http.request(method, url, **request)

    def get(self, path: str, **request: Options) -> httpx.Response:
        return self.send("GET", path, **request)

    def raw(self, head: str, body: bytes = b"") -> bytes:
        """The response to bytes that no HTTP library would send; `{base}` is the API's path."""
        with socket.create_connection(("127.0.0.1", self.world.port), timeout=10) as connection:
            connection.sendall(head.replace("{base}", self.base).encode("latin-1") + body)
            return b"".join(_received(connection))

    def change(self, *operations: tuple[str, str, str]) -> None:
        """Patch the stage: (operation, path, value)."""
        self.world.apigateway.update_stage(
            restApiId=self.id,
            stageName=self.stage,
            patchOperations=[{"op": o, "path": p, "value": v} for o, p, v in operations],
        )

    def redeploy(self) -> None:
        """Point the stage to a new deployment of the API's present state."""
        deployment = self.world.apigateway.create_deployment(restApiId=self.id)["id"]
        self.change(("replace", "/deploymentId", deployment))


def _received(connection: socket.socket) -> Iterator[bytes]:
    """All bytes until the server closes the connection or waits for more."""
    connection.settimeout(0.3)
    with contextlib.suppress(TimeoutError, ConnectionError):
        yield from iter(lambda: connection.recv(65_536), b"")


def invocation_uri(function_arn: str) -> str:
    """API Gateway's URI for invoking a function."""
    return (
        f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{function_arn}/invocations"
    )


def proxied(function_arn: str, **more: Options) -> dict[str, Any]:
    """An operation with a Lambda proxy integration."""
    integration = {"type": "aws_proxy", "httpMethod": "POST", "uri": invocation_uri(function_arn)}
    return {"x-amazon-apigateway-integration": {**integration, **more}, "responses": {}}


def mocked(body: str = "", status: int = 200, **headers: str) -> dict[str, Any]:
    """An operation with a mock integration."""
    parameters = {f"method.response.header.{name}": f"'{v}'" for name, v in headers.items()}
    response = {
        "statusCode": str(status),
        "responseTemplates": {"application/json": body},
        "responseParameters": parameters,
    }
    return {
        "x-amazon-apigateway-integration": {
            "type": "mock",
            "requestTemplates": {"application/json": json.dumps({"statusCode": status})},
            "responses": {"default": response},
        },
        "responses": {
            str(status): {"description": "mocked", "headers": {name: {} for name in headers}}
        },
    }


def openapi(paths: Mapping[str, Any], **more: Options) -> dict[str, Any]:
    """A document with these paths."""
    return {"openapi": "3.0.1", "info": {"title": "t", "version": "1"}, "paths": paths, **more}


def ok(event: Event) -> object:
    """The simplest answer of a function."""
    del event
    return {"statusCode": 200, "body": "ok"}


@contextlib.contextmanager
def serving(
    app: Gateway,
    closing: Callable[[], Coroutine[Any, Any, None]] | None = None,
    *,
    tests: bool = False,
) -> Iterator[int]:
    """The application on a free port, served by an event loop of its own."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app,
        http=SpellingProtocol,
        date_header=False,
        lifespan="off",
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # nobody stands in front: a forwarded address would be forged
    )
    server = uvicorn.Server(config)

    async def run() -> None:
        if tests:
            serve_tests(app, asyncio.get_running_loop())
        await server.serve(sockets=[listener])
        if closing:
            await closing()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


def _role(iam: Options, name: str, *actions: str) -> None:
    """A role that API Gateway may assume, with these permissions."""
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "apigateway.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    version = {"Version": "2012-10-17"}
    iam.create_role(
        RoleName=name, AssumeRolePolicyDocument=json.dumps({**version, "Statement": [trust]})
    )
    allowed = {"Effect": "Allow", "Action": actions, "Resource": "*"}
    iam.put_role_policy(
        RoleName=name,
        PolicyName="calls",
        PolicyDocument=json.dumps({**version, "Statement": [allowed]}),
    )


@pytest.fixture(scope="session")
def session_world() -> Iterator[World]:
    install()
    cloudwatch.install()
    web_acl_parameters.install()
    web_acls.install()
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    host, moto_port = moto.get_host_and_port()

    def client(service: str, key: str = "test") -> Options:
        return boto3.client(  # type: ignore[call-overload]
            service,
            endpoint_url=f"http://{host}:{moto_port}",
            region_name=REGION,
            aws_access_key_id=key,
            aws_secret_access_key="test",
        )

    http = httpx.Client(timeout=10, limits=httpx.Limits(max_keepalive_connections=0))
    world = World(
        client("apigateway"),
        client("lambda"),
        client("iam"),
        client("ssm"),
        client("dynamodb"),
        client("cognito-idp"),
        client("sts"),
        client("wafv2"),
        0,
        http,
    )
    world.client = client
    world.metrics = cloudwatch.MotoMetrics(ACCOUNT)
    world.alarms = cloudwatch.Alarms(ACCOUNT, REGION)
    world.backends = Backends(
        apis=MotoApis(ACCOUNT),
        functions=world.functions,
        services=EmbeddedServices(DomainDispatcherApplication(create_backend_app)),
        logs=world.lines,
        throttling=Throttling(MotoUsage(ACCOUNT), world.clock),
        cache=Cache(world.clock),
        callers=MotoCallers(),
        firewall=Firewall(
            MotoWebAcls(ACCOUNT, Countries({"127.0.0.0/8": "DE", "203.0.113.0/24": "FR"})),
            world.clock,
        ),
        metrics=world.metrics,
    )
    _role(world.iam, "gateway", "*")
    world.gateway = app = Gateway(world.backends)
    with serving(app, tests=True) as world.port, http:
        yield world
    world.metrics.close()
    moto.stop()


@pytest.fixture
def world(session_world: World) -> Iterator[World]:
    """The session's world, without functions, lines and APIs of earlier tests."""
    session_world.functions.behaviours.clear()
    session_world.functions.events.clear()
    session_world.lines.by_group.clear()
    yield session_world
    for api in session_world.apigateway.get_rest_apis()["items"]:
        session_world.apigateway.delete_rest_api(restApiId=api["id"])


@pytest.fixture
def clock(world: World) -> Iterator[Clock]:
    """A clock that stays at noon until it is set."""
    world.clock.now = NOON
    yield world.clock
    world.clock.now = None
