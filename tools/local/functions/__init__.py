"""Functions run as deployed: the published zip in worker processes under awslambdaric."""

from tools.local.functions.catalog import MotoCatalog
from tools.local.functions.dead_letters import keep
from tools.local.functions.events import Event, Events, Pace
from tools.local.functions.invoke_operation import install
from tools.local.functions.model import (
    DeployedFunction,
    FailedEvents,
    FunctionCatalog,
    Invocation,
    RequestTooLargeError,
    TooManyRequestsError,
    UnknownFunctionError,
    UnsupportedRuntimeError,
)
from tools.local.functions.overlay import remove_overlays
from tools.local.functions.pool import Functions
from tools.local.functions.reload import HotReload, ReloadedCatalog
from tools.local.functions.reload_endpoint import PREFIX as RELOAD_PREFIX
from tools.local.functions.reload_endpoint import ReloadEndpoint
from tools.local.functions.runtime import ensure_runtime

__all__ = [
    "RELOAD_PREFIX",
    "DeployedFunction",
    "Event",
    "Events",
    "FailedEvents",
    "FunctionCatalog",
    "Functions",
    "HotReload",
    "Invocation",
    "MotoCatalog",
    "Pace",
    "ReloadEndpoint",
    "ReloadedCatalog",
    "RequestTooLargeError",
    "TooManyRequestsError",
    "UnknownFunctionError",
    "UnsupportedRuntimeError",
    "ensure_runtime",
    "install",
    "keep",
    "remove_overlays",
]
