"""The AWS that an environment is in: the embedded one of this machine, or an account."""

import os
import platform
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from embedded_aws import HOST, LocalConfig, health
from tools.command import CommandError
from tools.develop.reload import served

LOCAL = "local"
# A profile or token of another AWS has no business in the embedded one.
INHERITED = ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_CA_BUNDLE", "AWS_DEFAULT_REGION")
ARCHITECTURES = {"aarch64": "arm64", "arm64": "arm64", "x86_64": "x86_64", "AMD64": "x86_64"}


class Cloud(ABC):
    """How an AWS is reached, and what a deployment into it is made with."""

    package_platform: ClassVar[str]
    poll_seconds: ClassVar[float]
    """How often CodeDeploy is asked about a release."""
    grants: ClassVar[bool] = True
    """Whether it refuses what the account's own root has not permitted yet."""
    attaches: ClassVar[bool] = False
    """Whether a run trusts the provider that `init` has checked, and attaches to one process."""
    deployed_by: ClassVar[str]
    bootstrapped_by: ClassVar[str]

    @property
    @abstractmethod
    def architecture(self) -> str:
        """The processors that functions run on, as Lambda calls them."""

    @property
    @abstractmethod
    def terraform_folder(self) -> Path:
        """Terraform's working data of all places here."""

    @abstractmethod
    def client(self, service: str, region: str) -> Any:
        """A boto3 client."""

    @abstractmethod
    def variables(self, region: str) -> dict[str, str]:
        """The environment variables that aim a child process at this AWS."""

    @abstractmethod
    def check_reachable(self, region: str) -> None:
        """CommandError unless it answers, and is the one that the values file names."""

    def process_environment(self, region: str) -> dict[str, str]:
        """This process's environment, aimed at this AWS and no other."""
        return {**os.environ, **self.variables(region)}

    def forget_others(self) -> None:  # noqa: B027 - most have nothing to forget
        """Take what belongs to another AWS out of this process's environment."""

    def platform_variables(self) -> dict[str, Any]:
        """The platform root's variables that come from the AWS and not from the values."""
        return {}

    def gateway_variables(self) -> dict[str, Any]:
        """The gateway root's."""
        return {}

    def serve_deployed(self, function_names: Iterable[str]) -> None:  # noqa: B027 - as AWS does
        """Serve what was deployed, although a hot reload may lie over it."""


@dataclass(frozen=True)
class Embedded(Cloud):
    """The embedded AWS; its log shows who asked for something."""

    user: str

    package_platform = LOCAL
    poll_seconds = 0.25
    grants = False
    attaches = True
    deployed_by = bootstrapped_by = "`make up`"

    @property
    def architecture(self) -> str:
        """This machine's."""
        return ARCHITECTURES.get(platform.machine(), "x86_64")

    @property
    def terraform_folder(self) -> Path:
        """Beside the data of the embedded AWS, which holds the states."""
        return LocalConfig.read().directory / "terraform"

    def client(self, service: str, region: str) -> Any:
        """A boto3 client with the user's name as key."""
        return boto3.client(
            service,  # type: ignore[call-overload]
            region_name=region,
            endpoint_url=LocalConfig.read().aws_endpoint,
            aws_access_key_id=self.user,
            aws_secret_access_key=LOCAL,
        )

    def variables(self, region: str) -> dict[str, str]:
        """The endpoint and the user."""
        return {
            "AWS_ENDPOINT_URL": LocalConfig.read().aws_endpoint,
            "AWS_REGION": region,
            "AWS_ACCESS_KEY_ID": self.user,
            "AWS_SECRET_ACCESS_KEY": LOCAL,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def process_environment(self, region: str) -> dict[str, str]:
        """Without the credentials of any other AWS."""
        inherited = {name: text for name, text in os.environ.items() if name not in INHERITED}
        return {**inherited, **self.variables(region)}

    def forget_others(self) -> None:
        """Drop profiles and tokens."""
        for name in INHERITED:
            os.environ.pop(name, None)

    def check_reachable(self, region: str) -> None:
        """CommandError unless it runs; it is every account in every region."""
        del region
        if health(LocalConfig.read()) is None:
            raise CommandError("the embedded AWS is not running; start it with `make up`")

    def platform_variables(self) -> dict[str, Any]:
        """Where the embedded Cognito answers."""
        return {"identity_url": LocalConfig.read().aws_endpoint}

    def gateway_variables(self) -> dict[str, Any]:
        """Where the embedded API answers."""
        return {"api_url": api_url()}

    def serve_deployed(self, function_names: Iterable[str]) -> None:
        """End the hot reloads of these functions."""
        for each in function_names:
            served.drop(each)


@dataclass(frozen=True)
class Account(Cloud):
    """One of the AWS accounts that a values file names."""

    name: str
    values_file: Path
    accounts: tuple[str, ...]

    package_platform = "arm64"
    poll_seconds = 3.0
    deployed_by, bootstrapped_by = "`make deploy`", "`make deploy ENV=dev`"

    @property
    def architecture(self) -> str:
        """Lambda's cheaper one."""
        return "arm64"

    @property
    def terraform_folder(self) -> Path:
        """Beside the packages."""
        return Path(".build/terraform").resolve()

    def client(self, service: str, region: str) -> Any:
        """A boto3 client with this process's credentials."""
        return boto3.client(service, region_name=region)  # type: ignore[call-overload]

    def variables(self, region: str) -> dict[str, str]:
        """The region alone: credentials are inherited."""
        return {"AWS_REGION": region}

    def check_reachable(self, region: str) -> None:
        """CommandError unless there are credentials of an account in the values file."""
        try:
            account = self.client("sts", region).get_caller_identity()["Account"]
        except (BotoCoreError, ClientError) as error:
            raise CommandError(
                f"there are no working AWS credentials for {self.name} ({error}); "
                "sign in (aws sso login) and name the profile in AWS_PROFILE"
            ) from error
        if account not in self.accounts:
            raise CommandError(
                f"these credentials are of account {account}; {self.values_file} "
                f"names {', '.join(self.accounts)}"
            )


def api_url() -> str:
    """Where the embedded API serves the project's own stage."""
    return f"http://{HOST}:{LocalConfig.read().api_port}/v1"
