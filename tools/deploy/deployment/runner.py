"""Runs the steps of a deployment, in parallel as far as their needs allow."""

import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import nullcontext
from graphlib import TopologicalSorter

from tools.deploy.deployment.journal import Journal
from tools.deploy.deployment.step import Step
from tools.deploy.deployment.times import Times
from tools.progress import Progress, Task

# More than there are processors: most of an apply is waiting for AWS.
PARALLEL = 8


class Runner:
    """Reports each step with its duration, and skips those that an earlier run has finished."""

    def __init__(self, progress: Progress, journal: Journal, times: Times) -> None:
        self._progress = progress
        self._journal = journal
        self._times = times

    def run(self, steps: Sequence[Step]) -> None:
        """Do all steps; raises the error of the first that fails.

        Steps in progress then end, no other begins, and the next run resumes.
        """
        run = _Run(steps)
        needs = _visible_needs(steps)
        try:
            with (
                self._progress.board(needs, self._times.seconds),
                ThreadPoolExecutor(PARALLEL) as pool,
            ):
                while run.goes_on:
                    self._advance(run, pool)
        finally:
            self._tell_rest(run)
        self._journal.end()

    def _advance(self, run: "_Run", pool: ThreadPoolExecutor) -> None:
        """Start ready steps, and collect finished ones."""
        free = PARALLEL - len(run.under_way)
        ready = run.ready(free)
        if len(ready) == 1 and not run.under_way:
            # Nothing can run beside it: in this thread, Ctrl-C reaches it.
            self._do(ready[0])
            run.done(ready[0])
            return
        run.under_way |= {pool.submit(self._do, step): step for step in ready}
        for each in wait(run.under_way, return_when=FIRST_COMPLETED).done:
            step = run.under_way.pop(each)
            try:
                each.result()
            except BaseException as error:  # noqa: BLE001 - raised when the others have ended
                run.fail(error)
            else:
                run.done(step)

    def _do(self, step: Step) -> None:
        with nullcontext(Task()) if step.quiet else self._progress.step(step.name) as task:
            inputs = step.footprint.inputs() if step.footprint else ""
            if step.footprint and self._journal.has(step.name, inputs, step.footprint.outcome):
                task.result = "unchanged"
                return
            began = time.monotonic()
            task.result = step.work()
            self._times.keep(step.name, time.monotonic() - began)
        if step.footprint:
            self._journal.keep(step.name, inputs, step.footprint.outcome())

    def _tell_rest(self, run: "_Run") -> None:
        if run.rest:
            self._progress.say(
                f"Not done: {', '.join(run.rest)}. The next run begins from what is not done."
            )


def _visible_needs(steps: Sequence[Step]) -> dict[str, tuple[str, ...]]:
    """Each step that is told, with the told steps that it waits for, through quiet ones too."""
    by_name = {step.name: step for step in steps}

    def visible(names: Iterable[str]) -> Iterator[str]:
        for name in names:
            if name in by_name and by_name[name].quiet:
                yield from visible(by_name[name].needs)
            else:
                yield name

    return {step.name: tuple(visible(step.needs)) for step in steps if not step.quiet}


class _Run:
    """The finished, running and waiting steps of a run."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = {step.name: step for step in steps}
        self._sorter = TopologicalSorter({step.name: step.needs for step in steps})
        self._sorter.prepare()
        self._waiting: list[str] = []
        self._left = dict.fromkeys(self._steps)
        self._error: BaseException | None = None
        self.under_way: dict[Future[None], Step] = {}

    @property
    def goes_on(self) -> bool:
        """Whether steps are left; raises the error once all running steps have ended."""
        if self._error and not self.under_way:
            raise self._error
        return self._sorter.is_active()

    @property
    def rest(self) -> list[str]:
        """The unfinished steps."""
        return [name for name in self._left if not self._steps[name].quiet]

    def ready(self, count: int) -> list[Step]:
        """At most this many steps whose needs are done, in order."""
        self._waiting += self._sorter.get_ready()
        self._waiting.sort(key=list(self._steps).index)
        if self._error:
            return []
        begun, self._waiting = self._waiting[:count], self._waiting[count:]
        return [self._steps[name] for name in begun]

    def done(self, step: Step) -> None:
        """Mark the step as finished."""
        self._left.pop(step.name)
        self._sorter.done(step.name)

    def fail(self, error: BaseException) -> None:
        """Remember the first error."""
        self._error = self._error or error
