"""Refuses web ACLs and IP sets that AWS WAF refuses; moto accepts any.

API reference, CreateWebACL, UpdateWebACL, CreateIPSet and UpdateIPSet.
"""

import inspect
from collections.abc import Callable, Mapping
from ipaddress import ip_network
from typing import Any

from moto.wafv2.exceptions import WAFv2ClientError
from moto.wafv2.models import WAFV2Backend

from embedded_aws import waf


class InvalidParameterError(WAFv2ClientError):  # type: ignore[misc]
    """WAF refuses a parameter of the request; the message says which."""

    def __init__(self, reason: str) -> None:
        super().__init__("WAFInvalidParameterException", f"Error reason: {reason}")


def install() -> None:
    """Patch moto's WAF; safe to call more than once."""
    backend: Any = WAFV2Backend
    if getattr(backend, "checks_parameters", False):
        return
    backend.checks_parameters = True
    for name in ("create_web_acl", "update_web_acl"):
        setattr(backend, name, _checked(getattr(backend, name), _check_web_acl))
    for name in ("create_ip_set", "update_ip_set"):
        setattr(backend, name, _checked(getattr(backend, name), _check_ip_set))


def _checked(
    original: Callable[..., Any], check: Callable[[Any, Mapping[str, Any]], None]
) -> Callable[..., Any]:
    signature = inspect.signature(original)

    def checked(self: Any, *given: Any, **named: Any) -> Any:
        check(self, signature.bind(self, *given, **named).arguments)
        return original(self, *given, **named)

    return checked


def _check_web_acl(backend: Any, given: Mapping[str, Any]) -> None:
    """Refuse rules with the same priority, and invalid rules."""
    rules = given["rules"] or []
    content = {
        "Name": given["name"],
        "ARN": "",
        "Rules": rules,
        "DefaultAction": given["default_action"],
        "CustomResponseBodies": given["custom_response_bodies"],
        "AssociationConfig": given["association_config"],
    }
    try:
        distinct = {rule["Priority"] for rule in rules}
        waf.not_enforced(backend, content)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise InvalidParameterError(f"a rule cannot be read: {error!r}") from error
    if len(distinct) < len(rules):
        raise InvalidParameterError("two rules have the same priority")


def _check_ip_set(_: Any, given: Mapping[str, Any]) -> None:
    """Refuse texts that are not CIDR notation, and /0."""
    for each in given["addresses"]:
        try:
            network = ip_network(each, strict=False)
        except ValueError as error:
            raise InvalidParameterError(f"{error}, in Addresses") from error
        if "/" not in each or not network.prefixlen:
            raise InvalidParameterError(f"{each} is not in CIDR notation or is /0, in Addresses")
