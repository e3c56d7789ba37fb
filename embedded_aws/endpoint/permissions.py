"""The IAM permissions that a request needs: actions and resources.

Service Authorization Reference, for the calls of functions and direct routes. Other calls have the
resource `unknown`, which no policy allows.
"""

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs

from moto.codedeploy.models import codedeploy_backends
from moto.secretsmanager.models import secretsmanager_backends

from embedded_aws.config import ACCOUNT_ID, REGION
from embedded_aws.endpoint import failures

UNKNOWN = "unknown"
Permission = tuple[str, str]
Body = Mapping[str, Any]

_INVOKE = re.compile(r"/2015-03-31/functions/(?:arn:.*:function:)?(?P<name>[^/]+)/invocations")
_IN_TRANSACTION = {
    "ConditionCheck": "ConditionCheckItem",
    "Delete": "DeleteItem",
    "Get": "GetItem",
    "Put": "PutItem",
    "Update": "UpdateItem",
}


def needed(environ: Mapping[str, Any]) -> list[Permission]:
    """Every (action, resource) of a request, whose body was read unless it invokes a function."""
    invoked = _INVOKE.fullmatch(environ.get("PATH_INFO", ""))
    if invoked:
        version = parse_qs(environ.get("QUERY_STRING", "")).get("Qualifier", [])
        return [
            (
                "lambda:InvokeFunction",
                _arn("lambda", ":".join(["function", invoked["name"], *version])),
            )
        ]
    service = failures.service_of(environ)
    operation = failures.operation_of(environ).rsplit(".", maxsplit=1)[-1]
    permissions_of = _ASKED.get(service)
    if permissions_of is None:
        return [(f"{service}:{operation}", UNKNOWN)]
    return [
        (f"{service}:{action}", resource)
        for action, resource in permissions_of(operation, _body(environ))
    ]


def _body(environ: Mapping[str, Any]) -> Body:
    stream = environ["wsgi.input"]
    body: Body = json.loads(stream.getvalue() or b"{}") if isinstance(stream, io.BytesIO) else {}
    return body


def _arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT_ID}:{resource}"


def _dynamodb(operation: str, body: Body) -> Iterator[Permission]:
    """A transaction needs the permissions of its parts; an index is a resource of its own."""
    if operation.startswith("Transact"):
        for kind, part in (each for item in body["TransactItems"] for each in item.items()):
            yield _IN_TRANSACTION[kind], _table(part)
    elif operation.startswith("Batch"):
        for name in body["RequestItems"]:
            yield operation, _table({"TableName": name})
    else:
        yield operation, _table(body)


def _table(body: Body) -> str:
    name, index = body["TableName"], body.get("IndexName")
    arn = name if name.startswith("arn:") else _arn("dynamodb", f"table/{name}")
    return f"{arn}/index/{index}" if index else arn


def _kms(operation: str, body: Body) -> Iterator[Permission]:
    key = body.get("KeyId", UNKNOWN)
    yield operation, key if key.startswith("arn:") else _arn("kms", f"key/{key}")


def _ssm(operation: str, body: Body) -> Iterator[Permission]:
    for name in body.get("Names") or [body.get("Name") or body.get("Path") or UNKNOWN]:
        yield operation, _arn("ssm", f"parameter/{name.lstrip('/')}")


def _secretsmanager(operation: str, body: Body) -> Iterator[Permission]:
    stored: Any = secretsmanager_backends[ACCOUNT_ID][REGION].secrets
    name = body.get("SecretId", UNKNOWN)
    yield (
        operation,
        stored[name].arn if name in stored else _arn("secretsmanager", f"secret:{name}"),
    )


def _codedeploy(operation: str, body: Body) -> Iterator[Permission]:
    deployments: Any = codedeploy_backends[ACCOUNT_ID][REGION].deployments
    deployment = deployments.get(body.get("deploymentId"))
    group = (
        f"{deployment.application_name}/{deployment.deployment_group_name}"
        if deployment
        else UNKNOWN
    )
    yield operation, _arn("codedeploy", f"deploymentgroup:{group}")


_ASKED: dict[str, Callable[[str, Body], Iterator[Permission]]] = {
    "codedeploy": _codedeploy,
    "dynamodb": _dynamodb,
    "kms": _kms,
    "secretsmanager": _secretsmanager,
    "ssm": _ssm,
}
