"""The folder in which mutmut mutates a copy of the tree, and mutmut's run in it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.command import CommandError
from tools.measure.mutants.rooms import Room

HOME = Path(".build/mutants")
PACKAGES = HOME / "packages"
SOURCES = ("shared", "services", "embedded_aws")
COPIED = ("tests", "tools", "conftest.py", "pyproject.toml")
LINKED = ("terraform", "analytics", "templates", "docs", ".python-version", ".terraform-version")
NEVER = shutil.ignore_patterns("__pycache__")
SETTINGS = """\
[mutmut]
source_paths=
    {sources}
only_mutate=
    {modules}
also_copy=
    {copied}
pytest_add_cli_args_test_selection=
    {tests}
pytest_add_cli_args=
    -p
    no:cacheprovider
    -o
    filterwarnings=
    --deselect={unfit}
timeout_multiplier=4
timeout_constant=4
use_git_change_detection=false
"""
UNFIT = "tests/unit/shared/test_small_parts.py::test_a_log_lines_timestamp_is_one_that_lambda_reads"
"""It reads the standard output, on which mutmut writes too."""
OUTPUT = "mutmut.log"
STATISTICS = "mutmut-stats.json"
SURVIVED, UNTESTED = 0, (5, 33, None)
"""The exit statuses of pytest for a mutant that no test has noticed, or comes to."""


def mutate(room: Room, children: int, *, again: bool) -> Path:
    """Run mutmut over the room in a copy of the tree; the folder of mutated modules.

    `again` tries the last run's survivors alone, with the tests as they are now.
    """
    folder = HOME / "rooms" / room.name
    survivors = list(_survivors(room, folder / "mutants")) if again else []
    if again and not survivors:
        return folder / "mutants"
    if again:
        _renew_tests(folder)
    else:
        shutil.rmtree(folder, ignore_errors=True)
        _lay_out(room, folder)
    # CI: Hypothesis tries the same examples each time, and minds no busy machine.
    environment = dict(os.environ) | {"PYTHONPATH": str(PACKAGES.resolve()), "CI": "true"}
    run = (sys.executable, "-m", "mutmut", "run", "--max-children", str(children), *survivors)
    with (folder / OUTPUT).open("w", encoding="utf-8") as output:
        status = subprocess.run(
            run, cwd=folder, env=environment, stdout=output, stderr=output, check=False
        ).returncode
    if status:
        raise CommandError(
            f"mutmut could not mutate {room.name}: its tests have to pass unmutated; read "
            f"{folder / OUTPUT}"
        )
    return folder / "mutants"


def statuses(mutated: Path, module: str) -> dict[str, int | None]:
    """The exit status of the tests for each mutant of the module; none: it was not tried."""
    meta = mutated / f"{module}.meta"
    if not meta.exists():
        return {}
    by_mutant: dict[str, int | None] = json.loads(meta.read_text(encoding="utf-8"))[
        "exit_code_by_key"
    ]
    return by_mutant


def _survivors(room: Room, mutated: Path) -> Iterator[str]:
    for module in room.modules:
        for mutant, status in statuses(mutated, module).items():
            if status in {SURVIVED, *UNTESTED}:
                yield mutant


def _renew_tests(folder: Path) -> None:
    """Put the present tests into the copy, and beside the mutated modules.

    Which of them come to which function is looked at anew.
    """
    (folder / "mutants" / STATISTICS).unlink(missing_ok=True)
    for tests in (Path("tests"), Path("embedded_aws/tests"), *Path("services").glob("*/tests")):
        for place in (folder, folder / "mutants"):
            shutil.rmtree(place / tests, ignore_errors=True)
            shutil.copytree(tests, place / tests, ignore=NEVER)


def _lay_out(room: Room, folder: Path) -> None:
    (folder / "mutants").mkdir(parents=True)
    for name in SOURCES + COPIED:
        source = Path(name)
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=NEVER)
        else:
            shutil.copy(source, folder / name)
    for name in LINKED:
        (folder / "mutants" / name).symlink_to(Path(name).resolve())
    lines = {"sources": SOURCES, "modules": room.modules, "copied": COPIED, "tests": room.tests}
    listed = {name: "\n    ".join(each) for name, each in lines.items()}
    text = SETTINGS.format(unfit=UNFIT, **listed)
    (folder / "setup.cfg").write_text(text, encoding="utf-8")
