"""The length of AWS's minute here, for waits that take AWS minutes."""

import os


class ScaleError(Exception):
    """The environment variable is not a length of time."""


def minute_seconds(variable: str, default: float) -> float:
    """Seconds of a minute: the environment's value, else the default; 60 is AWS's pace."""
    text = os.environ.get(variable) or str(default)
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 60:  # noqa: PLR2004 - a minute is never longer
        raise ScaleError(
            f"{variable} is {text!r}; give the seconds that a minute lasts here, "
            "more than 0 and at most 60"
        )
    return seconds
