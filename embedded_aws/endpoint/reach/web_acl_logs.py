"""Settings of a web ACL's log that nothing here follows."""

import re
from collections.abc import Mapping
from typing import Any

SERVED = re.compile(r":log-group:aws-waf-logs-|:deliverystream/aws-waf-logs-")
"""Destinations by the names that AWS WAF asks for."""


def is_beyond(given: Mapping[str, Any]) -> bool:
    """Whether lines would go to neither a log group nor Firehose, or some would be left out."""
    settings = given.get("LoggingConfiguration") or given
    arns = settings.get("LogDestinationConfigs") or []
    elsewhere = any(isinstance(each, str) and not SERVED.search(each) for each in arns)
    return elsewhere or bool(settings.get("LoggingFilter"))
