"""The length of a deployment's minute, shortened so that a canary can be watched."""

from embedded_aws import scale

VARIABLE = "CODEDEPLOY_MINUTE_SECONDS"
DEFAULT = 1.0


def minute_seconds() -> float:
    """Seconds of a minute: the environment's value, else one."""
    return scale.minute_seconds(VARIABLE, DEFAULT)
