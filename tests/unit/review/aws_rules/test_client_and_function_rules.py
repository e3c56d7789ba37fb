from types import ModuleType
from typing import Any

import pytest

from tests.unit.review.aws_rules.subjects import document, of, operation, sentences, template
from tools.review.aws_rules.model import Document, Resource, Subject
from tools.review.aws_rules.rules.access import app_clients
from tools.review.aws_rules.rules.functions import deployment_groups, lambda_settings
from tools.review.aws_rules.rules.gateway import authorizers, usage_plans
from tools.review.aws_rules.rules.resources import dynamodb_expressions

QUEUE = "arn:aws:sqs:eu-central-1:123456789012:parcels"
MACHINE = {"allowed_oauth_flows": ["client_credentials"]}
SCOPES = of("aws_cognito_resource_server", identifier="parcels", scope=[{"scope_name": "read"}])


def client(**values: Any) -> Subject:
    return SCOPES + of("aws_cognito_user_pool_client", **values)


def function(**values: Any) -> Subject:
    return of("aws_lambda_function", function_name="parcels", **values)


def snapped(**values: Any) -> Subject:
    return function(snap_start=[{"apply_on": "PublishedVersions"}], **values)


def provisioned(**values: Any) -> Subject:
    kind = "aws_lambda_provisioned_concurrency_config"
    arguments = {"provisioned_concurrent_executions": 5, "qualifier": "live", **values}
    return of(kind, function_name="parcels", **arguments)


def fed(timeout: int, **values: Any) -> Subject:
    source = {"event_source_arn": QUEUE, "function_name": "parcels", **values}
    queue = of("aws_sqs_queue", arn=QUEUE, visibility_timeout_seconds=30)
    return function(timeout=timeout) + queue + of("aws_lambda_event_source_mapping", **source)


def shift(type_: str = "TimeBasedCanary", **canary: Any) -> Subject:
    routing = {"type": type_, "time_based_canary": [canary] if canary else []}
    return of("aws_codedeploy_deployment_config", traffic_routing_config=[routing])


def expression(text: str, more: str = "") -> Subject:
    return template('{"KeyConditionExpression": "' + text + '"' + more + "}")


def authorizer(**changed: Any) -> Subject:
    settings = {"type": "token", **changed}
    scheme = {"type": "apiKey", "x-amazon-apigateway-authorizer": settings}
    return document(components={"securitySchemes": {"authorizer": scheme}})


def quota(period: str, offset: int) -> Subject:
    block = [{"period": period, "offset": offset, "limit": 1}]
    return of("aws_api_gateway_usage_plan", quota_settings=block)


def settings(path: str) -> Subject:
    api = Resource("api", "aws_api_gateway_rest_api", {})
    paths: dict[str, Any] = {"/parcels/{orderId}": {"get": {"responses": {}}}}
    whole = Subject((api,), (Document("api", {"paths": paths}),))
    return whole + of("aws_api_gateway_method_settings", method_path=path)


def unsecured(name: str) -> Subject:
    api = operation({}, security=[{name: []}]).documents[0]
    schemes = authorizer().documents[0].content
    return Subject((), (Document("api", {**schemes, **api.content, **_components(schemes)}),))


def _components(content: Any) -> dict[str, Any]:
    return {"components": content["components"]}


