"""API Gateway's data plane: serves the deployed APIs."""

from embedded_aws.gateway.answers.watching import Answered
from embedded_aws.gateway.authorization.assumed_roles import MotoRoles
from embedded_aws.gateway.authorization.moto_callers import MotoCallers
from embedded_aws.gateway.backends import Backends
from embedded_aws.gateway.cache import Cache
from embedded_aws.gateway.control_plane.installation import install
from embedded_aws.gateway.deployed.apis import MotoApis
from embedded_aws.gateway.deployed.stored import store_of
from embedded_aws.gateway.exchange import Exchange
from embedded_aws.gateway.http.app import Gateway
from embedded_aws.gateway.integrations import EmbeddedServices
from embedded_aws.gateway.limits.throttling import Throttling
from embedded_aws.gateway.limits.usage import MotoUsage
from embedded_aws.gateway.requests.firewall import Firewall
from embedded_aws.gateway.requests.web_acl_log import WebAclLog
from embedded_aws.gateway.test_invocations import serve_tests

__all__ = [
    "Answered",
    "Backends",
    "Cache",
    "EmbeddedServices",
    "Exchange",
    "Firewall",
    "Gateway",
    "MotoApis",
    "MotoCallers",
    "MotoRoles",
    "MotoUsage",
    "Throttling",
    "WebAclLog",
    "install",
    "serve_tests",
    "store_of",
]
