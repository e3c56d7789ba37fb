"""Terraform's settings agree with the variables, calls and routes in the code."""

import re
from pathlib import Path
from typing import Any

import pytest

from shared.problems import Problem
from tests.harness.roots import module_call
from tools import hcl
from tools.build.contracts.examples import DETAILS, SCOPE_NEEDED
from tools.build.contracts.schemas import component_schemas
from tools.build.packages.entry import HANDLER
from tools.build.packages.order import lock_of
from tools.build.services import routes_of, services_with_routes, setting_names

ROOT = Path(__file__).parents[3]
SERVICES = sorted(path.parent.name for path in (ROOT / "services").glob("*/main.py"))


ENVIRONMENTS = sorted((ROOT / "terraform/environments").glob("*.tfvars"))


def environment_values() -> set[str]:
    """Every value of an environment that modules/environment takes; any other is dropped unseen."""
    text = (ROOT / "terraform/modules/environment/variables.tf").read_text()
    return set(re.findall(r"^    (\w+)\s+= \w", text, re.MULTILINE))


@pytest.mark.parametrize("file", ENVIRONMENTS, ids=lambda path: str(path.stem))
def test_each_value_of_an_environment_is_taken(file: Path) -> None:
    values = hcl.read(file)["environment"]

    assert set(values) <= environment_values()


@pytest.mark.parametrize("file", ENVIRONMENTS, ids=lambda path: str(path.stem))
def test_an_environment_is_named_like_its_file_and_names_its_accounts(file: Path) -> None:
    values = hcl.read(file)["environment"]

    assert values["name"] == file.stem
    assert values["account_ids"]


def given_settings(call: dict[str, Any]) -> set[str]:
    """The environment variables that modules/service makes of such a call."""
    text = (ROOT / "terraform/modules/service/function.tf").read_text()
    block = re.search(r"  settings = merge\(\n    \{(.*?)\n    \}", text, re.DOTALL)
    assert block
    common = set(re.findall(r"^\s+([A-Z_]+)\s+=", block[1], re.MULTILINE))
    by_input = dict(re.findall(r"var\.(\w+)[^{}]*(?:\{\} : )?\{ ([A-Z_]+) = ", text))
    by_call = {setting for name, setting in by_input.items() if name in call}
    table = {call["table_setting"]} if "table_setting" in call else set()
    return common | by_call | table | set(call.get("settings", {}))


@pytest.mark.parametrize("service", SERVICES)
def test_each_setting_is_set_and_each_variable_is_read(service: str) -> None:

    read = {name.upper() for name in setting_names(service)}

    assert read == given_settings(module_call(service))


@pytest.mark.parametrize("service", SERVICES)
def test_a_services_root_calls_its_module_by_the_name_of_its_folder(service: str) -> None:
    [block] = hcl.read(ROOT / f"terraform/services/{service}/main.tf")["module"]

    assert list(block) == [service]
    assert module_call(service)["name"] == service


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
    assert lock_of(service, ROOT).is_file()
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
    own = (ROOT / "services").rglob("requirements.txt")
    for path in [*(ROOT / "requirements").glob("*.txt"), *own]:
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


@pytest.mark.parametrize("path", ENVIRONMENTS, ids=lambda path: str(path.stem))
def test_what_an_environment_says_of_functions_is_of_services_that_are_there(path: Path) -> None:
    values = hcl.read(path)["environment"]

    assert set(values.get("functions", {})) <= set(SERVICES)
    assert set(values.get("restored_tables", {})) <= set(SERVICES)


@pytest.mark.parametrize("service", services_with_routes())
def test_a_service_gives_something_to_groups_that_there_are(service: str) -> None:
    text = (ROOT / "terraform/platform/identity.tf").read_text()
    block = re.search(r'"aws_cognito_user_group" "this" \{(.*?)\n\}', text, re.DOTALL)
    assert block
    groups = set(re.findall(r'^    (\w+)\s+= "', block[1], re.MULTILINE))

    routes = routes_of(service)

    assert routes
    assert set(routes.groups) <= groups
