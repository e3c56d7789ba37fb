"""All applications on one embedded AWS: applied, changed in place, destroyed.

Tests run in this order of their fixtures, whatever their modules: `first`, `second`, `destroyed`.
"""

import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from embedded_aws import LocalConfig, Target, serving

HERE = Path(__file__).parent
PHASES = ("first", "second", "destroyed")
SECONDS = 240


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests by phase."""
    items.sort(key=_phase)


def _phase(item: pytest.Item) -> int:
    names = getattr(item, "fixturenames", ())
    return max((PHASES.index(each) for each in PHASES if each in names), default=0)


@dataclass
class Applications:
    """The Terraform root of all applications, in a folder of its own."""

    target: Target
    folder: Path
    changed: bool = False
    plans: list[dict[str, Any]] = field(default_factory=list)

    @property
    def config(self) -> LocalConfig:
        return self.target.config

    def terraform(self, *arguments: str) -> str:
        """Run Terraform; its output, or a failure that shows it."""
        done = subprocess.run(
            ["terraform", *arguments],
            cwd=self.folder,
            env={
                **os.environ,
                **mirror(self.folder),
                "AWS_ENDPOINT_URL": self.config.aws_endpoint,
                "AWS_ACCESS_KEY_ID": "local",
                "AWS_SECRET_ACCESS_KEY": "local",
                "TF_IN_AUTOMATION": "1",
                "TF_VAR_changed": str(self.changed).lower(),
                "TF_VAR_packages": str(self.folder / "packages"),
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
        )
        if done.returncode:
            _, error, rest = f"{done.stdout}\n{done.stderr}".partition("Error: ")
            pytest.fail(f"terraform {arguments[0]}: {error}{rest or done.stderr}", pytrace=False)
        return done.stdout

    def apply(self, *, changed: bool) -> list[dict[str, Any]]:
        """Apply; the changes that the plan had."""
        self.changed = changed
        self.terraform("plan", "-input=false", "-no-color", "-out=plan", "-parallelism=20")
        changes = self._changes()
        self.terraform("apply", "-input=false", "-no-color", "-parallelism=20", "plan")
        return changes

    def left(self) -> list[str]:
        """The addresses that a further plan would change."""
        self.terraform("plan", "-input=false", "-no-color", "-out=again", "-parallelism=20")
        return [
            f"{each['address']}: {each['change']['actions']}" for each in self._changes("again")
        ]

    def _changes(self, plan: str = "plan") -> list[dict[str, Any]]:
        content = json.loads(self.terraform("show", "-json", plan))
        every = content.get("resource_changes", [])
        return [each for each in every if each["change"]["actions"] not in (["no-op"], ["read"])]

    def output(self, application: str) -> Any:
        """The outputs of an application."""
        return json.loads(self.terraform("output", "-json", "applications"))[application]


@dataclass(frozen=True)
class Deployed:
    """The applications as they are now."""

    applications: Applications
    outputs: Any
    changes: list[dict[str, Any]]
    left: list[str]

    def ask(  # noqa: PLR0913 - the parts of a request
        self,
        application: str,
        method: str = "GET",
        path: str = "",
        *,
        stage: str = "v1",
        body: Any = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """The API's answer."""
        api = self.outputs[application]["api"]
        url = f"http://127.0.0.1:{self.applications.config.api_port}"
        return httpx.request(
            method,
            f"{url}/restapis/{api}/{stage}/_user_request_{path}",
            json=body,
            headers=headers,
            timeout=30,
        )

    def client(self, service: str) -> Any:
        """A boto3 client."""
        return self.applications.target.client(service)


def mirror(folder: Path) -> dict[str, str]:
    """Terraform's provider mirror, if TF_PLUGIN_DIR names one."""
    given = os.environ.get("TF_PLUGIN_DIR")
    if not given:
        return {}
    config = folder / "mirror.tfrc"
    config.write_text(
        f'provider_installation {{\n  filesystem_mirror {{\n path = "{given}"\n }}\n}}\n'
    )
    return {"TF_CLI_CONFIG_FILE": str(config)}


@pytest.fixture(scope="session")
def applications(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Applications]:
    folder = tmp_path_factory.mktemp("applications")
    shutil.copytree(HERE, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.py"))
    (folder / "packages").mkdir()
    for source in (HERE / "functions").glob("*.py"):
        with zipfile.ZipFile(folder / "packages" / f"{source.stem}.zip", "w") as package:
            package.write(source, "main.py")
    with serving(folder / "aws") as target:
        running = Applications(target, folder)
        running.terraform("init", "-input=false", "-no-color")
        yield running


def deployed(applications: Applications, *, changed: bool) -> Deployed:
    changes = applications.apply(changed=changed)
    left = applications.left()
    outputs = json.loads(applications.terraform("output", "-json", "applications"))
    return Deployed(applications, outputs, changes, left)


@pytest.fixture(scope="session")
def first(applications: Applications) -> Deployed:
    """All applications, applied."""
    return deployed(applications, changed=False)


@pytest.fixture(scope="session")
def second(applications: Applications, first: Deployed) -> Deployed:
    """All applications, every resource changed in place."""
    assert first
    return deployed(applications, changed=True)


@pytest.fixture(scope="session")
def destroyed(applications: Applications, second: Deployed) -> str:
    """Terraform's words about the end of all applications."""
    assert second
    return applications.terraform("destroy", "-auto-approve", "-input=false", "-no-color")
