"""Bills of materials: valid CycloneDX, complete, and the same for the same lock."""

import json
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tools.build.packages.order import lock_of
from tools.build.packages.parts import pins_of
from tools.build.sbom import sbom
from tools.build.services import names
from tools.command import CommandError

LOCK = "b[extra]==2.0 ; sys_platform == 'linux' \\\n    --hash=sha256:" + "0" * 64 + "\n"


@pytest.mark.parametrize("service", names())
def test_the_bill_of_every_package_is_valid_and_names_all_that_is_locked(service: str) -> None:
    text = sbom(service)

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    locked = {pin.text.split("==")[0].split("[")[0] for pin in pins_of(lock_of(service, Path()))}
    assert {each["name"] for each in json.loads(text)["components"]} == locked


def with_lock(root: Path, text: str) -> Path:
    """A tree with one service, which has a lock of its own."""
    lock = root / "services/parcels/requirements.txt"
    lock.parent.mkdir(parents=True)
    lock.write_text(text, encoding="utf-8")
    return root


def test_a_component_has_its_version_hash_and_address(tmp_path: Path) -> None:
    content = json.loads(sbom("parcels", with_lock(tmp_path, LOCK)))

    [component] = content["components"]
    assert (component["version"], component["purl"]) == ("2.0", "pkg:pypi/b@2.0")
    assert component["hashes"] == [{"alg": "SHA-256", "content": "0" * 64}]
    assert "timestamp" not in content["metadata"]


def test_the_same_lock_is_the_same_bill_and_another_is_another(tmp_path: Path) -> None:
    one = with_lock(tmp_path / "one", LOCK)
    other = with_lock(tmp_path / "other", LOCK.replace("2.0", "2.1"))

    assert sbom("parcels", one) == sbom("parcels", one)
    numbers = {json.loads(sbom("parcels", root))["serialNumber"] for root in (one, other)}
    assert len(numbers) == 2


def test_a_package_without_a_hash_is_in_no_bill(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="run `make lock`"):
        sbom("parcels", with_lock(tmp_path, "b==2.0\n"))
