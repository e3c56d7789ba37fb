"""Terraform of the pinned version: from PATH, else fetched to .tools; FETCH=0 fetches nothing."""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools import command
from tools.command import CommandError
from tools.develop.machine.download import Download

VERSION, SUMS = Path(".terraform-version"), Path("requirements/terraform.sha256")
TOOLS = Path(".tools")
SERVER = "https://releases.hashicorp.com/terraform"
"""Where its publisher has it; TERRAFORM_RELEASES names another place of the same layout."""


def main(argv: Sequence[str] | None = None) -> int:
    """Install Terraform if it is missing."""
    parser = command.parser("tools.develop.machine", __doc__)
    return command.run(parser, argv, _work)


def _work(_: argparse.Namespace) -> None:
    version = VERSION.read_text(encoding="utf-8").strip()
    program = TOOLS / f"terraform-{version}" / "terraform"
    if version in (_version_of(shutil.which("terraform")), _version_of(str(program))):
        return
    if os.environ.get("FETCH") == "0":
        raise CommandError(
            f"Terraform {version} is not on PATH and FETCH=0 forbids to fetch it; "
            f"install Terraform {version}"
        )
    server = os.environ.get("TERRAFORM_RELEASES") or SERVER
    Download(version, server, SUMS).install(program)
    print(f"Terraform {version} fetched into {program.parent}")


def _version_of(program: str | None) -> str | None:
    """The program's version; None if there is no program, or if it does not run."""
    if program is None:
        return None
    quiet = {**os.environ, "CHECKPOINT_DISABLE": "1"}
    try:
        done = subprocess.run(
            [program, "version", "-json"], env=quiet, capture_output=True, text=True, check=False
        )
        # A warning about a configuration may come before it.
        match = re.search(r"\{.*\}", done.stdout, re.DOTALL)
        return json.loads(match[0])["terraform_version"] if match else None
    except (OSError, ValueError, KeyError):
        return None


if __name__ == "__main__":
    sys.exit(main())
