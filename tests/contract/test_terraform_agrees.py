"""Terraform's settings agree with the variables, calls and routes in the code."""

import re
from pathlib import Path

import pytest

from shared.problems import Problem
from tests.harness.roots import module_call
from tools import hcl
from tools.build.contracts.examples import DETAILS, SCOPE_NEEDED
from tools.build.contracts.schemas import component_schemas
from tools.build.packages.entry import HANDLER
from tools.build.services import setting_names

ROOT = Path(__file__).parents[2]
SERVICES = sorted(path.parent.name for path in (ROOT / "services").glob("*/main.py"))


ENVIRONMENTS = sorted((ROOT / "terraform/environments").glob("*.tfvars"))


def declared_values() -> set[str]:
    """Every attribute of some root's variable `environment`."""
    roots = [
        *(ROOT / "terraform").glob("*/variables.tf"),
        *(ROOT / "terraform").glob("services/*/variables.tf"),
    ]
    texts = [path.read_text() for path in roots]
    return {name for text in texts for name in re.findall(r"^    (\w+)\s+= \w", text, re.MULTILINE)}


@pytest.mark.parametrize("file", ENVIRONMENTS, ids=lambda path: str(path.stem))
def test_each_value_of_an_environment_is_read_by_a_root(file: Path) -> None:
    values = hcl.read(file)["environment"]

    assert set(values) <= declared_values()


@pytest.mark.parametrize("file", ENVIRONMENTS, ids=lambda path: str(path.stem))
def test_an_environment_is_named_like_its_file_and_names_its_accounts(file: Path) -> None:
    values = hcl.read(file)["environment"]

    assert values["name"] == file.stem
    assert values["account_ids"]


def common_settings() -> set[str]:
    text = (ROOT / "terraform/modules/service/main.tf").read_text()
    block = re.search(r"common_settings = \{(.*?)\n  \}", text, re.DOTALL)
    assert block
    return set(re.findall(r"^\s+([A-Z_]+)\s+=", block[1], re.MULTILINE))


@pytest.mark.parametrize("service", SERVICES)
def test_each_setting_is_set_and_each_variable_is_read(service: str) -> None:
    call = module_call(service)
    table = {call["table_setting"]} if "table_setting" in call else set()

    read = {name.upper() for name in setting_names(service)}

    assert read == common_settings() | set(call.get("settings", {})) | table


def test_lambda_is_told_the_handler_that_the_build_writes() -> None:
    modules = hcl.read(ROOT / "terraform/modules/service/main.tf")["module"]

    calls = [call for block in modules for call in block.values()]
    assert [call["handler"] for call in calls if "handler" in call] == [HANDLER]


@pytest.mark.parametrize("service", SERVICES)
def test_no_service_may_scan(service: str) -> None:
    text = (ROOT / f"terraform/services/{service}/main.tf").read_text().lower()

    assert not {"dynamodb:scan", "dynamodb:partiqlselect", "dynamodb:*"} & set(
        re.findall(r"dynamodb:[\w*]+", text)
    )


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_its_root_lock_and_readme(service: str) -> None:
    assert (ROOT / f"terraform/services/{service}/.terraform.lock.hcl").is_file()
    assert (ROOT / f"requirements/{service}.txt").is_file()
    assert (ROOT / f"services/{service}/README.md").is_file()


def test_every_lock_file_is_for_every_platform() -> None:
    locks = {
        path.read_text()
        for path in (ROOT / "terraform").rglob(".terraform.lock.hcl")
        if "modules" not in path.parts
    }

    [lock] = locks
    assert lock.count('"zh:') >= 15


def test_requirements_are_locked_with_hashes_and_without_addresses() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text()
        pinned = re.findall(r"^[a-z0-9][\w.\[\]-]*==", text, re.MULTILINE | re.IGNORECASE)
        assert text.count("--hash=sha256:") >= len(pinned) > 0
        assert "://" not in text


def test_gateway_and_code_declare_one_error_shape() -> None:
    problem = component_schemas([Problem])["Problem"]
    text = (ROOT / "terraform/modules/api_gateway/responses.tf").read_text()

    for field in problem["required"]:
        assert f'\\"{field}\\"' in text


@pytest.mark.parametrize("detail", sorted(set(DETAILS.values()) - {SCOPE_NEEDED}))
def test_the_contract_shows_refusals_in_the_gateways_words(detail: str) -> None:
    assert detail in (ROOT / "terraform/modules/api_gateway/responses.tf").read_text()


def environment_names(folder: str) -> set[str]:
    """The attributes of `environment` that a root or module declares; others are dropped."""
    blocks = hcl.read(ROOT / "terraform" / folder / "variables.tf")["variable"]
    [declared] = [each for block in blocks for name, each in block.items() if "environment" in name]
    names = re.sub(r"map\(object\(\{.*?\}\)\)", "", str(declared["type"]))
    return set(re.findall(r"(\w+) = ", names))


@pytest.mark.parametrize("service", SERVICES)
def test_every_services_root_takes_the_values_that_its_module_needs(service: str) -> None:
    assert environment_names("modules/service") <= environment_names(f"services/{service}")


@pytest.mark.parametrize("path", sorted((ROOT / "terraform/environments").glob("*.tfvars")))
def test_every_value_of_an_environment_is_taken_by_a_root(path: Path) -> None:
    roots = ["bootstrap", "platform", "gateway", *(f"services/{name}" for name in SERVICES)]
    given = set(hcl.read(path)["environment"])

    assert given - {name for root in roots for name in environment_names(root)} == set()


@pytest.mark.parametrize("path", ENVIRONMENTS, ids=lambda path: str(path.stem))
def test_what_an_environment_says_of_functions_is_of_services_that_are_there(path: Path) -> None:
    values = hcl.read(path)["environment"]

    assert set(values.get("functions", {})) <= set(SERVICES)
    assert set(values.get("restored_tables", {})) <= set(SERVICES)
