"""Who calls a new service: the machines that its maker names, while they have room."""

import json
from pathlib import Path

import pytest

from tools.adopt.service import callers
from tools.command import CommandError

VALUES = """environment = {{
  consumers = {{
    acme   = {{ tier = "gold", tenant = "acme"{kind} }}
    globex = {{ tier = "gold", tenant = "globex" }}
    web    = {{ tier = "silver", kind = "people" }}
{more}  }}
}}
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Two environments; `acme` signs its tokens in one, `viewer` is in the other alone."""
    folder = tmp_path / "terraform/environments"
    folder.mkdir(parents=True)
    viewer = '    viewer = { tier = "bronze", tenant = "acme" }\n'
    (folder / "local.tfvars").write_text(VALUES.format(kind="", more=viewer))
    (folder / "prod.tfvars").write_text(VALUES.format(kind=', kind = "signer"', more=""))
    return tmp_path


def grant(house: Path, *names: str, services: int = 25) -> None:
    for number in range(services):
        file = house / f"terraform/services/s{number}/consumers.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"grants": {name: ["read", "write"] for name in names}}))


@pytest.mark.parametrize("text", ["globex viewer", "globex,viewer", " globex, viewer globex"])
def test_consumers_are_named_with_commas_or_spaces(text: str) -> None:
    assert callers.named(text) == ["globex", "viewer"]


def test_the_machines_of_every_environment_call_a_new_service(house: Path) -> None:
    assert callers.usual(house) == ["acme", "globex"]


def test_who_has_as_many_scopes_as_cognito_gives_calls_no_new_service(house: Path) -> None:
    grant(house, "acme")

    assert callers.usual(house) == ["globex"]
    callers.check(["globex", "viewer"], house)
    with pytest.raises(CommandError, match=r"acme has 50 of the 50 scopes .*, in local; name"):
        callers.check(["acme"], house)


def test_a_house_whose_usual_consumers_are_full_is_asked_for_another(house: Path) -> None:
    grant(house, "acme", "globex")

    with pytest.raises(CommandError, match="acme has 50 of the 50 scopes"):
        callers.check(callers.usual(house), house)


def test_there_is_room_for_the_last_service_that_fits(house: Path) -> None:
    grant(house, "acme", services=24)

    callers.check(["acme"], house)


@pytest.mark.parametrize("name", ["web", "stranger", "Acme", "acme;globex"])
def test_who_is_no_machine_calls_no_new_service(house: Path, name: str) -> None:
    with pytest.raises(CommandError, match=r"is no machine .* are acme, globex, viewer; add"):
        callers.check(["acme", name], house)
