"""`make proof`: run every step of `tools/measure/proof/steps.toml`, and write its tables anew.

Start the stack with `make up` first. With SHORT=1 the steps run in their short form, and nothing is
written. The last line is one JSON object; the status is 1 when any step fails.
"""

import json
import sys
from argparse import Namespace
from collections.abc import Sequence

from tools import command
from tools.command import CommandError
from tools.measure.proof import documents
from tools.measure.proof.steps import Done, chosen, done, steps


def _prove(arguments: Namespace) -> int:
    outcomes: dict[str, str] = {}
    for step in chosen(steps(), arguments.only):
        command_ = step.words(short=arguments.short, minutes=arguments.minutes)
        if command_ is None:
            continue
        _say(f"{step.name}: {command_}")
        try:
            result = done(step, command_)
        except CommandError as error:
            outcomes[step.name] = str(error)
            continue
        outcomes[step.name] = _outcome(result)
        if not arguments.short:
            documents.write(result)
    print(json.dumps(outcomes))
    return 1 if any(each != GOOD for each in outcomes.values()) else 0


GOOD = "good"


def _outcome(result: Done) -> str:
    return GOOD if result.status == 0 else f"failed with {result.status}: {result.command}"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Prove."""
    parser = command.parser("make proof", __doc__)
    parser.add_argument("--only", help="ONLY these steps, with commas between")
    parser.add_argument("--minutes", type=int, help="MINUTES of each step that takes minutes")
    parser.add_argument("--short", action="store_true", help="SHORT=1: quick, and writes nothing")
    return command.run(parser, argv, _prove)


if __name__ == "__main__":
    sys.exit(main())
