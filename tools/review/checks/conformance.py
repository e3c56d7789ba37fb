"""docs/conformance.md: the behaviours of API Gateway and DynamoDB that the embedded AWS has.

Commands: `write|check`. A behaviour is a test that sends HTTP to a deployed API or to DynamoDB: the
test's name is the behaviour, and PAGES names the AWS page that its module is about.
"""

import ast
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import command
from tools.command import CommandError
from tools.review.checks import dynamodb_pages

TESTS = Path("embedded_aws/tests/integration")
FOLDERS = ("gateway", "server/dynamodb")
OURS = {"test_watching.py"}
"""Tests of what the gateway does on this machine alone: no behaviour of AWS."""
DOCUMENT = Path("docs/conformance.md")
GATEWAY = "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
WAF = "https://docs.aws.amazon.com/waf/latest/developerguide/"
WATCH = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/"

PAGES = dynamodb_pages.PAGES | {
    "access_log": (
        "Access logging variables",
        f"{GATEWAY}api-gateway-variables-for-access-logging",
    ),
    "access_log_format": (
        "Access logging variables",
        f"{GATEWAY}api-gateway-variables-for-access-logging",
    ),
    "addresses": ("Invoking REST APIs", f"{GATEWAY}how-to-call-api"),
    "alarms": ("Using CloudWatch alarms", f"{WATCH}AlarmThatSendsEmail"),
    "authorizers": ("Lambda authorizers", f"{GATEWAY}apigateway-use-lambda-authorizer"),
    "backends": ("Important notes", f"{GATEWAY}api-gateway-known-issues"),
    "cache": ("Cache settings", f"{GATEWAY}api-gateway-caching"),
    "cognito_authorizer": ("Cognito user pools", f"{GATEWAY}apigateway-integrate-with-cognito"),
    "content_encoding": (
        "Compressed payloads",
        f"{GATEWAY}api-gateway-make-request-with-compressed-payload",
    ),
    "custom_domains": ("Custom domain names", f"{GATEWAY}how-to-custom-domains"),
    "deployments": ("Deploying REST APIs", f"{GATEWAY}how-to-deploy-api"),
    "execution_logs": ("CloudWatch logging", f"{GATEWAY}set-up-logging"),
    "gateway_responses": ("Gateway responses", f"{GATEWAY}api-gateway-gatewayResponse-definition"),
    "iam_authorization": (
        "IAM permissions",
        f"{GATEWAY}api-gateway-control-access-using-iam-policies-to-invoke-api",
    ),
    "import": ("OpenAPI extensions", f"{GATEWAY}api-gateway-swagger-extensions"),
    "integrations": ("Integrations", f"{GATEWAY}how-to-integration-settings"),
    "malformed_requests": ("Important notes", f"{GATEWAY}api-gateway-known-issues"),
    "mapping_templates": (
        "Variables for data transformations",
        f"{GATEWAY}api-gateway-mapping-template-reference",
    ),
    "metrics": ("Dimensions and metrics", f"{GATEWAY}api-gateway-metrics-and-dimensions"),
    "protocol": ("Important notes", f"{GATEWAY}api-gateway-known-issues"),
    "proxy_event": ("Lambda proxy integrations", f"{GATEWAY}set-up-lambda-proxy-integrations"),
    "proxy_response": ("Lambda proxy integrations", f"{GATEWAY}set-up-lambda-proxy-integrations"),
    "real_function": ("Lambda proxy integrations", f"{GATEWAY}set-up-lambda-proxy-integrations"),
    "resource_policy": ("Resource policies", f"{GATEWAY}apigateway-resource-policies"),
    "roles": (
        "Permissions model for invoking an API",
        f"{GATEWAY}api-gateway-control-access-iam-permissions-model-for-calling-api",
    ),
    "routing": ("Methods", f"{GATEWAY}how-to-method-settings"),
    "service_integrations": ("Integration types", f"{GATEWAY}api-gateway-api-integration-types"),
    "service_levels": ("Usage plans", f"{GATEWAY}api-gateway-api-usage-plans"),
    "test_invocations": ("Testing a method", f"{GATEWAY}how-to-test-method"),
    "throttling": ("Throttling requests", f"{GATEWAY}api-gateway-request-throttling"),
    "usage_plans": ("Usage plans", f"{GATEWAY}api-gateway-api-usage-plans"),
    "usage": ("Usage plans", f"{GATEWAY}api-gateway-api-usage-plans"),
    "validation": ("Request validation", f"{GATEWAY}api-gateway-method-request-validation"),
    "web_acl": ("AWS WAF for REST APIs", f"{GATEWAY}apigateway-control-access-aws-waf"),
    "web_acl_components": ("WAF rules", f"{WAF}waf-rule-statements"),
    "web_acl_origins": ("WAF rules", f"{WAF}waf-rule-statements"),
}


