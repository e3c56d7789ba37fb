"""A service that consumers call, found by its sample request: platform tests work on any service.

`services/<name>/checks/sample.json` says how to create one of its things and what to read.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from shared.product import NAME as PRODUCT
from tests.e2e.harness.stack import ROOT, Stack

SERVICES = ROOT / "services"
CONTRACTS = sorted(path.parent.name for path in SERVICES.glob("*/openapi.json"))
"""The services that consumers call."""
ALL = sorted(path.parent.name for path in SERVICES.glob("*/main.py"))
NO_ID = "none_00000000000000000000000000"


def _samples() -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name in CONTRACTS:
        path = SERVICES / name / "checks/sample.json"
        if path.exists():
            yield name, json.loads(path.read_text(encoding="utf-8"))


SAMPLES = dict(_samples())
NAME = next(iter(SAMPLES), None)


class Product:
    """The service, and its sample's requests to the running stack."""

    def __init__(self, stack: Stack, name: str) -> None:
        self.name = name
        self.function = f"{PRODUCT}-local-{name}"
        self.folder = stack.folder / "services" / name
        *self._before, self._last = SAMPLES[name]["requests"]
        self._stack = stack
        self._needed: str | None = None

    @property
    def consumer(self) -> str:
        """The consumer of the sample: it may read and write."""
        return str(self._last["consumer"])

    @property
    def path(self) -> str:
        """The path of all things, where one is created."""
        return str(self._last["request"].split()[1])

    @property
    def path_read(self) -> str:
        """A path that the function answers, with the status `status_read`."""
        return str(SAMPLES[self.name]["again"]).replace("{id}", NO_ID)

    @property
    def status_read(self) -> int:
        """Whatever is there; or no such thing, if the service lists none."""
        return 404 if NO_ID in self.path_read else 200

    def api(self) -> httpx.Client:
        """An HTTP client of the sample's consumer."""
        return self._stack.api(self.consumer)

    def read(self, api: httpx.Client, **more: Any) -> httpx.Response:
        """A request that the function answers."""
        return api.get(self.path_read, **more)

    def create(self, api: httpx.Client, **headers: str) -> httpx.Response:
        """Create a thing."""
        return api.post(self.path, json=self.body(), headers=fresh_key() | headers)

    def body(self) -> Any:
        """A body with which a thing is created."""
        if self._needed is None:
            self._needed = self._prepared()
        return json.loads(json.dumps(self._last["body"]).replace("{id}", self._needed))

    def created(self) -> str:
        """The path of a new thing of the sample's consumer."""
        with self.api() as api:
            answer = self.create(api)
        assert answer.status_code == 201, answer.text
        return path_of(answer)

    def serves(self) -> bool:
        """Whether the function answers."""
        with self.api() as api:
            return self.read(api).status_code == self.status_read

    def _prepared(self) -> str:
        """The id that the sample's requests before the last leave."""
        thing = ""
        for each in self._before:
            with self._stack.api(each["consumer"]) as api:
                items = api.get(each["find"]).json()["items"] if "find" in each else []
                path = each["request"].split()[1]
                thing = (items or [api.post(path, json=each["body"]).json()])[0]["id"]
        return thing


def path_of(answer: httpx.Response) -> str:
    """The path of what was created, without the stage."""
    return str(answer.headers["location"]).removeprefix("/v1")


def fresh_key() -> dict[str, str]:
    """The header of an attempt that nothing repeats."""
    return {"Idempotency-Key": str(uuid4())}


def has_direct_routes(name: str) -> bool:
    """Whether the gateway reads the service's table itself."""
    return any(Path(SERVICES / name).glob("*.request.vtl"))
