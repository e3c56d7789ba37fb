"""Measurements of functions that work, and of functions that fail."""

import asyncio
import os
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from embedded_aws.functions.runtimes.client import ensure_runtime
from tools.command import CommandError
from tools.measure.starts.cold import ColdStart, environment_of, start
from tools.measure.starts.modules import imports_of
from tools.measure.starts.run import Bench
from tools.measure.starts.subjects import Subject
from tools.measure.starts.warm_run import plan_of, warm

RUNTIME = Path(__file__).parents[3] / ".build" / "runtime"
NOWHERE = "http://127.0.0.1:1"


@pytest.fixture(scope="session")
def runtime() -> Path:
    RUNTIME.parent.mkdir(exist_ok=True)
    with FileLock(RUNTIME.with_suffix(".lock")):
        return ensure_runtime(RUNTIME)


def subject(folder: Path, source: str) -> Subject:
    (folder / "main.py").write_text(source)
    return Subject("sample", folder, "main.handle", {"GET": {}, "POST": {}})


def cold(function: Subject, runtime: Path) -> ColdStart:
    return asyncio.run(start(function, environment_of(function, runtime, NOWHERE), b"{}"))


def test_a_cold_start_costs_something(tmp_path: Path, runtime: Path) -> None:
    function = subject(tmp_path, "def handle(event, context):\n    return {'statusCode': 200}\n")

    cost = cold(function, runtime)

    assert cost.cpu_ms > 0
    assert cost.wall_ms > 0


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import nowhere\n", "sample does not start.*nowhere"),
        ("raise SystemExit(3)\n", "sample does not start"),
        ("def handle(event, context):\n    return {'statusCode': 500}\n", "sample failed.*500"),
        ("def handle(event, context):\n    raise KeyError('gone')\n", "sample failed.*gone"),
    ],
)
def test_a_function_that_does_not_answer_is_not_measured(
    tmp_path: Path, runtime: Path, source: str, said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        cold(subject(tmp_path, source), runtime)


def test_warm_requests_are_measured_by_route(tmp_path: Path) -> None:
    function = subject(tmp_path, "def handle(event, context):\n    return {'statusCode': 200}\n")
    environment = environment_of(function, Path(os.devnull), NOWHERE)
    plan = plan_of(function, requests=5, stub="", database=True)

    medians = asyncio.run(warm(function, environment, plan))

    assert set(medians) == {"GET", "POST"}
    assert min(medians.values()) > 0


def test_a_function_finds_its_own_module_before_one_of_the_bench(tmp_path: Path) -> None:
    (tmp_path / "levers.py").write_text("STATUS = 200\n")
    source = (
        "import levers\ndef handle(event, context):\n    return {'statusCode': levers.STATUS}\n"
    )
    function = subject(tmp_path, source)
    plan = plan_of(function, requests=5, stub="", database=True)

    medians = asyncio.run(warm(function, environment_of(function, Path(os.devnull), NOWHERE), plan))

    assert set(medians) == {"GET", "POST"}


def test_a_pair_is_measured_in_the_order_that_it_is_given(tmp_path: Path, runtime: Path) -> None:
    ours = subject(tmp_path, "def handle(event, context):\n    return {'statusCode': 200}\n")

    figures = asyncio.run(Bench(runtime, requests=5).cold((replace(ours, name="b"), ours)))

    assert list(figures) == ["b", "sample"]
    assert figures["b"].keys() == {"cold_cpu_ms", "cold_wall_ms", "memory_mb"}


def test_imports_are_named_with_their_cost(tmp_path: Path) -> None:
    imports = imports_of(subject(tmp_path, "import json\n"))

    assert {"main", "json"} <= set(imports.names)
    assert "main" in {name for _, name in imports.costs}
    assert list(imports.costs) == sorted(imports.costs, reverse=True)


def test_a_module_that_cannot_be_imported_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="sample: ModuleNotFoundError"):
        imports_of(subject(tmp_path, "import nowhere\n"))
