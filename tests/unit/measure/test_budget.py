"""The messages for a package over its budget."""

from dataclasses import replace
from pathlib import Path

from tools.measure.budget import Budget, Weight, budget_of, excesses

BUDGET = Budget(zipped_mb=8.0, modules=3, forbidden={"requests": "urllib3 is there already"})
WEIGHT = Weight("parcels", 7.9, ("botocore", "botocore.client", "json"), ("pydantic_core",))


def test_a_package_within_its_budget_is_not_spoken_of() -> None:
    assert excesses(WEIGHT, BUDGET) == []


def test_a_heavy_zip_is_told_with_what_is_most_of_it() -> None:
    [sentence] = excesses(replace(WEIGHT, zipped_mb=8.2), BUDGET)

    assert "8.20 MB of 8.0" in sentence
    assert "pydantic_core" in sentence


def test_too_many_imports_are_told_with_whose_they_are() -> None:
    modules = ("botocore", "botocore.client", "json", "ssl")

    [sentence] = excesses(replace(WEIGHT, modules=modules), BUDGET)

    assert "imports 4 modules of 3" in sentence
    assert "botocore (2)" in sentence


def test_a_forbidden_import_is_named_with_the_reason() -> None:
    [sentence] = excesses(replace(WEIGHT, modules=("requests",)), BUDGET)

    assert sentence == "parcels: a cold start imports requests: urllib3 is there already."


def test_too_many_imports_are_told_with_the_file_to_raise_them_in() -> None:
    [sentence] = excesses(replace(WEIGHT, modules=("a", "b", "c", "d")), BUDGET)

    assert "services/parcels/checks/budget.json" in sentence


def test_a_service_has_the_usual_budget_but_for_what_its_checks_say(sample_tree: Path) -> None:
    usual = budget_of("parcels")
    checks = sample_tree / "services/parcels/checks"
    checks.mkdir(exist_ok=True)
    (checks / "budget.json").write_text('{"modules": 515}')

    own = budget_of("parcels")

    assert (own.modules, own.zipped_mb) == (515, usual.zipped_mb)
    assert own.forbidden == usual.forbidden != {}
    assert usual.modules < own.modules
