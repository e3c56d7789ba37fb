"""Starting, watching and reporting a release, over deployments in memory."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count

import pytest

from tools.command import CommandError
from tools.deploy.releases.codedeploy import Deployment, Move, Shift
from tools.deploy.releases.shifting import Shifts

MOVE = Move("parcels", "f-parcels", "1", "2")
OTHER = Move("labels", "f-labels", "5", "6")


class Output:
    """Collects the lines that are printed."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)

    @contextmanager
    def live(self) -> Iterator[Callable[[str], None]]:
        yield lambda _: None


class InMemoryDeployments:
    """Deployments that go one step further at each look; the last step stays."""

    def __init__(self, *life: tuple[float, str]) -> None:
        self.life = list(life) or [(10.0, "InProgress"), (100.0, "Succeeded")]
        self.begun: list[Move] = []
        self.outcome = Deployment("d", "Stopped", "ALARM_ACTIVE", "Activated alarms: errors")
        self.alarms: list[Sequence[str]] = []
        self.active: str | None = None
        self.requests = 20
        self.interrupts = False
        self.stopped: list[str] = []

    def begin(self, move: Move) -> str:
        self.begun.append(move)
        return f"d-{move.service}"

    def get(self, deployment_id: str) -> Deployment:
        if self.interrupts:
            raise KeyboardInterrupt
        status = self.life[0][1]
        if len(self.life) > 1:
            self.life.pop(0)
        return self.outcome if status == "Stopped" else Deployment(deployment_id, status)

    def shift_of(self, deployment_id: str) -> Shift | None:
        return Shift(deployment_id, "1", "2", self.life[0][0])

    def under_way(self, function_name: str) -> str | None:
        del function_name
        return self.active

    def stop(self, deployment_id: str) -> None:
        self.stopped.append(deployment_id)

    def requests_of(self, move: Move, seconds: float) -> int:
        assert (move.target, seconds > 0) in {("2", True), ("6", True)}
        return self.requests

    def ringing(self, function_name: str) -> Sequence[str]:
        del function_name
        return self.alarms.pop(0) if self.alarms else []


class HastyDeployments(InMemoryDeployments):
    """Deployments that go on between any two looks, also between those at one state."""

    def shift_of(self, deployment_id: str) -> Shift | None:
        seen = super().shift_of(deployment_id)
        self.life = self.life[1:] or self.life
        return seen


def shifts(deployments: InMemoryDeployments, output: Output | None = None) -> Shifts:
    """`Shifts` with a clock that advances a hundred seconds at each look."""
    clock = count(step=100)
    return Shifts(deployments, output or Output(), 0.0, lambda: float(next(clock)))


def test_each_step_of_the_shift_is_told_once() -> None:
    deployments, output = InMemoryDeployments(), Output()
    deployments.life = [(10, "InProgress"), (10, "InProgress"), (100, "Succeeded")]

    failures = shifts(deployments, output).shift([MOVE])

    assert failures == {}
    assert [line.split(" [dim]")[0].strip() for line in output.lines] == [
        "parcels version 2 has 10 % of the traffic",
        "parcels version 2 has 100 % of the traffic",
    ]


def test_the_last_step_is_told_however_fast_it_was() -> None:
    output = Output()

    shifts(HastyDeployments(), output).shift([MOVE])

    assert "parcels version 2 has 100 % of the traffic" in output.lines[-1]


def test_a_rollback_tells_its_reason_and_what_to_do() -> None:
    failures = shifts(InMemoryDeployments((10, "InProgress"), (0, "Stopped"))).shift([MOVE])

    assert "version 2 of parcels was rolled back: Activated alarms: errors" in failures["parcels"]
    assert "Version 1 serves all traffic" in failures["parcels"]
    assert "`make logs-parcels`" in failures["parcels"]


def test_a_failed_smoke_test_points_to_its_own_log() -> None:
    deployments = InMemoryDeployments((0, "Stopped"))
    deployments.outcome = Deployment("d", "Failed", "HOOK_EXECUTION_FAILURE", "it said no")

    assert "`make logs-smoke`" in shifts(deployments).shift([MOVE])["parcels"]


def test_several_services_shift_side_by_side() -> None:
    deployments = InMemoryDeployments((100, "Succeeded"))

    shifts(deployments).shift([MOVE, OTHER])

    assert deployments.begun == [MOVE, OTHER]


def test_a_release_waits_for_alarms_of_the_one_before() -> None:
    deployments, output = InMemoryDeployments(), Output()
    deployments.alarms = [["errors"], []]

    shifts(deployments, output).shift([MOVE])

    assert output.lines[0] == "  waiting until errors is quiet"


def test_an_alarm_that_rings_on_and_on_lets_nothing_be_shifted() -> None:
    deployments = InMemoryDeployments()
    deployments.alarms = [["errors"]] * 10

    with pytest.raises(CommandError, match="no traffic was shifted: errors has rung"):
        shifts(deployments).shift([MOVE])

    assert deployments.begun == []


def test_an_interrupted_command_tells_how_to_watch_and_stop_the_release() -> None:
    deployments, output = InMemoryDeployments(), Output()
    deployments.interrupts = True

    with pytest.raises(KeyboardInterrupt):
        shifts(deployments, output).shift([MOVE])

    assert "`make status` shows it, `make rollback-parcels` stops it" in output.lines[-1]


def test_a_second_release_is_refused_while_one_is_under_way() -> None:
    deployments = InMemoryDeployments((10, "InProgress"))
    deployments.active = "d-1"

    with pytest.raises(CommandError, match=r"version 1 → 2, 10 % shifted \(d-1\)"):
        shifts(deployments).refuse_a_second("parcels", "f-parcels")


def test_a_release_may_begin_when_none_is_under_way() -> None:
    shifts(InMemoryDeployments()).refuse_a_second("parcels", "f-parcels")


def test_a_release_is_stopped_and_waited_for() -> None:
    deployments = InMemoryDeployments((10, "InProgress"), (0, "Stopped"))

    shifts(deployments).stop("d-1")

    assert deployments.stopped == ["d-1"]
    assert deployments.life == [(0, "Stopped")]


@pytest.mark.parametrize(("requests", "words"), [(0, "no"), (19, "19")])
def test_a_release_that_was_not_asked_enough_is_told_as_unproven(requests: int, words: str) -> None:
    deployments, output = InMemoryDeployments(), Output()
    deployments.requests = requests

    assert shifts(deployments, output).shift([MOVE]) == {}

    assert "parcels version 2 is live, but unproven" in output.lines[-1]
    assert f"it got {words} requests" in output.lines[-1]


def test_a_release_that_was_asked_enough_is_proven() -> None:
    output = Output()

    shifts(InMemoryDeployments(), output).shift([MOVE])

    assert not [line for line in output.lines if "unproven" in line]


def test_a_release_that_was_rolled_back_is_not_called_live() -> None:
    deployments, output = InMemoryDeployments((10.0, "InProgress"), (0.0, "Stopped")), Output()
    deployments.requests = 0

    shifts(deployments, output).shift([MOVE])

    assert not [line for line in output.lines if "unproven" in line]
