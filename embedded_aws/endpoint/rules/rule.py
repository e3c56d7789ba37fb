"""One rule about the parameters of some operations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from embedded_aws.endpoint.reach.request import Refused


class Given(dict[str, Any]):
    """A request's parameters, the region that it is signed for, and the key it is signed with."""

    def __init__(
        self, parameters: Mapping[str, Any] | None = None, region: str = "", access_key: str = ""
    ) -> None:
        super().__init__(parameters or {})
        self.region = region
        self.access_key = access_key


type Parameters = Mapping[str, Any]
type Fault = Callable[[Given], str | None]


@dataclass(frozen=True)
class Rule:
    """The operations, the error's code and status, and what finds a fault in the parameters."""

    operations: frozenset[str]
    code: str
    fault: Fault
    status: HTTPStatus = HTTPStatus.BAD_REQUEST

    def refusal(self, given: Given) -> Refused | None:
        """The refusal of such parameters; None when the rule has nothing against them."""
        message = self.fault(given)
        return Refused(self.code, message, self.status) if message else None


def rule(
    operations: str, code: str, fault: Fault, status: HTTPStatus = HTTPStatus.BAD_REQUEST
) -> Rule:
    """A rule for operations that are named one after the other."""
    return Rule(frozenset(operations.split()), code, fault, status)
