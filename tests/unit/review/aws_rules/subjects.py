"""Small subjects for rules: one resource, or one document."""

import json
from typing import Any

from tools.review.aws_rules.model import Document, Resource, Rule, Source, Subject

FUNCTION = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:x"


def sentences(rule: Rule, subject: Subject) -> str:
    return "\n".join(fault.sentence for fault in rule.faults(subject))


def of(type_: str, **values: Any) -> Subject:
    return Subject((Resource("here", type_, values),))


def sql(text: str) -> Subject:
    return Subject((), (), (Source("terraform/x.sql", text),))


def document(**content: Any) -> Subject:
    return Subject((), (Document("api", {"openapi": "3.0.1", "paths": {}, **content}),))


def operation(integration: dict[str, Any], path: str = "/x", **content: Any) -> Subject:
    method = {
        "responses": {"200": {"description": "OK", "headers": {"ETag": {}}}},
        "x-amazon-apigateway-integration": {"type": "mock", **integration},
        **content,
    }
    return document(paths={path: {"get": method}})


def template(text: str) -> Subject:
    return operation({"requestTemplates": {"application/json": text}})


def gateway_response(text: str, kind: str = "DEFAULT_4XX", **more: Any) -> Subject:
    response = {"responseTemplates": {"application/json": text}, **more}
    return document(**{"x-amazon-apigateway-gateway-responses": {kind: response}})


def schema(**content: Any) -> Subject:
    return document(components={"schemas": {"ParcelsMoney": content}})


def log_format(**fields: str) -> Subject:
    settings = [
        {"destination_arn": "arn:aws:logs:r:1:log-group:/access:*", "format": json.dumps(fields)}
    ]
    return of("aws_api_gateway_stage", access_log_settings=settings)


def policy(**statement: Any) -> Subject:
    text = json.dumps({"Statement": [{"Effect": "Allow", **statement}]})
    return of("aws_iam_role_policy", policy=text, role="parcels")


def alarm(**values: Any) -> Subject:
    return of("aws_cloudwatch_metric_alarm", **values)
