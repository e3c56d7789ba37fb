"""A fresh machine gets missing programs: fetched, verified, or requested from the user."""

import hashlib
import http.server
import io
import os
import platform
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tools.develop.machine.__main__ import SUMS, VERSION, main
from tools.develop.machine.download import Download

REPOSITORY = Path(__file__).parents[3]
PINNED = (REPOSITORY / VERSION).read_text().strip()
PROGRAM = f"""#!/bin/sh
echo '{{"terraform_version": "{PINNED}"}}'
"""


@cache
def archive(member: str = "terraform") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("LICENSE.txt", "read me")
        file.writestr(member, PROGRAM)
    return buffer.getvalue()


def name() -> str:
    return Path(Download(PINNED, "http://x", SUMS).url).name


@pytest.fixture
def published(tmp_path: Path) -> Iterator[Path]:
    """A release server on loopback, configured in set-up; returns the folder that it serves."""
    folder = tmp_path / "published"
    (folder / PINNED).mkdir(parents=True)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    def handler(*arguments: object) -> Quiet:
        return Quiet(*arguments, directory=str(folder))  # type: ignore[arg-type]

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        (tmp_path / "address").write_text(f"http://127.0.0.1:{server.server_port}")
        yield folder / PINNED
        server.shutdown()


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone on a machine without Terraform; its repository expects `archive()`."""
    here = tmp_path / "clone"
    (here / SUMS).parent.mkdir(parents=True)
    (here / VERSION).write_text(f"{PINNED}\n")
    (here / SUMS).write_text(f"{hashlib.sha256(archive()).hexdigest()}  {name()}\n")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.delenv("FETCH", raising=False)
    return here


@pytest.fixture
def address(published: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    text = (published.parents[1] / "address").read_text()
    monkeypatch.setenv("TERRAFORM_RELEASES", text)
    return text


def installed(machine: Path) -> Path:
    return machine / ".tools" / f"terraform-{PINNED}" / "terraform"


@pytest.mark.usefixtures("address")
def test_a_good_archive_is_installed_once_into_the_projects_own_folder(
    machine: Path, published: Path
) -> None:
    (published / name()).write_bytes(archive())

    assert main([]) == 0
    (published / name()).unlink()
    assert main([]) == 0  # what is there is not fetched again

    assert installed(machine).read_text() == PROGRAM
    assert os.access(installed(machine), os.X_OK)
    assert [each.name for each in installed(machine).parent.iterdir()] == ["terraform"]


@pytest.mark.parametrize("content", [archive() + b"x", archive("other"), b"", b"<html>"])
@pytest.mark.usefixtures("address")
def test_a_tampered_archive_is_refused_and_nothing_is_installed(
    machine: Path, published: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (published / name()).write_bytes(content)

    assert main([]) == 1

    assert "its SHA-256 is another; nothing was installed" in capsys.readouterr().err
    assert not (machine / ".tools").exists()


@pytest.mark.usefixtures("address")
def test_an_archive_without_the_program_is_told_as_such(
    machine: Path, published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (published / name()).write_bytes(archive("other"))
    (machine / SUMS).write_text(f"{hashlib.sha256(archive('other')).hexdigest()}  {name()}\n")

    assert main([]) == 1
    assert "no archive with a Terraform in it" in capsys.readouterr().err


@pytest.mark.parametrize("server", ["http://127.0.0.1:9", "http://nowhere.invalid", "no address"])
def test_an_unreachable_server_ends_with_one_sentence_that_names_what_to_install(
    machine: Path,
    monkeypatch: pytest.MonkeyPatch,
    server: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TERRAFORM_RELEASES", server)

    assert main([]) == 1

    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"install Terraform {PINNED}, or name another place in TERRAFORM_RELEASES" in said
    assert not (machine / ".tools").exists()


@pytest.mark.usefixtures("machine", "address")
def test_a_server_that_has_no_such_release_is_told_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([]) == 1
    assert "(File not found); install Terraform" in capsys.readouterr().err


@pytest.mark.usefixtures("machine", "address")
def test_fetching_can_be_refused(
    published: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (published / name()).write_bytes(archive())
    monkeypatch.setenv("FETCH", "0")

    assert main([]) == 1
    assert f"install Terraform {PINNED}" in capsys.readouterr().err


@pytest.mark.usefixtures("address")
def test_a_terraform_of_the_pinned_version_on_path_is_enough(machine: Path, tmp_path: Path) -> None:
    program = tmp_path / "empty" / "terraform"
    program.write_text(PROGRAM)
    program.chmod(0o755)

    assert main([]) == 0
    assert not (machine / ".tools").exists()


@pytest.mark.usefixtures("address")
def test_a_terraform_of_another_version_is_not(
    machine: Path, published: Path, tmp_path: Path
) -> None:
    (published / name()).write_bytes(archive())
    program = tmp_path / "empty" / "terraform"
    program.write_text(PROGRAM.replace(PINNED, "1.5.7"))
    program.chmod(0o755)

    assert main([]) == 0
    assert installed(machine).exists()


@pytest.mark.usefixtures("machine")
def test_a_machine_of_which_nothing_was_published_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")

    assert main([]) == 1
    assert f"_riscv64.zip; install Terraform {PINNED}" in capsys.readouterr().err


def test_the_repository_keeps_the_hashes_of_the_version_that_it_pins_and_ci_uses() -> None:
    names = [line.split()[1] for line in (REPOSITORY / SUMS).read_text().splitlines()]
    workflows = [
        line.split()[-1]
        for path in (REPOSITORY / ".github/workflows").glob("*.yml")
        for line in path.read_text().splitlines()
        if "terraform_version:" in line
    ]

    assert sorted(names) == [
        f"terraform_{PINNED}_{system}_{architecture}.zip"
        for system in ("darwin", "linux")
        for architecture in ("amd64", "arm64")
    ]
    assert set(workflows) <= {PINNED}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone that needs a Python version which no machine has."""
    here = tmp_path / "clone"
    shutil.copytree(REPOSITORY / "requirements", here / "requirements")
    (here / "tools").mkdir()
    shutil.copy(REPOSITORY / "tools/python", here / "tools/python")
    (here / ".python-version").write_text("3.99\n")
    return here


