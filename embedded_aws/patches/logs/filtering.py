"""FilterLogEvents by pattern (CloudWatch Logs user guide, "Filter pattern syntax …").

moto evaluates plain words alone, and returns every event for any other pattern.
"""

from moto.logs import models
from moto.logs.exceptions import InvalidParameterException

from embedded_aws.cloudwatch.log_lines.conditions import PatternError
from embedded_aws.cloudwatch.log_lines.filter_patterns import compiled


class PatternFilter:
    """A replacement for moto's filter, with the whole grammar of metric filters."""

    def __init__(self, pattern: str | None) -> None:
        try:
            self._match = compiled(pattern or "")
        except PatternError as error:
            raise InvalidParameterException(f"Invalid filter pattern: {error}") from error

    def matches(self, message: str) -> bool:
        """Whether the event's message matches the pattern."""
        return self._match(message) is not None


def install() -> None:
    """Install the filter in FilterLogEvents; safe to call more than once."""
    models.EventMessageFilter = PatternFilter
