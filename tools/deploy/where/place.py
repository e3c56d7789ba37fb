"""One region of an environment: the primary, or a replica that uses the primary's data."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

from shared.product import NAME
from tools.deploy.where.leases import Leases

if TYPE_CHECKING:
    from tools.deploy.where.cloud import Cloud
    from tools.deploy.where.environment import Environment

DERIVED = Path(".build/environments")


@dataclass(frozen=True)
class Place(ABC):
    """A region that an environment is deployed in, with states of its own."""

    environment: Environment

    @property
    @abstractmethod
    def region(self) -> str:
        """AWS's name of it."""

    @property
    @abstractmethod
    def name(self) -> str:
        """The name that no other place has."""

    @property
    @abstractmethod
    def values(self) -> dict[str, Any]:
        """The `environment` object that Terraform gets here."""

    @abstractmethod
    def var_file(self) -> Path:
        """The file that Terraform reads, written now."""

    @property
    def cloud(self) -> Cloud:
        """The AWS that it is in."""
        return self.environment.cloud

    @property
    def state_bucket(self) -> str:
        """The bucket of all states of the account and region."""
        return f"{NAME}-state-{self.environment.account_id}-{self.region}"

    def client(self, service: str) -> Any:
        """A boto3 client for this region."""
        return self.cloud.client(service, self.region)

    def check_reachable(self) -> None:
        """CommandError unless its AWS answers."""
        self.cloud.check_reachable(self.region)

    def leases(self) -> Leases:
        """All leases of the account and region."""
        return Leases(self.client("s3"), self.state_bucket)

    @property
    def is_a_pipelines(self) -> bool:
        """Whether the credentials are of the role that the bootstrap gives to pipelines."""
        caller = str(self.client("sts").get_caller_identity()["Arn"])
        return f":assumed-role/{NAME}-{self.environment.name}-deploy/" in caller


@dataclass(frozen=True)
class Primary(Place):
    """The first region: it has the tables, the users and the key of cursors."""

    @property
    def region(self) -> str:
        """The region of the values."""
        return str(self.environment.written["region"])

    @property
    def name(self) -> str:
        """The environment's."""
        return self.environment.name

    @property
    def values(self) -> dict[str, Any]:
        """The environment's."""
        return self.environment.values

    def var_file(self) -> Path:
        """The environment's."""
        return self.environment.var_file()


@dataclass(frozen=True)
class Replica(Place):
    """The second region: it serves with the primary's data."""

    @property
    def primary(self) -> Primary:
        """The region whose data it uses."""
        return Primary(self.environment)

    @property
    def region(self) -> str:
        """The second region of the values."""
        return str(self.environment.written["second_region"]["region"])

    @property
    def name(self) -> str:
        """The environment's, and the region."""
        return f"{self.environment.name}-{self.region}"

    @property
    def values(self) -> dict[str, Any]:
        """The primary's but for the region; GitHub's roles are the account's, and made there."""
        here = {"region": self.region, "primary_region": self.primary.region}
        return {**self.primary.values, **here, "github_repository": None}

    def var_file(self) -> Path:
        """Written anew."""
        return derived(self.name, self.values)


def derived(name: str, values: dict[str, Any]) -> Path:
    """A file with these values for Terraform, whole at any time: lanes read it in parallel."""
    path = (DERIVED / f"{name}.tfvars.json").resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
        json.dump({"environment": values}, file, indent=2)
    Path(file.name).replace(path)
    return path
