"""A root's folder of data in one place: initialised, and Terraform run in it."""

import os
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO

from tools.deploy.terraform import provider, run_note
from tools.deploy.terraform.cli import COLLECTING, UNASKED, cli_environment
from tools.deploy.terraform.failures import failure
from tools.deploy.terraform.fingerprint import fingerprint
from tools.deploy.terraform.root import Root
from tools.deploy.where.place import Place
from tools.measure.trace import terraform as trace

TOLD = ("apply", "destroy", "import", "init")
"""The commands whose output VERBOSE=1 shows; that of others is an answer, and may hold secrets."""
ATTACHED = {"init", "apply", "destroy", "import", "plan", "show"}
PENDING = 2
"""How Terraform's `plan -detailed-exitcode` ends when an apply would change anything."""


class Workspace:
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

    def init(self) -> None:
        """Run `terraform init` unless nothing has changed since the last time."""
        stamp = self._data / "initialised"
        current = self._fingerprint()
        if stamp.exists() and stamp.read_text(encoding="utf-8") == current:
            return
        self._data.mkdir(parents=True, exist_ok=True)
        self._run("init", "-input=false", "-reconfigure", "-lockfile=readonly", *self._backend())
        provider.remember(self._place.cloud.terraform_folder, self._lock, self._data)
        stamp.write_text(current, encoding="utf-8")

    def check_provider(self) -> None:
        """Have the provider checked before there is a state, if runs may attach to it then."""
        if self._place.cloud.attaches and self._checked_provider is None:
            self._data.mkdir(parents=True, exist_ok=True)
            self._run("init", "-input=false", "-backend=false", "-lockfile=readonly")
            provider.remember(self._place.cloud.terraform_folder, self._lock, self._data)

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
        url = self._place.cloud.variables(self._place.region).get("AWS_ENDPOINT_URL", "")
        return fingerprint(self._lock, self._backend(), cli_environment(), url)

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
        if done.returncode:
            raise failure(self._root, self._place, arguments[0], done, self.log)
        return done.stdout

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
