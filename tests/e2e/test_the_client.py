"""The generated client, installed as a consumer does, against the running stack."""

import importlib
import json
from collections import Counter
from pathlib import Path

import pytest

from shared.product import NAME
from tests.e2e.harness.product import CONTRACTS, SERVICES
from tests.e2e.harness.stack import Stack

VERBS = {"get", "put", "post", "delete", "patch"}


@pytest.mark.parametrize("service", CONTRACTS)
def test_every_operation_of_a_contract_is_a_function(client_library: Path, service: str) -> None:
    contract = json.loads((SERVICES / service / "openapi.json").read_text(encoding="utf-8"))
    verbs = Counter(verb for path in contract["paths"].values() for verb in path if verb in VERBS)

    modules = [
        importlib.import_module(f"{NAME}_client.api.{service}.{path.stem}")
        for path in (client_library / f"{NAME}_client/api" / service).glob("[!_]*.py")
    ]

    assert len(modules) == verbs.total()
    assert all(callable(each.sync_detailed) for each in modules)


def test_it_reaches_the_api(stack: Stack, client_library: Path) -> None:
    del client_library
    client = importlib.import_module(f"{NAME}_client").AuthenticatedClient

    with client(base_url=stack.outputs["api_url"], token=stack.token("acme")) as acme:
        answer = acme.get_httpx_client().get("/health")

    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
