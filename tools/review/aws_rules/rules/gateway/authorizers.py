"""Authorizers and security schemes of the API."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tools.review.aws_rules.knowledge.openapi import operations
from tools.review.aws_rules.model import Document, Fault, Subject
from tools.review.aws_rules.values import number

PROMISE = "Authorizers name where the identity is and how long it is kept, and operations use them"
PAGE = (
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
    "api-gateway-swagger-extensions-authorizer.html"
)
AUTHORIZER = "x-amazon-apigateway-authorizer"
KINDS = {"token", "request", "cognito_user_pools", "jwt"}
SOURCE = re.compile(
    r"method\.request\.(?:header|querystring|multivalueheader|multivaluequerystring)\.[^\s,]+"
    r"|context\.[A-Za-z.]+|stageVariables\.\w+"
)
LONGEST_SECONDS = 3600
KEY_SOURCES = {"HEADER", "AUTHORIZER"}


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of every document's security schemes, then of the operations that use them."""
    for document in subject.documents:
        schemes = document.content.get("components", {}).get("securitySchemes", {})
        for name, scheme in schemes.items():
            yield from _scheme(f"{document.place}: security scheme {name}", scheme)
        yield from _used(document, schemes)
        source = document.content.get("x-amazon-apigateway-api-key-source", "HEADER")
        if source not in KEY_SOURCES:
            yield Fault(document.place, f"{source} is no source of API keys", "HEADER, AUTHORIZER")


def _scheme(place: str, scheme: Mapping[str, Any]) -> Iterator[Fault]:
    authorizer = scheme.get(AUTHORIZER)
    if scheme.get("type") != "apiKey" and (authorizer or "x-amazon-apigateway-authtype" in scheme):
        yield Fault(place, f"It is of type {scheme.get('type')}", "API Gateway reads apiKey")
    if not isinstance(authorizer, Mapping):
        return
    kind = str(authorizer.get("type", "")).lower()
    if kind not in KINDS:
        yield Fault(place, f"There is no authorizer of type {kind}", "Use token or request")
    seconds = number(authorizer.get("authorizerResultTtlInSeconds"))
    if seconds is not None and not 0 <= seconds <= LONGEST_SECONDS:
        yield Fault(place, f"Answers are kept for {seconds:g} s", "Use 0 to 3600")
    yield from _sources(place, kind, authorizer)


def _sources(place: str, kind: str, authorizer: Mapping[str, Any]) -> Iterator[Fault]:
    sources = [
        each.strip() for each in str(authorizer.get("identitySource", "")).split(",") if each
    ]
    for source in sources:
        if not SOURCE.fullmatch(source):
            yield Fault(
                place,
                f"{source} is no identity source",
                "Write method.request.header.Authorization",
            )
    if kind == "request" and not sources and authorizer.get("authorizerResultTtlInSeconds") != 0:
        yield Fault(place, "Its answers are kept, but by no identity", "Add identitySource")
    if kind == "token" and len(sources) > 1:
        yield Fault(place, "A token comes from one place", "Name one identitySource")


def _used(document: Document, schemes: Mapping[str, Any]) -> Iterator[Fault]:
    for operation in operations(document):
        named = [name for each in operation.content.get("security", ()) for name in each]
        for name in sorted(set(named) - set(schemes)) if schemes else ():
            yield Fault(operation.place, f"There is no security scheme {name}", "Define it")
        authorizers = {name for name in named if AUTHORIZER in schemes.get(name, {})}
        if len(authorizers) > 1:
            yield Fault(operation.place, "It has several authorizers", "A method has one")
