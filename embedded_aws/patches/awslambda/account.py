"""The account's limits: what it may reserve, and what it says of itself.

Lambda API reference, GetAccountSettings and PutFunctionConcurrency; Lambda quotas.
"""

import json
from typing import Any

from moto.awslambda.exceptions import InvalidParameterValueException
from moto.awslambda.models import LambdaBackend
from moto.awslambda.responses import LambdaResponse
from moto.awslambda.urls import url_paths

CONCURRENCY, UNRESERVED = 1000, 100
CODE_BYTES, UNZIPPED_BYTES, ZIPPED_BYTES = 80_530_636_800, 262_144_000, 52_428_800
PATH = r"{0}/(?P<api_version>[^/]+)/account-settings/?$"
FUNCTIONS_ONLY = (
    "This operation is permitted on Lambda functions only. Aliases and versions do not support "
    "this operation. Please specify either a function name or an unqualified function ARN."
)


def install() -> None:
    """Patch moto; safe to call more than once."""
    backend: Any = LambdaBackend
    if getattr(backend, "bounds_reservations", False):
        return
    backend.bounds_reservations = True
    url_paths[PATH] = LambdaResponse.dispatch
    LambdaResponse.get_account_settings = _account_settings
    put = backend.put_function_concurrency

    def put_function_concurrency(self: Any, function_name: str, reserved_concurrency: Any) -> Any:
        if ":" in function_name.rsplit(":function:", maxsplit=1)[-1]:
            raise InvalidParameterValueException(FUNCTIONS_ONLY)
        name = self.get_function(function_name).function_name
        others = _reserved(self, without=name)
        if CONCURRENCY - others - int(reserved_concurrency) < UNRESERVED:
            raise InvalidParameterValueException(
                "Specified ReservedConcurrentExecutions for function decreases account's "
                f"UnreservedConcurrentExecution below its minimum value of [{UNRESERVED}]."
            )
        return put(self, function_name, reserved_concurrency)

    backend.put_function_concurrency = put_function_concurrency


def _reserved(backend: Any, *, without: str = "") -> int:
    functions = [each for each in backend.list_functions() if each.function_name != without]
    return sum(int(each.reserved_concurrency or 0) for each in functions)


def _account_settings(self: Any) -> str:
    functions = list(self.backend.list_functions())
    limit = {
        "TotalCodeSize": CODE_BYTES,
        "CodeSizeUnzipped": UNZIPPED_BYTES,
        "CodeSizeZipped": ZIPPED_BYTES,
        "ConcurrentExecutions": CONCURRENCY,
        "UnreservedConcurrentExecutions": CONCURRENCY - _reserved(self.backend),
    }
    usage = {
        "TotalCodeSize": sum(each.code_size for each in functions),
        "FunctionCount": len(functions),
    }
    return json.dumps({"AccountLimit": limit, "AccountUsage": usage})
