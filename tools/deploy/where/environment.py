"""Environments: those in terraform/environments, and temporary ones based on them."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from tools import hcl
from tools.command import CommandError
from tools.deploy.where.cloud import LOCAL, Account, Cloud, Embedded
from tools.deploy.where.consumers import with_services
from tools.deploy.where.leases import BEGINS_FROM, Lease, comes_and_goes, expiry, now
from tools.deploy.where.place import Place, Primary, Replica, derived

VALUES = Path("terraform/environments")
NO_ACCOUNT = "000000000000"
"""Stands in values for the account of whoever adopts them."""
# A domain leads to one API, and what comes and goes has nothing to back up.
UNSHARED = ("domain", "github_repository", "backups", "second_region")


@dataclass(frozen=True)
class Environment:
    """A lasting environment, which owns its account's bootstrap."""

    name: str
    owns_bootstrap: ClassVar[bool] = True

    @property
    def values_file(self) -> Path:
        """The file with its values."""
        return (VALUES / f"{self.name}.tfvars").resolve()

    @cached_property
    def written(self) -> dict[str, Any]:
        """The `environment` object of the values file."""
        values: dict[str, Any] = hcl.read(self.values_file)["environment"]
        return values

    @property
    def values(self) -> dict[str, Any]:
        """The `environment` object for Terraform in the primary region."""
        return {**self.written, "consumers": self.consumers}

    @cached_property
    def consumers(self) -> dict[str, Any]:
        """The consumers in the values file, and what services say of them."""
        return with_services(self.written.get("consumers", {}))

    def var_file(self) -> Path:
        """The variables file for Terraform in the primary region, written now."""
        return derived(self.name, self.values)

    @property
    def cloud(self) -> Cloud:
        """The embedded AWS for this machine's values, else an account."""
        if self.values_file.stem == LOCAL:
            return Embedded(self.name)
        return Account(self.name, self.values_file, self.accounts)

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts that it may touch."""
        return tuple(map(str, self.written["account_ids"]))

    @property
    def account_id(self) -> str:
        """The first of its accounts."""
        return str(self.written["account_ids"][0])

    @property
    def primary(self) -> Primary:
        """The first or only region."""
        return Primary(self)

    @property
    def places(self) -> list[Place]:
        """The regions in order of deployment."""
        return [self.primary, *([Replica(self)] if self.written.get("second_region") else [])]

    def place_in(self, region: str) -> Place:
        """The environment in this region; CommandError lists its regions."""
        for each in self.places:
            if each.region == region:
                return each
        known = " and ".join(each.region for each in self.places)
        raise CommandError(f"{self.name} is in {known}, not in {region}")

    def keep_lease(self) -> None:
        """Extend the lease; a lasting environment has none."""


@dataclass(frozen=True)
class Guest(Environment):
    """A temporary environment `pr-<something>`, based on another's values.

    The account belongs to a lasting environment: a guest changes nothing of its bootstrap.
    """

    base: str
    owns_bootstrap = False

    @property
    def values_file(self) -> Path:
        """The file of the environment that it is based on."""
        return (VALUES / f"{self.base}.tfvars").resolve()

    @property
    def values(self) -> dict[str, Any]:
        """The other's values without unshareable ones, and with an expiry."""
        own = {"name": self.name, "protect_data": False, "expires_at": self.lease.expires_at}
        return {**super().values, **dict.fromkeys(UNSHARED), **own}

    @property
    def places(self) -> list[Place]:
        """One region."""
        return [self.primary]

    @cached_property
    def lease(self) -> Lease:
        """The lease, which the first deployment stores."""
        agreed = self.primary.leases().of(self.name)
        return Lease(self.name, self.base, expiry(agreed, now()))

    def keep_lease(self) -> None:
        """Store the lease beside the states."""
        self.primary.leases().keep(self.lease)


def with_accounts() -> list[str]:
    """The lasting environments whose values name an account: pipelines can plan these."""
    lasting = {path.stem for path in VALUES.glob("*.tfvars")} - {LOCAL, BEGINS_FROM}
    return sorted(name for name in lasting if set(Environment(name).accounts) - {NO_ACCOUNT})


def named(name: str, base: str | None = None) -> Environment:
    """The environment of this name; CommandError lists the existing ones.

    `pr-<something>` needs no values file: it is based on `base`, else on BASE.
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
