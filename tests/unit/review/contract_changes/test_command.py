"""The compared states, the command's answer, and the announcement of a breaking change."""

import json
import re
from pathlib import Path

import pytest

from tests.unit.review.contract_changes.conftest import Repository
from tools.review.contract_changes.__main__ import main
from tools.review.contract_changes.markers import reasons

type Output = pytest.CaptureFixture[str]
MARK = "Breaking-Change: parcels: nobody reads single parcels"


def test_an_unchanged_contract_is_fine(repository: Repository, capsys: Output) -> None:
    del repository

    assert main(["--base", "main"]) == 0
    assert "The contracts are those of main (" in capsys.readouterr().out


def test_a_compatible_change_is_shown_and_fine(repository: Repository, capsys: Output) -> None:
    repository.write("parcels", "/parcels", "/parcels/{orderId}", "/parcels/new")

    assert main(["--base", "main"]) == 0
    output = capsys.readouterr().out
    assert "Changes for consumers since main (" in output
    assert "): 1, breaking: 0." in output


def test_a_breaking_change_is_refused_with_the_way_out(
    repository: Repository, capsys: Output
) -> None:
    repository.write("parcels", "/parcels")

    assert main(["--base", "main"]) == 1
    output = capsys.readouterr().out
    assert "GET /parcels/{orderId}" in output
    assert "write the line `Breaking-Change: parcels: <reason>` into a commit message" in output


def test_a_marked_commit_may_break(repository: Repository, capsys: Output) -> None:
    repository.write("parcels", "/parcels")
    repository.commit(f"Take single parcels away\n\nBecause.\n\n{MARK}\nSigned-off-by: A")

    assert main(["--base", "main"]) == 0
    assert "parcels breaks its consumers, as marked: nobody reads" in capsys.readouterr().out


def test_a_marked_pull_request_may_break(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write("parcels", "/parcels")
    monkeypatch.setenv("PR_BODY", f"## What\r\n\r\n{MARK}\r\n")

    assert main(["--base", "main"]) == 0


def test_a_mark_before_the_base_does_not_count(repository: Repository) -> None:
    repository.commit(f"Before\n\n{MARK}")
    repository.git("branch", "later")
    repository.write("parcels", "/parcels")

    assert main(["--base", "later"]) == 1


def test_a_mark_counts_for_its_service_alone(repository: Repository, capsys: Output) -> None:
    repository.write("labels", "/labels")
    repository.commit("Add the labels")
    repository.git("branch", "later")
    repository.write("parcels", "/parcels")
    repository.write("labels", "/labels/products")
    repository.commit(f"Change both\n\n{MARK}")

    assert main(["--base", "later"]) == 1
    output = capsys.readouterr().out
    assert "error: labels breaks its consumers" in output
    assert "error: parcels" not in output


def test_tightened_service_levels_need_a_mark_of_their_own(repository: Repository) -> None:
    tiers = {"gold": {"rate_per_second": 10, "burst": 10}}
    repository.write_text("shared/throttling.json", json.dumps({"tiers": tiers}))
    repository.commit("Set levels")
    repository.git("branch", "later")
    repository.write_text("shared/throttling.json", json.dumps({"tiers": {}}))
    repository.commit("Drop gold\n\nBreaking-Change: parcels: not this one")

    assert main(["--base", "later"]) == 1
    repository.commit("Mark it\n\nBreaking-Change: service-levels: nobody has gold")
    assert main(["--base", "later"]) == 0


def test_what_others_did_meanwhile_is_not_the_branchs(repository: Repository) -> None:
    repository.git("switch", "--quiet", "main")
    repository.write("parcels", "/parcels", "/parcels/{orderId}", "/parcels/theirs")
    repository.commit("Theirs")
    repository.git("switch", "--quiet", "work")

    assert main(["--base", "main"]) == 0


def test_a_folder_can_be_the_base(repository: Repository, tmp_path: Path) -> None:
    before = Repository(tmp_path / "before")
    before.write("parcels", "/parcels", "/parcels/{orderId}", "/parcels/gone")

    assert main(["--base", str(before.folder)]) == 1
    assert main(["--base", str(repository.folder)]) == 0


def test_the_base_comes_from_the_environment_too(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write("parcels", "/parcels")
    monkeypatch.setenv("BASE", "main")

    assert main([]) == 1


@pytest.mark.usefixtures("repository")
def test_an_empty_base_of_makes_is_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BASE", "")

    assert main([]) == 2
    assert "BASE=origin/main is no commit" in capsys.readouterr().err


BAD_BASES = {
    "nowhere": "BASE=nowhere is no commit, branch or tag here, and no folder",
    "--all": "BASE=--all is no commit",
    "": "BASE is empty; name a commit",
    "services": "BASE=services has no services/",
    "unrelated": "have no commit in common; fetch the whole history",
    "bare": r"BASE=bare \(commit",
    "damaged": "services/parcels/openapi.json at .* is not JSON",
    "a-list": "services/parcels/openapi.json at .* is not a JSON object",
}


@pytest.fixture
def bad_bases(repository: Repository) -> Repository:
    """Branches that cannot be compared with."""
    repository.git("rm", "--quiet", "-r", "services")
    repository.commit("Without contracts")
    repository.git("branch", "bare")
    repository.write_text("services/parcels/openapi.json", "{")
    repository.commit("Damage")
    repository.git("branch", "damaged")
    repository.write_text("services/parcels/openapi.json", "[]")
    repository.commit("List")
    repository.git("branch", "a-list")
    repository.git("switch", "--quiet", "--orphan", "unrelated")
    repository.commit("Elsewhere")
    repository.git("switch", "--quiet", "work")
    return repository


@pytest.mark.parametrize(("base", "sentence"), BAD_BASES.items())
def test_a_bad_base_is_said(
    bad_bases: Repository, capfd: pytest.CaptureFixture[str], base: str, sentence: str
) -> None:
    del bad_bases

    assert main([f"--base={base}"]) == 2
    assert re.search(f"^error: .*{sentence}", capfd.readouterr().err, re.MULTILINE)


@pytest.mark.parametrize(
    "text",
    [
        "Breaking-Change: parcels:",
        "Breaking-Change: parcels",
        "Breaking-Change: : reason",
        "We talk of Breaking-Change: parcels: reason",
        "Breaking-Change: parcels:\nnext line",
    ],
)
def test_a_mark_needs_a_line_a_service_and_a_reason(text: str) -> None:
    assert reasons([text]) == {}
