"""The steps of the workflows, run in a copy of the repository against the running stack."""

import base64
import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.e2e.harness.stack import Stack
from tests.harness.copy_of_the_repository import commit
from tests.harness.github import REPOSITORY

PLANS_KEY = base64.b64encode(b"k" * 32).decode()
EXPRESSION = re.compile(r"\$\{\{ (.*?) \}\}")
CONDITION = re.compile(r"([\w.]+) (==|!=) '(\w*)'")
TOKEN = {"github.token": "secret"}


class Pipeline:
    """The workflows of the repository, run here for this machine's environment, or for `others`."""

    def __init__(self, stack: Stack, github: str, **others: str) -> None:
        self._folder = stack.folder
        self._environment = {
            **stack.environment,
            "GITHUB_API_URL": github,
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_TOKEN": "secret",
            "GITHUB_BASE_REF": "main",
            "GITHUB_OUTPUT": str(stack.folder / ".build/github-output"),
            "GITHUB_STEP_SUMMARY": str(stack.folder / ".build/github-summary"),
            "PLANS_KEY": PLANS_KEY,
            "ENV": "local",
            **others,
        }

    def job(self, workflow: str, job: str, **context: str) -> None:
        """Run every step of a job that runs something; a failing test shows the output.

        What the context does not know is left to the environment of the whole run; a name in
        capitals is a variable that it sets.
        """
        instead = {name: value for name, value in context.items() if name.isupper()}
        path = self._folder / ".github/workflows" / f"{workflow}.yml"
        whole = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"][job]
        for step in whole["steps"]:
            if "run" in step and _holds(step.get("if", ""), context):
                own = {**whole.get("env", {}), **step.get("env", {})}
                self._run(step["run"], {**dict(_filled(own, context)), **instead})

    def refused(self, command: str) -> str:
        """The output of a command that has to fail."""
        done = self._done(command, {}, "-c")
        assert done.returncode != 0, done.stdout
        return " ".join(done.stdout.split())

    def _run(self, command: str, own: Mapping[str, str]) -> None:
        command = command.replace("ACCOUNTS=1", "ONLY=local").replace(" CHECKOV=1", "")
        done = self._done(command, own, "-e", "-c")
        print(done.stdout)
        assert done.returncode == 0, command

    def _done(
        self, command: str, own: Mapping[str, str], *options: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", *options, command], cwd=self._folder, env={**self._environment, **own},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip

    @property
    def outputs(self) -> dict[str, Any]:
        """The outputs of the steps so far."""
        text = Path(self._environment["GITHUB_OUTPUT"]).read_text(encoding="utf-8")
        pairs = (line.partition("=") for line in text.splitlines())
        return {name: json.loads(value) for name, _, value in pairs}


def begin_repository(folder: Path) -> None:
    """Make the folder a repository, whose one commit is the tip of main at the origin."""
    commit(folder, "first")
    subprocess.run(
        ["git", "update-ref", "refs/remotes/origin/main", "HEAD"], cwd=folder, check=True
    )


def _filled(own: Mapping[str, Any], context: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The variables whose every `${{ … }}` the context knows."""
    known = {**TOKEN, **context}
    for name, value in own.items():
        if all(each in known for each in EXPRESSION.findall(str(value))):
            yield name, EXPRESSION.sub(lambda match: known[match[1]], str(value))


def _holds(condition: str, context: Mapping[str, str]) -> bool:
    """Whether a step's condition holds; one of another form is an error of the test."""
    if not condition:
        return True
    match = CONDITION.fullmatch(condition)
    assert match, condition
    return (context.get(match[1]) == match[3]) is (match[2] == "==")
