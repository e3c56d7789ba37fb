"""Plans each edited copy of the tree, and reviews the plan."""

import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from zlib import crc32

from tools.command import CommandError
from tools.deploy.terraform.footprint import files_of
from tools.measure.reviews.fixtures import Fixture
from tools.measure.reviews.stack import FOLDER, PARALLEL, Stack
from tools.progress import Progress
from tools.review.plan.facts.model import Danger
from tools.review.plan.facts.sources import LOCK
from tools.review.plan.rules import of_sources
from tools.review.plan.rules.of_sources import Tree
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

    def work(fixtures: Sequence[Fixture]) -> Iterator[Outcome]:
        quiet = _quiet_together(stack, fixtures, progress)
        yield from (Outcome(each) for each in quiet)
        for fixture in [each for each in fixtures if each not in quiet]:
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


def _quiet_together(stack: Stack, fixtures: Sequence[Fixture], progress: Progress) -> list[Fixture]:
    """The harmless edits that raise nothing in one plan of all of them; none if one raises.

    An edit whose text another one has changed is planned on its own.
    """
    harmless = [each for each in fixtures if not each.kind and not each.outside]
    if len(harmless) <= 1:
        return []
    root, tree, applied = harmless[0].root, TREES / harmless[0].root / "together", []
    stack.copy(tree)
    with progress.step(f"{root}: all harmless edits") as task:
        for fixture in harmless:
            if all(edit.fits(tree) for edit in fixture.edits):
                _edit(stack, fixture, tree)
                applied.append(fixture)
        try:
            raised = _dangers(stack, root, tree)
        except CommandError as error:
            task.result = f"one by one: {error}"
            return []
        task.result = "one by one" if raised else f"nothing, of {len(applied)}"
    return [] if raised else applied


def _edit(stack: Stack, fixture: Fixture, tree: Path) -> None:
    for edit in fixture.edits:
        edit.apply(tree)
    if fixture.new_code:
        stack.change_code(fixture.root, tree)


def _dangers(stack: Stack, root: str, tree: Path, *, refresh: bool = False) -> list[Danger]:
    """The dangers of its plan and of its sources, whose versions may be why there is no plan."""
    of_both = _changed_sources(tree, root)
    try:
        plan = stack.plan(root, tree, refresh=refresh)
        return [*dangers(root, plan, tree / "terraform" / root), *of_both]
    except CommandError:
        if of_both:
            return of_both
        raise


def _reviewed(stack: Stack, fixture: Fixture) -> Outcome:
    tree = TREES / fixture.root / f"{crc32(fixture.name.encode())}"
    stack.copy(tree)
    try:
        _edit(stack, fixture, tree)
        if fixture.outside:
            call = fixture.outside
            getattr(stack.place.client(call["service"]), call["operation"])(**call["arguments"])
        raised = _dangers(stack, fixture.root, tree, refresh=bool(fixture.outside))
    except CommandError as error:
        return Outcome(fixture, failure=str(error))
    shutil.rmtree(tree)
    return Outcome(fixture, tuple(raised))


def _changed_sources(tree: Path, root: str) -> list[Danger]:
    """Dangers of the copy's sources; it is planned with the versions that are here."""
    lock = Path("terraform") / root / LOCK
    every = list(of_sources.dangers(_sources(Path(), root), _sources(tree, root)))
    shutil.copy(lock, tree / lock)
    return every


def _sources(tree: Path, root: str) -> Tree:
    tree = tree.resolve()
    folder = tree / "terraform" / root
    files = {*files_of(folder), folder / LOCK}
    names = sorted(PurePosixPath(each.relative_to(tree)) for each in files)
    return Tree(tuple(names), lambda name: (tree / name).read_text(encoding="utf-8"))
