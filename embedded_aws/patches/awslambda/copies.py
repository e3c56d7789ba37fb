"""Copies of functions, which moto makes with all that they refer to.

That is the whole of CloudWatch Logs: it takes the longer the more was logged, and fails while
somebody logs. CreateFunction with Publish and ListFunctions change texts of the copy alone.
"""

import copy
from typing import Any

from moto.awslambda.models import LambdaFunction


def install() -> None:
    """Let a deep copy of a function share what belongs to the account."""

    def copied(self: Any, memo: dict[int, Any]) -> Any:
        memo[id(self)] = other = copy.copy(self)
        return other

    LambdaFunction.__deepcopy__ = copied
