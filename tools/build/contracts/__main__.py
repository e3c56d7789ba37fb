"""The contracts of all services, or of some: `write|check|publish|merge [service…]`."""

import difflib
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from tools import command
from tools.build.contracts.documents import (
    committed_file,
    document_of,
    published_file,
    text_of,
)
from tools.build.contracts.merge import public_contract
from tools.build.contracts.page import page
from tools.build.services import SERVICES, services_with_routes
from tools.command import Ending

MERGED = Path(".build/openapi.json")


def write(services: Sequence[str]) -> int:
    """Write services/*/openapi.json from the code."""
    for service in services:
        path = committed_file(service)
        text = text_of(document_of(service))
        changed = not path.exists() or path.read_text(encoding="utf-8") != text
        path.write_text(text, encoding="utf-8")
        print(f"{path}: {'written' if changed else 'unchanged'}")
    return 0


def check(services: Sequence[str]) -> int:
    """Say whether the committed contracts are those of the code; 1 when not."""
    stale = 0
    for service in services:
        path = committed_file(service)
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
    document = public_contract(SERVICES, services)
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


def _over_services(name: str) -> command.Work:
    def work(arguments: Namespace) -> Ending:
        services = arguments.services or services_with_routes()
        status = COMMANDS[name](services)
        return Ending(f"contracts {name}: {len(services)} services", status)

    return work


def main(argv: Sequence[str] | None = None) -> int:
    """Parse the command line and run the command over the services."""
    parser = command.parser("tools.build.contracts", __doc__)
    jobs = command.jobs_of(parser)
    for name, work in COMMANDS.items():
        job = command.job(jobs, name, _over_services(name), work.__doc__)
        job.add_argument("services", nargs="*")
    return command.run(parser, argv)


if __name__ == "__main__":
    sys.exit(main())
