"""One fault after another on the running stack, and what each did to clients and tables."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from tools.build.services import services_with_routes
from tools.measure.faults.catalogue import DEPLOYING, FAULTS, OUTAGES
from tools.measure.faults.checker import judge, stored
from tools.measure.faults.client import Client
from tools.measure.faults.history import History
from tools.measure.faults.journey import Journey
from tools.measure.faults.kinds.breakages import never
from tools.measure.faults.kinds.tree import copied_tree
from tools.measure.faults.load import Load
from tools.measure.faults.planted import check_the_checker
from tools.measure.faults.rows import Answers, Row, row_of, together
from tools.measure.faults.scene import Scene
from tools.measure.faults.tiers import slowed
from tools.measure.stack import Stack

RECOVERY_SECONDS = 90
AFTER = 4
"""One thing is created after the fault for so many during it."""
OPERATIONS_OF_A_THING = 3.5
"""A thing is created, repeated, moved and read, and some are created after the fault."""
MOST_IN_AN_OUTAGE = 300

Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """A campaign: its faults, how many operations they share, in how many rounds."""

    faults: Sequence[str]
    operations: int
    seed: int
    rounds: int = 1
    minutes: float | None = None
    """No fault begins later than so long after the first."""

    def operations_of(self, fault: str, journeys: int) -> int:
        """The operations of one fault in one round: few while nobody is answered."""
        share = self.operations // (self.rounds * journeys)
        outages = [each for each in self.faults if each in OUTAGES]
        short = min(MOST_IN_AN_OUTAGE, share // len(self.faults))
        if fault in outages:
            return max(1, short)
        return max(1, (share - short * len(outages)) // (len(self.faults) - len(outages)))


@dataclass(frozen=True)
class Campaign:
    """The faults of a plan on one journey."""

    stack: Stack
    journey: Journey
    tenants: Mapping[str, str]
    say: Say

    def check(self, seed: int) -> int:
        """Make sure that the checker sees broken promises; returns how many it saw."""
        with Client(self.stack, seed) as client:
            load = Load(self.stack, self.journey, client)
            return check_the_checker(self.stack, self.journey, load, self.tenants)

    def row(self, fault: str, seed: int, operations: int) -> Row:
        """The fault under load, and what it did."""
        self.say(f"{self.journey.service}: {fault} …")
        others = [name for name in services_with_routes() if name != self.journey.service]
        with Client(self.stack, seed) as client:
            scene = Scene(self.stack, client, self.journey.service, tuple(others), seed)
            row = self._row(scene, fault, max(1, round(operations / OPERATIONS_OF_A_THING)))
        self.say(json.dumps(asdict(row)))
        return row

    def _row(self, scene: Scene, fault: str, things: int) -> Row:
        load = Load(self.stack, self.journey, scene.client)
        before = stored(self.stack, self.journey).keys()
        during, after = History(self.journey), History(self.journey)
        with FAULTS[fault](scene) as going_on:
            load.run(during, things, going_on)
        recovery = _recovered(load, after)
        load.run(after, max(1, things // AFTER), never)
        answers = Answers(during, after, load.resolve(during) + load.resolve(after))
        verdict = judge(answers.whole, before, stored(self.stack, self.journey), self.tenants)
        return row_of(scene, fault, answers, verdict, recovery)


def run(stack: Stack, journeys: Sequence[Journey], plan: Plan, say: Say) -> tuple[list[Row], int]:
    """All faults on all journeys, and how many broken promises were planted and seen before.

    Owners whose quota would end before have a fast tier meanwhile. The tree's own versions are
    live at the end.
    """
    fast = replace(stack, fast=slowed(stack, journeys, plan.operations))
    if fast.fast:
        say(f"a fast tier for {', '.join(fast.fast)}, whose quota is too small …")
        _deploy(fast, {each.service for each in journeys})
    campaigns = [Campaign(fast, each, _tenants(stack, each), say) for each in journeys]
    planted = sum(each.check(plan.seed) for each in campaigns)
    rows, began = [], time.monotonic()
    for number in range(plan.rounds):
        for place, fault in enumerate(plan.faults):
            for each in campaigns:
                if plan.minutes is not None and time.monotonic() - began > 60 * plan.minutes:
                    continue
                seed = plan.seed * 100_000 + number * 100 + place
                rows.append(each.row(fault, seed, plan.operations_of(fault, len(journeys))))
    _deploy(stack, {row.service for row in rows if fast.fast or row.fault in DEPLOYING})
    return together(rows), planted


def _deploy(stack: Stack, services: set[str]) -> None:
    for service in sorted(services):
        with copied_tree(stack) as tree:
            tree.run("deploy", service)


def _recovered(load: Load, history: History) -> float | None:
    """Seconds until a creation is acknowledged at once; None when that takes too long."""
    began = time.monotonic()
    while (seconds := time.monotonic() - began) < RECOVERY_SECONDS:
        if load.probe(history):
            return round(seconds, 1)
        time.sleep(0.2)
    return None


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
