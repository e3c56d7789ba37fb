"""A saved line is live at once, and the deployed resources do not change."""

import os
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import Stack
from tests.e2e.test_releases import (
    CHANGED,
    CODE,
    NEW_ROUTE,
    deployment,
    edited,
    requests_without_end,
)
from tests.e2e.test_the_main_job import eventually, place

pytestmark = pytest.mark.slow

FROM = "from services.orders.settings import Settings"


@contextmanager
def watching(stack: Stack) -> Iterator[Path]:
    """`make watch` beside the body of the block; the file has its output."""
    said = stack.folder / "watch.log"
    with said.open("w") as file:
        process = subprocess.Popen(
            ["make", "watch"],
            cwd=stack.folder,
            env=stack.environment,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        assert says(said, "Saved changes of services and shared are served at once"), said
        yield said
    finally:
        os.killpg(process.pid, signal.SIGTERM)  # SIGINT is ignored below a shell in the background
        process.wait(timeout=30)
        print(said.read_text())


def says(said: Path, text: str) -> bool:
    return eventually(lambda: text in said.read_text(), 60)


def location(stack: Stack) -> str:
    with stack.api("acme") as api:
        placed = place(api)
    assert placed.status_code == 201
    return str(placed.headers["location"])


def changed_is_live(stack: Stack) -> bool:
    return eventually(lambda: location(stack).endswith("#changed"), 60)


def deployed(stack: Stack) -> list[Any]:
    """The control plane's description of the orders function."""
    name = "groundplan-local-orders"
    api = stack.aws("lambda")
    configuration = api.get_function_configuration(FunctionName=name, Qualifier="live")
    alias = api.get_alias(FunctionName=name, Name="live")
    return [configuration["CodeSha256"], configuration["LastModified"], alias["FunctionVersion"]]


@pytest.fixture
def handler(stack: Stack) -> Path:
    return stack.folder / "services/orders/handler.py"


def test_a_saved_line_is_live_without_a_failed_request_or_a_deployment(
    stack: Stack, handler: Path
) -> None:
    before, seen = [*deployed(stack), deployment(stack)], Counter[int]()

    with watching(stack) as said, requests_without_end(stack, seen), edited(handler, CODE, CHANGED):
        assert changed_is_live(stack)
        assert [*deployed(stack), deployment(stack)] == before

    assert "orders: handler.py changed; new code serves after" in said.read_text()
    assert set(seen) == {200}


def test_the_deployment_of_what_is_deployed_ends_a_reload(stack: Stack, handler: Path) -> None:
    before = deployed(stack)
    with edited(handler, CODE, CHANGED):
        with watching(stack):
            assert changed_is_live(stack)
        assert location(stack).endswith("#changed")

    stack.make("deploy-orders")

    assert "#changed" not in location(stack)
    assert deployed(stack) == before


def test_a_syntax_error_is_told_and_the_code_before_serves(stack: Stack, handler: Path) -> None:
    with watching(stack) as said:
        with edited(handler, "import", "import (\nimport"):
            assert says(said, "orders: services/orders/handler.py, line ")
            assert location(stack)
        assert says(said, "orders: is whole again")

    assert "; the code before goes on serving" in said.read_text()


def test_an_import_error_is_told_and_the_code_before_serves(stack: Stack) -> None:
    main = stack.folder / "services/orders/main.py"

    with watching(stack) as said, edited(main, FROM, f"import no_such_module\n{FROM}"):
        assert says(said, "No module named 'no_such_module'; the code before goes on serving")
        assert location(stack)

    assert "orders: services/orders/main.py, line " in said.read_text()


def test_a_new_route_is_told_with_the_command_that_brings_it(stack: Stack, handler: Path) -> None:
    last = handler.read_text().rstrip().splitlines()[-1]

    with watching(stack) as said, edited(handler, last, last + NEW_ROUTE):
        assert says(said, "`make contracts && make deploy-orders`")


@pytest.mark.parametrize("root", ["orders", "gateway"])
def test_a_plan_after_hot_reloads_changes_nothing(stack: Stack, root: str) -> None:
    assert "No changes" in stack.make(f"plan-{root}").stdout
