"""What the data plane stands on."""

from dataclasses import dataclass, field

from tools.local.cloudwatch import MetricSink, Unmeasured
from tools.local.gateway.cache import Cache
from tools.local.gateway.callers import Callers
from tools.local.gateway.integrations import AwsServices
from tools.local.gateway.invoker import DeployedApis, Invoker
from tools.local.gateway.throttling import Throttling
from tools.local.logs import LogSink


@dataclass(frozen=True)
class Backends:
    """Where deployed APIs are read, functions and services called, lines and limits kept."""

    apis: DeployedApis
    functions: Invoker
    services: AwsServices
    logs: LogSink
    throttling: Throttling
    callers: Callers
    cache: Cache = field(default_factory=Cache)
    metrics: MetricSink = field(default_factory=Unmeasured)
