"""API Gateway in the caller's process, with the caller's functions and without a port."""

from moto.server import DomainDispatcherApplication, create_backend_app

from embedded_aws.gateway.authorization.moto_callers import MotoCallers
from embedded_aws.gateway.backends import Backends
from embedded_aws.gateway.cache import Cache
from embedded_aws.gateway.control_plane.installation import install
from embedded_aws.gateway.deployed.apis import MotoApis
from embedded_aws.gateway.http.app import Gateway
from embedded_aws.gateway.integrations.aws_services.service import EmbeddedServices
from embedded_aws.gateway.invoker import Invoker
from embedded_aws.gateway.limits.throttling import Throttling
from embedded_aws.gateway.limits.usage import MotoUsage
from embedded_aws.gateway.requests.firewall import Firewall
from embedded_aws.waf import Countries, MotoWebAcls


class _NoLogs:
    """An access log that drops its lines."""

    def write(
        self, group: str, stream: str, timestamp_ms: int, message: str, region: str = ""
    ) -> None:
        """Drop the line."""


def patch_api_gateway() -> None:
    """Let moto's API Gateway store whole deployments; safe to call more than once."""
    install()


def in_process_gateway(functions: Invoker, account_id: str) -> Gateway:
    """An ASGI application that serves the APIs deployed in moto's API Gateway."""
    return Gateway(
        Backends(
            apis=MotoApis(account_id),
            functions=functions,
            services=EmbeddedServices(DomainDispatcherApplication(create_backend_app)),
            logs=_NoLogs(),
            throttling=Throttling(MotoUsage(account_id)),
            callers=MotoCallers(),
            firewall=Firewall(MotoWebAcls(account_id, Countries({}))),
            cache=Cache(),
        )
    )
