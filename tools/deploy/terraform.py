"""Runs Terraform on one root, with its own state and data folder for each environment."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embedded_aws import LocalConfig
from tools.command import CommandError
from tools.deploy.environment import Environment
from tools.measure.trace import terraform as trace

MINIMUM = (1, 11)
PLUGIN_CONFIG = Path(".build/terraform.rc")
PLUGIN_CACHE = Path(".build/terraform-plugins")
# A run lives for seconds and reads the provider's large schema: collecting garbage as often as Go
# does unasked takes a quarter of its CPU. The limit is soft, and of each process.
COLLECTING = {"GOGC": "400", "GOMEMLIMIT": "2GiB"}
UNREACHABLE = "Failed to query available provider packages"


def check_terraform() -> None:
    """CommandError unless a Terraform that is new enough is on PATH."""
    if shutil.which("terraform") is None:
        raise CommandError("terraform is not on PATH; install Terraform 1.11 or newer")
    done = subprocess.run(
        ["terraform", "version", "-json"],
        env={**os.environ, **cli_environment()},
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r'"terraform_version":\s*"(\d+)\.(\d+)', done.stdout)
    if not found or (int(found[1]), int(found[2])) < MINIMUM:
        version = ".".join(found.groups()) if found else "unknown"
        raise CommandError(f"Terraform {version} is on PATH; this needs 1.11 or newer")


def run_environment() -> dict[str, str]:
    """This process's environment with what a run of Terraform needs; what is set already stays."""
    return {**COLLECTING, **os.environ, **cli_environment()}


def cli_environment() -> dict[str, str]:
    """Where Terraform finds providers: TF_PLUGIN_DIR if given, else its own configuration."""
    mirror = os.environ.get("TF_PLUGIN_DIR")
    if mirror:
        if not Path(mirror).is_dir():
            raise CommandError(f"TF_PLUGIN_DIR names {mirror}, which is not a folder")
        text = (
            f'provider_installation {{\n  filesystem_mirror {{\n    path = "{mirror}"\n  }}\n}}\n'
        )
        _written_whole(PLUGIN_CONFIG, text)
        return {"TF_CLI_CONFIG_FILE": str(PLUGIN_CONFIG.resolve())}
    configured = os.environ.get("TF_CLI_CONFIG_FILE")
    if configured and Path(configured).exists():
        return {}
    # A name without a file would only print a warning into every command.
    neutral = {"TF_CLI_CONFIG_FILE": os.devnull} if configured else {}
    return {**neutral, **_plugin_cache()}


def _written_whole(path: Path, text: str) -> None:
    """Renamed into place: several roots are applied at once, and none may read half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        file.write(text)
    Path(file.name).replace(path)


def _plugin_cache() -> dict[str, str]:
    """One copy of the provider for all roots, unless the user keeps one elsewhere."""
    if "TF_PLUGIN_CACHE_DIR" in os.environ or (Path.home() / ".terraformrc").exists():
        return {}
    PLUGIN_CACHE.mkdir(parents=True, exist_ok=True)
    return {"TF_PLUGIN_CACHE_DIR": str(PLUGIN_CACHE.resolve())}


@dataclass(frozen=True)
class Root:
    """A folder of Terraform that is applied on its own."""

    name: str

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return Path("terraform") / self.name

    def state_key(self, environment: Environment) -> str:
        """Where its state lies in the bucket; bootstrap's belongs to account and region."""
        return (
            "bootstrap.tfstate"
            if self.name == "bootstrap"
            else f"{environment.name}/{self.name}.tfstate"
        )

    def data_folder(self, environment: Environment) -> Path:
        """Terraform's working data, never shared by two environments or regions."""
        if environment.is_the_stack:
            return LocalConfig.read().directory / "terraform" / self.name
        if environment.is_local:
            return LocalConfig.read().directory / "terraform" / environment.place / self.name
        return Path(".build/terraform").resolve() / environment.place / self.name


