"""Packages built without levers, and the sources as they stand, answer like the whole package."""

import asyncio
import json
import sysconfig
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from filelock import FileLock

from embedded_aws.functions.code.overlay import Sources, overlay
from embedded_aws.functions.runtimes.client import ensure_runtime
from tests.harness.tree import ANSWERS, NAME, READ, ROOT, SAMPLE, with_sample
from tools.build.packages.entry import ALL, HANDLER, RUN_TIME, Lever, entry_of
from tools.build.packages.levers.index import INDEX
from tools.build.packages.levers.texts import TEXTS
from tools.build.packages.package import build
from tools.command import CommandError
from tools.develop.reload.sources import sources_of
from tools.measure.starts.cold import ColdStart, environment_of, start
from tools.measure.starts.stub import listening
from tools.measure.starts.subjects import UNTRACED, Subject, settings_of

RUNTIME = ROOT / ".build" / "runtime"
NONE: frozenset[Lever] = frozenset()


@pytest.fixture(scope="session")
def runtime() -> Path:
    RUNTIME.parent.mkdir(exist_ok=True)
    with FileLock(RUNTIME.with_suffix(".lock")):
        return ensure_runtime(RUNTIME)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_sample(tmp_path_factory.mktemp("repository") / "tree")


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place for packages; the parts of dependencies are those of the working tree."""
    place, parts = tmp_path_factory.mktemp("build"), ROOT / ".build" / "dependencies"
    parts.mkdir(parents=True, exist_ok=True)
    (place / "dependencies").symlink_to(parts)
    return place


def unpacked(tree: Path, target: Path, folder: Path, without: Iterable[Lever]) -> Path:
    package = build(NAME, "local", root=tree, target=target, without=frozenset(without))
    with zipfile.ZipFile(package.path) as whole:
        whole.extractall(folder)
    return folder


def answered(folder: Path, handler: str, *paths: Path) -> ColdStart:
    """A start that ends with the answer to `GET /parcels/{parcelId}`; CommandError otherwise."""
    settings = {**settings_of(NAME, SAMPLE), **UNTRACED}
    subject = Subject(NAME, folder, handler, {"GET": READ}, ANSWERS, settings)

    async def once() -> ColdStart:
        async with listening(ANSWERS) as endpoint:
            environment = environment_of(subject, paths[0], endpoint)
            path = ":".join(map(str, (folder, *paths)))
            event = json.dumps(READ).encode()
            return await start(subject, {**environment, "PYTHONPATH": path}, event)

    return asyncio.run(once())


@pytest.mark.parametrize(
    "without",
    [*({lever} for lever in sorted(Lever)), ALL],
    ids=lambda names: "-".join(sorted(names)),
)
def test_a_package_without_a_lever_answers(
    tree: Path, target: Path, tmp_path: Path, runtime: Path, without: set[Lever]
) -> None:
    folder = unpacked(tree, target, tmp_path, without)

    assert answered(folder, HANDLER, runtime).cpu_ms > 0


def test_the_sources_answer_as_they_stand(tree: Path, runtime: Path) -> None:
    installed = Path(sysconfig.get_path("purelib"))

    assert answered(tree, "services.parcels.main.handle", runtime, installed).cpu_ms > 0


def test_a_hot_reload_serves_the_sources_under_the_packages_entry(
    tree: Path, target: Path, tmp_path: Path, runtime: Path
) -> None:
    package = unpacked(tree, target, tmp_path / "package", NONE)
    modules = sources_of(NAME, tree).modules
    broken = {**modules, f"services/{NAME}/main.py": "raise ValueError('reloaded')\n"}
    same, changed = (
        overlay(package, Sources(folders=("services", "shared"), modules=each), tmp_path)
        for each in (modules, broken)
    )

    assert answered(same, HANDLER, runtime).cpu_ms > 0
    with pytest.raises(CommandError, match="reloaded"):
        answered(changed, HANDLER, runtime)


def test_a_package_without_levers_has_nothing_of_them(
    tree: Path, target: Path, tmp_path: Path
) -> None:
    folder = unpacked(tree, target, tmp_path, ALL)

    assert not [name for name in ("levers", INDEX, TEXTS) if (folder / name).exists()]
    assert not list(folder.rglob("*.pyc"))
    assert (folder / "botocore/data/s3").is_dir()
    assert (folder / "entry.py").read_text() == entry_of(NAME, NONE)


def test_each_package_has_its_own_place_and_the_whole_one_stays(tree: Path, target: Path) -> None:
    whole = build(NAME, "local", root=tree, target=target)
    other = build(
        NAME, "local", root=tree, target=target, without=frozenset({Lever.TEXTS, Lever.INDEX})
    )

    assert (whole.path.name, other.path.name) == ("parcels.zip", "parcels-without-index-texts.zip")
    assert not build(NAME, "local", root=tree, target=target).fresh


def test_an_entry_begins_its_levers_in_order_and_ends_them_backwards() -> None:
    lines = entry_of(NAME, ALL).splitlines()

    assert [line for line in lines if "begin" in line] == [
        f"{each}.begin(FOLDER)" for each in RUN_TIME
    ]
    assert [line for line in lines if "end()" in line] == [
        f"{each}.end()" for each in RUN_TIME[::-1]
    ]
    assert lines.index("from services.parcels.main import handle") == len(lines) - len(RUN_TIME) - 2


def test_a_plain_entry_imports_the_service_and_no_more() -> None:
    assert entry_of(NAME, NONE).splitlines()[2:] == ["from services.parcels.main import handle"]
