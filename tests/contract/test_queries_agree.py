"""Saved queries read fields that the access log and the functions' log lines have."""

import json
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from embedded_aws.functions.platform_lines import TIMED_OUT, Logging, Report, lines_of
from services.authorizer.handler import Authorizer, UnauthorizedError
from shared.auth.tokens import InvalidTokenError
from shared.logging import make_logger
from shared.routes import Routes
from shared.routes.router import Router
from tools import hcl

MODULES = Path(__file__).parents[2] / "terraform/modules"
GATEWAY = sorted((MODULES / "gateway_observability/queries").rglob("*.query"))
SERVICE = sorted((MODULES / "service_observability/queries").rglob("*.query"))

# What CloudWatch finds in every line.
EVERYWHERE = {"@timestamp", "@message", "@log"}
# What the runtime writes of an error; a test of the functions reads such a line.
OF_THE_RUNTIME = {"errorType", "errorMessage", "requestId", "stackTrace"}
COMMANDS = {"filter", "stats", "sort", "limit", "fields", "parse"}
WORDS = {"by", "as", "in", "like", "and", "or", "not", "desc", "asc"}
FUNCTIONS = {"count", "sum", "avg", "max", "min", "pct", "bin", "ispresent", "coalesce"}


def fields(query: str) -> set[str]:
    """The fields that a query reads, without keywords and names that it defines."""
    defined = set(re.findall(r"\bas (\w+)|\(\?<(\w+)>", query))
    text = re.sub(r'"[^"]*"|/(?:\\.|[^/\n])+/|\b\d+\w*', " ", query)
    names = set(re.findall(r"@?[a-zA-Z_][\w.]*", text))
    return names - COMMANDS - WORDS - FUNCTIONS - {name for pair in defined for name in pair}


def access_log_fields() -> set[str]:
    [block] = hcl.read(MODULES / "api_gateway/access_log.tf")["locals"]
    return set(block["access_log_fields"])


@pytest.fixture(scope="module")
def line_fields() -> set[str]:
    """The fields of all log lines of a request, with and without a token."""
    context = SimpleNamespace(aws_request_id="f1")
    caller = {"client_id": "c1", "tenant": "acme"}
    event = {"httpMethod": "GET", "resource": "/x", "requestContext": {"authorizer": caller}}
    with redirect_stdout(StringIO()) as written:
        Router(Routes("x"), None, make_logger("seen-in-queries", "INFO"))(event, context)
        logger = make_logger("refused-in-queries", "INFO")
        refuse = Authorizer(RefusingVerifier(), {}, {}, logger)  # type: ignore[arg-type]
        with pytest.raises(UnauthorizedError):
            refuse({"authorizationToken": "Bearer x", "methodArn": "arn"}, context)
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    return {name for line in lines for name in line}


def fields_of_lambda() -> set[str]:
    """The fields of Lambda's own lines: its platform's, and its runtime's for an error."""
    report = Report("r1", 1.0, 512, 60, init_ms=1.0, error=TIMED_OUT)
    [line] = lines_of(Logging("JSON")).report(report)
    return set(flat(json.loads(line))) | OF_THE_RUNTIME


def flat(line: dict[str, Any], before: str = "") -> Iterator[str]:
    """Each field under its name in Logs Insights."""
    for name, value in line.items():
        if isinstance(value, dict):
            yield from flat(value, f"{before}{name}.")
        else:
            yield before + name


class RefusingVerifier:
    def verify(self, token: str) -> Any:
        raise InvalidTokenError(f"{token} is refused")


@pytest.mark.parametrize("path", GATEWAY, ids=lambda path: path.stem)
def test_a_query_of_the_access_log_reads_its_fields(path: Path) -> None:
    used = fields(path.read_text())

    assert used
    assert used - access_log_fields() - EVERYWHERE == set()


@pytest.mark.parametrize("path", SERVICE, ids=lambda path: path.stem)
def test_a_query_of_a_service_reads_what_its_lines_have(path: Path, line_fields: set[str]) -> None:
    used = fields(path.read_text())

    assert used
    assert used - line_fields - EVERYWHERE - fields_of_lambda() == set()


def test_a_metric_filter_reads_a_field_of_the_access_log() -> None:
    text = (MODULES / "gateway_observability/refusals.tf").read_text()

    read = set(re.findall(r"\$\.(\w+)", text))

    assert read
    assert read <= access_log_fields()


def test_a_metric_filter_looks_for_refusals_that_the_gateway_answers() -> None:
    answers = hcl.read(MODULES / "api_gateway/responses.tf")
    known = {kind for block in answers["locals"] for kind in block.get("refusals", {})}
    text = (MODULES / "gateway_observability/refusals.tf").read_text()

    reasons = set(re.findall(r'"([A-Z]+_?[A-Z_]+)"', text))

    assert reasons
    assert reasons <= known


@pytest.mark.parametrize("message", ["request", "refused"])
def test_a_query_filters_by_messages_that_are_logged(message: str) -> None:
    queries = " ".join(path.read_text() for path in SERVICE)
    code = [Path("shared/routes/router.py"), Path("services/authorizer/handler.py")]

    assert f'message = "{message}"' in queries
    assert any(f'"{message}"' in (MODULES.parents[1] / path).read_text() for path in code)
