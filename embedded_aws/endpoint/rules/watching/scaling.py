"""Targets that scale by themselves (Application Auto Scaling API reference).

Sources: RegisterScalableTarget, "MinCapacity"; PutScalingPolicy, "ObjectNotFoundException".
"""

from importlib import import_module
from typing import Any

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.endpoint.rules.rule import Given, rule


def _bounds(given: Given) -> str | None:
    least, most = given.get("MinCapacity"), given.get("MaxCapacity")
    if least is None or most is None or int(least) <= int(most):
        return None
    return "Maximum capacity cannot be less than minimum capacity"


def _target(given: Given) -> str | None:
    service, resource, dimension = (
        given.get(name) for name in ("ServiceNamespace", "ResourceId", "ScalableDimension")
    )
    # It brings EC2 with it, which costs the start a second.
    models = import_module("moto.applicationautoscaling.models")
    place: Any = models.applicationautoscaling_backends[ACCOUNT_ID][given.region]
    if resource in place.targets.get(dimension, {}):
        return None
    return (
        f"No scalable target registered for service namespace: {service}, resource ID: {resource}, "
        f"scalable dimension: {dimension}"
    )


RULES = (
    rule("RegisterScalableTarget", "ValidationException", _bounds),
    rule("PutScalingPolicy PutScheduledAction", "ObjectNotFoundException", _target),
)
