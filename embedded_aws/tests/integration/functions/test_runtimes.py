"""Functions on every Python version of this machine; one sentence for missing versions."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded_aws.functions import UnsupportedRuntimeError
from embedded_aws.functions.runtimes.interpreters import interpreter, own_version
from embedded_aws.functions.runtimes.supported import Runtimes
from embedded_aws.tests.integration.functions.conftest import Lambda, deployed
from embedded_aws.tests.integration.functions.test_functions import invoked, run

SOURCE = """
import os, sys
def handle(event, context):
    return [*sys.version_info[:2], os.environ["AWS_EXECUTION_ENV"], context.function_name]
"""
TELLS = "#!/bin/sh\necho '{} /elsewhere/python'\n"
FAILS = "#!/bin/sh\nexit 127\n"


@pytest.fixture(params=["3.10", "3.11", "3.12", "3.13", "3.14"])
def version(request: pytest.FixtureRequest) -> str:
    name = str(request.param)
    if interpreter(name) is None:
        pytest.skip(f"this machine has no Python {name}")
    return name


def test_a_function_runs_on_the_python_it_asks_for(local_lambda: Lambda, version: str) -> None:
    [answer] = run(invoked(local_lambda, deployed(SOURCE, runtime=f"python{version}"), {}))

    major, minor, runtime, name = json.loads(answer.payload)
    assert f"{major}.{minor}" == version
    assert (runtime, name) == (f"AWS_Lambda_python{version}", "sample")


@pytest.mark.parametrize(
    ("runtime_name", "sentence"),
    [
        ("nodejs22.x", "sample asks for nodejs22.x; the embedded AWS runs Python functions only"),
        ("java21", "sample asks for java21; the embedded AWS runs Python functions only"),
        ("", "sample asks for a container image; the embedded AWS runs Python functions only"),
        ("python3.9", r"asks for python3.9, which AWS's runtime client .* does not run"),
        ("python2.7", r"asks for python2.7, which AWS's runtime client .* does not run"),
        ("python3.99", r"asks for python3.99, which AWS's runtime client .* does not run"),
        ("python", r"asks for python, which AWS's runtime client .* does not run"),
    ],
)
def test_what_does_not_run_is_refused_with_what_would(
    runtime: Path, runtime_name: str, sentence: str
) -> None:
    with pytest.raises(UnsupportedRuntimeError, match=sentence) as refused:
        Runtimes(runtime).prepared(deployed(SOURCE, runtime=runtime_name))

    assert f"python{own_version()}" in str(refused.value).rpartition("here")[2]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A machine without other Pythons than ours: PATH is the folder alone."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.setenv("UV_PYTHON_INSTALL_DIR", str(tmp_path / "uv"))
    monkeypatch.setenv("UV_PYTHON_PREFERENCE", "only-managed")
    yield tmp_path
    shutil.rmtree(tmp_path)


def put(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script)
    path.chmod(0o755)
    return path


def test_a_python_that_the_machine_lacks_is_refused_with_the_way_to_get_it(
    runtime: Path, bare: Path
) -> None:
    with pytest.raises(UnsupportedRuntimeError, match=r"uv python install 3\.12"):
        Runtimes(runtime).prepared(deployed(SOURCE, runtime="python3.12"))

    assert bare.exists()


def test_a_python_that_pyenv_has_is_found_behind_a_shim_that_fails(bare: Path) -> None:
    put(bare / "python3.12", FAILS)
    put(bare / "pyenv/versions/3.12.1/bin/python3.12", TELLS.format("3.12"))

    assert interpreter("3.12") == "/elsewhere/python"


def test_an_interpreter_of_another_version_is_passed_over(bare: Path) -> None:
    put(bare / "python3.12", TELLS.format("3.6"))

    assert interpreter("3.12") is None


def test_a_python_without_a_runtime_client_is_refused_with_the_reason(
    runtime: Path, bare: Path, tmp_path: Path
) -> None:
    put(bare / "python3.12", TELLS.format("3.12"))
    own = tmp_path / "local" / "runtime"
    shutil.copytree(runtime, own)

    with pytest.raises(UnsupportedRuntimeError, match="awslambdaric could not be installed"):
        Runtimes(own).prepared(deployed(SOURCE, runtime="python3.12"))


def test_a_machine_is_not_searched_again_for_every_refusal(
    runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtimes, function = Runtimes(runtime), deployed(SOURCE, runtime="ruby3.4")
    with pytest.raises(UnsupportedRuntimeError):
        runtimes.prepared(function)
    monkeypatch.delattr(Runtimes, "_made")

    with pytest.raises(UnsupportedRuntimeError, match=r"ruby3\.4"):
        runtimes.prepared(function)
