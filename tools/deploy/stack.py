"""The whole of an environment: all roots in dependency order, and the stack of this machine."""

import json
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from embedded_aws import HOST, LocalConfig
from tools.command import CommandError
from tools.deploy.codedeploy import CodeDeploy, Move
from tools.deploy.consumer_secrets import tell_addresses
from tools.deploy.environment import Environment
from tools.deploy.regions import client_ids, platform_of
from tools.deploy.registry import Registry
from tools.deploy.release import (
    Applied,
    apply_service,
    go_live,
    prove_start,
    release_live,
    service_root,
    variables_of,
)
from tools.deploy.restore import Tables
from tools.deploy.shifting import Shifts
from tools.deploy.steps import Steps
from tools.deploy.terraform import Root, Terraform
from tools.develop.reload import served

PARALLEL = 2
LOCAL_POLL_SECONDS, POLL_SECONDS = 0.25, 3.0
BOOTSTRAP, PLATFORM, GATEWAY = Root("bootstrap"), Root("platform"), Root("gateway")


def services() -> list[str]:
    """Every folder under services that has a root and a function."""
    return sorted(
        path.parent.name
        for path in Path("services").glob("*/main.py")
        if service_root(path.parent.name).folder.is_dir()
    )


class Stack:
    """Deploys into one environment, telling each step."""

    def __init__(self, environment: Environment, steps: Steps) -> None:
        self._environment = environment
        self._steps = steps
        self._shifts = shifts_of(environment, steps)

    def deploy_all(self) -> None:
        """Bootstrap → platform → all services side by side → gateway."""
        variables = self._build(services())
        self.bootstrap()
        self._apply(PLATFORM, self.platform_variables())
        registry = Registry(self._environment)
        self._refuse_a_second(registry, services())
        applied = self._apply_services(registry, variables)
        with self._steps.step("shift traffic") as step:
            go_live(registry, applied, self._shift, self._apply_gateway)
            step.result = ", ".join(f"{each.service} version {each.version}" for each in applied)
        self._end_reloads(applied)
        self._apply_gateway()

    def deploy(self, service: str) -> None:
        """One service; the gateway only when its contract changed."""
        variables = self._build([service])
        registry = Registry(self._environment)
        if registry.parameter("platform") is None:
            self._not_deployed()
        self._refuse_a_second(registry, [service])
        self._keep_lease()
        applied = self._apply_services(registry, variables)
        with self._steps.step("shift traffic") as step:
            behind = go_live(registry, applied, self._shift, self._apply_gateway)
            step.result = f"{service} version {applied[0].version}"
        self._end_reloads(applied)
        if behind:
            self._apply_gateway()
        else:
            with self._steps.step("gateway") as step:
                step.result = "untouched, the contract is the same"

    def go_back(self, applied: Applied) -> None:
        """Move traffic and contract of one service to a release that was live before, at once."""
        registry = Registry(self._environment)
        registry.withdraw(applied.service, registry.live_version(applied.function_name))

        def at_once(moves: Sequence[Move]) -> dict[str, str]:
            for each in moves:
                registry.shift(each.function_name, each.target)
            return {}

        with self._steps.step("shift traffic") as step:
            behind = go_live(registry, [applied], at_once, self._apply_gateway)
            step.result = f"{applied.service} version {applied.version}"
        if behind:
            self._apply_gateway()

    def stop_release(self, service: str, function_name: str) -> Applied | None:
        """End a release under way and keep what was live; None when there is none."""
        registry = Registry(self._environment)
        found = self._shifts.under_way(function_name)
        if found is None:
            return None
        with self._steps.step(f"stop the release of version {found.target}"):
            self._shifts.stop(found.deployment_id)
        live = release_live(registry, service, function_name)
        registry.record(replace(live, version=found.target), rolled_back=True)
        if go_live(registry, [live], self._shift, self._apply_gateway):
            self._apply_gateway()
        return live

    def _shift(self, moves: Sequence[Move]) -> dict[str, str]:
        return self._shifts.shift(moves) if moves else {}

    def _refuse_a_second(self, registry: Registry, names: Sequence[str]) -> None:
        """One release of a service at a time; asked before anything is applied."""
        for name in names:
            found = registry.parameter(f"services/{name}")
            if found:
                self._shifts.refuse_a_second(name, found["function_name"])

    def destroy(self, service: str) -> None:
        """Pointer away → gateway → the service's root."""
        registry = Registry(self._environment)
        if service not in services():
            raise CommandError(f"there is no service {service}; there are {', '.join(services())}")
        if service == "authorizer" and registry.parameter("gateway"):
            raise CommandError(
                "the gateway needs the authorizer; take all down with `make destroy`"
            )
        registry.unpoint(service)
        if registry.served_contract_key(service):
            self._apply_gateway(f"without {service}")
        self._destroy_service(service)

    def destroy_all(self) -> None:
        """Everything but the bootstrap, which other environments of the account share."""
        registry = Registry(self._environment)
        for service in services():
            registry.unpoint(service)
        self._destroy(GATEWAY, self.gateway_variables())
        for service in services():
            self._destroy_service(service)
        self._destroy(PLATFORM, self.platform_variables())
        if not self._environment.values["protect_data"]:
            self._environment.leases().end(self._environment.name)

    def bootstrap(self) -> None:
        """State bucket first, then the root that adopts it."""
        if self._environment.base:  # the account is its owner's: a guest changes nothing of it
            self._check_bootstrapped()
            self._keep_lease()
            return
        with self._steps.step("bootstrap") as step:
            if self._environment.is_a_pipelines:  # it may not widen what it may do
                step.result = "an administrator's, left as it is"
                return
            made = self._state_bucket()
            terraform = Terraform(BOOTSTRAP, self._environment)
            variables = self.bootstrap_variables()
            if made or not self._has_state(BOOTSTRAP):
                terraform.adopt("aws_s3_bucket.state", self._environment.state_bucket, variables)
            step.result = terraform.apply(variables)

    def _keep_lease(self) -> None:
        if self._environment.base:
            self._environment.leases().keep(self._environment.lease)

    def _check_bootstrapped(self) -> None:
        if not self._has_state(BOOTSTRAP):
            way = "`make up`" if self._environment.is_local else "`make deploy ENV=dev`"
            raise CommandError(
                f"account {self._environment.account_id} has no bootstrap yet, which one lasting "
                f"environment owns for all of them; run {way} once"
            )

    def bootstrap_variables(self) -> dict[str, str]:
        """What the bootstrap root needs beside the values."""
        return {"state_bucket": self._environment.state_bucket}

    def platform_variables(self) -> dict[str, Any]:
        """What the platform root needs beside the values: where the embedded Cognito is."""
        if self._environment.is_second:
            return {"primary": platform_of(self._environment.primary)}
        if not self._environment.is_local:
            return {}
        return {"identity_url": LocalConfig.read().aws_endpoint}

    def gateway_variables(self) -> dict[str, Any]:
        """What the gateway root needs beside the values: where the embedded API answers."""
        if self._environment.is_second:
            return {"client_ids": client_ids(self._environment.primary)}
        return {"api_url": own_api_url()} if self._environment.is_local else {}

    def _build(self, names: Sequence[str]) -> dict[str, dict[str, str]]:
        with self._steps.step("packages and contracts") as step:
            built = {name: variables_of(self._environment, name) for name in names}
            step.result = ", ".join(names)
        return built

    def _apply(self, root: Root, variables: dict[str, Any]) -> None:
        with self._steps.step(root.name) as step:
            step.result = Terraform(root, self._environment).apply(variables)

    def _apply_services(
        self, registry: Registry, variables: dict[str, dict[str, str]]
    ) -> list[Applied]:
        def work(item: tuple[str, dict[str, str]]) -> Applied:
            with self._steps.step(f"services/{item[0]}") as step:
                applied = apply_service(self._environment, registry, *item)
                step.result = f"{applied.summary}; version {applied.version}"
            with self._steps.step(f"services/{item[0]} starts"):
                prove_start(registry, applied)
            return applied

        with ThreadPoolExecutor(PARALLEL) as pool:
            return list(pool.map(work, variables.items()))

    def _end_reloads(self, applied: Sequence[Applied]) -> None:
        """What was deployed is served, although a hot reload may lie over the same version."""
        if self._environment.is_local:
            for each in applied:
                served.drop(each.function_name)

    def _apply_gateway(self, why: str = "") -> None:
        with self._steps.step(f"gateway {why}".strip()) as step:
            step.result = Terraform(GATEWAY, self._environment).apply(self.gateway_variables())
            told = tell_addresses(self._environment)
            step.result += f"; addresses told to {', '.join(told)}" if told else ""

    def _destroy(self, root: Root, variables: dict[str, Any]) -> None:
        with self._steps.step(f"destroy {root.name}") as step:
            step.result = Terraform(root, self._environment).destroy(variables)

    def _destroy_service(self, service: str) -> None:
        """Its root; and where data is not protected, tables that were restored and left unused."""
        self._destroy(service_root(service), variables_of(self._environment, service))
        if not self._environment.values["protect_data"]:
            tables = Tables(self._environment.client("dynamodb"))
            tables.delete_restored(f"groundplan-{self._environment.name}-{service}")

    def _state_bucket(self) -> bool:
        """Make the state bucket unless it is there; True when it was made."""
        s3, name = self._environment.client("s3"), self._environment.state_bucket
        try:
            s3.head_bucket(Bucket=name)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:  # noqa: PLR2004
                raise CommandError(
                    f"the state bucket {name} cannot be reached: {error}; "
                    "are these credentials of the account in the values file?"
                ) from error
            region = self._environment.region
            place = {"CreateBucketConfiguration": {"LocationConstraint": region}}
            s3.create_bucket(Bucket=name, **({} if region == "us-east-1" else place))
            return True
        return False

    def _has_state(self, root: Root) -> bool:
        try:
            self._environment.client("s3").head_object(
                Bucket=self._environment.state_bucket, Key=root.state_key(self._environment)
            )
        except ClientError:
            return False
        return True

    def _not_deployed(self) -> None:
        raise CommandError(
            f"the environment {self._environment.name} is not deployed yet; run "
            + ("`make up`" if self._environment.is_local else "`make deploy`")
        )


