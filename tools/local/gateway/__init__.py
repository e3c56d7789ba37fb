"""API Gateway's data plane: serves what is deployed, as it is deployed."""

from tools.local.gateway.apis import MotoApis
from tools.local.gateway.app import Gateway
from tools.local.gateway.backends import Backends
from tools.local.gateway.cache import Cache
from tools.local.gateway.control_plane import install
from tools.local.gateway.integrations import EmbeddedServices
from tools.local.gateway.moto_callers import MotoCallers
from tools.local.gateway.throttling import Throttling
from tools.local.gateway.usage import MotoUsage

__all__ = [
    "Backends",
    "Cache",
    "EmbeddedServices",
    "Gateway",
    "MotoApis",
    "MotoCallers",
    "MotoUsage",
    "Throttling",
    "install",
]
