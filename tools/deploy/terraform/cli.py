"""The terraform program: its version, its providers, and its environment variables."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from tools.command import CommandError

MINIMUM = (1, 11)
PLUGIN_CONFIG = Path(".build/terraform.rc")
PLUGIN_CACHE = Path(".build/terraform-plugins")
# A run lives for seconds and reads the provider's large schema: collecting garbage as often as Go
# does unasked takes a quarter of its CPU. The limit is soft, and of each process.
COLLECTING = {"GOGC": "400", "GOMEMLIMIT": "2GiB"}
# The version is ours to raise: Terraform need not ask its makers for a newer one.
UNASKED = {"CHECKPOINT_DISABLE": "1"}


def check_terraform() -> None:
    """CommandError unless PATH has a Terraform that is new enough."""
    if shutil.which("terraform") is None:
        raise CommandError("terraform is not on PATH; install Terraform 1.11 or newer")
    done = subprocess.run(
        ["terraform", "version", "-json"],
        env=run_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    match = re.search(r'"terraform_version":\s*"(\d+)\.(\d+)', done.stdout)
    if not match or (int(match[1]), int(match[2])) < MINIMUM:
        version = ".".join(match.groups()) if match else "unknown"
        raise CommandError(f"Terraform {version} is on PATH; this needs 1.11 or newer")


def run_environment() -> dict[str, str]:
    """This process's environment with Terraform's variables; existing ones stay."""
    return {**COLLECTING, **UNASKED, **os.environ, **cli_environment()}


def cli_environment() -> dict[str, str]:
    """Terraform's provider mirror: TF_PLUGIN_DIR if given, else its own configuration."""
    mirror = os.environ.get("TF_PLUGIN_DIR")
    if mirror:
        if not Path(mirror).is_dir():
            raise CommandError(f"TF_PLUGIN_DIR names {mirror}, which is not a folder")
        text = (
            f'provider_installation {{\n  filesystem_mirror {{\n    path = "{mirror}"\n  }}\n}}\n'
        )
        written_whole(PLUGIN_CONFIG, text)
        return {"TF_CLI_CONFIG_FILE": str(PLUGIN_CONFIG.resolve())}
    configured = os.environ.get("TF_CLI_CONFIG_FILE")
    if configured and Path(configured).exists():
        return {}
    # A name without a file would only print a warning into every command.
    neutral = {"TF_CLI_CONFIG_FILE": os.devnull} if configured else {}
    return {**neutral, **_plugin_cache()}


def written_whole(path: Path, text: str) -> None:
    """A file of its owner only, renamed into place: parallel runs never read half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        file.write(text)
    Path(file.name).replace(path)


def _plugin_cache() -> dict[str, str]:
    """One copy of the provider for all roots, unless the user has another plugin cache."""
    if "TF_PLUGIN_CACHE_DIR" in os.environ or (Path.home() / ".terraformrc").exists():
        return {}
    PLUGIN_CACHE.mkdir(parents=True, exist_ok=True)
    return {"TF_PLUGIN_CACHE_DIR": str(PLUGIN_CACHE.resolve())}
