"""How long a minute of a deployment lasts here: a canary of five minutes is to be watched."""

from embedded_aws import scale

VARIABLE = "CODEDEPLOY_MINUTE_SECONDS"
DEFAULT = 1.0


def minute_seconds() -> float:
    """One second unless the environment says otherwise."""
    return scale.minute_seconds(VARIABLE, DEFAULT)
