"""Workflows are triggers and permissions around make targets that there are."""

import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / ".github/workflows").glob("*.yml"))
TARGET = re.compile(r"\bmake(?: --silent)? ([\w\"$-]+)")
LONGEST = 2
CALL = re.compile(r"""\.job\(\s*"([\w-]+)",\s*"([\w-]+)\"""")
OWN_RUNS = {("check", "check"), ("check", "scan"), ("check", "applications")}
"""CI itself, and suites that are no steps of a pipeline: whoever changes them runs them."""
ALLOWED = re.compile(r"\.ci/run")
WORKFLOWS = [pytest.param(yaml.safe_load(path.read_text("utf-8")), id=path.stem) for path in FILES]


def jobs(workflow: Mapping[str, Any]) -> list[dict[str, Any]]:
    return list(workflow["jobs"].values())


def runs(workflow: Mapping[str, Any]) -> Iterator[str]:
    for job in jobs(workflow):
        yield from (step["run"] for step in job.get("steps", []) if "run" in step)


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_a_workflow_gives_no_permissions_but_those_of_a_job(workflow: Mapping[str, Any]) -> None:
    assert workflow["permissions"] == {}
    assert all("permissions" in job for job in jobs(workflow))


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_every_job_ends_in_time_and_every_workflow_knows_what_runs_beside_it(
    workflow: Mapping[str, Any],
) -> None:
    own = [job for job in jobs(workflow) if "uses" not in job]

    assert all(job["timeout-minutes"] <= 60 for job in own)
    assert "group" in workflow["concurrency"]


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_every_step_runs_a_make_target_or_next_to_nothing(workflow: Mapping[str, Any]) -> None:
    for run in runs(workflow):
        assert len(run.strip().splitlines()) <= LONGEST
        assert TARGET.search(run) or ALLOWED.fullmatch(run)


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_every_make_target_is_there(workflow: Mapping[str, Any]) -> None:
    targets = {match for run in runs(workflow) for match in TARGET.findall(run)}
    for target in targets:
        name = target.strip('"').replace("$ROOT", "platform")
        done = subprocess.run(
            ["make", "--dry-run", name, "PULL_REQUEST=1"],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_deployments_are_never_cancelled(workflow: Mapping[str, Any]) -> None:
    changes = any(re.search(r"make (deploy|destroy|sweep)", run) for run in runs(workflow))

    assert not (changes and workflow["concurrency"].get("cancel-in-progress"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_has_keys_of_aws_that_last(path: Path) -> None:
    text = path.read_text(encoding="utf-8").lower()

    assert "aws_secret_access_key" not in text
    assert "aws-secret-access-key" not in text
    assert text.count("actions/checkout@") == text.count("persist-credentials: false")


def test_every_job_is_run_by_a_test() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py")]
    run = {match for text in texts for match in CALL.findall(text)} | OWN_RUNS

    own = {
        (path.stem, name)
        for path in FILES
        for name, job in yaml.safe_load(path.read_text("utf-8"))["jobs"].items()
        if "steps" in job
    }
    assert own - run == set()
