"""`python -m tools.develop.reload.drift <service>`: changes that only a deployment can serve.

In a process of its own, because an imported module is not read again.
"""

import json
import sys
import zipfile
from pathlib import Path

from tools.build.contracts.documents import (
    PUBLISHED,
    committed_file,
    document_of,
    text_of,
)
from tools.build.contracts.integrations import templates_of
from tools.build.contracts.publish import publishable
from tools.build.packages.code import aws_services, own_modules
from tools.build.services import SERVICES, services_with_routes

PACKAGES = Path(".build/packages/local")
HERE = Path()
"""The tree that the command runs in."""


def drift(service: str) -> str | None:
    """One line with the command to run; None without such a change."""
    lacking = aws_services(own_modules(service, HERE), HERE) - _packaged(service)
    if lacking:
        names = " and ".join(sorted(lacking))
        return f"the deployed package has no client of {names}: `make deploy-{service}`"
    if service not in services_with_routes():
        return None
    document = document_of(service)
    committed = committed_file(service)
    if not committed.exists() or committed.read_text(encoding="utf-8") != text_of(document):
        return _behind(f"make contracts && make deploy-{service}")
    deployed = PUBLISHED / f"{service}.json"
    published = publishable(document, service, templates_of(SERVICES / service))
    if deployed.exists() and json.loads(deployed.read_text(encoding="utf-8")) != published:
        return _behind(f"make deploy-{service}")
    return None


def _behind(command: str) -> str:
    return f"its contract changed, and the gateway serves the one that is deployed: `{command}`"


def _packaged(service: str) -> set[str]:
    """The AWS services whose data the last package was built with."""
    path = PACKAGES / f"{service}.zip"
    if not path.exists():
        return aws_services(own_modules(service, HERE), HERE)
    with zipfile.ZipFile(path) as package:
        names = (name.split("/") for name in package.namelist())
        return {parts[2] for parts in names if parts[:2] == ["botocore", "data"]}


def main(service: str) -> int:
    """Print the line, if any; errors in the code were reported before."""
    try:
        sentence = drift(service)
    except Exception as error:  # noqa: BLE001 - code under edit fails in any way
        print(f"its contract is not known: {error}")
        return 1
    if sentence:
        print(sentence)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
