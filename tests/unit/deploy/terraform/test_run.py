"""The calls of Terraform, recorded by a fake program of that name."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tools.command import CommandError
from tools.deploy.terraform.cli import check_terraform, cli_environment, run_environment
from tools.deploy.terraform.root import Root
from tools.deploy.terraform.run import Terraform
from tools.deploy.where.environment import named
from tools.deploy.where.place import Place

FAKE = """#!/bin/sh
echo "$*|$TF_DATA_DIR|$AWS_ENDPOINT_URL" >> "$CALLS"
if [ -n "$OFFLINE" ]; then
  echo "Error: Failed to query available provider packages" >&2
  exit 1
fi
case "$*" in
  *version*) echo '{"terraform_version": "'"$FAKE_VERSION"'"}' ;;
  *detailed-exitcode*) echo "Plan: 1 to add"; exit ${PLAN_STATUS:-0} ;;
  *apply*) echo "Apply complete! Resources: 1 added, 0 changed, 0 destroyed." ;;
  *destroy*)
    printf 'noise\\n╷\\n│ Error: it is protected\\n│ \\n│ Lift the protection.\\n╵\\n' >&2
    exit 1 ;;
esac
"""


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which the fake records its arguments."""
    program = tmp_path / "bin" / "terraform"
    program.parent.mkdir()
    program.write_text(FAKE)
    program.chmod(0o755)
    log = tmp_path / "calls"
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("CALLS", str(log))
    monkeypatch.setenv("FAKE_VERSION", "1.11.4")
    monkeypatch.setenv("LOCAL_DIR", str(tmp_path / "local"))
    monkeypatch.setenv("AWS_PORT", "4999")
    monkeypatch.delenv("TF_PLUGIN_DIR", raising=False)
    monkeypatch.delenv("TF_CLI_CONFIG_FILE", raising=False)
    return log


def local() -> Place:
    return named("local").primary


def platform(place: Place) -> Terraform:
    return Terraform(Root("platform"), place)


def asked(calls: Path) -> list[str]:
    return [line.split("|")[0] for line in calls.read_text().splitlines()]


def test_a_root_is_initialised_once(calls: Path) -> None:
    platform(local()).apply({})
    platform(local()).apply({})

    assert [call.split(" ")[1] for call in asked(calls)] == ["init", "apply", "apply"]


@pytest.mark.parametrize(("status", "pending"), [("0", False), ("2", True)])
def test_a_plan_says_whether_changes_are_pending(
    calls: Path, monkeypatch: pytest.MonkeyPatch, status: str, pending: bool
) -> None:
    monkeypatch.setenv("PLAN_STATUS", status)

    text, changes = platform(local()).plan({})

    assert calls.exists()
    assert (text.strip(), changes) == ("Plan: 1 to add", pending)


@pytest.mark.usefixtures("calls")
def test_a_plan_that_fails_has_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAN_STATUS", "1")

    with pytest.raises(CommandError, match="terraform plan of platform failed"):
        platform(local()).plan({})


def test_the_state_is_the_environments_and_the_roots(calls: Path) -> None:
    platform(local()).apply({})

    init = asked(calls)[0]
    assert "-backend-config=key=local/platform.tfstate" in init
    assert "-backend-config=use_lockfile=true" in init
    assert "-lockfile=readonly" in init


def test_environments_share_no_data_folder(calls: Path) -> None:
    here, there = (Root("platform").data_folder(named(name).primary) for name in ("local", "dev"))

    assert here != there
    assert calls.parent in here.parents


def test_the_embedded_aws_is_reached_only_from_local(calls: Path) -> None:
    platform(local()).apply({})

    assert calls.read_text().splitlines()[-1].endswith("|http://127.0.0.1:4999")
    assert "AWS_ENDPOINT_URL" not in named("dev").cloud.variables("eu-central-1")


def test_variables_are_passed_as_text_or_json(calls: Path) -> None:
    platform(local()).apply({"package": "a.zip", "preview_contracts": {"parcels": "o.json"}})

    assert "-var=package=a.zip" in asked(calls)[-1]
    assert f"-var=preview_contracts={json.dumps({'parcels': 'o.json'})}" in asked(calls)[-1]


def test_a_summary_says_what_changed(calls: Path) -> None:
    assert platform(local()).apply({}) == "1 added, 0 changed, 0 destroyed"
    assert calls.exists()


def test_verbose_shows_the_output_of_terraform_as_it_comes(
    calls: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    platform(local()).apply({})
    quiet = capsys.readouterr().out
    monkeypatch.setenv("VERBOSE", "1")

    summary = platform(local()).apply({})

    assert (quiet, summary) == ("", "1 added, 0 changed, 0 destroyed")
    assert "  platform: Apply complete! Resources: 1 added" in capsys.readouterr().out
    assert calls.exists()


def test_a_failure_is_told_in_terraforms_words(calls: Path) -> None:
    with pytest.raises(CommandError) as failed:
        platform(local()).destroy({})

    assert "Error: it is protected\n\nLift the protection." in str(failed.value)
    assert "noise" not in str(failed.value)
    assert calls.exists()


@pytest.mark.parametrize("version", ["1.10.5", "0.15.0"])
def test_an_old_terraform_is_refused(
    calls: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    monkeypatch.setenv("FAKE_VERSION", version)

    with pytest.raises(CommandError, match=r"this needs 1\.11 or newer"):
        check_terraform()
    assert calls.exists()


def test_a_missing_terraform_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(CommandError, match="terraform is not on PATH"):
        check_terraform()


def test_a_configuration_file_that_is_not_there_is_neutralised(
    calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(calls.parent / "nowhere"))

    assert cli_environment()["TF_CLI_CONFIG_FILE"] == os.devnull


def test_roots_share_one_copy_of_the_provider(calls: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(calls.parent))

    assert Path(cli_environment()["TF_PLUGIN_CACHE_DIR"]).is_dir()


def test_an_unreachable_registry_is_said_with_the_way_out(
    calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OFFLINE", "1")

    with pytest.raises(CommandError, match="TF_PLUGIN_DIR"):
        platform(local()).apply({})
    assert asked(calls)[0].split(" ")[1] == "init"


def test_a_users_own_configuration_is_left_alone(
    calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = calls.parent / "terraformrc"
    own.write_text("")
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(own))

    assert cli_environment() == {}


def test_a_plugin_folder_becomes_a_mirror(calls: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TF_PLUGIN_DIR", str(calls.parent))

    written = Path(cli_environment()["TF_CLI_CONFIG_FILE"]).read_text()

    assert f'path = "{calls.parent}"' in written


def test_a_plugin_folder_that_is_none_is_said(calls: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TF_PLUGIN_DIR", str(calls.parent / "nowhere"))

    with pytest.raises(CommandError, match="which is not a folder"):
        cli_environment()


def test_the_providers_mirror_is_named_in_a_file_that_is_never_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TF_PLUGIN_DIR", str(tmp_path))
    config = Path(cli_environment()["TF_CLI_CONFIG_FILE"])
    whole = config.read_text()

    def reads(_: int) -> str:
        cli_environment()
        return config.read_text()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(reads, range(2000))) == {whole}


def test_garbage_is_collected_less_often_unless_somebody_says_how_often(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("GOGC", raising=False)
    unasked = run_environment()["GOGC"]
    monkeypatch.setenv("GOGC", "50")

    assert (unasked, run_environment()["GOGC"]) == ("400", "50")
