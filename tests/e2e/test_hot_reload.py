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

from tests.e2e.harness.changes import (
    MARKED,
    NOT_STARTING,
    appended,
    edited,
    is_marked,
    new_route,
)
from tests.e2e.harness.load import requests_without_end
from tests.e2e.harness.logs import eventually
from tests.e2e.harness.product import NAME, Product
from tests.e2e.harness.stack import Stack
from tests.e2e.test_releases import deployment

pytestmark = [pytest.mark.slow, pytest.mark.changes]


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


def has_changed(product: Product) -> bool:
    with product.api() as api:
        answer = product.read(api)
    assert answer.status_code == product.status_read
    return is_marked(answer)


def changed_is_live(product: Product) -> bool:
    return eventually(lambda: has_changed(product), 60)


def deployed(stack: Stack, product: Product) -> list[Any]:
    """The control plane's description of the function."""
    api = stack.aws("lambda")
    configuration = api.get_function_configuration(FunctionName=product.function, Qualifier="live")
    alias = api.get_alias(FunctionName=product.function, Name="live")
    return [configuration["CodeSha256"], configuration["LastModified"], alias["FunctionVersion"]]


def test_a_saved_line_is_live_without_a_failed_request_or_a_deployment(
    stack: Stack, product: Product
) -> None:
    before, seen = [*deployed(stack, product), deployment(stack)], Counter[int]()

    with (
        watching(stack) as said,
        requests_without_end(product, seen),
        appended(product.folder / "main.py", MARKED),
    ):
        assert changed_is_live(product)
        assert [*deployed(stack, product), deployment(stack)] == before

    assert f"{product.name}: main.py changed; new code serves after" in said.read_text()
    assert set(seen) == {product.status_read}


def test_the_deployment_of_what_is_deployed_ends_a_reload(stack: Stack, product: Product) -> None:
    before = deployed(stack, product)
    with appended(product.folder / "main.py", MARKED):
        with watching(stack):
            assert changed_is_live(product)
        assert has_changed(product)

    stack.make(f"deploy-{product.name}")

    assert not has_changed(product)
    assert deployed(stack, product) == before


def test_a_syntax_error_is_told_and_the_code_before_serves(stack: Stack, product: Product) -> None:
    name = product.name

    with watching(stack) as said:
        with edited(product.folder / "handler.py", "import", "import (\nimport"):
            assert says(said, f"{name}: services/{name}/handler.py, line ")
            assert not has_changed(product)
        assert says(said, f"{name}: is whole again")

    assert "; the code before goes on serving" in said.read_text()


def test_an_import_error_is_told_and_the_code_before_serves(stack: Stack, product: Product) -> None:
    with watching(stack) as said, appended(product.folder / "main.py", NOT_STARTING):
        assert says(said, "No module named 'no_such_module'; the code before goes on serving")
        assert not has_changed(product)

    assert f"{product.name}: services/{product.name}/main.py, line " in said.read_text()


def test_a_new_route_is_told_with_the_command_that_brings_it(
    stack: Stack, product: Product
) -> None:
    handler = product.folder / "handler.py"

    with watching(stack) as said, appended(handler, new_route(product.name)):
        assert says(said, f"`make contracts && make deploy-{product.name}`")


@pytest.mark.parametrize("root", [NAME or "authorizer", "gateway"])
def test_a_plan_after_hot_reloads_changes_nothing(stack: Stack, root: str) -> None:
    assert "No changes" in stack.make(f"plan-{root}").stdout
