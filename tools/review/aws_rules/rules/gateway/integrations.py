"""An operation and its integration agree on parameters, responses and time-out."""

import re
from collections.abc import Iterator

from tools.review.aws_rules.knowledge.openapi import Operation, operations
from tools.review.aws_rules.model import Fault, Subject
from tools.review.aws_rules.values import number

PROMISE = "Integrations map only what their method declares, within API Gateway's time"
PAGE = (
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
    "api-gateway-swagger-extensions-integration.html"
)
SHORTEST_MS, LONGEST_MS = 50, 29_000
TYPES = {"http", "http_proxy", "aws", "aws_proxy", "mock"}
PASSTHROUGH = {"when_no_match", "when_no_templates", "never"}
MAPPED = re.compile(r"^method\.request\.((?:path|querystring|header)\.[^.]+)$")
HEADER = re.compile(r"^method\.response\.header\.(.+)$")


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of every operation of every document."""
    for document in subject.documents:
        for operation in operations(document):
            yield from _operation(operation)


def _operation(operation: Operation) -> Iterator[Fault]:
    integration = operation.integration
    if not integration:
        yield Fault(operation.place, "Nothing is behind it", "Add an integration, or drop it")
        return
    yield from _kind(operation)
    yield from _time(operation)
    yield from _responses(operation)
    yield from _sources(operation)


def _kind(operation: Operation) -> Iterator[Fault]:
    integration = operation.integration
    kind = str(integration.get("type", "")).lower()
    if kind not in TYPES:
        yield Fault(operation.place, f"There is no integration type {kind}", f"Use {sorted(TYPES)}")
    behaviour = str(integration.get("passthroughBehavior", "when_no_match")).lower()
    if behaviour not in PASSTHROUGH:
        yield Fault(
            operation.place,
            f"There is no passthroughBehavior {behaviour}",
            f"Use one of {sorted(PASSTHROUGH)}",
        )
    calls = ":lambda:path/" in str(integration.get("uri", "")) or kind == "aws_proxy"
    if calls and str(integration.get("httpMethod", "")).upper() != "POST":
        yield Fault(operation.place, "Lambda is only called with POST", "Set httpMethod to POST")


def _time(operation: Operation) -> Iterator[Fault]:
    wait = number(operation.integration.get("timeoutInMillis"))
    if wait is not None and not SHORTEST_MS <= wait <= LONGEST_MS:
        yield Fault(
            operation.place,
            f"timeoutInMillis is {wait:g}; API Gateway waits {SHORTEST_MS} to {LONGEST_MS} ms",
            "Stay within; only a quota increase allows regional APIs more",
        )


def _responses(operation: Operation) -> Iterator[Fault]:
    declared = {str(status): answer for status, answer in operation.content["responses"].items()}
    for pattern, response in (operation.integration.get("responses") or {}).items():
        status = str(response.get("statusCode", ""))
        if status not in declared:
            yield Fault(
                operation.place,
                f"The integration answers {status} ({pattern}), which the method does not declare",
                "Add it to the operation's responses",
            )
            continue
        headers = {name.lower() for name in declared[status].get("headers", {})}
        for target in response.get("responseParameters") or {}:
            header = HEADER.match(target)
            if not header or header[1].lower() not in headers:
                yield Fault(
                    operation.place,
                    f"{target} of {status} is set but not declared",
                    "Declare the header in the response of the operation",
                )


def _sources(operation: Operation) -> Iterator[Fault]:
    mapped = operation.integration.get("requestParameters") or {}
    keys = operation.integration.get("cacheKeyParameters") or []
    for source in [*mapped.values(), *keys]:
        parameter = MAPPED.match(str(source))
        if parameter and parameter[1] not in operation.parameters:
            yield Fault(
                operation.place,
                f"{source} is used but no parameter of the method",
                "Declare it in the operation's parameters",
            )
    for key in keys:
        if key.startswith("integration.request.") and key not in mapped:
            yield Fault(operation.place, f"{key} is a cache key but not mapped", "Map it")
