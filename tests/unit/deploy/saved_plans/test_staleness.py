"""The reasons for which a saved plan is not applied."""

from dataclasses import replace
from typing import Any

import pytest

from tools.deploy.saved_plans import label as labels
from tools.deploy.saved_plans.label import Label
from tools.deploy.saved_plans.staleness import reasons
from tools.deploy.terraform.run import StateMark

SAVED = Label(
    root="services/orders",
    environment="dev",
    region="eu-central-1",
    account="123456789012",
    commit="a" * 40,
    tree="t1",
    planned="2026-11-01T12:00:00+00:00",
    state=StateMark("lineage", 7),
    reads="platform",
    files={"/build/orders.zip": "bytes"},
)
STALE: dict[str, tuple[dict[str, Any], str]] = {
    "root": ({"root": "services/catalog"}, "a plan of services/orders"),
    "environment": ({"environment": "staging"}, "of dev in eu-central-1, and this is staging"),
    "region": ({"region": "eu-west-1"}, "this is dev in eu-west-1"),
    "account": ({"account": "999999999999"}, "of account 123456789012"),
    "commit": ({"commit": "b" * 40, "tree": "t2"}, "commit bbbbbbbbbbbb has other files"),
    "age": ({"planned": "2026-11-09T12:00:00+00:00"}, "8 days old"),
    "serial": ({"state": StateMark("lineage", 8)}, "had serial 7, and has 8"),
    "lineage": ({"state": StateMark("other", 7)}, "another state"),
    "reads": ({"reads": "another"}, "the platform, which it has read"),
    "file": ({"files": {"/build/orders.zip": "others"}}, "other contents"),
    "folder": ({"files": {"/other/orders.zip": "bytes"}}, "made in another folder"),
}


@pytest.mark.parametrize(("difference", "sentence"), STALE.values(), ids=STALE)
def test_a_plan_is_stale_for_one_reason(difference: dict[str, Any], sentence: str) -> None:
    (reason,) = reasons(SAVED, replace(SAVED, **difference))

    assert sentence in reason


def test_a_merge_of_the_same_files_may_apply_the_plan_of_its_branch() -> None:
    later = replace(SAVED, commit="b" * 40, planned="2026-11-07T12:00:00+00:00")

    assert list(reasons(SAVED, later)) == []


def test_a_label_is_read_as_it_was_written() -> None:
    assert labels.read(SAVED.written()) == SAVED


@pytest.mark.parametrize("line", [b"", b"{}", b'{"format": 2}', b"\xff"])
def test_a_line_that_is_no_label_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever says so
        labels.read(line)
