"""Terraform's failures, in its own words and with a way out."""

import subprocess
from pathlib import Path

from tools.command import CommandError
from tools.deploy.terraform.root import Root
from tools.deploy.terraform.state_lock import REFUSED, unlocking
from tools.deploy.where.place import Place

UNREACHABLE = "Failed to query available provider packages"


def failure(
    root: Root, place: Place, command: str, done: subprocess.CompletedProcess[str], log: Path
) -> CommandError:
    """The error of a command that failed; the log has all of its output."""
    if UNREACHABLE in done.stderr:
        return CommandError(
            "Terraform cannot get its AWS provider: the registry does not answer. "
            "Go online, or name an unpacked provider mirror with TF_PLUGIN_DIR"
        )
    return CommandError(
        f"terraform {command} of {root.name} failed:\n"
        f"{_errors(done.stderr or done.stdout)}\n(all of it: {log})"
        f"{_way_out(root, place, done.stderr)}"
    )


def _way_out(root: Root, place: Place, errors: str) -> str:
    """The command that shows the lock, when it is the lock that has refused a change."""
    if REFUSED not in errors:
        return ""
    command = unlocking(root, place)
    return f"\nIf no deployment runs any more, `{command}` takes its lock away."


def _errors(text: str) -> str:
    """The text of Terraform's errors, without frames and other output."""
    plain = "\n".join(line.lstrip("│╷╵ ").rstrip() for line in text.splitlines())
    start = plain.find("Error:")
    return plain[start:].strip() if start >= 0 else plain.strip()
