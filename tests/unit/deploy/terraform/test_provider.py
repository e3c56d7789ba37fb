"""One provider that many runs of Terraform attach to, with a program that stands in for it."""

import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tools.command import CommandError
from tools.deploy.terraform.provider import START_SECONDS, checked, program, remember, running
from tools.deploy.terraform.root import Root
from tools.deploy.terraform.run import Terraform

FAKE = """#!/bin/sh
echo "$@ $TF_LOG $NAME" > "$ASKED"
echo $$ >> "$ASKED"
echo "Provider started. To attach Terraform CLI, set the TF_REATTACH_PROVIDERS variable:"
echo
printf "\\tTF_REATTACH_PROVIDERS='{\\"aws\\": 1}'\\n"
echo $$ >> "$ASKED"
exec sleep 60
"""


def provider(folder: Path, text: str) -> Path:
    path = folder / "terraform-provider-aws_v5"
    path.write_text(text)
    path.chmod(0o755)
    return path


def test_runs_attach_to_it_while_it_is_needed_and_then_it_ends(tmp_path: Path) -> None:
    record = tmp_path / "asked"
    environment = {
        "PATH": os.environ["PATH"],
        "ASKED": str(record),
        "NAME": "ours",
        "TF_LOG": "all",
    }

    with running(provider(tmp_path, FAKE), environment, "apply") as attached:
        os.kill(int(_lines(record)[1]), 0)

    assert attached == {"TF_REATTACH_PROVIDERS": '{"aws": 1}'}
    assert _lines(record)[0] == "-debug off ours"
    with pytest.raises(ProcessLookupError):
        os.kill(int(_lines(record)[1]), 0)


def test_a_provider_that_does_not_start_is_told_at_once(tmp_path: Path) -> None:
    began = time.monotonic()

    with (
        pytest.raises(CommandError, match="provider does not start"),
        running(provider(tmp_path, "#!/bin/sh\nexit 1\n"), {"PATH": os.environ["PATH"]}, "apply"),
    ):
        pytest.fail("it does not come so far")

    assert time.monotonic() - began < START_SECONDS / 2


def test_the_newest_provider_of_an_initialised_folder_is_taken(tmp_path: Path) -> None:
    place = tmp_path / "providers/registry/hashicorp/aws/5.100.0/linux_amd64"
    place.mkdir(parents=True)
    (place / "LICENSE.txt").touch()
    binary = provider(place, FAKE)

    assert program(tmp_path) == binary


def test_a_folder_that_was_not_initialised_has_none(tmp_path: Path) -> None:
    assert program(tmp_path) is None


def test_what_one_root_has_checked_serves_all_roots_of_the_same_lock_file(tmp_path: Path) -> None:
    place = tmp_path / "platform/providers/registry/hashicorp/aws/5.100.0/linux_amd64"
    place.mkdir(parents=True)
    binary = provider(place, FAKE)

    remember(tmp_path, b"lock", tmp_path / "platform")

    assert checked(tmp_path, b"lock") == binary
    assert checked(tmp_path, b"another lock") is None
    binary.unlink()
    assert checked(tmp_path, b"lock") is None


def test_it_ends_when_the_command_is_killed(tmp_path: Path) -> None:
    record, binary = tmp_path / "asked", provider(tmp_path, FAKE)
    text = (
        "import os; from pathlib import Path; from tools.deploy.terraform.provider import running\n"
        f"with running(Path({str(binary)!r}), os.environ, 'apply'): os.kill(os.getpid(), 9)"
    )

    subprocess.run(
        [sys.executable, "-c", text], env={**os.environ, "ASKED": str(record)}, check=False
    )

    assert _ends(int(_lines(record)[1]))


def _ends(pid: int) -> bool:
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines()


@pytest.mark.parametrize(
    ("line", "one"),
    [
        ("provider = aws.second", False),
        ("providers = { aws = aws, aws.second = aws.second }", False),
        ('alias = "second" # of aws', True),
        (
            '# https://docs.aws.amazon.com/ and hooks.amazonaws.com say so of "aws_kms_key.table"',
            True,
        ),
    ],
)
def test_a_root_that_uses_a_second_configuration_has_more_than_one_provider(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, one: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Root("services/parcels").folder
    folder.mkdir(parents=True)
    (folder / "main.tf").write_text(f"{line}\n")

    assert Root("services/parcels").has_one_provider is one


def test_nothing_attaches_where_configurations_would_replace_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, line in {"one": "", "two": "provider = aws.second"}.items():
        Root(name).folder.mkdir(parents=True)
        (Root(name).folder / "main.tf").write_text(line)
        (Root(name).folder / ".terraform.lock.hcl").write_text("lock")
    binaries = tmp_path / "providers/registry/hashicorp/aws/5.100.0/linux_amd64"
    binaries.mkdir(parents=True)
    binary = provider(binaries, FAKE)
    remember(tmp_path, b"lock", tmp_path)
    cloud = SimpleNamespace(attaches=True, terraform_folder=tmp_path)
    place: Any = SimpleNamespace(name="local", cloud=cloud)

    assert Terraform(Root("one"), place)._checked_provider == binary
    assert Terraform(Root("two"), place)._checked_provider is None
