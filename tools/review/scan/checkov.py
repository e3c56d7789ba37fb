"""Runs Checkov on plans, in a virtual environment of its own: its packages clash with ours."""

import json
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.command import CommandError
from tools.review.scan.model import Finding

COMMAND = Path(".build/checkov/bin/checkov")
PLANTED = json.loads(Path(__file__).with_name("planted.json").read_text(encoding="utf-8"))
OPTIONS = ("--framework", "terraform_plan", "--skip-download", "--compact", "--output", "json")


def scan(plans: Mapping[str, Any], folder: Path) -> tuple[int, list[Finding]]:
    """The number of passed checks, and the failed ones.

    Each run includes a resource that is known to be insecure; CommandError if Checkov misses it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    planted = "planted"
    files = {}
    for number, (root, plan) in enumerate([*plans.items(), (planted, PLANTED["plan"])]):
        files[path := folder / f"{number}.json"] = root
        path.write_text(json.dumps(plan), encoding="utf-8")
    try:
        report = _run(files)
    finally:
        for path in files:
            path.unlink()  # plans hold secrets
    roots = {path.name: root for path, root in files.items()}
    findings = list(_findings(report, roots))
    caught = {each.check for each in findings if each.root == planted}
    if missed := set(PLANTED["must_fail"]) - caught:
        raise CommandError(
            f"Checkov no longer finds {', '.join(sorted(missed))} in a resource known"
        )
    passed = sum(1 for each in report["results"]["passed_checks"] if _root(each, roots) != planted)
    return passed, [each for each in findings if each.root != planted]


def _run(files: Iterable[Path]) -> dict[str, Any]:
    if not COMMAND.exists():
        raise CommandError("Checkov is not installed; `make scan` installs it")
    done = subprocess.run(
        [COMMAND, *OPTIONS, *(word for path in files for word in ("--file", str(path)))],
        env={**os.environ, "LOG_LEVEL": "ERROR"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        report: dict[str, Any] = json.loads(done.stdout)
        unread = report["results"]["parsing_errors"]
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise CommandError(f"Checkov failed:\n{done.stderr or done.stdout}") from error
    if unread:
        raise CommandError(f"Checkov cannot read {', '.join(unread)}")
    return report


def _root(record: Mapping[str, Any], roots: Mapping[str, str]) -> str:
    return roots[Path(record["file_path"]).name]


def _findings(report: Mapping[str, Any], roots: Mapping[str, str]) -> Iterator[Finding]:
    for each in report["results"]["failed_checks"]:
        address = each["resource_address"] or each["resource"]
        yield Finding(_root(each, roots), address, each["check_id"], each["check_name"])
