"""Trust policies of roles: who may assume them."""

import json
from typing import Any

from embedded_aws.gateway.wildcards import like

ASSUME = "sts:AssumeRole"


def trusts(document: Any, service: str) -> bool:
    """Whether the trust policy lets the service assume the role."""
    try:
        policy = json.loads(document) if isinstance(document, str) else document
    except ValueError:
        return False
    listed = policy.get("Statement") if isinstance(policy, dict) else None
    statements = listed if isinstance(listed, list) else [listed]
    fitting = [each for each in statements if isinstance(each, dict) and _is_for(each, service)]
    effects = {each.get("Effect") for each in fitting}
    return "Allow" in effects and "Deny" not in effects


def _is_for(statement: dict[str, Any], service: str) -> bool:
    principal = statement.get("Principal")
    services = principal.get("Service") if isinstance(principal, dict) else principal
    named = any(each in {"*", service} for each in _listed(services))
    actions = _listed(statement.get("Action"))
    return named and any(like(each.lower(), ASSUME.lower()) for each in actions)


def _listed(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
