"""The typed Python client of all services, written to .build/client."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from tools import command
from tools.build.client.generate import PACKAGE, generate
from tools.build.contracts.merge import public_contract
from tools.command import Ending

SERVICES = Path("services")
TARGET = Path(".build/client")
USAGE = f"""\
Install it:  pip install {TARGET}
Use it:
  from {PACKAGE} import AuthenticatedClient
  from {PACKAGE}.api.parcels import read

  with AuthenticatedClient(base_url="http://127.0.0.1:8080/v1", token="…") as client:
      page = list_mine.sync(client=client, limit=5)   # OrdersOrderPage, or Problem when refused"""


def _generate(_: Namespace) -> Ending:
    services = sorted(path.parent.name for path in SERVICES.glob("*/openapi.json"))
    with Console().status("Generating …"):
        files = generate(public_contract(SERVICES, services), TARGET)
    print(USAGE)
    return Ending(f"{TARGET}: {PACKAGE} of {', '.join(services)}, {len(files)} files")


def main(argv: Sequence[str] | None = None) -> int:
    """Generate the client, and say how to use it."""
    return command.run(command.parser("tools.build.client", __doc__), argv, _generate)


if __name__ == "__main__":
    sys.exit(main())
