"""The access matrix, docs/callers.md, from the answers of the code: `write|check`."""

import asyncio
import difflib
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from tools import command
from tools.build.contracts.documents import services_with_routes
from tools.build.contracts.merge import public_contract
from tools.command import Ending, say_error
from tools.review.access_matrix.page import page
from tools.review.access_matrix.table import answers

DOCUMENT = Path("docs/callers.md")


def generated() -> str:
    """The document as the code wants it."""
    contract = public_contract(Path("services"), services_with_routes())
    return page(asyncio.run(answers(contract)))


def write(text: str) -> int:
    """Write docs/callers.md."""
    DOCUMENT.write_text(text, encoding="utf-8")
    print(f"{DOCUMENT}: written")
    return 0


def check(text: str) -> int:
    """Say whether the committed table is what the code answers; 1 when not."""
    committed = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else ""
    if committed == text:
        print(f"{DOCUMENT}: as the code answers")
        return 0
    differ = difflib.unified_diff(
        committed.splitlines(), text.splitlines(), str(DOCUMENT), "the code", lineterm="", n=0
    )
    print("\n".join(list(differ)[:40]))
    say_error(
        f"{DOCUMENT} is not what the code answers; if the new answers are meant, "
        "run `make callers` and commit it"
    )
    return 1


def _write(_: Namespace) -> Ending:
    """Write docs/callers.md."""
    return Ending("callers written", write(generated()))


def _check(_: Namespace) -> Ending:
    """Say whether the committed table is what the code answers."""
    return Ending("callers checked", check(generated()))


def main(argv: Sequence[str] | None = None) -> int:
    """Ask everything, then write or compare."""
    parser = command.parser("tools.review.access_matrix", __doc__)
    jobs = command.jobs_of(parser)
    command.job(jobs, "write", _write)
    command.job(jobs, "check", _check)
    return command.run(parser, argv)


if __name__ == "__main__":
    sys.exit(main())
