"""All attacks sent, and each answer judged; refusals are looked for in the access log."""

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus

from shared.product import NAME
from tools.measure.attacks import authentication, authorization, content, protocol, secrecy, theft
from tools.measure.attacks.case import REFUSED, Answer, Case
from tools.measure.attacks.world import World

CLIENTS = 4
LOG_SECONDS = 20
PAUSES_SECONDS = (1, 2, 4)
BEFORE_ANY_API = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
"""API Gateway refuses such headers before it knows whose API, and whose log, it is."""
LEAKS = re.compile(
    r"Traceback|arn:aws|AKIA|botocore|/var/task|site-packages|ConditionExpression"
    rf"|{NAME}-local",
)
CAUSES = (
    "authorizer_error",
    "error_message",
    "error_type",
    "validation_error",
    "integration_error",
)


@dataclass(frozen=True)
class Result:
    """An attack's end."""

    case: Case
    answer: Answer
    let_in: bool
    leaks: bool
    logged: bool | None
    """Whether its refusal is in the access log with a cause; None where there is nothing to log."""

    @property
    def failed(self) -> bool:
        """Whether the attack did what it must not."""
        return self.let_in or self.leaks or self.logged is False


def cases(world: World) -> Iterator[Case]:
    """All attacks through HTTP."""
    for module in (authentication, authorization, theft, content, protocol):
        yield from module.cases(world)


def run(world: World, every: int, say: Callable[[str], None]) -> list[Result]:
    """Send every first, second or nth of them, some at a time; then look for secrets."""
    began = int(time.time() * 1000)
    all_ = list(cases(world))[::every]
    say(f"{len(all_)} attacks …")
    all_.sort(key=lambda case: case.alone)
    together = [case for case in all_ if not case.alone]
    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(_sent, together))
    answers += [_sent(case) for case in all_ if case.alone]
    say("secrets and the access log …")
    last = list(secrecy.cases(world))
    lines = _lines(world, began, [each.request_id for each in answers if each.request_id])
    results = [judged(case, answer, lines) for case, answer in zip(all_, answers, strict=True)]
    known = secrecy.secrets(world)
    results += [judged(case, _sent(case), lines) for case in last]
    return [_with_secrets(each, known) for each in results]


def _sent(case: Case) -> Answer:
    """The answer; a throttled attack was not tried, so it is tried again."""
    answer = _once(case)
    for seconds in PAUSES_SECONDS:
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            time.sleep(seconds)
            answer = _once(case)
    return answer


def _once(case: Case) -> Answer:
    try:
        return case.send()
    except Exception as error:  # noqa: BLE001 - a case that breaks is one that failed, not the run
        return Answer(0, {}, f"{type(error).__name__}: {error}")


def judged(case: Case, answer: Answer, lines: dict[str, dict[str, str]]) -> Result:
    """The result of an answer, by what the case allows and the access log says."""
    tried = answer.status != HTTPStatus.TOO_MANY_REQUESTS and answer.status in case.allowed
    let_in = not tried or not _harmless(case, answer)
    logged = None
    if answer.status in REFUSED and answer.status != BEFORE_ANY_API and answer.request_id:
        logged = _has_cause(lines.get(answer.request_id), answer.status)
    return Result(case, answer, let_in, bool(LEAKS.search(answer.body)), logged)


def _harmless(case: Case, answer: Answer) -> bool:
    try:
        return bool(case.harmless(answer))
    except Exception:  # noqa: BLE001 - an answer of another form than expected is not harmless
        return False


def _has_cause(line: dict[str, str] | None, status: int) -> bool:
    if line is None or line["status"] != str(status):
        return False
    by_function = line.get("integration_status", "-").startswith("4")
    return by_function or any(line.get(each, "-") != "-" for each in CAUSES)


def _with_secrets(result: Result, known: set[str]) -> Result:
    leaks = result.leaks or secrecy.shown(result.answer.body, known)
    return Result(result.case, result.answer, result.let_in, leaks, result.logged)


def _lines(world: World, since: int, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """The access log's lines by request; waits for those that follow their answers."""
    logs, parameters = world.stack.aws("logs"), world.stack.aws("ssm")
    value = parameters.get_parameter(Name="/local/gateway")["Parameter"]["Value"]
    group, deadline = json.loads(value)["access_log_group"], time.monotonic() + LOG_SECONDS
    while True:
        read = map(json.loads, secrecy.messages(logs, group, since))
        lines = {each["request_id"]: each for each in read}
        if set(ids) <= lines.keys() or time.monotonic() > deadline:
            return lines
        time.sleep(1)


def counts(results: Sequence[Result]) -> dict[str, Counter[str]]:
    """By OWASP number: cases, let in, leaks, refusals, refusals without a line."""
    table: dict[str, Counter[str]] = {}
    for each in results:
        row = table.setdefault(each.case.owasp, Counter())
        row["cases"] += 1
        row["let in"] += each.let_in
        row["secrets shown"] += each.leaks
        row["refusals logged"] += each.logged is True
        row["refusals not logged"] += each.logged is False
    return table
