"""Build deployment packages: `<service>… [--platform arm64|x86_64|local] [--without <lever>,…]`."""

import argparse
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from tools.build.packages.code import BrokenModuleError, UnknownServiceError
from tools.build.packages.entry import Lever
from tools.build.packages.package import PLATFORMS, BuildError, Package, build


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


def _levers(text: str) -> frozenset[Lever]:
    """The levers of a list; argparse tells which there are when one is unknown."""
    try:
        return frozenset(map(Lever, filter(None, text.split(","))))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{error}; there are {', '.join(Lever)}") from error


def main(argv: Sequence[str] | None = None) -> int:
    """Build and say how large each package is."""
    parser = argparse.ArgumentParser(prog="python -m tools.build.packages", description=__doc__)
    parser.add_argument("services", nargs="+")
    parser.add_argument("--platform", choices=sorted(PLATFORMS), default="arm64")
    parser.add_argument(
        "--without", type=_levers, default=frozenset(), help=f"of {', '.join(Lever)}"
    )
    arguments = parser.parse_args(argv)
    try:
        packages = [
            build(service, arguments.platform, without=arguments.without)
            for service in arguments.services
        ]
    except (BrokenModuleError, BuildError, UnknownServiceError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    console = Console()
    console.print(_table(packages))
    for each in packages:
        console.print(str(each.path), soft_wrap=True, highlight=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
