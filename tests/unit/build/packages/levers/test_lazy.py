"""Modules that run when they are first used."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools.build.packages.levers.lazy import LAZY, LazyFinder

ROOT = Path(__file__).parents[5]
PROGRAM = """
import sys
from tools.build.packages.levers import lazy
lazy.begin("")
import mimetypes
print("guess_type" in object.__getattribute__(mimetypes, "__dict__"))
print(mimetypes.guess_type("a.json")[0])
"""


def test_a_module_runs_when_it_is_first_used() -> None:
    done = subprocess.run(
        [sys.executable, "-S", "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["False", "application/json"]


@pytest.mark.parametrize("name", ["json", "services", "there.is.none"])
def test_all_others_are_left_to_python(name: str) -> None:
    assert LazyFinder().find_spec(name) is None


def test_only_modules_of_python_are_named() -> None:
    assert {name.partition(".")[0] for name in LAZY} <= sys.stdlib_module_names
