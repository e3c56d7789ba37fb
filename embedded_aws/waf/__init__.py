"""AWS WAF's data plane: web ACLs, compiled once per change and applied to each request."""

from embedded_aws.waf.compiler import NotEnforcedError
from embedded_aws.waf.countries import Countries, CountriesError
from embedded_aws.waf.deployed import MotoWebAcls, not_enforced
from embedded_aws.waf.log_lines import Destination, Origin, line
from embedded_aws.waf.request import Request
from embedded_aws.waf.web_acl import Decision, WebAcl

__all__ = [
    "Countries",
    "CountriesError",
    "Decision",
    "Destination",
    "MotoWebAcls",
    "NotEnforcedError",
    "Origin",
    "Request",
    "WebAcl",
    "line",
    "not_enforced",
]
