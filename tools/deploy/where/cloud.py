"""The AWS of an environment: the embedded one of this machine, or an account."""

import os
import platform
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from botocore.exceptions import BotoCoreError, ClientError

from embedded_aws import HOST, LocalConfig, health
from tools.command import CommandError
from tools.develop.reload import served

LOCAL = "local"
# A profile or token of another AWS has no business in the embedded one.
INHERITED = ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_CA_BUNDLE", "AWS_DEFAULT_REGION")
ARCHITECTURES = {"aarch64": "arm64", "arm64": "arm64", "x86_64": "x86_64", "AMD64": "x86_64"}


class Cloud(ABC):
    """Access to an AWS, and its settings for deployments."""

    package_platform: ClassVar[str]
    poll_seconds: ClassVar[float]
    """How often CodeDeploy is asked about a release."""
    grants: ClassVar[bool] = True
    """Whether it refuses what the account's own root has not permitted yet."""
    attaches: ClassVar[bool] = False
    """Whether a run trusts the provider that `init` has checked, and attaches to one process."""
    is_this_machines: ClassVar[bool] = False
    """Whether only processes of this machine deploy to it, which can see whether others live."""
    deployed_by: ClassVar[str]
    bootstrapped_by: ClassVar[str]

    @property
    @abstractmethod
    def architecture(self) -> str:
        """The processor architecture of functions, in Lambda's words."""

    @property
    @abstractmethod
    def terraform_folder(self) -> Path:
        """The folder of Terraform's data for all places in this AWS."""

    @abstractmethod
    def client(self, service: str, region: str) -> Any:
        """A boto3 client."""

    @abstractmethod
    def variables(self, region: str) -> dict[str, str]:
        """Environment variables that point a child process to this AWS."""

    @abstractmethod
    def check_reachable(self, region: str) -> None:
        """CommandError unless it answers and is an account in the values file."""

    def process_environment(self, region: str) -> dict[str, str]:
        """This process's environment, pointed to this AWS alone."""
        return {**os.environ, **self.variables(region)}

    def forget_others(self) -> None:  # noqa: B027 - most have nothing to forget
        """Remove other AWS settings from this process's environment."""

    def platform_variables(self) -> dict[str, Any]:
        """Variables of the platform's root that depend on the AWS."""
        return {}

    def gateway_variables(self) -> dict[str, Any]:
        """Variables of the gateway's root that depend on the AWS."""
        return {}

    def serve_deployed(self, function_names: Iterable[str]) -> None:  # noqa: B027 - as AWS does
        """End hot reloads, so that the deployed code serves."""


@dataclass(frozen=True)
class Embedded(Cloud):
    """The embedded AWS, whose log shows the caller of each request."""

    user: str

    package_platform = LOCAL
    poll_seconds = 0.25
    grants = False
    attaches = True
    is_this_machines = True
    deployed_by = bootstrapped_by = "`make up`"

    @property
    def architecture(self) -> str:
        """This machine's architecture."""
        return ARCHITECTURES.get(platform.machine(), "x86_64")

    @property
    def terraform_folder(self) -> Path:
        """A folder beside the embedded AWS's data, which has the states."""
        return LocalConfig.read().directory / "terraform"

    def client(self, service: str, region: str) -> Any:
        """A boto3 client with the user's name as access key."""
        import boto3  # noqa: PLC0415 - slow to import, and not every command asks AWS

        return boto3.client(
            service,  # type: ignore[call-overload]
            region_name=region,
            endpoint_url=LocalConfig.read().aws_endpoint,
            aws_access_key_id=self.user,
            aws_secret_access_key=LOCAL,
        )

    def variables(self, region: str) -> dict[str, str]:
        """The endpoint and the user's name as access key."""
        return {
            "AWS_ENDPOINT_URL": LocalConfig.read().aws_endpoint,
            "AWS_REGION": region,
            "AWS_ACCESS_KEY_ID": self.user,
            "AWS_SECRET_ACCESS_KEY": LOCAL,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def process_environment(self, region: str) -> dict[str, str]:
        """This process's environment without other AWS credentials."""
        inherited = {name: text for name, text in os.environ.items() if name not in INHERITED}
        return {**inherited, **self.variables(region)}

    def forget_others(self) -> None:
        """Remove profiles and tokens."""
        for name in INHERITED:
            os.environ.pop(name, None)

    def check_reachable(self, region: str) -> None:
        """CommandError unless it runs; it stands for any account and region."""
        del region
        if health(LocalConfig.read()) is None:
            raise CommandError("the embedded AWS is not running; start it with `make up`")

    def platform_variables(self) -> dict[str, Any]:
        """The URL of the embedded Cognito."""
        return {"identity_url": LocalConfig.read().aws_endpoint}

    def gateway_variables(self) -> dict[str, Any]:
        """The URL of the embedded API."""
        return {"api_url": api_url()}

    def serve_deployed(self, function_names: Iterable[str]) -> None:
        """End the hot reloads of these functions."""
        for each in function_names:
            served.drop(each)


@dataclass(frozen=True)
class Account(Cloud):
    """An AWS account in the values file."""

    name: str
    values_file: Path
    accounts: tuple[str, ...]

    package_platform = "arm64"
    poll_seconds = 3.0
    deployed_by, bootstrapped_by = "`make deploy`", "`make deploy ENV=dev`"

    @property
    def architecture(self) -> str:
        """Lambda's cheaper architecture."""
        return "arm64"

    @property
    def terraform_folder(self) -> Path:
        """A folder beside the packages."""
        return Path(".build/terraform").resolve()

    def client(self, service: str, region: str) -> Any:
        """A boto3 client with this process's credentials."""
        import boto3  # noqa: PLC0415 - slow to import, and not every command asks AWS

        return boto3.client(service, region_name=region)  # type: ignore[call-overload]

    def variables(self, region: str) -> dict[str, str]:
        """The region; credentials are inherited."""
        return {"AWS_REGION": region}

    def check_reachable(self, region: str) -> None:
        """CommandError without credentials of an account in the values file."""
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
    """The embedded API's URL for the project's stage."""
    return f"http://{HOST}:{LocalConfig.read().api_port}/v1"
