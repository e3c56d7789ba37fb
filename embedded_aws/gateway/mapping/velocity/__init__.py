"""The Velocity Template Language as API Gateway runs it.

What differs from Apache's Velocity is recorded of API Gateway: an absent value is an empty text
(true in a condition, equal to `""` and to null, printed as nothing), a backslash is no escape in a
string, and there are no macros.
"""

from embedded_aws.gateway.mapping.velocity.blocks import compiled
from embedded_aws.gateway.mapping.velocity.running import Scope
from embedded_aws.gateway.mapping.velocity.source import VelocityError

__all__ = ["Scope", "VelocityError", "compiled"]
