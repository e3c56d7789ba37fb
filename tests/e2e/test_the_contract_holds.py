"""Thousands of requests generated from the public contract get answers that it promises."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import FailureGroup

from tests.e2e.harness.consumers import scopes_of
from tests.e2e.harness.people import signed_in
from tests.e2e.harness.product import CONTRACTS, SERVICES
from tests.e2e.harness.stack import Stack, note
from tests.e2e.harness.walks import WALKS
from tools.build.contracts.merge import public_contract

pytestmark = pytest.mark.slow

SEED = 20261124
OF_EACH = 180
"""Cases of each operation and kind of request."""
CONTRACT = public_contract(SERVICES, CONTRACTS)
FEWEST_SHARE = 0.75
"""Of the cases; the others are throttled, or too few different ones exist."""
USUAL = {200, 201, 400, 403, 404, 412}
WORKERS = 4
HEAD_TOO_LARGE, HEAD_BYTES = 431, 10_000
"""API Gateway takes 10,240 bytes of request line and headers, some of which the client adds."""
load_all_checks()
PROMISES = CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
    ]
)


@dataclass
class Exercised:
    """The results of one operation."""

    statuses: list[int] = field(default_factory=list)
    broken: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Api:
    """The served contract: its URL, callers and existing resources."""

    url: str
    callers: tuple[str, ...]
    ids: dict[str, str]

    def exercise(self, operation: Any) -> Exercised:
        """Send valid and invalid requests of every caller."""
        result = Exercised()
        with requests.Session() as session:
            for mode in GenerationMode:
                self._exercise(operation, mode, session, result)
        return result

    def _exercise(
        self, operation: Any, mode: GenerationMode, session: requests.Session, result: Exercised
    ) -> None:
        @seed(SEED)
        @settings(
            max_examples=OF_EACH,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(st.data())
        def run(data: st.DataObject) -> None:
            case = data.draw(operation.as_strategy(generation_mode=mode))
            for name in case.path_parameters or {}:
                known = data.draw(st.sampled_from([None, self.ids.get(name)]))
                case.path_parameters[name] = known or case.path_parameters[name]
            token = data.draw(st.sampled_from(self.callers))
            self._send(case, token, session, result)

        run()

    def _send(self, case: Any, token: str, session: requests.Session, result: Exercised) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        answer = case.call(base_url=self.url, session=session, headers=headers, timeout=30)
        note(answer.request.url, answer.request.body)
        if answer.status_code == 429 or _is_too_large(answer):
            return
        result.statuses.append(answer.status_code)
        try:
            case.validate_response(answer, checks=PROMISES, headers=headers)
        except FailureGroup as failures:
            for failure in failures.exceptions:
                key = f"{answer.status_code} {failure.title}"
                result.broken.setdefault(key, f"{failure}\n{case.as_curl_command()}"[:1500])


def _is_too_large(answer: requests.Response) -> bool:
    """Whether the request was refused for its size, in front of all APIs and their contracts."""
    head = [answer.request.path_url, *answer.request.headers.values()]
    return answer.status_code == HEAD_TOO_LARGE and len("".join(map(str, head))) > HEAD_BYTES


def operations() -> list[Any]:
    """All operations of the contract."""
    every: Any = schemathesis.openapi.from_dict(CONTRACT).get_all_operations()
    return [each.ok() for each in every]


def promised() -> set[int]:
    """The statuses of all answers in the contract."""
    operations = (each for path in CONTRACT["paths"].values() for each in path.values())
    answers = (each["responses"] for each in operations if "responses" in each)
    return {int(status) for each in answers for status in each if status.isdecimal()}


@contextmanager
def _unthrottled(stack: Stack) -> Iterator[None]:
    """Lift the throttles: the promise is about answers, not about their number."""
    gateway = stack.aws("apigateway")
    plans = gateway.get_usage_plans()["items"]
    for plan in plans:
        _throttle(gateway, plan["id"], 10_000, 10_000)
    try:
        yield
    finally:
        for plan in plans:
            _throttle(gateway, plan["id"], **plan["throttle"])


def _throttle(gateway: Any, plan: str, rateLimit: float, burstLimit: int) -> None:  # noqa: N803 - as AWS names them
    values = {"rateLimit": rateLimit, "burstLimit": burstLimit}
    changes = [
        {"op": "replace", "path": f"/throttle/{name}", "value": f"{value:g}"}
        for name, value in values.items()
    ]
    gateway.update_usage_plan(usagePlanId=plan, patchOperations=changes)


def _api(stack: Stack) -> Api:
    """The API with a thing of each service in it, and one caller of each kind."""
    ids = {name: each for walk in WALKS.values() for name, each in walk.ids(stack).items()}
    machines = [stack.token(name) for name in stack.outputs["consumers"] if scopes_of(stack, name)]
    people = [signed_in(stack, group)["AccessToken"] for group in ("customer", "staff")]
    return Api(stack.outputs["api_url"], (*machines, *people), ids)


@pytest.fixture(scope="module")
def exercised(stack: Stack) -> dict[str, Exercised]:
    every, api = operations(), _api(stack)
    with _unthrottled(stack), ThreadPoolExecutor(WORKERS) as threads:
        results = threads.map(api.exercise, every)
        return {each.label: result for each, result in zip(every, results, strict=True)}


@pytest.mark.parametrize("operation", [each.label for each in operations()])
def test_every_answer_is_one_that_the_contract_promises(
    exercised: dict[str, Exercised], operation: str
) -> None:
    assert exercised[operation].broken == {}


def test_thousands_of_requests_were_made_and_not_all_refused(
    exercised: dict[str, Exercised], capsys: pytest.CaptureFixture[str]
) -> None:
    statuses = [status for each in exercised.values() for status in each.statuses]
    with capsys.disabled():
        print(f"\n{len(statuses)} cases: {dict(sorted(Counter(statuses).items()))}")

    assert len(statuses) >= FEWEST_SHARE * len(exercised) * len(GenerationMode) * OF_EACH
    assert USUAL & promised() <= set(statuses)
