"""The tables of `make proof`: each in its place, with its command, and nothing else changed."""

import json
import shlex
import sys
from pathlib import Path

import pytest

from tools.command import CommandError
from tools.measure.proof import __main__ as proof
from tools.measure.proof import documents
from tools.measure.proof.steps import Done, Step, Table, chosen, commit, done, steps

ROWS = [{"fault": "slow", "p99_seconds": 1.5, "recovery_seconds": None}]
PLACE = "Before.\n<!-- proof: faults -->\nold\n<!-- end of proof -->\nAfter.\n"


def printing(content: object, status: int = 0) -> str:
    text = f"print({json.dumps(content)!r}); raise SystemExit({status})"
    return shlex.join([sys.executable, "-c", text])


def step(document: Path) -> Step:
    table = Table("faults", document, ("fault", "p99_seconds", "recovery_seconds"), "faults")
    return Step("faults", printing({"faults": ROWS}), None, (table,))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "reliability.md"
    path.write_text(PLACE, encoding="utf-8")
    return path


def test_a_table_is_written_between_its_marks(page: Path) -> None:
    documents.write(done(step(page), printing({"faults": ROWS})))

    lines = page.read_text(encoding="utf-8").splitlines()
    assert (lines[0], lines[-1], lines[-2]) == ("Before.", "After.", "<!-- end of proof -->")
    assert lines[4:7] == [
        "| fault | p99 (s) | recovery (s) |",
        "| --- | --- | --- |",
        "| slow | 1.5 | - |",
    ]
    assert commit() in lines[2]
    assert "old" not in lines


def test_a_last_line_has_the_sums_of_counts() -> None:
    table = Table("t", Path("t.md"), ("fault", "lost", "p99_seconds"), "rows", total="all")
    rows = [{"fault": each, "lost": 2, "p99_seconds": 0.5} for each in ("slow", "killed")]

    assert documents.markdown(table, {"rows": rows}).splitlines()[-1] == "| all | 4 | - |"


def test_a_document_without_a_place_says_which_marks_it_lacks(page: Path) -> None:
    page.write_text("Nothing here.\n", encoding="utf-8")

    with pytest.raises(CommandError, match="<!-- proof: faults -->"):
        documents.write(Done(step(page), "make chaos", {"faults": ROWS}, 0, 1.0, "abc"))


def test_a_command_without_json_is_an_error(page: Path) -> None:
    with pytest.raises(CommandError, match="printed no JSON"):
        done(step(page), shlex.join([sys.executable, "-c", "print('hello')"]))


def test_a_step_does_not_see_the_variables_of_the_proof(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONLY", "faults")
    text = "import json, os; print(json.dumps({'only': os.environ.get('ONLY')}))"

    assert done(step(page), shlex.join([sys.executable, "-c", text])).result == {"only": None}


def test_an_unknown_step_is_named_with_the_known_ones() -> None:
    with pytest.raises(CommandError, match="no step is called nonsense; known: faults"):
        chosen(steps(), "nonsense")


def test_minutes_are_the_steps_own_unless_others_are_asked_for() -> None:
    soak = Step("soak", "make load MINUTES={minutes}", None, (), minutes=30)

    assert soak.words(short=False, minutes=None) == "make load MINUTES=30"
    assert soak.words(short=False, minutes=2) == "make load MINUTES=2"
    assert soak.words(short=True, minutes=None) is None


def test_each_step_has_its_place_in_the_documentation() -> None:
    tables = [table for each in steps() for table in each.tables]

    texts = {table.name: table.document.read_text(encoding="utf-8") for table in tables}
    assert tables
    assert [name for name, text in texts.items() if f"<!-- proof: {name} -->" not in text] == []


def test_a_failed_step_fails_the_proof(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], page: Path
) -> None:
    good, bad = (Step(str(n), "", printing({}, n), step(page).tables) for n in (0, 3))
    monkeypatch.setattr(proof, "steps", lambda: [good, bad])

    status = proof.main(["--short"])

    assert status == 1
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["0"] == "good"
    assert page.read_text(encoding="utf-8") == PLACE
