"""`make init`: values are written everywhere they belong, and a second run changes nothing."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from shared.product import NAME
from tests.harness.tree import ROOT
from tools.adopt.repository import writing
from tools.adopt.repository.values import Values, check, current
from tools.command import CommandError

FILES = ("README.md", "pyproject.toml", "shared/product.py", ".github/CODEOWNERS", "Makefile")
FOLDERS = ("docs", "services", "terraform/services", "terraform/environments")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for folder in FOLDERS:
        ignored = shutil.ignore_patterns("__pycache__", ".terraform", "tests", "*.vtl")
        shutil.copytree(ROOT / folder, tmp_path / folder, symlinks=True, ignore=ignored)
    for file in FILES:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    return tmp_path


def others(tree: Path) -> Values:
    return replace(
        current(tree),
        organisation="globex",
        product="elsewhere",
        region="eu-west-1",
        accounts="dev=111122223333 prod=444455556666",
        repository="globex@1/shop@2",
        domain="api.globex.com",
    )


def test_what_nobody_says_stays(tree: Path) -> None:
    assert writing.write(current(tree), tree) == []


def test_values_are_written_where_they_belong_and_once(tree: Path) -> None:
    values = others(tree)

    changed = writing.write(values, tree)

    environments = tree / "terraform/environments"
    assert writing.write(values, tree) == []
    assert 'account_ids        = ["444455556666"]' in (environments / "prod.tfvars").read_text()
    assert 'region             = "eu-west-1"' in (environments / "dev.tfvars").read_text()
    assert 'github_repository  = "globex@1/shop@2"' in (environments / "prod.tfvars").read_text()
    assert "https://github.com/globex/shop" in (environments / "prod.tfvars").read_text()
    assert 'region             = "eu-central-1"' in (environments / "local.tfvars").read_text()
    assert "@globex/backend" in (tree / ".github/CODEOWNERS").read_text()
    assert {"shared/product.py", "pyproject.toml", "README.md"} <= set(changed)


def test_the_values_are_formatted_as_check_expects(tree: Path) -> None:
    writing.write(others(tree), tree)

    command = ["terraform", "fmt", "-check", str(tree / "terraform/environments")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_no_document_names_what_is_no_more(tree: Path) -> None:
    writing.write(others(tree), tree)

    left = {
        str(path.relative_to(tree)): line
        for path in tree.rglob("*")
        if path.suffix in {".md", ".toml", ".py"} and "adr" not in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if "groundplan" in line.lower()
    }
    assert left == {}


def test_a_name_goes_back_to_what_it_was(tree: Path) -> None:
    before = {path: path.read_text() for path in tree.rglob("*.md")}

    writing.write(replace(current(tree), product="elsewhere"), tree)
    writing.write(replace(current(tree), product=NAME), tree)

    assert {path: path.read_text() for path in tree.rglob("*.md")} == before


def refusal(name: str, tree: Path) -> str:
    """Why this service cannot stay alone; empty when it can."""
    try:
        check(replace(current(tree), keep=name), tree)
    except CommandError as error:
        return str(error)
    return ""


def products(tree: Path) -> list[str]:
    return sorted(path.parent.name for path in tree.glob("services/*/openapi.json"))


def test_services_that_are_not_to_stay_are_taken_out(tree: Path) -> None:
    there = products(tree)
    stays = [name for name in there if not refusal(name, tree)][-1]
    others = [name for name in there if name != stays]

    changed = writing.write(replace(current(tree), keep=stays), tree)

    assert changed == [f"services/{name} (taken out)" for name in others]
    assert not [name for name in others if (tree / "terraform/services" / name).exists()]
    assert (tree / "services" / stays).is_dir()


def test_a_service_does_not_stay_without_what_it_calls(tree: Path) -> None:
    refused = {name: sentence for name in products(tree) if (sentence := refusal(name, tree))}
    if not refused:
        pytest.skip("no service of this tree calls another")

    for name, sentence in refused.items():
        assert sentence.startswith(f"{name} calls ")
        assert sentence.endswith("keep both, or neither")


def test_a_domain_that_is_there_is_given_up_by_hand(tree: Path) -> None:
    values = tree / "terraform/environments/prod.tfvars"
    values.write_text(values.read_text().replace("# domain  ", "domain  "))

    with pytest.raises(CommandError, match=r"consumers call api\.example\.com: to give it up"):
        check(replace(current(tree), domain="none"), tree)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("organisation", "no spaces", "ORGANISATION='no spaces' is not"),
        ("product", "Ground-Plan", "lower-case letters and digits"),
        ("product", "averyveryverylongone", "two to 12"),
        ("product", "aws", "AWS's own names"),
        ("region", "Frankfurt", "a region of AWS"),
        ("region", "eu-central-9", "AWS has no region eu-central-9"),
        ("accounts", "12", "is no account"),
        ("accounts", "111122223333 444455556666", "111122223333 is no account"),
        ("accounts", "dev=111122223333 dev=444455556666", "dev has two accounts"),
        ("accounts", "mars=111122223333", "is no account"),
        ("domain", "not a domain", "a domain, or none"),
        ("repository", "shop", "owner/name"),
        ("keep", "payments", "there is no service payments"),
    ],
)
def test_a_bad_value_is_refused_with_one_sentence(
    tree: Path, field: str, value: str, sentence: str
) -> None:
    with pytest.raises(CommandError) as refused:
        check(replace(current(tree), **{field: value}), tree)

    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)
