"""The smoke test's reports, over deployments and versions in memory."""

import io
import json
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import pytest

from services.smoke.aws import CodeDeployDeployments, LambdaVersions
from services.smoke.handler import SmokeTest
from services.smoke.model import Candidate, candidate_of
from services.smoke.use_cases import try_out
from shared import smoke
from shared.logging import make_logger
from shared.routes import Response, Routes
from shared.routes.router import Router

PROPERTIES = {"Name": "orders", "Alias": "live", "CurrentVersion": "1", "TargetVersion": "2"}
APPSPEC = json.dumps(
    {
        "version": 0.0,
        "Resources": [{"o": {"Type": "AWS::Lambda::Function", "Properties": PROPERTIES}}],
    }
)
HOOK = {"DeploymentId": "d-1", "LifecycleEventHookExecutionId": "x-1"}
IMPORT_ERROR = {"errorType": "Runtime.ImportModuleError", "errorMessage": "no module named x"}


class InMemoryCodeDeploy:
    """Knows one deployment."""

    def __init__(self) -> None:
        self.appspec = APPSPEC
        self.reported: list[dict[str, Any]] = []

    def get_deployment(self, **_: Any) -> dict[str, Any]:
        return {"deploymentInfo": {"revision": {"appSpecContent": {"content": self.appspec}}}}

    def put_lifecycle_event_hook_execution_status(self, **report: Any) -> None:
        self.reported.append(report)


class InMemoryLambda:
    """Gives every invocation the same answer."""

    def __init__(self) -> None:
        self.answer: dict[str, Any] = {}
        self.payload: Any = {"statusCode": 404}
        self.asked: list[dict[str, Any]] = []

    def invoke(self, **arguments: Any) -> dict[str, Any]:
        self.asked.append(arguments)
        return {**self.answer, "Payload": io.BytesIO(json.dumps(self.payload).encode())}


@pytest.fixture
def codedeploy() -> InMemoryCodeDeploy:
    return InMemoryCodeDeploy()


@pytest.fixture
def versions() -> InMemoryLambda:
    return InMemoryLambda()


@pytest.fixture
def smoke_test(codedeploy: InMemoryCodeDeploy, versions: InMemoryLambda) -> SmokeTest:
    logger = make_logger("smoke", "INFO")
    return SmokeTest(CodeDeployDeployments(codedeploy), LambdaVersions(versions), logger)


def reported(codedeploy: InMemoryCodeDeploy) -> list[str]:
    return [each["status"] for each in codedeploy.reported]


def test_the_new_version_alone_is_asked(
    smoke_test: SmokeTest, codedeploy: InMemoryCodeDeploy, versions: InMemoryLambda
) -> None:
    smoke_test(HOOK, None)

    [invocation] = versions.asked
    assert (invocation["FunctionName"], invocation["Qualifier"]) == ("orders", "2")
    assert json.loads(invocation["Payload"])["resource"] == smoke.PATH
    assert codedeploy.reported == [
        {
            "deploymentId": "d-1",
            "lifecycleEventHookExecutionId": "x-1",
            "status": "Succeeded",
        }
    ]


def test_a_version_that_does_not_start_is_reported(
    smoke_test: SmokeTest, codedeploy: InMemoryCodeDeploy, versions: InMemoryLambda
) -> None:
    versions.answer, versions.payload = {"FunctionError": "Unhandled"}, IMPORT_ERROR

    smoke_test(HOOK, None)

    assert reported(codedeploy) == ["Failed"]


def read(versions: InMemoryLambda) -> list[str]:
    return [json.loads(each["Payload"])["resource"] for each in versions.asked]


ROUTES = {"statusCode": 404, "reads": ["/orders", "/orders/{orderId}"]}


def test_each_read_of_the_new_version_is_asked(
    smoke_test: SmokeTest, codedeploy: InMemoryCodeDeploy, versions: InMemoryLambda
) -> None:
    versions.payload = ROUTES

    smoke_test(HOOK, None)

    assert read(versions) == [smoke.PATH, "/orders", "/orders/{orderId}"]
    assert reported(codedeploy) == ["Succeeded"]


