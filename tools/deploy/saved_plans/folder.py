"""The saved plans of one place: made, and given out as long as they are fresh."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tools.command import CommandError
from tools.deploy.releases import author
from tools.deploy.releases.registry import Registry
from tools.deploy.saved_plans import label as labels
from tools.deploy.saved_plans import seal
from tools.deploy.saved_plans.gateway import ReviewedGateway
from tools.deploy.saved_plans.label import Label
from tools.deploy.saved_plans.staleness import reasons
from tools.deploy.terraform.root import GATEWAY, PLATFORM, Root
from tools.deploy.terraform.run import StateMark, Terraform
from tools.deploy.where.place import Place, Replica


@dataclass(frozen=True)
class SavedPlans:
    """A folder of sealed plans; each place has a folder of its own in it."""

    folder: Path
    place: Place

    def path(self, root: Root) -> Path:
        """The file of a root's plan."""
        return self.folder / self.place.name / f"{root.name.replace('/', '-')}.plan"

    def keep(self, root: Root, variables: Mapping[str, Any]) -> str:
        """Plan the root and keep the plan; returns it as JSON, which holds secrets."""
        seal.key()
        check_clean()
        here = self._label(root, variables)
        plan, text = Terraform(root, self.place).saved(variables)
        content = ReviewedGateway.of(json.loads(text)).written() if root == GATEWAY else plan
        seal.write(self.path(root), here.written(), content)
        return text

    def fresh(self, root: Root, variables: Mapping[str, Any]) -> bytes:
        """The content of the root's plan; CommandError when it is missing, broken or stale."""
        path = self.path(root)
        if not path.exists():
            raise CommandError(f"there is no saved plan {path}; {self._advice(root)}")
        try:
            line, content = seal.read(path)
            saved = labels.read(line)
        except (seal.BrokenSealError, ValueError) as error:
            raise CommandError(f"{error}; {self._advice(root)}") from error
        for reason in reasons(saved, self._label(root, variables)):
            raise CommandError(
                f"the saved plan of {root.name} is stale: {reason}; {self._advice(root)}"
            )
        return content

    def digest(self, root: Root) -> str:
        """A digest of the root's file; empty without one."""
        path = self.path(root)
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""

    def _advice(self, root: Root) -> str:
        name = self.place.environment.name
        return (
            f"nothing of it was applied: plan again with `make plan-{root.short_name} ENV={name} "
            f"SAVE={self.folder}`, have it reviewed, and deploy that"
        )

    def _label(self, root: Root, variables: Mapping[str, Any]) -> Label:
        """The label of a plan that is made here and now."""
        # The gateway is planned afresh: whatever it reads may differ by then.
        is_applied = root != GATEWAY
        return Label(
            root=root.name,
            environment=self.place.environment.name,
            region=self.place.region,
            account=self._account(),
            commit=author.whole_commit(),
            tree=author.tree(),
            planned=datetime.now(UTC).isoformat(timespec="seconds"),
            state=Terraform(root, self.place).state_mark() if is_applied else StateMark(),
            reads=self._reads(root) if is_applied else "",
            files=dict(_files(variables)) if is_applied else {},
        )

    def _account(self) -> str:
        return str(self.place.client("sts").get_caller_identity()["Account"])

    def _reads(self, root: Root) -> str:
        """A digest of the platform that the plan is of: a second region's is of the primary's."""
        place = self.place
        if root == PLATFORM and isinstance(place, Replica):
            place = place.primary
        elif root == PLATFORM:
            return ""
        platform = Registry(place).parameter(PLATFORM.name)
        return hashlib.sha256(json.dumps(platform, sort_keys=True).encode()).hexdigest()


def check_clean() -> None:
    """CommandError with uncommitted changes: nobody could say of what the plan is."""
    if not author.tree() or author.is_dirty():
        raise CommandError(
            "the working tree has changes that no commit has, or is no repository; commit them, so "
            "that the saved plan is of a commit"
        )


def _files(variables: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The files that variables name, with digests of their contents."""
    for value in variables.values():
        if isinstance(value, Mapping):
            yield from _files(value)
        elif isinstance(value, str) and Path(value).is_file():
            yield value, hashlib.sha256(Path(value).read_bytes()).hexdigest()
