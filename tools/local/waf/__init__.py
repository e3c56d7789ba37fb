"""AWS WAF's data plane: web ACLs compiled once per change, and asked about each request."""

from tools.local.waf.compiler import NotEnforcedError
from tools.local.waf.countries import Countries, CountriesError
from tools.local.waf.deployed import MotoWebAcls, not_enforced
from tools.local.waf.request import Request
from tools.local.waf.web_acl import Decision, WebAcl

__all__ = [
    "Countries",
    "CountriesError",
    "Decision",
    "MotoWebAcls",
    "NotEnforcedError",
    "Request",
    "WebAcl",
    "not_enforced",
]
