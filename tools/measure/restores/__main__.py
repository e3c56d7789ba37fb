"""`make restore-drill`: restore every table, and hold a checksum of each item against its own.

Start the stack with `make up` first. ITEMS of every type are put into each table, beside things
that the API creates; each table is restored beside the one in use, and the local store is stopped
and started, then killed and started. The last line is one JSON object; the
status is 1 when an item is missing, different or one too many.
"""

import json
import sys
from argparse import Namespace
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from tools import command
from tools.command import CommandError
from tools.measure.faults.client import Client
from tools.measure.faults.history import History
from tools.measure.faults.journey import journeys
from tools.measure.faults.kinds.breakages import never
from tools.measure.faults.load import Load
from tools.measure.restores.drill import WAYS, Restored, restored, started_again, tables_of
from tools.measure.restores.samples import sampled
from tools.measure.stack import Stack, running_stack

SHARE = 20
"""One thing is created over the API for so many items put into each table."""


def _drill(arguments: Namespace) -> int:
    if arguments.items < 1:
        raise CommandError("ITEMS is 1 or more")
    stack = running_stack()
    _fill(stack, max(1, arguments.items // SHARE))
    tables = tables_of(stack)
    with sampled(stack.aws("dynamodb"), list(tables.values()), arguments.items):
        rows = [restored(stack, *each) for each in sorted(tables.items())]
        for way, act in WAYS.items() if arguments.store else ():
            _fill(stack, 1)
            rows.append(started_again(stack, way, act))
    _show(rows)
    print(json.dumps({"restores": [each.row for each in rows]}))
    return 1 if any(each.comparison.broken for each in rows) else 0


def _fill(stack: Stack, things: int) -> None:
    """Create things of each journey, whose moves and idempotency keys are items too."""
    for journey in journeys():
        with Client(stack, 1) as client:
            Load(stack, journey, client).run(History(journey), things, never)


def _show(rows: Sequence[Restored]) -> None:
    table = Table(*rows[0].row)
    for each in rows:
        table.add_row(*map(str, each.row.values()))
    Console(width=120).print(table)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the drill."""
    parser = command.parser("make restore-drill", __doc__)
    parser.add_argument("--items", type=int, default=1000, help="ITEMS put into each table before")
    parser.add_argument(
        "--no-store", dest="store", action="store_false", help="STORE=0: end no local store"
    )
    return command.run(parser, argv, _drill)


if __name__ == "__main__":
    sys.exit(main())
