"""The input of the local gateway: requests, templates, models, policies, answers of functions."""

import json
from types import SimpleNamespace
from typing import Any, cast

from jsonschema import Draft4Validator
from jsonschema.exceptions import SchemaError

from embedded_aws.gateway.authorization import signed_requests
from embedded_aws.gateway.authorization.identities import json_of
from embedded_aws.gateway.authorization.policies.policy import MalformedPolicyError, decide
from embedded_aws.gateway.authorization.policies.trust import trusts
from embedded_aws.gateway.authorization.verdicts import verdict_of
from embedded_aws.gateway.deployed.body_models import Models
from embedded_aws.gateway.exchange import Exchange, Refusal
from embedded_aws.gateway.incoming import Incoming
from embedded_aws.gateway.integrations.proxy_response import (
    MalformedResponseError,
    UnreadableBodyError,
    proxy_response,
)
from embedded_aws.gateway.json_body import parsed
from embedded_aws.gateway.mapping import BadBodyError, MappingError, Overrides, render
from embedded_aws.gateway.mapping.json_path import JsonPathError, select
from embedded_aws.gateway.requests.content_encoding import decompress
from tests.fuzz.source import Source
from tests.fuzz.target import Target

PATHS = (
    "$",
    ".",
    "a",
    "b",
    "[0]",
    "[*]",
    "..",
    "['a']",
    "[?(@.a==1)]",
    "[",
    "]",
    "*",
    "@",
    ":",
    "-1",
)
VARIABLES = (
    "$input",
    ".path('$.a')",
    ".json('$')",
    ".body",
    ".params()",
    "$util",
    "$context",
    "$x",
)
CALLS = (".escapeJavaScript(", ".parseJson(", ".base64Decode(", ".urlDecode(", ".size()", ".get(0)")
MORE_CALLS = (".split(',')", ".replaceAll('a','b')", ".substring(1,9)", ".keySet()", ".toString()")
DIRECTIVES = (
    "#set($x = ",
    ")",
    "#if(",
    "#else",
    "#elseif(",
    "#end",
    "#foreach($x in ",
    "#stop",
    "##",
)
VALUES = (
    "1",
    "'a'",
    '"$x"',
    "[1,2]",
    "{'a':1}",
    "[1..9]",
    "==",
    "&&",
    "!",
    "+",
    "/",
    "%",
    "0",
    " ",
    "(",
)
STATEMENT = ("Effect", "Action", "Resource", "Principal", "Condition", "Allow", "Deny", "*", "AWS")
OPERATORS = (
    "NotAction",
    "StringLike",
    "NumericLessThan",
    "IpAddress",
    "DateLessThan",
    "aws:sourceip",
)
PROXY = (
    "statusCode",
    "headers",
    "multiValueHeaders",
    "body",
    "isBase64Encoded",
    "200",
    "Via",
    "X-A",
)
VERDICT = ("principalId", "policyDocument", "context", "usageIdentifierKey", "Version", "Statement")
SCHEMA = (
    "type",
    "properties",
    "items",
    "required",
    "enum",
    "pattern",
    "minimum",
    "maxLength",
    "$ref",
)
KINDS = ("object", "array", "string", "integer", "a", "b", "additionalProperties", "oneOf", "allOf")
SIGNED = (
    "AWS4-HMAC-SHA256 ",
    "Credential=",
    "k/20260101/eu/execute-api/aws4_request",
    ",",
    "Signature=",
)
DATES = (
    "SignedHeaders=host",
    "20260101T000000Z",
    "Thu, 01 Jan 2026 00:00:00 ",
    "+9999",
    "-0000",
    "0",
    "9",
)
CONTEXT = {"aws:sourceip": "127.0.0.1", "aws:currenttime": "2026-01-01T00:00:00+00:00"}


