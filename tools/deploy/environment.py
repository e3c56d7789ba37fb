"""An environment: its values file, and how its AWS is reached."""

import json
import os
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from embedded_aws import LocalConfig, health
from tools import hcl
from tools.command import CommandError
from tools.deploy.leases import BEGINS_FROM, Lease, Leases, comes_and_goes, expiry, now

LOCAL = "local"
VALUES = Path("terraform/environments")
DERIVED = Path(".build/environments")
# A domain leads to one API, and what comes and goes has nothing to back up.
UNSHARED = ("domain", "github_repository", "backups", "second_region")
INHERITED = ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_CA_BUNDLE", "AWS_DEFAULT_REGION")


@dataclass(frozen=True)
class Environment:
    """One of terraform/environments, or one that begins from the values of such a file.

    One that serves from a second region is two of these, which share name and file.
    """

    name: str
    base: str | None = None
    is_second: bool = False

    @classmethod
    def named(cls, name: str, base: str | None = None) -> "Environment":
        """The environment with a values file; CommandError names those there are.

        `pr-<something>` needs none: it begins from BASE's, and ends when its time is over.
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
        return cls(name, base)

    def regions(self) -> list["Environment"]:
        """The environment in each of its regions, in the order in which they are deployed.

        The primary has what the second needs: the tables, the users and the key of cursors.
        """
        return [self, replace(self, is_second=True)] if self._second else [self]

    def in_region(self, region: str) -> "Environment":
        """The environment in this region of it; CommandError names those there are."""
        for each in self.regions():
            if each.region == region:
                return each
        known = " and ".join(each.region for each in self.regions())
        raise CommandError(f"{self.name} is in {known}, not in {region}")

    @property
    def is_local(self) -> bool:
        """Whether its AWS is the embedded one of this machine."""
        return (self.base or self.name) == LOCAL

    @property
    def is_the_stack(self) -> bool:
        """Whether this is what `make up` brings up."""
        return self.name == LOCAL and not self.is_second

    @property
    def values_file(self) -> Path:
        """The file that the values come from."""
        return (VALUES / f"{self.base or self.name}.tfvars").resolve()

    def var_file(self) -> Path:
        """What Terraform reads; written anew when the values begin from another's."""
        if self.base is None and not self.is_second:
            return self.values_file
        path = (DERIVED / f"{self.place}.tfvars.json").resolve()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"environment": self.values}, indent=2), encoding="utf-8")
        return path

    @property
    def values(self) -> dict[str, Any]:
        """The `environment` object of its values."""
        if self.is_second:  # GitHub's roles are the account's, whatever the region
            there = {"region": self.region, "primary_region": self._filed["region"]}
            return {**self._filed, **there, "github_repository": None}
        if self.base is None:
            return self._filed
        ours = {"name": self.name, "protect_data": False, "expires_at": self.lease.expires_at}
        return {**self._filed, **dict.fromkeys(UNSHARED), **ours}

    @cached_property
    def lease(self) -> Lease:
        """Until when it may stay; kept by the first deployment."""
        held = self.leases().of(self.name)
        return Lease(self.name, self.base or self.name, expiry(held, now()))

    def leases(self) -> Leases:
        """All leases of its account and region."""
        return Leases(self.client("s3"), self.state_bucket)

    @cached_property
    def _filed(self) -> dict[str, Any]:
        """The `environment` object of the values file."""
        values: dict[str, Any] = hcl.read(self.values_file)["environment"]
        return values

    @property
    def _second(self) -> dict[str, Any] | None:
        """The values of its second region."""
        found: dict[str, Any] | None = None if self.base else self._filed.get("second_region")
        return found

    @property
    def region(self) -> str:
        """The region everything is in."""
        return str((self._second if self.is_second and self._second else self._filed)["region"])

    @property
    def place(self) -> str:
        """Its name; in a second region, that too."""
        return f"{self.name}-{self.region}" if self.is_second else self.name

    @property
    def primary(self) -> "Environment":
        """The environment in its first region."""
        return replace(self, is_second=False)

    @property
    def account_id(self) -> str:
        """The first account that this environment may be in."""
        return str(self._filed["account_ids"][0])

    @property
    def state_bucket(self) -> str:
        """Bucket of all states of the account and region."""
        return f"groundplan-state-{self.account_id}-{self.region}"

    @property
    def platform(self) -> str:
        """What packages are built for: the host here, arm64 in the cloud."""
        return "local" if self.is_local else "arm64"

    def variables(self) -> dict[str, str]:
        """What child processes need to reach this environment's AWS."""
        if not self.is_local:
            return {"AWS_REGION": self.region}
        return {
            "AWS_ENDPOINT_URL": LocalConfig.read().aws_endpoint,
            "AWS_REGION": self.region,
            "AWS_ACCESS_KEY_ID": self.name,  # tells whose deployment asks for something
            "AWS_SECRET_ACCESS_KEY": LOCAL,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def process_environment(self) -> dict[str, str]:
        """This process's environment, aimed at this environment's AWS and no other."""
        inherited = dict(os.environ)
        if self.is_local:
            inherited = {k: v for k, v in inherited.items() if k not in INHERITED}
        return {**inherited, **self.variables()}

    def check_reachable(self) -> None:
        """CommandError unless its AWS answers, to credentials of an account in the values file."""
        if self.is_local:
            if health(LocalConfig.read()) is None:
                raise CommandError("the embedded AWS is not running; start it with `make up`")
            return
        try:
            account = self.client("sts").get_caller_identity()["Account"]
        except (BotoCoreError, ClientError) as error:
            raise CommandError(
                f"there are no working AWS credentials for {self.name} ({error}); "
                "sign in (aws sso login) and name the profile in AWS_PROFILE"
            ) from error
        if account not in self._filed["account_ids"]:
            raise CommandError(
                f"these credentials are of account {account}; {self.values_file} "
                f"names {', '.join(self._filed['account_ids'])}"
            )

    @property
    def is_a_pipelines(self) -> bool:
        """Whether these are credentials of the role that the bootstrap gives to pipelines."""
        caller = str(self.client("sts").get_caller_identity()["Arn"])
        return f":assumed-role/groundplan-{self.name}-deploy/" in caller

    def client(self, service: str) -> Any:
        """A boto3 client of this environment's AWS."""
        if not self.is_local:
            return boto3.client(service, region_name=self.region)  # type: ignore[call-overload]
        return boto3.client(
            service,  # type: ignore[call-overload]
            region_name=self.region,
            endpoint_url=LocalConfig.read().aws_endpoint,
            aws_access_key_id=self.name,
            aws_secret_access_key=LOCAL,
        )