@pytest.mark.parametrize(
    ("rule", "subject", "sentence"),
    [
        (
            app_clients,
            client(allowed_oauth_scopes=["parcels/wirte"]),
            "has the scope parcels/wirte",
        ),
        (app_clients, client(**MACHINE, allowed_oauth_scopes=["openid"]), "machine has no openid"),
        (app_clients, client(**MACHINE, generate_secret=False), "machine needs a secret"),
        (
            app_clients,
            client(allowed_oauth_flows=["client_credentials", "code"]),
            "goes with no other flow",
        ),
        (app_clients, client(callback_urls=["http://shop.example"]), "is not HTTPS"),
        (app_clients, client(access_token_validity=25), "access_token_validity is 25 hours"),
        (app_clients, client(refresh_token_validity=4000), "refresh_token_validity is 4000 days"),
        (lambda_settings, snapped(runtime="nodejs22.x"), "does not know nodejs22.x"),
        (lambda_settings, snapped(ephemeral_storage=[{"size": 1024}]), "not 1024"),
        (lambda_settings, snapped(publish=False), "none is published"),
        (lambda_settings, snapped(package_type="Image"), "takes no images"),
        (lambda_settings, snapped() + provisioned(), "excludes provisioned concurrency"),
        (lambda_settings, provisioned(qualifier="$LATEST"), "$LATEST takes none"),
        (
            lambda_settings,
            function(reserved_concurrent_executions=2) + provisioned(),
            "5 provisioned of 2 reserved",
        ),
        (
            lambda_settings,
            function(dead_letter_config=[{"target_arn": f"{QUEUE}.fifo"}]),
            "Dead letters do not go to",
        ),
        (lambda_settings, fed(60), "hides a message for 30 s, the function runs for 60"),
        (lambda_settings, fed(5, batch_size=11), "Batches of 11 need a window"),
        (lambda_settings, fed(5, function_response_types=["All"]), "no response type All"),
        (
            lambda_settings,
            of("aws_lambda_alias", routing_config=[{"additional_version_weights": {"2": 10}}]),
            "A weight of 10",
        ),
        (deployment_groups, shift(percentage=100, interval=5), "A share of 100 %"),
        (deployment_groups, shift(percentage=10, interval=2881), "2881 minutes"),
        (deployment_groups, shift(), "TimeBasedCanary and time_based_canary go together"),
        (dynamodb_expressions, expression("pk = :pk AND status = :s"), "reserved word status"),
        (dynamodb_expressions, expression("#pk = :pk"), "uses #pk, which nothing defines"),
        (dynamodb_expressions, expression("pk = :pk"), "uses :pk, which nothing defines"),
        (dynamodb_expressions, expression("x" * 4097), "longer than 4 KB"),
        (authorizers, authorizer(type="lambda"), "no authorizer of type lambda"),
        (authorizers, authorizer(authorizerResultTtlInSeconds=3601), "kept for 3601 s"),
        (authorizers, authorizer(identitySource="$request.header.A"), "is no identity source"),
        (authorizers, authorizer(type="request"), "but by no identity"),
        (authorizers, unsecured("none"), "no security scheme none"),
        (
            authorizers,
            document(**{"x-amazon-apigateway-api-key-source": "QUERY"}),
            "QUERY is no source of API keys",
        ),
        (usage_plans, quota("DAY", 1), "A DAY does not begin 1 days late"),
        (usage_plans, quota("WEEK", 7), "A WEEK does not begin 7 days late"),
        (usage_plans, settings("parcels~1{id}/GET"), "no method parcels/{id}/GET"),
    ],
)
def test_what_does_not_go_together_is_found(
    rule: ModuleType, subject: Subject, sentence: str
) -> None:
    assert sentence in sentences(rule, subject)


@pytest.mark.parametrize(
    ("rule", "subject"),
    [
        (app_clients, client(**MACHINE, allowed_oauth_scopes=["parcels/read"])),
        (
            app_clients,
            client(access_token_validity=60, token_validity_units=[{"access_token": "minutes"}]),
        ),
        (app_clients, client(callback_urls=["http://localhost:3000", "https://shop.example"])),
        (lambda_settings, snapped(runtime="python3.13", publish=True)),
        (lambda_settings, function(reserved_concurrent_executions=-1) + provisioned()),
        (
            lambda_settings,
            fed(5, batch_size=10, function_response_types=["ReportBatchItemFailures"]),
        ),
        (deployment_groups, shift(percentage=10, interval=5)),
        (deployment_groups, shift("AllAtOnce")),
        (dynamodb_expressions, expression("#s = :s", ', "#s": "status", ":s": {"S": "x"}')),
        (dynamodb_expressions, expression("begins_with(sk, :s)", ', ":s": {"S": "$x"}')),
        (authorizers, authorizer(identitySource="method.request.header.Authorization")),
        (authorizers, authorizer(type="request", authorizerResultTtlInSeconds=0)),
        (authorizers, unsecured("authorizer")),
        (usage_plans, quota("MONTH", 27)),
        (usage_plans, settings("~1parcels~1{orderId}/GET")),
        (usage_plans, settings("*/*")),
    ],
)
def test_what_goes_together_passes(rule: ModuleType, subject: Subject) -> None:
    assert sentences(rule, subject) == ""
