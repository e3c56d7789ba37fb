"""The generated client: typed, reproducible, and never half written."""

import copy
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from shared.product import NAME as PRODUCT
from tests.harness.tree import NAME, with_sample
from tools.build.client import __main__ as command
from tools.build.client.generate import generate
from tools.build.contracts.bodies import operations
from tools.build.contracts.documents import document_of
from tools.build.contracts.merge import merged
from tools.command import CommandError

USE = """\
from groundplan_client import AuthenticatedClient
from groundplan_client.api.parcels import read
from groundplan_client.models import ParcelsParcelBody, Problem

client = AuthenticatedClient(base_url="http://127.0.0.1", token="t")
answer = read.sync("par_1", client=client)
if isinstance(answer, ParcelsParcelBody):
    reveal_type(answer.grams)
elif isinstance(answer, Problem):
    reveal_type(answer.detail)
read.sync(1, client=client)
""".replace("groundplan", PRODUCT)


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    tree = with_sample(tmp_path_factory.mktemp("repository") / "tree")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tree)
        patch.setattr("services.__path__", [str(tree / "services")])
        return merged({NAME: document_of(NAME)})


@pytest.fixture(scope="module")
def client(contract: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "client"
    folder.mkdir()
    (folder / "former.py").touch()
    generate(contract, folder)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_each_service_has_a_module_for_each_of_its_routes(
    client: Path, contract: dict[str, Any]
) -> None:
    modules = (client / f"{PRODUCT}_client/api").glob("*/[!_]*.py")
    routes = {(path.parent.name, *asked(path.read_text(encoding="utf-8"))) for path in modules}

    assert routes == {
        (operation["tags"][0], method, re.sub(r"{.*?}", "{}", path))
        for path, method, operation in operations(contract)
    }
    assert {service for service, *_ in routes} == {NAME}


def asked(module: str) -> tuple[str, str]:
    """Method and path of the request that a module makes."""
    [method] = re.findall(r'"method": "(\w+)"', module)
    [path] = re.findall(r'"url": "(.*?)"', module)
    return method, re.sub(r"{.*?}", "{}", path)


def test_the_same_contract_gives_the_same_client(
    client: Path, contract: dict[str, Any], tmp_path: Path
) -> None:
    generate(contract, tmp_path / "client")

    assert contents(tmp_path / "client") == contents(client)


def test_a_new_client_leaves_nothing_of_the_former_one(client: Path) -> None:
    assert not (client / "former.py").exists()


def test_answers_and_problems_are_typed(client: Path, tmp_path: Path) -> None:
    (tmp_path / "use.py").write_text(USE)

    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "use.py"],
        cwd=tmp_path,
        env={"MYPYPATH": str(client)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert 'Revealed type is "int"' in checked.stdout
    assert 'Revealed type is "str"' in checked.stdout
    assert 'incompatible type "int"; expected "str"' in checked.stdout
    assert "Found 1 error" in checked.stdout


def test_what_cannot_be_generated_leaves_the_former_client(
    contract: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "former.py").touch()
    strange = copy.deepcopy(contract)
    strange["paths"]["/parcels"]["post"]["responses"]["201"]["content"] = {"application/x-cow": {}}

    with pytest.raises(CommandError, match=r"no client can be made of:(.|\n)*application/x-cow"):
        generate(strange, tmp_path)
    assert (tmp_path / "former.py").exists()


def test_the_command_says_what_it_made_and_how_to_use_it(
    sample_tree: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert sample_tree == Path.cwd()
    monkeypatch.setattr(command, "TARGET", tmp_path / "client")

    assert command.main([]) == 0
    output = capsys.readouterr().out
    assert re.search(rf"client: {PRODUCT}_client of parcels, \d+ files in", output)
    assert "pip install .build/client" in output


def test_without_a_contract_the_command_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert command.main([]) == 1
    assert "error: no service in services has routes" in capsys.readouterr().err
