"""The registry of an environment: live contracts and versions, and earlier releases."""

import hashlib
import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from tools.command import CommandError
from tools.deploy.releases import author
from tools.deploy.releases.codedeploy import ALIAS
from tools.deploy.releases.intersection import Contract, text_of
from tools.deploy.releases.release import Recordable, Release
from tools.deploy.where.place import Place

SERVED = "served/contracts.json"
"""Written by the gateway's root: service => key of the contract that the API was made of."""


class Registry:
    """Pointers, aliases and releases of one place."""

    def __init__(self, place: Place) -> None:
        self._name = place.environment.name
        self._ssm = place.client("ssm")
        self._s3 = place.client("s3")
        self._lambda = place.client("lambda")

    def parameter(self, name: str) -> dict[str, Any] | None:
        """A JSON parameter of the environment; None without one."""
        text = self._read(f"/{self._name}/{name}")
        content: dict[str, Any] | None = json.loads(text) if text else None
        return content

    def parameters(self, folder: str) -> dict[str, dict[str, Any]]:
        """Every JSON parameter under a path, by the last part of its name."""
        pages = self._ssm.get_paginator("get_parameters_by_path").paginate(
            Path=f"/{self._name}/{folder}"
        )
        parameters = [each for page in pages for each in page["Parameters"]]
        return {each["Name"].rsplit("/", 1)[-1]: json.loads(each["Value"]) for each in parameters}

    def pointers(self) -> dict[str, str]:
        """The S3 key of the live contract by service."""
        folder = f"/{self._name}/live"
        pages = self._ssm.get_paginator("get_parameters_by_path").paginate(Path=folder)
        parameters = [each for page in pages for each in page["Parameters"]]
        return {each["Name"].rsplit("/", 1)[-1]: each["Value"] for each in parameters}

    def live_contract_key(self, service: str) -> str | None:
        """The S3 key of the live contract; None without one."""
        return self._read(self._pointer(service))

    def point(self, service: str, contract_key: str) -> None:
        """Make the contract live at the gateway's next apply."""
        self._ssm.put_parameter(
            Name=self._pointer(service), Value=contract_key, Type="String", Overwrite=True
        )

    def unpoint(self, service: str) -> bool:
        """Remove the pointer to the service's contract; False without one."""
        try:
            self._ssm.delete_parameter(Name=self._pointer(service))
        except self._ssm.exceptions.ParameterNotFound:
            return False
        return True

    def contract(self, key: str) -> Contract | None:
        """A stored contract; None when it is gone."""
        try:
            answer = self._s3.get_object(Bucket=self._bucket(), Key=key)
        except self._s3.exceptions.NoSuchKey:
            return None
        contract: Contract = json.loads(answer["Body"].read())
        return contract

    def keep(self, service: str, contract_key: str | None) -> str | None:
        """Copy the contract, which the next apply replaces; returns the copy's key."""
        if contract_key is None:
            return None
        copy_key = f"released/{service}/{contract_key.rsplit('/', 1)[-1]}"
        bucket = self._bucket()
        source = {"Bucket": bucket, "Key": contract_key}
        self._s3.copy_object(Bucket=bucket, Key=copy_key, CopySource=source)
        return copy_key

    def store(self, service: str, contract: Contract) -> str:
        """Store a contract under its hash; returns the key."""
        text = text_of(contract)
        key = f"released/{service}/{hashlib.sha256(text.encode()).hexdigest()}.json"
        self._s3.put_object(
            Bucket=self._bucket(), Key=key, Body=text.encode(), ContentType="application/json"
        )
        return key

    def live_version(self, function_name: str) -> str | None:
        """The version behind the alias; None before the first deployment."""
        try:
            alias = self._lambda.get_alias(FunctionName=function_name, Name=ALIAS)
        except self._lambda.exceptions.ResourceNotFoundException:
            return None
        return str(alias["FunctionVersion"])

    def shift(self, function_name: str, version: str) -> None:
        """Give all traffic to the version at once."""
        self._lambda.update_alias(
            FunctionName=function_name,
            Name=ALIAS,
            FunctionVersion=version,
            RoutingConfig={"AdditionalVersionWeights": {}},
        )

    def served_contract_key(self, service: str) -> str | None:
        """The contract of the gateway's last apply; a pointer may be ahead of it."""
        if self.parameter("platform") is None:
            return None
        key: str | None = (self.contract(SERVED) or {}).get(service)
        return key

    def record(self, applied: Recordable, *, rolled_back: bool = False) -> None:
        """Record that the version got traffic, and whether it was rolled back."""
        configuration = self._lambda.get_function_configuration(
            FunctionName=applied.function_name, Qualifier=applied.version
        )
        commit, dirty = self._origin_of(applied.service, applied.version)
        release = Release(
            service=applied.service,
            version=applied.version,
            contract_key=applied.contract_key,
            code_sha256=configuration["CodeSha256"],
            commit=commit,
            author=author.name(),
            time=datetime.now(UTC).isoformat(timespec="milliseconds"),
            rolled_back=rolled_back,
            dirty=dirty,
        )
        self._write(release)
        self._lambda.tag_resource(
            Resource=configuration["FunctionArn"].removesuffix(f":{applied.version}"),
            Tags={"commit": release.commit},
        )

    def _origin_of(self, service: str, version: str) -> tuple[str, bool]:
        """The version's commit, and whether changes were added: as recorded, else of this tree."""
        for each in self.releases(service):
            if each.version == version:
                return each.commit, each.dirty
        return author.commit(), author.is_dirty()

    def withdraw(self, service: str, version: str | None) -> None:
        """Record that the release was withdrawn: no rollback goes back to it."""
        for release in self.releases(service):
            if release.version == version:
                self._write(replace(release, withdrawn=True))

    def _write(self, release: Release) -> None:
        self._s3.put_object(
            Bucket=self._bucket(),
            Key=f"releases/{release.service}/{release.version}.json",
            Body=json.dumps(asdict(release)).encode(),
            ContentType="application/json",
        )

    def releases(self, service: str) -> list[Release]:
        """All releases of the service, in order of time."""
        pages = self._s3.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket(), Prefix=f"releases/{service}/"
        )
        keys = [item["Key"] for page in pages for item in page.get("Contents", [])]
        objects = (self._s3.get_object(Bucket=self._bucket(), Key=key) for key in keys)
        releases = [Release(**json.loads(each["Body"].read())) for each in objects]
        return sorted(releases, key=lambda release: release.time)

    def invoke(self, function_name: str, version: str, event: dict[str, Any]) -> dict[str, Any]:
        """One version's answer: payload, and error if it failed."""
        answer = self._lambda.invoke(
            FunctionName=function_name, Qualifier=version, Payload=json.dumps(event).encode()
        )
        payload = json.loads(answer["Payload"].read() or b"null")
        return {"payload": payload, "error": answer.get("FunctionError")}

    def _pointer(self, service: str) -> str:
        return f"/{self._name}/live/{service}"

    def _read(self, name: str) -> str | None:
        try:
            return str(self._ssm.get_parameter(Name=name)["Parameter"]["Value"])
        except self._ssm.exceptions.ParameterNotFound:
            return None
        except ClientError as error:
            raise CommandError(f"{name} cannot be read: {error}") from error

    def _bucket(self) -> str:
        platform = self.parameter("platform")
        if platform is None:
            raise CommandError(f"the platform of {self._name} is not deployed; run `make deploy`")
        return str(platform["artifact_bucket"])
