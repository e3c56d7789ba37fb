"""The conformance table of docs/local-aws.md: what the data plane does as API Gateway does.

Commands: `write|check`. A row is a test that sends HTTP to a deployed API:
its name is the behaviour, its module says which AWS page describes it.
"""

import ast
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import command
from tools.command import CommandError

TESTS = Path("embedded_aws/tests/integration/gateway")
DOCUMENT = Path("docs/local-aws.md")
BEGIN, END = "<!-- conformance: written by `make conformance` -->\n", "<!-- end of conformance -->"
GATEWAY = "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
WAF = "https://docs.aws.amazon.com/waf/latest/developerguide/"
WATCH = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/"

PAGES = {
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
    "cache": ("Cache settings", f"{GATEWAY}api-gateway-caching"),
    "cognito_authorizer": ("Cognito user pools", f"{GATEWAY}apigateway-integrate-with-cognito"),
    "deployments": ("Deploying REST APIs", f"{GATEWAY}how-to-deploy-api"),
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
    "routing": ("Methods", f"{GATEWAY}how-to-method-settings"),
    "service_integrations": ("Integration types", f"{GATEWAY}api-gateway-api-integration-types"),
    "service_levels": ("Usage plans", f"{GATEWAY}api-gateway-api-usage-plans"),
    "throttling": ("Throttling requests", f"{GATEWAY}api-gateway-request-throttling"),
    "usage": ("Usage plans", f"{GATEWAY}api-gateway-api-usage-plans"),
    "validation": ("Request validation", f"{GATEWAY}api-gateway-method-request-validation"),
    "web_acl": ("AWS WAF for REST APIs", f"{GATEWAY}apigateway-control-access-aws-waf"),
    "web_acl_components": ("WAF rules", f"{WAF}waf-rule-statements"),
    "web_acl_origins": ("WAF rules", f"{WAF}waf-rule-statements"),
}


@dataclass(frozen=True)
class Behaviour:
    """One row."""

    sentence: str
    page: tuple[str, str]
    test: str

    def row(self) -> str:
        """The row in Markdown."""
        title, address = self.page
        return f"| {self.sentence} | [{title}]({address}.html) | `{self.test}` |"


def behaviours(folder: Path = TESTS) -> Iterator[Behaviour]:
    """Every test of the folder, by file; CommandError for a module without a page."""
    for path in sorted(folder.glob("test_*.py")):
        name = path.stem.removeprefix("test_")
        if name not in PAGES:
            raise CommandError(f"say in {__file__} which AWS page {path} is about")
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                sentence = node.name.removeprefix("test_").replace("_", " ")
                yield Behaviour(sentence, PAGES[name], f"{path.name}::{node.name}")


def table(rows: list[Behaviour]) -> str:
    """The section, between its marks."""
    head = "| behaviour | AWS page | test |\n| --- | --- | --- |\n"
    count = f"{len(rows)} behaviours, each held by a test in `{TESTS}`:\n\n"
    return f"{BEGIN}\n{count}{head}" + "\n".join(each.row() for each in rows) + f"\n\n{END}"


def written(document: str, section: str) -> str:
    """The document with this section in place of the one it has."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise CommandError(
            f"{DOCUMENT} has lost the marks {BEGIN.strip()} and {END}; "
            "put them back around the table"
        )
    return before + section + after


def _write(_: Namespace) -> None:
    """Write the table."""
    rows = list(behaviours())
    DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8"), table(rows)), "utf-8")
    print(f"{DOCUMENT}: {len(rows)} behaviours")


def _check(_: Namespace) -> None:
    """Say whether the table is the one of the tests."""
    rows, document = list(behaviours()), DOCUMENT.read_text(encoding="utf-8")
    if document != written(document, table(rows)):
        raise CommandError(f"{DOCUMENT} is behind its tests; run `make conformance`")
    print(f"{DOCUMENT}: {len(rows)} behaviours, as tested")


def main(argv: Sequence[str] | None = None) -> int:
    """Write the table, or say whether it is the tests'."""
    parser = command.parser("tools.review.checks.conformance", __doc__)
    jobs = command.jobs_of(parser)
    command.job(jobs, "write", _write)
    command.job(jobs, "check", _check)
    return command.run(parser, argv)


if __name__ == "__main__":
    sys.exit(main())
