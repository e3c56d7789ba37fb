"""`python -m tools.build.client`: the typed Python client of all services, in .build/client."""

import sys
import time
from pathlib import Path

from rich.console import Console

from tools.build.client.generate import PACKAGE, ClientError, generate
from tools.build.contracts.merge import MergeError, public_contract

SERVICES = Path("services")
TARGET = Path(".build/client")
USAGE = f"""\
Install it:  pip install {TARGET}
Use it:
  from {PACKAGE} import AuthenticatedClient
  from {PACKAGE}.api.orders import list_mine

  with AuthenticatedClient(base_url="http://127.0.0.1:8080/v1", token="…") as client:
      page = list_mine.sync(client=client, limit=5)   # OrdersOrderPage, or Problem when refused"""


def main() -> int:
    """Generate the client and say how it is used; 1 with a sentence when it cannot be made."""
    began, console = time.monotonic(), Console(highlight=False)
    services = sorted(path.parent.name for path in SERVICES.glob("*/openapi.json"))
    try:
        with console.status("Generating …"):
            files = generate(public_contract(SERVICES, services), TARGET)
    except (ClientError, MergeError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    took = f"{time.monotonic() - began:.1f} s"
    print(f"{TARGET}: {PACKAGE} of {', '.join(services)}, {len(files)} files in {took}\n{USAGE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
