"""Environments: those of terraform/environments, and guests that begin from their values."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from tools import hcl
from tools.command import CommandError
from tools.deploy.where.cloud import LOCAL, Account, Cloud, Embedded
from tools.deploy.where.leases import BEGINS_FROM, Lease, comes_and_goes, expiry, now
from tools.deploy.where.place import Place, Primary, Replica, derived

VALUES = Path("terraform/environments")
# A domain leads to one API, and what comes and goes has nothing to back up.
UNSHARED = ("domain", "github_repository", "backups", "second_region")


@dataclass(frozen=True)
class Environment:
    """One of terraform/environments: it lasts, and owns its account's bootstrap."""

    name: str
    owns_bootstrap: ClassVar[bool] = True

    @property
    def values_file(self) -> Path:
        """The file that the values come from."""
        return (VALUES / f"{self.name}.tfvars").resolve()

    @cached_property
    def written(self) -> dict[str, Any]:
        """The `environment` object of the values file."""
        values: dict[str, Any] = hcl.read(self.values_file)["environment"]
        return values

    @property
    def values(self) -> dict[str, Any]:
        """The `environment` object that Terraform gets in the primary region."""
        return self.written

    def var_file(self) -> Path:
        """The file that Terraform reads in the primary region."""
        return self.values_file

    @property
    def cloud(self) -> Cloud:
        """The embedded AWS for the values of this machine, else an account that they name."""
        if self.values_file.stem == LOCAL:
            return Embedded(self.name)
        return Account(self.name, self.values_file, tuple(self.written["account_ids"]))

    @property
    def account_id(self) -> str:
        """The first account that the environment may be in."""
        return str(self.written["account_ids"][0])

    @property
    def primary(self) -> Primary:
        """The first region, or the only one."""
        return Primary(self)

    @property
    def places(self) -> list[Place]:
        """The regions, in the order in which they are deployed."""
        return [self.primary, *([Replica(self)] if self.written.get("second_region") else [])]

    def place_in(self, region: str) -> Place:
        """The environment in this region; CommandError names those there are."""
        for each in self.places:
            if each.region == region:
                return each
        known = " and ".join(each.region for each in self.places)
        raise CommandError(f"{self.name} is in {known}, not in {region}")

    def keep_lease(self) -> None:
        """Agree on the end of its time; one that lasts has none."""


@dataclass(frozen=True)
class Guest(Environment):
    """`pr-<something>`: begins from another's values, and ends when its time is over.

    The account is its owner's: a guest changes nothing of the bootstrap.
    """

    base: str
    owns_bootstrap = False

    @property
    def values_file(self) -> Path:
        """The file of the environment that it begins from."""
        return (VALUES / f"{self.base}.tfvars").resolve()

    @property
    def values(self) -> dict[str, Any]:
        """The other's, without what cannot be shared, and with an end."""
        own = {"name": self.name, "protect_data": False, "expires_at": self.lease.expires_at}
        return {**self.written, **dict.fromkeys(UNSHARED), **own}

    def var_file(self) -> Path:
        """Written anew."""
        return derived(self.name, self.values)

    @property
    def places(self) -> list[Place]:
        """One region."""
        return [self.primary]

    @cached_property
    def lease(self) -> Lease:
        """Until when it may stay; kept by the first deployment."""
        agreed = self.primary.leases().of(self.name)
        return Lease(self.name, self.base, expiry(agreed, now()))

    def keep_lease(self) -> None:
        """Write the lease down, beside the states."""
        self.primary.leases().keep(self.lease)


def named(name: str, base: str | None = None) -> Environment:
    """The environment of this name; CommandError names those there are.

    `pr-<something>` needs no values file: it begins from those of `base`, else of BASE.
    """
    known = sorted(path.stem for path in VALUES.glob("*.tfvars"))
    if name == BEGINS_FROM:
        raise CommandError(f"{name} has values to begin from; name an environment: ENV=pr-42")
    if comes_and_goes(name):
        base = base or os.environ.get("BASE") or BEGINS_FROM
    if (base or name) not in known:
        raise CommandError(
            f"there is no environment {base or name}; terraform/environments has "
            f"{', '.join(known)}, and pr-<something> comes and goes"
        )
    return Guest(name, base) if base else Environment(name)