def python_of(clone: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    folders = f"{clone.parent / 'bin'}:/usr/bin:/bin"
    return subprocess.run(
        [clone / "tools/python"],
        env={"PATH": folders, "HOME": str(clone.parent), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def program(clone: Path, text: str) -> None:
    path = clone.parent / "bin" / "uv"
    path.parent.mkdir()
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def test_a_python_that_is_missing_is_fetched_by_uv_into_the_projects_own_folder(
    clone: Path,
) -> None:
    program(
        clone,
        'echo "$*" > asked; mkdir -p .tools/python/cpython/bin; '
        "printf '#!/bin/sh\\nexit 0\\n' > .tools/python/cpython/bin/python3.99; "
        "chmod +x .tools/python/cpython/bin/python3.99",
    )

    done = python_of(clone)
    again = python_of(clone, FETCH="0")

    assert done.stdout == again.stdout == f"{clone}/.tools/python/cpython/bin/python3.99\n"
    assert "--no-bin --install-dir .tools/python 3.99" in (clone / "asked").read_text()


def test_a_python_that_cannot_be_fetched_is_asked_for_in_one_sentence(clone: Path) -> None:
    program(clone, 'echo "error: the server does not answer" >&2; exit 2')

    done = python_of(clone)

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(
        "error: Python 3.99 is not on PATH and uv could not fetch it "
        "(error: the server does not answer); install it"
    )


def test_fetching_a_python_can_be_refused(clone: Path) -> None:
    program(clone, "exit 2")

    done = python_of(clone, FETCH="0")

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "Python 3.99 is not on PATH and FETCH=0 forbids to fetch it; install it" in done.stderr


def test_a_python_that_is_named_and_is_none_is_told_instead_of_another_taken(clone: Path) -> None:
    program(clone, "exit 2")

    done = python_of(clone, PYTHON="/usr/bin/env")

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "PYTHON names /usr/bin/env, which is no Python 3.99; name another" in done.stderr


def test_uv_itself_fetches_from_the_place_that_is_named(clone: Path) -> None:
    (clone / ".python-version").write_text("3.8\n")
    (clone.parent / "bin").mkdir()
    (clone.parent / "bin/uv").symlink_to(Path(sys.executable).parent / "uv")

    done = python_of(clone, UV_PYTHON_INSTALL_MIRROR="http://127.0.0.1:9", UV_HTTP_RETRIES="0")

    assert done.returncode == 1
    assert "Python 3.8 is not on PATH and uv could not fetch it" in done.stderr
    assert "UV_PYTHON_INSTALL_MIRROR" in done.stderr
