"""Keywords of OpenAPI documents that PutRestApi refuses or ignores."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tools.review.aws_rules.knowledge.openapi import operations
from tools.review.aws_rules.model import Document, Fault, Subject

PROMISE = "OpenAPI documents have only what API Gateway's import takes"
PAGE = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html"
LARGEST = 6 * 1024 * 1024
LONGEST_URL = 10_240
VERSION = re.compile(r"3\.0\.\d+")
MODEL = re.compile(r"[A-Za-z0-9]+")
PART = re.compile(r"[A-Za-z0-9._:-]+|\{[A-Za-z0-9._:-]+\+?\}")
REFERENCE = re.compile(r"#/components/schemas/[A-Za-z0-9]+")
REFUSED = {
    "example": "leave examples out when publishing",
    "examples": "leave examples out when publishing",
    "discriminator": "use oneOf without it",
    "readOnly": "use two schemas",
    "exclusiveMinimum": "use minimum",
    "exclusiveMaximum": "use maximum",
    "$id": "name the schema in components",
    "$defs": "put it into components/schemas",
    "const": "use enum with one value",
}
VALUES = {"enum", "default", "required", "example", "examples"}
PLACES = {"path", "query", "header"}


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of every document."""
    for document in subject.documents:
        yield from _whole(document)
        yield from _paths(document)
        yield from _schemas(document)
        yield from _parameters(document)


def _whole(document: Document) -> Iterator[Fault]:
    version = str(document.content.get("openapi", document.content.get("swagger", "")))
    if version != "2.0" and not VERSION.fullmatch(version):
        yield Fault(document.place, f"OpenAPI {version or '?'} is not imported", "Use 3.0.1")
    if len(json.dumps(document.content)) > LARGEST:
        yield Fault(document.place, "The document is larger than 6 MB", "Make a second API")


def _paths(document: Document) -> Iterator[Fault]:
    named: dict[str, set[str]] = {}
    for path in document.content.get("paths", {}):
        yield from _path(f"{document.place}: {path}", path)
        for part in filter(None, path.split("/")):
            if part.startswith("{"):
                named.setdefault(path[: path.index(part)], set()).add(part)
    for parent, names in named.items():
        if len(names) > 1:
            yield Fault(
                f"{document.place}: {parent}",
                f"One parent has several variable parts: {', '.join(sorted(names))}",
                "Use one name",
            )


def _path(place: str, path: str) -> Iterator[Fault]:
    parts = path.split("/")[1:]
    if not path.startswith("/") or len(path) > LONGEST_URL:
        yield Fault(place, "The path is no path", f"Start with /; at most {LONGEST_URL} long")
    for part in filter(None, parts):
        if not PART.fullmatch(part):
            yield Fault(
                place, f"{part} is no part of a path", "Use letters, digits, . _ - : or {name}"
            )
        if part.endswith("+}") and part != parts[-1]:
            yield Fault(place, f"{part} takes all that follows", "Put it last")


def _schemas(document: Document) -> Iterator[Fault]:
    schemas = document.content.get("components", {}).get("schemas", {})
    for name, schema in schemas.items():
        place = f"{document.place}: schema {name}"
        if not MODEL.fullmatch(name):
            yield Fault(place, "A model's name is not alphanumeric", "Use letters and digits only")
        yield from _schema(place, schema)
    for operation in operations(document):
        bodies = [operation.content.get("requestBody"), *operation.content["responses"].values()]
        for body in filter(None, bodies):
            for media in body.get("content", {}).values():
                yield from _schema(operation.place, media.get("schema", {}))


def _schema(place: str, schema: Any) -> Iterator[Fault]:
    """Faults of a schema, at any depth; names of properties and listed values are no keywords."""
    if isinstance(schema, list):
        for each in schema:
            yield from _schema(place, each)
    for key, value in schema.items() if isinstance(schema, Mapping) else ():
        if key in REFUSED:
            yield Fault(place, f"{key} is not supported in models", REFUSED[key].capitalize())
        if key == "$ref" and not REFERENCE.fullmatch(str(value)):
            yield Fault(place, f"{value} is no model of this document", "Refer to a schema of it")
        if key not in VALUES:
            yield from _schema(place, list(value.values()) if key == "properties" else value)


def _parameters(document: Document) -> Iterator[Fault]:
    for operation in operations(document):
        declared = [*operation.shared_parameters, *operation.content.get("parameters", ())]
        for each in declared:
            if each.get("in", "path") not in PLACES:
                yield Fault(
                    operation.place,
                    f"Parameters in {each['in']} are not imported",
                    "Take it as a header, or from the path or query",
                )
