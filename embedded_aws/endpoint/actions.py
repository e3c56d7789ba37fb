"""The IAM action of a request, which the policy of a deployment must name.

Service Authorization Reference. REST requests are named by botocore's models of the services.
"""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qs

import botocore.session

from embedded_aws.endpoint import failures

PREFIXES = {"monitoring": "cloudwatch", "tagging": "tag"}
"""Names under which requests are signed, where IAM has another."""
BY_METHOD = "apigateway"
"""API Gateway's prefix, whose actions are HTTP's methods."""
OF_VERSIONS = {"s3:DeleteObject", "s3:GetObject"}
"""Actions that have another name when the request names a version of the object."""
OTHERWISE_NAMED = {
    "budgets": {
        "CreateBudget": "ModifyBudget",
        "CreateNotification": "ModifyBudget",
        "CreateSubscriber": "ModifyBudget",
        "DeleteBudget": "ModifyBudget",
        "DeleteNotification": "ModifyBudget",
        "DeleteSubscriber": "ModifyBudget",
        "DescribeBudget": "ViewBudget",
        "DescribeNotificationsForBudget": "ViewBudget",
        "DescribeSubscribersForNotification": "ViewBudget",
        "UpdateBudget": "ModifyBudget",
    },
    "lambda": {"Invoke": "InvokeFunction"},
    "s3": {
        "CompleteMultipartUpload": "PutObject",
        "CreateMultipartUpload": "PutObject",
        "DeleteBucketEncryption": "PutEncryptionConfiguration",
        "DeleteBucketLifecycle": "PutLifecycleConfiguration",
        "DeleteObjects": "DeleteObject",
        "DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
        "GetBucketAccelerateConfiguration": "GetAccelerateConfiguration",
        "GetBucketCors": "GetBucketCORS",
        "GetBucketEncryption": "GetEncryptionConfiguration",
        "GetBucketLifecycle": "GetLifecycleConfiguration",
        "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
        "GetBucketReplication": "GetReplicationConfiguration",
        "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
        "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
        "HeadBucket": "ListBucket",
        "HeadObject": "GetObject",
        "ListBuckets": "ListAllMyBuckets",
        "ListObjectVersions": "ListBucketVersions",
        "ListObjects": "ListBucket",
        "ListObjectsV2": "ListBucket",
        "PutBucketEncryption": "PutEncryptionConfiguration",
        "PutBucketLifecycle": "PutLifecycleConfiguration",
        "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
        "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
        "UploadPart": "PutObject",
    },
}


@dataclass(frozen=True)
class Rest:
    """A REST operation, identified by method, path and query."""

    name: str
    method: str
    path: re.Pattern[str]
    query: Mapping[str, list[str]]

    def is_asked(self, method: str, path: str, query: Mapping[str, list[str]]) -> bool:
        """Whether the request is this operation; its query may have further parameters."""
        return (
            method == self.method
            and all(query.get(name) == value for name, value in self.query.items())
            and self.path.fullmatch(path) is not None
        )


def action_of(environ: Mapping[str, Any]) -> str:
    """The action, such as `dynamodb:CreateTable`, of a request whose body was read."""
    service = failures.service_of(environ)
    prefix = PREFIXES.get(service, service)
    if service == BY_METHOD:
        return f"{prefix}:{environ['REQUEST_METHOD']}"
    operation = operation_of(service, environ)
    action = f"{prefix}:{OTHERWISE_NAMED.get(service, {}).get(operation, operation)}"
    return f"{action}Version" if action in OF_VERSIONS and _has_version(environ) else action


def _has_version(environ: Mapping[str, Any]) -> bool:
    """Whether it is about versions of objects: one in the query, or several in the body."""
    body = environ["wsgi.input"]
    listed = body.getvalue() if isinstance(body, io.BytesIO) and _is_list(environ) else b""
    return "versionId=" in environ.get("QUERY_STRING", "") or b"<VersionId>" in listed


def _is_list(environ: Mapping[str, Any]) -> bool:
    query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    return environ["REQUEST_METHOD"] == "POST" and "delete" in query


def operation_of(service: str, environ: Mapping[str, Any]) -> str:
    """The operation's name in the service's API."""
    named = failures.operation_of(environ)
    method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
    if f"{method} {path}" not in named:  # an `X-Amz-Target`, or the `Action` of a form
        return re.split("[. ]", named)[-1]
    rest = _rest_of(service, environ)
    return rest.name if rest else named


def path_parameters(service: str, environ: Mapping[str, Any]) -> dict[str, str]:
    """The parameters in a REST request's path, by the names of the service's model."""
    rest = _rest_of(service, environ)
    match = rest.path.fullmatch(_plain_path(environ)) if rest else None
    return match.groupdict() if match else {}


def _rest_of(service: str, environ: Mapping[str, Any]) -> Rest | None:
    query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    method, path = environ["REQUEST_METHOD"], _plain_path(environ)
    return next((each for each in _rest(service) if each.is_asked(method, path, query)), None)


def _plain_path(environ: Mapping[str, Any]) -> str:
    return environ.get("PATH_INFO", "").rstrip("/") or "/"


@cache
def _rest(service: str) -> tuple[Rest, ...]:
    """A service's operations: those with the most query parameters first, then the longest paths.

    Of operations that differ in nothing a model has, the one with the shortest name comes first.
    """
    session = botocore.session.get_session()
    if service not in session.get_available_services():
        return ()
    model = session.get_service_model(service)
    operations = [_read(name, model.operation_model(name).http) for name in model.operation_names]
    return tuple(sorted(operations, key=_plainness))


def _plainness(each: Rest) -> tuple[int, int, int]:
    return -len(each.query), -len(each.path.pattern), len(each.name)


def _read(name: str, http: Mapping[str, Any]) -> Rest:
    path, _, query = http["requestUri"].partition("?")
    parts = re.split(r"(\{[^}]+\})", path.rstrip("/") or "/")
    pattern = "".join(_group(part) if part.startswith("{") else re.escape(part) for part in parts)
    return Rest(name, http["method"], re.compile(pattern), parse_qs(query, keep_blank_values=True))


def _group(parameter: str) -> str:
    """The pattern of a path's parameter, which may have slashes if it is an ARN."""
    name = re.sub(r"\W", "", parameter)
    return f"(?P<{name}>{'.+' if '+' in parameter or 'arn' in parameter.lower() else '[^/]+'})"