def _exchange(headers: tuple[tuple[str, str], ...] = (), body: bytes = b"") -> Exchange:
    """As much of an exchange as these readers look at."""
    api = SimpleNamespace(binary_media_types=("*/*",))
    stage = SimpleNamespace(variables={"a": "1"}, api=api)
    log = SimpleNamespace(fail=lambda *_: None, note=lambda *_: None)
    request = Incoming("GET", "/a", "a=1", headers, "127.0.0.1", "HTTP/1.1")
    parts: dict[str, Any] = {"incoming": request, "stage": stage, "log": log, "body": body}
    parts |= {"path_parameters": {"id": "1"}, "authorizer": {}, "variable": lambda _: None}
    return cast("Exchange", SimpleNamespace(**parts))


def json_paths(source: Source) -> None:
    """A JSONPath over a document."""
    select({"a": [{"b": 1}], "b": None}, source.phrase(PATHS, 12))


def templates(source: Source) -> None:
    """A mapping template over a body."""
    words = VARIABLES + CALLS + MORE_CALLS + DIRECTIVES + VALUES
    body = source.json(("a", "b"))
    render(source.phrase(words, 30), _exchange(), body, Overrides())


def models(source: Source) -> None:
    """A body against a model, both of them anything."""
    good = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}
    schema = {"properties": {"a": source.changed(good, SCHEMA + KINDS)}}
    Draft4Validator.check_schema(schema)
    Models({"a": schema, "b": good}).faults(
        source.pick(("a", "b")), source.json(("a", "b")).encode("utf-8", "surrogatepass")
    )


def bodies(source: Source) -> None:
    """Strict JSON."""
    parsed(source.rest() if source.byte() % 2 else source.json(("a",)))


def policies(source: Source) -> None:
    """A policy, of a role, an authorizer or an API."""
    good = {"Statement": [{"Effect": "Allow", "Action": "a:*", "Resource": "*"}]}
    policy = source.changed(good, STATEMENT + OPERATORS)
    if source.byte() % 2:
        conditions = source.value(OPERATORS, 3)
        policy = {"Statement": [good["Statement"][0] | {"Condition": conditions}]}
    trusts(policy, "apigateway.amazonaws.com")
    decide(policy, "a:b", "arn:aws:x:::y", CONTEXT)


def verdicts(source: Source) -> None:
    """The answer of an authorizer."""
    good = {"principalId": "p", "policyDocument": {"Statement": []}, "context": {"a": "b"}}
    changed = json.dumps(source.changed(good, VERDICT)).encode()
    verdict = verdict_of(_exchange(), json_of(changed), 300)
    hash((verdict.principal_id, verdict.usage_key))  # a usage key is looked up


def answers(source: Source) -> None:
    """The answer of a function."""
    good = {
        "statusCode": 200,
        "headers": {"X-A": "1"},
        "multiValueHeaders": {"Y": ["1"]},
        "body": "x",
    }
    content = json.dumps(source.changed(good, PROXY)) if source.byte() % 4 else source.json(PROXY)
    proxy_response(_exchange((("Accept", "*/*"),)), content.encode("utf-8", "surrogatepass"))


def signatures(source: Source) -> None:
    """A signature of Version 4 in headers."""
    texts = (source.phrase(DATES, 6), SIGNED[0] + source.phrase(SIGNED + DATES, 20))
    date, signature = (each.encode("utf-8", "replace").decode("latin-1") for each in texts)
    headers = (("Authorization", signature), ("X-Amz-Date", date))
    signed_requests.read(Incoming("GET", "/", source.sent(), headers, "127.0.0.1", "HTTP/1.1"))


def compressed(source: Source) -> None:
    """A compressed body."""
    coding = source.pick(("gzip", "deflate", "br", "identity"))
    decompress(_exchange((("Content-Encoding", coding),), source.rest()))


TARGETS = (
    Target("json-paths", json_paths, (JsonPathError,)),
    Target("templates", templates, (MappingError, BadBodyError)),
    Target("models", models, (SchemaError,)),
    Target("bodies", bodies, (ValueError,)),
    Target("policies", policies, (MalformedPolicyError,)),
    Target("authorizer-answers", verdicts, (Refusal,)),
    Target("function-answers", answers, (MalformedResponseError, UnreadableBodyError)),
    Target("signatures", signatures, (Refusal,)),
    Target("compressed-bodies", compressed, (Refusal,)),
)