@pytest.mark.parametrize(
    ("answer", "error", "why"),
    [
        ({"statusCode": 200}, None, None),
        ({"statusCode": 400}, None, None),
        ({"statusCode": 503}, None, None),
        ({"statusCode": 500}, None, "/orders: it answers 500"),
        ({"errorType": "KeyError", "errorMessage": "x"}, "Unhandled", "/orders: KeyError: x"),
    ],
)
def test_a_version_whose_reads_fail_gets_no_traffic(
    answer: dict[str, Any], error: str | None, why: str | None
) -> None:
    assert try_out(Candidate("orders", "2"), Answering((ROUTES, None), (answer, error))) == why


def test_each_read_is_asked_of_the_candidate() -> None:
    candidate = Candidate("orders", "2")
    versions = Answering((ROUTES, None), ({"statusCode": 200}, None))

    assert try_out(candidate, versions) is None

    assert versions.asked == [
        (candidate, each["resource"]) for each in (smoke.event(), *smoke.more(ROUTES))
    ]


def test_a_version_that_does_not_start_is_asked_nothing_more() -> None:
    versions = Answering((ROUTES | IMPORT_ERROR, "Unhandled"))

    why = try_out(Candidate("orders", "2"), versions)

    assert why == "Runtime.ImportModuleError: no module named x"
    assert len(versions.asked) == 1


def test_the_first_read_that_fails_is_the_reason() -> None:
    versions = Answering((ROUTES, None), ({"statusCode": 500}, None), ({"statusCode": 502}, None))

    assert try_out(Candidate("orders", "2"), versions) == "/orders: it answers 500"
    assert len(versions.asked) == 2


class Answering:
    """Versions that give these answers, the last one for ever; remember what was asked."""

    def __init__(self, *answers: tuple[Any, str | None]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[Candidate, str]] = []

    def invoke(self, candidate: Candidate, event: dict[str, Any]) -> tuple[Any, str | None]:
        self.asked.append((candidate, event["resource"]))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def test_the_authorizer_is_asked_with_a_token_too(
    smoke_test: SmokeTest, codedeploy: InMemoryCodeDeploy, versions: InMemoryLambda
) -> None:
    versions.answer, versions.payload = (
        {"FunctionError": "Unhandled"},
        {"errorMessage": "Unauthorized"},
    )

    smoke_test(HOOK, None)

    assert [json.loads(each["Payload"])["type"] for each in versions.asked] == ["TOKEN", "REQUEST"]
    assert reported(codedeploy) == ["Succeeded"]


def test_a_service_answers_with_its_reads_and_then_each_of_them() -> None:
    routes = Routes("things")
    for declare, path in ((routes.get, "/things/{thingId}"), (routes.post, "/things")):
        declare(path)(lambda *_: Response(HTTPStatus.OK))
    router = Router(routes, None, make_logger("things", "CRITICAL"))
    context = SimpleNamespace(aws_request_id="f1")

    first = router(smoke.event(), context)
    answers = [router(event, context)["statusCode"] for event in smoke.more(first)]

    assert (first["statusCode"], first["reads"], answers) == (404, ["/things/{thingId}"], [200])


def test_a_deployment_that_cannot_be_read_is_reported_rather_than_waited_for(
    smoke_test: SmokeTest, codedeploy: InMemoryCodeDeploy
) -> None:
    codedeploy.appspec = "{}"

    smoke_test(HOOK, None)

    assert reported(codedeploy) == ["Failed"]


def test_its_own_smoke_test_reports_nothing(
    smoke_test: SmokeTest, codedeploy: InMemoryCodeDeploy
) -> None:
    assert smoke_test(smoke.event(), None) == {"passed": True}
    assert codedeploy.reported == []


def test_the_candidate_is_what_the_appspec_goes_to() -> None:
    assert candidate_of(APPSPEC) == Candidate("orders", "2")


@pytest.mark.parametrize(
    ("payload", "error", "why"),
    [
        ({"statusCode": 404}, None, None),
        ({"errorMessage": "Unauthorized"}, "Unhandled", None),
        (IMPORT_ERROR, "Unhandled", "Runtime.ImportModuleError: no module named x"),
        (None, "Unhandled", "None: None"),
    ],
)
def test_an_answer_is_a_start_and_an_error_is_none(
    payload: Any, error: str | None, why: str | None
) -> None:
    assert smoke.failure(payload, error) == why
