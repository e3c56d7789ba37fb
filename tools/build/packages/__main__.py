"""Build deployment packages: `<service>… [--platform arm64|x86_64|local]`."""

import sys
from argparse import Namespace
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from tools import command
from tools.build.packages.package import PLATFORMS, Package, build


def _table(packages: Sequence[Package]) -> Table:
    table = Table("service", "zipped", "unzipped", "sha256", "built in")
    for each in packages:
        table.add_row(
            each.service,
            f"{each.zipped_bytes / 1e6:.2f} MB",
            f"{each.unzipped_bytes / 1e6:.2f} MB",
            each.sha256[:16],
            f"{each.seconds:.1f} s" if each.fresh else "unchanged",
        )
    return table


def _build(arguments: Namespace) -> None:
    packages = [build(service, arguments.platform) for service in arguments.services]
    console = Console()
    console.print(_table(packages))
    for each in packages:
        console.print(str(each.path), soft_wrap=True, highlight=False)


def main(argv: Sequence[str] | None = None) -> int:
    """Build and say how large each package is."""
    parser = command.parser("tools.build.packages", __doc__)
    parser.add_argument("services", nargs="+")
    parser.add_argument("--platform", choices=sorted(PLATFORMS), default="arm64")
    return command.run(parser, argv, _build)


if __name__ == "__main__":
    sys.exit(main())
