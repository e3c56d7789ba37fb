"""One stack for all end-to-end tests: a copy of the repository, started as a new user would."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest

from tests.e2e import personal_texts
from tests.harness.ports import free_ports

ROOT = Path(__file__).parents[2]
DEPENDENCIES = Path(".build/dependencies")


on_sale: dict[str, str] = {}
"""Ids of what can be ordered, by a name of ours."""


@dataclass(frozen=True)
class Stack:
    """A running copy of the repository, and its commands."""

    folder: Path
    environment: dict[str, str]

    def make(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run `make …` in the copy; a failing test shows the output."""
        done = subprocess.run(
            ["make", *arguments],
            cwd=self.folder,
            env=self.environment,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        print(done.stdout)
        assert not check or done.returncode == 0, f"make {' '.join(arguments)}: {done.returncode}"
        return done

    @property
    def outputs(self) -> dict[str, Any]:
        """The content of outputs.json, which `make up` writes."""
        text = Path(self.environment["LOCAL_DIR"], "outputs.json").read_text(encoding="utf-8")
        outputs: dict[str, Any] = json.loads(text)
        return outputs

    def token(self, consumer: str, scope: str | None = None) -> str:
        """A new access token by client credentials (RFC 6749, 4.4)."""
        client = self.outputs["consumers"][consumer]
        answer = httpx.post(
            self.outputs["token_url"],
            auth=(client["client_id"], client["client_secret"]),
            data={"grant_type": "client_credentials"} | ({"scope": scope} if scope else {}),
        )
        answer.raise_for_status()
        return str(answer.json()["access_token"])

    def api(self, consumer: str | None = None, scope: str | None = None) -> httpx.Client:
        """An HTTP client of the API, with the consumer's token or without one."""
        headers = {"Authorization": f"Bearer {self.token(consumer, scope)}"} if consumer else {}
        return httpx.Client(
            base_url=self.outputs["api_url"],
            headers=headers,
            timeout=30,
            event_hooks={"request": [_note]},
        )

    def sell(self, name: str, amount: int, category: str = "lighting") -> str:
        """The id of a new product, created by the back office."""
        price = {"amount": amount, "currency": "EUR"}
        with self.api("backoffice") as api:
            answer = api.post(
                "/catalog/products", json={"name": name, "category": category, "price": price}
            )
            answer.raise_for_status()
            return str(answer.json()["id"])

    def aws(self, service: str) -> Any:
        """A boto3 client of the embedded AWS."""
        return boto3.client(
            service,  # type: ignore[call-overload]
            endpoint_url=f"http://127.0.0.1:{self.environment['AWS_PORT']}",
            region_name="eu-central-1",
            aws_access_key_id="tests",
            aws_secret_access_key="tests",
        )


def _note(request: httpx.Request) -> None:
    personal_texts.note(str(request.url), request.content)


def _copy_of_the_repository(target: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    (target / ".venv").symlink_to(ROOT / ".venv")
    # Each is named by a hash of what it is made of, so that a build here takes no other.
    for folder in (ROOT / DEPENDENCIES, target / DEPENDENCIES.parent):
        folder.mkdir(parents=True, exist_ok=True)
    (target / DEPENDENCIES).symlink_to(ROOT / DEPENDENCIES)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run tests marked `last` after all others."""
    items.sort(key=lambda item: item.get_closest_marker("last") is not None)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    folder = tmp_path_factory.mktemp("clone")
    _copy_of_the_repository(folder)
    aws_port, api_port = free_ports(2)
    environment = {
        **os.environ,
        "AWS_PORT": str(aws_port),
        "API_PORT": str(api_port),
        "LOCAL_DIR": str(folder / ".local"),
    }
    running = Stack(folder, environment)
    try:
        running.make("up")
        # It logs all it can, and the last test looks for what it should not have.
        running.make("log-level-customers", "LEVEL=DEBUG")
        on_sale["lamp"] = running.sell("Desk lamp", 1250)
        yield running
    finally:
        running.make("down", check=False)
