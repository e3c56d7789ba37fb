"""Writes services/*/callers.md from the answers of the code: `write|check`."""

import asyncio
import difflib
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools import command
from tools.build.contracts.merge import public_contract
from tools.build.services import SERVICES, services_with_routes
from tools.command import Ending, say_error
from tools.review.access_matrix.page import page
from tools.review.access_matrix.table import Table, answers, kinds_of


def generated() -> dict[Path, str]:
    """The documents, generated from the code's answers."""
    services = services_with_routes()
    table = asyncio.run(answers(public_contract(SERVICES, services)))
    return {
        SERVICES / service / "callers.md": page(service, kinds_of(service), _of(service, table))
        for service in services
    }


def _of(service: str, table: Table) -> Table:
    return {
        route: row
        for route, row in table.items()
        if route.partition(" ")[2].split("/")[1] == service
    }


def write(documents: Mapping[Path, str]) -> int:
    """Write services/*/callers.md."""
    for path, text in documents.items():
        path.write_text(text, encoding="utf-8")
        print(f"{path}: written")
    return 0


def check(documents: Mapping[Path, str]) -> int:
    """Say whether the committed tables are what the code answers; 1 when not."""
    return max([_compared(path, text) for path, text in documents.items()], default=0)


def _compared(path: Path, text: str) -> int:
    committed = path.read_text(encoding="utf-8") if path.exists() else ""
    if committed == text:
        print(f"{path}: as the code answers")
        return 0
    differ = difflib.unified_diff(
        committed.splitlines(), text.splitlines(), str(path), "the code", lineterm="", n=0
    )
    print("\n".join(list(differ)[:40]))
    say_error(
        f"{path} is not what the code answers; if the new answers are meant, "
        "run `make callers` and commit it"
    )
    return 1


def _write(_: Namespace) -> Ending:
    """Write services/*/callers.md."""
    return Ending("callers written", write(generated()))


def _check(_: Namespace) -> Ending:
    """Compare the committed tables with the code's answers."""
    return Ending("callers checked", check(generated()))


def main(argv: Sequence[str] | None = None) -> int:
    """Send all requests, then write or compare the tables."""
    parser = command.parser("tools.review.access_matrix", __doc__)
    jobs = command.jobs_of(parser)
    command.job(jobs, "write", _write)
    command.job(jobs, "check", _check)
    return command.run(parser, argv)


if __name__ == "__main__":
    sys.exit(main())
