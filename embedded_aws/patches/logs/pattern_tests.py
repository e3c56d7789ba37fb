"""TestMetricFilter, which moto lacks (CloudWatch Logs API reference)."""

import json
from typing import Any

from moto.logs.exceptions import InvalidParameterException
from moto.logs.responses import LogsResponse

from embedded_aws.cloudwatch.log_lines.conditions import ABSENT, PatternError
from embedded_aws.cloudwatch.log_lines.filter_patterns import Look, compiled, selectors_of

LARGEST_COUNT = 50


def install() -> None:
    """Add the operation."""
    LogsResponse.test_metric_filter = _test


def _test(self: Any) -> str:
    pattern, messages = self._get_param("filterPattern"), self._get_param("logEventMessages")
    if pattern is None or not messages or len(messages) > LARGEST_COUNT:
        raise InvalidParameterException(
            f"Give filterPattern, and 1 to {LARGEST_COUNT} logEventMessages."
        )
    try:
        match = compiled(pattern)
    except PatternError as error:
        raise InvalidParameterException(f"Invalid metric filter pattern: {error}") from error
    names = selectors_of(pattern)
    fits = [(number, message, match(message)) for number, message in enumerate(messages, 1)]
    matches = [
        {"eventNumber": number, "eventMessage": message, "extractedValues": _values(look, names)}
        for number, message, look in fits
        if look is not None
    ]
    return json.dumps({"matches": matches})


def _values(look: Look, names: list[str]) -> dict[str, str]:
    values = {name: look(name) for name in names}
    return {name: _text(value) for name, value in values.items() if value is not ABSENT}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
