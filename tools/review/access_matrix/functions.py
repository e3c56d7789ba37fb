"""The services' own handlers, called in this process where the gateway would call Lambda.

Services are looked up by name, as the contracts are: tools read services as data.
"""

import importlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from embedded_aws.functions import Invocation
from shared.auth.jwks import Jwks
from shared.auth.tokens import TokenVerifier
from shared.logging import make_logger
from shared.pagination import Cursors
from shared.router import Router
from tools.command import CommandError
from tools.review.access_matrix.document import AUTHORIZER, function_arn
from tools.review.access_matrix.registry import PATH
from tools.review.access_matrix.tokens import ISSUER, key_set

LOG_LEVEL = "CRITICAL"  # the table is the output
PRICE = {"amount": 1250, "currency": "EUR"}

type Handle = Callable[[Mapping[str, Any], Any], Any]


@dataclass(frozen=True)
class Context:
    """What the handlers read of Lambda's context."""

    aws_request_id: str = "callers"


class InProcessFunctions:
    """The port `Invoker` over handlers by ARN; what one raises is answered as Lambda would."""

    def __init__(self, handles: Mapping[str, Handle]) -> None:
        self._handles = {function_arn(name): handle for name, handle in handles.items()}

    async def invoke(
        self,
        function_name: str,
        payload: bytes,
        qualifier: str | None = None,
        client_context: str | None = None,
        trace_id: str | None = None,
    ) -> Invocation:
        """Call the handler."""
        del qualifier, client_context, trace_id
        try:
            answer, failed = self._handles[function_name](json.loads(payload), Context()), None
        except Exception as error:  # noqa: BLE001 - Lambda answers whatever a handler raises
            answer = {"errorMessage": str(error), "errorType": type(error).__name__}
            failed = "Unhandled"
        return Invocation(
            json.dumps(answer).encode(), failed, "1", "callers", "", 1.0, cold_start=False
        )


class Uncounted:
    """Figures that nobody looks at."""

    def placed(self, order: object) -> None:
        """Count nothing."""


class EverythingIsOnSale:
    """The catalog as orders asks for it over HTTP: every product has a price."""

    def get[Found: BaseModel](
        self, model: type[Found], path: str, query: Mapping[str, str], correlation_id: str
    ) -> Found:
        """The answer of GET /catalog/products."""
        del path, correlation_id
        items = [{"id": each, "price": PRICE} for each in query["ids"].split(",")]
        return model.model_validate({"items": items})


def handles(services: list[str], dynamodb: Any, ssm: Any) -> dict[str, Handle]:
    """The authorizer and all services, over the embedded AWS."""
    works_on = _works_on(dynamodb)
    if unknown := set(services) - set(works_on):
        raise CommandError(
            f"{min(unknown)} cannot be called here; say in _works_on of "
            "tools/review/access_matrix/functions.py what its routes work on"
        )
    return {AUTHORIZER: _authorizer(ssm)} | {
        name: _router(name, works_on[name]) for name in services
    }


def _works_on(dynamodb: Any) -> dict[str, Any]:
    """What the routes of each service work on, over the embedded DynamoDB."""
    cursors = Cursors(lambda: b"callers")
    catalog = _module("catalog", "handler").Shelf(
        _module("catalog", "dynamodb").DynamoProducts(dynamodb, "catalog"), cursors
    )
    orders = _module("orders", "handler").Shop(
        _module("orders", "dynamodb").DynamoOrders(dynamodb, "orders"),
        _module("orders", "catalog").CatalogApi(EverythingIsOnSale()),
        Uncounted(),
        cursors,
    )
    customers = _module("customers", "dynamodb").DynamoCustomers(dynamodb, "customers")
    return {"catalog": catalog, "orders": orders, "customers": customers}


def _module(service: str, name: str) -> Any:
    return importlib.import_module(f"services.{service}.{name}")


def _router(service: str, works_on: Any) -> Handle:
    routes = _module(service, "handler").routes
    return Router(routes, works_on, make_logger(service, LOG_LEVEL))


def _authorizer(ssm: Any) -> Handle:
    verifier = TokenVerifier(ISSUER, Jwks("the pool's", key_set))
    consumers = _module("authorizer", "ssm").SsmConsumers(ssm, PATH)
    handle: Handle = _module("authorizer", "handler").Authorizer(
        verifier, consumers, make_logger(AUTHORIZER, LOG_LEVEL)
    )
    return handle
