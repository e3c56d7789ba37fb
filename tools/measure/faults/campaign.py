"""One fault after another on the running stack, and what each did to clients and tables."""

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from tools.build.services import services_with_routes
from tools.measure.faults.catalogue import DEPLOYING, FAULTS, NOTHING, Scene
from tools.measure.faults.changes import copied_tree
from tools.measure.faults.checker import judge, stored
from tools.measure.faults.client import Client
from tools.measure.faults.history import History
from tools.measure.faults.journey import Journey
from tools.measure.faults.load import Load
from tools.measure.stack import Stack

RECOVERY_SECONDS = 90
AFTER = 4
"""One thing is created after the fault for so many during it."""


@dataclass(frozen=True)
class Row:
    """A fault's line in the report."""

    fault: str
    service: str
    injected: int
    operations: int
    acknowledged: int
    late: int
    refused: int
    unanswered: int
    lost: int
    doubled: int
    crossed: int
    disordered: int
    p99_during_seconds: float
    p99_after_seconds: float
    recovery_seconds: float | None
    sentences: tuple[str, ...]

    @property
    def broken(self) -> int:
        """How many writes are not as their callers were told, or never got an answer."""
        wrong = self.lost + self.doubled + self.crossed + self.disordered
        return wrong + self.unanswered + (self.recovery_seconds is None)


@dataclass(frozen=True)
class Plan:
    """A campaign: its faults, and how many operations they share."""

    faults: Sequence[str]
    operations: int
    seed: int


def run(
    stack: Stack, journeys: Sequence[Journey], plan: Plan, say: Callable[[str], None]
) -> list[Row]:
    """All faults on all journeys, with the tree's own versions live at the end."""
    faults, rows = plan.faults, []
    each = max(1, plan.operations // (len(faults) * len(journeys)))
    for journey in journeys:
        others = tuple(name for name in services_with_routes() if name != journey.service)
        for number, fault in enumerate(faults):
            say(f"{journey.service}: {fault} …")
            with Client(stack, plan.seed * 1000 + number) as client:
                scene = Scene(stack, client, journey.service, others, client.seed)
                rows.append(_one(scene, journey, fault, each))
            say(json.dumps(asdict(rows[-1])))
        if set(faults) & set(DEPLOYING):
            with copied_tree(stack) as tree:
                tree.run("deploy", journey.service)
    return rows


def _one(scene: Scene, journey: Journey, fault: str, count: int) -> Row:
    stack, load = scene.stack, Load(scene.stack, journey, scene.client)
    before = stored(stack, journey)
    during, after = History(journey), History(journey)
    with FAULTS[fault](scene) as going_on:
        load.run(during, _things(count), going_on)
    recovery = _recovered(load, after)
    load.run(after, max(1, _things(count) // AFTER), lambda: False)
    unanswered = load.resolve(during) + load.resolve(after)
    whole = History(journey, during.things + after.things)
    verdict = judge(whole, before, stored(stack, journey), _tenants(stack, journey))
    outcomes = whole.outcomes()
    acknowledged = sum(each.acknowledged for each in outcomes)
    return Row(
        fault,
        journey.service,
        max(len(scene.injected), int(fault != NOTHING)),
        len(outcomes),
        acknowledged,
        sum(thing.late and thing.outcome.acknowledged for thing in whole.things),
        len(outcomes) - acknowledged - unanswered,
        unanswered,
        verdict.lost,
        verdict.doubled,
        verdict.crossed,
        verdict.disordered,
        p99(during.seconds),
        p99(after.seconds),
        recovery,
        verdict.sentences,
    )


def _things(operations: int) -> int:
    """A thing is created, repeated and moved: two operations on average, some more after."""
    return max(1, round(operations / 2.5))


def _recovered(load: Load, history: History) -> float | None:
    """Seconds until a creation is acknowledged at once; None when that takes too long."""
    began = time.monotonic()
    while (seconds := time.monotonic() - began) < RECOVERY_SECONDS:
        if load.probe(history):
            return round(seconds, 1)
        time.sleep(0.2)
    return None


def p99(seconds: Sequence[float]) -> float:
    """The 99th percentile; of one value the value."""
    if len(seconds) < 2:  # noqa: PLR2004 - a percentile needs two
        return round(sum(seconds), 3)
    return round(statistics.quantiles(seconds, n=100, method="inclusive")[98], 3)


def _tenants(stack: Stack, journey: Journey) -> dict[str, str]:
    """Each owner's tenant, as the registry of consumers says."""
    ssm = stack.aws("ssm")
    names = {each: stack.outputs["consumers"][each]["client_id"] for each in journey.owners}
    return {
        owner: json.loads(
            ssm.get_parameter(Name=f"/local/consumers/{client}")["Parameter"]["Value"]
        )["tenant"]
        for owner, client in names.items()
    }


def as_json(rows: Sequence[Row], seed: int) -> str:
    """The whole campaign in one line."""
    totals = {
        name: sum(getattr(row, name) for row in rows)
        for name in (
            "operations",
            "acknowledged",
            "late",
            "refused",
            "unanswered",
            "lost",
            "doubled",
            "crossed",
            "disordered",
        )
    }
    return json.dumps({"seed": seed, **totals, "faults": [asdict(row) for row in rows]})
