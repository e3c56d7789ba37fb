"""`make environments`: the environments that have an account, as JSON: a matrix for workflows."""

import json
import sys
from argparse import Namespace
from collections.abc import Sequence

from tools import command
from tools.deploy.where.environment import with_accounts


def _work(_: Namespace) -> None:
    print(json.dumps(with_accounts()))


def main(argv: Sequence[str] | None = None) -> int:
    """Print them."""
    return command.run(command.parser("make environments", __doc__), argv, _work)


if __name__ == "__main__":
    sys.exit(main())
