"""The portal of the API's consumers: `make portal` writes it to .build/portal.

Of this machine's stack it is served at /docs beside the API; `make deploy-portal` puts it on AWS.
"""

import json
import os
import shutil
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from embedded_aws import LocalConfig
from tools import command
from tools.build.contracts.merge import public_contract
from tools.build.portal.addresses import Addresses
from tools.build.portal.site import Material, write
from tools.build.services import SERVICES, checks_of, services_with_routes
from tools.command import Ending
from tools.review.contract_changes.history import history

TARGET = Path(".build/portal")
LEVELS = Path("shared/throttling.json")


def _build(arguments: Namespace) -> Ending:
    services = services_with_routes()
    contract = public_contract(SERVICES, services)
    config = LocalConfig.read()
    local = arguments.env == "local"
    addresses = (
        Addresses.here(config) if local else Addresses(arguments.api_url, arguments.token_url)
    )
    material = Material(
        contract=contract,
        levels=json.loads(LEVELS.read_text(encoding="utf-8")),
        addresses=addresses,
        versions=history(Path.cwd()),
        known=tuple(_known(services)),
    )
    files = write(TARGET, material)
    place = str(TARGET)
    if local:
        _put_beside_the_api(config.portal)
        place = f"{TARGET}, and http://127.0.0.1:{config.api_port}/docs/ once the stack runs"
    return Ending(f"{place}: {files} files about {', '.join(services)}")


def _known(services: Sequence[str]) -> Iterator[str]:
    """The paths that answer without a query, as services' samples say."""
    for service in services:
        sample = checks_of(service, "sample.json")
        if sample.exists():
            yield json.loads(sample.read_text(encoding="utf-8")).get("again", "")


def _put_beside_the_api(folder: Path) -> None:
    """Copy the site to where the embedded AWS serves it from, whole at any time."""
    fresh, old = folder.with_name("portal.new"), folder.with_name("portal.old")
    for each in (fresh, old):
        shutil.rmtree(each, ignore_errors=True)
    shutil.copytree(TARGET, fresh)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Build the site."""
    parser = command.parser("make portal", __doc__)
    read = os.environ.get
    parser.add_argument("--env", default=read("ENV", "local"), help="environment (ENV)")
    parser.add_argument(
        "--api-url",
        default=read("API_URL", ""),
        help="the deployed API (API_URL), such as https://…/v1",
    )
    parser.add_argument(
        "--token-url", default=read("TOKEN_URL", ""), help="the token endpoint (TOKEN_URL)"
    )
    return command.run(parser, argv, _build)


if __name__ == "__main__":
    sys.exit(main())
