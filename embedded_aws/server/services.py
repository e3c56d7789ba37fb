"""The document about services: which are served, which are kept as settings, what is refused."""

import importlib
import inspect
import textwrap
from collections.abc import Iterator

import botocore.session
from botocore import xform_name
from moto.backend_index import backend_url_patterns
from moto.core.responses import BaseResponse

from embedded_aws.endpoint.reach import templates
from embedded_aws.endpoint.reach.gaps import GAPS, LEAVE_OUT
from embedded_aws.endpoint.reach.refusals import LENIENCY, RUNTIMES

SERVED = {
    "acm": "certificates, at once issued",
    "apigateway": "REST APIs, their stages, keys, plans and domains; requests are served",
    "athena": "SELECT over Glue's tables of Parquet and JSON, work groups, named queries",
    "cloudformation": "stacks of resources that are served",
    "cloudwatch": "metrics, metric math, alarms with their actions on topics",
    "codedeploy": "deployments of functions by alias weights, hooks, alarms and rollback",
    "cognito-idp": "user pools, app clients, users, groups, tokens; client credentials",
    "dynamodb": "tables, items, queries, transactions, PartiQL",
    "events": "rules by pattern, with functions, queues, topics, log groups and buses as targets",
    "firehose": "delivery to S3: buffered, unpacked, converted to Parquet, failures kept apart",
    "glue": "databases and tables, which Firehose writes by and Athena reads; jobs do nothing",
    "iam": "users, roles and policies; evaluated for calls of APIs",
    "kms": "keys, encryption, signatures and message authentication codes",
    "lambda": "functions in Python, versions, aliases, layers, asynchronous events, event sources",
    "logs": "log groups, filters by pattern, metric filters, subscriptions, Logs Insights",
    "s3": "buckets and objects, versions, policies, notifications",
    "secretsmanager": "secrets with versions and labels",
    "sns": "topics; queues, functions and addresses of HTTP subscribe to them",
    "sqs": "queues, also FIFO, and dead letters",
    "ssm": "parameters",
    "sts": "sessions of roles",
    "wafv2": "web ACLs with the statements that docs/local-aws.md names; enforced",
}
"""Services that act here, by botocore's names, and what they do."""
MODULES = {"cognito-idp": "cognitoidp", "lambda": "awslambda"}
NO_SERVICES = {"instance_metadata", "moto_api._internal"}
"""Names that moto routes and that are no services."""
HEAD = """\
# The services of the embedded AWS

Generated from the code by `make aws-services`; `make test` fails when it is out of date.
[local-aws.md](local-aws.md) says how each service behaves.

## Served

Operations that are not counted fail at once, by name.

| service | operations | what it does here |
| --- | --- | --- |
"""
KEPT = """
## Kept as settings only

The resources of these services can be made, read, changed and deleted, and nothing acts on them:

"""
REFUSED = f"""
## Refused

Accepted, these would do nothing, so they are refused when they are made, also in a template of
CloudFormation's.
{LENIENCY}

| service | operations | what is refused | what to do |
| --- | --- | --- | --- |
"""


def document() -> str:
    """The document in Markdown; all patches must be installed."""
    return HEAD + "".join(_served()) + KEPT + _kept() + REFUSED + "".join(_refused())


def _served() -> Iterator[str]:
    session = botocore.session.get_session()
    for name, words in SERVED.items():
        operations = session.get_service_model(name).operation_names
        classes = _responses(MODULES.get(name, name))
        count = sum(any(hasattr(each, xform_name(one)) for each in classes) for one in operations)
        yield f"| {name} | {count} of {len(operations)} | {words} |\n"


def _responses(module: str) -> list[type]:
    """Moto's classes that answer a service's requests."""
    responses = importlib.import_module(f"moto.{module}.responses")
    classes = inspect.getmembers(responses, inspect.isclass)
    return [each for _, each in classes if issubclass(each, BaseResponse)]


def _kept() -> str:
    served = {MODULES.get(name, name) for name in SERVED}
    refused = {gap.service for gap in GAPS}
    refused |= {"stepfunctions", "dynamodbstreams"}
    others = {name for name, _ in backend_url_patterns} - served - refused - NO_SERVICES
    return textwrap.fill(f"{', '.join(sorted(others))}.", 120, break_on_hyphens=False) + "\n"


def _refused() -> Iterator[str]:
    for gap in GAPS:
        names = ", ".join(sorted(gap.operations))
        yield f"| {gap.service} | {names} | {gap.subject} | {gap.instead} |\n"
    names = ", ".join(sorted(RUNTIMES))
    yield (
        f"| lambda | {names} | Runtimes that this machine cannot run, and container images "
        "| set the runtime to one that the message names |\n"
    )
    names = ", ".join(sorted(templates.OPERATIONS))
    yield f"| cloudformation | {names} | Resources that would be skipped | {LEAVE_OUT} |\n"
