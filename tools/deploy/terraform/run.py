"""Runs Terraform in one root of a place."""

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from botocore.exceptions import ClientError

from tools.command import CommandError
from tools.deploy.terraform import provider, run_note
from tools.deploy.terraform.cli import COLLECTING, UNASKED, cli_environment
from tools.deploy.terraform.root import Root
from tools.deploy.terraform.state_lock import REFUSED, StateLock, unlocking
from tools.deploy.where.place import Place
from tools.measure.trace import terraform as trace

TOLD = ("apply", "destroy", "import", "init")
"""The commands whose output VERBOSE=1 shows; that of others is an answer, and may hold secrets."""
ATTACHED = {"init", "apply", "destroy", "import", "plan", "show"}
PENDING = 2
"""How Terraform's `plan -detailed-exitcode` ends when an apply would change anything."""
UNREACHABLE = "Failed to query available provider packages"


class Terraform:
    """One root in one place."""

    def __init__(self, root: Root, place: Place) -> None:
        self._root = root
        self._place = place
        self._data = root.data_folder(place)
        self._changes_pending = False

    @property
    def log(self) -> Path:
        """The output of the last command."""
        return self._data / "last.log"

    def apply(self, variables: Mapping[str, Any], only: Sequence[str] = ()) -> str:
        """Apply all, or these addresses and what they need; returns Terraform's summary."""
        targets = [f"-target={address}" for address in only]
        output = self._changing("apply", "-auto-approve", *targets, *_options(variables))
        match = re.search(r"Apply complete! Resources: (.*)\.", output)
        summary = match[1] if match else "applied"
        return "no changes" if re.fullmatch(r"0 \w+(, 0 \w+)*", summary) else summary

    def plan(self, variables: Mapping[str, Any]) -> tuple[str, bool]:
        """(the changes that an apply would make, whether there are any), without a lock."""
        self.init()
        common = ("-input=false", "-lock=false", "-detailed-exitcode", self._values)
        text = self._run("plan", *common, *_options(variables))
        return text, self._changes_pending

    def planned(self, variables: Mapping[str, Any], *, refresh: bool = False) -> str:
        """The plan as JSON; with a refresh it tells what was changed outside Terraform, too."""
        self.init()
        file = (self._data / "kept.plan").resolve()
        looks = f"-refresh={str(refresh).lower()}"
        common = ("-input=false", "-lock=false", looks, f"-out={file}", self._values)
        try:
            self._run("plan", *common, *_options(variables))
            return self._run("show", "-json", str(file))
        finally:
            file.unlink(missing_ok=True)  # it holds secrets

    def destroy(self, variables: Mapping[str, Any]) -> str:
        """Destroy the root's resources."""
        output = self._changing("destroy", "-auto-approve", *_options(variables))
        match = re.search(r"Destroy complete! Resources: (.*)\.", output)
        return match[1] if match else "destroyed"

    def adopt(self, address: str, resource_id: str, variables: Mapping[str, Any]) -> None:
        """Import an existing resource."""
        self._changing("import", *_options(variables), after=(address, resource_id))

    def outputs(self) -> dict[str, Any]:
        """The root's outputs, from its state; empty before the first apply."""
        bucket, key = self._place.state_bucket, self._root.state_key(self._place)
        try:
            state = self._place.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] in {"NoSuchKey", "NoSuchBucket"}:
                return {}
            raise
        return {name: output["value"] for name, output in json.loads(state)["outputs"].items()}

    def init(self) -> None:
        """Run `terraform init` unless nothing has changed since the last time."""
        stamp = self._data / "initialised"
        fingerprint = self._fingerprint()
        if stamp.exists() and stamp.read_text(encoding="utf-8") == fingerprint:
            return
        self._data.mkdir(parents=True, exist_ok=True)
        self._run("init", "-input=false", "-reconfigure", "-lockfile=readonly", *self._backend())
        provider.remember(self._place.cloud.terraform_folder, self._lock, self._data)
        stamp.write_text(fingerprint, encoding="utf-8")

    def check_provider(self) -> None:
        """Have the provider checked before there is a state, if runs may attach to it then."""
        if self._place.cloud.attaches and self._checked_provider is None:
            self._data.mkdir(parents=True, exist_ok=True)
            self._run("init", "-input=false", "-backend=false", "-lockfile=readonly")
            provider.remember(self._place.cloud.terraform_folder, self._lock, self._data)

    def _changing(self, command: str, *options: str, after: tuple[str, ...] = ()) -> str:
        self.init()
        arguments = (command, "-input=false", "-lock-timeout=60s", self._values, *options, *after)
        if not self._place.cloud.is_this_machines:
            return self._run(*arguments)
        busy = (
            f"another process of this machine changes {self._root.name}; wait for its end, or end "
            f"it and deploy again (`{unlocking(self._root, self._place)}` shows since when)"
        )
        note = run_note.RunNote(self._data / "running")
        with note.begin(self._take_lock_away, busy) as file:
            return self._run(*arguments, note=file)

    def _take_lock_away(self, began: datetime) -> None:
        """Take the lock away that a killed run, begun at that time, has left."""
        states = StateLock(self._root, self._place)
        lock = states.read()
        if lock and lock.is_of_this_machine_since(began):
            states.take_away(lock)

    @property
    def _values(self) -> str:
        return f"-var-file={self._place.var_file()}"

    def _backend(self) -> list[str]:
        settings = {
            "bucket": self._place.state_bucket,
            "key": self._root.state_key(self._place),
            "region": self._place.region,
            "use_lockfile": "true",
        }
        return [f"-backend-config={name}={value}" for name, value in settings.items()]

    def _fingerprint(self) -> str:
        """A digest of providers, modules and backend."""
        parts = [self._lock, repr(self._backend()).encode(), repr(cli_environment()).encode()]
        parts += [line.encode() for line in _sources()]
        variables = self._place.cloud.variables(self._place.region)
        parts.append(variables.get("AWS_ENDPOINT_URL", "").encode())
        return hashlib.sha256(b"\0".join(parts)).hexdigest()

    def _say(self, line: str) -> None:
        print(f"  {self._root.name}: {line}", flush=True)

    def _run(self, *arguments: str, note: IO[str] | None = None) -> str:
        """Run Terraform; CommandError with its error messages when it fails.

        It keeps the note's file open, which is emptied unless Terraform was killed.
        """
        name = f"{self._root.name} {arguments[0]}"
        environment = {
            **COLLECTING,
            **UNASKED,
            **self._place.cloud.process_environment(self._place.region),
            **cli_environment(),
            **trace.caller(name),
            "TF_DATA_DIR": str(self._data),
            "TF_IN_AUTOMATION": "1",
        }
        command = ["terraform", f"-chdir={self._root.folder}", arguments[0], "-no-color"]
        verbose = arguments[0] in TOLD and os.environ.get("VERBOSE") == "1"
        say = self._say if verbose else None
        with self._provider(name, environment) as attached:
            call, files = [*command, *arguments[1:]], [note] if note else []
            done = trace.run(call, {**environment, **attached}, name, say, files)
        if note and done.returncode >= 0:
            run_note.end(note)
        self._data.mkdir(parents=True, exist_ok=True)
        # What `show` prints has secrets in it.
        printed = done.stderr if arguments[0] == "show" else done.stdout + done.stderr
        self.log.write_text(printed, encoding="utf-8")
        # Only `plan` with -detailed-exitcode ends so, and it is no failure.
        self._changes_pending = done.returncode == PENDING and "-detailed-exitcode" in arguments
        if self._changes_pending:
            return done.stdout
        if done.returncode and UNREACHABLE in done.stderr:
            raise CommandError(
                "Terraform cannot get its AWS provider: the registry does not answer. "
                "Go online, or name an unpacked provider mirror with TF_PLUGIN_DIR"
            )
        if done.returncode:
            raise CommandError(
                f"terraform {arguments[0]} of {self._root.name} failed:\n"
                f"{_errors(done.stderr or done.stdout)}\n(all of it: {self.log})"
                f"{self._way_out(done.stderr)}"
            )
        return done.stdout

    def _way_out(self, errors: str) -> str:
        """The command that shows the lock, when it is the lock that has refused a change."""
        if REFUSED not in errors:
            return ""
        command = unlocking(self._root, self._place)
        return f"\nIf no deployment runs any more, `{command}` takes its lock away."

    def _provider(
        self, name: str, environment: Mapping[str, str]
    ) -> AbstractContextManager[dict[str, str]]:
        """A provider for all phases of this run; none where Terraform is to check it each time."""
        path = self._checked_provider if name.rsplit(" ", maxsplit=1)[-1] in ATTACHED else None
        return provider.running(path, environment, name) if path else nullcontext({})

    @property
    def _checked_provider(self) -> Path | None:
        """The provider that this root's lock file names, if runs may attach to it."""
        # A provider that runs attach to has one configuration, whichever came last.
        if not (self._place.cloud.attaches and self._root.has_one_provider):
            return None
        return provider.checked(self._place.cloud.terraform_folder, self._lock)

    @property
    def _lock(self) -> bytes:
        return (self._root.folder / ".terraform.lock.hcl").read_bytes()


def _options(variables: Mapping[str, Any]) -> list[str]:
    return [
        f"-var={name}={value if isinstance(value, str) else json.dumps(value)}"
        for name, value in variables.items()
    ]


def _errors(text: str) -> str:
    """The text of Terraform's errors, without frames and other output."""
    plain = "\n".join(line.lstrip("│╷╵ ").rstrip() for line in text.splitlines())
    start = plain.find("Error:")
    return plain[start:].strip() if start >= 0 else plain.strip()


def _sources() -> Iterator[str]:
    """Every module source in the tree."""
    for path in sorted(Path("terraform").rglob("*.tf")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip().startswith("source "):
                yield f"{path}:{line.strip()}"
