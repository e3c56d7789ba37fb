"""Functions run as deployed: the published zip in worker processes under awslambdaric."""

from embedded_aws.functions.catalog import MotoCatalog, arn_of
from embedded_aws.functions.code.overlay import remove_overlays
from embedded_aws.functions.code.reload import HotReload, ReloadedCatalog
from embedded_aws.functions.code.reload_endpoint import PREFIX as RELOAD_PREFIX
from embedded_aws.functions.code.reload_endpoint import ReloadEndpoint
from embedded_aws.functions.events.dead_letters import keep
from embedded_aws.functions.events.retries import Event, Events, Pace
from embedded_aws.functions.installation import install
from embedded_aws.functions.model import (
    DeployedFunction,
    FailedEvents,
    FullMachineError,
    FunctionCatalog,
    Invocation,
    RequestTooLargeError,
    TooManyRequestsError,
    UnknownFunctionError,
    UnsupportedRuntimeError,
)
from embedded_aws.functions.runtimes.client import ensure_runtime
from embedded_aws.functions.sources.queues import QueuePollers
from embedded_aws.functions.sources.streams import StreamPollers
from embedded_aws.functions.workers.pool import Functions
from embedded_aws.functions.workers.room import ConcurrencyError, account_concurrency

__all__ = [
    "RELOAD_PREFIX",
    "ConcurrencyError",
    "DeployedFunction",
    "Event",
    "Events",
    "FailedEvents",
    "FullMachineError",
    "FunctionCatalog",
    "Functions",
    "HotReload",
    "Invocation",
    "MotoCatalog",
    "Pace",
    "QueuePollers",
    "ReloadEndpoint",
    "ReloadedCatalog",
    "RequestTooLargeError",
    "StreamPollers",
    "TooManyRequestsError",
    "UnknownFunctionError",
    "UnsupportedRuntimeError",
    "account_concurrency",
    "arn_of",
    "ensure_runtime",
    "install",
    "keep",
    "remove_overlays",
]
