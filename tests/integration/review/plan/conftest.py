"""Plans of a small stack, made by Terraform: as it is applied, then with other settings."""

import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from embedded_aws import serving
from tools.deploy.terraform import provider
from tools.deploy.terraform.cli import run_environment

HERE = Path(__file__).parent
ROOT = HERE.parents[3]


@dataclass(frozen=True)
class Shop:
    """The applied stack, and plans of it with other texts."""

    folder: Path
    environment: Mapping[str, str]

    def plan(
        self, edits: Sequence[tuple[str, str]], add: str = "", *, refresh: bool = False
    ) -> Any:
        """The plan as `terraform show -json` tells it, with each text replaced."""
        text = (HERE / "shop.tf").read_text(encoding="utf-8")
        for find, replace in edits:
            assert find in text, find
            text = text.replace(find, replace, 1)
        (self.folder / "main.tf").write_text(text + add, encoding="utf-8")
        self.run("plan", "-out=plan", f"-refresh={str(refresh).lower()}")
        return json.loads(self.run("show", "-json", "plan"))

    def run(self, *arguments: str) -> str:
        command = ["terraform", f"-chdir={self.folder}", *arguments]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
        return done.stdout


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The stack of shop.tf, applied to an embedded AWS of its own."""
    folder = tmp_path_factory.mktemp("shop")
    shutil.copy(HERE / "shop.tf", folder / "main.tf")
    with zipfile.ZipFile(folder / "package.zip", "w") as package:
        package.writestr("main.py", "def handle(event, context): pass\n")
    shutil.copy(ROOT / "terraform/shared/providers.lock.hcl", folder / ".terraform.lock.hcl")
    with serving(folder / "aws") as target:
        aws = {
            "AWS_ENDPOINT_URL": target.config.aws_endpoint,
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        inherited = {name: each for name, each in run_environment().items() if "AWS" not in name}
        environment = {**inherited, **aws}
        stack = Shop(folder, environment)
        stack.run("init", "-input=false")
        program = provider.program(folder / ".terraform")
        assert program
        with provider.running(program, environment, "tests") as attached:
            stack = Shop(folder, {**environment, **attached})
            stack.run("apply", "-auto-approve", "-input=false", "-parallelism=20")
            yield stack
