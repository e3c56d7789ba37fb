"""A call of an operation, the table of operations, and what each is worth here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from embedded_aws.gateway.control_plane.protocol.errors import NotFoundError
from embedded_aws.gateway.deployed.stored import Api, Store

type Json = dict[str, Any]
type Handler = Callable[["Call"], Json | None]

SERVED: dict[str, Handler] = {}
"""The operations by name; each module of a family adds its own."""
KEPT: set[str] = set()
"""Of these, the operations whose settings are kept and shown, but change nothing here."""


@dataclass(frozen=True)
class Call:
    """One call: the caller's account and region, what is stored there, and the input."""

    store: Store
    account_id: str
    region: str
    given: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.given[name]

    def get(self, name: str, default: Any = None) -> Any:
        """An input's member, or the default."""
        return self.given.get(name, default)

    def chosen(self, *names: str) -> Json:
        """The members of these names that were sent."""
        return {name: self.given[name] for name in names if name in self.given}

    @property
    def api(self) -> Api:
        """The REST API that the call names."""
        api = self.store.apis.get(self["restApiId"])
        if api is None:
            name = f"{self.account_id}:{self['restApiId']}"
            raise NotFoundError(f"Invalid API identifier specified {name}")
        return api


def served(name: str, *, only_kept: bool = False) -> Callable[[Handler], Handler]:
    """Serve the operation by the decorated function."""

    def add(handler: Handler) -> Handler:
        SERVED[name] = handler
        if only_kept:
            KEPT.add(name)
        return handler

    return add
