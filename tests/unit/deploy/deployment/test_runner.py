"""Steps run by their needs, are reported, and are not repeated."""

import re
import threading
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from tools.command import CommandError
from tools.deploy.deployment.journal import NoJournal
from tools.deploy.deployment.runner import PARALLEL, Runner
from tools.deploy.deployment.step import Footprint, Step
from tools.deploy.deployment.times import Times
from tools.progress import Progress


class InMemoryTimes(Times):
    """Step durations of this test alone."""

    def __init__(self, **seconds: float) -> None:
        self.seconds = seconds

    def keep(self, step: str, seconds: float) -> None:
        self.seconds[step] = seconds


class InMemoryJournal:
    """The journal of successive runs."""

    def __init__(self) -> None:
        self.done: dict[str, tuple[str, str]] = {}
        self.ended = 0

    def has(self, step: str, inputs: str, outcome: Callable[[], str]) -> bool:
        return self.done.get(step) == (inputs, outcome())

    def keep(self, step: str, inputs: str, outcome: str) -> None:
        self.done[step] = (inputs, outcome)

    def end(self) -> None:
        self.ended += 1


class Worked:
    """Steps that record when they were done."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.state = ""

    def step(self, name: str, *needs: str, quiet: bool = False) -> Step:
        def work() -> str:
            self.names.append(name)
            return f"{name} came of it"

        return Step(name, work, needs, quiet=quiet)

    def root(self, name: str, inputs: str = "same") -> Step:
        def work() -> str:
            self.names.append(name)
            self.state = f"{name} applied"
            return ""

        return Step(name, work, footprint=Footprint(lambda: inputs, lambda: self.state))

    def failing(self, name: str, *needs: str) -> Step:
        def work() -> str:
            raise CommandError(f"{name} failed")

        return Step(name, work, needs)


def run(
    *steps: Step,
    journal: InMemoryJournal | None = None,
    times: Times | None = None,
    console: Console | None = None,
) -> None:
    progress = Progress(console or Console(width=200))
    Runner(progress, journal or NoJournal(), times or InMemoryTimes()).run(steps)


def test_a_step_begins_when_what_it_needs_is_done() -> None:
    worked = Worked()

    run(
        worked.step("gateway", "parcels", "labels"),
        worked.step("parcels", "platform"),
        worked.step("labels", "platform"),
        worked.step("platform"),
    )

    assert worked.names[0] == "platform"
    assert worked.names[-1] == "gateway"


def test_steps_that_do_not_need_each_other_run_side_by_side() -> None:
    both = threading.Barrier(2, timeout=5)

    run(Step("parcels", lambda: str(both.wait())), Step("labels", lambda: str(both.wait())))

    assert not both.broken


def test_no_more_than_so_many_run_at_once() -> None:
    running, most = set[str](), list[int]()
    pause = threading.Event()

    def step(name: str) -> Step:
        def work() -> str:
            running.add(name)
            pause.wait(0.05)
            most.append(len(running))
            running.discard(name)
            return ""

        return Step(name, work)

    run(*(step(str(number)) for number in range(3 * PARALLEL)))

    assert max(most) == PARALLEL


def test_a_step_that_nothing_runs_beside_is_reached_by_ctrl_c() -> None:
    threads = list[threading.Thread]()

    def note() -> str:
        threads.append(threading.current_thread())
        return ""

    run(Step("platform", note), Step("shift traffic", note, needs=("platform",)))

    assert set(threads) == {threading.main_thread()}


def test_every_step_is_told_with_what_came_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    worked = Worked()

    run(worked.step("platform"), worked.step("look", "platform", quiet=True))

    output = capsys.readouterr().out
    assert "✓ platform: platform came of it (0.0 s)" in output
    assert "look" not in output


def test_a_failure_names_its_step_and_what_is_not_done(
    capsys: pytest.CaptureFixture[str],
) -> None:
    worked = Worked()

    with pytest.raises(CommandError, match="parcels failed"):
        run(
            worked.step("platform"),
            worked.failing("parcels", "platform"),
            worked.step("gateway", "parcels"),
        )

    output = capsys.readouterr().out
    assert "✗ parcels" in output
    assert "Not done: parcels, gateway. The next run begins from what is not done." in output
    assert worked.names == ["platform"]


def test_what_runs_beside_a_failure_ends_before_it_is_raised() -> None:
    began, ended = threading.Event(), threading.Event()

    def fail() -> str:
        began.wait(5)
        raise CommandError("labels failed")

    def slow() -> str:
        began.set()
        threading.Event().wait(0.1)
        ended.set()
        return ""

    with pytest.raises(CommandError, match="labels failed"):
        run(Step("labels", fail), Step("parcels", slow))

    assert ended.is_set()


def test_a_root_that_is_unchanged_is_not_applied_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    worked, journal = Worked(), InMemoryJournal()

    run(worked.root("platform"), journal=journal)
    run(worked.root("platform"), journal=journal)

    assert worked.names == ["platform"]
    assert "✓ platform: unchanged" in capsys.readouterr().out


def test_a_root_with_other_inputs_is_applied_again() -> None:
    worked, journal = Worked(), InMemoryJournal()

    run(worked.root("platform"), journal=journal)
    run(worked.root("platform", inputs="other"), journal=journal)

    assert worked.names == ["platform", "platform"]


def test_a_root_that_somebody_else_applied_is_applied_again() -> None:
    worked, journal = Worked(), InMemoryJournal()

    run(worked.root("platform"), journal=journal)
    worked.state = "applied from elsewhere"
    run(worked.root("platform"), journal=journal)

    assert worked.names == ["platform", "platform"]


def test_a_run_that_fails_does_not_end_in_the_journal() -> None:
    worked, journal = Worked(), InMemoryJournal()

    with pytest.raises(CommandError):
        run(worked.root("platform"), worked.failing("parcels", "platform"), journal=journal)

    assert (list(journal.done), journal.ended) == (["platform"], 0)


def test_the_next_run_begins_from_what_is_not_done() -> None:
    worked, journal = Worked(), InMemoryJournal()
    with pytest.raises(CommandError):
        run(worked.root("platform"), worked.failing("parcels", "platform"), journal=journal)

    run(worked.root("platform"), worked.step("parcels", "platform"), journal=journal)

    assert (worked.names, journal.ended) == (["platform", "parcels"], 1)


def test_a_terminal_shows_what_runs_and_what_waits_for_what() -> None:
    screen = StringIO()
    console = Console(file=screen, force_terminal=True, width=120)
    worked = Worked()

    def look() -> str:
        threading.Event().wait(0.6)  # the table is drawn four times a second
        return ""

    run(
        Step("platform", look),
        worked.step("calm", "platform", quiet=True),
        worked.step("parcels", "calm"),
        console=console,
        times=InMemoryTimes(platform=30),
    )

    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen.getvalue())
    assert re.search(r"… +platform +\d s of about 30 s", text)
    assert re.search(r"parcels +waits for platform", text)


def test_the_time_of_a_step_is_remembered_unless_it_was_unchanged() -> None:
    worked, journal = Worked(), InMemoryJournal()
    first, second = InMemoryTimes(), InMemoryTimes()

    run(worked.root("platform"), journal=journal, times=first)
    run(worked.root("platform"), journal=journal, times=second)

    assert (list(first.seconds), list(second.seconds)) == (["platform"], [])


def test_times_are_kept_for_the_next_command(tmp_path: Path) -> None:
    path = tmp_path / "place" / "times.json"

    Times(path).keep("platform", 12.34)

    assert Times(path).seconds == {"platform": 12.3}


def test_times_that_cannot_be_read_are_none(tmp_path: Path) -> None:
    (tmp_path / "times.json").write_text("{")

    assert Times(tmp_path / "times.json").seconds == {}