class Terraform:
    """One root in one environment."""

    def __init__(self, root: Root, environment: Environment) -> None:
        self._root = root
        self._environment = environment
        self._data = root.data_folder(environment)

    @property
    def log(self) -> Path:
        """What the last command printed."""
        return self._data / "last.log"

    def apply(self, variables: Mapping[str, Any], only: Sequence[str] = ()) -> str:
        """Apply all, or these addresses and what they need; what changed, in Terraform's words."""
        targets = [f"-target={address}" for address in only]
        output = self._changing("apply", "-auto-approve", *targets, *_options(variables))
        found = re.search(r"Apply complete! Resources: (.*)\.", output)
        summary = found.group(1) if found else "applied"
        return "no changes" if re.fullmatch(r"0 \w+(, 0 \w+)*", summary) else summary

    def plan(self, variables: Mapping[str, Any]) -> str:
        """What an apply would change. Plans take no lock: they change nothing."""
        self.init()
        return self._run("plan", "-input=false", "-lock=false", self._values, *_options(variables))

    def planned(self, variables: Mapping[str, Any]) -> str:
        """What an apply would leave, as JSON; what was changed by hand since is not looked for."""
        self.init()
        kept = (self._data / "kept.plan").resolve()
        common = ("-input=false", "-lock=false", "-refresh=false", f"-out={kept}", self._values)
        try:
            self._run("plan", *common, *_options(variables))
            return self._run("show", "-json", str(kept))
        finally:
            kept.unlink(missing_ok=True)  # it holds secrets

    def destroy(self, variables: Mapping[str, Any]) -> str:
        """Destroy what the root made."""
        output = self._changing("destroy", "-auto-approve", *_options(variables))
        found = re.search(r"Destroy complete! Resources: (.*)\.", output)
        return found.group(1) if found else "destroyed"

    def adopt(self, address: str, resource_id: str, variables: Mapping[str, Any]) -> None:
        """Import a resource that exists already."""
        self._changing("import", *_options(variables), after=(address, resource_id))

    def outputs(self) -> dict[str, Any]:
        """The root's outputs; empty when it was never applied."""
        self.init()
        raw = json.loads(self._run("output", "-json"))
        return {name: output["value"] for name, output in raw.items()}

    def init(self) -> None:
        """Initialise unless nothing has changed since the last time."""
        stamp = self._data / "initialised"
        wanted = self._fingerprint()
        if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
            return
        self._data.mkdir(parents=True, exist_ok=True)
        self._run("init", "-input=false", "-reconfigure", "-lockfile=readonly", *self._backend())
        stamp.write_text(wanted, encoding="utf-8")

    def _changing(self, command: str, *options: str, after: tuple[str, ...] = ()) -> str:
        self.init()
        common = ("-input=false", "-lock-timeout=60s", self._values)
        return self._run(command, *common, *options, *after)

    @property
    def _values(self) -> str:
        return f"-var-file={self._environment.var_file()}"

    def _backend(self) -> list[str]:
        settings = {
            "bucket": self._environment.state_bucket,
            "key": self._root.state_key(self._environment),
            "region": self._environment.region,
            "use_lockfile": "true",
        }
        return [f"-backend-config={name}={value}" for name, value in settings.items()]

    def _fingerprint(self) -> str:
        """Changes when providers, modules or the backend do."""
        lock = (self._root.folder / ".terraform.lock.hcl").read_bytes()
        parts = [lock, repr(self._backend()).encode(), repr(cli_environment()).encode()]
        parts += [line.encode() for line in _sources()]
        parts.append(self._environment.variables().get("AWS_ENDPOINT_URL", "").encode())
        return hashlib.sha256(b"\0".join(parts)).hexdigest()

    def _run(self, *arguments: str) -> str:
        """Run Terraform; CommandError with its own words when it fails."""
        done = trace.run(
            ["terraform", f"-chdir={self._root.folder}", arguments[0], "-no-color", *arguments[1:]],
            {
                **COLLECTING,
                **self._environment.process_environment(),
                **cli_environment(),
                "TF_DATA_DIR": str(self._data),
                "TF_IN_AUTOMATION": "1",
            },
            f"{self._root.name} {arguments[0]}",
        )
        self._data.mkdir(parents=True, exist_ok=True)
        # What `show` prints has secrets in it.
        kept = done.stderr if arguments[0] == "show" else done.stdout + done.stderr
        self.log.write_text(kept, encoding="utf-8")
        if done.returncode and UNREACHABLE in done.stderr:
            raise CommandError(
                "Terraform cannot get its AWS provider: the registry does not answer. "
                "Go online, or name an unpacked provider mirror with TF_PLUGIN_DIR"
            )
        if done.returncode:
            raise CommandError(
                f"terraform {arguments[0]} of {self._root.name} failed:\n"
                f"{_errors(done.stderr or done.stdout)}\n(all of it: {self.log})"
            )
        return done.stdout


def _options(variables: Mapping[str, Any]) -> list[str]:
    return [
        f"-var={name}={value if isinstance(value, str) else json.dumps(value)}"
        for name, value in variables.items()
    ]


def _errors(text: str) -> str:
    """Terraform's error blocks, without its frames and the rest of what it printed."""
    plain = "\n".join(line.lstrip("│╷╵ ").rstrip() for line in text.splitlines())
    found = plain.find("Error:")
    return plain[found:].strip() if found >= 0 else plain.strip()


def _sources() -> Iterator[str]:
    """Every module source in the tree."""
    for path in sorted(Path("terraform").rglob("*.tf")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip().startswith("source "):
                yield f"{path}:{line.strip()}"
