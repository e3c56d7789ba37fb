"""`python -m tools.build.contracts write|check|publish|merge [service…]`."""

import argparse
import difflib
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tools.build.contracts.documents import ContractError, document_of, published_file, text_of
from tools.build.contracts.merge import MergeError, public_contract
from tools.build.contracts.page import page
from tools.build.services import SERVICES, ServiceError, services_with_routes

MERGED = Path(".build/openapi.json")


def write(services: Sequence[str]) -> int:
    """Write services/*/openapi.json from the code."""
    for service in services:
        path = SERVICES / service / "openapi.json"
        text = text_of(document_of(service))
        changed = not path.exists() or path.read_text(encoding="utf-8") != text
        path.write_text(text, encoding="utf-8")
        print(f"{path}: {'written' if changed else 'unchanged'}")
    return 0


def check(services: Sequence[str]) -> int:
    """Say whether the committed contracts are those of the code; 1 when not."""
    stale = 0
    for service in services:
        path = SERVICES / service / "openapi.json"
        committed = path.read_text(encoding="utf-8") if path.exists() else ""
        generated = text_of(document_of(service))
        if committed != generated:
            stale = 1
            lines = difflib.unified_diff(
                committed.splitlines(), generated.splitlines(), str(path), "the code", lineterm=""
            )
            print("\n".join(list(lines)[:40]))
            print(f"{path} is not the contract of the code; run `make contracts` and commit it")
        else:
            print(f"{path}: as the code says")
    return stale


def publish(services: Sequence[str]) -> int:
    """Write .build/contracts/*.json, as API Gateway imports them."""
    for service in services:
        print(f"{published_file(service)}: published")
    return 0


def merge(services: Sequence[str]) -> int:
    """Write .build/openapi.json and .html: one contract of all services, for their consumers."""
    try:
        document = public_contract(SERVICES, services)
    except MergeError as error:
        raise ContractError(str(error)) from error
    MERGED.parent.mkdir(parents=True, exist_ok=True)
    MERGED.write_text(text_of(document), encoding="utf-8")
    MERGED.with_suffix(".html").write_text(page(document), encoding="utf-8")
    print(f"{MERGED}, and {MERGED.with_suffix('.html').name} to read: {', '.join(services)}")
    return 0


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "write": write,
    "check": check,
    "publish": publish,
    "merge": merge,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Parse the command line and run the command over the services."""
    parser = argparse.ArgumentParser(prog="python -m tools.build.contracts", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, command in COMMANDS.items():
        commands.add_parser(name, help=command.__doc__).add_argument("services", nargs="*")
    arguments = parser.parse_args(argv)
    began = time.monotonic()
    try:
        status = COMMANDS[arguments.command](arguments.services or services_with_routes())
    except ServiceError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(f"contracts {arguments.command}: {time.monotonic() - began:.1f} s")
    return status


if __name__ == "__main__":
    sys.exit(main())
