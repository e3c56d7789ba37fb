"""Deployment packages: built, unpacked and started."""

import importlib.util
import json
import marshal
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.harness.tree import NAME, with_sample
from tools.build.packages.code import (
    ROOT,
    BrokenModuleError,
    UnknownServiceError,
    aws_operations,
    aws_services,
    own_modules,
)
from tools.build.packages.levers.index import INDEX
from tools.build.packages.package import Package, build

UNCHECKED = 0b01
"""PEP 552: hash-based, and the source is not looked at."""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_sample(tmp_path_factory.mktemp("repository") / "tree")


def copy_of_the_code(tree: Path, target: Path) -> Path:
    """The part of the repository that a package is made of."""
    for name in ("services", "shared", "requirements"):
        shutil.copytree(tree / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    return target


@pytest.fixture(scope="module")
def package(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Package:
    target, parts = tmp_path_factory.mktemp("build"), ROOT / ".build" / "dependencies"
    parts.mkdir(parents=True, exist_ok=True)
    (target / "dependencies").symlink_to(parts)
    return build(NAME, "local", root=tree, target=target)


@pytest.fixture(scope="module")
def unpacked(package: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("task")
    with zipfile.ZipFile(package.path) as whole:
        whole.extractall(folder)
    return folder


def test_two_builds_in_different_folders_are_the_same_bytes(
    tree: Path, package: Package, tmp_path: Path
) -> None:
    root = copy_of_the_code(tree, tmp_path / "elsewhere")
    for path in root.rglob("*.py"):
        os.utime(path, (1_000_000_000, 1_000_000_000))

    again = build(NAME, "local", root=root, target=tmp_path / "build")

    assert again.sha256 == package.sha256


def test_every_module_is_compiled_with_an_unchecked_hash(package: Package) -> None:
    with zipfile.ZipFile(package.path) as whole:
        names = set(whole.namelist())
        sources = [name for name in names if name.endswith(".py")]
        for source in sources:
            cached = whole.read(importlib.util.cache_from_source(source))
            assert cached[:4] == importlib.util.MAGIC_NUMBER
            assert int.from_bytes(cached[4:8], "little") == UNCHECKED
    assert "services/parcels/main.py" in sources


def test_a_traceback_names_the_path_in_lambda(package: Package) -> None:
    with zipfile.ZipFile(package.path) as whole:
        cached = whole.read("services/parcels/__pycache__/model.cpython-313.pyc")

    code = marshal.loads(cached[16:])  # noqa: S302 - our own build
    assert code.co_filename == "/var/task/services/parcels/model.py"


def started(unpacked: Path, program: str) -> str:
    """The output of a program that starts as Lambda does."""
    done = subprocess.run(
        [getattr(sys, "_base_executable", sys.executable), "-S", "-c", program],
        cwd=unpacked,
        env={
            "PYTHONPATH": str(unpacked),
            "AWS_DEFAULT_REGION": "eu-central-1",
            "ENVIRONMENT": "test",
            "PARCELS_TABLE": "parcels",
            "LAMBDA_TASK_ROOT": str(unpacked),
            "POWERTOOLS_SERVICE_NAME": "parcels",
            "LOG_LEVEL": "INFO",
            "TRACING": "off",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_it_starts_without_the_hosts_packages(unpacked: Path) -> None:
    printed = started(unpacked, "import entry; print(callable(entry.handle))")

    assert printed == "True"


def test_a_start_compiles_no_text_that_the_build_could(unpacked: Path) -> None:
    program = """
from levers import texts
compiled, late = texts.compiled, []
texts.compiled = lambda text, mode: late.append(text) or compiled(text, mode)
import entry
print(late)
"""

    assert started(unpacked, program) == "[]"


def test_botocore_has_the_services_in_use_and_no_others(unpacked: Path) -> None:
    data = unpacked / "botocore" / "data"

    assert {path.name for path in data.iterdir() if path.is_dir()} == {
        "dynamodb",
        "ssm",
    }


def test_only_what_the_service_uses_is_in_it(package: Package) -> None:
    with zipfile.ZipFile(package.path) as whole:
        names = whole.namelist()

    own = {name for name in names if name.startswith(("services/", "shared/"))}
    assert not [name for name in own if not name.endswith((".py", ".pyc"))]
    assert not [name for name in own if name.startswith("services/authorizer")]
    assert "shared/auth/jwks.py" not in own
    assert not [name for name in names if ".dist-info/" in name or "/tests/" in name]


def test_entries_are_sorted_and_of_one_time(package: Package) -> None:
    with zipfile.ZipFile(package.path) as whole:
        entries = whole.infolist()

    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}


def test_the_package_managers_cache_is_left_alone(unpacked: Path) -> None:
    installed = Path(importlib.util.find_spec("botocore").origin or "").parent  # type: ignore[union-attr]
    pruned = unpacked / "botocore" / "data" / "endpoints.json"

    assert pruned.stat().st_size < (installed / "data" / "endpoints.json").stat().st_size


def test_an_unchanged_service_is_not_built_again(tree: Path, package: Package) -> None:
    again = build(NAME, "local", root=tree, target=package.path.parents[2])

    assert (again.fresh, again.sha256) == (False, package.sha256)


def test_an_unknown_service_is_said() -> None:
    with pytest.raises(UnknownServiceError, match="There is no service nothing"):
        own_modules("nothing")


def test_a_syntax_error_is_said_with_its_place(tree: Path, tmp_path: Path) -> None:
    root = copy_of_the_code(tree, tmp_path / "broken")
    (root / "services/parcels/model.py").write_text("def broken(:\n")

    with pytest.raises(BrokenModuleError, match=r"services/parcels/model\.py, line 1"):
        build(NAME, "local", root=root, target=tmp_path / "build")


def test_aws_services_are_read_from_the_code() -> None:
    assert aws_services(own_modules("authorizer")) == {"ssm"}


def test_aws_operations_are_read_from_the_code(tree: Path) -> None:
    called = aws_operations(own_modules(NAME, tree), tree)

    # The router has an attribute `query`, which is also the name of a method of DynamoDB's client.
    assert called == {"dynamodb": {"GetItem", "PutItem", "Query"}, "ssm": {"GetParameter"}}


def test_its_clients_can_do_what_the_service_calls_and_no_more(unpacked: Path) -> None:
    [service] = (unpacked / "botocore/data/dynamodb").rglob("service-2.json")

    operations = set(json.loads(service.read_text())["operations"])

    assert operations == {"GetItem", "PutItem", "Query"}


def test_the_index_names_every_module(package: Package) -> None:
    with zipfile.ZipFile(package.path) as whole:
        listed = whole.read(INDEX).decode().split()
        sources = [name for name in whole.namelist() if name.endswith(".py")]

    assert listed == sorted(listed)
    assert {f"{name}.py" for name in listed} == set(sources)
