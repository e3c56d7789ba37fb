"""An environment: its values file, and how its AWS is reached."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
import hcl2
from botocore.exceptions import BotoCoreError, ClientError
from lark.exceptions import LarkError

from tools.deploy.errors import DeployError
from tools.local.__main__ import health
from tools.local.config import LocalConfig

LOCAL = "local"
VALUES = Path("terraform/environments")
LOCAL_CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_EC2_METADATA_DISABLED": "true",
}
INHERITED = ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_CA_BUNDLE", "AWS_DEFAULT_REGION")


@dataclass(frozen=True)
class Environment:
    """One of terraform/environments."""

    name: str

    @classmethod
    def named(cls, name: str) -> "Environment":
        """The environment with a values file; DeployError names those there are."""
        if not (VALUES / f"{name}.tfvars").exists():
            known = ", ".join(sorted(path.stem for path in VALUES.glob("*.tfvars")))
            raise DeployError(f"there is no environment {name}; terraform/environments has {known}")
        return cls(name)

    @property
    def is_local(self) -> bool:
        """Whether this is the embedded AWS of this machine."""
        return self.name == LOCAL

    @property
    def values_file(self) -> Path:
        """The environment's values."""
        return (VALUES / f"{self.name}.tfvars").resolve()

    @cached_property
    def values(self) -> dict[str, Any]:
        """The `environment` object of the values file."""
        try:
            with self.values_file.open(encoding="utf-8") as file:
                loaded = _unquoted(hcl2.load(file))
        except LarkError as error:
            raise DeployError(f"{self.values_file} is not valid: {error}") from error
        values: dict[str, Any] = loaded["environment"]
        return values

    @property
    def region(self) -> str:
        """The region everything is in."""
        return str(self.values["region"])

    @property
    def account_id(self) -> str:
        """The first account that this environment may be in."""
        return str(self.values["account_ids"][0])

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
        endpoint = LocalConfig.read().aws_endpoint
        return {"AWS_ENDPOINT_URL": endpoint, "AWS_REGION": self.region, **LOCAL_CREDENTIALS}

    def process_environment(self) -> dict[str, str]:
        """This process's environment, aimed at this environment's AWS and no other."""
        inherited = dict(os.environ)
        if self.is_local:
            inherited = {k: v for k, v in inherited.items() if k not in INHERITED}
        return {**inherited, **self.variables()}

    def check_reachable(self) -> None:
        """DeployError unless its AWS answers, to credentials of an account in the values file."""
        if self.is_local:
            if health(LocalConfig.read()) is None:
                raise DeployError("the embedded AWS is not running; start it with `make up`")
            return
        try:
            account = self.client("sts").get_caller_identity()["Account"]
        except (BotoCoreError, ClientError) as error:
            raise DeployError(
                f"there are no working AWS credentials for {self.name} ({error}); "
                "sign in (aws sso login) and name the profile in AWS_PROFILE"
            ) from error
        if account not in self.values["account_ids"]:
            raise DeployError(
                f"these credentials are of account {account}; {self.values_file} "
                f"names {', '.join(self.values['account_ids'])}"
            )

    def client(self, service: str) -> Any:
        """A boto3 client of this environment's AWS."""
        if not self.is_local:
            return boto3.client(service, region_name=self.region)  # type: ignore[call-overload]
        return boto3.client(
            service,  # type: ignore[call-overload]
            region_name=self.region,
            endpoint_url=LocalConfig.read().aws_endpoint,
            aws_access_key_id=LOCAL_CREDENTIALS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=LOCAL_CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        )


def _unquoted(value: Any) -> Any:
    """hcl2 keeps the quotes of strings; values are plain."""
    if isinstance(value, dict):
        return {_unquoted(key): _unquoted(held) for key, held in value.items()}
    if isinstance(value, list):
        return [_unquoted(held) for held in value]
    return value.strip('"') if isinstance(value, str) else value
