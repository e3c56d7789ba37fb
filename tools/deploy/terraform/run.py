"""Runs Terraform in one root of a place."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tools.command import CommandError
from tools.deploy.terraform import composites, run_note
from tools.deploy.terraform.state import content
from tools.deploy.terraform.state_lock import StateLock, unlocking
from tools.deploy.terraform.workspace import Workspace


@dataclass(frozen=True)
class StateMark:
    """A state of a root: another apply has another serial, another state another lineage."""

    lineage: str = ""
    serial: int = 0


class Terraform(Workspace):
    """Commands on one root in one place."""

    def apply(self, variables: Mapping[str, Any], only: Sequence[str] = ()) -> str:
        """Apply all, or these addresses and what they need; returns Terraform's summary."""
        targets = [f"-target={address}" for address in only]
        arguments = ("apply", "-auto-approve", *targets, *_options(variables))
        try:
            return _summary(self._changing(*arguments))
        except CommandError as error:
            if composites.REFUSED not in str(error):
                raise
        composites.tell_new_rules(self.planned(variables), self._place.client("cloudwatch"))
        return _summary(self._changing(*arguments))

    def plan(self, variables: Mapping[str, Any]) -> tuple[str, bool]:
        """(the changes that an apply would make, whether there are any), without a lock."""
        self.init()
        common = ("-input=false", "-lock=false", "-detailed-exitcode", self._values)
        text = self._run("plan", *common, *_options(variables))
        return text, self._changes_pending

    def planned(self, variables: Mapping[str, Any], *, refresh: bool = False) -> str:
        """The plan as JSON; with a refresh it tells what was changed outside Terraform, too."""
        with self._secret_file("kept.plan") as file:
            return self._planned(variables, file, refresh=refresh)

    def saved(self, variables: Mapping[str, Any]) -> tuple[bytes, str]:
        """(the plan as Terraform applies it, the plan as JSON); both hold secrets."""
        with self._secret_file("kept.plan") as file:
            text = self._planned(variables, file, refresh=True)
            return file.read_bytes(), text

    def apply_saved(self, plan: bytes) -> str:
        """Apply exactly this plan; returns Terraform's summary."""
        with self._secret_file("applied.plan") as file:
            file.touch(mode=0o600)
            file.write_bytes(plan)
            try:
                return _summary(self._changing("apply", after=(str(file),), with_values=False))
            except CommandError as error:
                if composites.REFUSED not in str(error):
                    raise
                text = self._run("show", "-json", str(file))
                composites.tell_new_rules(text, self._place.client("cloudwatch"))
                raise CommandError(f"{error}\n{composites.PLAN_AGAIN}") from error

    def state_mark(self) -> StateMark:
        """The lineage and serial of its state; of none before the first apply."""
        state = content(self._root, self._place)
        return StateMark(state["lineage"], state["serial"]) if state else StateMark()

    def _planned(self, variables: Mapping[str, Any], file: Path, *, refresh: bool) -> str:
        self.init()
        looks = f"-refresh={str(refresh).lower()}"
        common = ("-input=false", "-lock=false", looks, f"-out={file}", self._values)
        self._run("plan", *common, *_options(variables))
        return self._run("show", "-json", str(file))

    @contextmanager
    def _secret_file(self, name: str) -> Iterator[Path]:
        """A file in the data folder that is gone afterwards, because a plan holds secrets."""
        self._data.mkdir(parents=True, exist_ok=True)
        file = (self._data / name).resolve()
        file.unlink(missing_ok=True)
        try:
            yield file
        finally:
            file.unlink(missing_ok=True)

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
        outputs = content(self._root, self._place).get("outputs", {})
        return {name: output["value"] for name, output in outputs.items()}

    def _changing(
        self,
        command: str,
        *options: str,
        after: tuple[str, ...] = (),
        with_values: bool = True,
    ) -> str:
        self.init()
        # A saved plan has its values in it.
        values = (self._values,) if with_values else ()
        arguments = (command, "-input=false", "-lock-timeout=60s", *values, *options, *after)
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


def _summary(output: str) -> str:
    """The number of changes that an apply tells."""
    match = re.search(r"Apply complete! Resources: (.*)\.", output)
    summary = match[1] if match else "applied"
    return "no changes" if re.fullmatch(r"0 \w+(, 0 \w+)*", summary) else summary


def _options(variables: Mapping[str, Any]) -> list[str]:
    return [
        f"-var={name}={value if isinstance(value, str) else json.dumps(value)}"
        for name, value in variables.items()
    ]
