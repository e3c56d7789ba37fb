"""The access matrix, services/*/callers.md, from the answers of the code: `write|check`."""

import argparse
import asyncio
import difflib
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.build.contracts.merge import MergeError, public_contract
from tools.build.services import SERVICES, ServiceError, services_with_routes
from tools.review.access_matrix.document import TerraformChangedError
from tools.review.access_matrix.page import page
from tools.review.access_matrix.preparation import PreparationError
from tools.review.access_matrix.requests import UnpreparedRouteError
from tools.review.access_matrix.table import Table, answers, kinds_of

FAILURES = (
    MergeError,
    PreparationError,
    ServiceError,
    TerraformChangedError,
    UnpreparedRouteError,
)


def generated() -> dict[Path, str]:
    """The documents as the code wants them."""
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
    return max([_check(path, text) for path, text in documents.items()], default=0)


def _check(path: Path, text: str) -> int:
    committed = path.read_text(encoding="utf-8") if path.exists() else ""
    if committed == text:
        print(f"{path}: as the code answers")
        return 0
    differ = difflib.unified_diff(
        committed.splitlines(), text.splitlines(), str(path), "the code", lineterm="", n=0
    )
    print("\n".join(list(differ)[:40]))
    print(
        f"error: {path} is not what the code answers; if the new answers are meant, "
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
        documents = generated()
    except FAILURES as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    status = write(documents) if command == "write" else check(documents)
    print(f"callers {command}: {time.monotonic() - began:.1f} s")
    return status


if __name__ == "__main__":
    sys.exit(main())
