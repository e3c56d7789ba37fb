"""Generates a Python package from the public contract, with openapi-python-client."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shared.product import NAME
from tools.build.contracts.bodies import operations
from tools.command import CommandError

PACKAGE = f"{NAME}_client"
CONFIG = {
    "project_name_override": PACKAGE.replace("_", "-"),
    "package_name_override": PACKAGE,
    "docstrings_on_attributes": True,
    # The cache would lie in the package.
    "post_hooks": ["ruff check --no-cache --fix-only .", "ruff format --no-cache ."],
}


def generate(contract: Mapping[str, Any], target: Path) -> list[Path]:
    """Write the client's project and return its files; the same contract gives the same files."""
    # Elsewhere first: what fails leaves the former client, and no .gitignore is in ruff's way.
    with tempfile.TemporaryDirectory() as scratch:
        project = Path(scratch, "client")
        _run(_named_by_tag(contract), Path(scratch), project)
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(project, target)
    return sorted(path for path in target.rglob("*") if path.is_file())


def _named_by_tag(contract: Mapping[str, Any]) -> Mapping[str, Any]:
    """The contract with operations named without their service: each service is a module."""
    for _, _, operation in operations(contract):
        service = operation["tags"][0]
        operation["operationId"] = operation["operationId"].removeprefix(f"{service}_")
    return contract


def _run(contract: Mapping[str, Any], scratch: Path, project: Path) -> None:
    document, config = scratch / "openapi.json", scratch / "config.json"
    document.write_text(json.dumps(contract), encoding="utf-8")
    config.write_text(json.dumps(CONFIG), encoding="utf-8")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "pdm"]
    command += ["--path", str(document), "--config", str(config), "--output-path", str(project)]
    binaries = str(Path(sys.executable).parent)
    done = subprocess.run(
        [*command, "--fail-on-warning"],
        env={**os.environ, "PATH": f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandError(
            f"the contract has something that no client can be made of:\n{done.stdout}"
        )
