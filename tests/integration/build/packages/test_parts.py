"""Dependencies that are installed and compiled once, whoever needs them."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tools.build.packages import parts
from tools.build.packages.code import ROOT
from tools.build.packages.package import build_all
from tools.build.packages.parts import LOCAL, Part, Pin, part_of, pins_of
from tools.command import CommandError


def pin_of(name: str, lock: Path = ROOT / "requirements/services.txt") -> Pin:
    [pin] = [pin for pin in pins_of(lock) if pin.text.startswith(f"{name}==")]
    return pin


def made(place: Path, name: str = "six", platform: str = LOCAL, *, compiled: bool = True) -> Part:
    return part_of(pin_of(name), platform, place, compiled=compiled)


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Folders that were compiled, in their order."""
    folders: list[Path] = []
    compile_all = parts.compile_all

    def noted(folder: Path) -> None:
        folders.append(folder)
        compile_all(folder)

    monkeypatch.setattr(parts, "compile_all", noted)
    return folders


def test_a_part_is_made_once(tmp_path: Path, compilations: list[Path]) -> None:
    assert made(tmp_path) == made(tmp_path)
    assert len(compilations) == 1


def test_builds_at_once_wait_for_each_others_part(tmp_path: Path, compilations: list[Path]) -> None:
    with ThreadPoolExecutor(4) as pool:
        all_made = set(pool.map(lambda _: made(tmp_path), range(4)))

    assert len(all_made) == len(compilations) == 1


def test_platforms_share_what_is_the_same_on_both(tmp_path: Path, compilations: list[Path]) -> None:
    assert made(tmp_path, platform="arm64") == made(tmp_path) == made(tmp_path, platform="x86_64")
    assert len(compilations) == 1


def test_platforms_do_not_share_what_differs(tmp_path: Path) -> None:
    arm, intel = (made(tmp_path, "pydantic-core", each) for each in ("arm64", "x86_64"))

    assert arm != intel
    assert list(arm.files.rglob("*aarch64*.so"))
    assert list(intel.files.rglob("*x86_64*.so"))


def test_a_part_that_is_not_compiled_is_another(tmp_path: Path) -> None:
    plain, compiled = made(tmp_path, compiled=False), made(tmp_path)

    assert not list(plain.files.rglob("*.pyc"))
    assert list(compiled.files.rglob("*.pyc"))


def test_a_part_whose_folder_was_removed_is_made_again(tmp_path: Path) -> None:
    part = made(tmp_path)
    part.folder.rename(tmp_path / "elsewhere")

    assert made(tmp_path).entries()


def test_comments_of_a_lock_say_nothing_of_its_pins(tmp_path: Path) -> None:
    pin = "six==1.17.0 \\\n    --hash=sha256:00"
    (tmp_path / "one.txt").write_text(
        f"# by uv\n{pin}\n    # via dateutil\nurllib3==2 \\\n  --hash=x\n"
    )
    (tmp_path / "two.txt").write_text(f"{pin}\n")

    assert pins_of(tmp_path / "one.txt")[0] == pins_of(tmp_path / "two.txt")[0]
    assert len(pins_of(tmp_path / "one.txt")) == 2


def test_a_pin_with_another_hash_is_refused(tmp_path: Path) -> None:
    forged = Pin("six==1.17.0 \\\n    --hash=sha256:" + "0" * 64)

    with pytest.raises(CommandError, match=r"six==1\.17\.0 could not be installed for local"):
        part_of(forged, LOCAL, tmp_path, compiled=True)


def test_services_that_have_not_changed_are_not_built_again(tmp_path: Path) -> None:
    parts_of_the_tree = ROOT / ".build" / "dependencies"
    parts_of_the_tree.mkdir(parents=True, exist_ok=True)
    (tmp_path / "dependencies").symlink_to(parts_of_the_tree)

    first = build_all(["authorizer"], LOCAL, target=tmp_path)
    second = build_all(["authorizer", "smoke"], LOCAL, target=tmp_path)

    assert [each.fresh for each in first] == [True]
    assert [each.fresh for each in second] == [False, True]
    assert [each.sha256 for each in second[:1]] == [each.sha256 for each in first]
