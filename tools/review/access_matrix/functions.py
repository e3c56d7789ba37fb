"""The services' own handlers, called in this process in place of Lambda."""

import json
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import Any

from embedded_aws import Invocation
from tools.build.services import setting_names, wired
from tools.review.access_matrix.consumers import GROUPS, PATH
from tools.review.access_matrix.document import AUTHORIZER, function_arn
from tools.review.access_matrix.tokens import ISSUER, key_set

# What the platform tells every service; whatever else its Settings have is a name like any other.
SETTINGS = {
    "log_level": "CRITICAL",  # the table is the output
    "tracing": "off",
    "issuer": ISSUER,
    "jwks_url": "the pool's",
    "consumers_path": PATH,
    "groups_parameter": GROUPS,
}

type Handle = Callable[[Mapping[str, Any], Any], Any]


@dataclass(frozen=True)
class Context:
    """The part of Lambda's context that handlers read."""

    aws_request_id: str = "callers"


class InProcessFunctions:
    """The port `Invoker` over handlers by ARN; an exception is answered as by Lambda."""

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
            with redirect_stdout(StringIO()):  # metrics, which nobody collects here
                answer, failed = self._handles[function_name](json.loads(payload), Context()), None
        except Exception as error:  # noqa: BLE001 - Lambda answers whatever a handler raises
            answer = {"errorMessage": str(error), "errorType": type(error).__name__}
            failed = "Unhandled"
        return Invocation(
            json.dumps(answer).encode(), failed, "1", "callers", "", 1.0, cold_start=False
        )


def handles(services: list[str], clients: Any) -> dict[str, Handle]:
    """The authorizer and all services, over the embedded AWS."""
    authorizer = wired(AUTHORIZER, _settings(AUTHORIZER), clients, fetch=key_set)
    return {AUTHORIZER: authorizer} | {
        service: wired(service, _settings(service), clients) for service in services
    }


def _settings(service: str) -> dict[str, str]:
    """A value for each setting; a table, and any other without a value, is named as the service."""
    return {name: SETTINGS.get(name, service) for name in setting_names(service)}
