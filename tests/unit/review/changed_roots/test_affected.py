"""The roots that a changed file affects, in the tree as it is and in one of a few files."""

from pathlib import Path

import pytest

from tools.review.changed_roots.affected import affected
from tools.review.changed_roots.imports import Imports
from tools.review.changed_roots.model import Affected, Tree
from tools.review.changed_roots.tree import tree_here

ROOT = Path(__file__).parents[4]
IMPORTS = Imports()
ALL = tuple(each for each in tree_here(ROOT).roots if each != "portal")  # it is off here
FUNCTIONS = tuple(each for each in ALL if each.startswith("services/"))


def found_roots(name: str) -> list[Affected]:
    return affected([ROOT / name], tree_here(ROOT), IMPORTS)


def names(every: list[Affected]) -> set[str]:
    return {each.root for each in every}


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "docs/cost.md",
        "services/authorizer/README.md",
        "tests/conftest.py",
        "services/authorizer/tests/test_model.py",
        "services/authorizer/checks/events.json",
        "terraform/modules/burn_rate/tests/burn_rate.tftest.hcl",
        "terraform/testing/mocks/aws.tfmock.hcl",
        "tools/insights/cost/usage.py",
        "tools/insights/cost/prices.json",
        ".github/workflows/check.yml",
    ],
)
def test_what_no_plan_reads_affects_nothing(name: str) -> None:
    assert found_roots(name) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("terraform/platform/keys.tf", ("platform",)),
        ("terraform/platform/new.tf", ("platform",)),
        ("terraform/bootstrap/policies/plan.yaml", ("bootstrap",)),
        ("terraform/modules/burn_rate/main.tf", (*FUNCTIONS, "gateway")),
        ("terraform/shared/service.tf", FUNCTIONS),
        ("terraform/shared/root.tf", ALL),
        ("requirements/services.txt", FUNCTIONS),
        ("shared/throttling.json", (*FUNCTIONS, "gateway")),
        ("analytics/views/access_logs.sql", ("platform",)),
        ("services/authorizer/model.py", ("services/authorizer",)),
        ("services/authorizer/requirements.txt", ("services/authorizer",)),
        ("shared/gone.py", ALL),
        ("tools/build/packages/archive.py", ALL),
        ("tools/deploy/terraform/variables.py", ALL),
        ("tools/hcl.py", ALL),
        ("tools/build/contracts/page.html.j2", ALL),
        ("terraform/services/new/consumers.json", ALL),
        ("terraform/services/parcels/consumers.json", ALL),
        ("of_a_kind_that_nobody_knows", ALL),
    ],
)
def test_every_root_that_reads_the_file_is_in(name: str, expected: tuple[str, ...]) -> None:
    assert names(found_roots(name)) == set(expected)


def test_shared_code_affects_every_service_that_imports_it_however_indirectly() -> None:
    everywhere = names(found_roots("shared/auth/principal.py"))

    assert "services/authorizer" in everywhere
    assert "platform" not in everywhere


def test_a_package_affects_whoever_imports_a_part_of_it() -> None:
    assert "services/authorizer" in names(found_roots("shared/auth/__init__.py"))


def test_a_value_of_one_environment_affects_that_environment_alone() -> None:
    every = found_roots("terraform/environments/prod.tfvars")

    assert {each.environment for each in every} == {"prod"}
    assert names(every) == set(ALL)


def test_anything_else_affects_every_environment() -> None:
    environments = {each.environment for each in found_roots("terraform/platform/keys.tf")}

    assert environments == set(tree_here(ROOT).environments)


def test_every_root_says_why_it_is_in() -> None:
    module = found_roots("terraform/modules/dynamodb_table/main.tf")
    code = [each for each in found_roots("shared/auth/tokens.py") if each.environment == "dev"]

    assert all("calls terraform/modules/dynamodb_table" in each.why for each in module)
    assert "imports shared.auth.tokens" in code[0].why


def test_a_contract_affects_the_gateway(tmp_path: Path) -> None:
    tree = Tree(tmp_path, ["services/parcels", "gateway"], ["dev"], ["parcels"])

    every = affected([tmp_path / "services/parcels/openapi.json"], tree, IMPORTS)

    assert names(every) == {"services/parcels", "gateway"}


@pytest.mark.parametrize(
    "name",
    [
        "services/parcels/openapi.json",
        "shared/throttling.json",
        "terraform/environments/prod.tfvars",
        "terraform/portal/main.tf",
    ],
)
def test_the_portal_is_affected_where_it_is_switched_on(tmp_path: Path, name: str) -> None:
    (tmp_path / "terraform/portal").mkdir(parents=True)
    switched_on = {"portal": ["prod"]}
    tree = Tree(tmp_path, ["services/parcels", "portal"], ["dev", "prod"], ["parcels"], switched_on)

    every = affected([tmp_path / name], tree, IMPORTS)

    assert {each.environment for each in every if each.root == "portal"} == {"prod"}
