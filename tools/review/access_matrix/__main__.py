"""The access matrix, docs/callers.md, from the answers of the code: `write|check`."""

import argparse
import asyncio
import difflib
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tools.build.contracts.__main__ import ContractError, services_with_routes
from tools.build.contracts.merge import MergeError, public_contract
from tools.review.access_matrix.document import TerraformChangedError
from tools.review.access_matrix.page import page
from tools.review.access_matrix.preparation import PreparationError
from tools.review.access_matrix.requests import UnpreparedRouteError
from tools.review.access_matrix.table import answers

DOCUMENT = Path("docs/callers.md")
FAILURES = (
    ContractError,
    MergeError,
    PreparationError,
    TerraformChangedError,
    UnpreparedRouteError,
)


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
    print(
        f"error: {DOCUMENT} is not what the code answers; if the new answers are meant, "
        "run `make callers` and commit it",
        file=sys.stderr,
    )
    return 1


def main(argv: Sequence[str] | None = None) -> int:
    """Ask everything, then write or compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["write", "check"])
    command, began = parser.parse_args(argv).command, time.monotonic()
    try:
        text = generated()
    except FAILURES as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    status = write(text) if command == "write" else check(text)
    print(f"callers {command}: {time.monotonic() - began:.1f} s")
    return status


if __name__ == "__main__":
    sys.exit(main())
