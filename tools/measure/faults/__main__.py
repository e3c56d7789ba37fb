"""`make chaos`: a seeded campaign of faults under load on the running local stack.

Start the stack with `make up` first. The last line is one JSON object; the status is 1 when an
acknowledged write is lost, doubled, crossed or out of order, or when the stack does not recover.
"""

import sys
from argparse import Namespace
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from tools import command
from tools.command import CommandError
from tools.measure.faults.campaign import Plan, run
from tools.measure.faults.catalogue import FAULTS
from tools.measure.faults.journey import journeys
from tools.measure.faults.rows import Row, as_json
from tools.measure.stack import running_stack

COLUMNS = (
    "fault",
    "injected",
    "operations",
    "writes",
    "acknowledged",
    "late",
    "refused",
    "unanswered",
    "lost",
    "doubled",
    "crossed",
    "disordered",
    "p99_during_seconds",
    "p99_after_seconds",
    "recovery_seconds",
)
MOST_SENTENCES = 10


def _campaign(arguments: Namespace) -> int:
    if arguments.operations < 1 or arguments.rounds < 1:
        raise CommandError("OPERATIONS and ROUNDS are 1 or more")
    faults = arguments.only.split(",") if arguments.only else list(FAULTS)
    if unknown := [each for each in faults if each not in FAULTS]:
        raise CommandError(f"no fault is called {', '.join(unknown)}; known: {', '.join(FAULTS)}")
    numbers = (arguments.operations, arguments.seed, arguments.rounds, arguments.minutes)
    rows, planted = run(running_stack(), journeys(), Plan(faults, *numbers), _say)
    _show(rows)
    print(f"planted in the table beforehand, and seen: {planted} broken promises")
    print(as_json(rows, arguments.seed, planted))
    return 1 if any(row.broken for row in rows) else 0


def _show(rows: Sequence[Row]) -> None:
    table = Table(*(each.replace("_", " ") for each in COLUMNS))
    for row in rows:
        cells = (getattr(row, name) for name in COLUMNS)
        table.add_row(*("never" if each is None else str(each) for each in cells))
    Console(width=200).print(table)
    for row in rows:
        for sentence in row.sentences[:MOST_SENTENCES]:
            print(f"{row.fault}: {sentence}")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the campaign."""
    parser = command.parser("make chaos", __doc__)
    parser.add_argument("--seed", type=int, default=1, help="SEED: the same seed, the same load")
    parser.add_argument("--operations", type=int, default=2000, help="OPERATIONS of all faults")
    parser.add_argument("--rounds", type=int, default=1, help="ROUNDS of all faults")
    parser.add_argument("--minutes", type=float, help="MINUTES after which no fault begins")
    parser.add_argument("--only", help=f"ONLY these, with commas between: {', '.join(FAULTS)}")
    return command.run(parser, argv, _campaign)


if __name__ == "__main__":
    sys.exit(main())
