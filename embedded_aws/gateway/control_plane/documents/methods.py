"""Imports an operation of a document as a method with its integration and responses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from embedded_aws.gateway.control_plane.documents import operations
from embedded_aws.gateway.control_plane.documents.definitions import Authorization
from embedded_aws.gateway.control_plane.documents.operations import PREFIX
from embedded_aws.gateway.control_plane.methods import integration_checks, integration_responses
from embedded_aws.gateway.control_plane.methods.integrations import composed
from embedded_aws.gateway.control_plane.methods.lookup import methods_of
from embedded_aws.gateway.control_plane.methods.methods import checked
from embedded_aws.gateway.control_plane.protocol.calls import Json
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError
from embedded_aws.gateway.deployed.stored import Api

UNABLE = "Unable to put {} on '{}' for resource at path '{}': {}"
NOT_TEXT = (
    "Invalid format for 'requestParameters'. Expected type string for property '{}' of resource "
    "'{}' and method '{}' but got '{}'"
)


@dataclass(frozen=True)
class Methods:
    """Creates the methods of one document in an API."""

    api: Api
    document: operations.Document
    authorizations: Mapping[str, Authorization]
    validators: Mapping[str, str]
    links: Mapping[str, Any]
    warnings: list[str] = field(default_factory=list)

    def put(self, resource: Json, verb: str, operation: Mapping[str, Any]) -> None:
        """Create the method, or replace it."""
        method: Json = {"httpMethod": verb, "authorizationType": "NONE", "apiKeyRequired": False}
        self._secure(method, operation)
        default = self.document.get(f"{PREFIX}request-validator")
        chosen = operation.get(f"{PREFIX}request-validator", default)
        optional = {
            "requestValidatorId": self.validators.get(str(chosen)),
            "operationName": operation.get("operationId"),
            "requestParameters": {
                **operations.path_parameters(resource["path"]),
                **operations.parameters(operation),
            },
            "requestModels": operations.models(operation["requestBody"]),
        }
        method.update({name: value for name, value in optional.items() if value})
        self._try("method", resource, verb, lambda: checked(self.api, method))
        _add_responses(method, operation["responses"])
        raw = operation.get(f"{PREFIX}integration")
        if raw:
            self._integrate(method, resource, raw)
        methods_of(resource)[verb] = method

    def _try(self, what: str, resource: Json, verb: str, act: Any) -> None:
        """Do it; a refusal says where in the document it happened."""
        try:
            act()
        except BadRequestError as error:
            place = UNABLE.format(what, verb, resource["path"], error.message)
            raise BadRequestError(f"Errors found during import:\n\t{place}") from error

    def _secure(self, method: Json, operation: Mapping[str, Any]) -> None:
        security = operation.get("security", self.document.get("security")) or []
        for name, scopes in ((name, each[name]) for each in security for name in each):
            authorization = self.authorizations.get(name)
            if authorization and authorization.kind == "API_KEY":
                method["apiKeyRequired"] = True
            elif authorization:
                method["authorizationType"] = authorization.kind
                method["authorizerId"] = authorization.authorizer_id
                method["authorizationScopes"] = scopes or None
        if f"{PREFIX}auth" in operation:
            method["authorizationType"] = operation[f"{PREFIX}auth"]["type"].upper()
        for name in ("authorizerId", "authorizationScopes"):
            if not method.get(name, True):
                del method[name]

    def _integrate(self, method: Json, resource: Json, raw: Mapping[str, Any]) -> None:
        """Create the integration with its responses."""
        verb, path = method["httpMethod"], resource["path"]
        given = {**raw, "requestParameters": self._texts(raw, path, verb)}
        given["httpMethod"] = (raw.get("httpMethod") or "").upper() or None
        for name in ("contentHandling", "connectionType"):
            given[name] = (raw.get(name) or "").upper() or None
        integration = composed(given, resource["id"])
        self._try(
            "integration",
            resource,
            verb,
            lambda: integration_checks.check(integration, method, self.links),
        )
        for pattern, response in (raw.get("responses") or {}).items():
            answer = _response(pattern, response)
            self._try(
                "integration response",
                resource,
                verb,
                lambda answer=answer: integration_responses.check(answer, method),
            )
            responses = integration.setdefault("integrationResponses", {})
            responses[answer["statusCode"]] = answer
        method["methodIntegration"] = integration

    def _texts(self, raw: Mapping[str, Any], path: str, verb: str) -> dict[str, str] | None:
        """The mappings that are text; others are left out with a warning."""
        texts = {}
        for name, value in (raw.get("requestParameters") or {}).items():
            if isinstance(value, str):
                texts[name] = value
            else:
                text = str(value).lower() if isinstance(value, bool) else value
                self.warnings.append(NOT_TEXT.format(name, path, verb, text))
        return texts or None


def _add_responses(method: Json, responses: Mapping[str, Any]) -> None:
    """The method responses; one for any other status is none of API Gateway's."""
    for status, response in responses.items():
        if not status.isdecimal():
            continue
        headers = response.get("headers") or {}
        parameters = {
            f"method.response.header.{name}": bool((header or {}).get("required"))
            for name, header in headers.items()
        }
        optional = {
            "responseModels": operations.models(response),
            "responseParameters": parameters,
        }
        given = {name: value for name, value in optional.items() if value}
        method.setdefault("methodResponses", {})[status] = {"statusCode": status, **given}


def _response(pattern: str, raw: Mapping[str, Any]) -> Json:
    selection = {} if pattern == "default" else {"selectionPattern": pattern}
    optional = {
        name: dict(raw[name])
        for name in ("responseTemplates", "responseParameters")
        if raw.get(name)
    }
    handling = raw.get("contentHandling")
    return {
        "statusCode": str(raw["statusCode"]),
        **selection,
        **optional,
        **({"contentHandling": handling.upper()} if handling else {}),
    }
