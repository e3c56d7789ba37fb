"""Operations and mapping templates of OpenAPI documents and of resources."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from tools.review.aws_rules.model import Document, Subject

VERBS = (
    "get",
    "head",
    "post",
    "put",
    "patch",
    "delete",
    "options",
    "x-amazon-apigateway-any-method",
)
INTEGRATION = "x-amazon-apigateway-integration"
RESPONSES = "x-amazon-apigateway-gateway-responses"


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    place: str
    path: str
    verb: str
    content: Mapping[str, Any]
    shared_parameters: tuple[Mapping[str, Any], ...] = ()

    @property
    def integration(self) -> Mapping[str, Any]:
        """The method's integration; empty without one."""
        integration: Mapping[str, Any] = self.content.get(INTEGRATION) or {}
        return integration

    @property
    def parameters(self) -> set[str]:
        """The names that a mapping may use: `path.orderId`, `header.If-Match`."""
        kinds = {"query": "querystring"}
        return {
            f"{kinds.get(each['in'], each['in'])}.{each['name']}"
            for each in (*self.shared_parameters, *self.content.get("parameters", ()))
            if "in" in each and "name" in each
        }


class Engine(Enum):
    """The way a template is evaluated."""

    VELOCITY = "template"
    SUBSTITUTION = "gateway_response"


@dataclass(frozen=True)
class Template:
    """One template and its place."""

    place: str
    text: str
    engine: Engine


def operations(document: Document) -> Iterator[Operation]:
    """Every method of the document."""
    for path, item in document.content.get("paths", {}).items():
        shared = tuple(item.get("parameters", ()))
        for verb in VERBS:
            if isinstance(item.get(verb), Mapping):
                place = f"{document.place}: {verb.upper()} {path}"
                yield Operation(place, path, verb, item[verb], shared)


def templates(subject: Subject) -> Iterator[Template]:
    """Every template of the documents and of API Gateway's resources."""
    for document in subject.documents:
        for operation in operations(document):
            yield from _of_integration(operation)
        for kind, response in document.content.get(RESPONSES, {}).items():
            place = f"{document.place}: gateway response {kind}"
            for text in (response.get("responseTemplates") or {}).values():
                yield Template(place, text, Engine.SUBSTITUTION)
    yield from _of_resources(subject)


def _of_integration(operation: Operation) -> Iterator[Template]:
    for text in (operation.integration.get("requestTemplates") or {}).values():
        yield Template(f"{operation.place}, request template", text, Engine.VELOCITY)
    for pattern, response in (operation.integration.get("responses") or {}).items():
        for text in (response.get("responseTemplates") or {}).values():
            yield Template(f"{operation.place}, response {pattern}", text, Engine.VELOCITY)


def _of_resources(subject: Subject) -> Iterator[Template]:
    kinds = (
        ("aws_api_gateway_integration", "request_templates", Engine.VELOCITY),
        ("aws_api_gateway_integration_response", "response_templates", Engine.VELOCITY),
        ("aws_api_gateway_gateway_response", "response_templates", Engine.SUBSTITUTION),
    )
    for type_, attribute, engine in kinds:
        for resource in subject.of(type_):
            texts = resource.values.get(attribute)
            for text in texts.values() if isinstance(texts, Mapping) else ():
                if isinstance(text, str):
                    yield Template(resource.place, text, engine)
