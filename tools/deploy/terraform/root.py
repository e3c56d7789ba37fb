"""Terraform's roots: folders with a state of their own."""

import re
from dataclasses import dataclass
from pathlib import Path

from tools.command import CommandError
from tools.deploy.where.place import Place

# A use of a provider's alias; resources are written aws_…, and host names have a dot before.
ALIAS = re.compile(r"(?<![\w.])aws\.[a-z]")


@dataclass(frozen=True)
class Root:
    """A root: a folder that is applied on its own."""

    name: str

    @property
    def short_name(self) -> str:
        """The name in targets of the Makefile."""
        return self.name.removeprefix("services/")

    @property
    def folder(self) -> Path:
        """The folder of its sources."""
        return Path("terraform") / self.name

    @property
    def has_one_provider(self) -> bool:
        """Whether nothing in it uses a second configuration of the provider, such as aws.second."""
        texts = (path.read_text(encoding="utf-8") for path in self.folder.glob("*.tf"))
        return not any(ALIAS.search(text) for text in texts)

    def state_key(self, place: Place) -> str:
        """The S3 key of its state; bootstrap's belongs to account and region."""
        if self == BOOTSTRAP:
            return "bootstrap.tfstate"
        return f"{place.environment.name}/{self.name}.tfstate"

    def data_folder(self, place: Place) -> Path:
        """Terraform's data folder, one per place."""
        return place.cloud.terraform_folder / place.name / self.name


BOOTSTRAP, PLATFORM, GATEWAY = Root("bootstrap"), Root("platform"), Root("gateway")
# Deployed by a command of its own: an environment is whole without it.
PORTAL = Root("portal")


def service_root(service: str) -> Root:
    """The root of a service."""
    return Root(f"services/{service}")


def services() -> list[str]:
    """Every folder under services with a root and a function."""
    return sorted(
        path.parent.name
        for path in Path("services").glob("*/main.py")
        if service_root(path.parent.name).folder.is_dir()
    )


def root_named(short_name: str) -> Root:
    """The root of this name in `make plan-…`; CommandError without one."""
    every = (BOOTSTRAP, PLATFORM, GATEWAY, PORTAL, *map(service_root, services()))
    roots = {each.short_name: each for each in every}
    if short_name not in roots:
        raise CommandError(f"there is no root {short_name}; there are {', '.join(roots)}")
    return roots[short_name]


def check_service(name: str) -> None:
    """CommandError unless the service exists."""
    if name in {root.name for root in (BOOTSTRAP, PLATFORM, GATEWAY, PORTAL)}:
        raise CommandError(f"{name} is a root, and no service: `make deploy` applies what changed")
    if name not in services():
        raise CommandError(f"there is no service {name}; there are {', '.join(services())}")
