from types import ModuleType

import pytest

from tests.unit.review.aws_rules.subjects import (
    FUNCTION,
    document,
    gateway_response,
    log_format,
    of,
    operation,
    schema,
    sentences,
    template,
)
from tools.review.aws_rules.model import Subject
from tools.review.aws_rules.rules.gateway import (
    context_variables,
    gateway_responses,
    integrations,
    mapping_templates,
    openapi_import,
)

CACHED = {"cacheKeyParameters": ["method.request.path.id"]}
PATH_ID = [{"name": "id", "in": "path"}]
ETAG = {"responses": {"default": {"statusCode": "200", "responseParameters": {}}}}
ETAG["responses"]["default"]["responseParameters"] = {"method.response.header.ETag": "'x'"}


@pytest.mark.parametrize(
    ("rule", "subject", "sentence"),
    [
        (context_variables, log_format(a="$context.requestID"), "no $context.requestID"),
        (context_variables, log_format(a="$context.status"), "neither $context.requestId"),
        (context_variables, template("$context.error.message"), "no $context.error.message"),
        (context_variables, template("${context.identity.ip}"), "no $context.identity.ip"),
        (context_variables, gateway_response("$context.status"), "no $context.status"),
        (mapping_templates, template("$util.toJson($input.body)"), "no $util.toJson"),
        (mapping_templates, template("$input.header('a')"), "no $input.header"),
        (mapping_templates, template("$unset"), "$unset is never set"),
        (mapping_templates, template("#if(true) x"), "1 blocks are opened and 0 ended"),
        (mapping_templates, template("#foreach($i in [1..1001])$i#end"), "after 1000 rounds"),
        (mapping_templates, template("#parse('x.vm')"), "#parse has no file"),
        (mapping_templates, template("x" * (300 * 1024 + 1)), "larger than 300 KB"),
        (mapping_templates, gateway_response("#if(true)x#end"), "only fill variables in"),
        (gateway_responses, gateway_response("x", kind="NOT_ONE"), "no gateway response NOT_ONE"),
        (gateway_responses, gateway_response("x", statusCode="4XX"), "4XX is no status"),
        (integrations, operation({"timeoutInMillis": 29_001}), "timeoutInMillis is 29001"),
        (integrations, operation({"timeoutInMillis": 49}), "timeoutInMillis is 49"),
        (integrations, operation(CACHED), "method.request.path.id is used but no parameter"),
        (integrations, operation({"responses": {"x": {"statusCode": "404"}}}), "answers 404"),
        (integrations, operation(ETAG, responses={"200": {}}), "header.ETag of 200 is set"),
        (integrations, operation({"uri": FUNCTION, "httpMethod": "GET"}), "called with POST"),
        (integrations, operation({"type": "lambda"}), "no integration type lambda"),
        (integrations, operation({"passthroughBehavior": "often"}), "passthroughBehavior often"),
        (openapi_import, document(openapi="3.1.0"), "OpenAPI 3.1.0 is not imported"),
        (openapi_import, document(info={"x": "x" * 6_300_000}), "larger than 6 MB"),
        (openapi_import, operation({}, path="/a b"), "a b is no part of a path"),
        (openapi_import, operation({}, path="/{all+}/b"), "{all+} takes all that follows"),
        (openapi_import, document(paths={"/{a}": {}, "/{b}": {}}), "several variable parts"),
        (openapi_import, schema(properties={"a": {"example": 1}}), "example is not supported"),
        (openapi_import, schema(items={"exclusiveMinimum": 0}), "exclusiveMinimum is not"),
        (openapi_import, schema(items={"$ref": "other.json"}), "other.json is no model"),
        (openapi_import, document(components={"schemas": {"A-B": {}}}), "not alphanumeric"),
        (
            openapi_import,
            operation({}, parameters=[{"name": "a", "in": "cookie"}]),
            "Parameters in cookie",
        ),
    ],
)
def test_what_api_gateway_refuses_is_found(
    rule: ModuleType, subject: Subject, sentence: str
) -> None:
    assert sentence in sentences(rule, subject)


@pytest.mark.parametrize(
    ("rule", "subject"),
    [
        (context_variables, log_format(a="$context.requestId", b="$context.authorizer.tenant")),
        (context_variables, template("$context.path.contains('x') $context.authorizer.tenant")),
        (context_variables, gateway_response("$context.error.messageString")),
        (
            context_variables,
            template('#set($context.responseOverride.header.Content-Type = "a")'),
        ),
        (mapping_templates, template("#set($a = $input.json('$.b'))#if($a)$a#end ## $notseen")),
        (mapping_templates, template("#foreach($i in [1..1000])$foreach.index $i#end")),
        (mapping_templates, template("$!maybe $util.escapeJavaScript($input.params('a'))")),
        (gateway_responses, gateway_response("x", statusCode="429")),
        (integrations, operation({"timeoutInMillis": 29_000})),
        (integrations, operation(CACHED, parameters=PATH_ID)),
        (integrations, operation(ETAG)),
        (openapi_import, operation({}, path="/parcels/{orderId}/cancel")),
        (openapi_import, schema(properties={"example": {"type": "string"}})),
        (openapi_import, schema(items={"$ref": "#/components/schemas/ParcelsMoney"})),
        (openapi_import, document(paths={"/a/{x}": {}, "/b/{y}": {}})),
    ],
)
def test_what_api_gateway_takes_passes(rule: ModuleType, subject: Subject) -> None:
    assert sentences(rule, subject) == ""


def test_what_a_plan_does_not_know_yet_is_no_fault() -> None:
    assert sentences(context_variables, of("aws_api_gateway_stage", access_log_settings=[{}])) == ""


def test_a_method_with_nothing_behind_it_is_found() -> None:
    subject = document(paths={"/x": {"get": {"responses": {}}}})

    assert "Nothing is behind it" in sentences(integrations, subject)
