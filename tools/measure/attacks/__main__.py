"""`make attack`: attacks on the running local stack, by the numbers of OWASP's API Top 10 (2023).

Start the stack with `make up` first. The last line is one JSON object; the status is 1 when an
attack is let in, an answer or a file shows a secret, or a refusal is not logged with its cause.
"""

import json
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from tools import command
from tools.command import CommandError
from tools.measure.attacks.case import OWASP
from tools.measure.attacks.run import Result, counts, run
from tools.measure.attacks.world import World
from tools.measure.stack import running_stack

COLUMNS = ("cases", "let in", "secrets shown", "refusals logged", "refusals not logged")
TEXT = 160


def _attack(arguments: Namespace) -> int:
    if arguments.every < 1:
        raise CommandError("EVERY is 1 or more")
    world = World(running_stack())
    results = run(world, arguments.every, lambda line: print(line, file=sys.stderr, flush=True))
    table = Table("OWASP", "", *COLUMNS)
    by_number = counts(results)
    for number in OWASP:
        if number in by_number:
            row = (str(by_number[number][each]) for each in COLUMNS)
            table.add_row(number, OWASP[number], *row)
    Console(width=150).print(table)
    failed = [each for each in results if each.failed]
    for each in failed:
        print(_sentence(each))
    print(_as_json(by_number, [_sentence(each) for each in failed]))
    return 1 if failed else 0


def _as_json(by_number: Mapping[str, Counter[str]], failed: Sequence[str]) -> str:
    """The totals, and a row for each number of OWASP's."""
    totals = {_key(each): sum(row[each] for row in by_number.values()) for each in COLUMNS}
    rows = [
        {"owasp": f"{number} {OWASP[number]}", **{_key(each): row[each] for each in COLUMNS}}
        for number, row in sorted(by_number.items(), key=lambda each: list(OWASP).index(each[0]))
    ]
    return json.dumps({**totals, "rows": rows, "failed": failed})


def _key(column: str) -> str:
    return column.replace(" ", "_")


def _sentence(result: Result) -> str:
    case, answer = result.case, result.answer
    flaws = {"let in": result.let_in, "shows": result.leaks, "not logged": result.logged is False}
    said = ", ".join(name for name, there in flaws.items() if there)
    text = answer.body.replace("\n", " ")[:TEXT]
    return f"{case.owasp} {case.family}, {case.name}: {said}: {answer.status} {text}"


def main(argv: Sequence[str] | None = None) -> int:
    """Attack the running stack."""
    parser = command.parser("make attack", __doc__)
    parser.add_argument("--every", type=int, default=1, help="EVERY nth case only, for a look")
    return command.run(parser, argv, _attack)


if __name__ == "__main__":
    sys.exit(main())
