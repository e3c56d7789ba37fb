"""`make mutants`: break the code in small ways, one at a time, and see whether a test fails.

T names a room (`make mutants T=rooms` lists them), a folder or a file: T=shared/pagination. Rooms
run one after another, each in a copy of the tree under .build/mutants; mutmut makes the mutants.
Survivors are printed with what differs; those with a reason stand in survivors.toml. Not counted
are mutants that only spell a sentence differently. The last line is one JSON object; the status is
1 when less than 90 % are killed.
"""

import json
import sys
from argparse import Namespace
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from tools import command
from tools.command import CommandError
from tools.measure.mutants.rooms import Room, rooms
from tools.measure.mutants.score import Score, score_of
from tools.measure.mutants.workspace import mutate

GOAL_PERCENT = 90
LIST = "rooms"


def _mutants(arguments: Namespace) -> int:
    if arguments.of == LIST:
        print("\n".join(f"{room.name}: {' '.join(room.modules)}" for room in rooms()))
        return 0
    chosen = rooms(arguments.of)
    if not chosen:
        raise CommandError(f"no room has {arguments.of}; `make mutants T={LIST}` lists them all")
    scores = [score for room in chosen for score in _tried(room, arguments)]
    total = sum(scores, Score("all"))
    _show([*scores, total])
    unexplained = [str(each) for each in total.survivors if not each.reason]
    modules = {score.name: round(score.percent, 1) for score in scores}
    figures = {"mutants": total.mutants, "killed": total.killed, "wording": total.worded}
    counts = {"explained": total.explained, "unexplained": len(unexplained)}
    print(json.dumps({**figures, **counts, "percent": round(total.percent, 1), "of": modules}))
    return 1 if total.percent < GOAL_PERCENT else 0


def _tried(room: Room, arguments: Namespace) -> list[Score]:
    print(f"{room.name}: {len(room.modules)} modules", file=sys.stderr, flush=True)
    mutated = mutate(room, arguments.children, again=arguments.again)
    scores = [score_of(mutated, module) for module in room.modules]
    for survivor in (each for score in scores for each in score.survivors if not each.reason):
        print(f"{survivor}\n", flush=True)
    return scores


def _show(scores: Sequence[Score]) -> None:
    table = Table("module", "mutants", "killed", "explained", "unexplained", "wording", "%")
    for score in scores:
        alive = len(score.survivors) - score.explained
        figures = (score.mutants, score.killed, score.explained, alive, score.worded)
        table.add_row(score.name, *map(str, figures), f"{score.percent:.1f}")
    Console(width=120).print(table)


def main(argv: Sequence[str] | None = None) -> int:
    """Mutate the code and print which changes the tests notice."""
    parser = command.parser("make mutants", __doc__)
    parser.add_argument("of", nargs="?", default="", help="a room, a folder or a file; all without")
    parser.add_argument("--children", type=int, default=1, help="mutants that are tried at a time")
    parser.add_argument("--again", action="store_true", help="the last run's survivors alone")
    return command.run(parser, argv, _mutants)


if __name__ == "__main__":
    sys.exit(main())
