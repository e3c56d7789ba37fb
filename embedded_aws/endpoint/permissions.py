"""The IAM permissions that a request needs: actions and resources.

Service Authorization Reference, for the calls of functions and direct routes. Other calls have the
resource `unknown`, which no policy allows.
"""

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
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
_PARTIQL = re.compile(
    r"\s*(?:update|insert\s+into|delete\s+from|select\b.*?\bfrom)\s+"
    r"\"?(?P<table>[\w.-]+)\"?(?:\s*\.\s*\"?(?P<index>[\w.-]+)\"?)?",
    re.IGNORECASE | re.DOTALL,
)
_IN_TRANSACTION = {
    "ConditionCheck": "ConditionCheckItem",
    "Delete": "DeleteItem",
    "Get": "GetItem",
    "Put": "PutItem",
    "Update": "UpdateItem",
}


def needed(environ: Mapping[str, Any]) -> list[Permission]:
    """Every (action, resource) of a request, whose body was read unless it invokes a function."""
    place = Place(failures.region_of(environ) or REGION)
    invoked = _INVOKE.fullmatch(environ.get("PATH_INFO", ""))
    if invoked:
        version = parse_qs(environ.get("QUERY_STRING", "")).get("Qualifier", [])
        function = ":".join(["function", invoked["name"], *version])
        return [("lambda:InvokeFunction", place.arn("lambda", function))]
    service = failures.service_of(environ)
    operation = failures.operation_of(environ).rsplit(".", maxsplit=1)[-1]
    permissions_of = _ASKED.get(service)
    if permissions_of is None:
        return [(f"{service}:{operation}", UNKNOWN)]
    try:
        permissions = list(permissions_of(place, operation, _body(environ)))
    except (AttributeError, KeyError, TypeError, ValueError):  # the service refuses such a body
        permissions = [(operation, UNKNOWN)]
    return [(f"{service}:{action}", resource) for action, resource in permissions]


@dataclass(frozen=True)
class Place:
    """The region that the request is signed for."""

    region: str

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a resource there."""
        return f"arn:aws:{service}:{self.region}:{ACCOUNT_ID}:{resource}"


def _body(environ: Mapping[str, Any]) -> Body:
    stream = environ["wsgi.input"]
    body: Body = json.loads(stream.getvalue() or b"{}") if isinstance(stream, io.BytesIO) else {}
    if not isinstance(body, dict):
        raise TypeError("the body is no JSON object")
    return body


def _dynamodb(place: Place, operation: str, body: Body) -> Iterator[Permission]:
    """A transaction needs the permissions of its parts; an index is a resource of its own.

    Operations on no table, such as ListTables, are allowed for all resources or for none.
    """
    if "Statement" in body:
        yield _in_partiql(place, body["Statement"])
    elif operation.startswith("Transact"):
        for kind, part in (each for item in body["TransactItems"] for each in item.items()):
            yield _IN_TRANSACTION[kind], _table(place, part)
    elif operation.startswith("Batch"):
        for name in body["RequestItems"]:
            yield operation, _table(place, {"TableName": name})
    else:
        yield operation, _table(place, body) if "TableName" in body else "*"


def _in_partiql(place: Place, statement: str) -> Permission:
    """The action of a statement's verb, on the table (and index) that it names."""
    match = _PARTIQL.match(statement)
    if match is None:
        return "ExecuteStatement", UNKNOWN
    named = {"TableName": match["table"], "IndexName": match["index"]}
    return f"PartiQL{statement.split(maxsplit=1)[0].capitalize()}", _table(place, named)


def _table(place: Place, body: Body) -> str:
    name, index = body["TableName"], body.get("IndexName")
    arn = name if name.startswith("arn:") else place.arn("dynamodb", f"table/{name}")
    return f"{arn}/index/{index}" if index else arn


def _kms(place: Place, operation: str, body: Body) -> Iterator[Permission]:
    key = body.get("KeyId", UNKNOWN)
    yield operation, key if key.startswith("arn:") else place.arn("kms", f"key/{key}")


def _ssm(place: Place, operation: str, body: Body) -> Iterator[Permission]:
    for name in body.get("Names") or [body.get("Name") or body.get("Path") or UNKNOWN]:
        yield operation, place.arn("ssm", f"parameter/{name.lstrip('/')}")


def _secretsmanager(place: Place, operation: str, body: Body) -> Iterator[Permission]:
    stored: Any = secretsmanager_backends[ACCOUNT_ID][place.region].secrets
    name = body.get("SecretId", UNKNOWN)
    yield (
        operation,
        stored[name].arn if name in stored else place.arn("secretsmanager", f"secret:{name}"),
    )


def _codedeploy(place: Place, operation: str, body: Body) -> Iterator[Permission]:
    deployments: Any = codedeploy_backends[ACCOUNT_ID][place.region].deployments
    deployment = deployments.get(body.get("deploymentId"))
    group = (
        f"{deployment.application_name}/{deployment.deployment_group_name}"
        if deployment
        else UNKNOWN
    )
    yield operation, place.arn("codedeploy", f"deploymentgroup:{group}")


_ASKED: dict[str, Callable[[Place, str, Body], Iterator[Permission]]] = {
    "codedeploy": _codedeploy,
    "dynamodb": _dynamodb,
    "kms": _kms,
    "secretsmanager": _secretsmanager,
    "ssm": _ssm,
}