def shifts_of(environment: Environment, steps: Steps) -> Shifts:
    """Traffic of this environment; AWS's CodeDeploy is asked less often than this machine's."""
    poll_seconds = LOCAL_POLL_SECONDS if environment.is_local else POLL_SECONDS
    return Shifts(CodeDeploy(environment), steps, poll_seconds)


def start_embedded_aws(environment: Environment, steps: Steps) -> None:
    """Start this machine's AWS; locks that a killed run left in it are of nobody."""
    with steps.step("embedded AWS") as step:
        if "already" not in local("start"):
            _release_locks(environment)
        step.result = LocalConfig.read().aws_endpoint


def own_api_url() -> str:
    """Where this machine's data plane serves the project's own stage."""
    return f"http://{HOST}:{LocalConfig.read().api_port}/v1"


def local(command: str) -> str:
    """Run a command of embedded_aws; CommandError with its sentence when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "embedded_aws", command],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandError(done.stderr.strip().removeprefix("error: ") or done.stdout.strip())
    return done.stdout.strip()


def _release_locks(environment: Environment) -> None:
    s3, bucket = environment.client("s3"), environment.state_bucket
    try:
        found = s3.list_objects_v2(Bucket=bucket).get("Contents", [])
    except ClientError:
        return
    for item in found:
        if item["Key"].endswith(".tflock"):
            s3.delete_object(Bucket=bucket, Key=item["Key"])


def write_outputs(environment: Environment) -> dict[str, Any]:
    """`outputs.json` beside the local data: what a consumer needs; readable by its owner only."""
    config = LocalConfig.read()
    secrets = environment.client("secretsmanager")
    consumers = {}
    for name, settings in environment.values["consumers"].items():
        if settings.get("kind", "machine") != "machine":
            continue
        secret = secrets.get_secret_value(SecretId=f"/{environment.name}/consumers/{name}")
        held = json.loads(secret["SecretString"])
        consumers[name] = {
            "client_id": held["client_id"],
            "client_secret": held["client_secret"],
            "tier": settings["tier"],
        }
    outputs = {
        "api_url": own_api_url(),
        "token_url": f"{config.aws_endpoint}/oauth2/token",
        "aws_endpoint": config.aws_endpoint,
        "consumers": consumers,
    }
    _write_private(config.directory / "outputs.json", json.dumps(outputs, indent=2) + "\n")
    return outputs


def _write_private(path: Path, text: str) -> None:
    """Write the file whole, readable by its owner only."""
    scratch = path.with_suffix(".new")
    scratch.unlink(missing_ok=True)
    scratch.touch(mode=0o600)
    scratch.write_text(text, encoding="utf-8")
    scratch.replace(path)
