"""A new service is written whole or not at all, and later takes what the template has learned."""

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.harness.tree import ROOT, SAMPLE
from tools.adopt.service import deployed, leaving, making, staging
from tools.adopt.service.shape import Answers
from tools.command import CommandError

ANSWERS = Answers("payments", "payment", "amount:int currency:str", "by currency")
README = "templates/service/tree/services/{{ name }}/README.md.jinja"
SETTINGS = "templates/service/tree/services/{{ name }}/settings.py.jinja"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with links to everything here, whose template can be changed."""
    own = {"services", "terraform", "templates", ".github", ".git", ".build", ".local"}
    staging.link_all(ROOT, tmp_path, without=own)
    staging.link_all(ROOT / "terraform", tmp_path / "terraform", without={"services"})
    for each in staging.FOLDERS:
        staging.link_all(ROOT / each, tmp_path / each, without=set())
    for each in ("templates", ".github"):
        shutil.copytree(ROOT / each, tmp_path / each, symlinks=True)
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    monkeypatch.setattr(making, "generate", lambda _: None)  # tried where services are tested
    return tmp_path


def everything(folder: Path) -> dict[str, bytes]:
    files = [
        *(folder / ".github").rglob("*"),
        *(folder / "services").glob("*/*"),
        *(folder / "terraform/services").glob("*/*"),
    ]
    return {str(path): path.read_bytes() for path in files if path.is_file()}


@pytest.mark.parametrize("step", ["generate", "take_over"])
def test_nothing_is_written_when_something_fails_midway(
    repository: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise CommandError("the disk is full")

    before = everything(repository)
    monkeypatch.setattr(making, step, fail)

    with pytest.raises(CommandError, match="the disk is full"):
        making.make(ANSWERS, repository)

    assert everything(repository) == before
    assert list((repository / ".build").iterdir()) == []


def test_a_new_service_has_the_files_of_the_others(repository: Path) -> None:
    making.make(ANSWERS, repository)

    root = repository / "terraform/services/payments"
    assert (root / "service.tf").readlink() == Path("../../shared/service.tf")
    sample = {path.name for path in (SAMPLE / "services/parcels").glob("*.py")}
    new = {path.name for path in (repository / "services/payments").glob("*.py")}
    assert sample <= new
    assert "/services/payments/" in (repository / ".github/CODEOWNERS").read_text()


def test_a_service_takes_the_place_of_caches_that_another_left(repository: Path) -> None:
    cache = repository / "services/payments/__pycache__"
    cache.mkdir(parents=True)
    (cache / "model.cpython-313.pyc").touch()

    making.make(ANSWERS, repository)

    assert (repository / "services/payments/model.py").is_file()
    assert not cache.exists()


def test_a_new_service_is_called_by_whom_its_maker_names(repository: Path) -> None:
    making.make(replace(ANSWERS, consumers="globex, viewer"), repository)

    said = json.loads((repository / "terraform/services/payments/consumers.json").read_text())
    assert said == {"grants": {"globex": ["read", "write"], "viewer": ["read", "write"]}}
    walk = (repository / "services/payments/tests/e2e/walk.py").read_text()
    assert 'CONSUMER = "globex"' in walk


def test_nothing_is_written_for_a_consumer_that_is_none(repository: Path) -> None:
    before = everything(repository)

    with pytest.raises(CommandError, match="'web' is no machine"):
        making.make(replace(ANSWERS, consumers="web"), repository)

    assert everything(repository) == before


def change_template(repository: Path, file: str, before: str, after: str) -> None:
    path = repository / file
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


def test_an_update_brings_what_the_template_has_learned_and_shows_what_both_have_changed(
    repository: Path,
) -> None:
    making.make(ANSWERS, repository)
    readme, settings = (
        repository / "services/payments" / each for each in ("README.md", "settings.py")
    )
    readme.write_text(readme.read_text().replace("Keeps payments.", "Takes payments."))
    settings.write_text(settings.read_text() + "\n# Ours.\n")
    change_template(repository, README, "Keeps {{ nouns }}.", "Guards {{ nouns }}.")
    change_template(repository, SETTINGS, "The settings of", "All settings of")

    changed, conflicts = making.update("payments", repository)

    assert set(changed) >= {"services/payments/README.md", "services/payments/settings.py"}
    assert conflicts == ["services/payments/README.md"]
    assert "Takes payments." in readme.read_text()
    assert "Guards payments." in readme.read_text()
    assert "All settings of" in settings.read_text()
    assert settings.read_text().endswith("# Ours.\n")
    assert making.update("payments", repository) == ([], [])


def test_a_renamed_service_keeps_its_resources_and_owners(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaving, "generate", lambda _: None)
    making.make(ANSWERS, repository, "@team")

    leaving.rename("payments", "billing", repository)

    main = (repository / "terraform/services/billing/main.tf").read_text()
    assert "moved {\n  from = module.payments\n  to   = module.billing\n}" in main
    assert "BILLING_TABLE" in main
    assert not (repository / "services/payments").exists()
    texts = [each.read_text() for each in (repository / "services/billing").rglob("*.py")]
    assert not [text for text in texts if "services.payments" in text]
    assert "/services/billing/ " in (repository / ".github/CODEOWNERS").read_text()


@pytest.fixture
def till_and_stock(tmp_path: Path) -> Path:
    """Two services, of which one calls the other, and one of the platform."""
    for file in ("till/main.py", "till/openapi.json", "stock/main.py", "stock/openapi.json"):
        (tmp_path / "services" / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "services" / file).touch()
    (tmp_path / "services/till/wiring.py").write_text('ServiceClient("stock")')
    (tmp_path / "services/authorizer").mkdir()
    (tmp_path / "services/authorizer/main.py").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("stock", "till calls stock"),
        ("authorizer", "the platform's own"),
        ("parcels", "no service"),
    ],
)
def test_a_service_that_is_needed_does_not_leave(
    till_and_stock: Path, name: str, sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        leaving.check_can_leave(name, till_and_stock)


def test_a_service_with_data_somewhere_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deployed, "_has", lambda place, _: place.environment.name == "local")

    with pytest.raises(CommandError, match=r"deployed in local .*make destroy-orders ENV=local"):
        deployed.check_nowhere("orders", ROOT)


def test_a_service_made_by_hand_says_that_it_was(repository: Path) -> None:
    with pytest.raises(CommandError, match="orders was not made from the template"):
        making.update("orders", repository)
