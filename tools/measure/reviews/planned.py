"""Plans each edited copy of the tree, and reviews the plan."""

import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from zlib import crc32

from tools.command import CommandError
from tools.measure.reviews.fixtures import Fixture
from tools.measure.reviews.stack import FOLDER, PARALLEL, Stack
from tools.progress import Progress
from tools.review.plan.facts.model import Danger
from tools.review.plan.facts.sources import LOCK, Asked, versions
from tools.review.plan.rules.running.versions import between
from tools.review.plan.ruleset import dangers

TREES = FOLDER / "trees"


@dataclass(frozen=True)
class Outcome:
    """A fixture and the dangers in its plan, or why there is no plan."""

    fixture: Fixture
    dangers: tuple[Danger, ...] = ()
    failure: str = ""


def reviewed(stack: Stack, every: Sequence[Fixture], progress: Progress) -> list[Outcome]:
    """The outcome of each; roots side by side, the edits of one root one after the other."""
    shutil.rmtree(TREES, ignore_errors=True)
    by_root: defaultdict[str, list[Fixture]] = defaultdict(list)
    for each in sorted(every, key=lambda each: bool(each.outside)):
        by_root[each.root].append(each)

    def work(fixtures: Iterable[Fixture]) -> Iterator[Outcome]:
        for fixture in fixtures:
            with progress.step(f"{fixture.root}: {fixture.name}") as task:
                outcome = _reviewed(stack, fixture)
                kinds = sorted({each.kind for each in outcome.dangers})
                task.result = outcome.failure or ", ".join(kinds) or "nothing"
                yield outcome

    with ThreadPoolExecutor(PARALLEL) as pool:
        of_roots = pool.map(
            lambda each: list(work(each)), sorted(by_root.values(), key=len, reverse=True)
        )
        done = {id(each.fixture): each for outcomes in of_roots for each in outcomes}
    return [done[id(each)] for each in every]


def _reviewed(stack: Stack, fixture: Fixture) -> Outcome:
    tree = TREES / fixture.root / f"{crc32(fixture.name.encode())}"
    stack.copy(tree)
    try:
        for edit in fixture.edits:
            edit.apply(tree)
        if fixture.new_code:
            stack.change_code(fixture.root, tree)
        if fixture.outside:
            call = fixture.outside
            getattr(stack.place.client(call["service"]), call["operation"])(**call["arguments"])
        of_versions = _changed_versions(tree, fixture.root)
        plan = stack.plan(fixture.root, tree, refresh=bool(fixture.outside))
    except CommandError as error:
        return Outcome(fixture, failure=str(error))
    shutil.rmtree(tree)
    return Outcome(fixture, (*dangers(fixture.root, plan), *of_versions))


def _changed_versions(tree: Path, root: str) -> list[Danger]:
    """Dangers of the versions that the copy asks for; it is planned with the ones that are here."""
    lock = Path("terraform") / root / LOCK
    every = list(between(_versions(Path(), root), _versions(tree, root)))
    shutil.copy(lock, tree / lock)
    return every


def _versions(tree: Path, root: str) -> dict[tuple[str, str], Asked]:
    folder = tree / "terraform" / root
    files = [*sorted(folder.glob("*.tf")), folder / LOCK]
    names = [PurePosixPath(each.relative_to(tree)) for each in files]
    return dict(versions(names, lambda name: (tree / name).read_text(encoding="utf-8")))
