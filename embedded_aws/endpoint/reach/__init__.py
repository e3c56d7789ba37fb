"""Refusals, by name, of what the embedded AWS does not do, when it is made."""

from embedded_aws.endpoint.reach.refusals import Reach
from embedded_aws.endpoint.reach.request import Refused

__all__ = ["Reach", "Refused"]
