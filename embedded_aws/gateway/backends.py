"""The ports of the data plane."""

from dataclasses import dataclass, field

from embedded_aws.cloudwatch import MetricSink, Unmeasured
from embedded_aws.gateway.answers.watching import Unwatched, Watcher
from embedded_aws.gateway.authorization.assumed_roles import MotoRoles
from embedded_aws.gateway.authorization.callers import Callers
from embedded_aws.gateway.cache import Cache
from embedded_aws.gateway.integrations import AwsServices
from embedded_aws.gateway.invoker import DeployedApis, Invoker, Roles
from embedded_aws.gateway.limits.throttling import Throttling
from embedded_aws.gateway.requests.firewall import Firewall
from embedded_aws.logs import LogSink


@dataclass(frozen=True)
class Backends:
    """The port of each dependency: deployed APIs, functions, services, logs, limits."""

    apis: DeployedApis
    functions: Invoker
    services: AwsServices
    logs: LogSink
    throttling: Throttling
    callers: Callers
    firewall: Firewall
    cache: Cache = field(default_factory=Cache)
    metrics: MetricSink = field(default_factory=Unmeasured)
    roles: Roles = field(default_factory=MotoRoles)
    watcher: Watcher = field(default_factory=Unwatched)
