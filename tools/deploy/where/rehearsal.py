"""Environments that are planned without an account of theirs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from embedded_aws import ACCOUNT_ID
from tools.deploy.where.cloud import Cloud, Embedded
from tools.deploy.where.environment import Environment, named
from tools.deploy.where.place import derived

# What says where an environment is: its own, whosever values it is planned with.
OWN = ("name", "region", "account_ids")


@dataclass(frozen=True)
class Rehearsal(Environment):
    """An environment's values on the embedded AWS; what is changed is named."""

    changed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def cloud(self) -> Cloud:
        """The embedded one."""
        return Embedded(self.name)

    @property
    def account_id(self) -> str:
        """The embedded AWS's."""
        return ACCOUNT_ID

    @property
    def values(self) -> dict[str, Any]:
        """The environment's own, in the account of the embedded AWS."""
        return {**super().values, "account_ids": [ACCOUNT_ID], **self.changed}

    def var_file(self) -> Path:
        """Written anew."""
        return derived(f"rehearsed-{self.name}", self.values)


@dataclass(frozen=True)
class Standing(Environment):
    """An environment that stands, planned with the values of another one."""

    values_of: str = ""

    @property
    def values(self) -> dict[str, Any]:
        """The other's, under the name and in the account of this one."""
        return {**named(self.values_of).values, **{name: self.written[name] for name in OWN}}

    def var_file(self) -> Path:
        """Written anew."""
        return derived(f"{self.name}-with-{self.values_of}", self.values)
