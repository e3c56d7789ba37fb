"""Settings of a web ACL's log that nothing here follows."""

from collections.abc import Mapping
from typing import Any


def is_beyond(given: Mapping[str, Any]) -> bool:
    """Whether lines would go elsewhere than to a log group, or some would be left out."""
    settings = given.get("LoggingConfiguration") or given
    arns = settings.get("LogDestinationConfigs") or []
    elsewhere = any(isinstance(each, str) and ":logs:" not in each for each in arns)
    return elsewhere or bool(settings.get("LoggingFilter"))
