"""How long a minute of a deployment lasts here: a canary of five minutes is to be watched."""

import os

VARIABLE = "CODEDEPLOY_MINUTE_SECONDS"
DEFAULT = 1.0


class ScaleError(Exception):
    """The environment variable is no length of time."""


def minute_seconds() -> float:
    """One second unless the environment says otherwise; 60 is AWS's pace."""
    text = os.environ.get(VARIABLE) or str(DEFAULT)
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 60:  # noqa: PLR2004 - a minute is never longer
        raise ScaleError(
            f"{VARIABLE} is {text!r}; give the seconds that a minute of a deployment lasts here, "
            "more than 0 and at most 60"
        )
    return seconds
