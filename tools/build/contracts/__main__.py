"""`python -m tools.build.contracts write|check|publish|merge [service…]`."""

import argparse
import difflib
import importlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openapi_spec_validator import validate
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError

from shared.routes import Routes
from tools.build.contracts.answered_early import AnsweredEarlyError
from tools.build.contracts.bodies import faults
from tools.build.contracts.examples import ExampleError
from tools.build.contracts.integrations import TemplateMissingError, templates_of
from tools.build.contracts.merge import MergeError, public_contract
from tools.build.contracts.openapi import ForeignPathError, contract
from tools.build.contracts.page import page
from tools.build.contracts.publish import publishable
from tools.build.contracts.schemas import SchemaError

SERVICES = Path("services")
PUBLISHED = Path(".build/contracts")
MERGED = Path(".build/openapi.json")


class ContractError(Exception):
    """A contract cannot be written; says which and why."""


def services_with_routes() -> list[str]:
    """Services that consumers call: those with declared routes."""
    handlers = sorted(SERVICES.glob("*/handler.py"))
    return [path.parent.name for path in handlers if _routes(path.parent.name) is not None]


def _routes(service: str) -> Routes | None:
    """The service's declarations, read as data."""
    try:
        handler = importlib.import_module(f"services.{service}.handler")
    except SyntaxError as error:
        place = f"{error.filename}, line {error.lineno}"
        raise ContractError(f"{service} is not Python: {place}: {error.msg}") from error
    except Exception as error:  # whatever the module does when it is imported
        raise ContractError(
            f"{service} cannot be imported: {type(error).__name__}: {error}"
        ) from error
    found = getattr(handler, "routes", None)
    return found if isinstance(found, Routes) else None


def document_of(service: str) -> dict[str, Any]:
    """The service's contract, valid; ContractError with a sentence otherwise."""
    if not (SERVICES / service / "handler.py").exists():
        raise ContractError(f"there is no service {service}; see the folders under services/")
    routes = _routes(service)
    if routes is None:
        raise ContractError(f"{service} declares no routes")
    try:
        document = contract(routes)
        validate(document)
    except (AnsweredEarlyError, ExampleError, ForeignPathError, SchemaError) as error:
        raise ContractError(str(error)) from error
    except OpenAPIValidationError as error:
        raise ContractError(f"the contract of {service} is not OpenAPI 3.0: {error}") from error
    if found := faults(document):
        raise ContractError(f"the contract of {service} misleads: {'; '.join(found)}")
    return document


def text_of(document: dict[str, Any]) -> str:
    """The bytes that are committed: the same for the same declarations."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


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


def published_file(service: str) -> Path:
    """The contract as API Gateway imports it, written anew."""
    path = PUBLISHED / f"{service}.json"
    try:
        document = publishable(document_of(service), service, templates_of(SERVICES / service))
    except TemplateMissingError as error:
        raise ContractError(f"{service}: {error}") from error
    PUBLISHED.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    return path


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
    except ContractError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(f"contracts {arguments.command}: {time.monotonic() - began:.1f} s")
    return status


if __name__ == "__main__":
    sys.exit(main())
