"""The package's face: every name is there, and asking for a port imports no moto."""

import subprocess
import sys

import pytest

import embedded_aws


@pytest.mark.parametrize("name", embedded_aws.__all__)
def test_every_name_of_the_face_is_there(name: str) -> None:
    assert getattr(embedded_aws, name) is not None


def test_another_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        embedded_aws.nothing  # noqa: B018 - a module's attribute may raise


def test_the_configuration_is_read_without_importing_moto() -> None:
    read = "import sys, embedded_aws; embedded_aws.LocalConfig.read(); print('moto' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", read], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"


def test_the_command_tells_its_version() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "embedded_aws", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == f"python -m embedded_aws {embedded_aws.__version__}"


@pytest.mark.parametrize("command", ["serve", "start", "stop", "status", "health", "gaps"])
def test_help_tells_every_command(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "embedded_aws", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert f"\n    {command} " in done.stdout
