"""A request as the refusals see it: its service, its operation, its parameters."""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from embedded_aws.endpoint import failures
from embedded_aws.endpoint.actions import operation_of


@dataclass(frozen=True)
class Refused:
    """The answer: an error of the service's own, with a sentence that says what to do."""

    code: str
    message: str
    status: HTTPStatus = HTTPStatus.BAD_REQUEST


@dataclass(frozen=True)
class Request:
    """One request whose body was read."""

    environ: Mapping[str, Any]

    @cached_property
    def service(self) -> str:
        """The service's name for signatures; API Gateway has two APIs under one."""
        named = failures.service_of(self.environ)
        is_v2 = named == "apigateway" and self.environ.get("PATH_INFO", "").startswith("/v2/")
        return "apigatewayv2" if is_v2 else named

    @cached_property
    def operation(self) -> str:
        """The operation's name."""
        return operation_of(self.service, self.environ)

    @property
    def raw(self) -> bytes:
        """The bytes of the body."""
        stream = self.environ["wsgi.input"]
        return stream.getvalue() if isinstance(stream, io.BytesIO) else b""

    @cached_property
    def text(self) -> str:
        """The body."""
        return self.raw.decode("utf-8", "replace")

    @cached_property
    def body(self) -> Mapping[str, Any]:
        """The parameters of a JSON body, or of a form; none of another."""
        if self.is_form:
            return {name: values[-1] for name, values in parse_qs(self.text).items()}
        try:
            parsed = json.loads(self.text)
        except ValueError:
            return {}
        return parsed if isinstance(parsed, dict) else {}

    @property
    def is_virtual_hosted(self) -> bool:
        """Whether the host names a bucket of S3, which its path then lacks."""
        host = str(self.environ.get("HTTP_HOST", "")).rsplit(":", maxsplit=1)[0]
        return self.service == "s3" and "." in host.rstrip("0123456789.")

    @property
    def is_form(self) -> bool:
        """Whether the body is a form, as in the query protocol."""
        return str(self.environ.get("CONTENT_TYPE", "")).startswith("application/x-www-form")

    @property
    def target(self) -> str:
        """The service and operation that a header names; empty in other protocols."""
        return str(self.environ.get("HTTP_X_AMZ_TARGET", ""))

    @property
    def path(self) -> str:
        """The path of the URL."""
        return str(self.environ.get("PATH_INFO", ""))