HEAD = """# Conformance with API Gateway and DynamoDB

Written by `make conformance`. The [embedded AWS](local-aws.md) has these {count} behaviours of API
Gateway and DynamoDB, each with the test that holds it, under the AWS page that it is about. A
behaviour rests on that page, or on an answer of the real service that was recorded and published
({recorded} of them). Nothing was compared with a live API of AWS here. The tests are in `gateway`
and `server/dynamodb` of `{folder}`.
"""
COLUMNS = "| behaviour | rests on | test |\n| --- | --- | --- |\n"
RECORDED = "recorded answer"
"""How the docstring of a test begins whose behaviour no page of AWS describes as exactly."""


@dataclass(frozen=True)
class Behaviour:
    """One behaviour of a service, and the test that holds it."""

    sentence: str
    page: tuple[str, str]
    test: str
    recorded: bool

    def row(self) -> str:
        """One row of a Markdown table."""
        return f"| {self.sentence} | {RECORDED if self.recorded else 'page'} | `{self.test}` |"


def behaviours(folder: Path = TESTS) -> Iterator[Behaviour]:
    """Every test of the folders, by file; CommandError for a module without an AWS page."""
    paths = [path for each in FOLDERS for path in (folder / each).rglob("test_*.py")]
    for path in sorted(paths, key=lambda path: path.name):
        if path.name in OURS:
            continue
        name = path.stem.removeprefix("test_")
        if name not in PAGES:
            raise CommandError(f"say in {__file__} which AWS page {path} is about")
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                sentence = node.name.removeprefix("test_").replace("_", " ")
                said = (ast.get_docstring(node) or "").lower()
                test = f"{path.name}::{node.name}"
                yield Behaviour(sentence, PAGES[name], test, said.startswith(RECORDED))


def document(rows: list[Behaviour]) -> str:
    """The whole page: one section per AWS page, in the order of the titles."""
    sections = [
        _section(page, [row for row in rows if row.page == page])
        for page in sorted({row.page for row in rows})
    ]
    recorded = sum(row.recorded for row in rows)
    head = HEAD.format(count=len(rows), recorded=recorded, folder=TESTS)
    return "\n".join([head, *sections])


def _section(page: tuple[str, str], rows: list[Behaviour]) -> str:
    title, address = page
    head = f"## {title}\n\nAWS's page: <{address}.html>\n\n{COLUMNS}"
    return head + "".join(f"{row.row()}\n" for row in rows)


def _write(_: Namespace) -> None:
    """Write the page."""
    rows = list(behaviours())
    DOCUMENT.write_text(document(rows), encoding="utf-8")
    print(f"{DOCUMENT}: {len(rows)} behaviours")


def _check(_: Namespace) -> None:
    """Fail when the page differs from the tests."""
    rows = list(behaviours())
    if DOCUMENT.read_text(encoding="utf-8") != document(rows):
        raise CommandError(f"{DOCUMENT} differs from its tests; run `make conformance`")
    print(f"{DOCUMENT}: {len(rows)} behaviours, as tested")


def main(argv: Sequence[str] | None = None) -> int:
    """Write the page, or exit with 1 when it differs from the tests."""
    parser = command.parser("tools.review.checks.conformance", __doc__)
    jobs = command.jobs_of(parser)
    command.job(jobs, "write", _write)
    command.job(jobs, "check", _check)
    return command.run(parser, argv)


if __name__ == "__main__":
    sys.exit(main())
