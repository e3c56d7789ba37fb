"""Functions run as deployed: the published zip in worker processes under awslambdaric."""

from tools.local.functions.catalog import MotoCatalog
from tools.local.functions.invoke_operation import install
from tools.local.functions.model import (
    DeployedFunction,
    FunctionCatalog,
    Invocation,
    RequestTooLargeError,
    TooManyRequestsError,
    UnknownFunctionError,
    UnsupportedRuntimeError,
)
from tools.local.functions.pool import Functions
from tools.local.functions.runtime import ensure_runtime

__all__ = [
    "DeployedFunction",
    "FunctionCatalog",
    "Functions",
    "Invocation",
    "MotoCatalog",
    "RequestTooLargeError",
    "TooManyRequestsError",
    "UnknownFunctionError",
    "UnsupportedRuntimeError",
    "ensure_runtime",
    "install",
]
