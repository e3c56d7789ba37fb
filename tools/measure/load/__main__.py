"""`make load`: open arrivals on the running local stack: steps to saturation, limits, a soak.

Start the stack with `make up` first. The steps double the rate until a tenth of what is offered is
not answered well, or the 99th percentile passes a second. The soak runs at 70 % of that for
MINUTES. The last line is one JSON object; the status is 1 when an answer is neither good nor a
throttling that the consumer's tier explains, or when a consumer gets more than its tier allows.
"""

import asyncio
import contextlib
import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tools import command
from tools.command import CommandError
from tools.measure.faults.journey import journeys
from tools.measure.load import memory, report
from tools.measure.load.arrivals import Step, offer
from tools.measure.load.outcome import Outcome, saturated
from tools.measure.load.requests import Requests
from tools.measure.stack import Stack, running_stack

FIRST_RATE, MOST_RATE = 5.0, 150.0
"""The most is below the tier of the first owner: its 429s would end the search too early."""
SOAK_SHARE = 0.7
LIMIT_SECONDS = 10.0
TIERS = Path("shared/throttling.json")


async def _steps(requests: Requests, owner: str, seconds: float, seed: int) -> list[Step]:
    steps, rate = list[Step](), FIRST_RATE
    while rate <= MOST_RATE and not (steps and saturated(steps[-1])):
        steps.append(await offer(requests.of(owner), rate, seconds, seed + len(steps)))
        _say(_sentence(steps[-1]))
        rate *= 2
    return steps


async def _limited(stack: Stack, requests: Requests, owner: str, seed: int) -> tuple[Step, float]:
    """Twice the rate of the owner's tier; and how many of its requests the tier allows."""
    tier = _tier_of(stack, owner)
    rate = tier["rate_per_second"]
    step = await offer(requests.reads_of(owner), 2 * rate, LIMIT_SECONDS, seed)
    return step, tier["burst"] + rate * LIMIT_SECONDS


def _tier_of(stack: Stack, owner: str) -> dict[str, float]:
    tiers = json.loads(TIERS.read_text(encoding="utf-8"))["tiers"]
    tier: dict[str, float] = tiers[stack.outputs["consumers"][owner]["tier"]]
    return tier


async def _run(stack: Stack, arguments: Namespace) -> Outcome:
    journey = journeys()[0]
    strong, weak = journey.owners[0], journey.owners[1]
    requests, series = Requests(stack, journey), dict[str, memory.Points]()
    await offer(requests.of(strong), FIRST_RATE, 2, arguments.seed)  # cold starts
    watch = asyncio.create_task(memory.watched(stack, series))
    try:
        steps = await _steps(requests, strong, arguments.seconds, arguments.seed)
        limited, allowed = await _limited(stack, requests, weak, arguments.seed)
        _say(f"limits of {weak}: {_sentence(limited)}")
        soak = None
        if arguments.minutes:
            series.clear()
            rate = SOAK_SHARE * max(step.throughput for step in steps)
            soak = await offer(requests.of(strong), rate, 60 * arguments.minutes, arguments.seed)
            _say(f"soak: {_sentence(soak)}")
    finally:
        watch.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watch
        await requests.close()
    return Outcome(steps, limited, allowed, soak, series)


def _show(outcome: Outcome) -> None:
    table = Table(*(each.replace("_", " ") for each in outcome.phases[0]))
    for row in outcome.phases:
        table.add_row(*map(str, row.values()))
    Console(width=130).print(table)
    for each in memory.processes(outcome.memory):
        slope = "too short for a slope" if each.mb_per_hour is None else f"{each.mb_per_hour:+.1f}"
        print(f"memory of {each.process}: {each.last_mb:.0f} MB, {slope} MB an hour")
    print(f"plots: {report.write(outcome)}")


def _sentence(step: Step) -> str:
    latency = f"p99 {step.percentile(99):.3f} s"
    statuses = dict(sorted(step.statuses.items()))
    return f"{step.offered:.1f}/s offered, {step.throughput:.1f}/s good, {latency}, {statuses}"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _load(arguments: Namespace) -> int:
    if arguments.minutes < 0 or arguments.seconds <= 0:
        raise CommandError("MINUTES is 0 or more, SECONDS more than 0")
    outcome = asyncio.run(_run(running_stack(), arguments))
    _show(outcome)
    print(outcome.as_json)
    return 1 if outcome.failed else 0


def main(argv: Sequence[str] | None = None) -> int:
    """Offer load to the running stack."""
    parser = command.parser("make load", __doc__)
    parser.add_argument("--minutes", type=float, default=0, help="MINUTES of the soak; 0: none")
    parser.add_argument("--seconds", type=float, default=10, help="SECONDS of each step")
    parser.add_argument("--seed", type=int, default=1, help="SEED of arrivals")
    return command.run(parser, argv, _load)


if __name__ == "__main__":
    sys.exit(main())
