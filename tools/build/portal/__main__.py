"""The portal of the API's consumers: `make portal` writes it to .build/portal.

Of this machine's stack it is served at /docs beside the API; `make deploy-portal ENV=dev` puts it
on AWS, with the addresses that the environment's values name.
"""

import os
import shutil
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from embedded_aws import LocalConfig
from tools import command
from tools.build.portal.addresses import Addresses
from tools.build.portal.build import TARGET, build
from tools.command import Ending
from tools.deploy.where.cloud import LOCAL
from tools.deploy.where.environment import named


def _build(arguments: Namespace) -> Ending:
    if arguments.env != LOCAL:
        values = named(arguments.env).values.get("portal") or {}
        return Ending(f"{TARGET}: {build(Addresses.of(values))}")
    config = LocalConfig.read()
    sentence = build(Addresses.here(config))
    _put_beside_the_api(config.portal)
    address = f"http://127.0.0.1:{config.api_port}/docs/"
    return Ending(f"{TARGET}, and {address} while the stack runs: {sentence}")


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
    parser.add_argument("--env", default=os.environ.get("ENV", LOCAL), help="environment (ENV)")
    return command.run(parser, argv, _build)


if __name__ == "__main__":
    sys.exit(main())
