"""Every validation, precondition and check of Terraform is tripped by a run of its tests."""

import re
from collections import Counter
from pathlib import Path

import pytest

TERRAFORM = Path(__file__).parents[3] / "terraform"
FOLDERS = sorted(path.parent for path in TERRAFORM.rglob("terraform.tf"))
BLOCK = re.compile(
    r'^(?P<kind>variable|resource|data|check|output) "(?P<name>[^"]+)"(?: "(?P<label>[^"]+)")? \{'
    r"(?P<body>.*?)^\}",
    re.MULTILINE | re.DOTALL,
)
CONDITION = re.compile(r"^\s+(?:validation|precondition|postcondition|assert) \{", re.MULTILINE)
ADDRESS = {
    "variable": "var.{name}",
    "resource": "{name}.{label}",
    "data": "data.{name}.{label}",
    "check": "check.{name}",
    "output": "output.{name}",
}


def refusals(folder: Path) -> Counter[str]:
    """The number of conditions per address."""
    conditions_of: Counter[str] = Counter()
    for path in sorted(folder.glob("*.tf")):
        for block in BLOCK.finditer(path.read_text(encoding="utf-8")):
            conditions = len(CONDITION.findall(block["body"]))
            if conditions:
                conditions_of[ADDRESS[block["kind"]].format(**block.groupdict())] += conditions
    return conditions_of


def trips(folder: Path) -> Counter[str]:
    """The number of runs that expect the address, or one of its instances, to refuse."""
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("tests/*.tftest.hcl"))
    expected = re.findall(r"expect_failures = \[(.*?)\]\n", text, re.DOTALL)
    names = (re.sub(r"\[.*?\]", "", each).split(",") for each in expected)
    return Counter(name.strip() for each in names for name in each if name.strip())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda each: str(each.relative_to(TERRAFORM)))
def test_each_refusal_has_a_run_that_trips_it(folder: Path) -> None:
    tripped = trips(folder)

    short = {each: n for each, n in refusals(folder).items() if tripped[each] < n}

    assert short == {}


def test_there_are_refusals_to_trip() -> None:
    assert sum((refusals(folder) for folder in FOLDERS), Counter[str]()).total() > 50
