"""The resources of a request: the ARNs on which a policy must allow its action.

Service Authorization Reference, for what a deployment calls. A request that names nothing known
here has the resource `unknown`.
"""

import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, unquote

from moto.athena.models import athena_backends
from moto.codedeploy.models import codedeploy_backends
from moto.kms.models import kms_backends
from moto.wafv2.models import wafv2_backends

from embedded_aws.config import ACCOUNT_ID, REGION
from embedded_aws.endpoint import failures
from embedded_aws.endpoint.actions import path_parameters
from embedded_aws.endpoint.named import NAMED

UNKNOWN = "unknown"
ANY = "*"
Parameters = Mapping[str, Any]

COLONS_OF_A_TOPIC = 5
# Services to which a request hands the roles that it names.
TAKES_ROLES = {"apigateway", "backup", "codedeploy", "events", "firehose", "lambda", "logs"}
_ROLE = re.compile(rf"arn:aws:iam::{ACCOUNT_ID}:role/[\w+=,.@/-]+")
"""These have a reserved character less than IAM allows, which none of ours has."""


def permissions_of(environ: Mapping[str, Any], action: str) -> Iterator[tuple[str, str]]:
    """(action, resource) of a request whose body was read, and of the roles that it hands over."""
    prefix = action.partition(":")[0]
    for resource in _resources(environ, prefix):
        yield action, resource
    if prefix in TAKES_ROLES and not failures.only_reads(environ):
        text = _body(environ).decode("utf-8", "replace").replace("\\/", "/")
        for role in sorted(set(_ROLE.findall(text))):
            yield "iam:PassRole", role


def _resources(environ: Mapping[str, Any], prefix: str) -> list[str]:
    region = failures.region_of(environ) or REGION
    if prefix == "apigateway":
        return [f"arn:aws:apigateway:{region}::{environ.get('PATH_INFO', '')}"]
    if prefix == "s3":
        return list(_in_buckets(environ))
    given = _parameters(environ)
    if prefix == "codedeploy" and "deploymentId" in given:
        given = {**given, **_deployment(region, given["deploymentId"])}
    if prefix == "kms" and "TargetKeyId" in given:  # an alias is allowed on its key as well
        alias, key = (given[name] for name in ("AliasName", "TargetKeyId"))
        key = _arn(prefix, region, "key/{}", key, given)
        return [_arn(prefix, region, "{}", alias, given), key]
    if prefix == "athena" and "NamedQueryId" in given:
        given = {**given, "WorkGroup": _work_group(region, given["NamedQueryId"])}
    for name, template in NAMED.get(prefix, ()):
        if values := _values(given, name):
            return [_arn(prefix, region, template, value, given) for value in values]
    return [UNKNOWN]


def _deployment(region: str, id_: str) -> dict[str, str]:
    """The application and the group of a deployment, by the names of parameters."""
    deployments: Any = codedeploy_backends[ACCOUNT_ID][region].deployments
    deployment = deployments.get(id_)
    if deployment is None:
        return {}
    return {
        "applicationName": deployment.application_name,
        "deploymentGroupName": deployment.deployment_group_name,
    }


def _in_buckets(environ: Mapping[str, Any]) -> Iterator[str]:
    """A bucket, an object, or the objects that are deleted together."""
    name = environ.get("PATH_INFO", "").strip("/")
    query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    if environ["REQUEST_METHOD"] == "POST" and "delete" in query:
        keys = re.findall(r"<Key>(.*?)</Key>", _body(environ).decode("utf-8", "replace"))
        yield from (f"arn:aws:s3:::{name}/{key}" for key in keys)
    else:
        yield f"arn:aws:s3:::{name}" if name else ANY


def _arn(prefix: str, region: str, template: str, value: str, given: Parameters) -> str:
    if prefix == "sqs":
        value = value.rsplit("/", 1)[-1]
    if prefix == "ssm":
        value = f"/{value.lstrip('/')}"
    if template == "key/{}" and value.startswith("alias/"):
        value = _key(region, value)
    if prefix == "wafv2" and not value.startswith("arn:"):
        value = _web_acl(region, value)
    if prefix == "sns" and value.count(":") > COLONS_OF_A_TOPIC:
        value = value.rpartition(":")[0]  # a subscription, which is its topic's
    if value.startswith("arn:"):
        return value
    filled = template.replace("{}", value).replace("{account}", ACCOUNT_ID)
    for name in re.findall(r"\{(\w+)\}", filled):
        filled = filled.replace(f"{{{name}}}", str(given.get(name)))
    return (
        filled if filled.startswith("arn:") else f"arn:aws:{prefix}:{region}:{ACCOUNT_ID}:{filled}"
    )


def _key(region: str, alias: str) -> str:
    """The key's id; AWS's own keys (`aws/dynamodb`) stay known by their names."""
    if alias.startswith("alias/aws/"):
        return alias.removeprefix("alias/")
    return str(kms_backends[ACCOUNT_ID][region].get_key_id_from_alias(alias) or UNKNOWN)


def _work_group(region: str, id_: str) -> str:
    """The name of the work group that a named query is in."""
    queries: Any = athena_backends[ACCOUNT_ID][region].named_queries
    return str(queries[id_].workgroup.name) if id_ in queries else UNKNOWN


def _web_acl(region: str, id_: str) -> str:
    acls: Any = wafv2_backends[ACCOUNT_ID][region].wacls
    return next((each.arn for each in acls.values() if each.id == id_), UNKNOWN)


def _values(given: Parameters, name: str) -> list[str]:
    """The texts of a parameter, of a part of one (`Budget.BudgetName`), or of a form's list."""
    value: Any = given
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    if value is None:
        value = [text for key, text in given.items() if key.startswith(f"{name}.member.")]
    listed = value if isinstance(value, list) else [value]
    return [each for each in listed if isinstance(each, str) and each]


def _parameters(environ: Mapping[str, Any]) -> Parameters:
    """The path's, the query's and the body's, be it JSON or a form."""
    service = failures.service_of(environ)
    query = parse_qs(environ.get("QUERY_STRING", ""))
    path = {name: unquote(text) for name, text in path_parameters(service, environ).items()}
    return {name: texts[0] for name, texts in query.items()} | _in_body(environ) | path


def _in_body(environ: Mapping[str, Any]) -> dict[str, Any]:
    body = _body(environ)
    if str(environ.get("CONTENT_TYPE", "")).startswith("application/x-www-form-urlencoded"):
        form = parse_qs(body.decode("utf-8", "replace"))
        return {name: texts[0] for name, texts in form.items()}
    try:
        content = json.loads(body or b"{}")
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _body(environ: Mapping[str, Any]) -> bytes:
    stream = environ["wsgi.input"]
    return stream.getvalue() if isinstance(stream, io.BytesIO) else b""
