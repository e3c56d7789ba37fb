"""The level of a function's own lines (Lambda developer guide, "Log-level filtering")."""

import json
from collections.abc import Callable

from embedded_aws.functions.platform_lines import Logging

LEVELS = ("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL")
OTHER_NAMES = {"WARNING": "WARN", "CRITICAL": "FATAL"}
"""Lambda's levels by their names in Python's `logging`."""
UNNAMED = LEVELS.index("INFO")
"""The level of a line that names none."""


def passes(logging: Logging) -> Callable[[str], bool]:
    """Whether a line that the function wrote goes to its log group.

    Only a function with JSON logs has a level. Then a line counts by the `level` of its JSON
    object, whoever printed it, and every other line as INFO.
    """
    if logging.format != "JSON":
        return lambda _: True
    lowest = _rank(logging.application_level)
    return lambda line: _of(line) >= lowest


def _of(line: str) -> int:
    if not line.startswith("{"):
        return UNNAMED
    try:
        written = json.loads(line)
    except ValueError:
        return UNNAMED
    # The runtime interface client reports an unhandled error under another name.
    return _rank(written.get("level", written.get("log_level")))


def _rank(name: object) -> int:
    level = name.upper() if isinstance(name, str) else ""
    level = OTHER_NAMES.get(level, level)
    return LEVELS.index(level) if level in LEVELS else UNNAMED
