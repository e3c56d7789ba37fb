"""An AWS in one process: control plane, data plane, functions, metrics and releases.

Other packages use the names defined here and no other module. Names are imported on first use,
because importing moto takes a second.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from embedded_aws.config import ACCOUNT_ID, HOST, REGION, LocalConfig

if TYPE_CHECKING:
    from embedded_aws.analytics.firehose.conversion import Columns as Columns
    from embedded_aws.analytics.firehose.conversion import converted as converted
    from embedded_aws.apart import Target as Target
    from embedded_aws.apart import here as here
    from embedded_aws.apart import serving as serving
    from embedded_aws.functions.model import DeployedFunction as DeployedFunction
    from embedded_aws.functions.model import Invocation as Invocation
    from embedded_aws.functions.runtimes.client import RuntimeInstallError as RuntimeInstallError
    from embedded_aws.functions.runtimes.client import ensure_runtime as ensure_runtime
    from embedded_aws.functions.runtimes.interpreters import base_python as base_python
    from embedded_aws.functions.workers.pool import Functions as Functions
    from embedded_aws.functions.workers.runtime_api import RuntimeAnswer as RuntimeAnswer
    from embedded_aws.functions.workers.runtime_api import RuntimeApi as RuntimeApi
    from embedded_aws.functions.workers.runtime_api import RuntimeEvent as RuntimeEvent
    from embedded_aws.functions.workers.runtime_api import RuntimeExchange as RuntimeExchange
    from embedded_aws.gateway.control_plane.coverage import api_operations as api_operations
    from embedded_aws.gateway.in_process import in_process_gateway as in_process_gateway
    from embedded_aws.gateway.in_process import patch_api_gateway as patch_api_gateway
    from embedded_aws.gateway.limits.buckets import Admission as Admission
    from embedded_aws.gateway.limits.buckets import Allowance as Allowance
    from embedded_aws.gateway.limits.buckets import Limit as Limit
    from embedded_aws.gateway.limits.buckets import Quota as Quota
    from embedded_aws.gateway.limits.buckets import Verdict as Verdict
    from embedded_aws.gateway.limits.throttling import ACCOUNT_LIMIT as ACCOUNT_LIMIT
    from embedded_aws.process import health as health
    from embedded_aws.process import start as start
    from embedded_aws.process import stop as stop

__version__ = "0.1.0"

_MODULES = {
    "ACCOUNT_LIMIT": "gateway.limits.throttling",
    "Admission": "gateway.limits.buckets",
    "Allowance": "gateway.limits.buckets",
    "Columns": "analytics.firehose.conversion",
    "DeployedFunction": "functions.model",
    "Functions": "functions.workers.pool",
    "Invocation": "functions.model",
    "Limit": "gateway.limits.buckets",
    "Quota": "gateway.limits.buckets",
    "RuntimeAnswer": "functions.workers.runtime_api",
    "RuntimeApi": "functions.workers.runtime_api",
    "RuntimeEvent": "functions.workers.runtime_api",
    "RuntimeExchange": "functions.workers.runtime_api",
    "RuntimeInstallError": "functions.runtimes.client",
    "Target": "apart",
    "Verdict": "gateway.limits.buckets",
    "api_operations": "gateway.control_plane.coverage",
    "base_python": "functions.runtimes.interpreters",
    "converted": "analytics.firehose.conversion",
    "ensure_runtime": "functions.runtimes.client",
    "health": "process",
    "here": "apart",
    "in_process_gateway": "gateway.in_process",
    "patch_api_gateway": "gateway.in_process",
    "serving": "apart",
    "start": "process",
    "stop": "process",
}

__all__ = [
    "ACCOUNT_ID",
    "ACCOUNT_LIMIT",
    "HOST",
    "REGION",
    "Admission",
    "Allowance",
    "Columns",
    "DeployedFunction",
    "Functions",
    "Invocation",
    "Limit",
    "LocalConfig",
    "Quota",
    "RuntimeAnswer",
    "RuntimeApi",
    "RuntimeEvent",
    "RuntimeExchange",
    "RuntimeInstallError",
    "Target",
    "Verdict",
    "__version__",
    "api_operations",
    "base_python",
    "converted",
    "ensure_runtime",
    "health",
    "here",
    "in_process_gateway",
    "patch_api_gateway",
    "serving",
    "start",
    "stop",
]


def __getattr__(name: str) -> Any:
    """The named attribute, imported from its module."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
