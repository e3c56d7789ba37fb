"""The conformance table of docs/local-aws.md: what the data plane does as API Gateway does.

Commands: `write|check`. A row is a test that sends HTTP to a deployed API:
its name is the behaviour, its module says which AWS page describes it.
"""

import argparse
import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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


class PageMissingError(Exception):
    """A module of tests that no page is given for."""


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
    """Every test of the folder, by file; PageMissingError for a module without a page."""
    for path in sorted(folder.rglob("test_*.py"), key=lambda path: path.name):
        name = path.stem.removeprefix("test_")
        if name not in PAGES:
            raise PageMissingError(f"say in {__file__} which AWS page {path} is about")
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
        raise SystemExit(f"error: {DOCUMENT} has lost the marks {BEGIN.strip()} and {END}")
    return before + section + after


def main() -> int:
    """Write the table, or say whether it is the tests'."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["write", "check"])
    arguments = parser.parse_args()
    rows = list(behaviours())
    document = DOCUMENT.read_text(encoding="utf-8")
    wanted = written(document, table(rows))
    if arguments.command == "write":
        DOCUMENT.write_text(wanted, encoding="utf-8")
        print(f"{DOCUMENT}: {len(rows)} behaviours")
        return 0
    if document != wanted:
        print(f"error: {DOCUMENT} is behind its tests; run `make conformance`", file=sys.stderr)
        return 1
    print(f"{DOCUMENT}: {len(rows)} behaviours, as tested")
    return 0


if __name__ == "__main__":
    sys.exit(main())
