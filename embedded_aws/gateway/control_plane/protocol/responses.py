"""Answers requests to API Gateway's control plane in moto's server."""

import json
from typing import Any
from urllib.parse import parse_qs

from moto.apigateway.models import apigateway_backends
from moto.core.responses import BaseResponse

from embedded_aws.gateway.control_plane.protocol import constraints, inputs, operations, outputs
from embedded_aws.gateway.control_plane.protocol.calls import SERVED, Call
from embedded_aws.gateway.control_plane.protocol.errors import ApiError, NotServedError
from embedded_aws.gateway.deployed.stored import store_of

type Answer = tuple[int, dict[str, Any], Any]

NOT_SERVED = "{} is not served by the embedded AWS: {}. docs/api-gateway.md lists what is."
PRIVATE = "private custom domains are reached from a VPC alone; use a regional domain"
REFUSED = {
    "CreateDomainNameAccessAssociation": PRIVATE,
    "DeleteDomainNameAccessAssociation": PRIVATE,
    "GetDomainNameAccessAssociations": PRIVATE,
    "GetSdk": "SDKs are not generated here; generate one from GetExport's document",
    "RejectDomainNameAccessAssociation": PRIVATE,
}
"""The operations that are refused by name, and what to do instead."""
UNKNOWN = "API Gateway has no such operation"


class Responses(BaseResponse):  # type: ignore[misc]
    """One request; moto finds its account and region."""

    def __init__(self) -> None:
        super().__init__(service_name="apigateway")

    @classmethod
    def answer(cls, request: Any, full_url: str, headers: Any) -> Answer:
        """The answer to a request, in moto's form."""
        return cls().reply(request, full_url, headers)

    def reply(self, request: Any, full_url: str, headers: Any) -> Answer:
        """Answer this request."""
        self.setup_class(request, full_url, headers, use_raw_body=True)
        query = parse_qs(self.parsed_url.query, keep_blank_values=True)
        try:
            for operation, parameters in operations.matching(
                request.method, self.parsed_url.path, query
            ):
                body = self.raw_body or b""
                body = body.encode() if isinstance(body, str) else body
                given = inputs.Request(parameters, query, dict(headers), body)
                return self._served(operation, given)
            what = f"{request.method} {self.parsed_url.path}"
            raise NotServedError(NOT_SERVED.format(what, UNKNOWN))
        except ApiError as error:
            return _refused(error)

    def _served(self, operation: operations.Operation, request: inputs.Request) -> Answer:
        handler = SERVED.get(operation.name)
        if handler is None:
            why = REFUSED.get(operation.name, "its server does not run APIs")
            raise NotServedError(NOT_SERVED.format(operation.name, why))
        given = inputs.read(operation, request)
        constraints.check(operation, given)
        store = store_of(apigateway_backends[self.current_account][self.region])
        answer = handler(Call(store, self.current_account, self.region, given))
        return outputs.written(operation, answer)


def _refused(error: ApiError) -> Answer:
    headers = {"Content-Type": "application/json", "x-amzn-ErrorType": error.code}
    return error.status, headers, json.dumps(error.body())
