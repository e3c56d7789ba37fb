"""Keys of delivered objects (Firehose developer guide, "Amazon S3 object name format")."""

import re
import uuid
from datetime import UTC, datetime

_EXPRESSION = re.compile(r"!\{(firehose|timestamp):([^}]+)\}")
_JAVA = {
    "yyyy": "%Y",
    "YYYY": "%Y",
    "MM": "%m",
    "dd": "%d",
    "HH": "%H",
    "mm": "%M",
    "ss": "%S",
}
_PATTERN = re.compile("|".join([*_JAVA, r"'[^']*'"]))
_DEFAULT = "!{timestamp:yyyy/MM/dd/HH}/"


def key_of(prefix: str, name: str, at: float, error: str | None = None) -> str:
    """The prefix with its expressions filled in, and the object's name."""
    if "!{timestamp:" not in prefix:
        if error and "!{firehose:error-output-type}" not in prefix:
            prefix += f"{error}/"
        prefix += _DEFAULT
    moment = datetime.fromtimestamp(at, UTC)

    def value(expression: re.Match[str]) -> str:
        if expression[1] == "timestamp":
            return _time(expression[2], moment)
        return (error or "") if expression[2] == "error-output-type" else uuid.uuid4().hex[:11]

    return f"{_EXPRESSION.sub(value, prefix)}{name}-{moment:%Y-%m-%d-%H-%M-%S}-{uuid.uuid4()}"


def _time(pattern: str, moment: datetime) -> str:
    """The moment in a pattern of Java's DateTimeFormatter, of which the numbers are known."""
    return _PATTERN.sub(
        lambda part: moment.strftime(_JAVA[part[0]]) if part[0] in _JAVA else part[0].strip("'"),
        pattern,
    )
